import type { LocalDate } from '../domain/dates.ts';
import type { Database } from './open.ts';

/** The creditor gives up the penalties and the indemnity of an invoice. */
export const insertWaiver = (
  db: Database,
  { invoiceId, on, reason }: { invoiceId: number; on: LocalDate; reason: string },
  now: Date,
): void => {
  db.prepare('insert into waiver (invoice_id, on_day, reason, recorded_at) values (?, ?, ?, ?)').run(
    invoiceId,
    on,
    reason,
    now.toISOString(),
  );
};

/** A mistake is cancelled, never erased. @returns whether a waiver stood */
export const cancelWaiver = (db: Database, invoiceId: number, on: LocalDate): boolean =>
  db
    .prepare('update waiver set cancelled_on = ? where invoice_id = ? and cancelled_on is null')
    .run(on, invoiceId).changes > 0;
