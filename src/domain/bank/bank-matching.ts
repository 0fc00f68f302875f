import { oldestFirst, type BankIndex } from './bank-index.ts';
import type { BankLine, OpenEntry, Payable } from './bank-line.ts';
import { formatDay } from '../dates.ts';
import { formatAmount } from '../money/money.ts';

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
  /** Invoice on which penalties and what exceeds are recorded; it may be paid already. */
  last: { invoiceId: number; number: string };
  /** A bank fee kept on the way: what is missing to the reste dû. */
  feeCents: number;
  confidence: Confidence;
  reason: string;
}

/** What the lines are held against. */
export interface Claims {
  index: BankIndex;
  /** Interest and indemnity that the law adds to these invoices. */
  penaltiesOf: (invoices: readonly Payable[]) => number;
  /** How many lines not matched yet bring this sum for this client. */
  countAlike: (line: OpenEntry, clientId: number) => number;
}

/** A few euros that a bank keeps on a transfer from abroad. */
const MOST_FEE_CENTS = 500;
const MOST_FEE_SHARE = 20;
/** Beyond it, sums of invoices are too many to be told apart. */
const MOST_SUMMED = 12;

const remainingOf = (invoices: readonly Payable[]): number =>
  invoices.reduce((sum, { remainingCents }) => sum + remainingCents, 0);

type Parts = Pick<Proposal, 'shares' | 'penaltiesCents' | 'excessCents' | 'feeCents'>;

/** How an amount falls on invoices, the oldest first. */
const fall = (
  entry: OpenEntry,
  invoices: readonly Payable[],
  { penaltiesOf }: Pick<Claims, 'penaltiesOf'>,
): Parts & { kind: 'exact' | 'penalties' | 'fee' | 'part' | 'more' } => {
  let left = entry.amountCents;
  const shares = oldestFirst(invoices).flatMap(({ id, number, remainingCents }) => {
    const amountCents = Math.min(left, remainingCents);
    left -= amountCents;
    return amountCents > 0 ? [{ invoiceId: id, number, amountCents }] : [];
  });
  const parts = { shares, penaltiesCents: 0, excessCents: 0, feeCents: 0 };
  const owed = remainingOf(invoices);
  const missing = owed - entry.amountCents;
  if (missing === 0) return { kind: 'exact', ...parts };
  if (missing > 0) {
    const isFee = missing <= MOST_FEE_CENTS && missing * MOST_FEE_SHARE <= owed;
    return isFee ? { kind: 'fee', ...parts, feeCents: missing } : { kind: 'part', ...parts };
  }
  return left === penaltiesOf(invoices)
    ? { kind: 'penalties', ...parts, penaltiesCents: left }
    : { kind: 'more', ...parts, excessCents: left };
};

const listed = (invoices: readonly Payable[]): string => invoices.map(({ number }) => number).join(', ');

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
  claims: Pick<Claims, 'penaltiesOf'>,
  { isCertain, why }: { isCertain: boolean; why: string },
): Proposal => {
  const { kind, ...parts } = fall(entry, invoices, claims);
  const sorted = oldestFirst(invoices);
  const last = sorted.findLast(({ remainingCents }) => remainingCents > 0) ?? sorted.at(-1);
  if (!last) throw new Error('a line pays one invoice at least');
  const fee = parts.feeCents > 0 ? ` (il manque ${formatAmount(parts.feeCents, entry.currency)})` : '';
  const excess = parts.excessCents > 0 ? ` (${formatAmount(parts.excessCents, entry.currency)} de trop)` : '';
  const text =
    parts.shares.length === 0 && kind === 'more'
      ? 'rien n’y est plus dû : trop-perçu'
      : `${KIND_TEXT[kind]}${fee}${excess}`;
  return {
    entryId: entry.id,
    clientId: last.clientId,
    ...parts,
    last: { invoiceId: last.id, number: last.number },
    confidence: isCertain && (kind === 'exact' || kind === 'penalties') ? 'certain' : 'probable',
    reason: `${why}, ${text}`,
  };
};

/** What a person says that a line pays: as much as is owed, the oldest first. */
export const assign = (
  entry: OpenEntry,
  invoices: readonly Payable[],
  claims: Pick<Claims, 'penaltiesOf'>,
): Proposal => propose(entry, invoices, claims, { isCertain: false, why: 'désignée à la main' });

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

/** Several invoices of one sum: told apart only when as many transfers came, each then pays one, the oldest first. */
const amongEqual = (
  entry: OpenEntry,
  exact: readonly Payable[],
  claims: Claims,
  { isKnown, why }: { isKnown: boolean; why: string },
): Proposal => {
  const [oldest] = oldestFirst(exact);
  const isEachPaid = oldest !== undefined && claims.countAlike(entry, oldest.clientId) >= exact.length;
  const proposal = propose(entry, exact.slice(0, 1), claims, { isCertain: isKnown && isEachPaid, why });
  return isEachPaid
    ? { ...proposal, reason: `${why}, autant de virements que de factures de ce montant (${listed(exact)})` }
    : {
        ...proposal,
        confidence: 'possible',
        reason: `${why}, mais ${exact.length} factures ont ce montant (${listed(exact)})`,
      };
};

