import type { LocalDate } from '../dates.ts';
import type { HoldFact, PaymentFact } from '../schedule/facts.ts';
import { isKept, isSince, promiseHoldsUntil } from '../schedule/holds.ts';
import type { HolidayZone } from '../working-days.ts';

export interface PayerPayment extends PaymentFact {
  /** Day from which the sum counts: a trop-perçu drawn on was there before, a credit note was never owed. */
  countsOn: LocalDate;
}

export interface PayerPromise extends HoldFact {
  endedOn: LocalDate | null;
}

export interface PromisedInvoice {
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

/** What a payment did for a promise: the day promised, and whether its sum was there before it counts as broken. */
interface ReachedPromise {
  promisedOn: LocalDate;
  isKept: boolean;
}

/** The last promise whose sum that payment completes, or is a part of; one given up counts only when it was kept. */
export const promiseReachedBy = (
  payment: Pick<PaymentFact, 'receivedOn' | 'recordedAt'>,
  invoice: PromisedInvoice,
  today: LocalDate,
  zone: HolidayZone,
): ReachedPromise | null => {
  const before = invoice.payments.filter(({ receivedOn }) => receivedOn < payment.receivedOn);
  for (const promise of invoice.promises.toReversed()) {
    const { untilOn, endedOn } = promise;
    if (untilOn === null || !isSince(payment, promise) || isKept(promise, { ...invoice, payments: before }))
      continue;
    if (wasKept(promise, invoice, today, zone) === true) return { promisedOn: untilOn, isKept: true };
    if (endedOn === null && isKept(promise, invoice)) return { promisedOn: untilOn, isKept: false };
  }
  return null;
};
