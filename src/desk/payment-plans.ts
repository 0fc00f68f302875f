import type { Context } from '../context.ts';
import { loadPlans } from '../db/plans.ts';
import type { Letter } from '../domain/law/letter.ts';
import {
  readPaymentPlan,
  type InstalmentReading,
  type PlanReading,
} from '../domain/schedule/payment-plan.ts';
import type { Decision } from '../domain/schedule/decision.ts';
import { addDays, type LocalDate } from '../domain/dates.ts';

/** An agreement being carried out, with the invoices still owed that it covers. */
interface RunningPlan {
  client: Decision['invoice']['client'];
  currency: string;
  numbers: string[];
  plan: PlanReading;
}

const readRunningPlans = (decisions: readonly Decision[]): RunningPlan[] => {
  const plans = new Map<number, RunningPlan>();
  for (const { plan, invoice, remainingCents } of decisions) {
    if (plan === null || plan.lapsedOn !== null || remainingCents <= 0) continue;
    const known = plans.get(plan.letterId);
    if (known) known.numbers.push(invoice.number);
    else
      plans.set(plan.letterId, {
        client: invoice.client,
        currency: invoice.currency,
        numbers: [invoice.number],
        plan,
      });
  }
  return [...plans.values()];
};

const SEEN_AHEAD_DAYS = 7;

export interface InstalmentTask extends InstalmentReading {
  client: RunningPlan['client'];
  currency: string;
  numbers: string[];
  count: number;
}

/** Instalments of the coming week, late or missed: what a morning should know. */
export const readInstalments = (decisions: readonly Decision[], today: LocalDate): InstalmentTask[] =>
  readRunningPlans(decisions).flatMap(({ client, currency, numbers, plan }) =>
    plan.instalments
      .filter(({ state, dueOn }) => state !== 'paid' && dueOn <= addDays(today, SEEN_AHEAD_DAYS))
      .map((instalment) => ({ ...instalment, client, currency, numbers, count: plan.instalments.length })),
  );

/** How an agreement stands today; null when it was never signed. */
export const readPlanOf = (ctx: Context, letter: Letter): PlanReading | null => {
  const fact =
    letter.signedOn === null ? undefined : loadPlans(ctx.db(), [letter.id], ctx.today).get(letter.id);
  return fact ? readPaymentPlan(fact, ctx.today) : null;
};
