import { describe, expect, it, test } from 'vitest';
import { computeMark, markOf, type MarkFigures } from '../../src/domain/people/payer-mark.ts';
import {
  computeProfile,
  type PayerInvoice,
  type PayerProfile,
} from '../../src/domain/people/payer-profile.ts';
import type { PayerPayment, PayerPromise } from '../../src/domain/people/payer-promise.ts';
import { addDays } from '../../src/domain/dates.ts';

/** A Monday. */
const TODAY = '2026-11-23';
const DUE = '2026-09-30';

const paid = (day: string, amountCents = 100_000, facts: Partial<PayerPayment> = {}): PayerPayment => ({
  receivedOn: day,
  countsOn: day,
  amountCents,
  kind: 'payment',
  ...facts,
});

const invoice = (facts: Partial<PayerInvoice> = {}): PayerInvoice => ({
  dueOn: DUE,
  currency: 'EUR',
  totalCents: 100_000,
  closedOn: null,
  closedAs: null,
  payments: [],
  isDisputed: false,
  promises: [],
  ...facts,
});

/** Due that day, and paid so many days later. */
const late = (days: number, dueOn = DUE): PayerInvoice =>
  invoice({ dueOn, payments: [paid(addDays(dueOn, days))] });

const profileOf = (invoices: PayerInvoice[], signs = 0): PayerProfile =>
  computeProfile({ invoices, signs }, TODAY, { minimumCents: 100, zone: 'metropole' });

const PERFECT: MarkFigures = {
  invoices: 10,
  judged: 10,
  onTime: 10,
  meanDelayDays: 0,
  writtenOff: 0,
  oldestUnpaidDays: 0,
  promisesBroken: 0,
  disputed: 0,
  signs: 0,
};

describe('the mark', () => {
  it.each([
    [100, 'A'],
    [85, 'A'],
    [84, 'B'],
    [70, 'B'],
    [69, 'C'],
    [55, 'C'],
    [54, 'D'],
    [40, 'D'],
    [39, 'E'],
    [0, 'E'],
  ])('%i points are worth %s', (points, mark) => {
    expect(markOf(points)).toBe(mark);
  });

  it.each<[string, Partial<MarkFigures>, number]>([
    ['nothing', {}, 0],
    ['a mean delay of a day', { meanDelayDays: 1 }, 1],
    ['a mean delay of 40 days', { meanDelayDays: 40 }, 40],
    ['a mean delay of 41 days', { meanDelayDays: 41 }, 40],
    ['one late out of ten', { onTime: 9 }, 2],
    ['all late', { onTime: 0 }, 20],
    ['one late out of eight, 2.5 rounded', { judged: 8, onTime: 7 }, 3],
    ['60 days unpaid', { oldestUnpaidDays: 60 }, 0],
    ['61 days unpaid', { oldestUnpaidDays: 61 }, 20],
    ['a loss', { writtenOff: 1 }, 20],
    ['a loss and 61 days unpaid', { writtenOff: 1, oldestUnpaidDays: 61 }, 20],
    ['a broken promise', { promisesBroken: 1 }, 5],
    ['five broken promises', { promisesBroken: 5 }, 20],
    ['one disputed out of ten', { disputed: 1 }, 2],
    ['a sign', { signs: 1 }, 10],
    ['four signs', { signs: 4 }, 30],
  ])('%s', (_, facts, lost) => {
    const { points, formula } = computeMark({ ...PERFECT, ...facts });
    expect(points).toBe(100 - lost);
    expect(formula.reduce((sum, line) => sum + line.points, 0)).toBe(points);
    expect(formula).toHaveLength(lost === 0 ? 1 : 2);
  });

  test('it never goes below 0', () => {
    const worst = { judged: 10, onTime: 0, meanDelayDays: 90, oldestUnpaidDays: 90, disputed: 10, signs: 3 };
    expect(computeMark({ ...PERFECT, ...worst, promisesBroken: 9 })).toMatchObject({ mark: 'E', points: 0 });
  });

  it.each<[string, PayerInvoice[], string | null]>([
    ['no invoice', [], null],
    ['one settled', [late(0)], null],
    ['one settled, one not due', [late(0), invoice({ dueOn: TODAY })], null],
    ['one settled, one due yesterday', [late(0), invoice({ dueOn: addDays(TODAY, -1) })], 'A'],
    ['one settled before it was due, one settled', [late(0), late(-70, '2026-12-15')], 'A'],
    ['one settled, one cancelled', [late(0), invoice({ closedAs: 'cancelled', closedOn: DUE })], null],
  ])('with %s', (_, invoices, mark) => {
    expect(profileOf(invoices).mark).toBe(mark);
  });
});

