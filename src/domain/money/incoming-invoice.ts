import type { ClientKind } from '../people/client-kind.ts';
import { addDays, formatDay, type LocalDate } from '../dates.ts';
import { formatAmount } from './money.ts';
import { DEFAULT_TERM_DAYS } from '../law/payment-term.ts';
import { publicDueOn } from '../law/public-term.ts';
import { nextWorkingDay, type HolidayZone } from '../working-days.ts';
import { quoted, withoutAccents } from '../typography.ts';

/** The debtor as a file names it. */
export interface IncomingClient {
  name: string;
  kind: ClientKind | null;
  email: string | null;
  /** In copy, separated by commas. */
  cc?: string | null;
  phone: string | null;
  siren: string | null;
  siret: string | null;
  vatNumber: string | null;
  address: string | null;
  postalCode: string | null;
  city: string | null;
  country: string | null;
  contactName: string | null;
}

/** An invoice read from a file, whatever its format. */
export interface IncomingInvoice {
  /** Name of the file, and line in it. */
  source: string;
  line: number | null;
  number: string;
  client: IncomingClient;
  issuedOn: LocalDate;
  /** Null: nobody says. */
  dueOn: LocalDate | null;
  /** Terms in words that no day could be drawn from, when they were the only ones. */
  unreadTerms?: string;
  performedOn: LocalDate | null;
  currency: string;
  totalCents: number;
  /** Already paid, deposit included. */
  paidCents: number;
  /** The file says that the client contests it. */
  isDisputed?: boolean;
  subject: string | null;
  /** The file itself, to be kept with the invoice: its path, for it is read when its turn comes. */
  filePath: string | null;
}

/** An invoice already recorded under the same number. */
export interface KnownInvoice {
  id: number;
  closedAs: 'cancelled' | 'written-off' | null;
  number: string;
  clientId: number;
  clientName: string;
  issuedOn: LocalDate;
  dueOn: LocalDate;
  currency: string;
  totalCents: number;
  paidCents: number;
}

/** SIREN of a public body: the State’s begin with 1, local authorities’ with 2. */
const PUBLIC_SIREN = /^[12]/;
const PUBLIC_NAME =
  /^(?:MAIRIE|COMMUNE|VILLE DE|DEPARTEMENT|REGION|METROPOLE|CCAS|CENTRE HOSPITALIER|LYCEE|COLLEGE|UNIVERSITE)\b/;
const COMPANY_NAME = /\b(?:SAS|SASU|SARL|EURL|SA|SCI|SNC|SCOP|SELARL|GMBH|LTD|LLC|INC|BV|SRL|SPA)\b/;
const ASSOCIATION_NAME = /\bASSOCIATION\b/;

const upper = (text: string): string => withoutAccents(text).toUpperCase();

/** What the file lets one say of a debtor's kind; null when nothing does: it is asked. */
export const guessKind = ({ kind, name, siren, vatNumber }: IncomingClient): ClientKind | null => {
  if (kind !== null) return kind;
  const text = upper(name);
  if ((siren !== null && PUBLIC_SIREN.test(siren)) || PUBLIC_NAME.test(text)) return 'public';
  if (ASSOCIATION_NAME.test(text)) return 'association';
  return siren !== null || vatNumber !== null || COMPANY_NAME.test(text) ? 'entreprise' : null;
};

/** 30 days when nobody says (C. com. L441-10 I), or the time to pay of a public debtor. */
export const incomingDueOn = (
  { dueOn, issuedOn, performedOn }: Pick<IncomingInvoice, 'dueOn' | 'issuedOn' | 'performedOn'>,
  kind: ClientKind,
  zone: HolidayZone,
): LocalDate => {
  if (kind === 'public')
    return dueOn === null
      ? publicDueOn({ issuedOn, performedOn, requestReceivedOn: null, termDays: null, zone })
      : nextWorkingDay(dueOn, zone);
  if (dueOn !== null) return dueOn;
  const start = performedOn !== null && performedOn > issuedOn ? performedOn : issuedOn;
  return addDays(start, DEFAULT_TERM_DAYS);
};

/** Why a facture rectificative is not recorded: what it replaces still is, and one claim would be made twice. */
export const replacedReason = ({ number }: KnownInvoice): string =>
  `facture rectificative de ${number}, déjà enregistrée : relance cancel ${number}, puis recommencez`;

/** The number is taken by an invoice of another client; null: it is free, or its own. */
export const takenReason = (
  { number, issuedOn, currency, totalCents, client }: IncomingInvoice,
  known: KnownInvoice | undefined,
  clientId: number | undefined,
): string | null => {
  if (known === undefined || known.clientId === clientId) return null;
  // A client whose name was changed here since: its invoice is still the same.
  const isSame =
    clientId === undefined &&
    known.totalCents === totalCents &&
    known.currency === currency &&
    known.issuedOn === issuedOn;
  return isSame
    ? null
    : `même numéro, autre client : ${number} est ici une facture de ${quoted(known.clientName)}, pas de ${quoted(client.name)}`;
};

/** Why an invoice read from a file is not recorded: it is already, or it differs. Null: it is new. */
export const knownReason = (
  { number, issuedOn, currency, totalCents, paidCents, client }: IncomingInvoice,
  known: KnownInvoice | undefined,
): string | null => {
  if (known === undefined) return totalCents - paidCents <= 0 ? 'déjà réglée d’après le fichier' : null;
  if (known.totalCents !== totalCents || known.currency !== currency)
    return `déjà enregistrée, et différente : ${formatAmount(totalCents, currency)} dans le fichier, ${formatAmount(known.totalCents, known.currency)} ici (relance edit ${number})`;
  if (known.issuedOn !== issuedOn)
    return `déjà enregistrée, et différente : du ${formatDay(issuedOn)} dans le fichier, du ${formatDay(known.issuedOn)} ici (relance edit ${number})`;
  if (paidCents > known.paidCents && known.paidCents < known.totalCents)
    return `déjà enregistrée ; le fichier dit ${formatAmount(paidCents, currency)} réglés (relance pay ${number})`;
  return withoutAccents(known.clientName).toLowerCase() === withoutAccents(client.name).toLowerCase()
    ? 'déjà enregistrée'
    : `déjà enregistrée, chez ${quoted(known.clientName)}`;
};
