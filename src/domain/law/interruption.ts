import type { LocalDate } from '../dates.ts';

/**
 * What starts the time to sue again: the debtor's acknowledgement (C. civ. 2240) and part payment, service of an order to
 * pay, a summons (2241), a claim declared in a collective proceeding (C. com. L622-25-1), and, against a public debtor
 * alone, any written demand (loi 68-1250, art. 2). Neither a reminder, nor a mise en demeure, nor the request for an order.
 */
export const INTERRUPTION_KINDS = [
  'acknowledgement',
  'order-served',
  'summons',
  'claim-declared',
  'written-demand',
] as const;
export type InterruptionKind = (typeof INTERRUPTION_KINDS)[number];

export interface Interruption {
  kind: InterruptionKind | 'part-payment';
  on: LocalDate;
}

/** One that a person recorded. */
export interface RecordedInterruption {
  id: number;
  invoiceId: number;
  kind: InterruptionKind;
  on: LocalDate;
  note: string | null;
}
