import { describe, expect, it } from 'vitest';
import { AmountColumn, commonMark } from '../../../src/import/table/amount-column.ts';
import { CellFault } from '../../../src/import/table/cell-fault.ts';

/** What a column of these amounts is read as, in euro cents; `?` for what is refused. */
const read = (cells: string[]): (number | '?')[] => {
  const column = new AmountColumn();
  for (const cell of cells) column.see(cell);
  return cells.map((cell) => {
    try {
      return column.read(cell, 'EUR').cents;
    } catch (error) {
      if (!(error instanceof CellFault)) throw error;
      return '?';
    }
  });
};

describe('a column of amounts', () => {
  it.each<[string[], (number | '?')[]]>([
    [
      ['1.200', '1.250,50'],
      [120_000, 125_050],
    ],
    [
      ['1,200', '1,250.50'],
      [120_000, 125_050],
    ],
    [['1.200'], ['?']],
    [
      ['1,200', '300'],
      ['?', 30_000],
    ],
    [
      ['1,200', '12.50'],
      [120_000, 1250],
    ],
    [
      ['12,50', '12.50', '300', '1.200'],
      [1250, 1250, 30_000, '?'],
    ],
    [
      ['1.200.000', '1.200'],
      [120_000_000, 120_000],
    ],
    [
      ['1200.000', '850.000'],
      [120_000, 85_000],
    ],
    [
      ['1200.00', '1.200'],
      [120_000, '?'],
    ],
    [
      ['1 200,50', '3 000'],
      [120_050, 300_000],
    ],
    [['1 200.500'], [120_050]],
    [["CHF 1'200.00"], [120_000]],
    [['0,125'], ['?']],
    [
      ['0.500', '1.200'],
      [50, 120],
    ],
    [
      ['(12,00)', '-3', '12,50-', '−4,5'],
      [-1200, -300, -1250, -450],
    ],
    [['12,345'], ['?']],
    [
      ['douze', ''],
      ['?', '?'],
    ],
  ])('%j', (cells, cents) => {
    expect(read(cells)).toEqual(cents);
  });

  it.each([
    ['1200,00 USD', 'USD', 120_000],
    ['$1,200.00', 'USD', 120_000],
    ['-1 200,00 €', 'EUR', -120_000],
    ['€ -12.50', 'EUR', -1250],
    ['1200', null, 120_000],
  ])('%s: its currency is %s', (cell, currency, cents) => {
    const column = new AmountColumn();
    column.see(cell);
    expect(column.read(cell, 'EUR')).toEqual({ cents, currency });
  });

  it('a currency that is not known is refused, never taken for another', () => {
    expect(() => new AmountColumn().read('12,00 ZZZ', 'EUR')).toThrow('la devise « ZZZ » n’est pas connue');
    expect(() => new AmountColumn().read('¥ 1200', 'EUR')).toThrow(CellFault);
    expect(() => new AmountColumn().read('USD 12,00 €', 'EUR')).toThrow('deux devises');
  });

  it('what another column of the file shows holds for one that shows nothing', () => {
    const [total, paid] = [new AmountColumn(), new AmountColumn()];
    total.see('12,50');
    paid.see('1.200');
    expect(paid.read('1.200', 'EUR', commonMark([total, paid])).cents).toBe(120_000);
  });
});
