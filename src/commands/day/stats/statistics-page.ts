import { formatLongDay } from '../../../domain/dates.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import type { CurrencyStatistics, Statistics } from '../../../domain/money/statistics.ts';
import { drawChart, drawTable, escapeHtml } from './report-markup.ts';
import type { Section } from './section.ts';
import { FIRST_YEAR_NOTE, suffixOf } from './statistics-labels.ts';
import { sectionsOf } from './statistics-sections.ts';

// Nothing is fetched and nothing runs: the browser is told so too.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The sheet of the report: text at 7:1 at least on its ground, bars at 4.5:1 at least. */
const STYLE = `
*{box-sizing:border-box}
body{margin:0;background:#f4f5f7;color:#1c2330;font:1rem/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}
main{max-width:68rem;margin:0 auto;padding:1.25rem 1rem 3rem}
h1{font-size:1.6rem;line-height:1.2;margin:0 0 .25rem;overflow-wrap:anywhere}
h2{font-size:1.15rem;line-height:1.3;margin:0 0 .5rem}
p{margin:0 0 .75rem}
.soft,caption{color:#454f5e}
section{background:#fff;border:1px solid #d9dde3;border-radius:.5rem;padding:1rem;margin:1rem 0}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;margin:0}
dl div{border-left:3px solid #1f5f99;padding-left:.6rem}
dt{color:#454f5e;font-size:.875rem}
dd{margin:0;font-size:1.2rem;font-weight:600;font-variant-numeric:tabular-nums}
.pair{display:grid;gap:1rem;align-items:start}
figure{margin:0}
figcaption{color:#454f5e;font-size:.875rem;padding-bottom:.25rem}
svg{display:block;width:100%;max-width:27rem;height:auto}
svg text{font:13px system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;fill:#1c2330}
svg .figure{font-weight:600}
.track{fill:#eceff3}.blue{fill:#1f5f99}.amber{fill:#8a5a00}.orange{fill:#a8480f}.red{fill:#b3261e}.dark{fill:#741022}.grey{fill:#5a6472}
.outlined{fill:#fff;stroke:#1c2330;stroke-width:1.2}
.base{stroke:#1c2330}
.scroll{overflow-x:auto;max-width:100%;background:linear-gradient(to right,#fff 50%,transparent) 0 0,linear-gradient(to left,#fff 50%,transparent) 100% 0,linear-gradient(to right,#0003,transparent) 0 0,linear-gradient(to left,#0003,transparent) 100% 0;background-repeat:no-repeat;background-size:2rem 100%,2rem 100%,.6rem 100%,.6rem 100%;background-attachment:local,local,scroll,scroll}
.scroll:focus-visible{outline:2px solid #1f5f99;outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-size:.875rem;padding-bottom:.25rem}
th,td{padding:.35rem .75rem .35rem 0;text-align:right;vertical-align:top;border-bottom:1px solid #d9dde3}
td{white-space:nowrap}
th:last-child,td:last-child{padding-right:0}
th:first-child{text-align:left}
thead th{border-bottom:2px solid #5a6472;vertical-align:bottom}
tbody th{font-weight:400;overflow-wrap:anywhere;min-width:6.5rem}
tfoot th,tfoot td{font-weight:600;border-bottom:0}
footer{color:#454f5e;font-size:.875rem}
@media (max-width:30rem){main{padding:1rem .5rem 2rem}section{padding:.75rem}table{font-size:.8125rem}th,td{padding-right:.5rem}tbody th{min-width:5.5rem}}
@media (min-width:56rem){.pair{grid-template-columns:minmax(0,24rem) minmax(0,1fr);gap:2rem}.long .pair{grid-template-columns:minmax(0,19rem) minmax(0,1fr)}.long tbody th{min-width:9rem}}
@page{size:A4;margin:14mm}
@media print{
body{background:#fff;font-size:10pt}
main{padding:0;max-width:none}
section{break-inside:avoid;border-color:#8a93a0}
section.long{break-inside:auto}
tr,svg,figure{break-inside:avoid}
.scroll{overflow:visible;background:none}
.pair{grid-template-columns:minmax(0,38%) minmax(0,1fr);gap:1.5rem}
.long .pair{display:block}
.long svg{max-width:22rem}
table{font-size:8.5pt}
th,td{padding-top:.15rem;padding-bottom:.15rem}
section{margin:.6rem 0}
.long h2,.long p{break-after:avoid}
svg rect{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;

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
    `<style>${STYLE}</style>`,
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
