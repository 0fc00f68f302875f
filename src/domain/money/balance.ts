import { daysBetween, type LocalDate } from '../dates.ts';
import type { InvoiceFacts } from '../schedule/facts.ts';

export const remainingCentsOf = (invoice: Pick<InvoiceFacts, 'totalCents' | 'payments'>): number =>
  invoice.payments.reduce((rest, payment) => rest - payment.amountCents, invoice.totalCents);

/** What credit notes deduct: no money came in. */
export const creditedCentsOf = ({ payments }: Pick<InvoiceFacts, 'payments'>): number =>
  payments.reduce((sum, { kind, amountCents }) => (kind === 'credit-note' ? sum + amountCents : sum), 0);

/** On the due date itself an invoice is not late. */
export const daysLateOn = (dueOn: LocalDate, today: LocalDate): number =>
  Math.max(0, daysBetween(dueOn, today));
