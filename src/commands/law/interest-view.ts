import { formatDay } from '../../domain/dates.ts';
import type { ImputedReceipt, InterestLine } from '../../domain/law/interest-accrual.ts';
import type { Figures } from '../../domain/law/interest.ts';
import { interestText } from '../../domain/law/interest-accrual.ts';
import { formatAmount } from '../../domain/money/money.ts';
import { formatExactRate } from '../../domain/law/penalty-rate.ts';
import { displayWidth, oneLine, truncate } from '../../domain/typography.ts';
import type { InvoiceSummary } from '../../desk/invoice-json.ts';
import type { Screen } from '../../ui/style.ts';
import { renderTable, type TableColumn } from '../../ui/table.ts';
import { wrap } from '../../ui/text.ts';

export interface InterestView {
  invoice: InvoiceSummary['invoice'];
  client: InvoiceSummary['client'];
  figures: Figures;
}

const REGIME_TITLES: Record<Figures['regime'], string> = {
  entreprise: 'Pénalités de retard entre professionnels',
  association: 'Intérêts au taux légal',
  particulier: 'Intérêts au taux légal',
  public: 'Intérêts moratoires d’un acheteur public',
};

const COLUMNS: TableColumn[] = [
  { title: 'Période' },
  { title: 'Jours', align: 'right' },
  { title: 'Base', align: 'right' },
  { title: 'Taux', align: 'right' },
  { title: 'Montant', align: 'right' },
];

const lineCells = ({ from, to, days, baseCents, rateBps, amountCents }: InterestLine, currency: string) => [
  `${formatDay(from)} – ${formatDay(to)}`,
  String(days),
  formatAmount(baseCents, currency),
  formatExactRate(rateBps),
  formatAmount(amountCents, currency),
];

/** The sums below the lines, each the result of those above it. */
const sumCells = (figures: Figures, currency: string): string[][] => {
  const row = (label: string, cents: number): string[] => [label, '', '', '', formatAmount(cents, currency)];
  const granted = figures.accruedCents - figures.imputedCents + figures.grantedIndemnityCents;
  const received = granted - figures.waivedCents - figures.interestCents - figures.indemnityCents;
  return [
    row('Intérêts', figures.accruedCents),
    ...(figures.imputedCents > 0 ? [row('dont déjà réglés', -figures.imputedCents)] : []),
    ...(figures.grantedIndemnityCents > 0
      ? [row('Indemnité forfaitaire', figures.grantedIndemnityCents)]
      : []),
    ...(received > 0 ? [row('Reçu à ce titre', -received)] : []),
    ...(figures.waivedCents > 0 ? [row('Abandonné', -figures.waivedCents)] : []),
    row(figures.imputedCents > 0 ? 'Capital restant' : 'Reste dû', figures.principalCents),
    row(`Total au ${formatDay(figures.to)}`, figures.totalCents),
  ];
};

const RECEIPT_LABELS: Record<ImputedReceipt['kind'], string> = {
  payment: 'règlement',
  'credit-note': 'avoir',
  penalties: 'pénalités',
};

const receiptLines = ({ receipts }: Figures, currency: string): string[] =>
  receipts.map(({ on, kind, amountCents, toInterestCents }) => {
    const split =
      toInterestCents > 0
        ? `, dont ${formatAmount(toInterestCents, currency)} sur les intérêts et ${formatAmount(amountCents - toInterestCents, currency)} sur le capital`
        : '';
    return `  ${formatDay(on)}  ${RECEIPT_LABELS[kind]} ${formatAmount(amountCents, currency)}${split}`;
  });

const perDayLine = (
  { perDayCents, perDayRateBps, principalCents, to, isPerDayProvisional }: Figures,
  currency: string,
): string[] =>
  perDayCents === 0
    ? []
    : [
        `Par jour de plus après le ${formatDay(to)} : ${formatAmount(perDayCents, currency)} (${formatAmount(principalCents, currency)} × ${formatExactRate(perDayRateBps)} / 365)${isPerDayProvisional ? ', à titre provisoire : le taux de ce jour n’est pas encore connu' : ''}.`,
      ];

