import { daysLateOn } from '../money/balance.ts';
import type { LocalDate } from '../dates.ts';
import type { InstalmentReading, PlanReading } from './payment-plan.ts';
import { belowMinimumRule } from './rules.ts';
import type { Decision, ScheduleRules } from './decision.ts';

/** What an agreement lets be asked of its debtor. */
export interface AskedInstalments {
  plan: PlanReading;
  /** Those that are overdue, else the one that comes. */
  instalments: InstalmentReading[];
  dueOn: LocalDate;
  cents: number;
  /** `coming`: nothing is late. `missed`: the patience of the agreement is over for one of them. */
  state: 'coming' | 'late' | 'missed';
}

/**
 * The instalments to speak of, whatever else is owed: one that is not yet due cannot be claimed (C. civ. 1305-2). Null without an
 * agreement, once all of it is paid, and after its déchéance.
 */
export const askedInstalments = (plan: PlanReading | null): AskedInstalments | null => {
  if (plan === null || plan.next === null || plan.lapsedOn !== null) return null;
  const overdue = plan.instalments.filter(({ state }) => state === 'late' || state === 'missed');
  const instalments = overdue.length > 0 ? overdue : [plan.next];
  return {
    plan,
    instalments,
    dueOn: plan.next.dueOn,
    cents: instalments.reduce((sum, { remainingCents }) => sum + remainingCents, 0),
    state: overdue.length === 0 ? 'coming' : plan.isKept ? 'late' : 'missed',
  };
};

/**
 * Invoices named together, each with what may be asked of it on that day: an agreement is one debt, whose instalments are shared out
 * among its invoices in the order given; what exceeds them, penalties for instance, goes to the last.
 */
export const withinAgreements = (decisions: readonly Decision[], today: LocalDate): Decision[] => {
  const left = new Map<number, number>();
  return decisions.map((decision, index) => {
    const asked = askedInstalments(decision.plan);
    if (asked === null) return decision;
    const { letterId } = asked.plan;
    const cents = left.get(letterId) ?? asked.cents;
    const isLast = !decisions.slice(index + 1).some(({ plan }) => plan?.letterId === letterId);
    const claimedCents = isLast ? cents : Math.min(cents, decision.remainingCents);
    left.set(letterId, cents - claimedCents);
    return { ...decision, claimedCents, daysLate: daysLateOn(asked.dueOn, today) };
  });
};

/**
 * A decision as its agreement limits it: once an instalment is missed the scenario goes on, and asks only for what is overdue. A few
 * cents left on an instalment are not worth a reminder.
 */
export const limitedByAgreement = (
  decision: Decision,
  today: LocalDate,
  { minimumCents }: ScheduleRules,
): Decision => {
  const asked = askedInstalments(decision.plan);
  const isReminded = decision.instalment !== null || !decision.holds.some(({ kind }) => kind === 'plan');
  if (asked === null || !isReminded || decision.remainingCents <= 0) return decision;
  if (asked.cents < minimumCents) {
    const reason = belowMinimumRule(asked.cents, minimumCents, decision.invoice.currency);
    const idle = { act: false, channel: null, step: null, on: null, blocked: null, instalment: null };
    return { ...decision, ...idle, reason, rules: () => [reason] };
  }
  return decision.instalment === null ? (withinAgreements([decision], today)[0] ?? decision) : decision;
};

/** What a promise without a sum is for: the instalments, or null: all that is owed. */
export const promisedByDefault = ({ plan, remainingCents }: Decision): number | null => {
  const asked = askedInstalments(plan);
  return asked === null ? null : Math.min(asked.cents, remainingCents);
};

/** The day and the number of days late that go with what is asked of an invoice. */
export const askedDueOn = ({ plan, invoice }: Decision): LocalDate =>
  askedInstalments(plan)?.dueOn ?? invoice.dueOn;
