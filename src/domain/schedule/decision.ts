import { daysLateOn, remainingCentsOf } from '../money/balance.ts';
import { constraintsOn, latest, spacingOn, type TemplateOf } from './constraints.ts';
import { addDays, formatDay, type LocalDate } from '../dates.ts';
import { effectiveChannel, isByMail, isOnWorkingDays, type Blocked } from './effective-channel.ts';
import type { ClientFacts, InvoiceFacts, StepFact } from './facts.ts';
import { readHolds, type BrokenPromise, type HoldsReading, type StandingHold } from './holds.ts';
import { formatAmount } from '../money/money.ts';
import {
  isPlanStep,
  planStepsOf,
  stepTitle,
  type InstalmentReading,
  type PlanReading,
} from './payment-plan.ts';
import { isPrescribed } from '../law/prescription-period.ts';
import {
  askingRule,
  holdRule,
  pendingRule,
  stageRules,
  waitingRule,
  type Rule,
  type Stage,
} from './rules.ts';
import { DECIDE, isThreat, type Channel, type Scenario, type Step } from './scenario.ts';
import { nextWorkingDay, type HolidayZone } from '../working-days.ts';

const DECIDE_EVERY_DAYS = 30;
/** Days between two e-mails about the instalments of a plan. */
const PLAN_GAP_DAYS = 3;
const WHAT_TO_DECIDE = {
  exhausted: 'poursuivre, échelonner, remettre le dossier ou passer en perte',
  prescribed: 'demander sans menacer, ou passer en perte',
} as const;

export interface Decision {
  invoice: InvoiceFacts;
  scenario: Scenario;
  /** Something is to be done today, by mail or by a person. */
  act: boolean;
  /** Channel of the next act, after the fall-back of a client without address. */
  channel: Channel | null;
  /** Next step; null for `decide` and when nothing is owed. */
  step: Step | null;
  /** Day of the next act: today when it is due, null when nobody can tell. */
  on: LocalDate | null;
  reason: Rule;
  /** Every rule that was looked at, in the order of the text; told on request, for every invoice is decided each day. */
  rules: () => Rule[];
  blocked: Blocked | null;
  remainingCents: number;
  /** What reminders claim: the reste dû less what is disputed. */
  claimedCents: number;
  /** 0 up to the due date. */
  daysLate: number;
  brokenPromise: BrokenPromise | null;
  staleReplyOn: LocalDate | null;
  holds: StandingHold[];
  /** The agreement being carried out, kept or not. */
  plan: PlanReading | null;
  /** The instalment that the step reminds of, when it is one of a plan. */
  instalment: InstalmentReading | null;
}

/** What is known of an invoice before its next step is looked at. */
type Base = Omit<Decision, 'act' | 'channel' | 'step' | 'on' | 'reason' | 'rules' | 'blocked'>;

export interface ScheduleRules {
  /** Below it, an amount owed is not worth a reminder. */
  minimumCents: number;
  zone: HolidayZone;
  /** Without it, what was said to the client about other invoices holds nothing back. */
  templateOf?: TemplateOf | undefined;
}

/**
 * Steps that may still be made, in order: those after the highest one behind us, never one already made.
 * A step behind us counts for the later of its two days, then and now: a change of scenario never goes back.
 */
const stepsAhead = (invoice: InvoiceFacts, scenario: Scenario, today: LocalDate): Step[] => {
  const behind = invoice.steps.filter(({ step }) => step !== DECIDE && !isPlanStep(step));
  const ids = new Set(behind.map((fact) => fact.step));
  const dayNow = (fact: StepFact): number =>
    scenario.steps.find((step) => step.id === fact.step)?.day ?? fact.day;
  const position = Math.max(-Infinity, ...behind.map((fact) => Math.max(fact.day, dayNow(fact))));
  return scenario.steps.filter(
    (step) => step.day > position && !ids.has(step.id) && (step.day >= 0 || today < invoice.dueOn),
  );
};

/** Nobody is called, nor sent a letter, about what is not due yet: only an e-mail says it lightly enough. */
const isTooMuchBeforeDue = (step: Step, client: ClientFacts): boolean =>
  step.channel === 'email' && effectiveChannel(step, client).channel !== 'email';

const nothing = (base: Base, reason: Rule): Decision => ({
  ...base,
  act: false,
  channel: null,
  step: null,
  on: null,
  reason,
  rules: () => [reason],
  blocked: null,
});

