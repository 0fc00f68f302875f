import type { TableContent } from '../document/content.ts';
import type { Weight } from './faces.ts';
import { LEADING, textMarks, type Mark, type Slice, type Style } from './slice.ts';
import { typesetLines } from './typeset.ts';

const CELL_GAP = 0.9;
/** Rows of a table that is never cut. */
const SHORT_TABLE = 7;

/** Columns as wide as their widest cell; what is left goes between them, what is missing is taken from the widest columns of words. */
const columnWidths = (table: TableContent, style: Style, size: number): { widths: number[]; gap: number } => {
  const { faces, width } = style;
  const cells = [table.columns.map(({ header }) => header), ...table.rows, ...table.totals];
  const natural = table.columns.map((_, column) =>
    Math.max(...cells.map((row) => faces.semibold.width(row[column] ?? '') * size)),
  );
  const gap = size * CELL_GAP;
  const spare = width - natural.reduce((sum, column) => sum + column, 0) - gap * (natural.length - 1);
  if (spare >= 0) return { widths: natural, gap: gap + spare / Math.max(1, natural.length - 1) };
  const widths = [...natural];
  const least = size * 6;
  for (let missing = -spare; missing > 0;) {
    const ofWords = widths.map((column, index) => (table.columns[index]?.align === 'left' ? column : 0));
    const widest = Math.max(...ofWords);
    if (widest <= least) break;
    // Down to the next widest, so that two columns of words share what is missing.
    const next = Math.max(least, ...ofWords.filter((column) => column < widest));
    const taken = Math.min(missing, widest - next);
    widths[ofWords.indexOf(widest)] = widest - taken;
    missing -= taken;
  }
  return { widths, gap };
};

const tableRow = (
  cells: readonly string[],
  {
    table,
    widths,
    gap,
    size,
    weight,
    style,
  }: {
    table: TableContent;
    widths: readonly number[];
    gap: number;
    size: number;
    weight: Weight;
    style: Style;
  },
): Slice => {
  let x = 0;
  let tallest = 1;
  const marks: Mark[] = [];
  for (const [column, width] of widths.entries()) {
    const align = table.columns[column]?.align ?? 'left';
    const lines = typesetLines([{ text: cells[column] ?? '', bold: weight === 'semibold' }], {
      faces: style.faces,
      size,
      width: width + 0.1,
      isJustified: false,
    });
    for (const [index, line] of lines.entries()) {
      const left = align === 'right' ? x + width - line.width : x;
      for (const mark of textMarks(line, { x: left, size }))
        marks.push(
          mark.kind === 'text'
            ? { ...mark, y: mark.y + index * size * LEADING + size * 0.12 * style.air }
            : mark,
        );
    }
    tallest = Math.max(tallest, lines.length);
    x += width + gap;
  }
  return {
    height: tallest * size * LEADING + size * 0.22 * style.air,
    space: 0,
    isKeptWithNext: false,
    marks,
  };
};

const ruled = (slice: Slice, style: Style, where: 'top' | 'bottom', thickness: number): Slice => ({
  ...slice,
  marks: [
    ...slice.marks,
    { kind: 'rule', x: 0, y: where === 'top' ? 0 : slice.height, width: style.width, thickness },
  ],
});

/** The header comes back on each page; a short table stays whole; the total never stands alone. */
export const tableSlices = (table: TableContent, style: Style): Slice[] => {
  const size = style.size * 0.93;
  const { widths, gap } = columnWidths(table, style, size);
  const row = (cells: readonly string[], weight: Weight): Slice =>
    tableRow(cells, { table, widths, gap, size, weight, style });
  const header = ruled(
    row(
      table.columns.map((column) => column.header),
      'semibold',
    ),
    style,
    'bottom',
    0.8,
  );
  const rows = table.rows.map((cells) => ({ ...ruled(row(cells, 'regular'), style, 'bottom', 0.3), header }));
  const totals = table.totals.map((cells, index) => {
    const total = row(cells, index === table.totals.length - 1 ? 'semibold' : 'regular');
    return { ...total, header };
  });
  const body: Slice[] = [...rows, ...totals];
  const isShort = body.length <= SHORT_TABLE;
  const firstTotal = rows.length;
  const kept = body.map((slice, index) => ({
    ...slice,
    isKeptWithNext: index < body.length - 1 && (isShort || index === 0 || index >= firstTotal - 2),
  }));
  return [{ ...header, space: style.size * 0.5, isKeptWithNext: true }, ...kept];
};
