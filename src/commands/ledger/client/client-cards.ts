import type { Context } from '../../../context.ts';
import { listClients, resolveClient } from '../../../db/clients.ts';
import { listChecks } from '../../../db/client-checks.ts';
import { listOverpayments } from '../../../db/payments.ts';
import { INVOICE_STATES, invoiceStateOn } from '../../../domain/money/invoice-state.ts';
import { readDay } from '../../../desk/days.ts';
import { readInvoices, sumInvoices, UNPAID } from '../../../desk/invoice-list.ts';
import { checklistJson, checklistSummary } from './checklist-view.ts';
import { overpaymentLines, renderClient, renderClients } from './client-view.ts';
import { invoiceJson, type InvoiceSummary } from '../../../desk/invoice-json.ts';
import { renderInvoices } from '../../../desk/invoice-table.ts';
import { renderProfile, renderSigns } from './payer-view.ts';
import { readPayer } from './read-payer.ts';

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

/** One client: the card, how they pay, the invoices to pay, what was paid too much. */
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
  const { profile, signs } = readPayer(ctx.db(), client.id, today);
  const checks = listChecks(ctx.db(), client.id, today);
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
      profile,
      signs,
      checklist: checklistJson(client, checks),
    });
    return;
  }
  const lines = renderClient(client, ctx);
  const payer = [
    renderProfile(profile, ctx),
    renderSigns(signs, ctx),
    checklistSummary(client, checks, ctx.columns),
  ];
  for (const part of payer) if (part.length > 0) lines.push('', ...part);
  lines.push('', ...overpaymentLines(overpayments, ctx.columns));
  if (unpaid.length > 0) lines.push(...(await renderInvoices(unpaid, totals, today, ctx)));
  else lines.push('Aucune facture n’attend de règlement.');
  if (all.length > unpaid.length)
    lines.push(`→ relance list --client ${client.id} --etat toutes : ses ${all.length} factures`);
  ctx.print(lines.join('\n'));
};
