import type { Command } from 'commander';
import { parseLegalTerm, PENALITES } from '../client/client-flags.ts';
import { parseCountry, parsePostalCode } from '../../../domain/people/country.ts';
import type { Creditor } from '../../../domain/people/creditor.ts';
import { parseCount } from '../../../domain/count.ts';
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
import { declareFields, erasable, readFields, type Fields, type FlagsOf } from '../option-fields.ts';

export const VAT_REGIMES = ['assujetti', 'franchise'] as const;

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

/** Every option that describes the creditor: the same for `init` and `profil`. */
const CREDITOR_FIELDS = {
  '--nom <nom>': {
    help: 'votre nom, ou celui de votre société',
    parse: (text) => ({ name: parseLine(text, '--nom') }),
  },
  '--forme <forme>': {
    help: 'forme juridique : EI, EURL, SASU, SARL…',
    ...erasable('legalForm', (text) => parseLine(text, '--forme')),
  },
  '--siret <numéro>': {
    help: 'votre SIRET (14 chiffres)',
    ...erasable('siret', parseSiret),
  },
  '--adresse <adresse>': {
    help: 'votre adresse, sans code postal ni ville',
    ...erasable('address', (text) => parseLine(text, '--adresse')),
  },
  '--cp <code>': {
    help: 'code postal',
    parse: (text, country) => ({ postalCode: parsePostalCode(text, country) }),
    erase: { postalCode: null },
  },
  '--ville <ville>': {
    help: 'ville',
    ...erasable('city', (text) => parseLine(text, '--ville')),
  },
  '--pays <pays>': {
    help: 'pays, par son nom ou son code (par défaut : FR)',
    parse: (text) => ({ country: parseCountry(text) }),
  },
  '--email <adresse>': {
    help: 'votre adresse e-mail',
    ...erasable('email', parseEmail),
  },
  '--tel <numéro>': {
    help: 'votre téléphone',
    ...erasable('phone', parsePhone),
  },
  '--iban <iban>': {
    help: 'le compte sur lequel on vous paie',
    ...erasable('iban', normaliseIban),
  },
  '--bic <bic>': {
    help: 'le BIC de ce compte',
    ...erasable('bic', parseBic),
  },
  '--tva <régime>': {
    help: `régime de TVA : ${VAT_REGIMES.join(', ')}`,
    ...erasable('vatRegime', (text) => parseChoice(text, VAT_REGIMES, '--tva')),
  },
  '--taux <taux>': {
    help: 'taux de pénalité de vos conditions : bce, 3x, ou un pourcentage par an',
    ...erasable('penaltyRate', parsePenaltyRate),
  },
  '--expediteur <adresse>': {
    help: 'expéditeur des e-mails : "Jeanne Petit <jeanne@exemple.fr>"',
    ...erasable('sender', parseSender),
  },
  '--signature <texte>': {
    help: 'premières lignes de votre signature (\\n : à la ligne)',
    ...erasable('signature', (text) => parseParagraphs(text.replaceAll('\\n', '\n'), '--signature')),
  },
  '--penalites <choix>': {
    help: `rappel des pénalités : ${PENALITES.join(', ')}`,
    parse: (text) => ({ penalites: parseChoice(text, PENALITES, '--penalites') }),
  },
  '--jours-feries <zone>': {
    help: `jours fériés : ${HOLIDAY_ZONES.join(', ')}`,
    parse: (text) => ({ holidayZone: parseChoice(text, HOLIDAY_ZONES, '--jours-feries') }),
  },
  '--minimum <montant>': {
    help: 'en dessous de ce montant, on ne relance pas (par défaut : 1 €)',
    parse: (text) => ({ minimumCents: parseAmount(text, 'EUR', { allowZero: true }) }),
  },
  '--delai-legal <jours>': {
    help: 'délai de paiement maximal de votre secteur (C. com. L441-11)',
    ...erasable('legalTermDays', parseLegalTerm),
  },
  '--releve <jours>': {
    help: 'jours ouvrés après lesquels « send » demande un relevé bancaire plus récent (par défaut : 5)',
    ...erasable('bankMaxAgeDays', parseStatementAge),
  },
} as const satisfies Fields<Creditor, string>;

export type CreditorFlags = FlagsOf<typeof CREDITOR_FIELDS>;

export const creditorOptions = (command: Command): Command => declareFields(command, CREDITOR_FIELDS);

/** @throws RelanceError for the first flag that cannot be read. */
export const parseCreditorFlags = (flags: CreditorFlags, knownCountry = 'FR'): Promise<Partial<Creditor>> =>
  readFields<Creditor, string>(
    CREDITOR_FIELDS,
    flags,
    flags.pays === undefined ? knownCountry : parseCountry(flags.pays),
  );
