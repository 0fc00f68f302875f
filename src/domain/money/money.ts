import { usageError } from '../../errors.ts';
import { NBSP, NNBSP, quoted } from '../typography.ts';

/**
 * The active currencies that a French freelancer may bill in: decimals of ISO 4217 (Intl drops those that are out of use,
 * such as the forint's fillér) and the symbol that Intl prints in French.
 */
export const CURRENCIES = {
  EUR: { exponent: 2, symbol: '€' },
  USD: { exponent: 2, symbol: '$US' },
  GBP: { exponent: 2, symbol: '£GB' },
  CHF: { exponent: 2, symbol: 'CHF' },
  CAD: { exponent: 2, symbol: '$CA' },
  AUD: { exponent: 2, symbol: '$AU' },
  NZD: { exponent: 2, symbol: '$NZ' },
  JPY: { exponent: 0, symbol: 'JPY' },
  CNY: { exponent: 2, symbol: 'CNY' },
  HKD: { exponent: 2, symbol: 'HKD' },
  SGD: { exponent: 2, symbol: '$SG' },
  TWD: { exponent: 2, symbol: 'TWD' },
  KRW: { exponent: 0, symbol: '₩' },
  INR: { exponent: 2, symbol: '₹' },
  IDR: { exponent: 2, symbol: 'IDR' },
  MYR: { exponent: 2, symbol: 'MYR' },
  PHP: { exponent: 2, symbol: 'PHP' },
  THB: { exponent: 2, symbol: 'THB' },
  VND: { exponent: 0, symbol: '₫' },
  SEK: { exponent: 2, symbol: 'SEK' },
  NOK: { exponent: 2, symbol: 'NOK' },
  DKK: { exponent: 2, symbol: 'DKK' },
  ISK: { exponent: 0, symbol: 'ISK' },
  PLN: { exponent: 2, symbol: 'PLN' },
  CZK: { exponent: 2, symbol: 'CZK' },
  HUF: { exponent: 2, symbol: 'HUF' },
  RON: { exponent: 2, symbol: 'RON' },
  TRY: { exponent: 2, symbol: 'TRY' },
  UAH: { exponent: 2, symbol: 'UAH' },
  RSD: { exponent: 2, symbol: 'RSD' },
  BAM: { exponent: 2, symbol: 'BAM' },
  MKD: { exponent: 2, symbol: 'MKD' },
  ALL: { exponent: 2, symbol: 'ALL' },
  MDL: { exponent: 2, symbol: 'MDL' },
  GEL: { exponent: 2, symbol: 'GEL' },
  AMD: { exponent: 2, symbol: 'AMD' },
  AZN: { exponent: 2, symbol: 'AZN' },
  KZT: { exponent: 2, symbol: 'KZT' },
  MAD: { exponent: 2, symbol: 'MAD' },
  TND: { exponent: 3, symbol: 'TND' },
  DZD: { exponent: 2, symbol: 'DZD' },
  EGP: { exponent: 2, symbol: 'EGP' },
  XOF: { exponent: 0, symbol: 'F\u202fCFA' },
  XAF: { exponent: 0, symbol: 'FCFA' },
  XPF: { exponent: 0, symbol: 'FCFP' },
  CDF: { exponent: 2, symbol: 'CDF' },
  GNF: { exponent: 0, symbol: 'GNF' },
  MGA: { exponent: 2, symbol: 'MGA' },
  MUR: { exponent: 2, symbol: 'MUR' },
  MRU: { exponent: 2, symbol: 'MRU' },
  KMF: { exponent: 0, symbol: 'KMF' },
  DJF: { exponent: 0, symbol: 'DJF' },
  HTG: { exponent: 2, symbol: 'HTG' },
  ZAR: { exponent: 2, symbol: 'ZAR' },
  NGN: { exponent: 2, symbol: 'NGN' },
  KES: { exponent: 2, symbol: 'KES' },
  GHS: { exponent: 2, symbol: 'GHS' },
  ILS: { exponent: 2, symbol: '₪' },
  AED: { exponent: 2, symbol: 'AED' },
  SAR: { exponent: 2, symbol: 'SAR' },
  QAR: { exponent: 2, symbol: 'QAR' },
  KWD: { exponent: 3, symbol: 'KWD' },
  BHD: { exponent: 3, symbol: 'BHD' },
  OMR: { exponent: 3, symbol: 'OMR' },
  JOD: { exponent: 3, symbol: 'JOD' },
  LBP: { exponent: 2, symbol: '£LB' },
  BRL: { exponent: 2, symbol: 'R$' },
  MXN: { exponent: 2, symbol: '$MX' },
  ARS: { exponent: 2, symbol: '$AR' },
  CLP: { exponent: 0, symbol: '$CL' },
  COP: { exponent: 2, symbol: '$CO' },
  PEN: { exponent: 2, symbol: 'PEN' },
  UYU: { exponent: 2, symbol: '$UY' },
} as const satisfies Record<string, { exponent: number; symbol: string }>;

export type Currency = keyof typeof CURRENCIES;

/** 10 billion euros: beyond it, a slip of the finger. */
const MAX_MINOR_UNITS = 1_000_000_000_000;

