import { usageError } from '../../errors.ts';
import { quoted } from '../typography.ts';

const MAX_BPS = 10_000;
const HINT = 'écrivez bce, 3x, ou un pourcentage par an, par exemple 12,5';

const refuse = (message: string): never => {
  throw usageError(message, HINT, 'invalid-rate');
};

const compact = (input: string): string => input.replace(/[\s\u00a0\u202f]/gu, '').toLowerCase();

/**
 * Hundredths of a percent from `2,65`, `2.65 %`, `10`.
 * @throws RelanceError `invalid-rate`, also for a negative one
 */
export const parsePercentage = (input: string, hint: string): number => {
  const text = compact(input);
  if (/^[-\u2212\u2013]\d/u.test(text))
    throw usageError(`Le taux ${quoted(input)} est négatif`, hint, 'invalid-rate');
  const match = /^(\d{1,6})(?:[.,](\d+))?%?$/.exec(text);
  if (match === null) throw usageError(`${quoted(input)} n’est pas un taux`, hint, 'invalid-rate');
  const [, whole = '', decimals = ''] = match;
  if (decimals.length > 2)
    throw usageError(`Le taux ${quoted(input)} a plus de deux décimales`, hint, 'invalid-rate');
  return Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
};

/**
 * The rate of the creditor's terms as it is stored: `bce` (refi + 10 points), `3x` (three times the taux d'intérêt
 * légal) or hundredths of a percent (`10 %` → `1000`).
 * @throws RelanceError `invalid-rate`
 */
export const parsePenaltyRate = (input: string): string => {
  const text = compact(input);
  if (text === 'bce') return 'bce';
  if (/^3[x×]$/u.test(text)) return '3x';
  const bps = parsePercentage(input, HINT);
  if (bps === 0 || bps > MAX_BPS) return refuse(`Le taux ${quoted(input)} n’est pas entre 0 et 100 %`);
  return String(bps);
};

/** `12,40 %` from 1240: two decimals, for what is computed with. */
export const formatExactRate = (bps: number): string =>
  `${Math.floor(bps / 100)},${String(bps % 100).padStart(2, '0')}\u202f%`;

/** `12,5 %` from 1250. */
export const formatRate = (bps: number): string => {
  const decimals = String(bps % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return `${Math.floor(bps / 100)}${decimals === '' ? '' : `,${decimals}`}\u202f%`;
};

/** The stored rate as a person reads it. */
export const penaltyRateLabel = (rate: string): string => {
  if (rate === 'bce') return 'taux de la BCE plus 10 points';
  if (rate === '3x') return 'trois fois le taux d’intérêt légal';
  return `${formatRate(Number(rate))} par an`;
};
