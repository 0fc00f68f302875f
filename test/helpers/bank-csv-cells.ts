import { CURRENCIES } from '../../src/domain/money/money.ts';
import type { Random } from './mutations.ts';

export const pick = <T>(random: Random, values: readonly T[]): T => values[random(values.length)] as T;

/** How a file writes its amounts. */
export interface AmountStyle {
  mark: '.' | ',';
  group: string;
  /** Without the zeros that end them. */
  isTrimmed: boolean;
  negative: 'before' | 'after' | 'minus' | 'brackets';
}

export const amountStyle = (random: Random): AmountStyle => {
  const [mark, group] = pick(random, [
    [',', ''],
    [',', ' '],
    [',', '\u202f'],
    [',', '.'],
    ['.', ''],
    ['.', ','],
    ['.', "'"],
  ] as const);
  const negative = pick(random, ['before', 'before', 'before', 'after', 'minus', 'brackets'] as const);
  return { mark, group, isTrimmed: random(4) === 0, negative };
};

export const writeAmount = (
  cents: number,
  currency: string,
  { mark, group, isTrimmed, negative }: AmountStyle,
): string => {
  const { exponent } = CURRENCIES[currency as keyof typeof CURRENCIES];
  const digits = String(Math.abs(cents)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent).replaceAll(/\B(?=(?:\d{3})+$)/g, group);
  const decimals = digits.slice(digits.length - exponent);
  const kept = isTrimmed ? decimals.replace(/0+$/, '') : decimals;
  const text = kept === '' ? whole : `${whole}${mark}${kept}`;
  if (cents >= 0) return text;
  const written = { before: `-${text}`, after: `${text}-`, minus: `−${text}`, brackets: `(${text})` };
  return written[negative];
};

const FRENCH_MONTHS = 'janv. févr. mars avril mai juin juil. août sept. oct. nov. déc.'.split(' ');
const ENGLISH_MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

type DayStyle = (parts: { year: string; month: string; day: string }) => string;

const DAY_FIRST: readonly DayStyle[] = [
  ({ year, month, day }) => `${day}/${month}/${year}`,
  ({ year, month, day }) => `${day}/${month}/${year.slice(2)}`,
  ({ year, month, day }) => `${Number(day)}/${Number(month)}/${year}`,
  ({ year, month, day }) => `${day}-${month}-${year}`,
  ({ year, month, day }) => `${day}.${month}.${year}`,
  ({ year, month, day }) => `${day}/${month}/${year} 10:15`,
];
const PLAIN: readonly DayStyle[] = [
  ({ year, month, day }) => `${year}-${month}-${day}`,
  ({ year, month, day }) => `${year}/${month}/${day}`,
  ({ year, month, day }) => `${year}${month}${day}`,
  ({ year, month, day }) => `${year}-${month}-${day} 10:15:00`,
  ({ year, month, day }) => `${year}-${month}-${day}T10:15:00Z`,
];
const FRENCH: readonly DayStyle[] = [
  ({ year, month, day }) => `${Number(day)} ${FRENCH_MONTHS[Number(month) - 1]} ${year}`,
];
const MONTH_FIRST: readonly DayStyle[] = [
  ({ year, month, day }) => `${month}/${day}/${year}`,
  ({ year, month, day }) => `${Number(month)}/${Number(day)}/${year.slice(2)}`,
];
const ENGLISH: readonly DayStyle[] = [
  ({ year, month, day }) => `${ENGLISH_MONTHS[Number(month) - 1]} ${Number(day)}, ${year}`,
  ({ year, month, day }) => `${day}-${ENGLISH_MONTHS[Number(month) - 1]}-${year.slice(2)}`,
];

/** How a file writes its days: in French the day comes first, in English either may. */
export const dayStyle = (random: Random, isEnglish: boolean): ((day: string) => string) => {
  const style = pick(
    random,
    isEnglish
      ? [...PLAIN, ...DAY_FIRST, ...MONTH_FIRST, ...MONTH_FIRST, ...ENGLISH]
      : [...PLAIN, ...DAY_FIRST, ...DAY_FIRST, ...FRENCH],
  );
  return (text) => {
    const [year = '', month = '', day = ''] = text.split('-');
    return style({ year, month, day });
  };
};
