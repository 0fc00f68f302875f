import { formatLongDay } from '../../../domain/dates.ts';
import type { CurrencyStatistics, Statistics } from '../../../domain/money/statistics.ts';
import { escapeHtml } from './html-text.ts';
import type { ReportSection } from './report-markup.ts';
import { clientsSection, monthsSection, recoveredSection } from './statistics-flow-sections.ts';
import { agedSection, dsoSection, expectedSection, keyFigures } from './statistics-sections.ts';
import { FIRST_YEAR_NOTE, inCurrency } from './statistics-labels.ts';
import { REPORT_STYLE } from './statistics-style.ts';

// Nothing is fetched and nothing runs: the browser is told so too.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const SECTIONS: ((of: CurrencyStatistics) => ReportSection)[] = [
  keyFigures,
  agedSection,
  expectedSection,
  dsoSection,
  clientsSection,
  recoveredSection,
  monthsSection,
];

const renderSection = ({ title, body, isLong }: ReportSection, suffix: string): string =>
  `<section${isLong ? ' class="long"' : ''}>
<h2>${escapeHtml(title + suffix)}</h2>
${body}
</section>`;

const renderCurrency = (of: CurrencyStatistics, isAlone: boolean): string[] =>
  SECTIONS.map((section) => renderSection(section(of), isAlone ? '' : inCurrency(of.currency)));

const introduction = ({ since, date, isFirstYear, currencies }: Statistics): string[] => [
  `<p class="soft">Règlements et pertes du ${formatLongDay(since)} au ${formatLongDay(date)}. Montants TTC.</p>`,
  ...(isFirstYear && currencies.length > 0 ? [`<p class="soft">${escapeHtml(FIRST_YEAR_NOTE)}</p>`] : []),
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
    ...currencies.flatMap((of) => renderCurrency(of, currencies.length === 1)),
    '<footer><p>Document confidentiel, écrit par relance.</p></footer>',
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
};
