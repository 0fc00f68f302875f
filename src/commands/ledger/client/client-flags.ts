import type { Command } from 'commander';
import type { ClientFields } from '../../../domain/people/client.ts';
import { parseCount } from '../../../domain/count.ts';
import { parseCountry, parsePostalCode } from '../../../domain/people/country.ts';
import { PREFERRED_CHANNELS } from '../../../domain/schedule/effective-channel.ts';
import { CLIENT_KINDS } from '../../../domain/people/client-kind.ts';
import { parseAmount } from '../../../domain/money/money.ts';
import { givenFields, parseOptional, parseOptionalLine } from '../../../domain/given.ts';
import {
  compactIdentifier,
  isValidFrenchVatNumber,
  isValidSiren,
  isValidSiret,
  parseEmail,
  parsePhone,
} from '../../../domain/people/identifiers.ts';
import { parseChoice, parseParagraphs } from '../../../domain/text-input.ts';
import { quoted } from '../../../domain/typography.ts';
import { usageError } from '../../../errors.ts';
import { CHANNEL_WORDS } from '../../../ui/labels.ts';

/** The only one in which messages are written so far: another is refused rather than kept without effect. */
const LANGUAGES = ['fr'] as const;
/** Those by which a reminder can be made. */
const CHANNELS = (Object.keys(CHANNEL_WORDS) as (keyof typeof CHANNEL_WORDS)[]).filter((word) =>
  PREFERRED_CHANNELS.some((channel) => channel === CHANNEL_WORDS[word]),
);
export const PENALITES = ['jamais', 'mention', 'montant'] as const;

/** The flags that describe a client, as typed; `''` erases. */
export interface ClientFlags {
  type?: string;
  email?: string;
  cc?: string;
  tel?: string;
  siren?: string;
  tvaIntra?: string;
  adresse?: string;
  cp?: string;
  ville?: string;
  pays?: string;
  contact?: string;
  salutation?: string;
  tutoiement?: boolean;
  vouvoiement?: boolean;
  langue?: string;
  canal?: string;
  penalites?: string;
  parFacture?: boolean;
  regrouper?: boolean;
  note?: string;
  delaiLegal?: string;
  plafond?: string;
}

/** Declares the flags that describe a client: the same for `client add`, `client edit` and `add`. */
export const clientOptions = (command: Command): Command =>
  command
    .option('--type <type>', `type du client : ${CLIENT_KINDS.join(', ')}`)
    .option('--email <adresse>', 'adresse e-mail des relances')
    .option('--cc <adresses>', 'copie à ces adresses, séparées par des virgules')
    .option('--tel <numéro>', 'téléphone')
    .option('--siren <numéro>', 'SIREN (9 chiffres) ou SIRET (14 chiffres)')
    .option('--tva-intra <numéro>', 'numéro de TVA intracommunautaire')
    .option('--adresse <adresse>', 'adresse postale, sans code postal ni ville')
    .option('--cp <code>', 'code postal')
    .option('--ville <ville>', 'ville')
    .option('--pays <pays>', 'pays, par son nom ou son code (par défaut : FR)')
    .option('--contact <nom>', 'personne à qui l’on écrit : "Mme Jeanne Petit"')
    .option('--salutation <texte>', 'première ligne de ses messages : "Bonjour Madame Le Goff"')
    .option('--tutoiement', 'on se tutoie')
    .option('--langue <code>', `langue de ses messages : ${LANGUAGES.join(', ')}`)
    .option('--canal <canal>', `canal préféré : ${CHANNELS.join(', ')}`)
    .option('--penalites <choix>', `rappel des pénalités : ${PENALITES.join(', ')}`)
    .option('--par-facture', 'un message par facture')
    .option(
      '--delai-legal <jours>',
      'délai de paiement de cet acheteur public (30, 50 ou 60), ou maximum du secteur',
    )
    .option('--plafond <montant>', 'ce qu’il peut devoir au plus : « relance add » avertit au-delà')
    .option('--note <texte>', 'note pour vous seul');

const MAX_TERM_DAYS = 120;

/** A number of days; what a public debtor may be given is checked with its type. */
export const parseLegalTerm = (input: string): number => {
  const days = parseCount(input, '--delai-legal');
  if (days <= MAX_TERM_DAYS) return days;
  throw usageError(
    `--delai-legal : ${quoted(input)} dépasse ${MAX_TERM_DAYS} jours`,
    '30, 50 ou 60 pour un acheteur public, ou le maximum de votre secteur',
    'invalid-term',
  );
};

/** `abc@x.fr, def@y.fr` with each address checked. */
const parseCopies = (input: string): string =>
  input
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => parseEmail(part))
    .join(', ');

interface Identity {
  siren?: string | null | undefined;
  siret?: string | null | undefined;
  vatNumber?: string | null | undefined;
}

