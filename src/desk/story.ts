import type { Context } from '../context.ts';
import { findClient } from '../db/clients.ts';
import { listContacts } from '../db/contacts.ts';
import { listDocuments } from '../db/documents.ts';
import { findInvoice } from '../db/invoices.ts';
import type { Database } from '../db/open.ts';
import { listLettersOf } from '../db/letters.ts';
import { listPayments } from '../db/payments.ts';
import type { LocalDate } from '../domain/dates.ts';
import type { Figures } from '../domain/law/interest.ts';
import { invoiceAsOf } from '../domain/money/invoice-as-of.ts';
import { scenarioNameOf } from '../domain/schedule/scenario.ts';
import { decisionsByInvoice } from './next-steps.ts';
import { readDecision, readDayPlan } from './day-decisions.ts';
import { readFigures } from './figures.ts';
import type { InvoiceStory } from './invoice-json.ts';

/** Every invoice that exists has its figures. */
const figuresOf = (db: Database, invoiceId: number, today: LocalDate): Figures => {
  const figures = readFigures(db, [invoiceId], today).get(invoiceId);
  if (!figures) throw new Error(`no figures for invoice ${invoiceId}`);
  return figures;
};

/** Everything known of one invoice, read afresh: what `show` prints, and what a write gives back. */
export const readStory = async (
  ctx: Context,
  invoiceId: number,
  today = ctx.today,
): Promise<InvoiceStory> => {
  const db = ctx.db();
  const invoice = findInvoice(db, invoiceId);
  const client = findClient(db, invoice.clientId);
  const { decisions, plan } = await readDayPlan(ctx, { today, clientId: client.id });
  const decision =
    decisionsByInvoice(decisions, plan).get(invoiceId) ?? (await readDecision(ctx, { today, invoiceId }));
  return {
    invoice: invoiceAsOf(invoice, decision),
    client,
    scenario: scenarioNameOf(invoice, client),
    decision,
    figures: figuresOf(db, invoiceId, today),
    contacts: listContacts(db, invoiceId, today),
    payments: listPayments(db, invoiceId, today),
    documents: listDocuments(db, invoiceId),
    letters: listLettersOf(db, invoiceId, today),
  };
};
