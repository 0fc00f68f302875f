import { formatDay } from '../../../domain/dates.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import type { Statistics } from '../../../domain/money/statistics.ts';
import { displayWidth, oneLine, pad, padLeft, truncate } from '../../../domain/typography.ts';
import type { Screen } from '../../../ui/style.ts';
import { renderTable, type TableColumn } from '../../../ui/table.ts';
import { wrap } from '../../../ui/text.ts';
import { textsOf, totalsOf, type Section } from './section.ts';
import { FIRST_YEAR_NOTE, suffixOf, WRITTEN_OFF } from './statistics-labels.ts';
import { sectionsOf } from './statistics-sections.ts';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const LEVELS = '▁▂▃▄▅▆▇█';
const NOTHING = '·';

/** A bar of at most `width` columns, to an eighth of a column; something is never drawn as nothing. */
const bar = (value: number, max: number, width: number): string => {
  if (value <= 0 || max <= 0) return '';
  const eighths = Math.max(1, Math.round((Math.min(value, max) / max) * width * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
};

/** One character for each value, `·` for nothing; `max` makes several lines comparable. */
export const sparkline = (values: readonly number[], max = Math.max(0, ...values)): string =>
  values
    .map((value) =>
      value <= 0 || max <= 0
        ? NOTHING
        : LEVELS[Math.min(LEVELS.length - 1, Math.floor((value / max) * LEVELS.length))],
    )
    .join('');

export interface BarRow {
  label: string;
  /** Between the label and the bar, aligned to the right. */
  cells: string[];
  value: number;
}

const INDENT = 2;
const GAP = 2;
const LEAST_LABEL = 10;
const LEAST_BAR = 6;
const MOST_BAR = 40;

const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(displayWidth));

/** Rows with a bar each, in `columns` columns: labels are shortened first, then the bars are left out. */
export const renderBars = (rows: readonly BarRow[], columns: number): string[] => {
  const cellWidths = (rows[0]?.cells ?? []).map((_, index) =>
    widest(rows.map(({ cells }) => cells[index] ?? '')),
  );
  const fixed = INDENT + cellWidths.reduce((sum, width) => sum + width + GAP, 0);
  const natural = widest(rows.map(({ label }) => label));
  const wished = columns - fixed - GAP - LEAST_BAR;
  const hasBars = wished >= Math.min(natural, LEAST_LABEL);
  const labelWidth = Math.max(1, Math.min(natural, hasBars ? wished : columns - fixed));
  const barWidth = Math.min(MOST_BAR, columns - fixed - labelWidth - GAP);
  const max = Math.max(0, ...rows.map(({ value }) => value));
  return rows.map(({ label, cells, value }) =>
    [
      ' '.repeat(INDENT) + pad(truncate(label, labelWidth), labelWidth),
      ...cellWidths.map((width, index) => padLeft(cells[index] ?? '', width)),
      hasBars ? bar(value, max, barWidth) : '',
    ]
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
};

const indented = (text: string, columns: number): string[] =>
  wrap(text, columns - 2).map((line) => `  ${line}`);

const bars = (section: Section, { columns }: Screen): string[] => {
  // The part that a page draws hatched is not shown here.
  const [value = 0, part] = section.chart?.columns ?? [];
  const rows = section.rows
    .filter(({ isRare, values }) => !isRare || (values[value] ?? 0) > 0)
    .map(({ label, values }) => ({
      label,
      cells: textsOf(section, values).filter((_, index) => index !== part),
      value: values[value] ?? 0,
    }));
  return renderBars(rows, columns);
};

/** A zero tells less than nothing, but for days. */
const table = async (section: Section, { columns, style }: Screen): Promise<string[]> => {
  const head = section.columns.map((column): TableColumn => ({
    ...column,
    title: column.short ?? column.title,
    align: 'right',
  }));
  const rows = section.rows.slice(0, section.limits?.drawn).map(({ label, values }) => [
    label,
    ...textsOf(section, values).map((text, index) => {
      const unit = section.columns[index]?.unit;
      return values[index] === 0 && (unit === 'amount' || unit === 'count') ? '' : text;
    }),
  ]);
  const all = [{ title: section.rowTitle, least: 12 }, ...head];
  const lines = await renderTable(all, rows, { columns: columns - 2, style });
  return lines.map((line) => `  ${line}`);
};

const methods = (section: Section, { columns, style }: Screen): string[] => {
  const width = Math.max(...section.rows.map(({ label }) => label.length));
  return section.rows.flatMap(({ label, values, formula = '' }) => [
    `  ${pad(label, width)}  ${textsOf(section, values)[0] || 'ne peut être calculé'}`,
    ...wrap(formula, columns - 4).map((line) => style.dim(`    ${line}`)),
  ]);
};

const months = (section: Section, { columns }: Screen): string[] => {
  const lines = section.columns.map((_, index) => section.rows.map(({ values }) => values[index] ?? 0));
  const max = Math.max(...lines.flat());
  return totalsOf(section).flatMap((total, index) => {
    const label = pad(section.columns[index]?.measure ?? '', 8);
    return indented(`${label}  ${sparkline(lines[index] ?? [], max)}  ${total}`, columns);
  });
};

const SHAPES = { bars, table, methods, months };

const renderSection = async (section: Section, screen: Screen): Promise<string[]> => {
  const { note, after, empty } = section.screen ?? {};
  if (section.rows.length === 0 && empty) return [`  ${empty}`];
  const { columns, style } = screen;
  return [
    ...(await SHAPES[section.shape](section, screen)),
    ...(note ? indented(note, columns).map((line) => style.dim(line)) : []),
    ...(after ? indented(after, columns) : []),
  ];
};

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
    const suffix = suffixOf(statistics, of);
    for (const section of sectionsOf(of))
      lines.push('', style.bold(section.title + suffix), ...(await renderSection(section, screen)));
    if (of.writtenOffCents > 0)
      lines.push('', `${style.bold(WRITTEN_OFF + suffix)}  ${formatAmount(of.writtenOffCents, of.currency)}`);
  }
  if (isFirstYear) lines.push('', ...wrap(FIRST_YEAR_NOTE, columns));
  return lines;
};