/** First day after every standing hold: undefined when one has no end. */
const afterHolds = (holds: StandingHold[]): LocalDate | null | undefined => {
  let after: LocalDate | null = null;
  for (const hold of holds) {
    if (hold.until === null) return undefined;
    const next = addDays(hold.until, 1);
    if (after === null || next > after) after = next;
  }
  return after;
};

const EXHAUSTED = { code: 'exhausted', text: 'toutes les étapes sont faites' } as const;
/** C. conso. L121-7: no threat of an act that the law no longer allows; a payment may still be accepted (C. civ. 2249). */
const PRESCRIBED = {
  code: 'prescribed',
  text: 'créance prescrite : ni dernier rappel ni mise en demeure possibles',
} as const;

/** Rule 10: after the last step that can be made somebody must decide, then again every 30 days. */
const decideAfterLast = (
  base: Base,
  today: LocalDate,
  why: typeof EXHAUSTED | typeof PRESCRIBED = EXHAUSTED,
): Decision => {
  const { invoice, holds } = base;
  const decided = invoice.steps.filter((fact) => fact.step === DECIDE).map((fact) => fact.on);
  const behind = invoice.steps.filter((fact) => fact.kind === 'made').map((fact) => addDays(fact.on, 1));
  const starts = decided.length > 0 ? [addDays(latest(decided), DECIDE_EVERY_DAYS)] : behind;
  if (invoice.deadlineOn !== null) starts.push(addDays(invoice.deadlineOn, 1));
  const free = afterHolds(holds);
  const from = latest([addDays(invoice.dueOn, 1), ...starts, ...(free ? [free] : [])]);
  const isDue = from <= today && holds.length === 0;
  const exhausted: Rule = {
    code: why.code,
    isHolding: !isDue,
    text: () =>
      `${why.text} : ${isDue ? WHAT_TO_DECIDE[why.code] : from > today ? `à décider de nouveau le ${formatDay(from)}` : 'à décider quand les relances reprendront'}`,
  };
  const rules = [...holds.map(holdRule), exhausted];
  return {
    ...base,
    act: isDue,
    channel: 'decide',
    step: null,
    on: free === undefined ? null : isDue ? today : from,
    reason: rules[0] ?? exhausted,
    rules: () => rules,
    blocked: null,
  };
};

/** The decision about one step: when it can be made, and which rule says so. */
const decideStep = (
  base: Base,
  step: Step,
  today: LocalDate,
  { zone, templateOf }: Pick<ScheduleRules, 'zone' | 'templateOf'>,
): Decision => {
  const { channel, blocked } = effectiveChannel(step, base.invoice.client);
  const constraints = constraintsOn(base.invoice, base.scenario, step, channel, templateOf);
  const free = afterHolds(base.holds);
  let from = free && free > today ? free : today;
  for (const constraint of constraints) if (constraint.from > from) from = constraint.from;
  const on = isOnWorkingDays(channel) ? nextWorkingDay(from, zone) : from;
  const { holds, staleReplyOn } = base;
  const { client } = base.invoice;
  const stage: Stage = { holds, staleReplyOn, step, channel, blocked, client, constraints, from, on, today };
  const act = base.holds.length === 0 && on <= today;
  return {
    ...base,
    act,
    channel,
    step,
    on: free === undefined ? null : on,
    reason: act ? askingRule(stage) : waitingRule(stage),
    rules: () => stageRules(stage, act),
    blocked,
  };
};

