import { announcedBy, type Announcement } from './announcement.ts';
import { daysLateOn } from './balance.ts';
import type { LocalDate } from './dates.ts';
import type { Blocked } from './effective-channel.ts';
import type { ClientFacts } from './facts.ts';
import type { InstalmentReading } from './plan.ts';
import { DECIDE, LAST_TONE_RANK, toneRank, type Channel, type Step } from './scenario.ts';
import type { Decision } from './schedule.ts';
import type { Rule } from './rules.ts';
import type { HolidayZone } from './working-days.ts';

export interface ActionInvoice {
  decision: Decision;
  /** Its own step is due; otherwise it is only listed with the others. */
  advances: boolean;
}

/** One thing to do today for one client, in one currency: a message, a call, a letter, a decision. */
export interface Action {
  channel: Channel;
  /** The step of the highest tone; null for a decision to take. */
  step: Step | null;
  client: ClientFacts;
  currency: string;
  invoices: ActionInvoice[];
  /** What the message claims. */
  totalCents: number;
  daysLate: number;
  reason: Rule;
  blocked: Blocked | null;
  /** Another invoice of the client is handled otherwise: the wording is neutral. */
  hasOtherExchanges: boolean;
  /** The step that follows, and the last day before it: what a message may announce. */
  following: Announcement | null;
  /** The instalment of a plan that it reminds of, alone. */
  instalment: InstalmentReading | null;
}

/** An action that leaves by itself: a message. */
export type MailAction = Action & { step: Step };

export const isMailAction = (action: Action): action is MailAction =>
  action.channel === 'email' && action.blocked === null && action.step !== null;

export interface Waiting {
  decision: Decision;
  reason: Rule;
  nextOn: LocalDate | null;
}

export interface Plan {
  date: LocalDate;
  actions: Action[];
  waiting: Waiting[];
}

export interface GroupingRules {
  zone: HolidayZone;
  /** One message per invoice for everybody. */
  isPerInvoice?: boolean;
}

/** A step declared as made elsewhere has no tone of its own: it is the scenario's. */
const stepOf = ({ scenario }: Decision, id: string): Step | undefined =>
  scenario.steps.find((step) => step.id === id);

/** Highest tone already used for an invoice; −1 when nothing was said. */
const lastToneRank = (decision: Decision): number =>
  Math.max(
    -1,
    ...decision.invoice.steps
      .filter((fact) => fact.step !== DECIDE && fact.kind !== 'skipped')
      .map((fact) => toneRank(stepOf(decision, fact.step) ?? fact)),
  );

const dueToneRank = (decision: Decision): number =>
  decision.step ? toneRank(decision.step) : lastToneRank(decision);

const isOverdue = (decision: Decision): boolean => decision.daysLate > 0;
const isMail = (decision: Decision): boolean =>
  decision.act && decision.channel === 'email' && decision.blocked === null;
const hasDeadlineRunning = (decision: Decision, today: LocalDate): boolean =>
  decision.invoice.deadlineOn !== null && decision.invoice.deadlineOn >= today;
const isUnpaid = (decision: Decision): boolean => decision.remainingCents > 0;

/** On hold, waiting for a person or for a deadline: it is handled otherwise and stays out of messages. */
const isHandledOtherwise = (decision: Decision, today: LocalDate): boolean =>
  decision.holds.length > 0 ||
  decision.invoice.steps.some((fact) => fact.kind === 'pending') ||
  hasDeadlineRunning(decision, today) ||
  (decision.act && decision.channel !== 'email') ||
  (decision.act && decision.blocked !== null);

const byPressure = (a: Decision, b: Decision): number =>
  dueToneRank(b) - dueToneRank(a) || b.daysLate - a.daysLate || a.invoice.id - b.invoice.id;
const byDueDate = (a: ActionInvoice, b: ActionInvoice): number =>
  a.decision.invoice.dueOn < b.decision.invoice.dueOn
    ? -1
    : a.decision.invoice.dueOn > b.decision.invoice.dueOn
      ? 1
      : a.decision.invoice.id - b.decision.invoice.id;

