import { daysLateOn } from './balance.ts';
import type { LocalDate } from '../dates.ts';
import { computeDso, type Dso, type MonthInvoiced } from './dso.ts';
import { computeExpectedCash, type ExpectedCash } from './expected-cash.ts';
import {
  computePaymentHabits,
  habitsOf,
  type PaymentHabit,
  type SettledRow,
} from '../people/payment-habits.ts';
import type { Receivable } from './receivables.ts';
import type { Channel } from '../schedule/scenario.ts';

/** In the order of the balance, each with the last day late that it holds. */
const BUCKETS = [
  ['not-due', 0],
  ['1-30', 30],
  ['31-60', 60],
  ['61-90', 90],
  ['over-90', Infinity],
] as const;
export type AgedBucketName = (typeof BUCKETS)[number][0];

export interface AgedBucket {
  bucket: AgedBucketName;
  count: number;
  remainingCents: number;
  /** Part of the reste dû that is disputed: it stays in the balance. */
  disputedCents: number;
}

/** What came before a payment: nothing but the due date, nothing although it was late, or a step. */
export type RecoveryCause = 'on-time' | 'unprompted' | 'step';

interface RecoveryKey {
  cause: RecoveryCause;
  step: string | null;
  channel: Channel | null;
}

/** Payments received so many days after the same step. */
export interface RecoveryRow extends RecoveryKey {
  currency: string;
  days: number | null;
  payments: number;
  amountCents: number;
}

export interface Recovery extends RecoveryKey {
  payments: number;
  amountCents: number;
  /** Between the step and the payment; null without a step. */
  medianDays: number | null;
}

export interface MonthFlow extends MonthInvoiced {
  receivedCents: number;
}

export interface CurrencyStatistics extends ExpectedCash {
  currency: string;
  agedBalance: AgedBucket[];
  dso: Dso;
  recovered: Recovery[];
  clients: PaymentHabit[];
  months: MonthFlow[];
  writtenOffCents: number;
}

export interface Statistics {
  date: LocalDate;
  since: LocalDate;
  /** Less than a year of invoices: the accounting method then says too much. */
  isFirstYear: boolean;
  currencies: CurrencyStatistics[];
}

/** What the database says, for all currencies; flows from `since` to the day, months in their order. */
export interface StatisticsRows {
  receivables: readonly Receivable[];
  /** Invoiced in the last 365 days. */
  yearInvoiced: ReadonlyMap<string, number>;
  /** Back to where the receivables are exhausted. */
  invoiced: readonly (MonthInvoiced & { currency: string })[];
  received: readonly { currency: string; month: string; receivedCents: number }[];
  recovered: readonly RecoveryRow[];
  /** Of every client: their mean stands in for the habit of a client who has none. */
  settled: readonly SettledRow[];
  writtenOff: ReadonlyMap<string, number>;
  /** The twelve months shown, `2026-11`. */
  months: readonly string[];
  clientId: number | undefined;
}

export const computeAgedBalance = (
  receivables: readonly Pick<Receivable, 'dueOn' | 'remainingCents' | 'disputedCents'>[],
  today: LocalDate,
): AgedBucket[] => {
  const balance = BUCKETS.map(([bucket]) => ({ bucket, count: 0, remainingCents: 0, disputedCents: 0 }));
  for (const { dueOn, remainingCents, disputedCents } of receivables) {
    const late = daysLateOn(dueOn, today);
    const bucket = balance[BUCKETS.findIndex(([, last]) => late <= last)];
    if (!bucket) continue;
    bucket.count += 1;
    bucket.remainingCents += remainingCents;
    bucket.disputedCents += disputedCents;
  }
  return balance;
};

/** The middle of a histogram; between two values, their mean. */
const medianOf = (histogram: readonly RecoveryRow[]): number | null => {
  const sorted = histogram
    .flatMap(({ days, payments }) => (days === null ? [] : [{ days, payments }]))
    .toSorted((a, b) => a.days - b.days);
  const total = sorted.reduce((sum, { payments }) => sum + payments, 0);
  const valueAt = (rank: number): number => {
    let before = 0;
    return sorted.find(({ payments }) => (before += payments) > rank)?.days ?? 0;
  };
  return total === 0 ? null : (valueAt(Math.floor((total - 1) / 2)) + valueAt(Math.floor(total / 2))) / 2;
};

const CAUSES: readonly RecoveryCause[] = ['on-time', 'unprompted', 'step'];

/** Paid on time, then late without a reminder, then after each step, the largest sum first. */
export const computeRecoveries = (rows: readonly RecoveryRow[]): Recovery[] => {
  const groups = new Map<string, RecoveryRow[]>();
  for (const row of rows) {
    const key = `${row.cause} ${row.channel} ${row.step}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const { cause, step, channel } = first;
      const payments = group.reduce((sum, row) => sum + row.payments, 0);
      const amountCents = group.reduce((sum, row) => sum + row.amountCents, 0);
      return [{ cause, step, channel, payments, amountCents, medianDays: medianOf(group) }];
    })
    .toSorted((a, b) => CAUSES.indexOf(a.cause) - CAUSES.indexOf(b.cause) || b.amountCents - a.amountCents);
};

const rankOf = (currency: string): string => (currency === 'EUR' ? '' : currency);

/** Currencies with something to tell, the euro first. */
const currenciesOf = (rows: StatisticsRows): string[] => {
  const ofClient = rows.settled.filter(({ client }) => (rows.clientId ?? client.id) === client.id);
  const recent = rows.invoiced.filter(({ month }) => month >= (rows.months[0] ?? month));
  const all = [rows.receivables, recent, rows.received, rows.recovered, ofClient];
  const found = new Set([
    ...all.flatMap((list) => list.map(({ currency }) => currency)),
    ...rows.writtenOff.keys(),
  ]);
  return [...found].toSorted((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1));
};

export const sumByCurrency = <T extends { currency: string }>(
  rows: readonly T[],
  centsOf: (row: T) => number,
): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(row.currency, (sums.get(row.currency) ?? 0) + centsOf(row));
  return sums;
};

export const computeStatistics = (
  rows: StatisticsRows,
  { date, since, isFirstYear }: Omit<Statistics, 'currencies'>,
): Statistics => {
  const habitOf = habitsOf(rows.settled);
  const open = sumByCurrency(rows.receivables, ({ remainingCents }) => remainingCents);
  const currencies = currenciesOf(rows).map((currency): CurrencyStatistics => {
    const isOf = (row: { currency: string }): boolean => row.currency === currency;
    const receivables = rows.receivables.filter(isOf);
    const invoiced = rows.invoiced.filter(isOf);
    const received = rows.received.filter(isOf);
    const yearCents = rows.yearInvoiced.get(currency) ?? 0;
    return {
      currency,
      agedBalance: computeAgedBalance(receivables, date),
      dso: computeDso(open.get(currency) ?? 0, yearCents, invoiced, date),
      recovered: computeRecoveries(rows.recovered.filter(isOf)),
      clients: computePaymentHabits(rows.settled.filter(isOf), receivables, date, rows.clientId),
      ...computeExpectedCash(receivables, habitOf, date),
      months: rows.months.map((month) => ({
        month,
        invoicedCents: invoiced.find((row) => row.month === month)?.invoicedCents ?? 0,
        receivedCents: received.find((row) => row.month === month)?.receivedCents ?? 0,
      })),
      writtenOffCents: rows.writtenOff.get(currency) ?? 0,
    };
  });
  return { date, since, isFirstYear, currencies };
};
