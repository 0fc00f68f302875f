import { randomUUID } from 'node:crypto';
import { composeMessage, type ComposedMessage } from './compose-message.ts';
import type { Context } from '../context.ts';
import { listOverpayments } from '../db/payments.ts';
import type { LocalDate } from '../domain/dates.ts';
import { isMailAction, type MailAction } from '../domain/schedule/action.ts';
import { readFigures } from '../desk/figures.ts';
import { planDay } from '../desk/day-decisions.ts';
import type { Scenarios } from '../desk/scenarios.ts';

/** One run of `send`: what its messages have in common. */
export interface Run {
  id: string;
  today: LocalDate;
  scenarios: Scenarios;
  isPerInvoice: boolean;
}

export const newRun = (today: LocalDate, scenarios: Scenarios, isPerInvoice: boolean): Run => ({
  id: randomUUID(),
  today,
  scenarios,
  isPerInvoice,
});

/** What a message says and to whom: if it has changed since it was shown, it must not leave. */
const fingerprint = ({ client, currency, step, invoices, following, totalCents }: MailAction): string =>
  JSON.stringify([
    client.id,
    client.email,
    currency,
    step.id,
    totalCents,
    following?.deadlineOn ?? null,
    invoices.map(({ decision, advances }) => [
      decision.invoice.id,
      advances,
      decision.step?.id ?? null,
      decision.claimedCents,
      decision.daysLate,
      decision.brokenPromise?.on ?? null,
    ]),
  ]);

const mailActionsOf = (ctx: Context, clientId: number, run: Run): MailAction[] =>
  planDay(ctx.db(), run.scenarios, {
    today: run.today,
    clientId,
    run: run.id,
    isPerInvoice: run.isPerInvoice,
  }).plan.actions.filter(isMailAction);

/** Day of what a run writes: a draft played for a coming day is written today, no fact lies in the future. */
export const factDayOf = (ctx: Context, run: Run): LocalDate =>
  run.today < ctx.today ? run.today : ctx.today;

/** Whatever day the run plays, an invoice paid or put on hold by now is not written about, nor one that a trop-perçu covers. */
const isStillOwed = (ctx: Context, action: MailAction, run: Run): boolean => {
  const db = ctx.db();
  const isOverpaid = listOverpayments(db, ctx.today, action.client.id).some(
    ({ currency }) => currency === action.currency,
  );
  if (isOverpaid) return false;
  if (run.today === ctx.today) return true;
  const { decisions } = planDay(db, run.scenarios, { today: ctx.today, clientId: action.client.id });
  return action.invoices.every(({ decision }) => {
    const now = decisions.find((candidate) => candidate.invoice.id === decision.invoice.id);
    return now?.claimedCents === decision.claimedCents && now.holds.length === 0;
  });
};

/** Whether a message that was composed and shown may still leave. */
export type StillHolds = (ctx: Context, message: ComposedMessage, run: Run) => boolean;

/** The same reminder is still due, to the same address, for the same sums. */
export const isReminderDue: StillHolds = (ctx, message, run) => {
  const { action, penaltiesCents } = message;
  const wanted = fingerprint(action);
  const isDue = mailActionsOf(ctx, action.client.id, run).some(
    (candidate) => fingerprint(candidate) === wanted,
  );
  if (!isDue || !isStillOwed(ctx, action, run)) return false;
  if (penaltiesCents === null) return true;
  const figures = readFigures(
    ctx.db(),
    action.invoices.map(({ decision }) => decision.invoice.id),
    run.today,
  );
  const owed = [...figures.values()].reduce(
    (sum, { interestCents, indemnityCents }) => sum + interestCents + indemnityCents,
    0,
  );
  return owed === penaltiesCents;
};

/** The message now due in place of one that no longer holds; null when nothing is. */
export const composeAgain = (ctx: Context, former: ComposedMessage, run: Run): ComposedMessage | null => {
  const ids = new Set(former.action.invoices.map(({ decision }) => decision.invoice.id));
  const action = mailActionsOf(ctx, former.action.client.id, run).find(
    (candidate) =>
      candidate.currency === former.action.currency &&
      candidate.invoices.some(({ decision, advances }) => advances && ids.has(decision.invoice.id)),
  );
  return action ? composeMessage(ctx, action, run.today, { isPerInvoice: run.isPerInvoice }) : null;
};
