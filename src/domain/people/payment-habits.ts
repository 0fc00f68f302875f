import type { ClientRef } from './client.ts';
import type { LocalDate } from '../dates.ts';
import { toTenth } from '../money/dso.ts';
import type { Receivable } from '../money/receivables.ts';

/** How a client settled the invoices of a period, in one currency; negative days: before the due date. */
export interface SettledRow {
  client: ClientRef;
  currency: string;
  settled: number;
  onTime: number;
  totalDelayDays: number;
  worstDelayDays: number;
}

export interface PaymentHabit {
  client: ClientRef;
  /** Invoices settled in the period, and those of them settled by their due date. */
  settled: number;
  onTime: number;
  /** Each invoice counts the same; null when none was settled. */
  meanDelayDays: number | null;
  worstDelayDays: number | null;
  remainingCents: number;
  overdueCents: number;
}

/** Fewer settled invoices than this are not a habit. */
const HABIT_INVOICES = 2;

/** The mean delay of each client, in all currencies; that of all clients for one with no habit yet, else 0. */
export const habitsOf = (rows: readonly SettledRow[]): ((clientId: number) => number) => {
  const ofClient = new Map<number, { settled: number; days: number }>();
  const all = { settled: 0, days: 0 };
  for (const { client, settled, totalDelayDays } of rows) {
    const known = ofClient.get(client.id) ?? { settled: 0, days: 0 };
    ofClient.set(client.id, known);
    for (const sum of [known, all]) {
      sum.settled += settled;
      sum.days += totalDelayDays;
    }
  }
  const mean = all.settled === 0 ? 0 : all.days / all.settled;
  return (clientId) => {
    const own = ofClient.get(clientId);
    return own && own.settled >= HABIT_INVOICES ? own.days / own.settled : mean;
  };
};

const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Clients of one currency: those who are late first, then those who owe, then the slowest to pay. */
export const computePaymentHabits = (
  rows: readonly SettledRow[],
  receivables: readonly Receivable[],
  today: LocalDate,
  ofClient?: number,
): PaymentHabit[] => {
  const habits = new Map<number, PaymentHabit>();
  for (const { client, settled, onTime, totalDelayDays, worstDelayDays } of rows)
    if (ofClient === undefined || client.id === ofClient)
      habits.set(client.id, {
        client,
        settled,
        onTime,
        meanDelayDays: toTenth(totalDelayDays / settled),
        worstDelayDays,
        remainingCents: 0,
        overdueCents: 0,
      });
  for (const { client, dueOn, remainingCents } of receivables) {
    const habit = habits.get(client.id) ?? {
      client,
      settled: 0,
      onTime: 0,
      meanDelayDays: null,
      worstDelayDays: null,
      remainingCents: 0,
      overdueCents: 0,
    };
    habits.set(client.id, habit);
    habit.remainingCents += remainingCents;
    if (dueOn < today) habit.overdueCents += remainingCents;
  }
  return [...habits.values()].toSorted(
    (a, b) =>
      b.overdueCents - a.overdueCents ||
      b.remainingCents - a.remainingCents ||
      (b.meanDelayDays ?? -Infinity) - (a.meanDelayDays ?? -Infinity) ||
      compareText(a.client.name, b.client.name),
  );
};
