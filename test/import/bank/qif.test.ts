import { describe, expect, it } from 'vitest';
import { QIF_AMERICAN, QIF_FRENCH } from '../../helpers/bank-fixtures.ts';
import { entriesOf, refusalOf, statementsOf } from '../../helpers/bank-refusal.ts';

const records = (...of: string[]): string => `!Type:Bank\n${of.map((one) => `${one}\n^\n`).join('')}`;
const days = (...of: string[]): string[] =>
  entriesOf(records(...of.map((day) => `D${day}\nT1`))).map(({ date }) => date);
const amounts = (...of: string[]): number[] =>
  entriesOf(records(...of.map((amount) => `D01/01/2026\nT${amount}`))).map(({ amountCents }) => amountCents);

const account = (name: string, type: string): string =>
  `!Account\nN${name}\n^\n!Type:${type}\nD01/02/2026\nT12,00\nP${name}\n^\n`;

describe('QIF', () => {
  it('reads an account, its lines, what splits them left aside', () => {
    const [statement] = statementsOf(QIF_FRENCH);
    expect(statement).toMatchObject({
      format: 'qif',
      account: 'Comptepro',
      currency: 'EUR',
      from: '2026-01-14',
      to: '2026-02-03',
    });
    expect(statement?.entries).toMatchObject([
      {
        date: '2026-01-14',
        amountCents: 144_000,
        label: 'VIR SEPA ATELIER LUNE FACT 2026-014 0012',
        reference: '0012',
      },
      { date: '2026-02-03', amountCents: -850, label: 'FRAIS', reference: null, bankId: null },
    ]);
  });

  it('reads days first, unless one of them can only be a month first', () => {
    expect(days('01/02/2026')).toEqual(['2026-02-01']);
    expect(days('01/02/2026', '31/01/2026')).toEqual(['2026-02-01', '2026-01-31']);
    expect(days('01/02/2026', '01/31/2026')).toEqual(['2026-01-02', '2026-01-31']);
    expect(days("4/ 3'26", '4.3.26', '2026-03-04')).toEqual(['2026-03-04', '2026-03-04', '2026-03-04']);
    expect(refusalOf(records('D31/01/2026\nT1', 'D01/31/2026\nT1')).message).toBe(
      'releve.txt, ligne 2 : « 31/01/2026 » ne se lit pas : la colonne écrit tantôt le jour d’abord, tantôt le mois',
    );
  });

  it('reads one decimal mark for the whole file', () => {
    expect(entriesOf(QIF_AMERICAN).map(({ amountCents }) => amountCents)).toEqual([144_000, -100_000]);
    expect(amounts('1.440,00', '-2.000')).toEqual([144_000, -200_000]);
    expect(amounts('12', '-3')).toEqual([1200, -300]);
    expect(refusalOf(records('D01/01/2026\nT1.000')).message).toBe(
      'releve.txt, ligne 2 : « 1.000 » peut se lire de deux façons',
    );
  });

  it('keeps accounts apart, and leaves securities', () => {
    const text = account('A', 'Bank') + account('B', 'CCard') + account('C', 'Invst');
    expect(statementsOf(text).map(({ account: name, entries }) => [name, entries.length])).toEqual([
      ['A', 1],
      ['B', 1],
    ]);
    expect(refusalOf(account('C', 'Invst')).message).toContain('aucun mouvement de compte bancaire');
  });

  it('a file cut in a record is refused', () => {
    expect(refusalOf('!Type:Bank\nD01/02/2026\nT12,00\n^\nD02/02/2026\nT12').message).toBe(
      'releve.txt, ligne 5 : le fichier est coupé : un mouvement ne finit pas par ^',
    );
  });
});
