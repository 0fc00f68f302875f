import type { Context } from '../context.ts';
import { listClients, resolveClient } from '../db/clients.ts';
import { listOverpayments } from '../db/payments.ts';
import { INVOICE_STATES, invoiceStateOn } from '../domain/invoice-state.ts';
import { readDay } from '../asking/days.ts';
import { readInvoices, sumInvoices, UNPAID } from './invoice-list.ts';
import { overpaymentLines, renderClient, renderClients } from '../ui/client-view.ts';
import { invoiceJson, type InvoiceSummary } from '../ui/invoice-json.ts';
import { renderInvoices } from '../ui/invoice-table.ts';

/** Every client, with what is still expected from each. */
export const listClientCards = async (ctx: Context, options: { date?: string }): Promise<void> => {
  const today = await readDay(ctx, options.date);
  const unpaid = new Map<number, InvoiceSummary[]>();
  for (const summary of await readInvoices(ctx, { states: UNPAID, today })) {
    const of = unpaid.get(summary.client.id);
    if (of) of.push(summary);
    else unpaid.set(summary.client.id, [summary]);
  }
  const rows = listClients(ctx.db()).map((client) => ({
    client,
    totals: sumInvoices(unpaid.get(client.id) ?? [], today),
  }));
  if (ctx.isJson) ctx.printJson({ clients: rows.map(({ client, totals }) => ({ ...client, totals })) });
  else if (rows.length === 0) ctx.print('Aucun client.\n→ relance client add');
  else ctx.print((await renderClients(rows, ctx)).join('\n'));
};

/** One client: the card, the invoices to pay, what was paid too much. */
export const showClientCard = async (
  ctx: Context,
  reference: string,
  options: { date?: string },
): Promise<void> => {
  const today = await readDay(ctx, options.date);
  const client = resolveClient(ctx.db(), reference);
  const all = await readInvoices(ctx, { states: INVOICE_STATES, today, clientId: client.id });
  const unpaid = all.filter(({ invoice }) => UNPAID.includes(invoiceStateOn(invoice, today)));
  const totals = sumInvoices(unpaid, today);
  const overpayments = listOverpayments(ctx.db(), today, client.id);
  if (ctx.isJson) {
    ctx.printJson({
      client,
      invoices: all.map((summary) => invoiceJson(summary, today)),
      totals,
      overpayments: overpayments.map(({ id, currency, availableCents, invoiceNumber }) => ({
        payment: id,
        currency,
        availableCents,
        invoice: invoiceNumber,
      })),
    });
    return;
  }
  const lines = renderClient(client, ctx);
  lines.push('', ...overpaymentLines(overpayments, ctx.columns));
  if (unpaid.length > 0) lines.push(...(await renderInvoices(unpaid, totals, today, ctx)));
  else lines.push('Aucune facture n’attend de règlement.');
  if (all.length > unpaid.length)
    lines.push(`→ relance list --client ${client.id} --etat toutes\u00a0: ses ${all.length} factures`);
  ctx.print(lines.join('\n'));
};
