import type {
  DisputeCategory,
  Hold,
  Insolvency,
  RecordedHoldKind,
} from '../domain/schedule/recorded-hold.ts';
import type { LocalDate } from '../domain/dates.ts';
import type { Database } from './open.ts';
import { insertRow } from './columns.ts';

export interface NewHold {
  kind: RecordedHoldKind;
  clientId?: number;
  invoiceId?: number;
  fromOn: LocalDate;
  untilOn?: LocalDate | null;
  amountCents?: number | null;
  reason?: string | null;
  /** What a dispute is about. */
  category?: DisputeCategory | null;
  /** The agreement that a plan carries out. */
  letterId?: number | null;
}

export const insertHold = (db: Database, hold: NewHold, now: Date): number =>
  insertRow(db, 'hold', {
    kind: hold.kind,
    client_id: hold.clientId,
    invoice_id: hold.invoiceId,
    from_on: hold.fromOn,
    until_on: hold.untilOn,
    amount_cents: hold.amountCents,
    reason: hold.reason,
    category: hold.category,
    letter_id: hold.letterId,
    recorded_at: now.toISOString(),
  });

/** Holds of an invoice, or of a client itself, that nobody has ended. */
export const listOpenHolds = (db: Database, of: { clientId: number } | { invoiceId: number }): Hold[] => {
  const [column, id] = 'clientId' in of ? ['client_id', of.clientId] : ['invoice_id', of.invoiceId];
  return db
    .prepare<[number | string], Hold>(
      `select id, kind, client_id clientId, invoice_id invoiceId, from_on fromOn, until_on untilOn,
         amount_cents amountCents, reason
       from hold where ${column} = ? and ended_on is null order by id`,
    )
    .all(id);
};

/** Each promise made on an invoice up to that day: those that were broken or replaced were said too. */
export const listPromises = (
  db: Database,
  invoiceId: number,
  today: LocalDate,
): { madeOn: LocalDate; promisedOn: LocalDate; amountCents: number }[] =>
  db
    .prepare<[number, LocalDate], { madeOn: LocalDate; promisedOn: LocalDate; amountCents: number }>(
      `select from_on madeOn, until_on promisedOn, amount_cents amountCents from hold
       where kind = 'promise' and invoice_id = ? and from_on <= ? order by from_on, id`,
    )
    .all(invoiceId, today);

export const endHold = (db: Database, id: number, on: LocalDate, reason: string | null): void => {
  db.prepare('update hold set ended_on = ?, ended_reason = ? where id = ? and ended_on is null').run(
    on,
    reason,
    id,
  );
};

export const findInsolvency = (db: Database, clientId: number): Insolvency | null =>
  db
    .prepare<[number], Insolvency>(
      `select id, client_id clientId, type, judged_on judgedOn, bodacc_on bodaccOn, mandataire
       from insolvency where client_id = ? and cancelled_on is null`,
    )
    .get(clientId) ?? null;

/** Records the opening judgment, or completes the one already recorded. */
export const saveInsolvency = (db: Database, insolvency: Omit<Insolvency, 'id'>, now: Date): void => {
  db.transaction(() => {
    const existing = findInsolvency(db, insolvency.clientId);
    const values = [insolvency.type, insolvency.judgedOn, insolvency.bodaccOn, insolvency.mandataire];
    if (existing)
      db.prepare(
        'update insolvency set type = ?, judged_on = ?, bodacc_on = ?, mandataire = ? where id = ?',
      ).run(...values, existing.id);
    else
      db.prepare(
        'insert into insolvency (type, judged_on, bodacc_on, mandataire, client_id, recorded_at) values (?, ?, ?, ?, ?, ?)',
      ).run(...values, insolvency.clientId, now.toISOString());
  }).immediate();
};

export const cancelInsolvency = (db: Database, id: number, on: LocalDate): void => {
  db.prepare('update insolvency set cancelled_on = ? where id = ?').run(on, id);
};
