import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { resolveClient } from '../../db/clients.ts';
import { parseCount } from '../../domain/count.ts';
import { INVOICE_STATES, type InvoiceState } from '../../domain/money/invoice-state.ts';
import { parseChoice } from '../../domain/text-input.ts';
import { readDay } from '../../desk/days.ts';
import { readInvoices, sumInvoices, UNPAID } from '../../desk/invoice-list.ts';
import { invoiceJson } from '../../desk/invoice-json.ts';
import { renderInvoices } from '../../desk/invoice-table.ts';

interface ListOptions {
  etat?: string;
  client?: string;
  limite?: string;
  date?: string;
}

const STATE_WORDS = {
  ouverte: ['open'],
  echue: ['overdue'],
  payee: ['paid'],
  annulee: ['cancelled'],
  irrecouvrable: ['written-off'],
  toutes: INVOICE_STATES,
  open: ['open'],
  overdue: ['overdue'],
  paid: ['paid'],
  cancelled: ['cancelled'],
  'written-off': ['written-off'],
  all: INVOICE_STATES,
} as const satisfies Record<string, readonly InvoiceState[]>;
const STATES = Object.keys(STATE_WORDS) as (keyof typeof STATE_WORDS)[];

export const listCommand = (ctx: Context): Command =>
  new Command('list')
    .description('Liste les factures qui restent à payer, la plus ancienne échéance d’abord.')
    .option('--etat <état>', 'ouverte, echue, payee, annulee, irrecouvrable ou toutes')
    .option('--client <client>', 'un seul client')
    .option('--limite <nombre>', 'nombre de factures montrées (les totaux restent entiers)')
    .option('--date <date>', 'voir un autre jour')
    .addHelpText('after', '\nExemple :\n  relance list --etat echue\n')
    .action((options: ListOptions) => list(ctx, options));

const list = async (ctx: Context, options: ListOptions): Promise<void> => {
  const states =
    options.etat === undefined ? UNPAID : STATE_WORDS[parseChoice(options.etat, STATES, '--etat')];
  const limit = options.limite === undefined ? undefined : parseCount(options.limite, '--limite');
  const today = await readDay(ctx, options.date);
  const clientId = options.client === undefined ? undefined : resolveClient(ctx.db(), options.client).id;
  const all = await readInvoices(ctx, { states, today, clientId });
  const shown = all.slice(0, limit);
  const totals = sumInvoices(all, today);
  if (ctx.isJson) {
    ctx.printJson({ invoices: shown.map((summary) => invoiceJson(summary, today)), totals });
    return;
  }
  if (all.length === 0) {
    ctx.print(emptyText(options));
    return;
  }
  const lines = await renderInvoices(shown, totals, today, ctx);
  if (shown.length < all.length) lines.push(`… ${all.length - shown.length} de plus (sans --limite)`);
  ctx.print(lines.join('\n'));
};

const emptyText = ({ etat, client }: ListOptions): string => {
  if (etat !== undefined) return 'Aucune facture dans cet état.';
  const whose = client === undefined ? '' : ' de ce client';
  return `Aucune facture${whose} n’attend de règlement.\n→ relance add pour en enregistrer une, relance list --etat toutes pour les voir toutes`;
};
