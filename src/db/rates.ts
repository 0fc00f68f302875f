import type { LocalDate } from '../domain/dates.ts';
import {
  buildRateTable,
  type RateKind,
  type RateTable,
  type ReferenceRate,
} from '../domain/law/reference-rates.ts';
import type { Database } from './open.ts';

const listAddedRates = (db: Database): ReferenceRate[] =>
  db
    .prepare<[], Omit<ReferenceRate, 'origin'>>(
      'select kind, from_on "from", bps, source from reference_rate order by kind, from_on',
    )
    .all()
    .map((rate) => ({ ...rate, origin: 'added' }));

const findCheckedOn = (db: Database): LocalDate | null =>
  db.prepare<[], { on: LocalDate }>(`select checked_on "on" from rate_check where kind = 'bce'`).get()?.on ??
  null;

/** The shipped rates with those that the user has added. Throws RelanceError `invalid-rate` for a table with a gap. */
export const loadRateTable = (db: Database): RateTable =>
  buildRateTable(listAddedRates(db), findCheckedOn(db));

/** The table as it would be with these rates, which throws when it cannot be; nothing is written. */
export const rateTableWith = (db: Database, rates: readonly ReferenceRate[]): RateTable =>
  buildRateTable([...listAddedRates(db), ...rates], findCheckedOn(db));

/** Adds rates, in place of those of the same day. */
export const saveRates = (db: Database, rates: readonly ReferenceRate[], now: Date): void => {
  const insert = db.prepare(
    'insert or replace into reference_rate (kind, from_on, bps, source, recorded_at) values (?, ?, ?, ?, ?)',
  );
  for (const { kind, from, bps, source } of rates) insert.run(kind, from, bps, source, now.toISOString());
};

/** @returns whether the user had added that rate */
export const deleteRate = (db: Database, kind: RateKind, from: LocalDate): boolean =>
  db.prepare('delete from reference_rate where kind = ? and from_on = ?').run(kind, from).changes > 0;

/** The ECB's series was read on that day. */
export const saveRateCheck = (db: Database, on: LocalDate): void => {
  db.prepare(`insert or replace into rate_check (kind, checked_on) values ('bce', ?)`).run(on);
};
