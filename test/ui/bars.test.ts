import { describe, expect, it } from 'vitest';
import { renderBars, sparkline } from '../../src/commands/day/stats/statistics-screen.ts';

describe('bars', () => {
  const rows = [
    { label: 'un libellé assez long', cells: ['1', '10,00'], value: 1000 },
    { label: 'court', cells: ['12', '5,00'], value: 500 },
    { label: 'peu', cells: ['3', '0,01'], value: 1 },
    { label: 'rien', cells: ['', ''], value: 0 },
  ];

  it('are in proportion, to an eighth of a column; something is never drawn as nothing', () => {
    expect(renderBars(rows, 46)).toEqual([
      '  un libellé assez long   1  10,00  ██████████',
      '  court                  12   5,00  █████',
      '  peu                     3   0,01  ▏',
      '  rien',
    ]);
  });

  it('give their room to the labels, then are left out', () => {
    expect(renderBars(rows, 34)[0]).toBe('  un libellé a…   1  10,00  ██████');
    expect(renderBars(rows, 24)[0]).toBe('  un libellé…   1  10,00');
    expect(renderBars([], 80)).toEqual([]);
  });
});

describe('a sparkline', () => {
  it.each([
    [[], ''],
    [[0, 0], '··'],
    [[1, 8], '▂█'],
    [[0, 1, 50, 100], '·▁▅█'],
  ])('of %j is %s', (values, line) => {
    expect(sparkline(values)).toBe(line);
  });

  it('is comparable with another by its highest value', () => {
    expect(sparkline([50], 100)).toBe('▅');
  });
});