export const isCurrency = (code: string): code is Currency => Object.hasOwn(CURRENCIES, code);

const currencyOf = (code: string): { exponent: number; symbol: string } => {
  if (!isCurrency(code)) throw new RangeError(`unknown currency: ${code}`);
  return CURRENCIES[code];
};

/** Decimals of a currency: 2 for the euro, 0 for the yen, 3 for the dinar. */
export const minorUnits = (code: string): number => currencyOf(code).exponent;

const groupThousands = (digits: string): string => {
  let grouped = digits.slice(-3);
  for (let end = digits.length - 3; end > 0; end -= 3) {
    grouped = digits.slice(Math.max(0, end - 3), end) + NNBSP + grouped;
  }
  return grouped;
};

/**
 * `1 234,56 €` from 123456: what Intl prints for fr-FR, without its start-up cost.
 * @param cents integer minor units of the currency (yens for JPY, thousandths for TND)
 */
export const formatAmount = (cents: number, currency: string): string => {
  if (!Number.isSafeInteger(cents)) throw new RangeError(`not an amount in minor units: ${cents}`);
  const { exponent, symbol } = currencyOf(currency);
  const digits = String(Math.abs(cents)).padStart(exponent + 1, '0');
  const cut = digits.length - exponent;
  const decimals = exponent === 0 ? '' : `,${digits.slice(cut)}`;
  return `${cents < 0 ? '-' : ''}${groupThousands(digits.slice(0, cut))}${decimals}${NBSP}${symbol}`;
};

/** `-5`, `−5,00`: an amount below zero. */
export const isNegative = (text: string): boolean => /^[-\u2212\u2013]\s?\d/.test(text);

interface ParseOptions {
  allowZero?: boolean;
}

const refuse = (message: string, hint: string): never => {
  throw usageError(message, hint, 'invalid-amount');
};

/** How a currency may be written beside a number: `USD`, `$US`, `$`; `EUR`, `€`, `euros`. */
const marksOf = (currency: string): string[] => {
  const symbol = currencyOf(currency).symbol.replace(NNBSP, ' ').toUpperCase();
  const marks = [symbol, symbol.replace(/[A-Z ]/g, ''), currency];
  if (currency === 'EUR') marks.push('EUROS', 'EURO');
  return marks.filter((mark) => mark !== '');
};

/** The number without its currency, which may stand on either side of it. */
const stripCurrency = (input: string, currency: string): string => {
  const text = input.replace(/\s+/gu, ' ').trim().toUpperCase();
  for (const mark of marksOf(currency)) {
    if (text.endsWith(mark)) return text.slice(0, -mark.length).trimEnd();
    if (text.startsWith(mark)) return text.slice(mark.length).trimStart();
  }
  return text;
};

/** Thousands apart by one same mark (space, dot, comma, apostrophe), then at most one decimal mark of another kind. */
const NUMBER = /^(\d{1,3}(?:([ .,'’])\d{3})(?:\2\d{3})*|\d+)(?:([.,])(\d+))?$/;

/**
 * Splits the number into digits before and after the decimal mark, or null. A single dot or comma is the decimal mark
 * (`1.234` is three decimals, never a thousand); repeated, or followed by the other one, it separates thousands.
 */
const splitNumber = (text: string): { whole: string; decimals: string } | null => {
  const single = /^(\d+)[.,](\d+)$/.exec(text);
  if (single !== null) return { whole: single[1] ?? '', decimals: single[2] ?? '' };
  const match = NUMBER.exec(text);
  if (match === null || (match[3] !== undefined && match[3] === match[2])) return null;
  return { whole: (match[1] ?? '').replace(/\D/g, ''), decimals: match[4] ?? '' };
};

/**
 * Integer minor units from what the user typed: `1 234,56`, `1234.56`, `1 234,56 €`, `1.234,56`, `1,234.56`.
 * @throws RelanceError `invalid-amount`, also for zero unless `allowZero`, and always for a negative amount
 */
export const parseAmount = (
  input: string,
  currency = 'EUR',
  { allowZero = false }: ParseOptions = {},
): number => {
  const { exponent } = currencyOf(currency);
  const example = exponent === 0 ? '1234' : `1234,${'0'.repeat(exponent)}`;
  const hint = `Écrire par exemple ${example}`;
  const text = stripCurrency(input, currency);
  if (isNegative(text)) return refuse(`Le montant ${quoted(input)} est négatif`, hint);

  const number = splitNumber(text);
  if (number === null) return refuse(`${quoted(input)} n’est pas un montant en ${currency}`, hint);
  if (number.decimals.length > exponent) {
    const allowed = exponent === 0 ? 'aucune décimale' : `${exponent} décimales au plus`;
    return refuse(`Le montant ${quoted(input)} a trop de décimales : ${allowed} en ${currency}`, hint);
  }
  const digits = (number.whole + number.decimals.padEnd(exponent, '0')).replace(/^0+(?=\d)/, '');
  if (digits.length > 15 || Number(digits) > MAX_MINOR_UNITS) {
    return refuse(`Le montant ${quoted(input)} est trop grand`, hint);
  }
  const cents = Number(digits);
  if (cents === 0 && !allowZero) return refuse('Le montant doit être supérieur à zéro', hint);
  return cents;
};