const FORMULA =
  'Chaque ligne : base × taux × jours / 365, arrondie au centime ; le premier et le dernier jour comptent.';

/** For a screen too narrow for the table: the same, one under the other. */
const stackedFigures = (figures: Figures, currency: string, { columns, style }: Screen): string[] => {
  const sums = sumCells(figures, currency).map((cells) => `${cells[0]} : ${cells.at(-1)}`);
  return [
    ...figures.lines.flatMap((line) =>
      wrap(interestText(line, currency), columns - 2).map((part, index) =>
        index === 0 ? part : `  ${part}`,
      ),
    ),
    ...sums.slice(0, -1),
    style.bold(sums.at(-1) ?? ''),
  ];
};

/** The lines, then the sums under a rule, the total last. */
const figuresTable = async (figures: Figures, currency: string, screen: Screen): Promise<string[]> => {
  const cells = figures.lines.map((line) => lineCells(line, currency));
  const [head = '', ...rows] = await renderTable(COLUMNS, [...cells, ...sumCells(figures, currency)], screen);
  const width = Math.max(...rows.map(displayWidth));
  if (width > screen.columns) return stackedFigures(figures, currency, screen);
  const sums = rows.slice(cells.length);
  return [
    ...(cells.length === 0
      ? []
      : [head, ...rows.slice(0, cells.length), screen.style.dim('─'.repeat(width))]),
    ...sums.slice(0, -1),
    screen.style.bold(sums.at(-1) ?? ''),
  ];
};

/** The penalties of an invoice, to be checked by hand line by line. */
export const renderInterest = async (
  { invoice, client, figures }: InterestView,
  screen: Screen,
): Promise<string> => {
  const { columns, style } = screen;
  const { currency } = invoice;
  const fit = (text: string, indent = ''): string[] =>
    wrap(text, columns - indent.length).map((line, index) => (index === 0 ? line : indent + line));
  const lines = [
    style.bold(truncate(`${oneLine(invoice.number)}  ${oneLine(client.name)}`, columns)),
    ...fit(
      `${REGIME_TITLES[figures.regime]} au ${formatDay(figures.to)}${figures.articles.length > 0 ? ` (${figures.articles.join(' ; ')})` : ''}${figures.isProvisional ? ', provisoires' : ''}.`,
    ),
  ];
  lines.push('', ...(await figuresTable(figures, currency, screen)));
  if (figures.imputedCents > 0)
    lines.push(
      ...fit(
        `Reste dû (total moins règlements) : ${formatAmount(figures.remainingCents, currency)}, soit le capital restant moins les intérêts déjà réglés.`,
      ),
    );
  if (figures.lines.length > 0)
    lines.push('', ...perDayLine(figures, currency).flatMap((line) => fit(line)), ...fit(FORMULA));
  const received = receiptLines(figures, currency);
  if (received.length > 0)
    lines.push('', style.bold('Règlements comptés'), ...received.flatMap((line) => fit(line, '    ')));
  if (figures.notes.length > 0)
    lines.push('', style.bold('À savoir'), ...figures.notes.flatMap((note) => fit(`– ${note}`, '  ')));
  return lines.join('\n');
};

/** The same figures for scripts. */
export const interestJson = (number: string, currency: string, figures: Figures) => ({
  number,
  currency,
  regime: figures.regime,
  imputation: figures.imputation,
  from: figures.from,
  to: figures.to,
  lines: figures.lines,
  accruedCents: figures.accruedCents,
  imputedCents: figures.imputedCents,
  interestCents: figures.interestCents,
  indemnityCents: figures.indemnityCents,
  penaltiesReceivedCents: figures.penaltiesReceivedCents,
  waivedCents: figures.waivedCents,
  principalCents: figures.principalCents,
  remainingCents: figures.remainingCents,
  totalCents: figures.totalCents,
  perDayCents: figures.perDayCents,
  perDayProvisional: figures.isPerDayProvisional,
  provisional: figures.isProvisional,
  articles: figures.articles,
  notes: figures.notes,
});
