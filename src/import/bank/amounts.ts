import { CURRENCIES } from '../../domain/money/money.ts';
import { quoted } from '../../domain/typography.ts';
import { unreadable, type Place } from '../values.ts';

/** The currency of a line, one that the program knows how to count in. Throws RelanceError. */
export const currencyIn = (text: string, place: Place): string => {
  const code = text.trim().toUpperCase();
  if (code === '€' || code === 'EURO' || code === 'EUROS') return 'EUR';
  if (Object.hasOwn(CURRENCIES, code)) return code;
  throw unreadable(place, `la devise ${quoted(text)} n’est pas connue`);
};

/** Minor units of whole numbers that count `decimals` decimals; null when they hold more than the currency has. */
export const rescaled = (units: number, decimals: number, currency: string): number | null => {
  const exponent = CURRENCIES[currency as keyof typeof CURRENCIES].exponent;
  const cents =
    decimals <= exponent ? units * 10 ** (exponent - decimals) : units / 10 ** (decimals - exponent);
  return Number.isSafeInteger(cents) ? cents : null;
};
