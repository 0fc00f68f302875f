import { type Carrier, carriedAlong, carriedStep, isAnnouncedWith } from './carried.ts';
import type { LocalDate } from '../dates.ts';
import type { InvoiceFacts } from './facts.ts';
import { type Channel, LAST_TONE_RANK, type Step } from './scenario.ts';
import type { Decision } from './decision.ts';
import type { HolidayZone } from '../working-days.ts';
import {
  type ActionInvoice,
  type Action,
  type Waiting,
  type Plan,
  lastToneRank,
  dueToneRank,
  dueEntry,
  byPressure,
  toAction,
  toInstalmentAction,
  comparePressure,
} from './action.ts';

export interface GroupingRules {
  zone: HolidayZone;
  /** One message per invoice for everybody. */
  isPerInvoice?: boolean;
}

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

const LATER_CLAIM = 'un message plus pressant part aujourd’hui pour ce client : une relance à la fois';
const NOT_YET_DUE =
  'une autre facture de ce client en est au dernier rappel ou au-delà : celle-ci n’est pas annoncée';

const leads = (decision: Decision, channel: Channel): Carrier | null =>
  decision.step === null ? null : { lead: { ...decision, step: decision.step }, channel };

/** The invoice at the step of the message, or the furthest that it may go; listed when it makes no step. */
const entryWith = (carrier: Carrier | null, decision: Decision, today: LocalDate): ActionInvoice => {
  const isDue = decision.act;
  const ownStep = isDue ? decision.step : null;
  const step =
    carrier && decision.invoice !== carrier.lead.invoice ? carriedStep(decision, carrier, today) : null;
  if (carrier && step && step !== ownStep)
    return { decision: carriedAlong(decision, step, carrier, today), advances: true, ownStep };
  return { decision, advances: isDue, ownStep };
};

const isListable = (decision: Decision, today: LocalDate): boolean =>
  isOverdue(decision) && decision.reason.code !== 'below-minimum' && !isHandledOtherwise(decision, today);

const isAtLastTone = ({ advances, decision }: ActionInvoice): boolean =>
  advances && dueToneRank(decision) >= LAST_TONE_RANK;

/** The overdue invoices of one client and currency that go in one message. */
const planReminder = (
  due: Decision[],
  others: Decision[],
  today: LocalDate,
  { zone, isAlone }: { zone: HolidayZone; isAlone: boolean },
): ClientPlan => {
  const lead = due.toSorted(byPressure)[0];
  if (!lead) return { actions: [], deferred: [] };
  const rank = dueToneRank(lead);
  const carrier = leads(lead, 'email');
  const listed = isAlone
    ? []
    : others.filter((decision) => isListable(decision, today) && lastToneRank(decision) <= rank);
  const entries = [...due, ...listed].map((decision) => entryWith(carrier, decision, today));
  const invoices = rank >= LAST_TONE_RANK ? entries.filter(isAtLastTone) : entries;
  const hasOtherExchanges = others.some(
    (decision) => isOverdue(decision) && isHandledOtherwise(decision, today),
  );
  const ids = new Set(invoices.map(({ decision }) => decision.invoice.id));
  return {
    actions: [toAction(lead, invoices, hasOtherExchanges, today, zone)],
    deferred: due
      .filter(({ invoice }) => !ids.has(invoice.id))
      .map((decision) => ({ decision, text: LATER_CLAIM })),
  };
};

/** What a person does by letter names only the invoices that it makes a step of; a call speaks of all that is overdue. */
const SPOKEN: ReadonlySet<Channel> = new Set(['call', 'sms']);
const CARRYING: ReadonlySet<Channel> = new Set(['call', 'sms', 'letter', 'lrar', 'mise-en-demeure']);

/** One act of a person for what is due that way, and for the other overdue invoices that it speaks of. */
const planByPerson = (
  due: Decision[],
  others: Decision[],
  today: LocalDate,
  zone: HolidayZone,
): Action | null => {
  const lead = due.toSorted(byPressure)[0];
  if (!lead) return null;
  const { channel } = lead;
  const isCarrying =
    channel !== null &&
    CARRYING.has(channel) &&
    lead.blocked === null &&
    isOverdue(lead) &&
    lead.step !== null;
  if (!isCarrying) return toAction(lead, due.map(dueEntry), false, today, zone);
  const carrier = leads(lead, channel);
  const rank = dueToneRank(lead);
  const along = others
    .filter((decision) => !decision.act && isListable(decision, today))
    .filter((decision) => channel === 'call' || lastToneRank(decision) <= rank)
    .map((decision) => entryWith(carrier, decision, today))
    .filter(({ advances }) => advances || SPOKEN.has(channel));
  return toAction(
    lead,
    [...due.map((decision) => entryWith(carrier, decision, today)), ...along],
    false,
    today,
    zone,
  );
};

