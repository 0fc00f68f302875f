import { addDays, formatDay, type LocalDate } from '../dates.ts';
import type { Instalment } from './instalments.ts';
import type { Step } from './scenario.ts';
import { oneLine } from '../typography.ts';

/** An agreement once signed, and what came in since on the invoices that it covers. */
export interface PlanFact {
  letterId: number;
  /** The agreement counts what was owed on that day. */
  writtenOn: LocalDate;
  signedOn: LocalDate;
  instalments: Instalment[];
  receivedCents: number;
  /** What was owed on the invoices that it covers: the rest of its instalments are penalties. */
  principalCents: number;
  /** Day from which the whole balance is due, its letter having stayed without effect (déchéance du terme); null: not so. */
  lapsedOn: LocalDate | null;
  /** Last day of the delay of the letter that demands its instalments, while it runs. */
  demandedUntil: LocalDate | null;
  /** Invoices covered that are still owed, the oldest first: the first one carries the reminders. */
  owedInvoiceIds: number[];
}

/** Days after an instalment's date before it is said to be missed: time for a transfer, and for a courteous reminder. */
const MISSED_AFTER_DAYS = 10;
const ANNOUNCED_DAYS_BEFORE = 3;
const REMINDED_DAYS_AFTER = 3;

/** `paid`, `coming`; `late`: its date is past; `missed`: its delay too. */
export type InstalmentState = 'paid' | 'coming' | 'late' | 'missed';

export interface InstalmentReading extends Instalment {
  /** From 1. */
  number: number;
  remainingCents: number;
  state: InstalmentState;
}

export interface PlanReading {
  letterId: number;
  signedOn: LocalDate;
  instalments: InstalmentReading[];
  /** The first one that is not paid in full; null once all are. */
  next: InstalmentReading | null;
  /** No instalment is missed: the plan stands in for the scenario. */
  isKept: boolean;
  /** Penalties and indemnity within what is left to pay: what comes in pays the principal first (its article 3). */
  penaltiesCents: number;
  /** See PlanFact. */
  demandedUntil: LocalDate | null;
  /** See PlanFact: until that day only what is overdue may be asked (C. civ. 1305-2), from that day on the whole, for good. */
  lapsedOn: LocalDate | null;
}

/** Last day left to an instalment before it counts as missed. */
const missedFrom = (dueOn: LocalDate): LocalDate => addDays(dueOn, MISSED_AFTER_DAYS);

const stateOn = ({ dueOn }: Instalment, remainingCents: number, today: LocalDate): InstalmentState => {
  if (remainingCents === 0) return 'paid';
  if (today <= dueOn) return 'coming';
  return today <= missedFrom(dueOn) ? 'late' : 'missed';
};

/** What came in pays the instalments in their order. */
export const readPaymentPlan = (
  { letterId, signedOn, instalments, receivedCents, principalCents, lapsedOn, demandedUntil }: PlanFact,
  today: LocalDate,
): PlanReading => {
  let left = receivedCents;
  const read = instalments.map((instalment, index) => {
    const paidCents = Math.min(left, instalment.amountCents);
    left -= paidCents;
    const remainingCents = instalment.amountCents - paidCents;
    return {
      ...instalment,
      number: index + 1,
      remainingCents,
      state: stateOn(instalment, remainingCents, today),
    };
  });
  const totalCents = instalments.reduce((sum, { amountCents }) => sum + amountCents, 0);
  return {
    letterId,
    signedOn,
    instalments: read,
    penaltiesCents: Math.max(0, Math.min(totalCents - receivedCents, totalCents - principalCents)),
    next: read.find(({ remainingCents }) => remainingCents > 0) ?? null,
    isKept: lapsedOn === null && read.every(({ state }) => state !== 'missed'),
    lapsedOn,
    demandedUntil,
  };
};

/**
 * Day from which the whole balance of an agreement is due: its letter asked for the instalments then overdue, and what came in until
 * its last day left some of them unpaid.
 */
export const lapseAfter = (
  { writtenOn, deadlineOn }: { writtenOn: LocalDate; deadlineOn: LocalDate },
  instalments: readonly Instalment[],
  receivedByThenCents: number,
): LocalDate | null => {
  const askedCents = instalments
    .filter(({ dueOn }) => dueOn < writtenOn)
    .reduce((sum, { amountCents }) => sum + amountCents, 0);
  return receivedByThenCents < askedCents ? addDays(deadlineOn, 1) : null;
};

/** Reason under which a plan carried out to its end is closed. */
export const PLAN_KEPT = 'échéancier tenu';

const PLAN_STEP = 'plan:';

/** A reminder of an instalment: it has no place among the steps of a scenario. */
export const isPlanStep = (step: string): boolean => step.startsWith(PLAN_STEP);

/** A step as a person reads it: `plan:12:2:rappel` → « rappel de l’échéance 2 de l’échéancier », or the scenario's own word. */
export const stepTitle = (step: string): string => {
  const [, number, again] = /^plan:\d+:(\d+)(:rappel)?$/.exec(step) ?? [];
  if (number === undefined) return oneLine(step);
  return `${again ? 'rappel de l’échéance' : 'échéance'} ${number} de l’échéancier`;
};

export interface PlanStep {
  step: Step;
  on: LocalDate;
  /** Last day on which it may be made; null: none. */
  until: LocalDate | null;
  instalment: InstalmentReading;
}

/** The two courteous messages of the next instalment: it comes, then it has not come. */
export const planStepsOf = ({ letterId, next }: PlanReading): PlanStep[] => {
  if (next === null) return [];
  const id = `${PLAN_STEP}${letterId}:${next.number}`;
  const step = { day: 0, channel: 'email' as const };
  return [
    {
      step: { ...step, id, tone: 'service', template: 'echeance-plan' },
      on: addDays(next.dueOn, -ANNOUNCED_DAYS_BEFORE),
      until: addDays(next.dueOn, -1),
      instalment: next,
    },
    {
      step: { ...step, id: `${id}:rappel`, tone: 'courtoisie', template: 'echeance-plan-rappel' },
      on: addDays(next.dueOn, REMINDED_DAYS_AFTER),
      until: null,
      instalment: next,
    },
  ];
};

export const planHoldText = ({ instalments, next, isKept, demandedUntil }: PlanReading): string =>
  next === null
    ? 'échéancier : toutes les échéances sont payées'
    : demandedUntil !== null
      ? `échéancier : délai de la mise en demeure jusqu’au ${formatDay(demandedUntil)} inclus`
      : !isKept
        ? `échéancier manqué : l’échéance du ${formatDay(next.dueOn)} se réclame sur la plus ancienne de ses factures`
        : `échéancier en cours : échéance ${next.number} sur ${instalments.length}, le ${formatDay(next.dueOn)}`;
