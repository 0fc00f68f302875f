import { loadPromised } from '../../db/payer-history.ts';
import { listPaymentsSince } from '../../db/payments.ts';
import type { Database } from '../../db/open.ts';
import type { LocalDate } from '../../domain/dates.ts';
import { promiseReachedBy } from '../../domain/people/payer-promise.ts';
import type { HolidayZone } from '../../domain/working-days.ts';

/** A payment that came in lately, and what it did for a promise. */
export interface Received {
  clientName: string;
  number: string;
  receivedOn: LocalDate;
  amountCents: number;
  currency: string;
  /** Day promised, when what came in since the promise reaches its sum. */
  promisedOn: LocalDate | null;
  /** In time, as the profile of the client counts it; null without a promise. */
  isPromiseKept: boolean | null;
}

export const readReceived = (
  db: Database,
  since: LocalDate,
  today: LocalDate,
  zone: HolidayZone,
): Received[] => {
  const payments = listPaymentsSince(db, since, today);
  const promised = loadPromised(
    db,
    payments.map(({ invoiceId }) => invoiceId),
    today,
  );
  return payments.map((payment) => {
    const { invoiceId, clientName, number, receivedOn, amountCents, currency } = payment;
    const invoice = promised.get(invoiceId);
    const reached =
      invoice && payment.kind === 'payment' ? promiseReachedBy(payment, invoice, today, zone) : null;
    return {
      ...{ clientName, number, receivedOn, amountCents, currency },
      promisedOn: reached?.promisedOn ?? null,
      isPromiseKept: reached?.isKept ?? null,
    };
  });
};
