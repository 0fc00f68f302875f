import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, oldestFirst, sumOfRemaining } from '../../src/domain/money/allocation.ts';

const invoice = (id: number, dueOn: string, remainingCents: number) => ({ id, dueOn, remainingCents });

const OLD = invoice(2, '2026-10-01', 30_000);
const RECENT = invoice(1, '2026-11-01', 50_000);

describe('one payment for several invoices', () => {
  it('fills the oldest due first, and the first recorded among those of one day', () => {
    const twin = invoice(3, '2026-10-01', 1);
    expect(oldestFirst([RECENT, twin, OLD])).toEqual([OLD, twin, RECENT]);
  });

  it.each([
    [1, [[2, 1]], 0],
    [30_000, [[2, 30_000]], 0],
    [
      30_001,
      [
        [2, 30_000],
        [1, 1],
      ],
      0,
    ],
    [
      80_000,
      [
        [2, 30_000],
        [1, 50_000],
      ],
      0,
    ],
    [
      80_001,
      [
        [2, 30_000],
        [1, 50_000],
      ],
      1,
    ],
  ])('%i cents', (amountCents, shares, excessCents) => {
    const allocation = allocate([OLD, RECENT], amountCents);
    expect(allocation.shares.map((share) => [share.invoice.id, share.amountCents])).toEqual(shares);
    expect(allocation.excessCents).toBe(excessCents);
  });

  it('leaves alone an invoice on which nothing is due', () => {
    expect(allocate([invoice(4, '2026-09-01', 0), OLD], 100).shares).toEqual([
      { invoice: OLD, amountCents: 100 },
    ]);
  });

  it('never loses nor creates a cent, never exceeds a reste dû', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 4_000_000 }), (remaining, amountCents) => {
        const invoices = remaining.map((cents, index) => invoice(index, '2026-10-01', cents));
        const { shares, excessCents } = allocate(invoices, amountCents);
        const placed = shares.reduce((sum, share) => sum + share.amountCents, 0);
        expect(placed + excessCents).toBe(amountCents);
        expect(excessCents).toBe(Math.max(0, amountCents - sumOfRemaining(invoices)));
        for (const share of shares) {
          expect(share.amountCents).toBeGreaterThan(0);
          expect(share.amountCents).toBeLessThanOrEqual(share.invoice.remainingCents);
        }
      }),
    );
  });
});
