import { isLocalDate, type LocalDate } from '../../domain/dates.ts';
import { isCurrency, minorUnits, type Currency } from '../../domain/money/money.ts';
import { oneLine, quoted } from '../../domain/typography.ts';
import type { RawAmount } from './raw.ts';
import { refuseFile, refuseValue, termWith } from './refusal.ts';

const MOST_LINE = 200;

/** One harmless line, or null when nothing is left of it. */
export const lineOf = (text: string | null | undefined): string | null =>
  [
    ...oneLine(text ?? '')
      .normalize('NFC')
      .slice(0, 2 * MOST_LINE),
  ]
    .slice(0, MOST_LINE)
    .join('')
    .trimEnd() || null;

/** The texts that say something, each a line. */
export const linesOf = (texts: readonly (string | null)[]): string[] =>
  texts.map(lineOf).filter((line) => line !== null);

/** Format 102 of UN/EDIFACT and what is longer than it (203, 204), or an ISO day, its hour or its zone behind it. */
const DAYS = [
  /^(\d{4})(\d{2})(\d{2})(?:\d{4}(?:\d{2})?)?$/,
  /^(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+)?(?:Z|[+-]\d{2}:\d{2})?$/,
];

/** The day that is written; null when what is written is none: a month (format 610), a week. */
export const dayIn = (value: string | null): LocalDate | null => {
  const match = DAYS.map((pattern) => pattern.exec(value?.trim() ?? '')).find((found) => found !== null);
  const day = match ? `${match[1]}-${match[2]}-${match[3]}` : '';
  return isLocalDate(day) ? day : null;
};

/** @throws RelanceError unless it is a day of the calendar, or null */
export const dayOf = (file: string, term: string, value: string | null): LocalDate | null => {
  if (value === null) return null;
  const day = dayIn(value);
  if (day !== null) return day;
  throw refuseValue(file, term, value, 'n’est pas une date', '20260131 ou 2026-01-31');
};

/** The currency of the invoice (BT-5), else the one that its amounts name. */
export const currencyOf = (
  file: string,
  declared: string | null,
  amounts: readonly RawAmount[],
): Currency => {
  const term = 'la devise (BT-5)';
  const code =
    declared ?? amounts.find(({ value, currency }) => value !== null && currency !== null)?.currency ?? null;
  if (code === null) throw refuseFile(file, `il manque ${term}`);
  const upper = code.trim().toUpperCase();
  if (isCurrency(upper)) return upper;
  throw refuseValue(file, term, code, 'n’est pas connue', 'un code ISO 4217, par exemple EUR');
};

/** 10 billion euros, as for an amount that is typed. */
const MOST_MINOR_UNITS = 1_000_000_000_000;

const exactCents = (value: string, currency: Currency): number | null => {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(value.trim());
  const [, sign, whole = '', decimals = ''] = match ?? [];
  const digits = minorUnits(currency);
  if (!match || whole + decimals === '' || /[1-9]/.test(decimals.slice(digits))) return null;
  const cents = Number(whole + decimals.slice(0, digits).padEnd(digits, '0'));
  // Never -0, which compares and prints unlike 0.
  return sign === '-' && cents !== 0 ? -cents : cents;
};

const exampleIn = (currency: Currency): string => {
  const digits = minorUnits(currency);
  return digits === 0
    ? `1234, sans décimale en ${currency}`
    : `1234.${'5'.padEnd(digits, '0')}, ${digits} décimales au plus en ${currency}`;
};

/**
 * Integer minor units, exactly; null when the document gives no such amount.
 * @throws RelanceError when it is no amount, has more decimals than the currency, or is in another one
 */
export const centsOf = (
  file: string,
  term: string,
  amounts: readonly RawAmount[],
  currency: Currency,
): number | null => {
  const given = amounts.filter(({ value }) => value !== null);
  const own = given.find((amount) => (amount.currency ?? currency).trim().toUpperCase() === currency);
  const [other] = given;
  if (!own && other)
    throw refuseFile(
      file,
      `${termWith(term, other.value ?? '')} est en ${quoted(other.currency ?? '', 10)}, la facture en ${currency}`,
    );
  if (!own) return null;
  const value = own.value ?? '';
  const cents = exactCents(value, currency);
  if (cents === null) throw refuseValue(file, term, value, 'n’est pas un montant', exampleIn(currency));
  if (Math.abs(cents) <= MOST_MINOR_UNITS) return cents;
  throw refuseValue(file, term, value, 'est trop grand', 'moins de dix milliards');
};
