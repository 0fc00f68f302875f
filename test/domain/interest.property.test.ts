import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim, Receipt } from '../../src/domain/law/claim.ts';
import { addDays, daysBetween, type LocalDate } from '../../src/domain/dates.ts';
import type { Imputation } from '../../src/domain/law/interest-accrual.ts';
import { SHIPPED_BCE, SHIPPED_LEGAL } from '../../src/domain/law/shipped-rates.ts';
import { aClaim, credited, figuresAt, paid } from '../helpers/claim.ts';

const day = (first: LocalDate, last: LocalDate) =>
  fc.integer({ min: 0, max: daysBetween(first, last) }).map((count) => addDays(first, count));

interface Case {
  claim: Claim;
  to: LocalDate;
}

/** A company's invoice with part payments that never exceed it, and a day of computation within the known rates. */
const aCase: fc.Arbitrary<Case> = fc
  .record({
    totalCents: fc.integer({ min: 1, max: 500_000_000 }),
    dueOn: day('2013-01-01', '2026-10-31'),
    penaltyRate: fc.oneof(
      fc.constant('bce'),
      fc.constant('3x'),
      fc.integer({ min: 1, max: 3_000 }).map(String),
    ),
    shares: fc.array(
      fc.record({
        part: fc.integer({ min: 1, max: 40 }),
        after: fc.integer({ min: -60, max: 900 }),
        isCredit: fc.boolean(),
      }),
      {
        maxLength: 5,
      },
    ),
    length: fc.integer({ min: 0, max: 1_500 }),
  })
  .map(({ totalCents, dueOn, penaltyRate, shares, length }) => {
    const receipts: Receipt[] = [];
    let left = totalCents;
    for (const { part, after, isCredit } of shares) {
      const amount = Math.floor((totalCents * part) / 100);
      if (amount === 0 || amount > left) continue;
      left -= amount;
      const on = addDays(dueOn, after);
      receipts.push(isCredit ? credited(amount, on) : paid(amount, on));
    }
    const last = addDays(dueOn, length);
    return {
      claim: aClaim({ totalCents, dueOn, penaltyRate, receipts, issuedOn: '2012-01-01' }),
      to: last > '2026-12-31' ? '2026-12-31' : last,
    };
  });

const rateOn = (penaltyRate: string, on: LocalDate): bigint => {
  const start = `${on.slice(0, 4)}-${on.slice(5) < '07-01' ? '01' : '07'}-01`;
  const bce = SHIPPED_BCE.findLast(([from]) => from <= start)?.[1] ?? 0;
  const floor = 3 * (SHIPPED_LEGAL.find(([from]) => from === start)?.[1] ?? 0);
  if (penaltyRate === 'bce') return BigInt(bce + 1_000);
  return BigInt(penaltyRate === '3x' ? floor : Math.max(Number(penaltyRate), floor));
};

/** Another way to the same figures: day by day, as exact fractions of a cent, rounded where a line ends. */
const independently = (
  { claim, to }: Case,
  imputation: Imputation,
): { interest: number; principal: number } => {
  const denominator = 365n * 10_000n;
  let principal = BigInt(claim.totalCents);
  let rounded = 0n;
  let imputed = 0n;
  let running = 0n;
  const close = (): void => {
    // Half up, by comparing the remainder with half of the denominator.
    const whole = running / denominator;
    const rest = running % denominator;
    rounded += rest * 2n >= denominator ? whole + 1n : whole;
    running = 0n;
  };
  const first = addDays(claim.dueOn, 1);
  for (const { on, amountCents } of claim.receipts)
    if (on < first && on <= to) principal -= BigInt(amountCents);
  for (let on = first; on <= to; on = addDays(on, 1)) {
    running += principal * rateOn(claim.penaltyRate, on);
    const received = claim.receipts.filter((receipt) => receipt.on === on);
    const isLastOfSemester = ['06-30', '12-31'].includes(on.slice(5));
    if (received.length > 0 || isLastOfSemester || on === to) close();
    for (const { amountCents, kind } of received) {
      const toInterest =
        imputation === 'interets' && kind === 'payment'
          ? [BigInt(amountCents), rounded - imputed].reduce((a, b) => (a < b ? a : b))
          : 0n;
      imputed += toInterest;
      principal -= BigInt(amountCents) - toInterest;
    }
  }
  return { interest: Number(rounded - imputed), principal: Number(principal) };
};

/** The proofs draw 10,000. */
const CASES = Number(process.env['RELANCE_CASES'] ?? '500');

describe('figures, whatever the invoice', () => {
  it(`agree to the cent with an independent computation, on ${CASES} cases`, () => {
    fc.assert(
      fc.property(aCase, fc.constantFrom<Imputation>('capital', 'interets'), (one, imputation) => {
        const { interest, principal } = independently(one, imputation);
        const figures = figuresAt(one.claim, one.to, imputation);
        expect([figures.interestCents, figures.principalCents]).toEqual([interest, principal]);
      }),
      { numRuns: CASES },
    );
  }, 120_000);

  it('never go down when a day is added', () => {
    fc.assert(
      fc.property(aCase, ({ claim, to }) => {
        const next = addDays(to, 1);
        expect(figuresAt(claim, next).accruedCents).toBeGreaterThanOrEqual(figuresAt(claim, to).accruedCents);
      }),
    );
  });

  it('change by rounding only when a period is split, by half a cent at most for each cut', () => {
    fc.assert(
      fc.property(aCase, fc.integer({ min: 1, max: 900 }), ({ claim, to }, after) => {
        const cut = addDays(claim.dueOn, after);
        // A payment of nothing changes no balance; it only ends a line.
        const split = { ...claim, receipts: [...claim.receipts, paid(0, cut)] };
        const difference = figuresAt(split, to).accruedCents - figuresAt(claim, to).accruedCents;
        expect(Math.abs(difference)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('do not depend on the order in which payments were recorded', () => {
    fc.assert(
      fc.property(aCase, ({ claim, to }) => {
        const reversed = { ...claim, receipts: claim.receipts.toReversed() };
        expect(figuresAt(reversed, to).totalCents).toBe(figuresAt(claim, to).totalCents);
        expect(figuresAt(reversed, to, 'interets').totalCents).toBe(
          figuresAt(claim, to, 'interets').totalCents,
        );
      }),
    );
  });

  it('are the sum of the lines printed, each to be checked by hand', () => {
    fc.assert(
      fc.property(aCase, ({ claim, to }) => {
        const figures = figuresAt(claim, to);
        expect(figures.accruedCents).toBe(
          figures.lines.reduce((sum, { amountCents }) => sum + amountCents, 0),
        );
        expect(figures.lines.reduce((sum, { days }) => sum + days, 0)).toBeLessThanOrEqual(
          Math.max(0, daysBetween(claim.dueOn, to)),
        );
        expect(figures.totalCents).toBe(
          figures.principalCents + figures.interestCents + figures.indemnityCents,
        );
        for (const [index, line] of figures.lines.entries()) {
          const before = figures.lines[index - 1];
          expect(line.from).toBe(addDays(before?.to ?? claim.dueOn, 1));
          expect(daysBetween(line.from, line.to) + 1).toBe(line.days);
        }
      }),
    );
  });
});
