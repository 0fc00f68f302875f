import type { BankLine, OpenEntry, Payable, Receipt } from './bank-line.ts';
import { daysBetween, formatDay } from '../dates.ts';
import { isNamed } from './payer-name.ts';
import type { Proposal } from './bank-matching.ts';

/** A payment already recorded by hand is the same money: same sum, within a few days. */
const SAME_MONEY_DAYS = 5;
/** Days within which a bank takes back what it had credited. */
export const TAKEN_BACK_DAYS = 90;

export interface FoundReceipt {
  receipt: Receipt;
  /** Its number or its client stands in the label. */
  isCertain: boolean;
}

/**
 * The number tells better than the name, and the name better than the sum alone; a line that names an invoice is not about
 * the money of another.
 */
const foundAmong = (
  entry: OpenEntry,
  receipts: readonly Receipt[],
  referenced: readonly Payable[],
): FoundReceipt | null => {
  const numbered = receipts.filter(({ invoiceNumbers }) =>
    referenced.some(({ number }) => invoiceNumbers.includes(number)),
  );
  if (referenced.length > 0) return numbered.length === 0 ? null : lastOf(numbered);
  const text = `${entry.counterparty ?? ''} ${entry.reference ?? ''} ${entry.label}`;
  const named = receipts.filter(({ clientName }) => isNamed(text, clientName));
  if (named.length > 0) return lastOf(named);
  const [only] = receipts;
  return only && receipts.length === 1 ? { receipt: only, isCertain: false } : null;
};

const lastOf = (receipts: readonly Receipt[]): FoundReceipt | null => {
  const last = receipts.at(-1);
  return last ? { receipt: last, isCertain: receipts.length === 1 } : null;
};

const isSameMoney = (line: BankLine, { on }: Receipt): boolean =>
  Math.abs(daysBetween(on, line.on)) <= SAME_MONEY_DAYS;

/** The money, recorded by hand around that day, that a line repeats. */
export const findRecorded = (
  line: BankLine,
  ofSameSum: readonly Receipt[],
  referenced: readonly Payable[],
): FoundReceipt | null =>
  foundAmong(
    line,
    ofSameSum.filter((receipt) => isSameMoney(line, receipt)),
    referenced,
  );

/** The money that a returned direct debit, transfer or cheque takes back. A debit that does not say so is only asked about. */
export const findReversed = (
  line: BankLine,
  ofSameSum: readonly Receipt[],
  referenced: readonly Payable[],
): FoundReceipt | null => {
  const before = ofSameSum.filter(({ on }) => on <= line.on && daysBetween(on, line.on) <= TAKEN_BACK_DAYS);
  // The bank takes back what it had credited, rather than what a person has noted.
  const credited = before.filter(({ isMatched }) => isMatched);
  const found = foundAmong(line, credited, referenced) ?? foundAmong(line, before, referenced);
  if (found === null || line.isReversal) return found;
  return isNamed(`${line.counterparty ?? ''} ${line.label}`, found.receipt.clientName)
    ? { ...found, isCertain: false }
    : null;
};

/** A payer alone does not tell new money from what a person has noted for that client these days. */
export const doubtNoted = (
  line: BankLine,
  proposal: Proposal,
  noted: readonly Receipt[],
  referenced: readonly Payable[],
): Proposal => {
  const same = noted.find((receipt) => receipt.clientId === proposal.clientId && isSameMoney(line, receipt));
  return same === undefined || referenced.length > 0 || proposal.confidence !== 'certain'
    ? proposal
    : {
        ...proposal,
        confidence: 'possible',
        reason: `${proposal.reason} ; mais la même somme a été notée à la main, reçue le ${formatDay(same.on)} (${same.invoiceNumbers.join(', ')})`,
      };
};

/** What a line of the bank is taken for. */
export type BankItem =
  | { kind: 'pays'; line: BankLine; proposal: Proposal }
  /** Already noted by hand: the same money. */
  | { kind: 'recorded'; line: BankLine; receipt: Receipt; isCertain: boolean }
  /** An unpaid direct debit, a returned cheque. */
  | { kind: 'takes-back'; line: BankLine; receipt: Receipt; isCertain: boolean }
  | { kind: 'unknown'; line: BankLine };

export const isCertain = (item: BankItem): boolean =>
  item.kind === 'pays' ? item.proposal.confidence === 'certain' : item.kind !== 'unknown' && item.isCertain;
