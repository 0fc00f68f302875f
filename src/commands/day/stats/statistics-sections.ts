import { formatDay } from '../../../domain/dates.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import type { CurrencyStatistics } from '../../../domain/money/statistics.ts';
import { NBSP } from '../../../domain/typography.ts';
import { plural } from '../../../ui/labels.ts';
import { sumOf, type Row, type Section } from './section.ts';
import { BUCKETS, monthLabel, recoveryLabel, weekLabel } from './statistics-labels.ts';

type Content = Omit<Section, 'currency'>;

const agedBalance = ({ agedBalance: buckets, currency }: CurrencyStatistics): Content => {
  const rows = buckets.map((of) => ({
    ...BUCKETS[of.bucket],
    values: [of.count, of.remainingCents, of.disputedCents],
  }));
  const [invoices, remaining, disputed] = [sumOf(rows, 0), sumOf(rows, 1), sumOf(rows, 2)];
  const part = disputed > 0 ? `, dont ${formatAmount(disputed, currency)} contestés` : '';
  const total = `${plural(invoices, 'facture', 'factures')}, ${formatAmount(remaining, currency)} à recevoir${part}.`;
  return {
    title: 'Balance âgée',
    shape: 'bars',
    rowTitle: 'Retard',
    columns: [
      { title: 'Factures', measure: 'factures', unit: 'count' },
      { title: 'Reste dû', measure: 'reste dû', unit: 'amount' },
      { title: 'dont contesté', measure: 'contesté', unit: 'amount' },
    ],
    rows,
    caption: 'Reste dû selon le retard',
    chart: { name: 'aged', columns: [1, 2], caption: 'Reste dû' },
    screen: { after: total },
    page: { note: disputed > 0 ? 'La part contestée reste dans la balance ; elle est hachurée.' : '' },
  };
};

const expectedCash = (of: CurrencyStatistics): Content => {
  const { expected, later } = of;
  const note = 'Promesses et échéanciers à leur date, sinon l’échéance décalée de l’habitude du client.';
  const owed = { measure: 'reste dû', isRare: true };
  return {
    title: 'Encaissements attendus',
    shape: 'bars',
    rowTitle: 'Semaine',
    columns: [{ title: 'Montant attendu', measure: 'attendu', unit: 'amount' }],
    rows: [
      ...expected.map((week) => ({ label: weekLabel(week), values: [week.amountCents], key: week.week })),
      { label: `plus tard, dès le ${formatDay(later.from)}`, values: [later.amountCents], isRare: true },
      { label: 'en retard, sans date', values: [of.undatedCents], tone: 'red', ...owed },
      { label: 'litiges, procédures, remises', values: [of.excludedCents], tone: 'grey', ...owed },
    ],
    caption: 'Encaissements attendus par semaine',
    chart: { name: 'expected', columns: [0], caption: 'Montant attendu' },
    screen: { note },
    page: { note },
  };
};

const dsoMethods = ({ dso, currency }: CurrencyStatistics): Content => {
  const open = formatAmount(dso.receivablesCents, currency);
  const invoiced = formatAmount(dso.invoicedCents, currency);
  return {
    title: 'Délai moyen de règlement (DSO)',
    shape: 'methods',
    rowTitle: 'Méthode',
    columns: [{ title: 'Délai', measure: 'délai', unit: 'days' }],
    rows: [
      { label: 'méthode comptable', values: [dso.accountingDays], formula: dso.formulas.accounting },
      { label: 'méthode par épuisement', values: [dso.countBackDays], formula: dso.formulas.countBack },
    ],
    caption: 'Délai moyen de règlement, par deux méthodes',
    page: { note: `Créances ouvertes : ${open}. Facturé en 365 jours : ${invoiced}.` },
  };
};

