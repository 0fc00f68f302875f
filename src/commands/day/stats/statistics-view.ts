import { formatDay } from '../../../domain/dates.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import type { CurrencyStatistics, Statistics } from '../../../domain/money/statistics.ts';
import { oneLine, truncate } from '../../../domain/typography.ts';
import { renderBars, sparkline } from './bars.ts';
import { plural } from '../../../ui/labels.ts';
import {
  BUCKET_LABELS,
  DSO_LABELS,
  EXCLUDED_LABEL,
  EXPECTED_NOTE,
  FIRST_YEAR_NOTE,
  formatDays,
  formatNumber,
  HABITS_NOTE,
  inCurrency,
  laterLabel,
  monthLabel,
  RECOVERED_NOTE,
  recoveryLabel,
  SECTIONS,
  UNDATED_LABEL,
  weekLabel,
} from './statistics-labels.ts';
import type { Style } from '../../../ui/style.ts';
import { renderTable, type TableColumn } from '../../../ui/table.ts';
import { pad, wrap } from '../../../ui/text.ts';

interface Screen {
  columns: number;
  style: Style;
}

type Section = (of: CurrencyStatistics, screen: Screen) => string[] | Promise<string[]>;

const CLIENTS_SHOWN = 10;

const indented = (text: string, columns: number): string[] =>
  wrap(text, columns - 2).map((line) => `  ${line}`);

const agedBalance: Section = ({ agedBalance: balance, currency }, { columns }) => {
  const rows = balance.map(({ bucket, count, remainingCents }) => ({
    label: BUCKET_LABELS[bucket],
    cells: [String(count), formatAmount(remainingCents, currency)],
    value: remainingCents,
  }));
  const sum = (of: 'count' | 'remainingCents' | 'disputedCents'): number =>
    balance.reduce((total, bucket) => total + bucket[of], 0);
  const disputed = sum('disputedCents');
  const part = disputed > 0 ? `, dont ${formatAmount(disputed, currency)} contestés` : '';
  const total = `${plural(sum('count'), 'facture', 'factures')}, ${formatAmount(sum('remainingCents'), currency)} à recevoir${part}.`;
  return [...renderBars(rows, columns), ...indented(total, columns)];
};

const expectedCash: Section = (statistics, { columns, style }) => {
  const { expected, later, undatedCents, excludedCents, currency } = statistics;
  const tail = [
    { label: laterLabel(later.from), amountCents: later.amountCents },
    { label: UNDATED_LABEL, amountCents: undatedCents },
    { label: EXCLUDED_LABEL, amountCents: excludedCents },
  ].filter(({ amountCents }) => amountCents > 0);
  const all = [
    ...expected.map((week) => ({ label: weekLabel(week), amountCents: week.amountCents })),
    ...tail,
  ];
  const rows = all.map(({ label, amountCents }) => ({
    label,
    cells: [formatAmount(amountCents, currency)],
    value: amountCents,
  }));
  return [...renderBars(rows, columns), ...indented(EXPECTED_NOTE, columns).map((line) => style.dim(line))];
};

const dsoLines: Section = ({ dso }, { columns, style }) => {
  const { accountingDays, countBackDays, formulas } = dso;
  const width = DSO_LABELS.countBack.length;
  const line = (label: string, days: number | null): string =>
    `  ${pad(label, width)}  ${days === null ? 'ne peut être calculé' : formatDays(days)}`;
  const formula = (text: string): string[] => wrap(text, columns - 4).map((part) => style.dim(`    ${part}`));
  return [
    line(DSO_LABELS.accounting, accountingDays),
    ...formula(formulas.accounting),
    line(DSO_LABELS.countBack, countBackDays),
    ...formula(formulas.countBack),
  ];
};

const CLIENT_COLUMNS: TableColumn[] = [
  { title: 'Client', least: 12 },
  { title: 'Réglées', align: 'right', rank: 2 },
  { title: 'À l’heure', align: 'right', rank: 1 },
  { title: 'Retard moyen', align: 'right' },
  { title: 'Pire', align: 'right', rank: 3 },
  { title: 'Reste dû', align: 'right', rank: 4 },
  { title: 'En retard', align: 'right' },
];

