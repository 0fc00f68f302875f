import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { resolveInvoice } from '../../db/invoices.ts';
import type { Decision } from '../../domain/schedule/decision.ts';
import { notIssuedYet, readDay } from '../../desk/days.ts';
import { decisionsByInvoice } from '../../desk/next-steps.ts';
import { readDecision, readDayPlan } from '../../desk/day-decisions.ts';
import { renderWhy } from './why-view.ts';

export const whyCommand = (ctx: Context): Command =>
  new Command('why')
    .description('Dit, règle par règle, ce qui va se passer pour une facture, quand, et pourquoi pas avant.')
    .argument('<facture>', 'numéro, ou partie qui suffit à la désigner')
    .option('--date <date>', 'voir un autre jour')
    .addHelpText('after', '\nExemple :\n  relance why 2026-014\n')
    .action((reference: string, options: { date?: string }) => why(ctx, reference, options));

const why = async (ctx: Context, reference: string, options: { date?: string }): Promise<void> => {
  const today = await readDay(ctx, options.date);
  const invoice = resolveInvoice(ctx.db(), reference);
  const decision = await explain(ctx, invoice, today);
  if (ctx.isJson)
    ctx.printJson({
      number: invoice.number,
      decision: {
        act: decision.act,
        channel: decision.channel,
        step: decision.step?.id ?? null,
        on: decision.on,
      },
      rules: decision.rules().map((rule) => ({ code: rule.code, holds: rule.isHolding, text: rule.text() })),
    });
  else ctx.print(renderWhy(decision, ctx));
};

/** The decision as `due` and `send` take it, grouping included. */
const explain = async (
  ctx: Context,
  invoice: { id: number; number: string; clientId: number },
  today: string,
): Promise<Decision> => {
  const { decisions, plan } = await readDayPlan(ctx, { today, clientId: invoice.clientId });
  return decisionsByInvoice(decisions, plan).get(invoice.id) ?? readClosed(ctx, invoice, today);
};

const readClosed = async (
  ctx: Context,
  invoice: { id: number; number: string },
  today: string,
): Promise<Decision> => {
  const decision = await readDecision(ctx, { today, invoiceId: invoice.id });
  if (decision) return decision;
  throw notIssuedYet(invoice.number, today);
};
