import { displayWidth, truncate } from '../../../domain/typography.ts';
import { pad, padLeft } from '../../../ui/text.ts';

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
  const count = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const cellWidths = Array.from({ length: count }, (_, index) =>
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
