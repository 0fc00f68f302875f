import type { Run } from '../templates/markup.ts';
import type { Content, TableContent } from '../templates/content.ts';
import type { Faces, Weight } from './faces.ts';
import { plainLine, typesetLines, type Line } from './typeset.ts';

export type Mark =
  | {
      kind: 'text';
      text: string;
      x: number;
      /** From the top of the slice to the baseline. */ y: number;
      size: number;
      weight: Weight;
      isGrey?: boolean;
    }
  | { kind: 'rule'; x: number; y: number; width: number; thickness: number };

/** The smallest part of a page: it is never cut. Measures in points. */
export interface Slice {
  height: number;
  /** Above it, unless it comes first on its page. */
  space: number;
  /** It cannot be the last of its page when another follows. */
  isKeptWithNext: boolean;
  marks: Mark[];
  /** Drawn again when a page begins here: the header of a table. */
  header?: Slice;
  isPageBreak?: boolean;
}

export interface Style {
  faces: Faces;
  /** Size of the text; everything else follows. */
  size: number;
  width: number;
  /** 1 is at ease; less brings paragraphs and rows together. */
  air: number;
}

const LEADING = 1.27;
const BASELINE = 0.98;

const textMarks = (
  line: Line,
  { x, size, isGrey = false }: { x: number; size: number; isGrey?: boolean },
): Mark[] =>
  line.pieces.map((piece) => ({
    kind: 'text' as const,
    text: piece.text,
    x: x + piece.x,
    y: size * BASELINE,
    size,
    weight: piece.weight,
    ...(isGrey && { isGrey }),
  }));

/** No first line of a paragraph alone at the foot of a page, no last line alone at the head of one. */
const keepEnds = (slices: Slice[], isKeptWithNext: boolean): Slice[] =>
  slices.map((slice, index) => ({
    ...slice,
    isKeptWithNext: index === slices.length - 1 ? isKeptWithNext : index === 0 || index === slices.length - 2,
  }));

const together = (slices: Slice[], isLastKept = false): Slice[] =>
  slices.map((slice, index) => ({ ...slice, isKeptWithNext: index < slices.length - 1 || isLastKept }));

interface ParagraphStyle {
  x?: number;
  space: number;
  isJustified?: boolean;
  size?: number;
  isKeptWithNext?: boolean;
  isGrey?: boolean;
}

const paragraph = (runs: readonly Run[], style: Style, options: ParagraphStyle): Slice[] => {
  const {
    x = 0,
    space,
    isJustified = true,
    size = style.size,
    isKeptWithNext = false,
    isGrey = false,
  } = options;
  const lines = typesetLines(runs, { faces: style.faces, size, width: style.width - x, isJustified });
  const slices = lines.map((line, index) => ({
    height: size * LEADING,
    space: index === 0 ? space : 0,
    isKeptWithNext: false,
    marks: textMarks(line, { x, size, isGrey }),
  }));
  return keepEnds(slices, isKeptWithNext);
};

const isHeading = (runs: readonly Run[]): boolean => runs.length === 1 && runs[0]?.bold === true;

const list = (items: readonly Run[][], isNumbered: boolean, style: Style): Slice[] => {
  const { size } = style;
  const indent = size * (isNumbered ? 1.9 : 1.3);
  return items.flatMap((item, index) => {
    const slices = paragraph(item, style, { x: indent, space: index === 0 ? size * 0.35 : size * 0.2 });
    const [first] = slices;
    const marker = plainLine(isNumbered ? `${index + 1}.` : '–', 'regular', style.faces, size);
    first?.marks.unshift(...textMarks(marker, { x: size * 0.2, size }));
    return slices;
  });
};

const CELL_GAP = 0.9;
/** Rows of a table that is never cut. */
const SHORT_TABLE = 7;

