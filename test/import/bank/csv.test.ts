import { describe, expect, it } from 'vitest';
import { CSV } from '../../helpers/bank-fixtures.ts';
import { entriesOf, refusalOf, statementsOf } from '../../helpers/bank-refusal.ts';

const amounts = (...column: string[]): number[] =>
  entriesOf(`Date;Libellé;Montant\n${column.map((amount) => `01/02/2026;A;${amount}\n`).join('')}`).map(
    ({ amountCents }) => amountCents,
  );

const table = (row: string): string => `Date;Libellé;Montant;Statut;Devise\n${row}\n`;

describe('the CSV of a bank', () => {
  it.each(Object.entries(CSV))('%s', (bank, content) => {
    const [statement, ...others] = statementsOf(content);
    expect(others).toEqual([]);
    expect(
      statement?.entries.map(({ date, amountCents, currency }) => [date, amountCents, currency]),
    ).toEqual([
      ['2026-01-14', 144_000, 'EUR'],
      ['2026-01-15', -850, 'EUR'],
    ]);
    const [first] = statement?.entries ?? [];
    expect(`${first?.label} ${first?.reference}`).toContain('2026-014');
    expect(statement?.pending).toBe(/qonto|revolut/.test(bank) ? 1 : 0);
  });

  it.each([
    ['creditAgricole', '12345678901', '2026-01-31'],
    ['societeGenerale', '0300012345678901', '2026-01-31'],
    // A single day above the columns is that of the download, or of a balance.
    ['banquePostale', '0500013M026', '2026-01-15'],
    ['bnp', null, '2026-01-15'],
    ['boursoBank', '00040123456', '2026-01-15'],
    ['qontoFr', 'FR1420041010050500013M02606', '2026-01-15'],
    ['caisseEpargne', '01234567890', '2026-01-31'],
    ['lcl', '01234567890A', '2026-01-31'],
    ['n26Fr', null, '2026-01-15'],
  ] as const)('%s: account %s, known up to %s', (bank, account, to) => {
    expect(statementsOf(CSV[bank])[0]).toMatchObject({ account, to });
  });

  it('names who paid, and the number of the bank that lasts', () => {
    expect(entriesOf(CSV.qontoFr)[0]).toMatchObject({
      label: 'Atelier Lune FACT 2026-014',
      reference: 'FACT 2026-014',
      counterparty: 'Atelier Lune',
      iban: 'FR7630004000311234567890143',
      bankId: 'jm-1',
    });
    const ranked = 'ID;Date;Libellé;Montant\n1;01/02/2026;A;1\n2;01/02/2026;B;1\n';
    expect(entriesOf(ranked).map(({ bankId }) => bankId)).toEqual([null, null]);
  });

  it.each([
    ['n26Fr', '2026-014'],
    ['n26En', '2026-014'],
    ['wise', 'Received money from Atelier Lune with reference 2026-014'],
  ] as const)('%s: who paid stands apart from the label', (bank, label) => {
    expect(entriesOf(CSV[bank])[0]).toMatchObject({ label, counterparty: 'Atelier Lune' });
  });

  it('LCL names no column, and writes the day first', () => {
    const movements =
      '02/10/2026;-25,50;Carte;;CB CARREFOUR 01/10/26;;0;Divers\n03/10/2026;1200,00;Virement;;VIREMENT ALPHA;;0;Divers\n';
    for (const balance of ['', '05/10/2026;3456,78;;01234 567890A;;;0;\n'])
      expect(entriesOf(movements + balance)).toMatchObject([
        { date: '2026-10-02', amountCents: -2550, label: 'CB CARREFOUR 01/10/26' },
        { date: '2026-10-03', amountCents: 120_000, label: 'VIREMENT ALPHA' },
      ]);
  });

  it('BoursoBank calls two columns « Solde »: the first is the amount', () => {
    const content =
      '"Date Opération";Libellé;Solde;"Numéro Compte";Solde\n2026-01-14;A;"1 440,00";0004;1758.27\n';
    expect(entriesOf(content)).toMatchObject([{ amountCents: 144_000 }]);
  });

  it('accounts of one file are apart', () => {
    const content = 'Date;Libellé;Montant;Numéro compte\n01/02/2026;A;1;111\n01/02/2026;A;1;222\n';
    expect(statementsOf(content).map(({ account, entries }) => [account, entries.length])).toEqual([
      ['111', 1],
      ['222', 1],
    ]);
  });

  it('reads amounts under the decimal mark of their column', () => {
    expect(amounts('1 234,56', '-12', '"1\u00a0000,5"', '+3,00 €', '(4,00)', '5,00-')).toEqual([
      123_456, -1200, 100_050, 300, -400, -500,
    ]);
    expect(amounts('1.234,56', '1.000')).toEqual([123_456, 100_000]);
    expect(amounts('"1,234.56"', '"1,000"')).toEqual([123_456, 100_000]);
    expect(amounts('1000', '7')).toEqual([100_000, 700]);
  });

  it('leaves notes and totals aside; what has no day yet is pending', () => {
    const content =
      'Date;Libellé;Montant\n01/02/2026;A;1,00\n;Total;1,00\n;B;2,00\nEdité le 03/02/2026\n02/02/2026;note;\n';
    expect(statementsOf(content)).toMatchObject([{ entries: [{ label: 'A' }], pending: 1 }]);
  });

  it('takes the columns that are named, and what else is known', () => {
    const content = 'Jour,Texte,Somme,Devise,Montant\n01/02/2026,A,"1,50",USD,9\n';
    const columns = { date: 'jour', libellé: 'Texte', montant: 'SOMME' };
    expect(entriesOf(content, columns)).toMatchObject([{ amountCents: 150, currency: 'USD', label: 'A' }]);
    const split = 'Jour;Texte;Sorti;Entré;Débit\n01/02/2026;A;1,50;;9\n02/02/2026;B;;2,00;\n';
    expect(
      entriesOf(split, { date: 'Jour', libelle: 'Texte', debit: 'Sorti', credit: 'Entré' }).map(
        ({ amountCents }) => amountCents,
      ),
    ).toEqual([-150, 200]);
  });
});

