import { isLocalDate, type LocalDate } from '../domain/dates.ts';
import { CURRENCIES } from '../domain/money/money.ts';
import { oneLine, withoutAccents } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';

/** Where something was read, for a refusal to say it. */
export interface Place {
  file: string;
  line?: number | undefined;
}

export const unreadable = ({ file, line }: Place, what: string, hint?: string): RelanceError =>
  new RelanceError(`${oneLine(file)}${line === undefined ? '' : `, ligne ${line}`} : ${what}`, {
    code: 'unreadable-statement',
    hint: hint ?? 'demandez à votre banque un export OFX, CAMT.053 ou CSV',
  });

const MOST_LABEL = 500;

/** What the bank wrote in several places, once each: a part that begins or repeats another is left out. */
export const labelOf = (...parts: (string | null | undefined)[]): string => {
  const kept: string[] = [];
  for (const part of parts) {
    const text = oneLine((part ?? '').slice(0, 4 * MOST_LABEL)).slice(0, MOST_LABEL);
    if (text === '' || kept.some((known) => known.includes(text))) continue;
    const shorter = kept.findIndex((known) => text.includes(known));
    if (shorter === -1) kept.push(text);
    else kept.splice(shorter, 1, text);
  }
  return oneLine(kept.join(' ').slice(0, MOST_LABEL)) || '(sans libellé)';
};

/** Nothing said, in the words of banks. */
export const orNull = (text: string | null | undefined): string | null => {
  const line = oneLine(text ?? '');
  return /^(?:NOT ?PROVIDED|NONREF|NONE|N\/A|[-.0]*)$/i.test(line) ? null : line;
};

const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/;

export const ibanOrNull = (text: string | null | undefined): string | null => {
  const compact = (text ?? '').replaceAll(/\s/g, '').toUpperCase();
  return IBAN.test(compact) ? compact : null;
};

const digitsOf = (currency: string): number =>
  Object.hasOwn(CURRENCIES, currency) ? CURRENCIES[currency as keyof typeof CURRENCIES].exponent : 2;

/** Whole figures and decimals, exactly; null when there is more than the currency has. */
const minorUnits = (whole: string, decimals: string, currency: string): number | null => {
  const digits = digitsOf(currency);
  if (/[1-9]/.test(decimals.slice(digits))) return null;
  const cents = Number((whole || '0') + decimals.slice(0, digits).padEnd(digits, '0'));
  return Number.isSafeInteger(cents) ? cents : null;
};

/** As machines write it: `-1234.50`, `1234,5`. Null: it is no amount. */
export const plainAmountOf = (text: string, currency: string): number | null => {
  const match = /^([+-]?)(\d*)(?:[.,](\d*))?$/.exec(text.replaceAll(/\s/g, ''));
  if (!match || (match[2] === '' && (match[3] ?? '') === '')) return null;
  const cents = minorUnits(match[2] ?? '', match[3] ?? '', currency);
  return cents === null ? null : match[1] === '-' ? -cents : cents;
};

/** A single dot or comma is the decimal mark; repeated, or followed by the other one, it keeps thousands apart. */
const FIGURES = [
  /^(?<whole>\d*)(?:[.,](?<decimals>\d*))?$/,
  /^(?<whole>\d{1,3}(?:([.,])\d{3})(?:\2\d{3})+)$/,
  /^(?<whole>\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?!\2)[.,](?<decimals>\d*)$/,
];

/** As people write it: `1 234,56`, `1.234,56`, `-12.5`, `1 234,50 €`, `(12,00)`. Null: it is no amount. */
export const amountOf = (text: string, currency: string): number | null => {
  const bare = text
    .replaceAll(/[\s\u00a0\u202f'’]/g, '')
    .replace(/^(?:[A-Z]{3}|€)|(?:[A-Z]{3}|€)$/g, '')
    .replace('−', '-');
  const signed = /^(\()?([+-]?)([\d.,]*\d[\d.,]*)(-)?(\))?$/.exec(bare);
  const [, opened, sign, figures = '', trailing, closed] = signed ?? [];
  const parts = FIGURES.map((pattern) => pattern.exec(figures)?.groups).find(
    (groups) => groups !== undefined,
  );
  if (!signed || !parts || (opened === undefined) !== (closed === undefined)) return null;
  const cents = minorUnits((parts['whole'] ?? '').replaceAll(/\D/g, ''), parts['decimals'] ?? '', currency);
  if (cents === null) return null;
  return (sign === '-') !== (opened !== undefined || trailing === '-') ? -cents : cents;
};

const fullYear = (year: string): string =>
  year.length === 2 ? `${Number(year) >= 70 ? '19' : '20'}${year}` : year;

const local = (year: string, month: string, day: string): LocalDate | null => {
  const date = `${fullYear(year)}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isLocalDate(date) ? date : null;
};

/** `2026-01-14`, `14/01/2026`, `14-01-26`, `20260114`, an hour after it or not. Null: it is no day. */
export const dayOf = (text: string): LocalDate | null => {
  const bare = text.trim();
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?$/.exec(bare);
  if (iso) return local(iso[1] ?? '', iso[2] ?? '', iso[3] ?? '');
  const compact = /^(\d{4})(\d{2})(\d{2})(?:\D.*|\d{6}.*)?$/.exec(bare);
  if (compact) return local(compact[1] ?? '', compact[2] ?? '', compact[3] ?? '');
  const french = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[T ].*)?$/.exec(bare);
  return french ? local(french[3] ?? '', french[2] ?? '', french[1] ?? '') : null;
};

const REVERSED =
  /\b(?:REJETS?|REJ|REJETEE?|IMPAYEE?S?|IMP (?:PRLV|CHQ)|(?:PRLV|CHQ) IMP|RETOUR (?:PRLV|PRELEVEMENT|SEPA|CHEQUE|CHQ|VIR|VIREMENT)|(?:CHEQUE|CHQ|VIR|VIREMENT|PRLV|PRELEVEMENT) RETOURNEE?|RETURNED|REVERSAL|EXTOURNE|CONTREPASSATION)\b/;
/** What the bank charges for it is no money taken back. */
const CHARGED = /^(?:F |FRAIS\b|COMM?\b|COMMISSIONS?\b)/;

/** Money taken back, in the words of banks. */
export const isReversalLabel = (label: string): boolean => {
  const plain = withoutAccents(label).toUpperCase();
  return REVERSED.test(plain) && !CHARGED.test(plain);
};
