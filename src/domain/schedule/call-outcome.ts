import type { LocalDate } from '../dates.ts';
import { addWorkingDays, type HolidayZone } from '../working-days.ts';

/** What comes out of a call, as `--issue` and the log name it. */
export const CALL_OUTCOMES = [
  'injoignable',
  'message',
  'promesse',
  'litige',
  'deja-paye',
  'mauvais-contact',
  'facture-non-recue',
  'attente-validation',
  'refus',
] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** Calls in a row without reaching anybody, after which the step counts as made: the scenario is not to wait for ever. */
const MOST_ATTEMPTS = 3;
const CALL_AGAIN_DAYS = 2;
const CHECK_PAYMENT_DAYS = 3;
const SENT_AGAIN_DAYS = 5;
const APPROVAL_DAYS = 5;

/** Outcomes after which nobody has been spoken to. */
export const isUnreached = (outcome: string | null): boolean =>
  outcome === 'injoignable' || outcome === 'message';

export interface CallConsequence {
  /** The step of the scenario is behind; otherwise it waits for another call. */
  isStepMade: boolean;
  /** Day on which to call again. */
  followUpOn: LocalDate | null;
  /** Reminders wait until that day, included. */
  pauseUntil: LocalDate | null;
  /** The steps before the formal one are given up. */
  isFormalNext: boolean;
}

const NONE: CallConsequence = {
  isStepMade: true,
  followUpOn: null,
  pauseUntil: null,
  isFormalNext: false,
};

/**
 * What an outcome leads to, in working days from the call.
 * @param attempts calls in a row that reached nobody, this one included
 * @param approvalOn day announced for an approval, when one was
 */
export const consequenceOf = (
  outcome: CallOutcome,
  {
    on,
    attempts,
    approvalOn,
    zone,
  }: { on: LocalDate; attempts: number; approvalOn: LocalDate | null; zone: HolidayZone },
): CallConsequence => {
  const after = (days: number): LocalDate => addWorkingDays(on, days, zone);
  switch (outcome) {
    case 'injoignable':
    case 'message': {
      const isEnough = attempts >= MOST_ATTEMPTS;
      const days = outcome === 'message' ? CALL_AGAIN_DAYS : 1;
      return { ...NONE, isStepMade: isEnough, followUpOn: isEnough ? null : after(days) };
    }
    case 'mauvais-contact':
      return { ...NONE, isStepMade: false, followUpOn: after(1) };
    case 'deja-paye':
      return { ...NONE, pauseUntil: after(CHECK_PAYMENT_DAYS) };
    case 'facture-non-recue':
      return { ...NONE, pauseUntil: after(SENT_AGAIN_DAYS) };
    case 'attente-validation':
      return { ...NONE, pauseUntil: approvalOn ?? after(APPROVAL_DAYS) };
    case 'refus':
      return { ...NONE, isFormalNext: true };
    case 'promesse':
    case 'litige':
      return NONE;
  }
};