describe('a CSV is refused', () => {
  it.each([
    ['nom;prénom\nDurand;Anne\n', 'releve.txt : les colonnes ne se reconnaissent pas (nom, prénom)'],
    [table('31/02/2026;A;1,00;;'), 'releve.txt, ligne 2 : « 31/02/2026 » n’est pas une date'],
    [
      table('02/14/2026;A;1,00;;\n14/02/2026;A;1,00;;'),
      'releve.txt, ligne 2 : « 02/14/2026 » ne se lit pas : la colonne écrit tantôt le jour d’abord, tantôt le mois',
    ],
    [table('01/02/2026;A;douze;;'), 'releve.txt, ligne 2 : « douze » n’est pas un montant'],
    [table('01/02/2026;A;1.000;;'), 'releve.txt, ligne 2 : « 1.000 » peut se lire de deux façons'],
    [table('01/02/2026;A;1.2.3;;'), 'releve.txt, ligne 2 : « 1.2.3 » n’est pas un montant'],
    [table('01/02/2026;A;1,00;Perdu;'), 'releve.txt, ligne 2 : le statut « Perdu » ne se comprend pas'],
    [table('01/02/2026;A;1,00;;BTC'), 'releve.txt, ligne 2 : la devise « BTC » n’est pas connue'],
    [table('A;B;;;'), 'releve.txt : aucune ligne ne porte de montant'],
    [
      'Date;Libellé;Montant;Solde\n01/02/2026;A;1,00;1,00\n02/02/2026;A;12',
      'releve.txt, ligne 3 : le fichier est coupé : la dernière ligne est incomplète',
    ],
    [
      'Date;Libellé;Débit;Crédit\n01/02/2026;A;1,00;2,00\n',
      'releve.txt, ligne 2 : un débit « 1,00 » et un crédit « 2,00 » à la fois',
    ],
    [
      'Date;Libellé;Montant;Sens\n01/02/2026;A;1,00;+\n01/02/2026;A;1,00;X\n',
      'releve.txt, ligne 3 : le sens « X » n’est ni débit ni crédit',
    ],
    [
      'Date;Libellé;Montant\n01/02/2026;"A;1,00\n',
      'releve.txt : le tableau ne se lit pas (guillemets non fermés, ou ligne trop longue)',
    ],
  ])('%#: %s', (text, message) => {
    expect(refusalOf(text).message).toBe(message);
  });

  it('says how to name the columns, and which name is wrong', () => {
    const content = 'Jour;Texte;Somme\n01/02/2026;A;1,00\n';
    expect(refusalOf(content).hint).toBe(
      '--colonnes date=…,libelle=…,montant=… (ou debit=…,credit=…) les nomme, ou donne leurs rangs',
    );
    expect(refusalOf(content, { date: 'Jour', libelle: 'Texte', montant: 'Total' }).message).toBe(
      'releve.txt : la colonne « Total » n’existe pas (Jour, Texte, Somme)',
    );
    expect(refusalOf(content, { date: 'Jour', constructor: 'Texte' })).toEqual({
      message: 'releve.txt : le champ « constructor » n’existe pas',
      hint: 'champs : date, libelle, montant, debit, credit, sens, devise, statut, reference, tiers, iban, compte, ignorer',
    });
    expect(refusalOf(content, { date: 'Jour', libelle: 'Texte' }).message).toContain(
      'ne se reconnaissent pas',
    );
  });
});
