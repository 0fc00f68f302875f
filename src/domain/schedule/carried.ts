import { lastMade, quietUntil, SAME_WORDS_DAYS, spacingOn } from './constraints.ts';
import { addDays, formatDay, type LocalDate } from '../dates.ts';
import { effectiveChannel, isByMail } from './effective-channel.ts';
import type { InvoiceFacts } from './facts.ts';
import { isPrescribed } from '../law/prescription-period.ts';
import { isThreat, toneRank, type Channel, type Step } from './scenario.ts';
import type { Decision } from './decision.ts';

/** What carries the other overdue invoices of a client along: a message, a call or a letter about one of them. */
export interface Carrier {
  /** Its own step, and the scenario that has it. */
  lead: Decision & { step: Step };
  channel: Channel;
}

/** A step of its own, a payment or words to the client are too recent for another step: it is only listed. */
const isFresh = ({ invoice, scenario, act }: Decision, channel: Channel, today: LocalDate): boolean => {
  if (act) return false;
  const made = lastMade(invoice);
  if (made !== null && addDays(made.on, scenario.minGapDays) > today) return true;
  const spacing = isByMail(channel) ? spacingOn(invoice, scenario.minGapDays) : null;
  return spacing !== null && spacing.from > today;
};

/** Days that the scenario leaves before one of its steps. */
const gapBefore = ({ scenario }: Decision, step: Step): number => {
  const before = scenario.steps[scenario.steps.indexOf(step) - 1];
  return before === undefined || before.day < 0 ? 0 : step.day - before.day;
};

const isReminded = (invoice: InvoiceFacts): boolean =>
  lastMade(invoice) !== null ||
  invoice.listedOn !== null ||
  invoice.steps.some(({ kind, day }) => kind === 'declared' && day > 0);

/** A last reminder, or what is beyond it, comes after one reminder at least, and no sooner than its scenario leaves. */
const isEarnedOn = (decision: Decision, step: Step, today: LocalDate): boolean => {
  const { invoice } = decision;
  if (!isThreat(step)) return true;
  if (!isReminded(invoice) || isPrescribed(invoice, today)) return false;
  const made = lastMade(invoice);
  if (made !== null) return addDays(made.on, step.day - made.day) <= today;
  return invoice.listedOn === null || addDays(invoice.listedOn, gapBefore(decision, step)) <= today;
};

/**
 * Steps that may be made in place of the next one, this one included: none beyond the first that a person must do. An
 * e-mail that this client gets by letter, or by telephone, stands in for the next one all the same.
 */
const withinReach = ({ step, scenario, invoice }: Decision, channel: Channel): Step[] => {
  if (step === null) return [];
  const made = new Set(invoice.steps.map((fact) => fact.step));
  const ahead = scenario.steps.filter(({ day, id }) => day >= step.day && !made.has(id));
  const barrier = ahead.findIndex((candidate) => {
    const { channel: own } = effectiveChannel(candidate, invoice.client);
    return candidate.channel !== 'email' || (own !== 'email' && own !== channel);
  });
  return barrier === -1 ? ahead : ahead.slice(0, barrier + 1);
};

/**
 * The step that an overdue invoice makes when another one of its client is reminded of: that of the message, or the first of
 * the highest tone in its own scenario that is not above it. Null when it is only listed: its next step is further away than
 * `regroupement`, above the tone of the message, or for a person to do.
 */
export const carriedStep = (
  decision: Decision,
  { lead, channel }: Carrier,
  today: LocalDate,
): Step | null => {
  const { step: own, on, invoice, scenario } = decision;
  const rank = toneRank(lead.step);
  if (own === null || own.day < 0 || on === null || decision.instalment !== null) return null;
  if (on > addDays(today, scenario.groupingDays) || toneRank(own) > rank || isFresh(decision, channel, today))
    return null;
  if (invoice.deadlineOn !== null && invoice.deadlineOn >= today) return null;
  const reachable = withinReach(decision, channel).filter(
    (step) =>
      toneRank(step) <= rank &&
      effectiveChannel(step, invoice.client).channel === channel &&
      isEarnedOn(decision, step, today),
  );
  const same =
    scenario.name === lead.scenario.name ? reachable.find(({ id }) => id === lead.step.id) : undefined;
  if (same) return same;
  const highest = Math.max(-1, ...reachable.map(toneRank));
  return reachable.find((step) => toneRank(step) === highest) ?? null;
};

/** An invoice not yet due is announced with another one, rather than in the same words a few days later. */
export const isAnnouncedWith = (decision: Decision, today: LocalDate): boolean => {
  const { step, on, act, channel, blocked, holds, invoice } = decision;
  return (
    step !== null &&
    step.day < 0 &&
    !act &&
    channel === 'email' &&
    blocked === null &&
    holds.length === 0 &&
    on !== null &&
    on < addDays(today, SAME_WORDS_DAYS) &&
    quietUntil(invoice) <= today
  );
};

/** The decision about an invoice that goes along with another: what it makes today, and why. */
export const carriedAlong = (
  decision: Decision,
  step: Step,
  carrier: Carrier,
  today: LocalDate,
): Decision => {
  const { number } = carrier.lead.invoice;
  const reason = {
    code: 'due' as const,
    isHolding: false,
    text: () =>
      step.day < 0
        ? `annoncée avec ${number} le ${formatDay(today)}`
        : `rappelée avec ${number} le ${formatDay(today)} : compte pour « ${step.id} »`,
  };
  return {
    ...decision,
    act: true,
    step,
    channel: carrier.channel,
    on: today,
    reason,
    rules: () => [
      ...decision
        .rules()
        .filter(({ code }) => code !== 'due' && code !== 'person')
        .map((rule) => ({ ...rule, isHolding: false })),
      reason,
    ],
  };
};
