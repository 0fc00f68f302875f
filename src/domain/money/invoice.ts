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

/** What has not come in, whatever became of the invoice: the base of a claim written off, of a credit note. */
export const unpaidCentsOf = ({ totalCents, paidCents }: Pick<Invoice, 'totalCents' | 'paidCents'>): number =>
  totalCents - paidCents;

/** Reste dû of an invoice: nothing once it is closed. */
export const remainingCentsOfInvoice = (
  invoice: Pick<Invoice, 'totalCents' | 'paidCents' | 'closedAs'>,
): number => (invoice.closedAs === null ? unpaidCentsOf(invoice) : 0);

export interface InvoiceTotals {
  currency: string;
  count: number;
  remainingCents: number;
  overdueCents: number;
  /** Interest and indemnity to date. */
  penaltiesCents: number;
}
