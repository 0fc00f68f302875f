import type { LocalDate } from '../dates.ts';

export interface InvoiceFields {
  number: string;
  clientId: number;
  issuedOn: LocalDate;
  dueOn: LocalDate;
  /** Day the work was done (`--realisee`). */
  performedOn: LocalDate | null;
  /** Day on which a public debtor received the request for payment (`--recue`). */
  requestReceivedOn: LocalDate | null;
  currency: string;
  totalCents: number;
  subject: string | null;
  penaltyRate: string | null;
  scenario: string | null;
}

export interface Invoice extends InvoiceFields {
  id: number;
  closedOn: LocalDate | null;
  closedAs: 'cancelled' | 'written-off' | null;
  closedReason: string | null;
  paidCents: number;
  settledOn: LocalDate | null;
}

export interface InvoiceTotals {
  currency: string;
  count: number;
  remainingCents: number;
  overdueCents: number;
  /** Interest and indemnity to date. */
  penaltiesCents: number;
}
