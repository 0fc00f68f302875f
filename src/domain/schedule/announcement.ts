import { addDays, type LocalDate } from '../dates.ts';
import { effectiveChannel, isByMail, isOnWorkingDays } from './effective-channel.ts';
import { isPrescribed } from '../law/prescription-period.ts';
import { isThreat, toneRank, type Step } from './scenario.ts';
import type { Decision } from './decision.ts';
import { nextWorkingDay, type HolidayZone } from '../working-days.ts';

/** What a message may announce: the step that follows, and the last day before it. */
export interface Announcement {
  step: Step;
  deadlineOn: LocalDate;
}

/** When the step after this one would fall if this one is made today, and so the last day left to the client. */
const followingOf = (decision: Decision, today: LocalDate, zone: HolidayZone): Announcement | null => {
  const { step, invoice, scenario } = decision;
  if (!step) return null;
  const next = scenario.steps.find((candidate) => candidate.day > step.day);
  if (!next || (isThreat(next) && isPrescribed(invoice, today))) return null;
  const { channel } = effectiveChannel(next, invoice.client);
  const days = [
    addDays(invoice.dueOn, next.day),
    // A step before the due date does not delay the next one.
    ...(step.day < 0 ? [] : [addDays(today, next.day - step.day)]),
    ...(isByMail(channel) ? [addDays(today, scenario.minGapDays)] : []),
  ];
  const planned = days.reduce((a, b) => (a > b ? a : b));
  const on = isOnWorkingDays(channel) ? nextWorkingDay(planned, zone) : planned;
  return { step: next, deadlineOn: addDays(on, -1) };
};

/** The latest date; on one date, the step of the highest tone. */
const isAnnouncedFirst = (a: Announcement, b: Announcement): boolean =>
  a.deadlineOn === b.deadlineOn ? toneRank(a.step) > toneRank(b.step) : a.deadlineOn > b.deadlineOn;

/** One date for the whole message: the last of those that its advancing invoices, most pressing first, allow. */
export const announcedBy = (
  advancing: Decision[],
  today: LocalDate,
  zone: HolidayZone,
): Announcement | null =>
  advancing
    .map((decision) => followingOf(decision, today, zone))
    .filter((candidate) => candidate !== null)
    .reduce<Announcement | null>(
      (last, candidate) => (last === null || isAnnouncedFirst(candidate, last) ? candidate : last),
      null,
    );
