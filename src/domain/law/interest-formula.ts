import { formatDay } from '../dates.ts';
import type { InterestLine } from './interest-accrual.ts';
import { formatAmount } from '../money/money.ts';
import { formatExactRate } from './penalty-rate.ts';

/** `3 600,00 € × 12,15 % × 76 j / 365`: what a reader types again to check a line. */
export const interestFormula = (
  { baseCents, rateBps, days }: Pick<InterestLine, 'baseCents' | 'rateBps' | 'days'>,
  currency: string,
): string =>
  `${formatAmount(baseCents, currency)}\u00a0×\u00a0${formatExactRate(rateBps)}\u00a0×\u00a0${days}\u00a0j\u00a0/\u00a0365`;

/** `16/04/2026 – 30/06/2026 : 3 600,00 € × 12,15 % × 76 j / 365 = 91,08 €`: a whole line. */
export const interestText = (line: InterestLine, currency: string): string =>
  `${formatDay(line.from)} – ${formatDay(line.to)} : ${interestFormula(line, currency)} = ${formatAmount(line.amountCents, currency)}`;
