import {
  listKnownPayers,
  listOpenEntries,
  listPayables,
  listReceipts,
  listUnmatchedCredits,
  listWaitingEntries,
} from '../../../db/bank-entries.ts';
import { findInvoice } from '../../../db/invoices.ts';
import type { Database } from '../../../db/open.ts';
import { buildBankIndex, type Signs } from '../../../domain/bank/bank-index.ts';
import type { BankLine, OpenEntry, Payable, Receipt } from '../../../domain/bank/bank-line.ts';
import {
  doubtNoted,
  findRecorded,
  findReversed,
  TAKEN_BACK_DAYS,
} from '../../../domain/bank/bank-receipts.ts';
import { isCertain, type BankItem } from '../../../domain/bank/bank-receipts.ts';
import { proposeFor, type Claims } from '../../../domain/bank/bank-matching.ts';
import type { LocalDate } from '../../../domain/dates.ts';
import { readFigures } from '../../../desk/figures.ts';

/** What the lines are held against, as each line leaves it for the next. */
export interface BankBook {
  payables: readonly Payable[];
  claims: Claims;
  /** What one line is, as things stand. */
  read: (line: BankLine) => BankItem;
  /** What a line leaves for the others, recorded or only supposed. */
  settle: (item: BankItem) => void;
}

const groupBySum = (receipts: readonly Receipt[]) => {
  const bySum = new Map<string, Receipt[]>();
  for (const receipt of receipts) {
    const key = `${receipt.amountCents} ${receipt.currency}`;
    const same = bySum.get(key);
    if (same) same.push(receipt);
    else bySum.set(key, [receipt]);
  }
  return bySum;
};

/** Reads once all that these lines may pay, repeat or take back. Read it again after a recording. */
export const openBook = (db: Database, today: LocalDate, lines: readonly BankLine[]): BankBook => {
  const payables = listPayables(db, today);
  const byId = new Map(payables.map((payable) => [payable.id, payable]));
  const index = buildBankIndex(payables, listKnownPayers(db));
  const oldest = lines.reduce((day, { on }) => (on < day ? on : day), today);
  const receipts = groupBySum(listReceipts(db, oldest));
  const used = new Set<number>();
  const signs = new Map<number, Signs>();
  const signsOf = (entry: OpenEntry): Signs => {
    const known = signs.get(entry.id) ?? index.signsOf(entry);
    signs.set(entry.id, known);
    return known;
  };
  const settled = new Set<number>();
  const alike = new Map<string, number[]>();
  for (const line of lines.filter(({ totalCents }) => totalCents > 0)) {
    const { knownClients, namedClients } = signsOf(line);
    for (const clientId of new Set([...knownClients, ...namedClients])) {
      const key = `${line.amountCents} ${line.currency} ${clientId}`;
      alike.set(key, [...(alike.get(key) ?? []), line.id]);
    }
  }
  const penalties = new Map<number, number>();
  const penaltiesOf = (invoices: readonly Payable[]): number => {
    const unknown = invoices.map(({ id }) => id).filter((id) => !penalties.has(id));
    for (const [id, { interestCents, indemnityCents }] of readFigures(db, unknown, today))
      penalties.set(id, interestCents + indemnityCents);
    return invoices.reduce((sum, { id }) => sum + (penalties.get(id) ?? 0), 0);
  };
  const claims: Claims = {
    index: { ...index, signsOf },
    penaltiesOf,
    countAlike: ({ amountCents, currency }, clientId) =>
      (alike.get(`${amountCents} ${currency} ${clientId}`) ?? []).filter((id) => !settled.has(id)).length,
  };
  const received = (line: BankLine): Receipt[] =>
    (receipts.get(`${line.amountCents} ${line.currency}`) ?? []).filter(({ paymentIds }) =>
      paymentIds.every((id) => !used.has(id)),
    );
  const clientsIn = (entry: OpenEntry): Set<number> => {
    const { referenced, knownClients, namedClients } = signsOf(entry);
    return new Set([...referenced.map(({ clientId }) => clientId), ...knownClients, ...namedClients]);
  };
  /** Another credit of that sum and client pays nothing: it came back, rather than what a person noted. */
  const isReturnOfUnmatched = (line: BankLine): boolean => {
    const clients = clientsIn(line);
    return listUnmatchedCredits(db, line, TAKEN_BACK_DAYS).some((credit) =>
      [...clientsIn(credit)].some((clientId) => clients.has(clientId)),
    );
  };
  /** What remains is just as much as what was noted: the line may be either. */
  const isOtherHalf = ({ amountCents }: BankLine, { invoiceNumbers }: Receipt): boolean =>
    payables.some(
      ({ number, remainingCents }) => remainingCents === amountCents && invoiceNumbers.includes(number),
    );
  return {
    payables,
    claims,
    read: (line) => {
      if (line.totalCents < 0) {
        const found = findReversed(line, received(line), signsOf(line).referenced);
        if (found === null) return { kind: 'unknown', line };
        return {
          kind: 'takes-back',
          line,
          ...found,
          isCertain:
            found.isCertain && line.twin === null && (found.receipt.isMatched || !isReturnOfUnmatched(line)),
        };
      }
      const { referenced } = signsOf(line);
      const noted = received(line).filter(({ isMatched }) => !isMatched);
      const recorded = findRecorded(line, noted, referenced);
      if (recorded?.isCertain && line.twin === null)
        return { kind: 'recorded', line, ...recorded, isCertain: !isOtherHalf(line, recorded.receipt) };
      const found = proposeFor(line, claims);
      const proposal = found && doubtNoted(line, found, noted, referenced);
      if (proposal !== null && (recorded === null || proposal.confidence !== 'possible'))
        return { kind: 'pays', line, proposal };
      return recorded === null
        ? { kind: 'unknown', line }
        : { kind: 'recorded', line, ...recorded, isCertain: false };
    },
    settle: (item) => {
      settled.add(item.line.id);
      if (item.kind === 'pays')
        for (const { invoiceId, amountCents } of item.proposal.shares) {
          const payable = byId.get(invoiceId);
          if (!payable) continue;
          payable.remainingCents -= amountCents;
          index.noteRemaining(payable);
        }
      if (item.kind === 'recorded' || item.kind === 'takes-back')
        for (const id of item.receipt.paymentIds) used.add(id);
    },
  };
};

