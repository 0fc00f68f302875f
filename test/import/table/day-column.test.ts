import { describe, expect, it } from 'vitest';
import { CellFault } from '../../../src/import/table/cell-fault.ts';
import { commonOrder, DayColumn, usualOrder, type DayOrder } from '../../../src/import/table/day-column.ts';

const read = (cells: string[], usual: DayOrder | null = 'day-first'): string[] => {
  const column = new DayColumn();
  for (const cell of cells) column.see(cell);
  return cells.map((cell) => {
    try {
      return column.read(cell, { elsewhere: null, usual });
    } catch (error) {
      if (!(error instanceof CellFault)) throw error;
      return '?';
    }
  });
};

describe('a column of days', () => {
  it.each<[string[], string[]]>([
    [
      ['10/02/2026', '05/06/2026'],
      ['2026-02-10', '2026-06-05'],
    ],
    [
      ['09/13/2026', '10/02/2026', '05/06/2026'],
      ['2026-09-13', '2026-10-02', '2026-05-06'],
    ],
    [
      ['13/09/2026', '10/02/2026'],
      ['2026-09-13', '2026-02-10'],
    ],
    [
      ['13/09/2026', '09/13/2026', '2026-01-02'],
      ['?', '?', '2026-01-02'],
    ],
    [
      ['3-10-26', '03.10.2026'],
      ['2026-10-03', '2026-10-03'],
    ],
    [['31/02/2026'], ['?']],
    [
      ['2026-10-03', '2026-10-03T10:00:00', '20261003'],
      ['2026-10-03', '2026-10-03', '2026-10-03'],
    ],
    [
      ['46298', '46298.5', '12345'],
      ['2026-10-03', '2026-10-03', '?'],
    ],
    [
      ['demain', '', '32/13/2026'],
      ['?', '?', '?'],
    ],
  ])('%j', (cells, days) => {
    expect(read(cells)).toEqual(days);
  });

  it.each([
    '3 oct. 2026',
    '03-oct-26',
    '3 octobre 2026',
    'samedi 3 octobre 2026',
    '03/Oct/2026',
    'October 3, 2026',
    'Oct 3rd, 2026',
    'Sat, 3 Oct 2026 10:30',
    '3 oct. 2026 à 14:30:05',
  ])('%s is the third of October', (text) => {
    expect(read([text])).toEqual(['2026-10-03']);
  });

  it.each([
    ['1er septembre 2026', '2026-09-01'],
    ['1 sept. 2026', '2026-09-01'],
    ['15 févr. 2026', '2026-02-15'],
    ['15 août 2026', '2026-08-15'],
    ['15 déc. 26', '2026-12-15'],
    ['31 juin 2026', '?'],
    ['3 octembre 2026', '?'],
  ])('%s', (text, day) => {
    expect(read([text])).toEqual([day]);
  });

  it('named in English alone, and shown by nothing, is asked', () => {
    expect(usualOrder(['Invoice Number', 'Client', 'Invoice Date', 'Total'])).toBeNull();
    expect(usualOrder(['Numéro', 'Client', 'Date', 'Total TTC'])).toBe('day-first');
    expect(usualOrder(['Date', 'Label', 'Total'])).toBe('day-first');
    expect(usualOrder(['Date', 'Description', 'Debit', 'Credit'])).toBeNull();
    expect(usualOrder(['Date', 'Description', 'Débit', 'Crédit'])).toBe('day-first');
    expect(read(['10/02/2026', '05/05/2026', '10-02-2026'], null)).toEqual(['?', '2026-05-05', '?']);
  });

  it('the order that another column shows holds for one that shows none', () => {
    const [issued, due] = [new DayColumn(), new DayColumn()];
    issued.see('02/10/2026');
    due.see('02/28/2026');
    expect(issued.read('02/10/2026', { elsewhere: commonOrder([issued, due]), usual: null })).toBe(
      '2026-02-10',
    );
  });
});
