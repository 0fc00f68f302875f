import type { LocalDate } from '../dates.ts';
import type { Invoice } from './invoice.ts';

export const INVOICE_STATES = ['open', 'overdue', 'paid', 'cancelled', 'written-off'] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];

/** The state of an invoice on a day, from what is known of it now. */
export const invoiceStateOn = (invoice: Invoice, today: LocalDate): InvoiceState => {
  if (invoice.closedAs !== null) return invoice.closedAs;
  if (invoice.paidCents >= invoice.totalCents) return 'paid';
  return today > invoice.dueOn ? 'overdue' : 'open';
};
