import { listKnownPayers, listPayables, listUnmatchedPayments } from '../db/bank.ts';
import type { Database } from '../db/open.ts';
import {
  findRecorded,
  isCertain,
  findReversed,
  matchEntry,
  type BankItem,
  type BankLine,
  type KnownPayer,
  type Payable,
  type RecordedPayment,
} from '../domain/bank-matching.ts';
import type { LocalDate } from '../domain/dates.ts';
import { readFigures } from './figures.ts';

/** What the lines are held against; it shrinks as they are matched. */
export interface BankState {
  payables: Payable[];
  payers: KnownPayer[];
  /** Noted by hand, and made by no line yet. */
  unmatched: RecordedPayment[];
  /** All that came in, which a line may take back. */
  received: RecordedPayment[];
}

export const readBankState = (db: Database, today: LocalDate): BankState => {
  const invoices = listPayables(db);
  const figures = readFigures(
    db,
    invoices.map(({ id }) => id),
    today,
  );
  return {
    payables: invoices.map((invoice) => {
      const of = figures.get(invoice.id);
      return { ...invoice, penaltiesCents: (of?.interestCents ?? 0) + (of?.indemnityCents ?? 0) };
    }),
    payers: listKnownPayers(db),
    unmatched: listUnmatchedPayments(db, { isTaken: false }),
    received: listUnmatchedPayments(db, { isTaken: true }),
  };
};

/** What one line is, as things stand. */
export const readItem = (line: BankLine, state: BankState): BankItem => {
  if (line.isReversal && line.totalCents < 0) {
    const found = findReversed(line, state.received);
    return found === null ? { kind: 'unknown', line } : { kind: 'takes-back', line, ...found };
  }
  const recorded = findRecorded(line, state.unmatched);
  if (recorded?.isCertain) return { kind: 'recorded', line, ...recorded };
  const proposal = matchEntry(
    line,
    state.payables.filter(({ remainingCents }) => remainingCents > 0),
    state.payers,
  );
  if (proposal !== null && (recorded === null || proposal.confidence !== 'possible'))
    return { kind: 'pays', line, proposal };
  return recorded === null ? { kind: 'unknown', line } : { kind: 'recorded', line, ...recorded };
};

/** What a line leaves for the others. */
const settle = (item: BankItem, state: BankState): void => {
  if (item.kind === 'pays')
    for (const { invoiceId, amountCents } of item.proposal.shares) {
      const payable = state.payables.find(({ id }) => id === invoiceId);
      if (payable) payable.remainingCents -= amountCents;
    }
  if (item.kind === 'recorded') state.unmatched = state.unmatched.filter(({ id }) => id !== item.payment.id);
  if (item.kind === 'takes-back') state.received = state.received.filter(({ id }) => id !== item.payment.id);
};

/** Exact only once another line, itself uncertain, has taken its part. */
const doubted = (item: BankItem): BankItem =>
  item.kind === 'pays' && item.proposal.confidence === 'certain'
    ? { ...item, proposal: { ...item.proposal, confidence: 'probable' } }
    : item;

/** What all these lines are, the certain ones first served: an uncertain line never takes what a certain one pays. */
export const readItems = (lines: readonly BankLine[], state: BankState): BankItem[] => {
  const items = new Map<number, BankItem>();
  for (const line of lines) {
    const item = readItem(line, state);
    if (!isCertain(item)) continue;
    settle(item, state);
    items.set(line.id, item);
  }
  for (const line of lines) {
    if (items.has(line.id)) continue;
    const item = doubted(readItem(line, state));
    settle(item, state);
    items.set(line.id, item);
  }
  return lines.flatMap(({ id }) => items.get(id) ?? []);
};
