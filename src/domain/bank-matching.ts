import { daysBetween, formatDay, type LocalDate } from './dates.ts';
import { formatAmount } from './money.ts';
import { bankText, isNamed, payerName } from './payer-name.ts';

/** A credit of the bank that pays nothing yet. */
export interface OpenEntry {
  id: number;
  on: LocalDate;
  /** What of it is not matched yet; above zero. */
  amountCents: number;
  currency: string;
  label: string;
  reference: string | null;
  counterparty: string | null;
  iban: string | null;
}

/** An unpaid invoice as the bank's lines are held against it. */
export interface Payable {
  id: number;
  number: string;
  clientId: number;
  clientName: string;
  issuedOn: LocalDate;
  dueOn: LocalDate;
  currency: string;
  remainingCents: number;
  /** Interest and indemnity that the law adds. */
  penaltiesCents: number;
}

/** Who has paid for a client before. */
export interface KnownPayer {
  clientId: number;
  kind: 'iban' | 'name';
  value: string;
}

/** `certain`: the exact amount, and the reference or a payer already known. */
export type Confidence = 'certain' | 'probable' | 'possible';

export interface Proposal {
  entryId: number;
  clientId: number;
  shares: { invoiceId: number; number: string; amountCents: number }[];
  /** Of the amount, what the law adds to these invoices. */
  penaltiesCents: number;
  /** What exceeds all that is owed on them. */
  excessCents: number;
  /** A bank fee kept on the way: what is missing to the reste dû. */
  feeCents: number;
  confidence: Confidence;
  reason: string;
}

/** A few euros that a bank keeps on a transfer from abroad. */
const MOST_FEE_CENTS = 500;
const MOST_FEE_SHARE = 20;
/** Beyond it, sums of invoices are too many to be told apart. */
const MOST_SUMMED = 12;

/** `2026-014` is found in « FACT 2026 014 », in « 2026014 », and not in « 2026-0145 ». */
const numberPattern = (number: string): RegExp | null => {
  const parts = bankText(number)
    .split(/[^A-Z0-9]+/)
    .filter((part) => part !== '');
  const joined = parts.join('');
  // Three figures alone are as well the end of a card, a day, a cheque.
  if (joined.length < 3 || (/^\d+$/.test(joined) && joined.length < 4)) return null;
  return new RegExp(`(?<![A-Z0-9])${parts.join('[^A-Z0-9]{0,2}')}(?![A-Z0-9])`);
};

interface Signs {
  invoice: Payable;
  /** Its number stands in the label. */
  isReferenced: boolean;
  /** The account or the name has paid for its client before. */
  isPayerKnown: boolean;
  /** The name of its client stands in the label. */
  isPayerNamed: boolean;
}

const signsOf = (entry: OpenEntry, invoices: readonly Payable[], payers: readonly KnownPayer[]): Signs[] => {
  const words = bankText([entry.reference ?? '', entry.label].join(' '));
  const who = `${entry.counterparty ?? ''} ${entry.label}`;
  const name = entry.counterparty === null ? null : payerName(entry.counterparty);
  const known = new Set(
    payers
      .filter(({ kind, value }) => (kind === 'iban' ? value === entry.iban : name !== '' && value === name))
      .map(({ clientId }) => clientId),
  );
  return invoices
    .filter(({ currency, issuedOn }) => currency === entry.currency && issuedOn <= entry.on)
    .map((invoice) => ({
      invoice,
      isReferenced: numberPattern(invoice.number)?.test(words) === true,
      isPayerKnown: known.has(invoice.clientId),
      isPayerNamed: isNamed(who, invoice.clientName),
    }));
};

const sumOf = (invoices: readonly Payable[], of: (invoice: Payable) => number): number =>
  invoices.reduce((sum, invoice) => sum + of(invoice), 0);

const remaining = ({ remainingCents }: Payable): number => remainingCents;
const penalties = ({ penaltiesCents }: Payable): number => penaltiesCents;

const oldestFirst = (invoices: readonly Payable[]): Payable[] =>
  invoices.toSorted((a, b) => (a.dueOn === b.dueOn ? a.id - b.id : a.dueOn < b.dueOn ? -1 : 1));

/** How an amount falls on invoices, the oldest first. */
const fall = (
  entry: OpenEntry,
  invoices: readonly Payable[],
): Pick<Proposal, 'shares' | 'penaltiesCents' | 'excessCents' | 'feeCents'> & {
  kind: 'exact' | 'penalties' | 'fee' | 'part' | 'more';
} => {
  let left = entry.amountCents;
  const shares = oldestFirst(invoices).flatMap(({ id, number, remainingCents }) => {
    const amountCents = Math.min(left, remainingCents);
    left -= amountCents;
    return amountCents > 0 ? [{ invoiceId: id, number, amountCents }] : [];
  });
  const owed = sumOf(invoices, remaining);
  const missing = owed - entry.amountCents;
  if (missing === 0) return { kind: 'exact', shares, penaltiesCents: 0, excessCents: 0, feeCents: 0 };
  if (missing > 0) {
    const isFee = missing <= MOST_FEE_CENTS && missing * MOST_FEE_SHARE <= owed;
    return {
      kind: isFee ? 'fee' : 'part',
      shares,
      penaltiesCents: 0,
      excessCents: 0,
      feeCents: isFee ? missing : 0,
    };
  }
  return left === sumOf(invoices, penalties)
    ? { kind: 'penalties', shares, penaltiesCents: left, excessCents: 0, feeCents: 0 }
    : { kind: 'more', shares, penaltiesCents: 0, excessCents: left, feeCents: 0 };
};

