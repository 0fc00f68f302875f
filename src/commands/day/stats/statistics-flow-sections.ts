import { formatAmount } from '../../../domain/money/money.ts';
import type { CurrencyStatistics } from '../../../domain/money/statistics.ts';
import { plural } from '../../../ui/labels.ts';
import { note, pair, sumOf, type ReportSection } from './report-markup.ts';
import { barChart, chartId, columnChart, type ChartBar } from './statistics-charts.ts';
import {
  daysOrNothing,
  HABITS_NOTE,
  monthLabel,
  NOTHING,
  recoveryLabel,
  SECTIONS,
} from './statistics-labels.ts';

const CLIENTS_SHOWN = 100;
const CLIENTS_DRAWN = 10;

export const clientsSection = (of: CurrencyStatistics): ReportSection => {
  const { clients, currency } = of;
  const shown = clients.slice(0, CLIENTS_SHOWN);
  const others = clients.length - shown.length;
  const bars: ChartBar[] = shown.slice(0, CLIENTS_DRAWN).map(({ client, meanDelayDays }) => ({
    label: client.name,
    text: daysOrNothing(meanDelayDays),
    value: meanDelayDays ?? 0,
    tone: 'orange',
  }));
  const rows = shown.map(
    ({ client, settled, onTime, meanDelayDays, worstDelayDays, remainingCents, overdueCents }) => [
      client.name,
      formatAmount(overdueCents, currency),
      formatAmount(remainingCents, currency),
      daysOrNothing(meanDelayDays),
      daysOrNothing(worstDelayDays),
      String(settled),
      settled === 0 ? NOTHING : `${onTime} (${Math.round((onTime / settled) * 100)} %)`,
    ],
  );
  const data = {
    caption: 'Habitudes de paiement, par client',
    head: ['Client', 'En retard', 'Reste dû', 'Retard moyen', 'Pire retard', 'Réglées', 'À\u00a0l’heure'],
    rows,
  };
  const intro = note(`${HABITS_NOTE} Ceux qui doivent une facture échue d’abord.`);
  const rest =
    others > 0
      ? note(`… et ${plural(others, 'autre client', 'autres clients')}, tous dans le fichier CSV.`)
      : '';
  const chart = barChart(chartId(of, 'clients'), 'Retard moyen des premiers clients de la liste', bars);
  return {
    title: SECTIONS.clients,
    body: intro + pair('Retard moyen, en jours', chart, data) + rest,
    isLong: true,
  };
};

export const recoveredSection = (of: CurrencyStatistics): ReportSection => {
  const { recovered, currency } = of;
  if (recovered.length === 0)
    return { title: SECTIONS.recovered, body: note('Aucun règlement reçu sur cette période.') };
  const bars: ChartBar[] = recovered.map((row) => ({
    label: recoveryLabel(row),
    text: formatAmount(row.amountCents, currency),
    value: row.amountCents,
    tone: row.cause === 'step' ? 'blue' : 'grey',
  }));
  return {
    title: SECTIONS.recovered,
    body:
      note('Un règlement reçu après l’échéance est attribué à la dernière étape faite avant lui.') +
      pair('Montant encaissé', barChart(chartId(of, 'recovered'), 'Encaissé après chaque étape', bars), {
        caption: 'Encaissé après chaque étape',
        head: ['Étape', 'Règlements', 'Montant', 'Délai médian'],
        rows: recovered.map((row) => [
          recoveryLabel(row),
          String(row.payments),
          formatAmount(row.amountCents, currency),
          daysOrNothing(row.medianDays),
        ]),
        foot: [
          'Total',
          String(sumOf(recovered, ({ payments }) => payments)),
          formatAmount(
            sumOf(recovered, ({ amountCents }) => amountCents),
            currency,
          ),
          '',
        ],
      }),
  };
};

export const monthsSection = (of: CurrencyStatistics): ReportSection => {
  const { months, currency } = of;
  const amount = (cents: number): string => formatAmount(cents, currency);
  const max = Math.max(
    0,
    ...months.flatMap(({ invoicedCents, receivedCents }) => [invoicedCents, receivedCents]),
  );
  const pairs = months.map(({ month, invoicedCents, receivedCents }, index) => ({
    label: monthLabel(month).charAt(0).toUpperCase(),
    // Two years side by side would overlap.
    year:
      month.endsWith('-01') || (index === 0 && !months[1]?.month.endsWith('-01')) ? month.slice(0, 4) : '',
    first: invoicedCents,
    second: receivedCents,
  }));
  const chart = columnChart(chartId(of, 'months'), 'Facturé et encaissé, douze mois', pairs, {
    names: ['facturé', 'encaissé'],
    highest: `le plus haut : ${amount(max)}`,
  });
  return {
    title: SECTIONS.months,
    body: pair('Facturé et encaissé', chart, {
      caption: 'Facturé et encaissé par mois',
      head: ['Mois', 'Facturé', 'Encaissé'],
      rows: months.map(({ month, invoicedCents, receivedCents }) => [
        monthLabel(month),
        amount(invoicedCents),
        amount(receivedCents),
      ]),
      foot: [
        'Total',
        amount(sumOf(months, ({ invoicedCents }) => invoicedCents)),
        amount(sumOf(months, ({ receivedCents }) => receivedCents)),
      ],
    }),
  };
};
