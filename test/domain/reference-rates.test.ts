import { describe, expect, it } from 'vitest';
import {
  buildRateTable,
  missingRates,
  semesterRate,
  semesterStart,
  type ReferenceRate,
} from '../../src/domain/law/reference-rates.ts';
import { ratesWith } from '../helpers/claim.ts';

const added = (kind: ReferenceRate['kind'], from: string, bps: number): ReferenceRate => ({
  kind,
  from,
  bps,
  source: '',
  origin: 'added',
});

describe('reference rates', () => {
  it.each([
    ['2022-12-31', 0, 77],
    ['2023-01-01', 250, 206],
    ['2023-06-30', 250, 206],
    ['2023-07-01', 400, 422],
    ['2024-02-29', 450, 507],
    ['2026-06-30', 215, 262],
    ['2026-07-01', 240, 275],
    ['2026-12-31', 240, 275],
  ])('on %s, the rates of its semester', (on, bce, legal) => {
    const table = ratesWith();
    expect(semesterRate(table, 'bce', on)).toEqual({ bps: bce, isProvisional: false });
    expect(semesterRate(table, 'legal', on)).toEqual({ bps: legal, isProvisional: false });
  });

  it('begin a semester on 1 January and 1 July', () => {
    expect(['2026-01-01', '2026-06-30', '2026-07-01', '2026-12-31'].map(semesterStart)).toEqual([
      '2026-01-01',
      '2026-01-01',
      '2026-07-01',
      '2026-07-01',
    ]);
  });

  it('say which of the running semester are missing', () => {
    expect(missingRates(ratesWith(), '2026-12-31')).toEqual([]);
    expect(missingRates(ratesWith(), '2027-01-01')).toEqual(['bce', 'legal']);
    expect(missingRates(ratesWith(['legal', '2027-01-01', 280]), '2027-01-01')).toEqual(['bce']);
    expect(missingRates(buildRateTable([], '2027-01-02'), '2027-01-03')).toEqual(['legal']);
  });

  it('let the user correct a line', () => {
    const table = ratesWith(['legal', '2026-07-01', 276], ['bce', '2026-06-17', 245]);
    expect(semesterRate(table, 'legal', '2026-11-22').bps).toBe(276);
    expect(semesterRate(table, 'bce', '2026-11-22').bps).toBe(245);
  });

  it.each([
    ['negative', added('bce', '2027-01-01', -5), /01\/01\/2027.*négatif/],
    ['absurd', added('bce', '2027-01-01', 2_001), /01\/01\/2027.*vraisemblable/],
    [
      'dated inside a semester',
      added('legal', '2027-02-01', 280),
      /01\/02\/2027.*1er janvier ou le 1er juillet/,
    ],
    ['beyond a hole', added('legal', '2027-07-01', 280), /01\/07\/2027.*1er semestre 2027 manque/],
    ['of no day', added('bce', '2027-02-30', 280), /2027-02-30.*n’existe pas/],
  ])('refuse a rate that is %s, naming its line', (_, rate, message) => {
    expect(() => buildRateTable([rate])).toThrow(message);
  });
});
