import type { Context } from '../context.ts';
import { findClient } from '../db/clients.ts';
import { listContacts } from '../db/contacts.ts';
import { listDocuments } from '../db/documents.ts';
import { findInvoice } from '../db/invoices.ts';
import { listPayments } from '../db/payments.ts';
import { invoiceAsOf } from '../domain/invoice-as-of.ts';
import { scenarioNameOf } from '../domain/scenario.ts';
import { decisionsByInvoice } from './next-steps.ts';
import { readDecision, readPlan } from './plan.ts';
import type { InvoiceStory } from '../ui/invoice-json.ts';

/** Everything known of one invoice, read afresh: what `show` prints, and what a write gives back. */
export const readStory = async (
  ctx: Context,
  invoiceId: number,
  today = ctx.today,
): Promise<InvoiceStory> => {
  const db = ctx.db();
  const invoice = findInvoice(db, invoiceId);
  const client = findClient(db, invoice.clientId);
  const { decisions, plan } = await readPlan(ctx, { today, clientId: client.id });
  const decision =
    decisionsByInvoice(decisions, plan).get(invoiceId) ?? (await readDecision(ctx, { today, invoiceId }));
  return {
    invoice: invoiceAsOf(invoice, decision),
    client,
    scenario: scenarioNameOf(invoice, client),
    decision,
    contacts: listContacts(db, invoiceId, today),
    payments: listPayments(db, invoiceId, today),
    documents: listDocuments(db, invoiceId),
  };
};
