import type { LocalDate } from '../domain/dates.ts';
import type { RecordedInterruption } from '../domain/law/interruption.ts';
import { RelanceError } from '../errors.ts';
import type { Database } from './open.ts';

/** What interrupted the prescription of every invoice, or of one, as known on that day. */
export const listInterruptions = (
  db: Database,
  today: LocalDate,
  invoiceId?: number,
): RecordedInterruption[] =>
  db
    .prepare<[{ today: LocalDate; invoiceId: number | null }], RecordedInterruption>(
      `select id, invoice_id invoiceId, kind, on_day "on", note from interruption
       where on_day <= @today and (cancelled_on is null or cancelled_on > @today)
         and (@invoiceId is null or invoice_id = @invoiceId)
       order by on_day, id`,
    )
    .all({ today, invoiceId: invoiceId ?? null });

export const insertInterruption = (
  db: Database,
  { invoiceId, kind, on, note }: Omit<RecordedInterruption, 'id'>,
  now: Date,
): number =>
  Number(
    db
      .prepare(
        'insert into interruption (invoice_id, kind, on_day, note, recorded_at) values (?, ?, ?, ?, ?)',
      )
      .run(invoiceId, kind, on, note, now.toISOString()).lastInsertRowid,
  );

/** A mistake is cancelled, never erased. Throws RelanceError `unknown-interruption`. */
export const cancelInterruption = (
  db: Database,
  { id, invoiceId, on }: { id: number; invoiceId: number; on: LocalDate },
): void => {
  const { changes } = db
    .prepare(
      'update interruption set cancelled_on = ? where id = ? and invoice_id = ? and cancelled_on is null',
    )
    .run(on, id, invoiceId);
  if (changes === 0)
    throw new RelanceError(`Aucun acte n° ${id} n’est noté pour cette facture`, {
      code: 'unknown-interruption',
      hint: 'relance prescription <facture> donne leurs numéros',
    });
};