/** Nine digits are a SIREN; fourteen give the SIRET and the SIREN in it. */
const parseSiren = (input: string | undefined): Identity => {
  if (input === undefined) return {};
  const digits = compactIdentifier(input);
  if (digits === '') return { siren: null, siret: null };
  if (/^\d{9}$/.test(digits)) return { siren: digits };
  if (/^\d{14}$/.test(digits)) return { siren: digits.slice(0, 9), siret: digits };
  throw usageError(
    `--siren attend 9 chiffres (SIREN) ou 14 (SIRET), pas ${quoted(input)}`,
    'le numéro figure sur les factures et devis du client',
    'invalid-siren',
  );
};

const parseVatNumber = (input: string): string => {
  const number = compactIdentifier(input);
  if (/^[A-Z]{2}[0-9A-Z+*]{2,13}$/.test(number)) return number;
  throw usageError(
    `Le numéro de TVA ${quoted(input)} n’a pas la forme voulue`,
    'il commence par le pays, par exemple FR83404833048',
    'invalid-vat-number',
  );
};

/** Keys that do not add up: more often a slip of the finger than a number that really is so. */
const doubtsOn = ({ siren, siret, vatNumber }: Identity): string[] => {
  const doubts: string[] = [];
  if (siret && !isValidSiret(siret)) doubts.push(`Le SIRET ${quoted(siret)} a une clé de contrôle fausse`);
  else if (siren && !isValidSiren(siren))
    doubts.push(`Le SIREN ${quoted(siren)} a une clé de contrôle fausse`);
  if (vatNumber?.startsWith('FR') && !isValidFrenchVatNumber(vatNumber))
    doubts.push(`Le numéro de TVA ${quoted(vatNumber)} a une clé de contrôle fausse`);
  else if (siren && vatNumber?.startsWith('FR') && !vatNumber.endsWith(siren))
    doubts.push(`Le numéro de TVA ${quoted(vatNumber)} ne contient pas le SIREN ${quoted(siren)}`);
  return doubts;
};

const parseEither = (
  on: boolean | undefined,
  off: boolean | undefined,
  both: string,
): boolean | undefined => {
  if (on && off)
    throw usageError(`${both} se contredisent`, 'gardez l’une des deux options', 'contradiction');
  return on ? true : off ? false : undefined;
};

export interface ParsedClient {
  /** What was given; `null` erases. Neither name nor scenario, which are typed differently from one command to another. */
  fields: Partial<ClientFields>;
  doubts: string[];
}

/** What is known already: how a postal code, and a ceiling, are read. */
interface KnownClient {
  country: string;
  currency: string;
}

/** @throws RelanceError for the first flag that cannot be read. */
export const parseClientFlags = (
  flags: ClientFlags,
  { country: knownCountry = 'FR', currency = 'EUR' }: Partial<KnownClient> = {},
): ParsedClient => {
  const country = flags.pays === undefined ? undefined : parseCountry(flags.pays);
  const identity: Identity = {
    ...parseSiren(flags.siren),
    vatNumber: parseOptional(flags.tvaIntra, parseVatNumber),
  };
  const ceilingCents = parseOptional(flags.plafond, (text) => parseAmount(text, currency));
  const fields = givenFields<ClientFields>({
    ...identity,
    country,
    kind: flags.type === undefined ? undefined : parseChoice(flags.type, CLIENT_KINDS, '--type'),
    email: parseOptional(flags.email, parseEmail),
    cc: parseOptional(flags.cc, parseCopies),
    phone: parseOptional(flags.tel, parsePhone),
    address: parseOptionalLine(flags.adresse, '--adresse'),
    postalCode: parseOptional(flags.cp, (text) => parsePostalCode(text, country ?? knownCountry)),
    city: parseOptionalLine(flags.ville, '--ville'),
    contactName: parseOptionalLine(flags.contact, '--contact'),
    salutation: parseOptionalLine(flags.salutation, '--salutation'),
    tutoiement: parseEither(flags.tutoiement, flags.vouvoiement, '--tutoiement et --vouvoiement'),
    language: flags.langue === undefined ? undefined : parseChoice(flags.langue, LANGUAGES, '--langue'),
    channel: parseOptional(flags.canal, (text) => CHANNEL_WORDS[parseChoice(text, CHANNELS, '--canal')]),
    penalites: parseOptional(flags.penalites, (text) => parseChoice(text, PENALITES, '--penalites')),
    isPerInvoice: parseEither(flags.parFacture, flags.regrouper, '--par-facture et --regrouper'),
    legalTermDays: parseOptional(flags.delaiLegal, parseLegalTerm),
    ceilingCents,
    ceilingCurrency: typeof ceilingCents === 'number' ? currency : ceilingCents,
    note: parseOptional(flags.note, (text) => parseParagraphs(text, '--note')),
  });
  return { fields, doubts: doubtsOn(identity) };
};
