import { escapeHtml } from './html-text.ts';

export interface ReportSection {
  title: string;
  /** HTML below the title. */
  body: string;
  /** May be cut between two printed pages. */
  isLong?: boolean;
}

export interface ReportTable {
  caption: string;
  head: string[];
  rows: string[][];
  foot?: string[];
}

const cellsOf = ([first = '', ...rest]: readonly string[], scope: 'row' | 'col'): string => {
  const header = (text: string): string => `<th scope="${scope}">${escapeHtml(text)}</th>`;
  const others = rest.map((text) => (scope === 'col' ? header(text) : `<td>${escapeHtml(text)}</td>`));
  return `<tr>${header(first)}${others.join('')}</tr>`;
};

// A box that scrolls must be reachable by the keyboard, and have a name.
export const table = ({ caption, head, rows, foot }: ReportTable): string =>
  `<div class="scroll" role="group" tabindex="0" aria-label="${escapeHtml(caption)}"><table>
<caption>${escapeHtml(caption)}</caption>
<thead>${cellsOf(head, 'col')}</thead>
<tbody>
${rows.map((row) => cellsOf(row, 'row')).join('\n')}
</tbody>${foot ? `\n<tfoot>${cellsOf(foot, 'row')}</tfoot>` : ''}
</table></div>`;

/** A chart and, beside or below, the same data. */
export const pair = (caption: string, chart: string, data: ReportTable): string =>
  `<div class="pair"><figure><figcaption>${escapeHtml(caption)}</figcaption>${chart}</figure>\n${table(data)}</div>`;

export const note = (text: string): string => `<p class="soft">${escapeHtml(text)}</p>`;

export const sumOf = <T>(rows: readonly T[], valueOf: (row: T) => number): number =>
  rows.reduce((sum, row) => sum + valueOf(row), 0);
