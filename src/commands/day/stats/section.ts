import { formatAmount } from '../../../domain/money/money.ts';

/** A share is a count, read as a part of the column before it. */
export type Unit = 'amount' | 'days' | 'count' | 'share';

interface Column {
  title: string;
  /** Its name in the CSV. */
  measure: string;
  unit: Unit;
  /** Its title on the screen, where there is less room. */
  short?: string;
  /** Left out of the screen when the room is short, the highest first; without it never. */
  rank?: number;
}

export interface Row {
  label: string;
  /** One for each column; null when it cannot be computed. */
  values: (number | null)[];
  /** How it is computed. */
  formula?: string;
  /** In a chart; blue without it. */
  tone?: 'blue' | 'amber' | 'orange' | 'red' | 'dark' | 'grey';
  /** Left out of the screen when it is nothing. */
  isRare?: boolean;
  /** Its label in the CSV, where it is another one. */
  key?: string;
  /** In the CSV, in place of that of the column. */
  measure?: string;
}

/** Sentences around the figures. */
interface Words {
  /** Above the figures in the page, below them on the screen. */
  note?: string;
  after?: string;
  /** In place of the figures, when there is no row. */
  empty?: string;
}

export interface Chart {
  /** Unique among those of a currency. */
  name: string;
  /** The columns drawn: those of months side by side; else the bar, then the part of it that is hatched. */
  columns: [number, number?];
  caption: string;
  /** For those who do not see it, where it is not the caption of the table. */
  title?: string;
  legend?: string;
}

/** Figures of one kind in one currency, as plain data: all that the screen, the page and the CSV say of them. */
export interface Section {
  title: string;
  currency: string;
  /** How the screen shows it. */
  shape: 'bars' | 'table' | 'methods' | 'months';
  /** What the labels of the rows name. */
  rowTitle: string;
  columns: Column[];
  rows: Row[];
  /** Of its table in the page. */
  caption: string;
  chart?: Chart;
  /** Most rows drawn, or shown on the screen, and most rows of the table in the page. */
  limits?: { drawn: number; listed: number };
  screen?: Words;
  /** `order` of the columns, where it is not that of the screen and of the CSV. */
  page?: Words & { order?: number[] };
}

export const sumOf = (rows: readonly Row[], column: number): number =>
  rows.reduce((sum, { values }) => sum + (values[column] ?? 0), 0);

/** The figures of a row as they are read; empty when they cannot be computed. */
export const textsOf = ({ columns, currency }: Section, values: Row['values']): string[] =>
  columns.map(({ unit }, index) => {
    const value = values[index] ?? null;
    const whole = values[index - 1] ?? 0;
    if (value === null || (unit === 'share' && whole === 0)) return '';
    if (unit === 'amount') return formatAmount(value, currency);
    if (unit === 'share') return `${Math.round((value / whole) * 100)} %`;
    // The sign is the one of mathematics.
    return unit === 'count' ? String(value) : `${String(value).replace('.', ',').replace('-', '\u2212')} j`;
  });

/** The sum of each column as it is read; days have none. */
export const totalsOf = (section: Section): string[] =>
  textsOf(
    section,
    section.columns.map(({ unit }, index) => (unit === 'days' ? null : sumOf(section.rows, index))),
  );
