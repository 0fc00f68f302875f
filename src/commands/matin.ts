import { Command } from 'commander';
import type { Context } from '../context.ts';
import { listDrafts, listUnanswered, listUncertain } from '../db/contacts.ts';
import { findCreditor } from '../db/creditor.ts';
import { isEmptyDatabase, listOverpayments, listPaymentsSince } from '../db/payments.ts';
import { settleOrphans } from '../db/send-lock.ts';
import { addDays } from '../domain/dates.ts';
import { previousWorkingDay } from '../domain/working-days.ts';
import { invoiceIdsOf } from '../domain/grouping.ts';
import { readDay } from '../asking/days.ts';
import { readLetterTasks } from '../reading/letters.ts';
import { readFigures } from '../reading/figures.ts';
import { readPlan, scheduleRulesOf } from '../reading/plan.ts';
import { readCallsAgain } from '../reading/calls-again.ts';
import { readInstalments } from '../reading/plans.ts';
import { readWarnings } from '../reading/warnings.ts';
import { dueJson } from '../ui/due-json.ts';
import { renderMorning, WELCOME } from '../ui/morning-view.ts';

export const matinCommand = (ctx: Context): Command =>
  new Command('matin')
    .description('La matinée\u00a0: ce qui est arrivé, ce qui est à faire, ce qui attend.')
    .option('--date <date>', 'voir un autre jour')
    .addHelpText('after', '\nExemple\u00a0:\n  relance matin --date demain\n')
    .action((options: { date?: string }) => matin(ctx, options));

const matin = async (ctx: Context, options: { date?: string }): Promise<void> => {
  const today = await readDay(ctx, options.date);
  const db = ctx.db();
  settleOrphans(db);
  if (isEmptyDatabase(db) && !ctx.isJson) {
    ctx.print(WELCOME(findCreditor(db) !== null));
    return;
  }
  const { plan, decisions } = await readPlan(ctx, { today });
  const { zone } = scheduleRulesOf(db);
  // Since the last working day: on a Monday, what came in on Friday is news.
  const received = listPaymentsSince(db, previousWorkingDay(addDays(today, -1), zone), today);
  const view = {
    plan,
    limit: undefined,
    uncertain: listUncertain(db, today),
    drafts: listDrafts(db, today),
    replies: listUnanswered(db, today),
    overpayments: listOverpayments(db, today),
    figures: readFigures(db, invoiceIdsOf(plan.actions), today),
    warnings: readWarnings(db, decisions, today),
    letters: readLetterTasks(db, decisions, today),
    instalments: readInstalments(decisions, today),
    callsAgain: readCallsAgain(decisions, today),
  };
  if (ctx.isJson) ctx.printJson({ ...dueJson(view), received });
  else ctx.print(renderMorning({ ...view, received }, ctx));
};
