import { formatAmount } from '../../../domain/money/money.ts';
import type { AgedBucketName, CurrencyStatistics } from '../../../domain/money/statistics.ts';
import { escapeHtml } from './html-text.ts';
import { note, pair, sumOf, table, type ReportSection } from './report-markup.ts';
import { barChart, chartId } from './statistics-charts.ts';
import {
  BUCKET_LABELS,
  daysOrNothing,
  DSO_LABELS,
  EXCLUDED_LABEL,
  EXPECTED_NOTE,
  laterLabel,
  SECTIONS,
  UNDATED_LABEL,
  weekLabel,
} from './statistics-labels.ts';

export const keyFigures = ({
  currency,
  agedBalance,
  dso,
  writtenOffCents,
  clients,
}: CurrencyStatistics): ReportSection => {
  const figures: [string, string][] = [
    ['à recevoir', formatAmount(dso.receivablesCents, currency)],
    [
      'dont en retard',
      formatAmount(
        sumOf(clients, ({ overdueCents }) => overdueCents),
        currency,
      ),
    ],
    [
      'dont contesté',
      formatAmount(
        sumOf(agedBalance, ({ disputedCents }) => disputedCents),
        currency,
      ),
    ],
    ['passé en perte', formatAmount(writtenOffCents, currency)],
  ];
  const list = figures.map(([label, value]) => `<div><dt>${label}</dt><dd>${escapeHtml(value)}</dd></div>`);
  return { title: 'En bref', body: `<dl>${list.join('')}</dl>` };
};

const BUCKET_TONES: Record<AgedBucketName, string> = {
  'not-due': 'blue',
  '1-30': 'amber',
  '31-60': 'orange',
  '61-90': 'red',
  'over-90': 'dark',
};

export const agedSection = (of: CurrencyStatistics): ReportSection => {
  const { agedBalance: balance, currency } = of;
  const amount = (cents: number): string => formatAmount(cents, currency);
  const bars = balance.map(({ bucket, remainingCents, disputedCents }) => ({
    label: BUCKET_LABELS[bucket],
    text: amount(remainingCents),
    value: remainingCents,
    hatched: disputedCents,
    tone: BUCKET_TONES[bucket],
  }));
  const disputed = sumOf(balance, ({ disputedCents }) => disputedCents);
  return {
    title: SECTIONS.aged,
    body:
      (disputed > 0 ? note('La part contestée reste dans la balance ; elle est hachurée.') : '') +
      pair('Reste dû', barChart(chartId(of, 'aged'), 'Reste dû selon le retard', bars), {
        caption: 'Reste dû selon le retard',
        head: ['Retard', 'Factures', 'Reste dû', 'dont contesté'],
        rows: balance.map(({ bucket, count, remainingCents, disputedCents }) => [
          BUCKET_LABELS[bucket],
          String(count),
          amount(remainingCents),
          amount(disputedCents),
        ]),
        foot: [
          'Total',
          String(sumOf(balance, ({ count }) => count)),
          amount(sumOf(balance, ({ remainingCents }) => remainingCents)),
          amount(disputed),
        ],
      }),
  };
};

export const expectedSection = (of: CurrencyStatistics): ReportSection => {
  const { expected, later, undatedCents, excludedCents, currency } = of;
  const all: { label: string; cents: number; tone: string }[] = [
    ...expected.map((week) => ({ label: weekLabel(week), cents: week.amountCents, tone: 'blue' })),
    { label: laterLabel(later.from), cents: later.amountCents, tone: 'blue' },
    { label: UNDATED_LABEL, cents: undatedCents, tone: 'red' },
    { label: EXCLUDED_LABEL, cents: excludedCents, tone: 'grey' },
  ];
  const bars = all.map(({ label, cents, tone }) => ({
    label,
    text: formatAmount(cents, currency),
    value: cents,
    tone,
  }));
  return {
    title: SECTIONS.expected,
    body:
      note(EXPECTED_NOTE) +
      pair('Montant attendu', barChart(chartId(of, 'expected'), 'Encaissements attendus par semaine', bars), {
        caption: 'Encaissements attendus par semaine',
        head: ['Semaine', 'Montant attendu'],
        rows: bars.map(({ label, text }) => [label, text]),
        foot: [
          'Total',
          formatAmount(
            sumOf(all, ({ cents }) => cents),
            currency,
          ),
        ],
      }),
  };
};

export const dsoSection = ({ dso, currency }: CurrencyStatistics): ReportSection => ({
  title: SECTIONS.dso,
  body:
    note(
      `Créances ouvertes : ${formatAmount(dso.receivablesCents, currency)}. Facturé en 365 jours : ${formatAmount(dso.invoicedCents, currency)}.`,
    ) +
    table({
      caption: 'Délai moyen de règlement, par deux méthodes',
      head: ['Méthode', 'Délai'],
      rows: [
        [`${DSO_LABELS.accounting} : ${dso.formulas.accounting}`, daysOrNothing(dso.accountingDays)],
        [`${DSO_LABELS.countBack} : ${dso.formulas.countBack}`, daysOrNothing(dso.countBackDays)],
      ],
    }),
});
