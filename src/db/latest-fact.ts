import type { Database } from './open.ts';

/** Where facts are added day after day. */
const LOGS = ['contact', 'payment', 'invoice', 'client', 'hold', 'letter', 'bank_statement'] as const;

/** The instant of the last thing recorded, read from the end of each log; null in an empty database. */
export const latestRecordedAt = (db: Database): string | null => {
  const row = db
    .prepare<[], { at: string | null }>(
      `select max(at) at from (${LOGS.map((table) => `select * from (select recorded_at at from ${table} order by id desc limit 1)`).join(' union all ')})`,
    )
    .get();
  const at = row?.at ?? '';
  return Number.isFinite(Date.parse(at)) ? at : null;
};
