import { loadClaims } from '../db/claims.ts';
import type { Database } from '../db/open.ts';
import { loadRateTable } from '../db/rates.ts';
import type { LocalDate } from '../domain/dates.ts';
import { computeFigures, type Figures } from '../domain/law/interest.ts';

/** What the law grants on each of these invoices at the end of a day, from what is known on that day. */
export const readFigures = (
  db: Database,
  invoiceIds: readonly number[],
  today: LocalDate,
): Map<number, Figures> => {
  if (invoiceIds.length === 0) return new Map();
  const table = loadRateTable(db);
  return new Map(
    [...loadClaims(db, invoiceIds, today)].map(([id, claim]) => [id, computeFigures(claim, table, today)]),
  );
};