const namesOf = (invoices: readonly Payable[]): string =>
  invoices.length === 1
    ? `la facture ${invoices[0]?.number}`
    : `les factures ${invoices.map(({ number }) => number).join(', ')}`;

const KIND_TEXT = {
  exact: 'le montant exact',
  penalties: 'le montant exact, pénalités et indemnité comprises',
  part: 'un règlement partiel',
  fee: 'le montant, aux frais bancaires près',
  more: 'plus que le reste dû',
} as const;

const propose = (
  entry: OpenEntry,
  invoices: readonly Payable[],
  { isCertain, why }: { isCertain: boolean; why: string },
): Proposal => {
  const { kind, ...parts } = fall(entry, invoices);
  const [first] = invoices;
  const fee = parts.feeCents > 0 ? ` (il manque ${formatAmount(parts.feeCents, entry.currency)})` : '';
  const excess = parts.excessCents > 0 ? ` (${formatAmount(parts.excessCents, entry.currency)} de trop)` : '';
  return {
    entryId: entry.id,
    clientId: first?.clientId ?? 0,
    ...parts,
    confidence: isCertain && (kind === 'exact' || kind === 'penalties') ? 'certain' : 'probable',
    reason: `${why}, ${KIND_TEXT[kind]}${fee}${excess}`,
  };
};

/** What a person says that a line pays: as much as is owed, the oldest first. */
export const assign = (entry: OpenEntry, invoices: readonly Payable[]): Proposal =>
  propose(entry, invoices, { isCertain: false, why: 'désignée à la main' });

/** Sets of invoices that make a sum; at most two are looked for, to tell one from several. */
const setsThatMake = (invoices: readonly Payable[], amountCents: number): Payable[][] => {
  const found: Payable[][] = [];
  const walk = (index: number, left: number, taken: Payable[]): void => {
    if (found.length > 1) return;
    if (left === 0) {
      found.push(taken);
      return;
    }
    const invoice = invoices[index];
    if (!invoice || left < 0) return;
    walk(index + 1, left - invoice.remainingCents, [...taken, invoice]);
    walk(index + 1, left, taken);
  };
  walk(0, amountCents, []);
  return found;
};

/** What one client can have meant by an amount, without any number in the label. */
const fromClient = (
  entry: OpenEntry,
  invoices: readonly Payable[],
  { isKnown }: { isKnown: boolean },
): Proposal | null => {
  const why = isKnown ? 'payeur déjà connu de ce client' : 'nom du client dans le libellé';
  const exact = invoices.filter(
    ({ remainingCents, penaltiesCents }) =>
      remainingCents === entry.amountCents ||
      (penaltiesCents > 0 && remainingCents + penaltiesCents === entry.amountCents),
  );
  const [only] = exact;
  if (only && exact.length === 1) return propose(entry, [only], { isCertain: isKnown, why });
  if (exact.length > 1) {
    const oldest = oldestFirst(exact).slice(0, 1);
    return {
      ...propose(entry, oldest, { isCertain: false, why }),
      confidence: 'possible',
      reason: `${why}, mais ${exact.length} factures ont ce montant (${exact.map(({ number }) => number).join(', ')})`,
    };
  }
  const sets = setsThatMake(oldestFirst(invoices).slice(0, MOST_SUMMED), entry.amountCents);
  const [set] = sets;
  if (set && sets.length === 1)
    return {
      ...propose(entry, set, { isCertain: false, why }),
      reason: `${why}, la somme de ${namesOf(set)}`,
    };
  const [oldest] = oldestFirst(invoices);
  if (!oldest) return null;
  const near = invoices.find((invoice) => fall(entry, [invoice]).kind === 'fee') ?? oldest;
  return { ...propose(entry, [near], { isCertain: false, why }), confidence: 'possible' };
};

const byClient = (signs: readonly Signs[]): Map<number, Payable[]> => {
  const clients = new Map<number, Payable[]>();
  for (const { invoice } of signs) {
    const of = clients.get(invoice.clientId);
    if (of) of.push(invoice);
    else clients.set(invoice.clientId, [invoice]);
  }
  return clients;
};

