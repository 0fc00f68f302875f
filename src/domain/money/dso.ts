import { addMonths, endOfMonth, type LocalDate } from '../dates.ts';

/** Invoices issued in a month, less their credit notes. */
export interface MonthInvoiced {
  /** `2026-11`. */
  month: string;
  invoicedCents: number;
}

export const DSO_FORMULAS = {
  accounting: 'créances TTC ouvertes / facturation TTC des 365 derniers jours × 365',
  countBack:
    'les créances TTC ouvertes épuisent la facturation TTC du mois en cours, puis des mois précédents ; on compte les jours parcourus',
} as const;

export interface Dso {
  accountingDays: number | null;
  countBackDays: number | null;
  receivablesCents: number;
  /** Over the last 365 days, today included. */
  invoicedCents: number;
  formulas: typeof DSO_FORMULAS;
}

export const YEAR_DAYS = 365;

export const toTenth = (value: number): number => Math.round(value * 10) / 10;

const lengthOf = (month: string): number => Number(endOfMonth(`${month}-01`).slice(8));
const monthBefore = (month: string): string => addMonths(`${month}-01`, -1).slice(0, 7);

/** Days that it takes to exhaust the receivables against what was invoiced, from today backwards; null when the months do not reach. */
const computeCountBackDays = (
  receivablesCents: number,
  months: readonly MonthInvoiced[],
  today: LocalDate,
): number | null => {
  const invoicedIn = new Map(months.map(({ month, invoicedCents }) => [month, invoicedCents]));
  const oldest = months.reduce((least, { month }) => (month < least ? month : least), today.slice(0, 7));
  let left = receivablesCents;
  let days = 0;
  for (let month = today.slice(0, 7); month >= oldest; month = monthBefore(month)) {
    if (left === 0) return toTenth(days);
    const length = month === today.slice(0, 7) ? Number(today.slice(8)) : lengthOf(month);
    const invoiced = invoicedIn.get(month) ?? 0;
    if (left <= invoiced) return toTenth(days + (left / invoiced) * length);
    left -= invoiced;
    days += length;
  }
  return left === 0 ? toTenth(days) : null;
};

/** The mean time to be paid, by both methods; null where nothing was invoiced. */
export const computeDso = (
  receivablesCents: number,
  invoicedCents: number,
  months: readonly MonthInvoiced[],
  today: LocalDate,
): Dso => ({
  accountingDays: invoicedCents > 0 ? toTenth((receivablesCents / invoicedCents) * YEAR_DAYS) : null,
  countBackDays: computeCountBackDays(receivablesCents, months, today),
  receivablesCents,
  invoicedCents,
  formulas: DSO_FORMULAS,
});
