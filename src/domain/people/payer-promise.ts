import type { LocalDate } from '../dates.ts';
import type { HoldFact, PaymentFact } from '../schedule/facts.ts';
import { isKept, promiseHoldsUntil } from '../schedule/holds.ts';
import type { HolidayZone } from '../working-days.ts';

export interface PayerPayment extends PaymentFact {
  /** Day from which the sum counts: a trop-perçu drawn on was there before, a credit note was never owed. */
  countsOn: LocalDate;
}

export interface PayerPromise extends HoldFact {
  endedOn: LocalDate | null;
}

interface PromisedInvoice {
  totalCents: number;
  payments: PayerPayment[];
  promises: PayerPromise[];
}

/**
 * Kept when its sum came in before it counts as broken. One given up by its day, most often for another, is neither
 * kept nor broken: null, as while its day has not passed.
 */
const wasKept = (
  promise: PayerPromise,
  { totalCents, payments }: PromisedInvoice,
  today: LocalDate,
  zone: HolidayZone,
): boolean | null => {
  const { untilOn, endedOn } = promise;
  if (untilOn === null) return null;
  const isGivenUp = endedOn !== null && endedOn <= untilOn;
  const last = isGivenUp ? endedOn : promiseHoldsUntil(untilOn, zone);
  const inTime = payments.filter(({ receivedOn }) => receivedOn <= last);
  if (isKept(promise, { totalCents, payments: inTime })) return true;
  return isGivenUp || today <= last ? null : false;
};

export const countPromises = (
  invoices: PromisedInvoice[],
  today: LocalDate,
  zone: HolidayZone,
): { promisesKept: number; promisesBroken: number } => {
  const kept = invoices.flatMap((invoice) =>
    invoice.promises.map((promise) => wasKept(promise, invoice, today, zone)),
  );
  return {
    promisesKept: kept.filter((one) => one === true).length,
    promisesBroken: kept.filter((one) => one === false).length,
  };
};
