import type { LocalDate } from '../dates.ts';

/** An invoice that a payment may fill. */
export interface PayableInvoice {
  id: number;
  dueOn: LocalDate;
  remainingCents: number;
}

export interface Allocation<T> {
  shares: { invoice: T; amountCents: number }[];
  /** What exceeds the reste dû of them all. */
  excessCents: number;
}

/** The order in which one payment fills several invoices. */
export const oldestFirst = <T extends PayableInvoice>(invoices: T[]): T[] =>
  invoices.toSorted((a, b) => (a.dueOn === b.dueOn ? a.id - b.id : a.dueOn < b.dueOn ? -1 : 1));

export const sumOfRemaining = (invoices: PayableInvoice[]): number =>
  invoices.reduce((sum, invoice) => sum + Math.max(0, invoice.remainingCents), 0);

/** Fills the invoices in the order given, none above its reste dû. */
export const allocate = <T extends PayableInvoice>(invoices: T[], amountCents: number): Allocation<T> => {
  let left = amountCents;
  const shares: Allocation<T>['shares'] = [];
  for (const invoice of invoices) {
    const share = Math.min(left, invoice.remainingCents);
    if (share <= 0) continue;
    shares.push({ invoice, amountCents: share });
    left -= share;
  }
  return { shares, excessCents: left };
};
