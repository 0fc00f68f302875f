import { truncate } from '../../../domain/typography.ts';
import { escapeHtml } from './html-text.ts';

/*
 * Charts as plain SVG, drawn for a width of 340 so that their letters keep their size on a phone. What they show is
 * always in a table beside them as well.
 */

const WIDTH = 340;
const ROW = 40;
const BAR_TOP = 20;
const BAR_HEIGHT = 12;
const LABEL_LENGTH = 30;

export interface ChartBar {
  label: string;
  /** The value as it is read, at the end of the row. */
  text: string;
  value: number;
  /** Last part of the value, drawn hatched. */
  hatched?: number;
  tone?: string;
}

/** Unique in the page. */
export const chartId = ({ currency }: { currency: string }, name: string): string =>
  `${name}-${currency.toLowerCase()}`;

const round = (value: number): number => Math.round(value * 10) / 10;

const svg = (id: string, title: string, height: number, content: string): string =>
  `<svg role="img" aria-labelledby="${id}" viewBox="0 0 ${WIDTH} ${height}">
<title id="${id}">${escapeHtml(title)}</title>
${content}
</svg>`;

const barRow = (
  { label, text, value, hatched = 0, tone = 'blue' }: ChartBar,
  index: number,
  max: number,
  id: string,
): string => {
  const top = index * ROW;
  const scale = (part: number): number => (max <= 0 ? 0 : round((Math.max(0, part) / max) * WIDTH));
  const width = scale(value);
  const rect = (x: number, length: number, fill: string): string =>
    length <= 0
      ? ''
      : `<rect x="${x}" y="${top + BAR_TOP}" width="${length}" height="${BAR_HEIGHT}" ${fill}/>`;
  const hatch = scale(hatched);
  return [
    `<text x="0" y="${top + 14}">${escapeHtml(truncate(label, LABEL_LENGTH))}</text>`,
    `<text x="${WIDTH}" y="${top + 14}" text-anchor="end" class="figure">${escapeHtml(text)}</text>`,
    rect(0, WIDTH, 'class="track"'),
    rect(0, width, `class="${tone}"`),
    rect(round(width - hatch), hatch, `fill="url(#${id}-hatch)"`),
  ].join('');
};

const hatchOf = (id: string): string =>
  `<defs><pattern id="${id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
  '<rect width="3" height="6" fill="#ffffff"/></pattern></defs>';

/** Horizontal bars, each under its label and its value. */
export const barChart = (id: string, title: string, bars: readonly ChartBar[]): string => {
  const max = Math.max(0, ...bars.map(({ value }) => value));
  const defs = bars.some(({ hatched = 0 }) => hatched > 0) ? hatchOf(id) : '';
  return svg(
    id,
    title,
    bars.length * ROW,
    defs + bars.map((one, index) => barRow(one, index, max, id)).join('\n'),
  );
};

export interface ColumnPair {
  /** One letter or two. */
  label: string;
  /** Under the label, where the year changes. */
  year: string;
  first: number;
  second: number;
}

const COLUMNS_TOP = 48;
const COLUMNS_HEIGHT = 120;
const BASE = COLUMNS_TOP + COLUMNS_HEIGHT;

/** Pairs of columns side by side: the first ones outlined, the second ones filled. */
export const columnChart = (
  id: string,
  title: string,
  pairs: readonly ColumnPair[],
  { names: [first, second], highest }: { names: [string, string]; highest: string },
): string => {
  const max = Math.max(0, ...pairs.flatMap((pair) => [pair.first, pair.second]));
  const step = WIDTH / Math.max(1, pairs.length);
  const width = round(step * 0.36);
  const column = (x: number, value: number, className: string): string => {
    const height = max <= 0 ? 0 : round((Math.max(0, value) / max) * COLUMNS_HEIGHT);
    return `<rect x="${round(x)}" y="${round(BASE - height)}" width="${width}" height="${height}" class="${className}"/>`;
  };
  const drawn = pairs.map((pair, index) => {
    const x = index * step;
    const middle = round(x + step / 2);
    return [
      column(x + step * 0.1, pair.first, 'outlined'),
      column(x + step * 0.54, pair.second, 'blue'),
      `<text x="${middle}" y="${BASE + 16}" text-anchor="middle">${escapeHtml(pair.label)}</text>`,
      `<text x="${middle}" y="${BASE + 32}" text-anchor="middle">${escapeHtml(pair.year)}</text>`,
    ].join('');
  });
  const legend =
    `<rect x="1" y="4" width="11" height="11" class="outlined"/><text x="18" y="14">${escapeHtml(first)}</text>` +
    `<rect x="91" y="4" width="11" height="11" class="blue"/><text x="108" y="14">${escapeHtml(second)}</text>` +
    `<text x="${WIDTH}" y="36" text-anchor="end">${escapeHtml(highest)}</text>`;
  const base = `<line x1="0" y1="${BASE}" x2="${WIDTH}" y2="${BASE}" class="base"/>`;
  return svg(id, title, BASE + 38, [legend, ...drawn, base].join('\n'));
};