const amountOrNothing = (cents: number, currency: string): string =>
  cents === 0 ? '' : formatAmount(cents, currency);

const clients: Section = async ({ clients: habits, currency }, { columns, style }) => {
  const rows = habits
    .slice(0, CLIENTS_SHOWN)
    .map(({ client, settled, onTime, meanDelayDays, worstDelayDays, remainingCents, overdueCents }) => [
      client.name,
      settled === 0 ? '' : formatNumber(settled),
      settled === 0 ? '' : `${Math.round((onTime / settled) * 100)} %`,
      formatDays(meanDelayDays),
      formatDays(worstDelayDays),
      amountOrNothing(remainingCents, currency),
      amountOrNothing(overdueCents, currency),
    ]);
  if (rows.length === 0) return ['  aucune facture réglée ni à recevoir'];
  const table = await renderTable(CLIENT_COLUMNS, rows, { columns: columns - 2, style });
  const note = indented(HABITS_NOTE, columns).map((line) => style.dim(line));
  const lines = [...table.map((line) => `  ${line}`), ...note];
  const others = habits.length - CLIENTS_SHOWN;
  return others > 0
    ? [...lines, ...indented(`… ${plural(others, 'autre', 'autres')}, tous avec --csv ou --json`, columns)]
    : lines;
};

const recovered: Section = ({ recovered: rows, currency }, { columns, style }) => {
  if (rows.length === 0) return ['  aucun règlement reçu'];
  const bars = renderBars(
    rows.map((row) => ({
      label: recoveryLabel(row),
      cells: [String(row.payments), formatAmount(row.amountCents, currency), formatDays(row.medianDays)],
      value: row.amountCents,
    })),
    columns,
  );
  return [...bars, ...indented(RECOVERED_NOTE, columns).map((line) => style.dim(line))];
};

const months: Section = ({ months: flows, currency }, { columns }) => {
  const max = Math.max(
    ...flows.flatMap(({ invoicedCents, receivedCents }) => [invoicedCents, receivedCents]),
  );
  const line = (label: string, values: number[]): string[] => {
    const total = values.reduce((sum, value) => sum + value, 0);
    return indented(`${pad(label, 8)}  ${sparkline(values, max)}  ${formatAmount(total, currency)}`, columns);
  };
  const first = monthLabel(flows[0]?.month ?? '');
  const last = monthLabel(flows.at(-1)?.month ?? '');
  return [
    ...line(
      'facturé',
      flows.map(({ invoicedCents }) => invoicedCents),
    ),
    ...line(
      'encaissé',
      flows.map(({ receivedCents }) => receivedCents),
    ),
    ...indented(`de ${first} à ${last}, le plus haut : ${formatAmount(max, currency)}`, columns),
  ];
};

const PARTS: [title: string, section: Section][] = [
  [SECTIONS.aged, agedBalance],
  [SECTIONS.expected, expectedCash],
  [SECTIONS.dso, dsoLines],
  [SECTIONS.clients, clients],
  [SECTIONS.recovered, recovered],
  [SECTIONS.months, months],
];

/**
 * Every figure of each currency, in `columns` columns, readable without colour.
 * @param clientName the only client that it is about
 */
export const renderStatistics = async (
  statistics: Statistics,
  clientName: string | null,
  screen: Screen,
): Promise<string[]> => {
  const { date, since, currencies, isFirstYear } = statistics;
  const { columns, style } = screen;
  const lines = clientName === null ? [] : [style.bold(truncate(oneLine(clientName), columns))];
  lines.push(...wrap(`Au ${formatDay(date)} ; règlements et pertes depuis le ${formatDay(since)}.`, columns));
  for (const of of currencies) {
    const suffix = currencies.length > 1 ? inCurrency(of.currency) : '';
    for (const [title, section] of PARTS)
      lines.push('', style.bold(title + suffix), ...(await section(of, screen)));
    if (of.writtenOffCents > 0)
      lines.push(
        '',
        `${style.bold(SECTIONS.writtenOff + suffix)}  ${formatAmount(of.writtenOffCents, of.currency)}`,
      );
  }
  if (isFirstYear) lines.push('', ...wrap(FIRST_YEAR_NOTE, columns));
  return lines;
};
