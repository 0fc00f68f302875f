import type { ClientSign } from '../domain/people/client-sign.ts';
import type { LocalDate } from '../domain/dates.ts';
import type { Database } from './open.ts';

interface Bindings {
  clientId: number;
  today: LocalDate;
}

/** The signs of a client that stand on a day, oldest first. */
export const listSigns = (db: Database, clientId: number, today: LocalDate): ClientSign[] =>
  db
    .prepare<[Bindings], ClientSign>(
      `select id, kind, note, on_day "on" from client_sign
       where client_id = @clientId and on_day <= @today and (cancelled_on is null or cancelled_on > @today)
       order by on_day, id`,
    )
    .all({ clientId, today });

export const insertSign = (
  db: Database,
  sign: Omit<ClientSign, 'id'> & { clientId: number },
  now: Date,
): number =>
  Number(
    db
      .prepare('insert into client_sign (client_id, kind, note, on_day, recorded_at) values (?, ?, ?, ?, ?)')
      .run(sign.clientId, sign.kind, sign.note, sign.on, now.toISOString()).lastInsertRowid,
  );

export const cancelSign = (db: Database, id: number, on: LocalDate): void => {
  db.prepare('update client_sign set cancelled_on = ? where id = ?').run(on, id);
};