const toAction = (
  lead: Decision,
  invoices: ActionInvoice[],
  hasOtherExchanges: boolean,
  today: LocalDate,
  zone: HolidayZone,
): Action => {
  const advancing = invoices
    .filter((entry) => entry.advances)
    .map((entry) => entry.decision)
    .toSorted(byPressure);
  return {
    channel: lead.channel ?? 'other',
    step: lead.step,
    client: lead.invoice.client,
    currency: lead.invoice.currency,
    invoices: invoices.toSorted(byDueDate),
    totalCents: invoices.reduce((sum, { decision }) => sum + decision.claimedCents, 0),
    daysLate: Math.max(...invoices.map(({ decision }) => decision.daysLate)),
    reason: lead.reason,
    blocked: lead.blocked,
    hasOtherExchanges,
    following: lead.instalment === null ? announcedBy(advancing, today, zone) : null,
    instalment: lead.instalment,
  };
};

/** An instalment is reminded of by itself: its own sum, its own lateness, whatever is owed besides. */
const toInstalmentAction = (decision: Decision, today: LocalDate, zone: HolidayZone): Action => {
  const { instalment } = decision;
  if (instalment === null) throw new Error('no instalment to remind of');
  const lead: Decision = {
    ...decision,
    claimedCents: instalment.remainingCents,
    daysLate: daysLateOn(instalment.dueOn, today),
  };
  return toAction(lead, [{ decision: lead, advances: true }], false, today, zone);
};

const groupBy = <T>(items: T[], keyOf: (item: T) => string): T[][] => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
};

interface ClientPlan {
  actions: Action[];
  /** Due, but another message to the same client goes first. */
  deferred: { decision: Decision; text: string }[];
}

const LATER_CLAIM = 'un message plus pressant part aujourd’hui pour ce client\u00a0: une relance à la fois';
const NOT_YET_DUE =
  'une autre facture de ce client en est au dernier rappel ou au-delà\u00a0: celle-ci n’est pas annoncée';

/** The overdue invoices of one client and currency that go in one message. */
const planReminder = (
  due: Decision[],
  others: Decision[],
  today: LocalDate,
  zone: HolidayZone,
): ClientPlan => {
  const lead = due.toSorted(byPressure)[0];
  if (!lead) return { actions: [], deferred: [] };
  const rank = dueToneRank(lead);
  const isLast = rank >= LAST_TONE_RANK;
  const advancing = isLast ? due.filter((decision) => dueToneRank(decision) === rank) : due;
  const deferred = due.filter((decision) => !advancing.includes(decision));
  const listed = isLast
    ? []
    : others.filter(
        (decision) =>
          isOverdue(decision) &&
          decision.reason.code !== 'below-minimum' &&
          !isHandledOtherwise(decision, today) &&
          lastToneRank(decision) <= rank,
      );
  const hasOtherExchanges = others.some(
    (decision) => isOverdue(decision) && isHandledOtherwise(decision, today),
  );
  const invoices = [
    ...advancing.map((decision) => ({ decision, advances: true })),
    ...listed.map((decision) => ({ decision, advances: false })),
  ];
  return {
    actions: [toAction(lead, invoices, hasOtherExchanges, today, zone)],
    deferred: deferred.map((decision) => ({ decision, text: LATER_CLAIM })),
  };
};

const planClient = (
  decisions: Decision[],
  today: LocalDate,
  { zone, isPerInvoice = false }: GroupingRules,
): ClientPlan => {
  const planned = decisions.filter(({ act, instalment }) => act && instalment !== null);
  const acting = decisions.filter(({ act, instalment }) => act && instalment === null);
  const mails = acting.filter(isMail);
  const plan: ClientPlan = {
    actions: planned.map((decision) => toInstalmentAction(decision, today, zone)),
    deferred: [],
  };
  // Steps of a person: one per client, currency, channel and what is missing.
  const byPerson = groupBy(
    acting.filter((decision) => !isMail(decision)),
    (decision) =>
      `${decision.invoice.currency} ${decision.channel} ${decision.blocked} ${isOverdue(decision)}`,
  );
  for (const group of byPerson) {
    const lead = group.toSorted(byPressure)[0];
    if (!lead) continue;
    const invoices = group.map((decision) => ({ decision, advances: true }));
    plan.actions.push(toAction(lead, invoices, false, today, zone));
  }
  const isAlone = isPerInvoice || decisions[0]?.invoice.client.isPerInvoice === true;
  const keyOf = (decision: Decision): string =>
    isAlone ? String(decision.invoice.id) : decision.invoice.currency;
  for (const due of groupBy(mails.filter(isOverdue), keyOf)) {
    const currency = due[0]?.invoice.currency;
    const others = decisions.filter(
      (decision) => decision.invoice.currency === currency && !due.includes(decision),
    );
    const part = planReminder(
      due,
      isAlone ? others.filter((d) => isHandledOtherwise(d, today)) : others,
      today,
      zone,
    );
    plan.actions.push(...part.actions);
    plan.deferred.push(...part.deferred);
  }
  const isAtLast = decisions.some(
    (decision) =>
      isUnpaid(decision) &&
      (lastToneRank(decision) >= LAST_TONE_RANK ||
        (decision.act && isOverdue(decision) && dueToneRank(decision) >= LAST_TONE_RANK)),
  );
  const early = mails.filter((decision) => !isOverdue(decision));
  if (isAtLast) {
    plan.deferred.push(...early.map((decision) => ({ decision, text: NOT_YET_DUE })));
    return plan;
  }
  for (const group of groupBy(early, keyOf)) {
    const lead = group.toSorted(byPressure)[0];
    if (!lead) continue;
    const invoices = group.map((decision) => ({ decision, advances: true }));
    const hasOther = decisions.some(
      (decision) =>
        decision.invoice.currency === lead.invoice.currency &&
        isOverdue(decision) &&
        isHandledOtherwise(decision, today),
    );
    plan.actions.push(toAction(lead, invoices, hasOther, today, zone));
  }
  return plan;
};

