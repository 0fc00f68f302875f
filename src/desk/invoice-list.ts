import type { Context } from '../context.ts';
import { listClients } from '../db/clients.ts';
import { listInvoices } from '../db/invoices.ts';
import type { Client } from '../domain/people/client.ts';
import { daysBetween, type LocalDate } from '../domain/dates.ts';
import { invoiceAsOf } from '../domain/money/invoice-as-of.ts';
import { INVOICE_STATES, invoiceStateOn, type InvoiceState } from '../domain/money/invoice-state.ts';
import { type InvoiceTotals, remainingCentsOfInvoice } from '../domain/money/invoice.ts';
import { scenarioNameOf } from '../domain/schedule/scenario.ts';
import { readFigures } from './figures.ts';
import { decisionsByInvoice } from './next-steps.ts';
import { readDayPlan } from './day-decisions.ts';
import { type InvoiceSummary } from './invoice-json.ts';

export interface InvoiceQuery {
  states: readonly InvoiceState[];
  today: LocalDate;
  clientId?: number | undefined;
}

/** What money is still expected from. */
export const UNPAID: readonly InvoiceState[] = ['overdue', 'open'];

/** What is still owed first, then the oldest due date. */
const byUrgency = (a: InvoiceSummary, b: InvoiceSummary): number =>
  Number(remainingCentsOfInvoice(a.invoice) <= 0) - Number(remainingCentsOfInvoice(b.invoice) <= 0) ||
  daysBetween(b.invoice.dueOn, a.invoice.dueOn) ||
  a.invoice.id - b.invoice.id;

/** The invoices of some states on a day, each with what comes next; the oldest due date first. */
export const readInvoices = async (ctx: Context, query: InvoiceQuery): Promise<InvoiceSummary[]> => {
  const { states, today, clientId } = query;
  const db = ctx.db();
  const { decisions, plan } = await readDayPlan(ctx, { today, clientId });
  const byInvoice = decisionsByInvoice(decisions, plan);
  const clients = new Map<number, Client>(listClients(db).map((client) => [client.id, client]));
  // In the past an invoice may have been in another state than the one that SQL knows now.
  const stored =
    today < ctx.today || states.length === INVOICE_STATES.length
      ? listInvoices(db, { today, clientId })
      : states.flatMap((state) => listInvoices(db, { today, clientId, state }));
  const summaries = stored.flatMap((row) => {
    const decision = byInvoice.get(row.id) ?? null;
    const invoice = invoiceAsOf(row, decision);
    const client = clients.get(row.clientId);
    if (!client || !states.includes(invoiceStateOn(invoice, today))) return [];
    return [{ invoice, client, scenario: scenarioNameOf(invoice, client), decision }];
  });
  const figures = readFigures(
    db,
    summaries.map(({ invoice }) => invoice.id),
    today,
  );
  return summaries
    .flatMap((summary) => {
      const of = figures.get(summary.invoice.id);
      return of ? [{ ...summary, figures: of }] : [];
    })
    .toSorted(byUrgency);
};

/** Sums of everything listed, by currency, the most used first. */
export const sumInvoices = (summaries: InvoiceSummary[], today: LocalDate): InvoiceTotals[] => {
  const totals = new Map<string, InvoiceTotals>();
  for (const { invoice, figures } of summaries) {
    const { currency } = invoice;
    const total = totals.get(currency) ?? {
      currency,
      count: 0,
      remainingCents: 0,
      overdueCents: 0,
      penaltiesCents: 0,
    };
    const remainingCents = remainingCentsOfInvoice(invoice);
    totals.set(currency, {
      currency,
      count: total.count + 1,
      remainingCents: total.remainingCents + remainingCents,
      overdueCents: total.overdueCents + (invoice.dueOn < today ? remainingCents : 0),
      penaltiesCents: total.penaltiesCents + figures.interestCents + figures.indemnityCents,
    });
  }
  return [...totals.values()].toSorted((a, b) => b.count - a.count || (a.currency < b.currency ? -1 : 1));
};