const clientHabits = ({ clients }: CurrencyStatistics): Content => {
  const note = 'Retards des factures réglées sur la période ; négatif : en avance.';
  const limits = { drawn: 10, listed: 100 };
  const unshown = clients.length - limits.drawn;
  const unlisted = clients.length - limits.listed;
  const rows = clients.map((of): Row => ({
    label: of.client.name,
    values: [of.settled, of.onTime, of.meanDelayDays, of.worstDelayDays, of.remainingCents, of.overdueCents],
    tone: 'orange',
  }));
  return {
    title: 'Comment paient les clients',
    shape: 'table',
    rowTitle: 'Client',
    columns: [
      { title: 'Réglées', measure: 'factures réglées', unit: 'count', rank: 2 },
      { title: `À${NBSP}l’heure`, short: 'À l’heure', measure: 'réglées à l’heure', unit: 'share', rank: 1 },
      { title: 'Retard moyen', measure: 'retard moyen', unit: 'days' },
      { title: 'Pire retard', short: 'Pire', measure: 'pire retard', unit: 'days', rank: 3 },
      { title: 'Reste dû', measure: 'reste dû', unit: 'amount', rank: 4 },
      { title: 'En retard', measure: 'en retard', unit: 'amount' },
    ],
    rows,
    caption: 'Habitudes de paiement, par client',
    chart: {
      name: 'clients',
      columns: [2],
      caption: 'Retard moyen, en jours',
      title: 'Retard moyen des premiers clients de la liste',
    },
    limits,
    screen: {
      note,
      after: unshown > 0 ? `… ${plural(unshown, 'autre', 'autres')}, tous avec --csv ou --json` : '',
      empty: 'aucune facture réglée ni à recevoir',
    },
    page: {
      order: [5, 4, 2, 3, 0, 1],
      note: `${note} Ceux qui doivent une facture échue d’abord.`,
      after:
        unlisted > 0
          ? `… et ${plural(unlisted, 'autre client', 'autres clients')}, tous dans le fichier CSV.`
          : '',
    },
  };
};

const recovered = ({ recovered: causes }: CurrencyStatistics): Content => ({
  title: 'Encaissé après chaque étape',
  shape: 'bars',
  rowTitle: 'Étape',
  columns: [
    { title: 'Règlements', measure: 'règlements', unit: 'count' },
    { title: 'Montant', measure: 'encaissé', unit: 'amount' },
    { title: 'Délai médian', measure: 'délai médian', unit: 'days' },
  ],
  rows: causes.map((of) => ({
    label: recoveryLabel(of),
    values: [of.payments, of.amountCents, of.medianDays],
    tone: of.cause === 'step' ? 'blue' : 'grey',
  })),
  caption: 'Encaissé après chaque étape',
  chart: { name: 'recovered', columns: [1], caption: 'Montant encaissé' },
  screen: {
    note: 'Nombre de règlements, montant, délai médian depuis la dernière étape faite avant eux.',
    empty: 'aucun règlement reçu',
  },
  page: {
    note: 'Un règlement reçu après l’échéance est attribué à la dernière étape faite avant lui.',
    empty: 'Aucun règlement reçu sur cette période.',
  },
});

const monthFlows = ({ months, currency }: CurrencyStatistics): Content => {
  const highest = Math.max(...months.flatMap((of) => [of.invoicedCents, of.receivedCents]));
  const legend = `le plus haut : ${formatAmount(highest, currency)}`;
  const rows = months.map((of) => ({
    label: monthLabel(of.month),
    values: [of.invoicedCents, of.receivedCents],
    key: of.month,
  }));
  return {
    title: 'Facturé et encaissé par mois',
    shape: 'months',
    rowTitle: 'Mois',
    columns: [
      { title: 'Facturé', measure: 'facturé', unit: 'amount' },
      { title: 'Encaissé', measure: 'encaissé', unit: 'amount' },
    ],
    rows,
    caption: 'Facturé et encaissé par mois',
    chart: {
      name: 'months',
      columns: [0, 1],
      caption: 'Facturé et encaissé',
      title: 'Facturé et encaissé, douze mois',
      legend,
    },
    screen: { after: `de ${rows[0]?.label} à ${rows.at(-1)?.label}, ${legend}` },
  };
};

/** In the order of the screen, of the page and of the CSV. */
export const sectionsOf = (of: CurrencyStatistics): Section[] =>
  [agedBalance, expectedCash, dsoMethods, clientHabits, recovered, monthFlows].map((build) => ({
    ...build(of),
    currency: of.currency,
  }));
