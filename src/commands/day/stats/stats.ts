import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { resolveClient } from '../../../db/clients.ts';
import { loadFacts } from '../../../db/load-facts.ts';
import {
  hasInvoiceOfPastYears,
  listInvoicedByMonth,
  listReceivedByMonth,
  listRecoveries,
  listSettled,
  sumWrittenOff,
  type FlowQuery,
} from '../../../db/statistics-rows.ts';
import { scheduleRulesOf } from '../../../desk/day-decisions.ts';
import { readDay } from '../../../desk/days.ts';
import { addMonths, formatDay } from '../../../domain/dates.ts';
import { readReceivables } from '../../../domain/money/receivables.ts';
import { computeStatistics, sumByCurrency, type Statistics } from '../../../domain/money/statistics.ts';
import { usageError } from '../../../errors.ts';
import { renderStatistics } from './statistics-screen.ts';

interface StatsOptions {
  date?: string;
  depuis?: string;
  client?: string;
  html?: string;
  open?: boolean;
  csv?: string;
}

/** Months shown, and months of payments looked at when `--depuis` says nothing. */
const MONTHS = 12;
const BEGINNING = '0001-01-01';

export const statsCommand = (ctx: Context): Command =>
  new Command('stats')
    .description(
      'Balance âgée, délai moyen de règlement, habitudes des clients, effet de chaque étape, encaissements attendus.',
    )
    .option('--depuis <date>', 'début des règlements comptés (par défaut : il y a douze mois)')
    .option('--client <client>', 'un seul client')
    .option('--html <fichier>', 'écrit le rapport en une page HTML')
    .option('--open', 'ouvre le rapport dans le navigateur')
    .option('--csv <fichier>', 'écrit les chiffres pour un tableur')
    .option('--date <date>', 'voir un autre jour')
    .addHelpText('after', '\nExemple :\n  relance stats --html rapport.html --open\n')
    .action((options: StatsOptions) => stats(ctx, options));

const stats = async (ctx: Context, options: StatsOptions): Promise<void> => {
  const today = await readDay(ctx, options.date);
  const since = options.depuis === undefined ? addMonths(today, -MONTHS) : await readDay(ctx, options.depuis);
  if (since > today)
    throw usageError(
      `--depuis : le ${formatDay(since)} vient après le ${formatDay(today)}`,
      'donnez un jour passé',
      'period-reversed',
    );
  const client = options.client === undefined ? undefined : resolveClient(ctx.db(), options.client);
  const statistics = readStatistics(ctx, { today, since, clientId: client?.id });
  const clientName = client?.name ?? null;
  const files = await writeFiles(ctx, statistics, clientName, options);
  const about = client ? { id: client.id, name: client.name, kind: client.kind } : null;
  if (ctx.isJson) ctx.printJson({ ...statistics, client: about, files });
  else if (files.length > 0) for (const file of files) ctx.print(`Écrit : ${file}`);
  else if (statistics.currencies.length === 0) ctx.print(emptyText(since));
  else ctx.print((await renderStatistics(statistics, clientName, ctx)).join('\n'));
};

const readStatistics = (ctx: Context, query: FlowQuery): Statistics => {
  const db = ctx.db();
  const { today, since, clientId } = query;
  const receivables = readReceivables(loadFacts(db, { today, clientId }), today, scheduleRulesOf(db).zone);
  const months = Array.from({ length: MONTHS }, (_, index) =>
    addMonths(`${today.slice(0, 7)}-01`, index + 1 - MONTHS).slice(0, 7),
  );
  // The 365th day before today is in the thirteenth month at the latest.
  const yearStart = `${addMonths(today, -MONTHS).slice(0, 7)}-01`;
  const ofYear = listInvoicedByMonth(db, { ...query, since: yearStart });
  // Receivables of more than a year's invoices: the count-back method goes that far.
  const invoicedCents = sumByCurrency(ofYear, ({ invoicedCents: cents }) => cents);
  const isEnough = [...sumByCurrency(receivables, ({ remainingCents }) => remainingCents)].every(
    ([currency, cents]) => cents <= (invoicedCents.get(currency) ?? 0),
  );
  return computeStatistics(
    {
      receivables,
      yearInvoiced: sumByCurrency(ofYear, ({ yearCents }) => yearCents),
      invoiced: isEnough ? ofYear : listInvoicedByMonth(db, { ...query, since: BEGINNING }),
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

/** The files asked for; their writers are loaded only then. */
const writeFiles = async (
  ctx: Context,
  statistics: Statistics,
  clientName: string | null,
  { html, open, csv }: StatsOptions,
): Promise<string[]> => {
  const files: string[] = [];
  if (html === undefined && !open && csv === undefined) return files;
  const { writeReport } = await import('../report-file.ts');
  if (html !== undefined || open) {
    const { renderStatisticsPage } = await import('./statistics-page.ts');
    const path = html ?? join(mkdtempSync(join(tmpdir(), 'relance-')), 'statistiques.html');
    files.push(writeReport(path, renderStatisticsPage(statistics, clientName), '.html'));
    if (open) ctx.openFile(files[0] ?? path);
  }
  if (csv !== undefined) {
    const { renderStatisticsCsv } = await import('./statistics-csv.ts');
    files.push(writeReport(csv, renderStatisticsCsv(statistics), '.csv'));
  }
  return files;
};

const emptyText = (since: string): string =>
  `Rien à compter pour l’instant : ni facture à recevoir, ni règlement depuis le ${formatDay(since)}.\n→ relance add pour enregistrer une facture`;
