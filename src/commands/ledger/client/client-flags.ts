import type { Command } from 'commander';
import type { ClientFields } from '../../../domain/people/client.ts';
import { parseCount } from '../../../domain/count.ts';
import { parseCountry, parsePostalCode } from '../../../domain/people/country.ts';
import { PREFERRED_CHANNELS } from '../../../domain/schedule/effective-channel.ts';
import { CLIENT_KINDS } from '../../../domain/people/client-kind.ts';
import { parseAmount } from '../../../domain/money/money.ts';
import {
  compactIdentifier,
  isValidFrenchVatNumber,
  isValidSiren,
  isValidSiret,
  parseEmail,
  parsePhone,
} from '../../../domain/people/identifiers.ts';
import { parseChoice, parseLine, parseParagraphs } from '../../../domain/text-input.ts';
import { quoted } from '../../../domain/typography.ts';
import { usageError } from '../../../errors.ts';
import { flagName } from '../../../desk/flags.ts';
import { CHANNEL_WORDS } from '../../../ui/labels.ts';
import { declareFields, erasable, readFields, type Fields, type FlagsOf } from '../option-fields.ts';

/** The only one in which messages are written so far: another is refused rather than kept without effect. */
const LANGUAGES = ['fr'] as const;
/** Those by which a reminder can be made. */
const CHANNELS = (Object.keys(CHANNEL_WORDS) as (keyof typeof CHANNEL_WORDS)[]).filter((word) =>
  PREFERRED_CHANNELS.some((channel) => channel === CHANNEL_WORDS[word]),
);
export const PENALITES = ['jamais', 'mention', 'montant'] as const;

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

/** Nine digits are a SIREN; fourteen give the SIRET and the SIREN in it. */
const parseSiren = (input: string): { siren: string; siret?: string } => {
  const digits = compactIdentifier(input);
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
const doubtsOn = ({ siren, siret, vatNumber }: Partial<ClientFields>): string[] => {
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

/** What is known already: how a postal code, and a ceiling, are read. */
interface KnownClient {
  country: string;
  currency: string;
}

/** Every option that describes a client: the same for `client add`, `client edit` and `add`. */
const CLIENT_FIELDS = {
  '--type <type>': {
    help: `type du client : ${CLIENT_KINDS.join(', ')}`,
    parse: (text) => ({ kind: parseChoice(text, CLIENT_KINDS, '--type') }),
  },
  '--email <adresse>': {
    help: 'adresse e-mail des relances',
    ...erasable('email', parseEmail),
  },
  '--cc <adresses>': {
    help: 'copie à ces adresses, séparées par des virgules',
    ...erasable('cc', parseCopies),
  },
  '--tel <numéro>': {
    help: 'téléphone',
    ...erasable('phone', parsePhone),
  },
  '--siren <numéro>': {
    help: 'SIREN (9 chiffres) ou SIRET (14 chiffres)',
    parse: parseSiren,
    erase: { siren: null, siret: null },
  },
  '--tva-intra <numéro>': {
    help: 'numéro de TVA intracommunautaire',
    ...erasable('vatNumber', parseVatNumber),
  },
  '--adresse <adresse>': {
    help: 'adresse postale, sans code postal ni ville',
    ...erasable('address', (text) => parseLine(text, '--adresse')),
  },
  '--cp <code>': {
    help: 'code postal',
    parse: (text, { country }) => ({ postalCode: parsePostalCode(text, country) }),
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
  '--contact <nom>': {
    help: 'personne à qui l’on écrit : "Mme Jeanne Petit"',
    ...erasable('contactName', (text) => parseLine(text, '--contact')),
  },
  '--salutation <texte>': {
    help: 'première ligne de ses messages : "Bonjour Madame Le Goff"',
    ...erasable('salutation', (text) => parseLine(text, '--salutation')),
  },
  '--tutoiement': { help: 'on se tutoie', parse: () => ({ tutoiement: true }) },
  '--langue <code>': {
    help: `langue de ses messages : ${LANGUAGES.join(', ')}`,
    parse: (text) => ({ language: parseChoice(text, LANGUAGES, '--langue') }),
  },
  '--canal <canal>': {
    help: `canal préféré : ${CHANNELS.join(', ')}`,
    ...erasable('channel', (text) => CHANNEL_WORDS[parseChoice(text, CHANNELS, '--canal')]),
  },
  '--penalites <choix>': {
    help: `rappel des pénalités : ${PENALITES.join(', ')}`,
    ...erasable('penalites', (text) => parseChoice(text, PENALITES, '--penalites')),
  },
  '--par-facture': { help: 'un message par facture', parse: () => ({ isPerInvoice: true }) },
  '--delai-legal <jours>': {
    help: 'délai de paiement de cet acheteur public (30, 50 ou 60), ou maximum du secteur',
    ...erasable('legalTermDays', parseLegalTerm),
  },
  '--plafond <montant>': {
    help: 'ce qu’il peut devoir au plus : « relance add » avertit au-delà',
    parse: (text, { currency }) => ({ ceilingCents: parseAmount(text, currency), ceilingCurrency: currency }),
    erase: { ceilingCents: null, ceilingCurrency: null },
  },
  '--note <texte>': {
    help: 'note pour vous seul',
    ...erasable('note', (text) => parseParagraphs(text, '--note')),
  },
} as const satisfies Fields<ClientFields, KnownClient>;

/** What only a client that is known has. */
const CHANGED_FIELDS = {
  '--nom <nom>': { help: 'nouveau nom', parse: (text) => ({ name: parseLine(text, '--nom') }) },
  '--vouvoiement': { help: 'on se vouvoie', parse: () => ({ tutoiement: false }) },
  '--regrouper': {
    help: 'un seul message pour toutes ses factures',
    parse: () => ({ isPerInvoice: false }),
  },
} as const satisfies Fields<ClientFields, KnownClient>;

export type ClientFlags = FlagsOf<typeof CLIENT_FIELDS>;
export type ClientChangeFlags = ClientFlags & FlagsOf<typeof CHANGED_FIELDS>;

export const clientOptions = (command: Command): Command => declareFields(command, CLIENT_FIELDS);
export const clientChangeOptions = (command: Command): Command =>
  declareFields(clientOptions(command), CHANGED_FIELDS);

const refuseContrary = (
  flags: ClientChangeFlags,
  one: keyof ClientChangeFlags,
  other: keyof ClientChangeFlags,
): void => {
  if (flags[one] && flags[other])
    throw usageError(
      `${flagName(one)} et ${flagName(other)} se contredisent`,
      'gardez l’une des deux options',
      'contradiction',
    );
};

export interface ParsedClient {
  /** What was given; `null` erases. Neither the name of a new one nor the scenario, which are typed elsewhere. */
  fields: Partial<ClientFields>;
  doubts: string[];
}

/** @throws RelanceError for the first flag that cannot be read. */
export const parseClientFlags = async (
  flags: ClientChangeFlags,
  { country = 'FR', currency = 'EUR' }: Partial<KnownClient> = {},
): Promise<ParsedClient> => {
  refuseContrary(flags, 'tutoiement', 'vouvoiement');
  refuseContrary(flags, 'parFacture', 'regrouper');
  const known = { country: flags.pays === undefined ? country : parseCountry(flags.pays), currency };
  const fields = await readFields<ClientFields, KnownClient>(
    { ...CLIENT_FIELDS, ...CHANGED_FIELDS },
    flags,
    known,
  );
  return { fields, doubts: doubtsOn(fields) };
};
