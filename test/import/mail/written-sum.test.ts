import { describe, expect, it } from 'vitest';
import { namesSeveral, writtenSums } from '../../../src/import/mail/written-sum.ts';

describe('the sums that an answer names', () => {
  it.each<[string, (number | null)[]]>([
    ['le virement est parti, mais de 2 000 € seulement', [200_000]],
    ['la moitié, 260 €, le 20', [26_000]],
    ['260,50 euros puis 1\u202f300 EUR', [26_050, 130_000]],
    ['we paid €2000 yesterday', [200_000]],
    ['€2,000', [null]],
    ['2 k€', [null]],
    ['2k€', [null]],
    ['500 € HT', [null]],
    ['260 € 50', [null]],
    ['je paie le 12 500 €', [null]],
    ['facture F-2026-1 de 260 €', [26_000]],
    ['le 13 novembre 2026, 260 €.', [26_000]],
    ['SARL au capital de 10 000 €', []],
    ['SARL au capital social de 1 000,00 euros', []],
    ['F-2026-1, le 12/11/2026', []],
    ['', []],
  ])('« %s »', (text, sums) => {
    expect(writtenSums(text).sums).toEqual(sums);
  });

  it.each([
    ['je paie la moitié', true],
    ['un acompte est parti', true],
    ['réglé en deux fois', true],
    ['je vous l’ai dit plusieurs fois', false],
    ['le virement est parti', false],
  ])('is a part: « %s »: %s', (text, isPart) => {
    expect(writtenSums(text).isPart).toBe(isPart);
  });

  it.each([
    ['Les deux factures partent vendredi', true],
    ['Both invoices', true],
    ['toutes vos factures', true],
    ['la facture', false],
    ['deux factures manquent', false],
  ])('is about several invoices: « %s »: %s', (text, expected) => {
    expect(namesSeveral(text)).toBe(expected);
  });

  it('takes no time on an endless text', () => {
    const begin = performance.now();
    for (const text of ['1 000 '.repeat(50_000), '1'.repeat(200_000), 'capital '.repeat(50_000)]) {
      writtenSums(text);
      namesSeveral(text);
    }
    expect(performance.now() - begin).toBeLessThan(3000);
  });
});
