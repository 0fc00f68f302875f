import { describe, expect, it } from 'vitest';
import type { TableContent } from '../../src/document/content.ts';
import type { Mark, Slice } from '../../src/pdf/slice.ts';
import { tableSlices } from '../../src/pdf/table-slices.ts';
import { shippedFaces } from '../helpers/faces.ts';

const faces = shippedFaces();
const STYLE = { faces, size: 10, width: 480, air: 1 };
/** Cells are a little smaller than the text. */
const SIZE = 9.3;

const COLUMNS: TableContent['columns'] = [
  { header: 'Facture', align: 'left' },
  { header: 'Échéance', align: 'left' },
  { header: 'Reste dû', align: 'right' },
];
const TOTAL = ['Total', '', '1200,00 EUR'];

const table = (fields: Partial<TableContent> = {}): TableContent => ({
  columns: COLUMNS,
  rows: [['F-1', '15/10/2026', '1200,00 EUR']],
  totals: [],
  ...fields,
});
const ofRows = (count: number, totals: string[][] = []): TableContent =>
  table({
    rows: Array.from({ length: count }, (_, index) => [`F-${index + 1}`, '15/10/2026', '5,00 EUR']),
    totals,
  });

type TextMark = Extract<Mark, { kind: 'text' }>;
const textsOf = ({ marks }: Slice): TextMark[] => marks.filter((mark) => mark.kind === 'text');
const rulesOf = ({ marks }: Slice) => marks.filter((mark) => mark.kind === 'rule');
const endOf = ({ text, x, weight, size }: TextMark): number => x + faces[weight].width(text) * size;
const named = (slice: Slice | undefined, text: string): TextMark | undefined =>
  slice && textsOf(slice).find((mark) => mark.text.trim() === text);

describe('a table of a letter', () => {
  it('has its header in bold, its rows, and its last total in bold', () => {
    const slices = tableSlices(table({ totals: [['Avoir', '', '–'], TOTAL] }), STYLE);
    expect(slices.map((slice) => textsOf(slice).map(({ text, weight }) => [text.trim(), weight]))).toEqual([
      [
        ['Facture', 'semibold'],
        ['Échéance', 'semibold'],
        ['Reste', 'semibold'],
        ['dû', 'semibold'],
      ],
      [
        ['F-1', 'regular'],
        ['15/10/2026', 'regular'],
        ['1200,00', 'regular'],
        ['EUR', 'regular'],
      ],
      [
        ['Avoir', 'regular'],
        ['–', 'regular'],
      ],
      [
        ['Total', 'semibold'],
        ['1200,00', 'semibold'],
        ['EUR', 'semibold'],
      ],
    ]);
  });

  it('has a line under its header and under each row, from edge to edge, none under the totals', () => {
    const slices = tableSlices(table({ totals: [TOTAL] }), STYLE);
    expect(slices.map((slice) => rulesOf(slice))).toEqual(
      slices.map(({ height }, index) =>
        index === 2
          ? []
          : [{ kind: 'rule', x: 0, y: height, width: STYLE.width, thickness: index === 0 ? 0.8 : 0.3 }],
      ),
    );
  });

  it('has its first column at the left edge and its sums at the right one, whatever their length', () => {
    const rows = ['5,00 EUR', '1200,00 EUR', '123456,00 EUR'].map((sum) => ['F-1', '15/10/2026', sum]);
    const slices = tableSlices(table({ rows }), STYLE);
    for (const slice of slices) {
      const texts = textsOf(slice);
      expect(texts[0]?.x).toBe(0);
      expect(Math.max(...texts.map(endOf))).toBeCloseTo(STYLE.width, 6);
    }
    const second = slices.map((slice) => textsOf(slice)[1]?.x.toFixed(6));
    expect(new Set(second).size).toBe(1);
  });

  it('folds words that are too long for their column, and no sum', () => {
    const subject = 'Refonte du site, hébergement et maintenance de la première année, '.repeat(3).trim();
    const [, row, next] = tableSlices(
      table({
        rows: [
          [subject, '15/10/2026', '1200,00 EUR'],
          ['F-2', '', ''],
        ],
      }),
      STYLE,
    );
    const lines = new Set((row ? textsOf(row) : []).map(({ y }) => y));
    expect(lines.size).toBe(3);
    expect(row && next && row.height > 2 * next.height).toBe(true);
    expect(row && Math.max(...textsOf(row).map(endOf))).toBeCloseTo(STYLE.width, 6);
    expect(named(row, '1200,00')?.y).toBe(named(row, 'EUR')?.y);
    const words = (row ? textsOf(row) : []).map(({ text }) => text.trim());
    expect(words.join(' ')).toBe(`${subject} 15/10/2026 1200,00 EUR`);
  });

  it('ends at the right edge when two columns of words are too long', () => {
    const wide = tableSlices(
      table({ rows: [['facture '.repeat(30).trim(), 'échéance '.repeat(30).trim(), '1200,00 EUR']] }),
      STYLE,
    );
    for (const slice of wide)
      expect(Math.max(...textsOf(slice).map(endOf))).toBeLessThanOrEqual(STYLE.width + 0.2);
  });

  it('of one column begins at the left edge', () => {
    const slices = tableSlices(
      { columns: [{ header: 'Facture', align: 'left' }], rows: [['F-1']], totals: [] },
      STYLE,
    );
    expect(slices.map((slice) => textsOf(slice)[0]?.x)).toEqual([0, 0]);
  });

  it('with less air has its rows closer, its words the same', () => {
    const [ease, tight] = [1, 0.5].map((air) => tableSlices(table(), { ...STYLE, air })[1]);
    expect((ease?.height ?? 0) - (tight?.height ?? 0)).toBeCloseTo(SIZE * 0.11, 6);
    expect(tight && textsOf(tight).map(({ text, x }) => [text, x])).toEqual(
      ease && textsOf(ease).map(({ text, x }) => [text, x]),
    );
  });
});

const keptOf = (content: TableContent): string =>
  tableSlices(content, STYLE)
    .map(({ isKeptWithNext }) => (isKeptWithNext ? '+' : '.'))
    .join('');

describe('a table at the end of a page', () => {
  it.each([
    ['of one row stays whole', 1, [], '+.'],
    ['of seven stays whole', 7, [], '+++++++.'],
    ['of six and a total stays whole', 6, [TOTAL], '+++++++.'],
    ['of more has its header with its first two rows, and its last two together', 8, [], '++.....+.'],
    ['of more has its total with its last two rows', 8, [TOTAL], '++.....++.'],
  ])('%s', (_what, rows, totals, kept) => {
    expect(keptOf(ofRows(rows, totals))).toBe(kept);
  });

  it('has its header again on the next one, for each row and each total', () => {
    const [header, ...body] = tableSlices(ofRows(9, [TOTAL]), STYLE);
    expect(header && textsOf(header)[0]?.text).toBe('Facture');
    expect(body.map((slice) => slice.header && textsOf(slice.header))).toEqual(
      body.map(() => header && textsOf(header)),
    );
    expect([header?.header, header?.space]).toEqual([undefined, 5]);
  });
});
