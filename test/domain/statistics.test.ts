import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/dates.ts';
import { computeDso } from '../../src/domain/money/dso.ts';
import { computePaymentHabits, habitsOf } from '../../src/domain/people/payment-habits.ts';
import {
  computeAgedBalance,
  computeRecoveries,
  type RecoveryRow,
} from '../../src/domain/money/statistics.ts';
import { CLIENT, owed, TODAY } from '../helpers/receivables.ts';

const row = (id: number, settled: number, totalDelayDays: number, currency = 'EUR') => ({
  client: { ...CLIENT, id, name: `Client ${id}` },
  currency,
  settled,
  onTime: 0,
  totalDelayDays,
  worstDelayDays: 30,
});

const after = (days: number | null, payments: number, facts: Partial<RecoveryRow> = {}): RecoveryRow => ({
  currency: 'EUR',
  cause: 'step',
  step: 'relance-1',
  channel: 'email',
  days,
  payments,
  amountCents: payments * 1000,
  ...facts,
});

describe('the aged balance', () => {
  it.each([
    [-1, 'not-due'],
    [0, 'not-due'],
    [1, '1-30'],
    [30, '1-30'],
    [31, '31-60'],
    [60, '31-60'],
    [61, '61-90'],
    [90, '61-90'],
    [91, 'over-90'],
    [4000, 'over-90'],
  ])('%i days late is in %s', (late, bucket) => {
    const balance = computeAgedBalance([owed({ dueOn: addDays(TODAY, -late) })], TODAY);
    expect(balance.map((one) => one.bucket)).toEqual(['not-due', '1-30', '31-60', '61-90', 'over-90']);
    expect(balance.filter(({ count }) => count > 0)).toEqual([
      { bucket, count: 1, remainingCents: 10_000, disputedCents: 0 },
    ]);
  });

  it('adds up, and keeps the disputed part in', () => {
    const dueOn = '2026-11-01';
    const [, late] = computeAgedBalance([owed({ dueOn }), owed({ dueOn, disputedCents: 4000 })], TODAY);
    expect(late).toEqual({ bucket: '1-30', count: 2, remainingCents: 20_000, disputedCents: 4000 });
  });
});

describe('the DSO', () => {
  const months = [
    { month: '2026-08', invoicedCents: 500_000 },
    { month: '2026-10', invoicedCents: 100_000 },
    { month: '2026-11', invoicedCents: 100_000 },
  ];

  it.each([
    ['nothing is owed', 0, 0],
    ['half of the current month', 50_000, 11.5],
    ['the current month, to the cent', 100_000, 23],
    ['half of the month before', 150_000, 38.5],
    ['beyond a month without invoices', 300_000, 23 + 31 + 30 + 6.2],
    ['more than was ever invoiced', 700_001, null],
  ])('counts back: %s', (_, receivables, days) => {
    expect(computeDso(receivables, 0, months, TODAY).countBackDays).toBe(days);
  });

  it('by the accounting method is a share of 365 days, and null when nothing was invoiced', () => {
    expect(computeDso(300_000, 1_200_000, months, TODAY).accountingDays).toBe(91.3);
    expect(computeDso(300_000, 0, [], TODAY)).toMatchObject({ accountingDays: null, countBackDays: null });
  });
});

describe('the habits', () => {
  it('are a client’s own from two invoices on, in any currency, else that of all, else none', () => {
    const habitOf = habitsOf([row(1, 2, 30), row(2, 1, 60), row(3, 1, 2), row(3, 1, 4, 'USD')]);
    expect([1, 2, 3, 4].map(habitOf)).toEqual([15, 96 / 5, 3, 96 / 5]);
    expect(habitsOf([])(1)).toBe(0);
  });

  it('show who is late first, then who owes, then the slowest', () => {
    const receivables = [
      owed({ client: { ...CLIENT, id: 3 }, dueOn: '2026-12-01' }),
      owed({ client: { ...CLIENT, id: 4 }, dueOn: '2026-11-22' }),
    ];
    const habits = computePaymentHabits([row(1, 1, 3), row(2, 3, 10)], receivables, TODAY);
    expect(habits.map(({ client, meanDelayDays }) => [client.id, meanDelayDays])).toEqual([
      [4, null],
      [3, null],
      [2, 3.3],
      [1, 3],
    ]);
    expect(habits[0]).toMatchObject({ settled: 0, worstDelayDays: null, overdueCents: 10_000 });
    expect(computePaymentHabits([row(1, 1, 3), row(2, 3, 10)], [], TODAY, 1)).toHaveLength(1);
  });
});

describe('what came in after each step', () => {
  it.each([
    [[after(4, 1)], 4],
    [[after(9, 1), after(2, 1)], 5.5],
    [[after(1, 3), after(50, 2)], 1],
    [[after(1, 2), after(50, 2)], 25.5],
    [[after(1, 2), after(50, 3)], 50],
  ])('%# has the median day', (rows, median) => {
    expect(computeRecoveries(rows)[0]?.medianDays).toBe(median);
  });

  it('comes in the order of what it tells', () => {
    const none = { step: null, channel: null } as const;
    const rows = computeRecoveries([
      after(2, 1),
      after(2, 5, { step: 'appel', channel: 'call' }),
      after(3, 1),
      after(null, 1, { ...none, cause: 'unprompted' }),
      after(null, 1, { ...none, cause: 'on-time' }),
    ]);
    expect(rows.map(({ cause, step, payments, medianDays }) => [cause, step, payments, medianDays])).toEqual([
      ['on-time', null, 1, null],
      ['unprompted', null, 1, null],
      ['step', 'appel', 5, 2],
      ['step', 'relance-1', 2, 2.5],
    ]);
  });
});
