import { remainingCentsOf } from './balance.ts';
import type { ClientRef } from './client.ts';
import type { LocalDate } from './dates.ts';
import type { HoldFact, InvoiceFacts } from './facts.ts';
import { readHolds, type HoldsReading } from './holds.ts';
import type { HolidayZone } from './working-days.ts';

/** A sum that the client has said to pay on a day: a promise, or an instalment of an agreement. */
export interface AnnouncedSum {
  on: LocalDate;
  amountCents: number;
}

/** What is still owed on one invoice, and what is known of how it will come in. */
export interface Receivable {
  client: ClientRef;
  currency: string;
  dueOn: LocalDate;
  remainingCents: number;
  disputedCents: number;
  /** Frozen by an insolvency, or in other hands: nothing is expected from the client. */
  isFrozen: boolean;
  /** Together at most what is neither paid nor disputed. */
  announced: AnnouncedSum[];
}

const FREEZING: ReadonlySet<string> = new Set(['insolvency', 'handover', 'unreadable']);

/** Takes the first sums of a queue, up to an amount; what is taken leaves the queue. */
const takeFrom = (queue: AnnouncedSum[], upToCents: number): AnnouncedSum[] => {
  const taken: AnnouncedSum[] = [];
  let left = upToCents;
  for (const sum of queue) {
    const amountCents = Math.min(sum.amountCents, left);
    if (amountCents <= 0) continue;
    taken.push({ on: sum.on, amountCents });
    sum.amountCents -= amountCents;
    left -= amountCents;
  }
  return taken;
};

/** On the day of the promise, only what was recorded after it pays it. */
const receivedSince = ({ payments }: InvoiceFacts, { fromOn, recordedAt }: HoldFact): number =>
  payments
    .filter(
      (payment) =>
        payment.receivedOn > fromOn ||
        (payment.receivedOn === fromOn && (payment.recordedAt ?? '') >= (recordedAt ?? '')),
    )
    .reduce((sum, { amountCents }) => sum + amountCents, 0);

type HoldReader = (holds: HoldFact[]) => HoldsReading;

/** The promise that stands, as what it still leaves to pay; a promise given anew replaces the former one. */
const promisedSum = (invoice: InvoiceFacts, remainingCents: number, read: HoldReader): AnnouncedSum[] => {
  const promise = invoice.holds.findLast(
    (hold) => hold.kind === 'promise' && read([hold]).standing.some(({ kind }) => kind === 'promise'),
  );
  if (!promise || promise.untilOn === null) return [];
  const amountCents =
    promise.amountCents === null ? remainingCents : promise.amountCents - receivedSince(invoice, promise);
  return [{ on: promise.untilOn, amountCents }];
};

/**
 * The receivables of a day. The instalments of an agreement pay its invoices in the order given (that of the due dates); what they
 * hold beyond the reste dû, penalties for instance, is not a receivable.
 */
export const readReceivables = (
  invoices: readonly InvoiceFacts[],
  today: LocalDate,
  zone: HolidayZone,
): Receivable[] => {
  const queues = new Map<number, AnnouncedSum[]>();
  const receivables: Receivable[] = [];
  for (const invoice of invoices) {
    const remainingCents = remainingCentsOf(invoice);
    if (invoice.isClosed || remainingCents <= 0) continue;
    const read: HoldReader = (holds) => readHolds({ ...invoice, holds }, remainingCents, today, zone);
    const { standing, disputedCents, plan } = read(invoice.holds);
    const isDisputed = standing.some(({ kind }) => kind === 'dispute');
    const disputed = isDisputed ? remainingCents : Math.min(disputedCents, remainingCents);
    const isFrozen = standing.some(({ kind }) => FREEZING.has(kind));
    const announced: AnnouncedSum[] = [];
    const claimed = isFrozen ? 0 : remainingCents - disputed;
    if (plan?.isKept) {
      const queue =
        queues.get(plan.letterId) ??
        plan.instalments.map((instalment) => ({
          on: instalment.dueOn,
          amountCents: instalment.remainingCents,
        }));
      queues.set(plan.letterId, queue);
      announced.push(...takeFrom(queue, claimed));
    }
    const planned = announced.reduce((sum, { amountCents }) => sum + amountCents, 0);
    announced.push(...takeFrom(promisedSum(invoice, remainingCents, read), claimed - planned));
    const { id, name, kind } = invoice.client;
    receivables.push({
      client: { id, name, kind },
      currency: invoice.currency,
      dueOn: invoice.dueOn,
      remainingCents,
      disputedCents: disputed,
      isFrozen,
      announced,
    });
  }
  return receivables;
};
