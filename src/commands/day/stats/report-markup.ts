import { noBreaks, oneLine, truncate } from '../../../domain/typography.ts';
import { escapeHtml as escape } from '../../../mail/html.ts';
import { sumOf, textsOf, totalsOf, type Chart, type Row, type Section } from './section.ts';

/** One harmless line of text, in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string => escape(noBreaks(oneLine(text)));

/** The figures of a row; the count before its share. */
const figuresOf = (section: Section, { values }: Row): string[] =>
  textsOf(section, values).map((text, index) => {
    if (text === '') return '–';
    return section.columns[index]?.unit === 'share' ? `${values[index]} (${text})` : text;
  });

/** The rows of a section, and their totals where they make a whole. */
export const drawTable = (section: Section): string => {
  const { rowTitle, columns, rows, shape, limits, page } = section;
  const header = (text: string, scope: 'row' | 'col'): string =>
    `<th scope="${scope}">${escapeHtml(text)}</th>`;
  const inOrder = <T>(cells: T[]): T[] => page?.order?.flatMap((index) => cells[index] ?? []) ?? cells;
  const line = (label: string, texts: string[]): string =>
    `<tr>${header(label, 'row')}${inOrder(texts.map((text) => `<td>${escapeHtml(text)}</td>`)).join('')}</tr>`;
  const head = [header(rowTitle, 'col'), ...inOrder(columns.map(({ title }) => header(title, 'col')))];
  const body = rows
    .slice(0, limits?.listed)
    .map((row) => line(row.formula ? `${row.label} : ${row.formula}` : row.label, figuresOf(section, row)));
  const hasTotals = shape === 'bars' || shape === 'months';
  const caption = escapeHtml(section.caption);
  // A box that scrolls must be reachable by the keyboard, and have a name.
  return `<div class="scroll" role="group" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>${hasTotals ? `\n<tfoot>${line('Total', totalsOf(section))}</tfoot>` : ''}
</table></div>`;
};

/*
 * Charts as plain SVG, drawn for a width of 340 so that their letters keep their size on a phone. What they show is
 * always in a table beside them as well.
 */

const WIDTH = 340;
const ROW = 40;
const BAR_TOP = 20;
const BAR_HEIGHT = 12;
const LABEL_LENGTH = 30;
const COLUMNS_HEIGHT = 120;
const BASE = 48 + COLUMNS_HEIGHT;
const OUTLINED = 'class="outlined"';
const FILLED = 'class="blue"';

const round = (value: number): number => Math.round(value * 10) / 10;

/** Lengths in proportion, the greatest figure of these columns being `length`; what is below zero has none. */
const lengthsOf = (rows: readonly Row[], columns: (number | undefined)[], length: number): number[][] => {
  const drawn = rows.map(({ values }) => columns.map((column = -1) => Math.max(0, values[column] ?? 0)));
  const max = Math.max(0, ...drawn.flat());
  return drawn.map((values) => values.map((value) => (max === 0 ? 0 : round((value / max) * length))));
};

const rect = (x: number, y: number, width: number, height: number, fill: string): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${fill}/>`;

const words = (x: number, y: number, text: string, attributes = ''): string =>
  `<text x="${x}" y="${y}"${attributes}>${escapeHtml(text)}</text>`;

const hatchOf = (id: string): string =>
  `<defs><pattern id="${id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
  '<rect width="3" height="6" fill="#ffffff"/></pattern></defs>';

/** Horizontal bars, each under its label and its value. */
const drawBars = (section: Section, { columns }: Chart, id: string): [height: number, content: string] => {
  const rows = section.rows.slice(0, section.limits?.drawn);
  const [column, part = -1] = columns;
  const lengths = lengthsOf(rows, [column, part], WIDTH);
  const drawn = rows.map((row, index) => {
    const top = index * ROW;
    const [width = 0, hatched = 0] = lengths[index] ?? [];
    const bar = (x: number, length: number, fill: string): string =>
      length === 0 ? '' : rect(x, top + BAR_TOP, length, BAR_HEIGHT, fill);
    return [
      words(0, top + 14, truncate(row.label, LABEL_LENGTH)),
      words(WIDTH, top + 14, figuresOf(section, row)[column] ?? '', ' text-anchor="end" class="figure"'),
      bar(0, WIDTH, 'class="track"'),
      bar(0, width, `class="${row.tone ?? 'blue'}"`),
      bar(round(width - hatched), hatched, `fill="url(#${id}-hatch)"`),
    ].join('');
  });
  return [rows.length * ROW, (sumOf(rows, part) > 0 ? hatchOf(id) : '') + drawn.join('\n')];
};

/** Two columns a month, side by side: the first ones outlined, the second ones filled. */
const drawMonths = ({ rows, columns }: Section, chart: Chart): [height: number, content: string] => {
  const lengths = lengthsOf(rows, chart.columns, COLUMNS_HEIGHT);
  const step = WIDTH / Math.max(1, rows.length);
  const column = (x: number, height: number, fill: string): string =>
    rect(round(x), round(BASE - height), round(step * 0.36), height, fill);
  const isJanuary = rows.map(({ key = '' }) => key.endsWith('-01'));
  const drawn = rows.map(({ label, key = '' }, index) => {
    const [first = 0, second = 0] = lengths[index] ?? [];
    const x = index * step;
    const inMiddle = (y: number, text: string): string =>
      words(round(x + step / 2), y, text, ' text-anchor="middle"');
    // Two years side by side would overlap.
    const hasYear = isJanuary[index] || (index === 0 && !isJanuary[1]);
    return [
      column(x + step * 0.1, first, OUTLINED),
      column(x + step * 0.54, second, FILLED),
      inMiddle(BASE + 16, label.charAt(0).toUpperCase()),
      inMiddle(BASE + 32, hasYear ? key.slice(0, 4) : ''),
    ].join('');
  });
  const legend = [
    rect(1, 4, 11, 11, OUTLINED) + words(18, 14, columns[0]?.measure ?? ''),
    rect(91, 4, 11, 11, FILLED) + words(108, 14, columns[1]?.measure ?? ''),
    words(WIDTH, 36, chart.legend ?? '', ' text-anchor="end"'),
  ].join('');
  const base = `<line x1="0" y1="${BASE}" x2="${WIDTH}" y2="${BASE}" class="base"/>`;
  return [BASE + 38, [legend, ...drawn, base].join('\n')];
};

export const drawChart = (section: Section, chart: Chart): string => {
  const id = `${chart.name}-${section.currency.toLowerCase()}`;
  const draw = section.shape === 'months' ? drawMonths : drawBars;
  const [height, content] = draw(section, chart, id);
  return `<svg role="img" aria-labelledby="${id}" viewBox="0 0 ${WIDTH} ${height}">
<title id="${id}">${escapeHtml(chart.title ?? section.caption)}</title>
${content}
</svg>`;
};
