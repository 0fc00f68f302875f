import type { Invoice } from './invoice.ts';
import type { Decision } from '../schedule/decision.ts';

/** The invoice as it was on the day of the decision: what was received or closed later is not seen. */
export const invoiceAsOf = (
  invoice: Invoice,
  decision: Pick<Decision, 'remainingCents' | 'invoice'> | null,
): Invoice => {
  if (decision === null || decision.invoice.isClosed) return invoice;
  const paidCents = invoice.totalCents - decision.remainingCents;
  return { ...invoice, closedOn: null, closedAs: null, closedReason: null, paidCents };
};
