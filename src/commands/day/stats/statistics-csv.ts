import { minorUnits } from '../../../domain/money/money.ts';
import type { CurrencyStatistics, Statistics } from '../../../domain/money/statistics.ts';
import { oneLine } from '../../../domain/typography.ts';
import type { Unit } from './section.ts';
import { WRITTEN_OFF } from './statistics-labels.ts';
import { sectionsOf } from './statistics-sections.ts';

const BOM = '\uFEFF';
const HEAD = ['section', 'libellé', 'devise', 'mesure', 'unité', 'valeur'];
const UNITS: Record<Unit, string> = { amount: 'montant', days: 'jours', count: 'nombre', share: 'nombre' };

/** A text that a spreadsheet would take for a formula gets an apostrophe before it; one with a separator, quotes around it. */
const csvText = (text: string): string => {
  const isFormula = /^[=+\-@\t\r]/.test(text);
  const line = `${isFormula ? "'" : ''}${oneLine(text)}`;
  return /[;"\n]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line;
};

/** `1234,56`, without thousands nor currency; nothing for a figure that cannot be computed. */
const csvNumber = (value: number | null, unit: Unit, currency: string): string => {
  if (value === null) return '';
  if (unit !== 'amount') return String(value).replace('.', ',');
  const decimals = minorUnits(currency);
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return `${value < 0 ? '-' : ''}${whole}${decimals === 0 ? '' : `,${digits.slice(-decimals)}`}`;
};

const rowsOf = (of: CurrencyStatistics): string[][] => {
  const row = (title: string, label: string, measure: string, unit: Unit, value: number | null): string[] => [
    title,
    csvText(label),
    of.currency,
    measure,
    UNITS[unit],
    csvNumber(value, unit, of.currency),
  ];
  const figures = sectionsOf(of).flatMap(({ title, columns, rows }) =>
    rows.flatMap(({ label, key = label, measure, values }) =>
      columns.map((column, index) =>
        row(title, key, measure ?? column.measure, column.unit, values[index] ?? null),
      ),
    ),
  );
  return [...figures, row(WRITTEN_OFF, WRITTEN_OFF, 'perte', 'amount', of.writtenOffCents)];
};

/** One row for each figure, as French spreadsheets read it: UTF-8 with its mark, semicolons, decimal commas. */
export const renderStatisticsCsv = ({ currencies }: Statistics): string =>
  BOM + [HEAD, ...currencies.flatMap(rowsOf)].map((row) => `${row.join(';')}\r\n`).join('');
