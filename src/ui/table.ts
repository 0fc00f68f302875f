import { displayWidth, oneLine, truncate } from '../domain/typography.ts';
import type { Screen } from './style.ts';

export interface TableColumn {
  title: string;
  align?: 'left' | 'right';
  /** May be cut down to this width; without it the column is never cut. */
  least?: number;
  /** Left out when the room is short, the highest first; without it the column always stays. */
  rank?: number;
}

const GAP = 2;
/** The library's time grows with the square of the rows: it is given a few at a time. */
const PART_ROWS = 20;

const NO_FRAME = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(GAP),
};

const roomOf = (widths: number[]): number =>
  widths.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, widths.length - 1);

interface Fitted {
  index: number;
  column: TableColumn;
  width: number;
}

/** Leaves out, then shortens, until the table fits. */
const fit = (columns: TableColumn[], naturals: number[], room: number): Fitted[] => {
  let kept = columns
    .map((column, index) => ({ index, column, width: naturals[index] ?? 0 }))
    .filter(({ width }) => width > 0);
  const least = ({ column, width }: Fitted): number => Math.min(width, column.least ?? width);
  for (;;) {
    const ranks = kept.map(({ column }) => column.rank ?? 0);
    const highest = Math.max(...ranks);
    if (highest === 0 || roomOf(kept.map(least)) <= room) break;
    kept = kept.filter((_, position) => ranks[position] !== highest);
  }
  for (let excess = roomOf(kept.map(({ width }) => width)) - room; excess > 0; excess -= 1) {
    const [widest] = kept
      .filter((fitted) => fitted.width > least(fitted) && fitted.width > (fitted.column.least ?? Infinity))
      .toSorted((a, b) => b.width - a.width);
    if (!widest) break;
    widest.width -= 1;
  }
  return kept;
};

/** A table without frame, of at most `columns` columns; each cell is made one harmless line. */
export const renderTable = async (
  columns: TableColumn[],
  rows: string[][],
  { columns: room, style }: Screen,
): Promise<string[]> => {
  const { default: Table } = await import('cli-table3');
  const cells = rows.map((row) => row.map((cell) => truncate(oneLine(cell), room)));
  // A column without anything to say takes no room.
  const naturals = columns.map((column, index) => {
    const widest = cells.reduce((most, row) => Math.max(most, displayWidth(row[index] ?? '')), 0);
    return widest === 0 && column.rank !== undefined ? 0 : Math.max(displayWidth(column.title), widest);
  });
  const kept = fit(columns, naturals, room);
  const head = kept.map(({ column, width }) => style.bold(truncate(column.title, width)));
  const draw = (part: string[][], isFirst: boolean): string => {
    const table = new Table({
      ...(isFirst && { head }),
      colWidths: kept.map(({ width }) => width),
      colAligns: kept.map(({ column }) => column.align ?? 'left'),
      chars: NO_FRAME,
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    });
    table.push(...part.map((row) => kept.map(({ index, width }) => truncate(row[index] ?? '', width))));
    return table.toString();
  };
  const parts: string[] = [];
  for (let start = 0; start === 0 || start < cells.length; start += PART_ROWS)
    parts.push(draw(cells.slice(start, start + PART_ROWS), start === 0));
  return parts.flatMap((part) => part.split('\n').map((line) => line.trimEnd()));
};
