import type { Decision } from '../schedule/decision.ts';

/** Money of one currency: what is awaited, what of it is late, what came in this month. */
export interface Cash {
  currency: string;
  openCents: number;
  overdueCents: number;
  receivedThisMonthCents: number;
}

/** By currency, euros first. */
export const cashOf = (
  decisions: readonly Decision[],
  received: readonly { currency: string; amountCents: number }[],
): Cash[] => {
  const byCurrency = new Map<string, Cash>();
  const of = (currency: string): Cash => {
    const known = byCurrency.get(currency) ?? {
      currency,
      openCents: 0,
      overdueCents: 0,
      receivedThisMonthCents: 0,
    };
    byCurrency.set(currency, known);
    return known;
  };
  for (const { invoice, remainingCents, daysLate } of decisions) {
    const cash = of(invoice.currency);
    cash.openCents += remainingCents;
    if (daysLate > 0) cash.overdueCents += remainingCents;
  }
  for (const { currency, amountCents } of received) of(currency).receivedThisMonthCents += amountCents;
  return [...byCurrency.values()].toSorted((a, b) =>
    a.currency === 'EUR' ? -1 : b.currency === 'EUR' ? 1 : a.currency < b.currency ? -1 : 1,
  );
};