/** Columns as wide as their widest cell; what is left goes between them, what is missing is taken from the widest of words. */
const columnWidths = (table: TableContent, style: Style, size: number): { widths: number[]; gap: number } => {
  const { faces, width } = style;
  const cells = [table.columns.map(({ header }) => header), ...table.rows, ...table.totals];
  const natural = table.columns.map((_, column) =>
    Math.max(...cells.map((row) => faces.semibold.width(row[column] ?? '') * size)),
  );
  const gap = size * CELL_GAP;
  const spare = width - natural.reduce((sum, column) => sum + column, 0) - gap * (natural.length - 1);
  if (spare >= 0) return { widths: natural, gap: gap + spare / Math.max(1, natural.length - 1) };
  const ofWords = natural.map((column, index) => (table.columns[index]?.align === 'left' ? column : 0));
  const widest = ofWords.indexOf(Math.max(...ofWords));
  return {
    widths: natural.map((column, index) => (index === widest ? Math.max(size * 6, column + spare) : column)),
    gap,
  };
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
const tableSlices = (table: TableContent, style: Style): Slice[] => {
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

const labelText = (label: string): string => `${label}\u00a0: `;

/** Label and value, two to a row when they fit. */
const details = ({ title, lines }: Extract<Content, { kind: 'details' }>, style: Style): Slice[] => {
  const { faces, size, width } = style;
  const half = width * 0.56;
  const widthOf = (line: { label: string; value: string }): number =>
    (faces.regular.width(labelText(line.label)) + faces.semibold.width(line.value)) * size;
  const slices = title === null ? [] : paragraph([{ text: title, bold: true }], style, { space: size * 0.6 });
  const one = (line: { label: string; value: string }, x: number): Mark[] => [
    ...textMarks(plainLine(labelText(line.label), 'regular', faces, size), { x, size }),
    ...textMarks(plainLine(line.value, 'semibold', faces, size), {
      x: x + faces.regular.width(labelText(line.label)) * size,
      size,
    }),
  ];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    const next = lines[index + 1];
    if (!line) continue;
    const isPair = next !== undefined && widthOf(line) < half - size && widthOf(next) < width - half;
    const isLong = widthOf(line) > width;
    const space = index === 0 && title === null ? size * 0.5 : 0;
    if (isLong)
      slices.push(
        ...paragraph(
          [
            { text: labelText(line.label), bold: false },
            { text: line.value, bold: true },
          ],
          style,
          {
            space,
            isJustified: false,
          },
        ),
      );
    else
      slices.push({
        height: size * LEADING,
        space,
        isKeptWithNext: false,
        marks: [...one(line, 0), ...(isPair ? one(next, half) : [])],
      });
    if (isPair) index += 1;
  }
  return together(slices);
};

/** Room for a signature by hand, then the writer's lines, at the right of the page as in French letters. */
const signature = (lines: readonly string[], style: Style): Slice[] => {
  const { size, width } = style;
  const left = width * 0.52;
  const room: Slice = { height: size * (2.2 + 1.4 * style.air), space: 0, isKeptWithNext: true, marks: [] };
  const text = lines.flatMap((line, index) =>
    paragraph([{ text: line, bold: index === 0 }], style, {
      x: left,
      space: 0,
      isJustified: false,
      size: index === 0 ? size : size * 0.9,
    }),
  );
  return together([room, ...text]);
};

const parties = (columns: Extract<Content, { kind: 'parties' }>['columns'], style: Style): Slice[] => {
  const gap = style.size * 2;
  const width = (style.width - gap * (columns.length - 1)) / columns.length;
  const built = columns.map(({ title, lines }) =>
    [title, ...lines].flatMap((line, index) =>
      paragraph(
        [{ text: line, bold: index === 0 }],
        { ...style, width },
        { space: 0, isJustified: false, size: index === 0 ? style.size : style.size * 0.93 },
      ),
    ),
  );
  const tallest = Math.max(...built.map((slices) => slices.length));
  const rows = Array.from({ length: tallest }, (_, index): Slice => {
    const cells = built.map((slices) => slices[index]);
    return {
      height: Math.max(...cells.map((cell) => cell?.height ?? 0)),
      space: index === 0 ? style.size * 1.2 : 0,
      isKeptWithNext: true,
      marks: cells.flatMap((cell, column) =>
        (cell?.marks ?? []).map((mark) => ({ ...mark, x: mark.x + column * (width + gap) })),
      ),
    };
  });
  return together([...rows, { height: style.size * 6, space: 0, isKeptWithNext: false, marks: [] }]);
};

const slicesOf = (content: Content, style: Style): Slice[] => {
  const { size } = style;
  switch (content.kind) {
    case 'paragraph':
      return paragraph(content.runs, style, {
        space: size * (isHeading(content.runs) ? 0.9 : 0.55),
        isKeptWithNext: content.isKeptWithNext === true || isHeading(content.runs),
        isJustified: !isHeading(content.runs),
      });
    case 'heading':
      return paragraph([{ text: content.text, bold: true }], style, {
        space: size * 1.2,
        isJustified: false,
        size: size * 1.08,
        isKeptWithNext: true,
      });
    case 'title':
      return paragraph([{ text: content.text, bold: true }], style, {
        space: 0,
        isJustified: false,
        size: size * 1.55,
        isKeptWithNext: true,
      });
    case 'list':
      return list(content.items, content.isNumbered === true, style);
    case 'table':
      return tableSlices(content.table, style);
    case 'details':
      return details(content, style);
    case 'signature':
      return signature(content.lines, style);
    case 'parties':
      return parties(content.columns, style);
    case 'small':
      return content.lines.flatMap((line, index) =>
        paragraph([{ text: line, bold: false }], style, {
          space: index === 0 ? size * 0.8 : 0,
          isJustified: false,
          size: size * 0.85,
          isGrey: true,
        }),
      );
    case 'page-break':
      return [{ height: 0, space: 0, isKeptWithNext: false, marks: [], isPageBreak: true }];
  }
};

/** A text that announces a table or a list stays on its page; so does the closing formula above its signature. */
const isAnnounced = (next: Content | undefined): boolean =>
  next !== undefined && ['table', 'list', 'details', 'signature', 'parties'].includes(next.kind);

export const layContents = (contents: readonly Content[], style: Style): Slice[] =>
  contents.flatMap((content, index) => {
    const slices = slicesOf(content, style).map((slice) => ({ ...slice, space: slice.space * style.air }));
    const last = slices.at(-1);
    if (last && content.kind === 'paragraph' && isAnnounced(contents[index + 1])) last.isKeptWithNext = true;
    return slices;
  });
