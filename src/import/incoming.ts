import type { IncomingInvoice } from '../domain/money/incoming-invoice.ts';
import { dueOnFromTerms } from '../domain/law/written-term.ts';
import type { EInvoice } from './einvoice/einvoice-types.ts';

/**
 * An e-invoice as it is claimed: its total is what is due and what was prepaid, so that what is chased is BT-115 whatever the
 * roundings. The last of several due dates is kept: nothing is reminded too early.
 */
export const fromEInvoice = (
  {
    number,
    issuedOn,
    dueOns,
    terms,
    performedOn,
    currency,
    totalCents,
    roundingCents,
    dueCents,
    buyer,
    subject,
  }: EInvoice,
  { source, filePath }: { source: string; filePath: string | null },
): IncomingInvoice => {
  const said = dueOns.toSorted().at(-1) ?? dueOnFromTerms(terms, issuedOn);
  const remainingCents = Math.max(0, dueCents);
  // Cents that the total is rounded by (BT-114) are no payment.
  const paidCents = Math.max(0, totalCents + roundingCents - remainingCents);
  return {
    source,
    line: null,
    number,
    client: { ...buyer, name: buyer.name || number, kind: null, country: buyer.country ?? 'FR' },
    issuedOn,
    dueOn: said,
    ...(said === null && terms !== null && { unreadTerms: terms }),
    // Work billed before it is done is no claim of the future.
    performedOn: performedOn !== null && performedOn <= issuedOn ? performedOn : null,
    currency,
    totalCents: remainingCents + paidCents,
    paidCents,
    subject,
    filePath,
  };
};
