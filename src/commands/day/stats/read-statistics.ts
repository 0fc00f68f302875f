import type { Context } from '../../../context.ts';
import { loadFacts } from '../../../db/load-facts.ts';
import {
  hasInvoiceOfPastYears,
  listInvoicedByMonth,
  listSettled,
  listReceivedByMonth,
  listRecoveries,
  sumWrittenOff,
  type FlowQuery,
  type InvoicedRow,
} from '../../../db/statistics-rows.ts';
import type { Database } from '../../../db/open.ts';
import { addMonths } from '../../../domain/dates.ts';
import { readReceivables, type Receivable } from '../../../domain/money/receivables.ts';
import {
  computeStatistics,
  receivablesByCurrency,
  type Statistics,
} from '../../../domain/money/statistics.ts';
import { scheduleRulesOf } from '../../../desk/day-decisions.ts';

const MONTHS_SHOWN = 12;
const BEGINNING = '0001-01-01';

const sumByCurrency = <T extends { currency: string }>(
  rows: readonly T[],
  centsOf: (row: T) => number,
): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(row.currency, (sums.get(row.currency) ?? 0) + centsOf(row));
  return sums;
};

/** A year of invoices, and all of them when the receivables are more than a year's: the count-back method goes that far. */
const readInvoiced = (db: Database, query: FlowQuery, receivables: readonly Receivable[]): InvoicedRow[] => {
  // The 365th day before today is in the thirteenth month at the latest.
  const since = `${addMonths(query.today, -MONTHS_SHOWN).slice(0, 7)}-01`;
  const ofYear = listInvoicedByMonth(db, { ...query, since });
  const invoiced = sumByCurrency(ofYear, ({ invoicedCents }) => invoicedCents);
  const isEnough = [...receivablesByCurrency(receivables)].every(
    ([currency, cents]) => cents <= (invoiced.get(currency) ?? 0),
  );
  return isEnough ? ofYear : listInvoicedByMonth(db, { ...query, since: BEGINNING });
};

/** Rows → figures, for the terminal, the report, the CSV and JSON. */
export const readStatistics = (ctx: Context, query: FlowQuery): Statistics => {
  const db = ctx.db();
  const { today, since, clientId } = query;
  const receivables = readReceivables(loadFacts(db, { today, clientId }), today, scheduleRulesOf(db).zone);
  const invoiced = readInvoiced(db, query, receivables);
  const months = Array.from({ length: MONTHS_SHOWN }, (_, index) =>
    addMonths(`${today.slice(0, 7)}-01`, index + 1 - MONTHS_SHOWN).slice(0, 7),
  );
  return computeStatistics(
    {
      receivables,
      yearInvoiced: sumByCurrency(invoiced, ({ yearCents }) => yearCents),
      invoiced,
      received: listReceivedByMonth(db, { ...query, since: `${months[0]}-01` }),
      recovered: listRecoveries(db, query),
      settled: listSettled(db, { today, since }),
      writtenOff: sumWrittenOff(db, query),
      months,
      clientId,
    },
    { date: today, since, isFirstYear: !hasInvoiceOfPastYears(db, query) },
  );
};
