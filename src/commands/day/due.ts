import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { resolveClient } from '../../db/clients.ts';
import { listDrafts, listUnanswered, listUncertain } from '../../db/contacts.ts';
import { listOverpayments } from '../../db/payments.ts';
import { settleOrphans } from '../../db/send-lock.ts';
import { parseCount } from '../../domain/count.ts';
import { invoiceIdsOf } from '../../domain/schedule/action.ts';
import { readDay } from '../../desk/days.ts';
import { readMailboxFreshness } from '../../desk/mailbox-freshness.ts';
import { readBankNews } from './bank-news.ts';
import { readSendingWarnings } from '../../messages/readiness.ts';
import { readCallsAgain } from './calls-again.ts';
import { readInstalments } from '../../desk/payment-plans.ts';
import { readWarnings } from './day-warnings.ts';
import { dueJson } from '../../desk/decision-json.ts';
import { readLetterTasks } from './letters-to-follow.ts';
import { readFigures } from '../../desk/figures.ts';
import { readDayPlan } from '../../desk/day-decisions.ts';
import { renderDue } from './due-view.ts';

interface DueOptions {
  date?: string;
  all?: boolean;
  limite?: string;
  client?: string;
}

export const dueCommand = (ctx: Context): Command =>
  new Command('due')
    .description('Montre ce qui est à faire aujourd’hui, par client, le plus pressant d’abord.')
    .option('--date <date>', 'voir un autre jour')
    .option('--all', 'montre aussi ce qui attend, et pourquoi')
    .option('--limite <nombre>', 'nombre d’actions montrées (les totaux restent entiers)')
    .option('--client <client>', 'un seul client')
    .addHelpText('after', '\nExemple :\n  relance due --date demain\n')
    .action((options: DueOptions) => due(ctx, options));

const due = async (ctx: Context, options: DueOptions): Promise<void> => {
  const today = await readDay(ctx, options.date);
  const limit = options.limite === undefined ? undefined : parseCount(options.limite, '--limite');
  const db = ctx.db();
  settleOrphans(db);
  const clientId = options.client === undefined ? undefined : resolveClient(db, options.client).id;
  const { plan, decisions } = await readDayPlan(ctx, { today, clientId });
  const isKept = ({ client }: { client: { id: number } }): boolean =>
    clientId === undefined || client.id === clientId;
  const view = {
    plan,
    limit,
    uncertain: listUncertain(db, today).filter(isKept),
    drafts: listDrafts(db, today).filter(isKept),
    replies: listUnanswered(db, today).filter(isKept),
    overpayments: listOverpayments(db, today, clientId),
    figures: readFigures(db, invoiceIdsOf(plan.actions.slice(0, limit)), today),
    warnings: [...(await readSendingWarnings(ctx, plan)), ...readWarnings(db, decisions, today)],
    letters: readLetterTasks(db, decisions, today),
    instalments: readInstalments(decisions, today),
    callsAgain: readCallsAgain(decisions, today),
    bank: readBankNews(db, decisions, today),
    mailbox: readMailboxFreshness(ctx),
  };
  if (ctx.isJson) ctx.printJson(dueJson(view));
  else ctx.print(renderDue(view, { ...ctx, isAll: options.all === true }));
};
