import type { Receipt } from './claim.ts';
import { addDays, daysBetween, formatDay, type LocalDate } from '../dates.ts';
import { formatAmount } from '../money/money.ts';
import type { InterestRegime } from './interest-regime.ts';
import { formatExactRate } from './penalty-rate.ts';
import { nextSemesterStart } from './reference-rates.ts';

/** Whatever the year: 29 February counts as a day, the divisor stays (Service-Public F783). */
const DAYS_OF_A_YEAR = 365;
const BPS_OF_ONE = 10_000;

/**
 * What a part payment extinguishes first: `capital`, the principal (a concession to the debtor, whose reste dû stays
 * total less payments), or `interets`, the interest accrued (C. civ. 1343-1).
 */
export const IMPUTATIONS = ['capital', 'interets'] as const;
export type Imputation = (typeof IMPUTATIONS)[number];

/** One semester, or part of one, on one balance. */
export interface InterestLine {
  from: LocalDate;
  /** Included. */
  to: LocalDate;
  days: number;
  baseCents: number;
  rateBps: number;
  amountCents: number;
  isProvisional: boolean;
}

/** A receipt with the part of it that went to interest. */
export interface ImputedReceipt extends Receipt {
  toInterestCents: number;
}

/** base × rate × days / 365, rounded half-up to the cent; exact, for no product of integers loses a unit. */
export const interestOf = (baseCents: number, rateBps: number, days: number): number => {
  const divisor = BigInt(BPS_OF_ONE * DAYS_OF_A_YEAR);
  const product = BigInt(baseCents) * BigInt(rateBps) * BigInt(days);
  return Number((2n * product + divisor) / (2n * divisor));
};

export const earliest = (days: readonly LocalDate[]): LocalDate => days.reduce((a, b) => (a < b ? a : b));

export const byDay = (a: Receipt, b: Receipt): number => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0);

export interface Accrual {
  lines: InterestLine[];
  receipts: ImputedReceipt[];
}

export interface Period {
  from: LocalDate;
  /** Included. */
  to: LocalDate;
}

/**
 * Interest over a period: a new line at each semester and each change of balance. The day of a payment still bears
 * interest on the balance before it.
 * @param receipts in the order of their days, all later than the day before the period
 */
export const accrue = (
  startCents: number,
  receipts: readonly Receipt[],
  { from, to }: Period,
  rateOn: InterestRegime['rateOn'],
  imputation: Imputation,
): Accrual => {
  const lines: InterestLine[] = [];
  const imputed: ImputedReceipt[] = [];
  let principalCents = startCents;
  let unpaidInterest = 0;
  let next = 0;
  for (let day = from; day <= to && principalCents > 0;) {
    const cut = receipts[next]?.on ?? to;
    const end = earliest([to, addDays(nextSemesterStart(day), -1), cut]);
    const days = daysBetween(day, end) + 1;
    const { bps, isProvisional } = rateOn(day);
    const amountCents = interestOf(principalCents, bps, days);
    lines.push({
      from: day,
      to: end,
      days,
      baseCents: principalCents,
      rateBps: bps,
      amountCents,
      isProvisional,
    });
    unpaidInterest += amountCents;
    for (let receipt = receipts[next]; receipt?.on === end; receipt = receipts[next]) {
      const { kind, amountCents: received } = receipt;
      const takesInterest = kind === 'payment' && imputation === 'interets';
      const toInterestCents = takesInterest ? Math.max(0, Math.min(received, unpaidInterest)) : 0;
      // What is received for penalties beyond them is ahead of those to come.
      unpaidInterest -= kind === 'penalties' ? received : toInterestCents;
      principalCents -= kind === 'penalties' ? 0 : received - toInterestCents;
      imputed.push({ ...receipt, toInterestCents });
      next += 1;
    }
    day = addDays(end, 1);
  }
  // Once no interest runs, whatever comes in lowers the principal alone.
  const others = receipts.slice(next).map((receipt) => ({ ...receipt, toInterestCents: 0 }));
  return { lines, receipts: [...imputed, ...others] };
};

/** `3 600,00 € × 12,15 % × 76 j / 365`: what a reader types again to check a line. */
export const interestFormula = (
  { baseCents, rateBps, days }: Pick<InterestLine, 'baseCents' | 'rateBps' | 'days'>,
  currency: string,
): string =>
  `${formatAmount(baseCents, currency)}\u00a0×\u00a0${formatExactRate(rateBps)}\u00a0×\u00a0${days}\u00a0j\u00a0/\u00a0365`;

/** `16/04/2026 – 30/06/2026 : 3 600,00 € × 12,15 % × 76 j / 365 = 91,08 €`: a whole line. */
export const interestText = (line: InterestLine, currency: string): string =>
  `${formatDay(line.from)} – ${formatDay(line.to)} : ${interestFormula(line, currency)} = ${formatAmount(line.amountCents, currency)}`;
