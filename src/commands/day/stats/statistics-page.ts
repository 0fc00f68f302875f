import { formatLongDay } from '../../../domain/dates.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import type { CurrencyStatistics, Statistics } from '../../../domain/money/statistics.ts';
import { drawChart, drawTable, escapeHtml } from './report-markup.ts';
import type { Section } from './section.ts';
import { FIRST_YEAR_NOTE, suffixOf } from './statistics-labels.ts';
import { sectionsOf } from './statistics-sections.ts';
import { REPORT_STYLE } from './statistics-style.ts';

// Nothing is fetched and nothing runs: the browser is told so too.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const note = (text = ''): string => (text === '' ? '' : `<p class="soft">${escapeHtml(text)}</p>`);

const keyFigures = (of: CurrencyStatistics): string => {
  const figures: [label: string, cents: number][] = [
    ['à recevoir', of.dso.receivablesCents],
    ['dont en retard', of.clients.reduce((sum, { overdueCents }) => sum + overdueCents, 0)],
    ['dont contesté', of.agedBalance.reduce((sum, { disputedCents }) => sum + disputedCents, 0)],
    ['passé en perte', of.writtenOffCents],
  ];
  const list = figures.map(
    ([label, cents]) =>
      `<div><dt>${label}</dt><dd>${escapeHtml(formatAmount(cents, of.currency))}</dd></div>`,
  );
  return `<dl>${list.join('')}</dl>`;
};

/** A chart and, beside or below, the same figures, between the sentences about them. */
const bodyOf = (section: Section): string => {
  const { rows, chart, page = {} } = section;
  if (rows.length === 0 && page.empty) return note(page.empty);
  const table = drawTable(section);
  const figures = chart
    ? `<div class="pair"><figure><figcaption>${escapeHtml(chart.caption)}</figcaption>${drawChart(section, chart)}</figure>\n${table}</div>`
    : table;
  return note(page.note) + figures + note(page.after);
};

const renderCurrency = (of: CurrencyStatistics, suffix: string): string[] => {
  const render = (title: string, body: string, isLong = false): string =>
    `<section${isLong ? ' class="long"' : ''}>\n<h2>${escapeHtml(title + suffix)}</h2>\n${body}\n</section>`;
  return [
    render('En bref', keyFigures(of)),
    ...sectionsOf(of).map((section) => render(section.title, bodyOf(section), section.shape === 'table')),
  ];
};

const introduction = ({ since, date, isFirstYear, currencies }: Statistics): string[] => [
  note(`Règlements et pertes du ${formatLongDay(since)} au ${formatLongDay(date)}. Montants TTC.`),
  ...(isFirstYear && currencies.length > 0 ? [note(FIRST_YEAR_NOTE)] : []),
  ...(currencies.length === 0
    ? ['<p>Rien à compter pour l’instant : ni facture à recevoir, ni règlement sur cette période.</p>']
    : []),
];

/**
 * The whole report in one page: no script, no font, no image, nothing from elsewhere.
 * @param clientName the only client that it is about
 */
export const renderStatisticsPage = (statistics: Statistics, clientName: string | null): string => {
  const { date, currencies } = statistics;
  const title = `${clientName === null ? 'Qui doit quoi' : `${clientName} : ce qui est dû`}, au ${formatLongDay(date)}`;
  return [
    '<!DOCTYPE html>',
    '<html lang="fr">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${REPORT_STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escapeHtml(title)}</h1>`,
    ...introduction(statistics),
    ...currencies.flatMap((of) => renderCurrency(of, suffixOf(statistics, of))),
    '<footer><p>Document confidentiel, écrit par relance.</p></footer>',
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
};
