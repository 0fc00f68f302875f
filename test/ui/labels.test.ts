import { describe, expect, it } from 'vitest';
import { LETTER_OUTCOMES, NOT_PRESENTED } from '../../src/domain/law/letter.ts';
import {
  CHANNEL_LABELS,
  CHANNEL_WORDS,
  DISPUTE_CATEGORY_WORDS,
  formatWeekday,
  KIND_LABELS,
  outcomeLabel,
  PAYMENT_METHOD_LABELS,
  PAYMENT_METHOD_WORDS,
  plural,
  STATUS_LABELS,
} from '../../src/ui/labels.ts';
import { plain } from '../helpers/refused.ts';

const twice = (words: string[]): string[] => words.filter((word, index) => words.indexOf(word) !== index);

describe('words that a person reads', () => {
  it.each([
    ['channels', CHANNEL_LABELS],
    ['kinds of clients', KIND_LABELS],
    ['payment methods', PAYMENT_METHOD_LABELS],
    ['statuses of a contact', STATUS_LABELS],
  ])('tell all %s apart', (_what, labels) => {
    expect(twice(Object.values(labels))).toEqual([]);
  });

  it.each([...Object.values(LETTER_OUTCOMES), NOT_PRESENTED, 'deja-paye', 'facture-non-recue'])(
    'never are the code of an outcome: %s',
    (code) => {
      expect(outcomeLabel(code)).not.toBe(code);
    },
  );

  it('are those of the user for an outcome of their own', () => {
    expect(outcomeLabel('rappellera lundi')).toBe('rappellera lundi');
  });
});

describe('words that a person types', () => {
  it.each([
    ['--canal', CHANNEL_WORDS],
    ['--categorie', DISPUTE_CATEGORY_WORDS],
    ['--mode', PAYMENT_METHOD_WORDS],
  ])('after %s have neither accent nor space, and each means one thing', (_flag, words) => {
    expect(Object.keys(words).filter((word) => !/^[a-z]+$/.test(word))).toEqual([]);
    expect(twice(Object.values(words))).toEqual([]);
  });
});

describe('a count', () => {
  it.each([
    [0, '0 facture'],
    [1, '1 facture'],
    [2, '2 factures'],
    [999, '999 factures'],
    [1000, '1 000 factures'],
    [12_500, '12 500 factures'],
    [1_234_567, '1 234 567 factures'],
  ])('of %i', (count, text) => {
    expect(plain(plural(count, 'facture', 'factures'))).toBe(text);
  });
});

describe('a day with its name', () => {
  it.each([
    ['2026-11-23', 'lundi 23 novembre 2026'],
    ['2026-11-29', 'dimanche 29 novembre 2026'],
    ['2026-08-01', 'samedi 1er août 2026'],
    ['2028-02-29', 'mardi 29 février 2028'],
    ['2027-01-01', 'vendredi 1er janvier 2027'],
  ])('%s', (day, text) => {
    expect(plain(formatWeekday(day))).toBe(text);
  });
});