/** Numbers found in the label of one client's invoices: what they name is paid, nothing else. */
const fromReferences = (entry: OpenEntry, referenced: readonly Signs[]): Proposal | null => {
  const clients = byClient(referenced);
  const [invoices] = [...clients.values()];
  if (!invoices) return null;
  if (clients.size > 1) {
    // The same number at two clients: the payer tells which.
    const told = referenced.filter(({ isPayerKnown, isPayerNamed }) => isPayerKnown || isPayerNamed);
    return byClient(told).size === 1 ? fromReferences(entry, told) : null;
  }
  return propose(entry, invoices, {
    isCertain: true,
    why: `${invoices.length > 1 ? 'numéros' : 'numéro'} dans le libellé (${invoices.map(({ number }) => number).join(', ')})`,
  });
};

/** The same amount, and nothing else: to be shown, never recorded without being asked. */
const fromAmount = (entry: OpenEntry, signs: readonly Signs[]): Proposal | null => {
  const same = signs.filter(({ invoice }) => invoice.remainingCents === entry.amountCents);
  const [only] = same;
  if (!only || same.length > 1) return null;
  return {
    ...propose(entry, [only.invoice], { isCertain: false, why: '' }),
    confidence: 'possible',
    reason: `seule facture de ce montant, échue le ${formatDay(only.invoice.dueOn)}`,
  };
};

/** What one line of the bank most likely pays; null when nothing can be said. */
export const matchEntry = (
  entry: OpenEntry,
  invoices: readonly Payable[],
  payers: readonly KnownPayer[],
): Proposal | null => {
  const signs = signsOf(entry, invoices, payers);
  const referenced = signs.filter(({ isReferenced }) => isReferenced);
  if (referenced.length > 0) return fromReferences(entry, referenced);
  const known = byClient(signs.filter(({ isPayerKnown }) => isPayerKnown));
  const [ofKnown] = [...known.values()];
  if (ofKnown && known.size === 1) return fromClient(entry, ofKnown, { isKnown: true });
  const named = byClient(signs.filter(({ isPayerNamed }) => isPayerNamed));
  const [ofNamed] = [...named.values()];
  if (ofNamed && named.size === 1) return fromClient(entry, ofNamed, { isKnown: false });
  return fromAmount(entry, signs);
};

/** A payment already recorded by hand is the same money: same sum, within a few days. */
const SAME_MONEY_DAYS = 5;

export interface RecordedPayment {
  id: number;
  invoiceNumber: string;
  clientName: string;
  on: LocalDate;
  amountCents: number;
  currency: string;
}

export interface FoundPayment {
  payment: RecordedPayment;
  /** Its number or its client stands in the label. */
  isCertain: boolean;
}

const foundAmong = (
  entry: Pick<OpenEntry, 'label' | 'reference' | 'counterparty'>,
  payments: readonly RecordedPayment[],
): FoundPayment | null => {
  const words = bankText(`${entry.counterparty ?? ''} ${entry.reference ?? ''} ${entry.label}`);
  const told = payments.filter(
    ({ invoiceNumber, clientName }) =>
      numberPattern(invoiceNumber)?.test(words) === true || isNamed(words, clientName),
  );
  const [certain] = told;
  if (certain && told.length === 1) return { payment: certain, isCertain: true };
  const [only] = payments;
  return only && payments.length === 1 ? { payment: only, isCertain: false } : null;
};

/** The payment, recorded by hand around that day, that a line repeats. */
export const findRecorded = (entry: OpenEntry, payments: readonly RecordedPayment[]): FoundPayment | null =>
  foundAmong(
    entry,
    payments.filter(
      ({ on, amountCents, currency }) =>
        currency === entry.currency &&
        amountCents === entry.amountCents &&
        Math.abs(daysBetween(on, entry.on)) <= SAME_MONEY_DAYS,
    ),
  );

/** Days within which a bank takes back what it had credited. */
const TAKEN_BACK_DAYS = 90;

/** The payment that a returned direct debit or cheque takes back. */
export const findReversed = (entry: OpenEntry, payments: readonly RecordedPayment[]): FoundPayment | null =>
  foundAmong(
    entry,
    payments.filter(
      ({ on, amountCents, currency }) =>
        currency === entry.currency &&
        amountCents === entry.amountCents &&
        on <= entry.on &&
        daysBetween(on, entry.on) <= TAKEN_BACK_DAYS,
    ),
  );

export interface BankLine extends OpenEntry {
  /** Signed, as the bank wrote it. */
  totalCents: number;
  isReversal: boolean;
}

/** What a line of the bank is taken for. */
export type BankItem =
  | { kind: 'pays'; line: BankLine; proposal: Proposal }
  /** Already noted by hand: the same money. */
  | { kind: 'recorded'; line: BankLine; payment: RecordedPayment; isCertain: boolean }
  /** An unpaid direct debit, a returned cheque. */
  | { kind: 'takes-back'; line: BankLine; payment: RecordedPayment; isCertain: boolean }
  | { kind: 'unknown'; line: BankLine };

export const isCertain = (item: BankItem): boolean =>
  item.kind === 'pays' ? item.proposal.confidence === 'certain' : item.kind !== 'unknown' && item.isCertain;
