import type { CheckItem, ClientCheck } from '../domain/people/checklist.ts';
import type { LocalDate } from '../domain/dates.ts';
import type { Database } from './open.ts';

/** The answer that counts for each item: the last one given. */
export const listChecks = (db: Database, clientId: number, today: LocalDate): Map<CheckItem, ClientCheck> =>
  new Map(
    db
      .prepare<[number, LocalDate], ClientCheck>(
        `select item, answer, note, on_day "on" from client_check where client_id = ? and on_day <= ? order by id`,
      )
      .all(clientId, today)
      .map((check) => [check.item, check]),
  );

export const insertCheck = (db: Database, clientId: number, check: ClientCheck, now: Date): void => {
  db.prepare(
    'insert into client_check (client_id, item, answer, note, on_day, recorded_at) values (?, ?, ?, ?, ?, ?)',
  ).run(clientId, check.item, check.answer, check.note, check.on, now.toISOString());
};
