import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/domain/typography.ts';
import { loadStyle } from '../../src/ui/style.ts';
import { renderTable, type TableColumn } from '../../src/ui/table.ts';

const COLUMNS: TableColumn[] = [
  { title: 'Facture' },
  { title: 'Client', least: 8 },
  { title: 'État', rank: 1 },
  { title: 'Ensuite', rank: 2, least: 6 },
  { title: 'Total', align: 'right' },
];
const ROWS = [
  ['F-1', 'Atelier Durand', 'échue', 'relance-1', '1200,00'],
  ['F-12', 'Petit', 'payée', '', '5,00'],
];

const drawn = async (rows: string[][], room = 80, columns = COLUMNS): Promise<string[]> =>
  renderTable(columns, rows, { columns: room, style: await loadStyle(false) });

describe('a table', () => {
  it('has its columns under their titles, sums to the right', async () => {
    expect(await drawn(ROWS)).toEqual([
      'Facture  Client          État   Ensuite      Total',
      'F-1      Atelier Durand  échue  relance-1  1200,00',
      'F-12     Petit           payée                5,00',
    ]);
  });

  it.each<[string, number, string[]]>([
    [
      'first cuts what may be cut, the widest first',
      41,
      ['Facture  Client    État   Ensui…    Total', 'F-1      Atelier…  échue  relan…  1200,00'],
    ],
    [
      'leaves out the column that matters least',
      40,
      ['Facture  Client          État     Total', 'F-1      Atelier Durand  échue  1200,00'],
    ],
    ['then the next one', 30, ['Facture  Client          Total', 'F-1      Atelier Dur…  1200,00']],
    [
      'never a number, nor a sum, however small it is',
      10,
      ['Facture  Client      Total', 'F-1      Atelier…  1200,00'],
    ],
  ])('too wide for the screen %s', async (_what, room, lines) => {
    expect(await drawn(ROWS.slice(0, 1), room)).toEqual(lines);
  });

  it('too wide for the screen cuts the widest of two, wherever it stands', async () => {
    const columns: TableColumn[] = [
      { title: 'Client', least: 4 },
      { title: 'Objet', least: 4 },
    ];
    expect(await drawn([['Durand', 'Refonte du site']], 18, columns)).toEqual([
      'Client  Objet',
      'Durand  Refonte d…',
    ]);
  });

  it.each([80, 60, 50, 44, 40, 36, 30, 26])('holds in a screen of %i columns', async (room) => {
    const widths = (await drawn(ROWS, room)).map(displayWidth);
    expect(widths.filter((width) => width > room)).toEqual([]);
  });

  it('without rows has its titles, less those of columns that may go', async () => {
    expect(await drawn([])).toEqual(['Facture  Client  Total']);
  });

  it('gives no room to a column that has nothing to say, unless it always stays', async () => {
    expect(await drawn([['', '', '', '', '1,00']])).toEqual([
      'Facture  Client  Total',
      '                  1,00',
    ]);
  });

  it('of many rows has its titles once, and every row once under the same columns', async () => {
    const rows = Array.from({ length: 45 }, (_, index) => [`F-${index + 1}`, 'Durand', '', '', '1,00']);
    const [head, ...lines] = await drawn(rows);
    expect(head).toBe('Facture  Client  Total');
    expect(lines).toEqual(rows.map(([number = '']) => `${number.padEnd(7)}  Durand   1,00`));
  });

  it.each([
    ['a line break', 'Atelier\nDurand', 'Atelier Durand'],
    ['a colour', 'Atelier \u001b[31mDurand', 'Atelier [31mDurand'],
    ['words written backwards', 'Atelier \u202eDurand', 'Atelier Durand'],
  ])('shows %s of a cell as one harmless line', async (_what, cell, shown) => {
    expect(await drawn([[cell]], 80, [{ title: 'Client' }])).toEqual(['Client', shown]);
  });

  it('keeps its columns under letters that are twice as wide, or that combine', async () => {
    const columns: TableColumn[] = [{ title: 'Client' }, { title: 'Total' }];
    const lines = await drawn(
      [
        ['株式会社', '1'],
        ['Cafe\u0301', '2'],
        ['Durand', '3'],
      ],
      80,
      columns,
    );
    expect(lines.map((text) => displayWidth(text.slice(0, -1)))).toEqual([14, 10, 10, 10]);
  });

  it('has its titles in bold on a screen with colours, of the same width', async () => {
    const painted = await renderTable(COLUMNS.slice(0, 2), ROWS, {
      columns: 80,
      style: await loadStyle(true),
    });
    expect(painted[0]).toBe('\u001b[1mFacture\u001b[22m  \u001b[1mClient\u001b[22m');
    expect(painted.slice(1)).toEqual(['F-1      Atelier Durand', 'F-12     Petit']);
  });
});
