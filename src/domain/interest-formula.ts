import type { InterestLine } from './interest.ts';
import { formatAmount } from './money.ts';
import { formatExactRate } from './penalty-rate.ts';

/** `3 600,00 € × 12,15 % × 76 j / 365`: what a reader types again to check a line. */
export const interestFormula = (
  { baseCents, rateBps, days }: Pick<InterestLine, 'baseCents' | 'rateBps' | 'days'>,
  currency: string,
): string => `${formatAmount(baseCents, currency)} × ${formatExactRate(rateBps)} × ${days}\u00a0j / 365`;
