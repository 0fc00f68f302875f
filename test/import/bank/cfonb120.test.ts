import { describe, expect, it } from 'vitest';
import { CFONB } from '../../helpers/bank-fixtures.ts';
import { entriesOf, refusalOf, statementsOf } from '../../helpers/bank-refusal.ts';

const rows = CFONB.split('\r\n');

describe('CFONB 120', () => {
  it('reads operations and what completes them', () => {
    const [statement] = statementsOf(CFONB);
    expect(statement).toMatchObject({
      format: 'cfonb120',
      account: 'FR1420041010050500013M02606',
      currency: 'EUR',
      from: '2025-12-31',
      to: '2026-01-31',
    });
    expect(statement?.entries).toEqual([
      {
        date: '2026-01-14',
        amountCents: 144_000,
        currency: 'EUR',
        label:
          'VIR RECU ATELIER LUNE SARL REGLEMENT FACTURE 2026-014 DU MOIS DE JANVIER ET DE LA FACTURE 2026-015 MERCI',
        reference: 'E2E-77',
        counterparty: 'ATELIER LUNE SARL',
        iban: 'FR7630004000311234567890143',
        bankId: null,
        isReversal: false,
      },
      // Code 44 in columns 41 and 42: why it was rejected.
      expect.objectContaining({ amountCents: -30_000, label: 'PRLV ATELIER LUNE', isReversal: true }),
      // A fee for it is no return.
      expect.objectContaining({ amountCents: -1231, label: 'F COMMISSION IMPAYE', isReversal: false }),
    ]);
  });

  it('reads records that follow each other without a line break, and lines whose spaces are trimmed', () => {
    const entries = entriesOf(CFONB);
    expect(entriesOf(rows.map((row) => row.padEnd(120)).join(''))).toEqual(entries);
    expect(entriesOf(`${rows.map((row) => `${row.trimEnd()}\n\n`).join('')}\u001a`)).toEqual(entries);
  });

  it('counts decimals as the record says', () => {
    const inThousandths = CFONB.replaceAll('EUR2', 'EUR3').replaceAll(
      /^(0[147].{88})0(\d{12}.)(.*)$/gm,
      (_, before: string, amount: string, after: string) => {
        const last = amount.slice(-1);
        const at = '{ABCDEFGHI}JKLMNOPQR'.indexOf(last);
        return `${before}${amount.slice(0, -1)}${at % 10}${at >= 10 ? '}' : '{'}${after}`;
      },
    );
    expect(inThousandths).not.toBe(CFONB);
    expect(entriesOf(inThousandths)).toEqual(entriesOf(CFONB));
  });
});

describe('a CFONB file is refused', () => {
  const without = (...codes: string[]): string =>
    rows.filter((row) => !codes.includes(row.slice(0, 2))).join('\n');
  it.each([
    [without('07'), 'releve.txt, ligne 1 : le relevé est coupé : il n’a pas de nouveau solde (ligne 07)'],
    [without('01'), 'releve.txt, ligne 1 : une ligne 04 vient avant tout ancien solde (ligne 01)'],
    [without('04'), 'releve.txt, ligne 2 : un complément (ligne 05) ne suit aucune opération'],
    [
      rows.toSpliced(8, 1).join('\n'),
      'releve.txt, ligne 10 : le nouveau solde n’est pas l’ancien augmenté des opérations : des lignes manquent',
    ],
    [
      [...rows.slice(0, 3), ...rows].join('\n'),
      'releve.txt, ligne 4 : le relevé qui précède n’a pas de nouveau solde (ligne 07)',
    ],
    [
      CFONB.replace('140126', '140026'),
      'releve.txt, ligne 2 : la date (colonnes 35 à 40) « 140026 » ne se lit pas (JJMMAA attendu)',
    ],
    [
      CFONB.replace('0000000014400{', '00000000144000'),
      'releve.txt, ligne 2 : le montant (colonnes 91 à 104) « 00000000144000 » ne se lit pas (0000000012345F attendu)',
    ],
    [
      `${CFONB}\r\n08${' '.repeat(118)}`,
      'releve.txt, ligne 12 : l’enregistrement « 08 » n’existe pas dans un relevé CFONB 120',
    ],
  ])('%#', (text, message) => {
    expect(refusalOf(text).message).toBe(message);
  });
});
