import { array, assert, boolean, double, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/dates.ts';
import { computeExpectedCash, isoWeek } from '../../src/domain/money/expected-cash.ts';
import type { Receivable } from '../../src/domain/money/receivables.ts';
import { owed, TODAY } from '../helpers/receivables.ts';

const shape = (receivables: Receivable[], habit: number, today = TODAY) => {
  const { expected, later, undatedCents, excludedCents } = computeExpectedCash(
    receivables,
    () => habit,
    today,
  );
  const weeks = expected.filter(({ amountCents }) => amountCents > 0);
  return {
    weeks: weeks.map(({ week, amountCents }) => [week, amountCents]),
    later: later.amountCents,
    undatedCents,
    excludedCents,
  };
};

describe('the ISO week', () => {
  it.each([
    ['2020-12-31', '2020-W53'],
    ['2021-01-03', '2020-W53'],
    ['2021-01-04', '2021-W01'],
    ['2024-12-29', '2024-W52'],
    ['2024-12-30', '2025-W01'],
    ['2026-11-23', '2026-W48'],
    ['2026-12-31', '2026-W53'],
    ['2027-01-01', '2026-W53'],
    ['2027-01-04', '2027-W01'],
  ])('of %s is %s', (day, week) => {
    expect(isoWeek(day)).toBe(week);
  });
});

describe('the expected cash', () => {
  const nothing = { weeks: [], later: 0, undatedCents: 0, excludedCents: 0 };

  it('has eight weeks from Monday to Sunday, then what comes after', () => {
    const { expected, later } = computeExpectedCash([], () => 0, '2026-11-26');
    expect(expected.map(({ week }) => week)).toEqual(
      '48 49 50 51 52 53 01 02'.split(' ').map((week, index) => `${index < 6 ? 2026 : 2027}-W${week}`),
    );
    expect(expected[0]).toEqual({ week: '2026-W48', from: '2026-11-23', to: '2026-11-29', amountCents: 0 });
    expect(later).toEqual({ from: '2027-01-18', amountCents: 0 });
  });

  it.each([
    ['on its due date', '2026-12-01', 0, { weeks: [['2026-W49', 10_000]] }],
    ['shifted by the habit', '2026-12-01', 7.4, { weeks: [['2026-W50', 10_000]] }],
    ['not due yet, of a client who pays early: today', '2026-11-25', -20, { weeks: [['2026-W48', 10_000]] }],
    ['late, and within the habit', '2026-11-20', 12, { weeks: [['2026-W49', 10_000]] }],
    ['late, its habit ends today', '2026-11-20', 3, { weeks: [['2026-W48', 10_000]] }],
    ['late beyond the habit', '2026-11-20', 2, { undatedCents: 10_000 }],
    ['the last day of the last week', '2027-01-17', 0, { weeks: [['2027-W02', 10_000]] }],
    ['the day after', '2027-01-18', 0, { later: 10_000 }],
  ])('%s', (_, dueOn, habit, expected) => {
    expect(shape([owed({ dueOn })], habit)).toEqual({ ...nothing, ...expected });
  });

  it('puts what was announced on its day, never before today, and the rest by habit', () => {
    const announced = [
      { on: '2026-11-20', amountCents: 3000 },
      { on: '2026-12-14', amountCents: 2000 },
    ];
    expect(shape([owed({ dueOn: '2026-10-01', announced, disputedCents: 1000 })], 5)).toEqual({
      weeks: [
        ['2026-W48', 3000],
        ['2026-W51', 2000],
      ],
      later: 0,
      undatedCents: 4000,
      excludedCents: 1000,
    });
  });

  it('expects nothing of a frozen claim', () => {
    expect(shape([owed({ isFrozen: true })], 0)).toEqual({ ...nothing, excludedCents: 10_000 });
  });

  it('always makes the whole of the receivables', () => {
    const receivable = record({
      late: integer({ min: -200, max: 400 }),
      remainingCents: integer({ min: 1, max: 1_000_000 }),
      share: double({ min: 0, max: 1, noNaN: true }),
      isFrozen: boolean(),
    });
    assert(
      property(array(receivable), integer({ min: -60, max: 90 }), (rows, habit) => {
        const receivables = rows.map(({ late, remainingCents, share, isFrozen }) =>
          owed({
            dueOn: addDays(TODAY, -late),
            remainingCents,
            isFrozen,
            disputedCents: Math.floor(remainingCents * share),
          }),
        );
        const { weeks, later, undatedCents, excludedCents } = shape(receivables, habit);
        const dated = weeks.reduce((sum, [, cents]) => sum + Number(cents), 0);
        expect(dated + later + undatedCents + excludedCents).toBe(
          receivables.reduce((sum, { remainingCents }) => sum + remainingCents, 0),
        );
      }),
    );
  });
});
