import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { resolveInvoice } from '../../db/invoices.ts';
import { promisedByDefault } from '../../domain/schedule/asked.ts';
import { parseDay } from '../../domain/date-input.ts';
import { formatDay } from '../../domain/dates.ts';
import { promiseHoldsUntil } from '../../domain/schedule/holds.ts';
import { formatAmount, parseAmount } from '../../domain/money/money.ts';
import { usageError } from '../../errors.ts';
import { readFactDay } from '../../desk/days.ts';
import { recordPromise } from './record-promise.ts';
import { readDecision, scheduleRulesOf } from '../../desk/day-decisions.ts';
import { readStory } from '../../desk/story.ts';
import { storyJson } from '../../desk/invoice-json.ts';
import { nextStepLine } from '../../desk/next-step-line.ts';
import { invoiceTitle } from '../../desk/payment-view.ts';

interface PromiseOptions {
  le?: string;
}

export const promiseCommand = (ctx: Context): Command =>
  new Command('promise')
    .description(
      'Note une promesse de règlement : les relances attendent jusqu’à deux jours ouvrés après la date promise. Une nouvelle promesse remplace la précédente.',
    )
    .argument('<facture>', 'numéro, ou partie qui suffit à la désigner')
    .argument('<date>', 'jour promis, aujourd’hui ou plus tard')
    .argument('[montant]', 'somme promise (par défaut : le reste dû, ou l’échéance)')
    .option('--le <date>', 'jour où la promesse a été faite (par défaut : aujourd’hui)')
    .addHelpText('after', '\nExemple :\n  relance promise 2026-014 +8j 500,00\n')
    .action((reference: string, date: string, amount: string | undefined, options: PromiseOptions) =>
      promise(ctx, reference, date, amount, options),
    );

const promise = async (
  ctx: Context,
  reference: string,
  date: string,
  amount: string | undefined,
  options: PromiseOptions,
): Promise<void> => {
  const db = ctx.db();
  const invoice = resolveInvoice(db, reference);
  const on = parseDay(date, ctx.today);
  if (on < ctx.today)
    throw usageError(
      `Une promesse porte sur aujourd’hui ou plus tard, pas sur le ${formatDay(on)}`,
      `relance promise ${invoice.number} +8j`,
      'past-date',
    );
  const cents = amount === undefined ? null : parseAmount(amount, invoice.currency);
  const madeOn = await readFactDay(ctx, options.le);
  const decision = await readDecision(ctx, { today: ctx.today, invoiceId: invoice.id });
  const promised = { on, cents: cents ?? (decision && promisedByDefault(decision)), madeOn };
  const { promisedCents, replaced } = recordPromise(db, invoice.id, promised, ctx.now);
  const story = await readStory(ctx, invoice.id);
  ctx.show(storyJson(story, ctx.today), () => [
    `Promesse notée pour ${invoiceTitle(story)} : ${formatAmount(promisedCents, invoice.currency)} le ${formatDay(on)}${replaced ? ', à la place de la précédente' : ''}.`,
    `Les relances attendent jusqu’au ${formatDay(promiseHoldsUntil(on, scheduleRulesOf(db).zone))} inclus.`,
    nextStepLine(story.decision),
  ]);
};
