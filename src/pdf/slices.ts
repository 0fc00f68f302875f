import type { Content, Run } from '../document/content.ts';
import { LEADING, textMarks, type Mark, type Slice, type Style } from './slice.ts';
import { tableSlices } from './table-slices.ts';
import { plainLine, typesetLines } from './typeset.ts';

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
    case 'verbatim':
      return content.lines.flatMap((line, index) =>
        line === ''
          ? [{ height: size * 0.6, space: 0, isKeptWithNext: false, marks: [] }]
          : paragraph([{ text: line, bold: false }], style, {
              space: index === 0 ? size * 0.8 : 0,
              isJustified: false,
              size: size * 0.93,
            }),
      );
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
