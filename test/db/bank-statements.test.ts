import { describe, expect, it } from 'vitest';
import { bankKnownUntil, type NewEntry, type NewStatement } from '../../src/db/bank-statements.ts';
import { line, readStatement } from '../helpers/bank-lines.ts';
import { openBase, TODAY } from '../helpers/base.ts';

const IBAN = 'FR7630006000011234567890189';
const CSV: Partial<NewStatement> = { format: 'csv', layout: 'date;libelle;montant', account: '' };

describe('a line of a statement', () => {
  it('comes in once, whatever the number of files that hold it', () => {
    const db = openBase();
    const lines = [line(), line({ amountCents: 500 })];
    expect(readStatement(db, lines)).toEqual([
      { id: 1, isFresh: true, isOtherFormat: false },
      { id: 2, isFresh: true, isOtherFormat: false },
    ]);
    expect(readStatement(db, [line({ date: '2026-11-03' }), ...lines])).toEqual([
      { id: 3, isFresh: true, isOtherFormat: false },
      { id: 1, isFresh: false, isOtherFormat: false },
      { id: 2, isFresh: false, isOtherFormat: false },
    ]);
  });

  it('of the same key in another account is another line', () => {
    const db = openBase();
    readStatement(db, [line()]);
    expect(readStatement(db, [line()], { account: 'FR1420041010050500013M02606' })).toEqual([
      { id: 2, isFresh: true, isOtherFormat: false },
    ]);
  });

  it.each<[string, Partial<NewEntry>, Partial<NewStatement>, boolean]>([
    ['another format, in its words', { label: 'VIREMENT RECU DE ATELIER DURAND' }, CSV, true],
    ['another export of the bank', {}, { layout: 'date;montant' }, true],
    ['the payer told apart from the label', { label: 'VIR', counterparty: 'Atelier Durand' }, CSV, true],
    ['the number of the account alone', {}, { ...CSV, account: '11234567890' }, true],
    ['another account', {}, { ...CSV, account: 'FR1420041010050500013M02606' }, false],
    ['words that have nothing in common', { label: 'VIR SEPA PETIT' }, CSV, false],
    ['the day after', { date: '2026-11-03' }, CSV, false],
    ['a cent more', { amountCents: 30_001 }, CSV, false],
    ['another currency', { currency: 'CHF' }, CSV, false],
    ['the same format', {}, {}, false],
  ])('is known again by %s', (_what, entry, statement, isKnown) => {
    const db = openBase();
    readStatement(db, [line()]);
    expect(readStatement(db, [line({ key: 'autre clé', ...entry })], statement)).toEqual([
      isKnown
        ? { id: 1, isFresh: false, isOtherFormat: true }
        : { id: 2, isFresh: true, isOtherFormat: false },
    ]);
  });

  it('is known again once: two transfers alike on one day stay two', () => {
    const db = openBase();
    readStatement(db, [line({ key: 'a' }), line({ key: 'b' })]);
    const again = ['x', 'y', 'z'].map((key) => line({ key }));
    expect(readStatement(db, again, CSV).map(({ id, isFresh }) => [id, isFresh])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
  });
});

const until = (to: string | null, lines: NewEntry[], today = TODAY, recordedOn = today): string | null => {
  const db = openBase();
  readStatement(db, lines, { to, account: IBAN }, new Date(`${recordedOn}T11:00:00Z`));
  return bankKnownUntil(db, today);
};

describe('the last day on which the bank is known', () => {
  it.each<[string, string | null, string | null]>([
    ['is the end that the statement says', '2026-11-15', '2026-11-15'],
    ['is that of its last line, when it says none', null, '2026-11-05'],
    ['is not after the day on which it was read', '2026-11-30', TODAY],
  ])('%s', (_what, to, day) => {
    expect(until(to, [line(), line({ date: '2026-11-05' }), line({ date: '2026-11-04' })])).toBe(day);
  });

  it('is unknown before the first statement, after an empty one, and the day before it ends', () => {
    expect(bankKnownUntil(openBase(), TODAY)).toBe(null);
    expect(until(null, [])).toBe(null);
    expect(until('2026-11-15', [], '2026-11-14', TODAY)).toBe(null);
  });

  it('is that of the statement that goes furthest, not of the last one read', () => {
    const db = openBase();
    readStatement(db, [], { to: '2026-11-15' });
    readStatement(db, [], { to: '2026-10-31' });
    expect(bankKnownUntil(db, TODAY)).toBe('2026-11-15');
  });
});