describe('how each invoice counts', () => {
  it.each<[string, PayerInvoice, Partial<PayerProfile>]>([
    ['paid the day before', late(-1), { onTime: 1, late: 0, worstDelayDays: 0 }],
    ['paid on its day', late(0), { onTime: 1, late: 0, worstDelayDays: 0 }],
    ['paid the day after', late(1), { onTime: 0, late: 1, worstDelayDays: 1 }],
    ['due today', invoice({ dueOn: TODAY }), { settled: 0, overdue: 0, worstDelayDays: null }],
    ['unpaid', invoice(), { settled: 0, overdue: 1, worstDelayDays: 54 }],
    [
      'written off',
      invoice({ closedAs: 'written-off', closedOn: '2026-10-30' }),
      { writtenOff: 1, worstDelayDays: 30 },
    ],
    [
      'paid in two parts: the last one settles',
      invoice({ payments: [paid(DUE, 40_000), paid(addDays(DUE, 9), 60_000)] }),
      { late: 1, worstDelayDays: 9 },
    ],
    [
      'paid but for 99 cents, which nobody claims',
      invoice({ payments: [paid(DUE, 99_901)] }),
      { onTime: 1, overdue: 0 },
    ],
    ['paid but for 1 euro', invoice({ payments: [paid(DUE, 99_900)] }), { onTime: 0, overdue: 1 }],
    [
      'a credit note granted later lowers what was due, and delays nothing',
      invoice({
        payments: [paid(DUE, 90_000), paid('2026-11-20', 10_000, { kind: 'credit-note', countsOn: DUE })],
      }),
      { onTime: 1 },
    ],
    [
      'wholly credited: as if it had not been',
      invoice({ payments: [paid(DUE, 100_000, { kind: 'credit-note' })] }),
      { invoices: 0, settled: 0, disputedShareBps: null },
    ],
    [
      'drawn on a trop-perçu that was there before',
      invoice({ payments: [paid('2026-11-20', 100_000, { countsOn: '2026-09-15' })] }),
      { onTime: 1 },
    ],
  ])('%s', (_, one, expected) => {
    expect(profileOf([one])).toMatchObject(expected);
  });

  test('sums stay apart by currency, the most used first; a loss is no longer expected', () => {
    const { balances } = profileOf([
      invoice({ payments: [paid(DUE, 30_000)] }),
      invoice({ dueOn: TODAY }),
      invoice({ currency: 'USD', totalCents: 5_000 }),
      invoice({ closedAs: 'written-off', closedOn: TODAY }),
    ]);
    expect(balances).toEqual([
      { currency: 'EUR', openCents: 170_000, overdueCents: 70_000 },
      { currency: 'USD', openCents: 5_000, overdueCents: 5_000 },
    ]);
  });

  test('the year is counted by due date: the day a year ago belongs to the year before', () => {
    const { trend } = profileOf([
      late(10, '2025-11-24'),
      late(20, '2025-11-23'),
      late(30, '2024-11-24'),
      late(40, '2024-11-23'),
    ]);
    expect(trend).toEqual({ recentMeanDelayDays: 10, previousMeanDelayDays: 25 });
  });
});

/** For Friday 9 October: the grace of a transfer ends on Tuesday the 13th. */
const promise = (facts: Partial<PayerPromise> = {}): PayerPromise => ({
  kind: 'promise',
  fromOn: '2026-10-05',
  untilOn: '2026-10-09',
  amountCents: 100_000,
  reason: null,
  endedOn: null,
  ...facts,
});

describe('a promise', () => {
  it.each<[string, PayerPromise, PayerPayment[], kept: number, broken: number]>([
    ['paid on its day', promise(), [paid('2026-10-09')], 1, 0],
    ['paid within two working days', promise(), [paid('2026-10-13')], 1, 0],
    ['paid the day after', promise(), [paid('2026-10-14')], 0, 1],
    ['paid in part', promise(), [paid('2026-10-09', 99_900)], 0, 1],
    ['paid before it was made', promise(), [paid('2026-10-04')], 0, 1],
    ['never paid', promise(), [], 0, 1],
    ['of a part, paid', promise({ amountCents: 50_000 }), [paid('2026-10-09', 50_000)], 1, 0],
    ['whose grace ends today', promise({ untilOn: '2026-11-19' }), [], 0, 0],
    ['whose grace ended on Friday', promise({ untilOn: '2026-11-18' }), [], 0, 1],
    ['replaced by its day', promise({ endedOn: '2026-10-09' }), [], 0, 0],
    ['replaced after its day', promise({ endedOn: '2026-10-10' }), [], 0, 1],
    ['kept, then replaced by its day', promise({ endedOn: '2026-10-08' }), [paid('2026-10-08')], 1, 0],
    ['replaced by its day, paid later', promise({ endedOn: '2026-10-08' }), [paid('2026-10-09')], 0, 0],
  ])('%s', (_, made, payments, promisesKept, promisesBroken) => {
    const one = invoice({ promises: [made], payments, totalCents: 200_000 });
    expect(profileOf([one])).toMatchObject({ promisesKept, promisesBroken });
  });
});
