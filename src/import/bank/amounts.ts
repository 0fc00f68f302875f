import { CURRENCIES } from '../../domain/money.ts';
import { quoted } from '../../domain/typography.ts';
import { amountOf, unreadable, type Place } from '../values.ts';

type DecimalMark = '.' | ',';

/** The decimal mark of a column, when one of its amounts shows it and none denies it. */
export const decimalMarkOf = (texts: readonly string[]): DecimalMark | null => {
  const hasComma = texts.some((text) => /,\d{1,2}\D*$/.test(text));
  const hasDot = texts.some((text) => /\.\d{1,2}\D*$/.test(text));
  return hasComma === hasDot ? null : hasComma ? ',' : '.';
};

const SINGLE_GROUP = /^\D*\d{1,3}[.,]\d{3}\D*$/;

/** An amount of a column whose decimal mark is known; when it is not, `1.000` is refused: one, or one thousand. */
export const columnAmountOf = (text: string, mark: DecimalMark | null, currency: string): number | null => {
  if (!SINGLE_GROUP.test(text)) return amountOf(text, currency);
  return mark === null || text.includes(mark) ? null : amountOf(text.replace(/[.,]/, ''), currency);
};

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
