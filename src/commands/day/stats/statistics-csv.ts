import { minorUnits } from '../../../domain/money/money.ts';
import type { CurrencyStatistics, Statistics } from '../../../domain/money/statistics.ts';
import { oneLine } from '../../../domain/typography.ts';
import {
  BUCKET_LABELS,
  DSO_LABELS,
  EXCLUDED_LABEL,
  laterLabel,
  recoveryLabel,
  SECTIONS,
  UNDATED_LABEL,
} from './statistics-labels.ts';

const BOM = '\uFEFF';
const HEAD = ['section', 'libellé', 'devise', 'mesure', 'unité', 'valeur'];

/** A text that a spreadsheet would take for a formula gets an apostrophe before it; one with a separator, quotes around it. */
const csvText = (text: string): string => {
  const isFormula = /^[=+\-@\t\r]/.test(text);
  const line = `${isFormula ? "'" : ''}${oneLine(text)}`;
  return /[;"\n]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line;
};

type Unit = 'montant' | 'jours' | 'nombre';

/** `1234,56`, without thousands nor currency; nothing for a figure that cannot be computed. */
const csvNumber = (value: number | null, unit: Unit, currency: string): string => {
  if (value === null) return '';
  if (unit !== 'montant') return String(value).replace('.', ',');
  const decimals = minorUnits(currency);
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return `${value < 0 ? '-' : ''}${whole}${decimals === 0 ? '' : `,${digits.slice(-decimals)}`}`;
};

type Figure = [section: string, label: string, measure: string, unit: Unit, value: number | null];

const figuresOf = (of: CurrencyStatistics): Figure[] => [
  ...of.agedBalance.flatMap(({ bucket, count, remainingCents, disputedCents }): Figure[] => [
    [SECTIONS.aged, BUCKET_LABELS[bucket], 'factures', 'nombre', count],
    [SECTIONS.aged, BUCKET_LABELS[bucket], 'reste dû', 'montant', remainingCents],
    [SECTIONS.aged, BUCKET_LABELS[bucket], 'contesté', 'montant', disputedCents],
  ]),
  ...of.expected.map(({ week, amountCents }): Figure => [
    SECTIONS.expected,
    week,
    'attendu',
    'montant',
    amountCents,
  ]),
  [SECTIONS.expected, laterLabel(of.later.from), 'attendu', 'montant', of.later.amountCents],
  [SECTIONS.expected, UNDATED_LABEL, 'reste dû', 'montant', of.undatedCents],
  [SECTIONS.expected, EXCLUDED_LABEL, 'reste dû', 'montant', of.excludedCents],
  [SECTIONS.dso, DSO_LABELS.accounting, 'délai', 'jours', of.dso.accountingDays],
  [SECTIONS.dso, DSO_LABELS.countBack, 'délai', 'jours', of.dso.countBackDays],
  ...of.clients.flatMap((habit): Figure[] => [
    [SECTIONS.clients, habit.client.name, 'factures réglées', 'nombre', habit.settled],
    [SECTIONS.clients, habit.client.name, 'réglées à l’heure', 'nombre', habit.onTime],
    [SECTIONS.clients, habit.client.name, 'retard moyen', 'jours', habit.meanDelayDays],
    [SECTIONS.clients, habit.client.name, 'pire retard', 'jours', habit.worstDelayDays],
    [SECTIONS.clients, habit.client.name, 'reste dû', 'montant', habit.remainingCents],
    [SECTIONS.clients, habit.client.name, 'en retard', 'montant', habit.overdueCents],
  ]),
  ...of.recovered.flatMap((row): Figure[] => [
    [SECTIONS.recovered, recoveryLabel(row), 'règlements', 'nombre', row.payments],
    [SECTIONS.recovered, recoveryLabel(row), 'encaissé', 'montant', row.amountCents],
    [SECTIONS.recovered, recoveryLabel(row), 'délai médian', 'jours', row.medianDays],
  ]),
  ...of.months.flatMap(({ month, invoicedCents, receivedCents }): Figure[] => [
    [SECTIONS.months, month, 'facturé', 'montant', invoicedCents],
    [SECTIONS.months, month, 'encaissé', 'montant', receivedCents],
  ]),
  [SECTIONS.writtenOff, SECTIONS.writtenOff, 'perte', 'montant', of.writtenOffCents],
];

/** One row for each figure, as French spreadsheets read it: UTF-8 with its mark, semicolons, decimal commas. */
export const renderStatisticsCsv = ({ currencies }: Statistics): string => {
  const rows = currencies.flatMap((of) =>
    figuresOf(of).map(([section, label, measure, unit, value]) => [
      section,
      csvText(label),
      of.currency,
      measure,
      unit,
      csvNumber(value, unit, of.currency),
    ]),
  );
  return BOM + [HEAD, ...rows].map((row) => `${row.join(';')}\r\n`).join('');
};