/** What is not yet due, in a message of its own with what would be announced in the same words a few days later. */
const planEarly = (
  due: Decision[],
  others: Decision[],
  today: LocalDate,
  zone: HolidayZone,
): Action | null => {
  const lead = due.toSorted(byPressure)[0];
  const carrier = lead ? leads(lead, 'email') : null;
  if (!lead || !carrier) return null;
  const announced = others
    .filter((decision) => isAnnouncedWith(decision, today))
    .flatMap((decision) =>
      decision.step === null
        ? []
        : [
            {
              decision: carriedAlong(decision, decision.step, carrier, today),
              advances: true,
              ownStep: null,
            },
          ],
    );
  const hasOther = others.some((decision) => isOverdue(decision) && isHandledOtherwise(decision, today));
  return toAction(lead, [...due.map(dueEntry), ...announced], hasOther, today, zone);
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
  const isAlone = isPerInvoice || decisions[0]?.invoice.client.isPerInvoice === true;
  const besides = (due: Decision[]): Decision[] =>
    decisions.filter(
      ({ invoice }) =>
        invoice.currency === due[0]?.invoice.currency && !due.some((other) => other.invoice === invoice),
    );
  // An invoice goes along with one act only: a message first, which leaves by itself.
  const carried = new Set<InvoiceFacts>();
  const free = (others: Decision[]): Decision[] => others.filter(({ invoice }) => !carried.has(invoice));
  const push = (action: Action | null): void => {
    if (action === null) return;
    plan.actions.push(action);
    for (const { decision } of action.invoices) carried.add(decision.invoice);
  };
  const keyOf = (decision: Decision): string =>
    isAlone ? String(decision.invoice.id) : decision.invoice.currency;
  for (const due of groupBy(mails.filter(isOverdue), keyOf)) {
    const part = planReminder(due, besides(due), today, { zone, isAlone });
    for (const action of part.actions) push(action);
    plan.deferred.push(...part.deferred);
  }
  // Steps of a person: one per client, currency, channel and what is missing.
  const byPerson = groupBy(
    acting.filter((decision) => !isMail(decision)),
    (decision) =>
      `${decision.invoice.currency} ${decision.channel} ${decision.blocked} ${isOverdue(decision)}`,
  );
  for (const due of byPerson) push(planByPerson(due, isAlone ? [] : free(besides(due)), today, zone));
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
  for (const due of groupBy(early, keyOf))
    push(
      planEarly(
        due,
        besides(due).filter((d) => !isAlone || isOverdue(d)),
        today,
        zone,
      ),
    );
  return plan;
};

/** Groups the decisions of a day into what a person does and reads: one message per client and currency. */
export const planActions = (decisions: Decision[], today: LocalDate, rules: GroupingRules): Plan => {
  const actions: Action[][] = [];
  const deferred: Waiting[] = [];
  const byClient = groupBy(decisions.filter(isUnpaid), (decision) => String(decision.invoice.client.id));
  for (const group of byClient) {
    if (!group.some((decision) => decision.act)) continue;
    const plan = planClient(group, today, rules);
    if (plan.actions.length > 0) actions.push(plan.actions.toSorted(comparePressure));
    for (const { decision, text } of plan.deferred)
      deferred.push({
        decision,
        reason: { code: 'spacing', isHolding: true, text: () => text },
        nextOn: null,
      });
  }
  const advancing = new Set(
    actions
      .flat()
      .flatMap(({ invoices }) =>
        invoices.filter(({ advances }) => advances).map(({ decision }) => decision.invoice),
      ),
  );
  const waiting: Waiting[] = [
    ...decisions
      .filter((decision) => !decision.act && isUnpaid(decision) && !advancing.has(decision.invoice))
      .map((decision) => ({ decision, reason: decision.reason, nextOn: decision.on })),
    ...deferred,
  ];
  // By client, the client with the most pressing action first.
  actions.sort(([a], [b]) => (a && b ? comparePressure(a, b) : 0));
  return { date: today, actions: actions.flat(), waiting };
};

/** One invoice alone at one of its steps, as if that step were due: what a preview shows. */
export const planAlone = (decision: Decision, step: Step, today: LocalDate, zone: HolidayZone): Action => {
  const lead: Decision = { ...decision, step, channel: step.channel, act: true, blocked: null };
  return toAction(lead, [dueEntry(lead)], false, today, zone);
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
      ownStep: isAdvancing(decision) ? decision.step : null,
    })),
    false,
    today,
    zone,
  );
};
