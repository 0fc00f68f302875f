import { remainingCentsOf } from './balance.ts';
import type { ClientRef } from '../people/client.ts';
import type { LocalDate } from '../dates.ts';
import type { HoldFact, InvoiceFacts } from '../schedule/facts.ts';
import { readHolds, type HoldsReading } from '../schedule/holds.ts';
import type { HolidayZone } from '../working-days.ts';

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

/** What is left to pay of each agreement, by its letter: its invoices take from it in turn. */
type PlanQueues = Map<number, AnnouncedSum[]>;

const plannedSums = (plan: HoldsReading['plan'], queues: PlanQueues, upToCents: number): AnnouncedSum[] => {
  if (!plan?.isKept) return [];
  const queue =
    queues.get(plan.letterId) ??
    plan.instalments.map(({ dueOn, remainingCents }) => ({ on: dueOn, amountCents: remainingCents }));
  queues.set(plan.letterId, queue);
  return takeFrom(queue, upToCents);
};

const readReceivable = (
  invoice: InvoiceFacts,
  queues: PlanQueues,
  today: LocalDate,
  zone: HolidayZone,
): Receivable => {
  const { id, name, kind } = invoice.client;
  const remainingCents = remainingCentsOf(invoice);
  const read: HoldReader = (holds) => readHolds({ ...invoice, holds }, remainingCents, today, zone);
  const { standing, disputedCents: partly, plan } = read(invoice.holds);
  const isDisputed = standing.some((hold) => hold.kind === 'dispute');
  const isFrozen = standing.some((hold) => FREEZING.has(hold.kind));
  const disputedCents = isDisputed ? remainingCents : Math.min(partly, remainingCents);
  const claimedCents = isFrozen ? 0 : remainingCents - disputedCents;
  const planned = plannedSums(plan, queues, claimedCents);
  const unplannedCents = planned.reduce((left, { amountCents }) => left - amountCents, claimedCents);
  const promised = takeFrom(promisedSum(invoice, remainingCents, read), unplannedCents);
  return {
    client: { id, name, kind },
    currency: invoice.currency,
    dueOn: invoice.dueOn,
    remainingCents,
    disputedCents,
    isFrozen,
    announced: [...planned, ...promised],
  };
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
  const queues: PlanQueues = new Map();
  return invoices
    .filter((invoice) => !invoice.isClosed && remainingCentsOf(invoice) > 0)
    .map((invoice) => readReceivable(invoice, queues, today, zone));
};
