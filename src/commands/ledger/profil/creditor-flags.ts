import type { Command } from 'commander';
import { parseLegalTerm, PENALITES } from '../client/client-flags.ts';
import { parseCountry, parsePostalCode } from '../../../domain/people/country.ts';
import type { Creditor } from '../../../domain/people/creditor.ts';
import { parseCount } from '../../../domain/count.ts';
import { givenFields, parseOptional, parseOptionalLine } from '../../../domain/given.ts';
import {
  compactIdentifier,
  isValidBic,
  isValidSiret,
  normaliseIban,
  parseEmail,
  parsePhone,
} from '../../../domain/people/identifiers.ts';
import { parseAmount } from '../../../domain/money/money.ts';
import { parsePenaltyRate } from '../../../domain/law/penalty-rate.ts';
import { parseChoice, parseLine, parseParagraphs } from '../../../domain/text-input.ts';
import { quoted } from '../../../domain/typography.ts';
import { HOLIDAY_ZONES } from '../../../domain/working-days.ts';
import { usageError } from '../../../errors.ts';

/** The flags that describe the creditor, as typed; `''` erases. */
export interface CreditorFlags {
  nom?: string;
  forme?: string;
  siret?: string;
  adresse?: string;
  cp?: string;
  ville?: string;
  pays?: string;
  email?: string;
  tel?: string;
  iban?: string;
  bic?: string;
  tva?: string;
  taux?: string;
  expediteur?: string;
  signature?: string;
  penalites?: string;
  joursFeries?: string;
  minimum?: string;
  delaiLegal?: string;
  releve?: string;
}

export const VAT_REGIMES = ['assujetti', 'franchise'] as const;

/** Declares the flags that describe the creditor: the same for `init` and `profil`. */
export const creditorOptions = (command: Command): Command =>
  command
    .option('--nom <nom>', 'votre nom, ou celui de votre société')
    .option('--forme <forme>', 'forme juridique : EI, EURL, SASU, SARL…')
    .option('--siret <numéro>', 'votre SIRET (14 chiffres)')
    .option('--adresse <adresse>', 'votre adresse, sans code postal ni ville')
    .option('--cp <code>', 'code postal')
    .option('--ville <ville>', 'ville')
    .option('--pays <pays>', 'pays, par son nom ou son code (par défaut : FR)')
    .option('--email <adresse>', 'votre adresse e-mail')
    .option('--tel <numéro>', 'votre téléphone')
    .option('--iban <iban>', 'le compte sur lequel on vous paie')
    .option('--bic <bic>', 'le BIC de ce compte')
    .option('--tva <régime>', `régime de TVA : ${VAT_REGIMES.join(', ')}`)
    .option('--taux <taux>', 'taux de pénalité de vos conditions : bce, 3x, ou un pourcentage par an')
    .option('--expediteur <adresse>', 'expéditeur des e-mails : "Jeanne Petit <jeanne@exemple.fr>"')
    .option('--signature <texte>', 'premières lignes de votre signature (\\n : à la ligne)')
    .option('--penalites <choix>', `rappel des pénalités : ${PENALITES.join(', ')}`)
    .option('--jours-feries <zone>', `jours fériés : ${HOLIDAY_ZONES.join(', ')}`)
    .option('--minimum <montant>', 'en dessous de ce montant, on ne relance pas (par défaut : 1 €)')
    .option('--delai-legal <jours>', 'délai de paiement maximal de votre secteur (C. com. L441-11)')
    .option(
      '--releve <jours>',
      'jours ouvrés après lesquels « send » demande un relevé bancaire plus récent (par défaut : 5)',
    );

const OLDEST_STATEMENT_DAYS = 60;

const parseStatementAge = (input: string): number => {
  const days = parseCount(input, '--releve');
  if (days <= OLDEST_STATEMENT_DAYS) return days;
  throw usageError(
    `--releve : ${quoted(input)} dépasse ${OLDEST_STATEMENT_DAYS} jours`,
    'par exemple --releve 5',
    'invalid-days',
  );
};

export const parseSiret = (input: string): string => {
  const siret = compactIdentifier(input);
  if (isValidSiret(siret)) return siret;
  const reason = /^\d{14}$/.test(siret) ? 'sa clé de contrôle est fausse' : 'il doit avoir 14 chiffres';
  throw usageError(
    `Votre SIRET ${quoted(input)} n’est pas valide : ${reason}`,
    'recopiez celui de votre avis de situation INSEE',
    'invalid-siret',
  );
};

export const parseBic = (input: string): string => {
  const bic = compactIdentifier(input);
  if (isValidBic(bic)) return bic;
  throw usageError(
    `Le BIC ${quoted(input)} n’est pas valide`,
    'recopiez celui de votre relevé d’identité bancaire, par exemple BNPAFRPP',
    'invalid-bic',
  );
};

/** « Jeanne Petit <jeanne@exemple.fr> », or an address alone. */
const parseSender = (input: string): string => {
  const named = /^\s*"?([^"<]*?)"?\s*<([^<>]*)>\s*$/u.exec(input);
  if (named === null) return parseEmail(input);
  const address = parseEmail(named[2] ?? '');
  return named[1] ? `${parseLine(named[1], '--expediteur')} <${address}>` : address;
};

/** @throws RelanceError for the first flag that cannot be read. */
export const parseCreditorFlags = (flags: CreditorFlags, knownCountry = 'FR'): Partial<Creditor> => {
  const country = flags.pays === undefined ? undefined : parseCountry(flags.pays);
  return givenFields<Creditor>({
    country,
    name: flags.nom === undefined ? undefined : parseLine(flags.nom, '--nom'),
    legalForm: parseOptionalLine(flags.forme, '--forme'),
    siret: parseOptional(flags.siret, parseSiret),
    address: parseOptionalLine(flags.adresse, '--adresse'),
    postalCode: parseOptional(flags.cp, (text) => parsePostalCode(text, country ?? knownCountry)),
    city: parseOptionalLine(flags.ville, '--ville'),
    email: parseOptional(flags.email, parseEmail),
    phone: parseOptional(flags.tel, parsePhone),
    iban: parseOptional(flags.iban, normaliseIban),
    bic: parseOptional(flags.bic, parseBic),
    vatRegime: parseOptional(flags.tva, (text) => parseChoice(text, VAT_REGIMES, '--tva')),
    penaltyRate: parseOptional(flags.taux, parsePenaltyRate),
    sender: parseOptional(flags.expediteur, parseSender),
    signature: parseOptional(flags.signature, (text) =>
      parseParagraphs(text.replaceAll('\\n', '\n'), '--signature'),
    ),
    penalites:
      flags.penalites === undefined ? undefined : parseChoice(flags.penalites, PENALITES, '--penalites'),
    holidayZone:
      flags.joursFeries === undefined
        ? undefined
        : parseChoice(flags.joursFeries, HOLIDAY_ZONES, '--jours-feries'),
    legalTermDays: parseOptional(flags.delaiLegal, parseLegalTerm),
    bankMaxAgeDays: parseOptional(flags.releve, parseStatementAge),
    minimumCents:
      flags.minimum === undefined ? undefined : parseAmount(flags.minimum, 'EUR', { allowZero: true }),
  });
};
