import { existsSync } from 'node:fs';
import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { listDrafts, listUnanswered, listUncertain } from '../../db/contacts.ts';
import { findCreditor } from '../../db/creditor-row.ts';
import { isEmptyDatabase, listOverpayments, listPaymentsSince } from '../../db/payments.ts';
import { settleOrphans } from '../../db/send-lock.ts';
import { cashOf } from '../../domain/money/cash.ts';
import { addDays, type LocalDate } from '../../domain/dates.ts';
import { workOf } from '../../domain/schedule/day-work.ts';
import type { Decision } from '../../domain/schedule/decision.ts';
import { previousWorkingDay } from '../../domain/working-days.ts';
import { invoiceIdsOf } from '../../domain/schedule/action.ts';
import { readDay } from '../../desk/days.ts';
import { readLetterTasks } from './letters-to-follow.ts';
import { readFigures } from '../../desk/figures.ts';
import { readDayPlan, scheduleRulesOf } from '../../desk/day-decisions.ts';
import { readMailboxFreshness } from '../../desk/mailbox-freshness.ts';
import { readBankNews } from './bank-news.ts';
import { readSendingWarnings } from '../../messages/readiness.ts';
import { readReceived } from './received.ts';
import { readCallsAgain } from './calls-again.ts';
import { readInstalments } from '../../desk/payment-plans.ts';
import { readWarnings } from './day-warnings.ts';
import { dueJson } from '../../desk/decision-json.ts';
import { plural } from '../../ui/labels.ts';
import { renderMorning, WELCOME } from './morning-view.ts';

interface MatinOptions {
  date?: string;
  ics?: string;
}

export const matinCommand = (ctx: Context): Command =>
  new Command('matin')
    .description('La matinée : ce qui est arrivé, ce qui est à faire, ce qui attend.')
    .option('--date <date>', 'voir un autre jour')
    .option(
      '--ics <fichier>',
      'écrit ce qui est prévu dans un fichier d’agenda (.ics), à ouvrir ou à importer',
    )
    .addHelpText('after', '\nExemple :\n  relance matin --date demain\n')
    .action((options: MatinOptions) => matin(ctx, options));

/** Nothing was ever created here: no base where it goes by default, nor the lock that a first sending leaves beside it. */
const isBeginning = ({ config: { databasePath, isDatabaseNamed } }: Context): boolean =>
  !isDatabaseNamed && !existsSync(databasePath) && !existsSync(`${databasePath}.envoi`);

const matin = async (ctx: Context, options: MatinOptions): Promise<void> => {
  const today = await readDay(ctx, options.date);
  const isScreen = !ctx.isJson && options.ics === undefined;
  if (isScreen && isBeginning(ctx)) {
    ctx.print(WELCOME(false));
    return;
  }
  const db = ctx.db();
  settleOrphans(db);
  if (isScreen && isEmptyDatabase(db)) {
    ctx.print(WELCOME(findCreditor(db) !== null));
    return;
  }
  const { plan, decisions } = await readDayPlan(ctx, { today });
  if (options.ics !== undefined) return writeCalendar(ctx, decisions, today, options.ics);
  const { zone } = scheduleRulesOf(db);
  // Since the last working day: on a Monday, what came in on Friday is news.
  const received = readReceived(db, previousWorkingDay(addDays(today, -1), zone), today, zone);
  const view = {
    plan,
    limit: undefined,
    uncertain: listUncertain(db, today),
    drafts: listDrafts(db, today),
    replies: listUnanswered(db, today),
    overpayments: listOverpayments(db, today),
    figures: readFigures(db, invoiceIdsOf(plan.actions), today),
    warnings: [...(await readSendingWarnings(ctx, plan)), ...readWarnings(db, decisions, today)],
    letters: readLetterTasks(db, decisions, today),
    instalments: readInstalments(decisions, today),
    callsAgain: readCallsAgain(decisions, today),
    bank: readBankNews(db, decisions, today),
    mailbox: readMailboxFreshness(ctx),
  };
  const cash = cashOf(decisions, listPaymentsSince(db, `${today.slice(0, 8)}01`, today));
  const work = workOf(plan.actions);
  if (ctx.isJson) ctx.printJson({ ...dueJson(view), received, work, cash });
  else ctx.print(renderMorning({ ...view, received, work, cash }, ctx));
};

/** What is planned, for the calendar of the telephone. */
const writeCalendar = async (
  ctx: Context,
  decisions: readonly Decision[],
  today: LocalDate,
  file: string,
): Promise<void> => {
  const { planAgenda } = await import('../../domain/schedule/agenda.ts');
  const { renderCalendar } = await import('./agenda-file.ts');
  const { writeReport } = await import('./report-file.ts');
  const entries = planAgenda(decisions, today);
  const path = writeReport(file, renderCalendar(entries, ctx.now), '.ics');
  if (ctx.isJson) ctx.printJson({ path, entries: entries.length });
  else ctx.print(`${path}\n${plural(entries.length, 'acte prévu', 'actes prévus')}.`);
};
