import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/domain/dates.ts';
import { entryKeys } from '../../../src/import/bank/identity.ts';
import type { BankEntry } from '../../../src/import/bank/statement-types.ts';
import { OFX_SGML } from '../../helpers/bank-fixtures.ts';
import { entriesOf } from '../../helpers/bank-refusal.ts';

const entry = (over: Partial<BankEntry> = {}): BankEntry => ({
  date: '2026-01-14',
  amountCents: 100,
  currency: 'EUR',
  label: 'VIR LUNE',
  reference: null,
  counterparty: null,
  iban: null,
  bankId: null,
  isReversal: false,
  ...over,
});

const keyOf = (over: Partial<BankEntry> = {}, account = 'A'): string | undefined =>
  entryKeys(account, [entry(over)])[0];

describe('what a line is known by', () => {
  it('is the number of the bank, whatever its words', () => {
    expect(keyOf({ bankId: 'X1', label: 'other words' })).toBe(keyOf({ bankId: 'X1' }));
    expect(keyOf({ bankId: 'X2' })).not.toBe(keyOf({ bankId: 'X1' }));
  });

  it('is else its day, sum, currency and words, spaces, case, accents and signs apart', () => {
    expect(keyOf({ label: 'Vir.  Luné' })).toBe(keyOf({ label: 'VIR LUNE' }));
    const others = [
      { label: 'VIR SOLEIL' },
      { date: '2026-01-15' },
      { amountCents: -100 },
      { currency: 'USD' },
      { bankId: 'X1' },
    ];
    const keys = [keyOf(), keyOf({}, 'B'), ...others.map((over) => keyOf(over))];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('two identical lines of one day are two payments, even under one number', () => {
    const twice = entryKeys('A', [entry(), entry()]);
    expect(new Set(twice).size).toBe(2);
    expect(new Set(entryKeys('A', [entry({ bankId: 'X' }), entry({ bankId: 'X' })])).size).toBe(2);
  });

  it('the same in a statement read twice', () => {
    expect(entryKeys('A', entriesOf(OFX_SGML))).toEqual(entryKeys('A', entriesOf(OFX_SGML)));
  });

  it('overlapping statements, by whole days, record each line once', () => {
    const lines = fc.array(
      fc.record({
        day: fc.integer({ min: 0, max: 9 }),
        amountCents: fc.constantFrom(100, 200),
        label: fc.constantFrom('A', 'B'),
        bankId: fc.constantFrom(null, 'X'),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(lines, fc.nat(9), fc.nat(9), (written, from, to) => {
        const all = written
          .toSorted((a, b) => a.day - b.day)
          .map(({ day, ...over }) => entry({ ...over, date: addDays('2026-01-01', day) }));
        const first = all.filter(({ date }) => date <= addDays('2026-01-01', Math.max(from, to)));
        const second = all.filter(({ date }) => date >= addDays('2026-01-01', Math.min(from, to)));
        const known = new Set([...entryKeys('A', first), ...entryKeys('A', second)]);
        expect(known).toEqual(new Set(entryKeys('A', all)));
        expect(known.size).toBe(all.length);
      }),
    );
  });
});