/** How pressing an action is: what was announced first, then the firmest, the latest, the largest. */
const pressure = (action: Action): number[] => [
  action.step ? toneRank(action.step) : LAST_TONE_RANK + 1,
  action.daysLate,
  action.totalCents,
];

const comparePressure = (a: Action, b: Action): number => {
  const left = pressure(a);
  const right = pressure(b);
  for (const [index, value] of left.entries()) {
    const difference = (right[index] ?? 0) - value;
    if (difference !== 0) return difference;
  }
  return a.client.id - b.client.id || (a.currency < b.currency ? -1 : 1);
};

/** Groups the decisions of a day into what a person does and reads: one message per client and currency. */
export const planActions = (decisions: Decision[], today: LocalDate, rules: GroupingRules): Plan => {
  const actions: Action[][] = [];
  const waiting: Waiting[] = [];
  for (const decision of decisions)
    if (!decision.act && isUnpaid(decision))
      waiting.push({ decision, reason: decision.reason, nextOn: decision.on });
  const byClient = groupBy(decisions.filter(isUnpaid), (decision) => String(decision.invoice.client.id));
  for (const group of byClient) {
    if (!group.some((decision) => decision.act)) continue;
    const plan = planClient(group, today, rules);
    if (plan.actions.length > 0) actions.push(plan.actions.toSorted(comparePressure));
    for (const { decision, text } of plan.deferred)
      waiting.push({
        decision,
        reason: { code: 'spacing', isHolding: true, text: () => text },
        nextOn: null,
      });
  }
  // By client, the client with the most pressing action first.
  actions.sort(([a], [b]) => (a && b ? comparePressure(a, b) : 0));
  return { date: today, actions: actions.flat(), waiting };
};

/** The invoices of some actions, each once. */
export const invoiceIdsOf = (actions: readonly Action[]): number[] => [
  ...new Set(actions.flatMap(({ invoices }) => invoices.map(({ decision }) => decision.invoice.id))),
];

/** One invoice alone at one of its steps, as if that step were due: what a preview shows. */
export const planAlone = (decision: Decision, step: Step, today: LocalDate, zone: HolidayZone): Action => {
  const lead: Decision = { ...decision, step, channel: step.channel, act: true, blocked: null };
  return toAction(lead, [{ decision: lead, advances: true }], false, today, zone);
};

/** Some invoices of one client in one act that a person chooses, whatever is due: a call, a short message. */
export const planTogether = (
  decisions: readonly Decision[],
  step: Step,
  { today, zone }: { today: LocalDate; zone: HolidayZone },
  isAdvancing: (decision: Decision) => boolean,
): Action => {
  const [first] = decisions.toSorted(byPressure);
  if (!first) throw new Error('an act is about one invoice at least');
  const lead: Decision = { ...first, step, channel: step.channel, act: true, blocked: null };
  return toAction(
    lead,
    decisions.map((decision) => ({
      decision: decision === first ? lead : decision,
      advances: isAdvancing(decision),
    })),
    false,
    today,
    zone,
  );
};