/** Sure only once another line, itself uncertain, has taken its part. */
const doubted = (item: BankItem): BankItem => {
  if (!isCertain(item) || item.kind === 'unknown') return item;
  return item.kind === 'pays'
    ? { ...item, proposal: { ...item.proposal, confidence: 'probable' } }
    : { ...item, isCertain: false };
};

/** What lines that nothing makes sure are most likely, each leaving the next what it takes. */
export const supposeItems = (lines: readonly BankLine[], book: BankBook): BankItem[] =>
  lines.map((line) => {
    const item = doubted(book.read(line));
    book.settle(item);
    return item;
  });

/** What these lines of the bank are, of those that pay or take back nothing yet. */
export const readOpenItems = (db: Database, today: LocalDate, ids: readonly number[]): BankItem[] => {
  const lines = listOpenEntries(db, ids);
  const book = openBook(db, today, lines);
  return lines.map((line) => book.read(line));
};

/** All the lines that nobody has settled, as they are shown together. */
export const readWaitingItems = (db: Database, today: LocalDate): BankItem[] => {
  const lines = listWaitingEntries(db, today);
  return supposeItems(lines, openBook(db, today, lines));
};

/** The money of these invoices that a debit of this sum takes back: the last one received before it. */
export const findReturned = (db: Database, line: BankLine, invoiceIds: readonly number[]): Receipt | null => {
  const numbers = new Set(invoiceIds.map((id) => findInvoice(db, id).number));
  return (
    listReceipts(db, line.on).findLast(
      ({ invoiceNumbers, amountCents, currency, on }) =>
        amountCents === line.amountCents &&
        currency === line.currency &&
        on <= line.on &&
        invoiceNumbers.some((number) => numbers.has(number)),
    ) ?? null
  );
};
