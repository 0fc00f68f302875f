import type { LocalDate } from '../dates.ts';
import { type Channel, DECIDE, LAST_TONE_RANK, type Step, toneRank } from './scenario.ts';
import type { Decision } from './decision.ts';
import type { HolidayZone } from '../working-days.ts';
import { type Announcement, announcedBy } from './announcement.ts';
import { daysLateOn } from '../money/balance.ts';
import type { Blocked } from './effective-channel.ts';
import type { ClientFacts } from './facts.ts';
import type { InstalmentReading } from './payment-plan.ts';
import type { Rule } from './rules.ts';

export interface ActionInvoice {
  decision: Decision;
  /** A step of it is made, the one of `decision`; otherwise it is only listed with the others. */
  advances: boolean;
  /** Its own step that is due today, whichever the message makes; null when others carry it along. */
  ownStep: Step | null;
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

/** A step declared as made elsewhere has no tone of its own: it is the scenario's. */
const stepOf = ({ scenario }: Decision, id: string): Step | undefined =>
  scenario.steps.find((step) => step.id === id);

/** Highest tone already used for an invoice; −1 when nothing was said. */
export const lastToneRank = (decision: Decision): number =>
  Math.max(
    -1,
    ...decision.invoice.steps
      .filter((fact) => fact.step !== DECIDE && fact.kind !== 'skipped')
      .map((fact) => toneRank(stepOf(decision, fact.step) ?? fact)),
  );

export const dueToneRank = (decision: Decision): number =>
  decision.step ? toneRank(decision.step) : lastToneRank(decision);

export const dueEntry = (decision: Decision): ActionInvoice => ({
  decision,
  advances: true,
  ownStep: decision.step,
});

export const byPressure = (a: Decision, b: Decision): number =>
  dueToneRank(b) - dueToneRank(a) || b.daysLate - a.daysLate || a.invoice.id - b.invoice.id;

const byDueDate = (a: ActionInvoice, b: ActionInvoice): number =>
  a.decision.invoice.dueOn < b.decision.invoice.dueOn
    ? -1
    : a.decision.invoice.dueOn > b.decision.invoice.dueOn
      ? 1
      : a.decision.invoice.id - b.decision.invoice.id;

export const toAction = (
  lead: Decision,
  invoices: ActionInvoice[],
  hasOtherExchanges: boolean,
  today: LocalDate,
  zone: HolidayZone,
): Action => {
  // Those that are carried along will be again: they set no date.
  const pacing = invoices
    .filter(({ advances, decision, ownStep }) => advances && ownStep?.id === decision.step?.id)
    .map(({ decision }) => decision)
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
    following: lead.instalment === null ? announcedBy(pacing, today, zone) : null,
    instalment: lead.instalment,
  };
};

/** An instalment is reminded of by itself: its own sum, its own lateness, whatever is owed besides. */
export const toInstalmentAction = (decision: Decision, today: LocalDate, zone: HolidayZone): Action => {
  const { instalment } = decision;
  if (instalment === null) throw new Error('no instalment to remind of');
  const lead: Decision = {
    ...decision,
    claimedCents: instalment.remainingCents,
    daysLate: daysLateOn(instalment.dueOn, today),
  };
  return toAction(lead, [dueEntry(lead)], false, today, zone);
};

/** How pressing an action is: what was announced first, then the firmest, the latest, the largest. */
const pressure = (action: Action): number[] => [
  action.step ? toneRank(action.step) : LAST_TONE_RANK + 1,
  action.daysLate,
  action.totalCents,
];

export const comparePressure = (a: Action, b: Action): number => {
  const left = pressure(a);
  const right = pressure(b);
  for (const [index, value] of left.entries()) {
    const difference = (right[index] ?? 0) - value;
    if (difference !== 0) return difference;
  }
  return a.client.id - b.client.id || (a.currency < b.currency ? -1 : 1);
};

/** The invoices of some actions, each once. */
export const invoiceIdsOf = (actions: readonly Action[]): number[] => [
  ...new Set(actions.flatMap(({ invoices }) => invoices.map(({ decision }) => decision.invoice.id))),
];
