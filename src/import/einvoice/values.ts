import { isLocalDate, type LocalDate } from '../../domain/dates.ts';
import { CURRENCIES } from '../../domain/money.ts';
import { oneLine } from '../../domain/typography.ts';
import { RelanceError } from '../../errors.ts';

export const refuseFile = (
  file: string,
  what: string,
  hint = 'vérifiez que c’est bien une facture, ou saisissez-la avec relance add',
  code = 'unreadable-invoice',
): RelanceError => new RelanceError(`${file}\u00a0: ${what}`, { code, hint });

export const text = (value: string | null | undefined, most = 200): string | null => {
  const line = oneLine(value ?? '').trim();
  return line === '' ? null : line.slice(0, most);
};

/** `20260131`, `2026-01-31`, `2026-01-31Z`. */
export const dayIn = (value: string | null): LocalDate | null => {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(value?.trim() ?? '');
  const day = match ? `${match[1]}-${match[2]}-${match[3]}` : '';
  return isLocalDate(day) ? day : null;
};

/** Whole figures and decimals, exactly. Null: it is no amount, or has more decimals than the currency. */
export const centsIn = (value: string | null, currency: string): number | null => {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(value?.trim() ?? '');
  if (!match) return null;
  const digits = Object.hasOwn(CURRENCIES, currency)
    ? CURRENCIES[currency as keyof typeof CURRENCIES].exponent
    : 2;
  const decimals = match[3] ?? '';
  if (/[1-9]/.test(decimals.slice(digits))) return null;
  const cents = Number((match[2] ?? '') + decimals.slice(0, digits).padEnd(digits, '0'));
  if (!Number.isSafeInteger(cents)) return null;
  return match[1] === '-' ? -cents : cents;
};

const digitsOf = (value: string): string => value.replaceAll(/\D/g, '');

interface Identifier {
  value: string;
  /** Scheme of ISO 6523: 0002 SIREN, 0009 SIRET. */
  scheme: string | null;
}

/** SIREN, SIRET and VAT number among what a party gives; a French VAT number holds the SIREN. */
export const identifiersOf = (
  identifiers: readonly Identifier[],
  vat: string | null,
): { siren: string | null; siret: string | null; vatNumber: string | null } => {
  const vatNumber = vat === null ? null : vat.replaceAll(/[\s.-]/g, '').toUpperCase() || null;
  const digits = identifiers.map(({ value, scheme }) => ({ number: digitsOf(value), scheme }));
  const siret =
    digits.find(
      ({ number, scheme }) =>
        number.length === 14 && (scheme === '0009' || scheme === '0002' || scheme === null),
    )?.number ?? null;
  const siren =
    digits.find(({ number, scheme }) => number.length === 9 && scheme === '0002')?.number ??
    siret?.slice(0, 9) ??
    /^FR[0-9A-Z]{2}(\d{9})$/.exec(vatNumber ?? '')?.[1] ??
    null;
  return { siren, siret, vatNumber };
};

/** An address of a person; routing identifiers of platforms are not. */
export const emailIn = (...values: (string | null)[]): string | null =>
  values
    .map((value) => value?.trim() ?? '')
    .find((value) => /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(value)) ?? null;
