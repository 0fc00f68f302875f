import { describe, expect, it } from 'vitest';
import { MT940_DUTCH, MT940_GERMAN } from '../../helpers/bank-fixtures.ts';
import { entriesOf, refusalOf, statementsOf } from '../../helpers/bank-refusal.ts';

const statement = (lines: string, { account = '123', balance = 'C260101EUR0,' } = {}): string =>
  `:20:X\n:25:${account}\n:28C:1\n:60F:${balance}\n${lines}\n:62F:${balance}\n-`;

const one = (lines: string): ReturnType<typeof entriesOf>[number] | undefined =>
  entriesOf(statement(lines))[0];

describe('MT940', () => {
  it('reads numbered subfields; two pages are one statement, RC and RD take back, EC is to come', () => {
    const [first, ...others] = statementsOf(MT940_GERMAN);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      format: 'mt940',
      account: 'FR1420041010050500013M02606',
      currency: 'EUR',
      from: '2025-12-31',
      to: '2026-01-31',
      pending: 1,
    });
    expect(first?.entries).toEqual([
      {
        date: '2026-01-02',
        amountCents: 144_000,
        currency: 'EUR',
        // Cut where a subfield and a line end.
        label: 'Facture du mois 2026-014 merci SEPA-GUTSCHRIFT ATELIER LUNE SARL',
        reference: 'F-2026-014',
        counterparty: 'ATELIER LUNE SARL',
        iban: 'FR7630004000311234567890143',
        bankId: 'B0001',
        isReversal: false,
      },
      expect.objectContaining({ amountCents: -30_000, counterparty: 'STUDIO ECLAIR', isReversal: true }),
      expect.objectContaining({ amountCents: 1250, label: 'frais annules', isReversal: true }),
      expect.objectContaining({ date: '2026-01-02', amountCents: 1000, label: 'VIR IDENTIQUE' }),
    ]);
  });

  it('reads names between slashes, whatever stands in the text of the payer', () => {
    const [first] = statementsOf(MT940_DUTCH);
    expect(first).toMatchObject({ account: 'NL41ABNA0417164300', from: '2026-01-01', to: '2026-01-31' });
    expect(first?.entries).toEqual([
      {
        date: '2026-01-15',
        amountCents: 12_100,
        currency: 'EUR',
        label: 'FACT 2026/014 ET 015 SEPA OVERBOEKING ATELIER LUNE',
        reference: null,
        counterparty: 'ATELIER LUNE',
        iban: 'FR7630004000311234567890143',
        bankId: 'T2026',
        isReversal: false,
      },
      expect.objectContaining({
        amountCents: -5000,
        label: 'JANVIER ENERGIE BV',
        reference: 'AB-12',
        counterparty: 'ENERGIE BV',
        iban: 'NL32INGB0000012345',
      }),
    ]);
  });

  it.each([
    ['2601020102', '2026-01-02'],
    ['2512310102', '2026-01-02'],
    ['2601021231', '2025-12-31'],
    ['2601020202', '2026-02-02'],
    ['991231', '1999-12-31'],
    ['240229', '2024-02-29'],
  ])('%s was booked on %s', (dates, day) => {
    expect(one(`:61:${dates}C1,NTRFNONREF\n:86:A`)?.date).toBe(day);
  });

  it.each([
    ['C12,5', 1250],
    ['CR1440,00', 144_000],
    ['D3', -300],
    ['RC3,', -300],
    ['RDR3,', 300],
    ['C000000000025,00', 2500],
  ])('%s is %i', (amount, cents) => {
    expect(one(`:61:260102${amount}NTRFNONREF\n:86:A`)?.amountCents).toBe(cents);
  });

  it('takes all that is told of a line, and nothing that is told of the balance', () => {
    expect(one(':61:260102C1,NTRFNONREF\nSUPPLEMENT\n:86:UN\n:86:DEUX')?.label).toBe('UN DEUX SUPPLEMENT');
    expect(one(':61:260102C1,NTRFREF-1//B9')).toMatchObject({
      label: '(sans libellé)',
      reference: 'REF-1',
      bankId: 'B9',
    });
  });

  it('counts in the decimals of the currency', () => {
    const yen = statement(':61:260102C1200,NTRFNONREF\n:86:A', { balance: 'C260101JPY0,' });
    expect(entriesOf(yen)).toMatchObject([{ amountCents: 1200, currency: 'JPY' }]);
  });

  it.each([
    ['30004/00031/00012345678', 'FR7630004000310001234567865'],
    ['FR14 2004 1010 0505 0001 3M02 606', 'FR1420041010050500013M02606'],
    ['FR1420041010050500013M02606 EUR', 'FR1420041010050500013M02606'],
    ['BANK/12-34', 'BANK/12-34'],
  ])('knows the account %s as %s', (written, account) => {
    expect(statementsOf(statement('', { account: written }))[0]?.account).toBe(account);
  });
});

describe('an entry date left blank', () => {
  it('is the value date', () => {
    expect(entriesOf(statement(':61:261003    C1200,00NTRFNONREF//BANK1\n:86:VIR ALPHA'))).toMatchObject([
      { date: '2026-10-03', amountCents: 120_000, bankId: 'BANK1' },
    ]);
    expect(refusalOf(statement(':61:261003  C1200,00NTRFNONREF')).message).toContain('ne se lit pas');
  });
});

describe('an MT940 file is refused', () => {
  const wrong = ':61:2601020C15000,00NTRF020231115001//BANK REF';
  it.each([
    [
      statement(wrong),
      'releve.txt, ligne 5 : l’opération (champ 61) « 2601020C15000,00NTRF020231115001//BANK REF » ne se lit pas (AAMMJJ[MMJJ]C1234,56NTRF… attendu)',
    ],
    [
      statement(':61:260231C1,NTRFNONREF'),
      'releve.txt, ligne 5 : la date du champ 61 « 260231 » ne se lit pas (AAMMJJ[MMJJ] attendu)',
    ],
    [
      statement(':61:260102C1,234NTRFNONREF'),
      'releve.txt, ligne 5 : le montant du champ 61 « 1,234 » ne se lit pas (1234,56 attendu)',
    ],
    [
      statement('', { balance: 'X' }),
      'releve.txt, ligne 4 : le solde (champ 60) « X » ne se lit pas (C260131EUR1234,56 attendu)',
    ],
    [statement('', { balance: 'C260101DEM0,' }), 'releve.txt, ligne 4 : la devise « DEM » n’est pas connue'],
    [
      MT940_GERMAN.slice(0, -30),
      'releve.txt, ligne 20 : le relevé est coupé : il n’a pas de solde final (champ 62F)',
    ],
    [
      ':20:X\n:25:1\n:13D:2601011200+0100\n:61:260102C1,NTRFNONREF',
      'releve.txt, ligne 4 : une opération vient avant tout solde (champ 60F) : MT942 ?',
    ],
    [':20:X\n:25:1', 'releve.txt : aucun relevé de compte dans ce fichier MT940'],
  ])('%#', (text, message) => {
    expect(refusalOf(text).message).toBe(message);
  });
});
