import { addDays, dayOfWeek, daysBetween, type LocalDate } from '../dates.ts';
import type { Receivable } from './receivables.ts';

const EXPECTED_WEEKS = 8;

export interface ExpectedWeek {
  /** ISO 8601: `2026-W48`. */
  week: string;
  from: LocalDate;
  to: LocalDate;
  amountCents: number;
}

/** The four parts make the whole of the receivables. */
export interface ExpectedCash {
  expected: ExpectedWeek[];
  /** After the last week, from that day on. */
  later: { from: LocalDate; amountCents: number };
  /** Overdue beyond the client's habit, and nothing announced. */
  undatedCents: number;
  /** Disputed, frozen by an insolvency or handed over: counted on no day. */
  excludedCents: number;
}

const mondayOf = (day: LocalDate): LocalDate => addDays(day, 1 - dayOfWeek(day));

/** The ISO week of a day: its year is that of its Thursday. */
export const isoWeek = (day: LocalDate): string => {
  const year = addDays(mondayOf(day), 3).slice(0, 4);
  const first = mondayOf(`${year}-01-04`);
  const number = daysBetween(first, mondayOf(day)) / 7 + 1;
  return `${year}-W${String(number).padStart(2, '0')}`;
};

/**
 * When the receivables should come in: on the day announced, else on the due date shifted by the client's habit, never before today.
 * @param habitOf mean delay of a client in days, negative for one who pays early
 */
export const computeExpectedCash = (
  receivables: readonly Receivable[],
  habitOf: (clientId: number) => number,
  today: LocalDate,
): ExpectedCash => {
  const monday = mondayOf(today);
  const expected = Array.from({ length: EXPECTED_WEEKS }, (_, index) => {
    const from = addDays(monday, index * 7);
    return { week: isoWeek(from), from, to: addDays(from, 6), amountCents: 0 };
  });
  const later = { from: addDays(monday, EXPECTED_WEEKS * 7), amountCents: 0 };
  let undatedCents = 0;
  let excludedCents = 0;
  const expect = (on: LocalDate, amountCents: number): void => {
    const index = Math.floor(daysBetween(monday, on < today ? today : on) / 7);
    (expected[index] ?? later).amountCents += amountCents;
  };
  for (const { client, dueOn, remainingCents, disputedCents, isFrozen, announced } of receivables) {
    const claimed = isFrozen ? 0 : remainingCents - disputedCents;
    excludedCents += remainingCents - claimed;
    let left = claimed;
    for (const { on, amountCents } of announced) {
      expect(on, amountCents);
      left -= amountCents;
    }
    const usual = addDays(dueOn, Math.round(habitOf(client.id)));
    if (usual < today && dueOn < today) undatedCents += left;
    else expect(usual, left);
  }
  return { expected, later, undatedCents, excludedCents };
};