/** The plan that stands in for the scenario: its instalments have their own reminders, on the first invoice that is owed. */
const decidePlanned = (base: Base, today: LocalDate, zone: HolidayZone): Decision => {
  const { invoice, plan } = base;
  const [hold] = base.holds;
  const held: Decision = hold
    ? { ...nothing(base, holdRule(hold)), rules: () => base.holds.map(holdRule) }
    : nothing(base, { code: 'hold-plan', isHolding: true, text: () => 'échéancier en cours' });
  const others = base.holds.filter(({ kind }) => kind !== 'plan');
  const isLead = invoice.holds.some(({ plan: fact }) => fact?.owedInvoiceIds[0] === invoice.id);
  if (plan === null || !isLead) return held;
  const made = new Set(invoice.steps.map(({ step }) => step));
  const planned = planStepsOf(plan).find(
    ({ step, until }) =>
      !made.has(step.id) && (until === null || (today <= until && !isTooMuchBeforeDue(step, invoice.client))),
  );
  if (!planned) return held;
  const { step, instalment } = planned;
  const { channel, blocked } = effectiveChannel(step, invoice.client);
  const free = afterHolds(others);
  if (free === undefined) return held;
  const spacing = isByMail(channel) ? spacingOn(invoice, PLAN_GAP_DAYS) : null;
  const demanded = plan.demandedUntil === null ? null : addDays(plan.demandedUntil, 1);
  const from = latest([
    planned.on,
    ...(free ? [free] : []),
    ...(spacing ? [spacing.from] : []),
    ...(demanded ? [demanded] : []),
  ]);
  const on = isOnWorkingDays(channel) ? nextWorkingDay(from < today ? today : from, zone) : from;
  const act = on <= today && others.length === 0;
  const rule: Rule = act
    ? {
        code: channel === 'email' && blocked === null ? 'due' : blocked === null ? 'person' : 'no-address',
        isHolding: false,
        text: () => `${stepTitle(step.id)}, le ${formatDay(instalment.dueOn)}`,
      }
    : held.reason;
  return {
    ...held,
    act,
    step: act ? step : null,
    channel,
    blocked,
    on: act ? today : on > today ? on : null,
    reason: rule,
    rules: () => (act ? [rule] : held.rules()),
    instalment,
  };
};

/**
 * What is to be done about one invoice today, and why: the one place that decides.
 * Pure: the same facts and the same day give the same answer.
 */
export const decide = (
  invoice: InvoiceFacts,
  scenario: Scenario,
  today: LocalDate,
  { minimumCents, zone, templateOf }: ScheduleRules,
): Decision => {
  const remainingCents = invoice.isClosed ? 0 : remainingCentsOf(invoice);
  const daysLate = daysLateOn(invoice.dueOn, today);
  const reading: HoldsReading = readHolds(invoice, remainingCents, today, zone);
  const base: Base = {
    invoice,
    scenario,
    remainingCents,
    claimedCents: Math.max(0, remainingCents - reading.disputedCents),
    daysLate,
    brokenPromise: reading.brokenPromise,
    staleReplyOn: reading.staleReplyOn,
    holds: reading.standing,
    plan: reading.plan,
    instalment: null,
  };
  if (remainingCents <= 0)
    return nothing(base, { code: 'nothing-owed', isHolding: true, text: () => 'plus rien n’est dû' });
  if (remainingCents < minimumCents)
    return nothing(base, {
      code: 'below-minimum',
      isHolding: true,
      text: () =>
        `reste dû de ${formatAmount(remainingCents, invoice.currency)}, sous le minimum de ${formatAmount(minimumCents, invoice.currency)}`,
    });
  if (base.claimedCents < minimumCents && base.holds.length === 0)
    return nothing(base, {
      code: 'below-minimum',
      isHolding: true,
      text: () =>
        `hors la part contestée, il ne reste que ${formatAmount(base.claimedCents, invoice.currency)} à réclamer`,
    });
  const pending = invoice.steps
    .filter((fact) => fact.kind === 'pending')
    .toSorted((a, b) => (a.contact ?? 0) - (b.contact ?? 0))[0];
  if (pending) {
    const rules = [...reading.standing.map(holdRule), pendingRule(pending)];
    const step = scenario.steps.find((candidate) => candidate.id === pending.step) ?? null;
    return {
      ...nothing(base, rules[0] ?? pendingRule(pending)),
      rules: () => rules,
      step,
      channel: pending.channel,
    };
  }
  if (base.holds.some(({ kind }) => kind === 'plan')) return decidePlanned(base, today, zone);
  for (const step of stepsAhead(invoice, scenario, today)) {
    if (step.day < 0 && isTooMuchBeforeDue(step, invoice.client)) continue;
    if (isThreat(step) && isPrescribed(invoice, today)) return decideAfterLast(base, today, PRESCRIBED);
    const decision = decideStep(base, step, today, { zone, templateOf });
    // A step before the due date that would only come on that date, or later, lapses.
    if (step.day >= 0 || (decision.on !== null && decision.on < invoice.dueOn)) return decision;
    if (decision.on === null) return decision;
  }
  return decideAfterLast(base, today);
};