/** What one client can have meant by an amount, without any number in the label. */
const fromClient = (
  entry: OpenEntry,
  invoices: readonly Payable[],
  claims: Claims,
  isKnown: boolean,
): Proposal | null => {
  const why = isKnown ? 'payeur déjà connu de ce client' : 'nom du client dans le libellé';
  const exact = oldestFirst(invoices).filter((invoice) => {
    if (invoice.remainingCents === entry.amountCents) return true;
    if (invoice.remainingCents > entry.amountCents) return false;
    const penaltiesCents = claims.penaltiesOf([invoice]);
    return penaltiesCents > 0 && invoice.remainingCents + penaltiesCents === entry.amountCents;
  });
  const [only] = exact;
  if (only && exact.length === 1) return propose(entry, [only], claims, { isCertain: isKnown, why });
  if (exact.length > 1) return amongEqual(entry, exact, claims, { isKnown, why });
  const sets = setsThatMake(oldestFirst(invoices).slice(0, MOST_SUMMED), entry.amountCents);
  const [set] = sets;
  if (set && sets.length === 1)
    return {
      ...propose(entry, set, claims, { isCertain: false, why }),
      reason: `${why}, la somme des factures ${listed(set)}`,
    };
  const [oldest] = oldestFirst(invoices);
  if (!oldest) return null;
  const near = invoices.find((invoice) => fall(entry, [invoice], claims).kind === 'fee') ?? oldest;
  return { ...propose(entry, [near], claims, { isCertain: false, why }), confidence: 'possible' };
};

const clientsOf = (invoices: readonly Payable[]): Set<number> =>
  new Set(invoices.map(({ clientId }) => clientId));

/** Numbers found in the label of one client's invoices: what they name is paid, nothing else. */
const fromReferences = (
  entry: OpenEntry,
  referenced: readonly Payable[],
  payers: readonly number[],
  claims: Claims,
): Proposal | null => {
  if (clientsOf(referenced).size > 1) {
    // The same number at two clients: the payer tells which.
    const told = referenced.filter(({ clientId }) => payers.includes(clientId));
    return clientsOf(told).size === 1 ? fromReferences(entry, told, payers, claims) : null;
  }
  return propose(entry, referenced, claims, {
    isCertain: true,
    why: `${referenced.length > 1 ? 'numéros' : 'numéro'} dans le libellé (${listed(oldestFirst(referenced))})`,
  });
};

/** The same amount, and nothing else: to be shown, never recorded without being asked. */
const fromAmount = (entry: OpenEntry, claims: Claims): Proposal | null => {
  const same = claims.index
    .ofSum(entry.amountCents, entry.currency)
    .filter((invoice) => isPayableBy(entry, invoice));
  const [only] = same;
  if (!only || same.length > 1) return null;
  return {
    ...propose(entry, [only], claims, { isCertain: false, why: '' }),
    confidence: 'possible',
    reason: `seule facture de ce montant, échue le ${formatDay(only.dueOn)}`,
  };
};

const isPayableBy = (entry: OpenEntry, invoice: Payable): boolean =>
  invoice.currency === entry.currency && invoice.issuedOn <= entry.on;

/** What one line of the bank most likely pays; null when nothing can be said. */
const matchLine = (entry: OpenEntry, claims: Claims): Proposal | null => {
  const { referenced, knownClients, namedClients } = claims.index.signsOf(entry);
  const payers = [...knownClients, ...namedClients];
  const numbers = referenced.filter((invoice) => isPayableBy(entry, invoice));
  if (numbers.length > 0) return fromReferences(entry, numbers, payers, claims);
  const openOf = (clientId: number): Payable[] =>
    claims.index
      .ofClient(clientId, entry.currency)
      .filter((invoice) => invoice.remainingCents > 0 && isPayableBy(entry, invoice));
  for (const clients of [knownClients, namedClients]) {
    const [invoices, ...others] = clients.map(openOf).filter(({ length }) => length > 0);
    if (invoices && others.length === 0) return fromClient(entry, invoices, claims, clients === knownClients);
  }
  return fromAmount(entry, claims);
};

/** A line that another format may have brought already is never sure. */
export const proposeFor = (line: BankLine, claims: Claims): Proposal | null => {
  const proposal = matchLine(line, claims);
  return proposal === null || line.twin === null
    ? proposal
    : {
        ...proposal,
        confidence: 'possible',
        reason: `${proposal.reason} ; mais la même somme est venue le ${formatDay(line.twin.on)} d’un autre format (ligne n° ${line.twin.id})`,
      };
};
