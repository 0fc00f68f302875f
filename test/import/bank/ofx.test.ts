import { describe, expect, it } from 'vitest';
import { OFX_SGML, OFX_XML } from '../../helpers/bank-fixtures.ts';
import { entriesOf, refusalOf, statementsOf } from '../../helpers/bank-refusal.ts';

const transaction = (inside: string): string =>
  `<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKTRANLIST><STMTTRN>${inside}</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;

const one = (inside: string): ReturnType<typeof entriesOf>[number] | undefined =>
  entriesOf(transaction(inside))[0];

const labelled = (name: string, memo: string): string | undefined =>
  one(`<DTPOSTED>20260114<TRNAMT>1<NAME>${name}<MEMO>${memo}`)?.label;

const named = (name: string): string => transaction(`<DTPOSTED>20260114<TRNAMT>1<NAME>${name}`);

describe('OFX 1', () => {
  it('reads a bank account and a card, values that nothing closes', () => {
    const [account, card] = statementsOf(OFX_SGML);
    expect(account).toMatchObject({
      format: 'ofx',
      account: 'FR1420041010050500013M02606',
      currency: 'EUR',
      from: '2026-01-01',
      to: '2026-01-31',
    });
    expect(
      account?.entries.map(({ date, amountCents, label, bankId }) => [date, amountCents, label, bankId]),
    ).toEqual([
      ['2026-01-14', 144_000, 'VIR SEPA ATELIER LUNE FACT 2026-014 & 015', 'A2026011401'],
      ['2026-01-14', -850, 'FRAIS TENUE DE COMPTE', 'A2026011402'],
      ['2026-01-20', -12_000, 'CHEQUE 0004512', null],
      ['2026-01-21', -30_000, 'REJET PRLV ATELIER LUNE', 'A2026012101'],
    ]);
    expect(account?.entries.map(({ isReversal }) => isReversal)).toEqual([false, false, false, true]);
    expect(card).toMatchObject({
      account: '4970XXXXXXXX1234',
      to: '2026-01-05',
      entries: [{ amountCents: -1990 }],
    });
  });

  it('goes on when a transaction is not closed', () => {
    const text = transaction(
      '<DTPOSTED>20260105<TRNAMT>1.00<NAME>A<STMTTRN><DTPOSTED>20260106<TRNAMT>2.00<NAME>B',
    );
    expect(entriesOf(text).map(({ label }) => label)).toEqual(['A', 'B']);
  });

  it.each([
    ['20260114', '2026-01-14'],
    ['20260114120000', '2026-01-14'],
    ['20260114120000.000[-5:EST]', '2026-01-14'],
    ['20260114233000[+1:CET]', '2026-01-14'],
    // Midnight in Paris, told from Greenwich.
    ['20260113230000[0:GMT]', '2026-01-14'],
    ['20260713220000.000[0:GMT]', '2026-07-14'],
    ['20260113220000[0:GMT]', '2026-01-13'],
  ])('takes %s for %s', (posted, day) => {
    expect(one(`<DTPOSTED>${posted}<TRNAMT>1.00<NAME>A`)?.date).toBe(day);
  });

  it.each([
    ['-8,00', -800],
    ['+1234.5', 123_450],
    ['.5', 50],
    ['1,234.56', 123_456],
    ['12.3400', 1234],
  ])('takes %s for %i', (amount, cents) => {
    expect(one(`<DTPOSTED>20260114<TRNAMT>${amount}<NAME>A`)?.amountCents).toBe(cents);
  });

  it('keeps what is written only once, the longer of two', () => {
    expect(labelled('VIR LUNE', 'VIR LUNE FACT 12')).toBe('VIR LUNE FACT 12');
    expect(labelled('VIR LUNE', 'LUNE')).toBe('VIR LUNE');
    expect(labelled('VIR LUNE', 'FACT 12')).toBe('VIR LUNE FACT 12');
    expect(labelled('', '')).toBe('(sans libellé)');
  });

  it('believes the charset that it declares, unless the text is UTF-8', () => {
    const header = 'OFXHEADER:100\nCHARSET:8859-15\n';
    const latin = Buffer.from(header + named('C\u00bdur \u00a4'), 'latin1');
    expect(entriesOf(latin)[0]?.label).toBe('Cœur €');
    expect(entriesOf(header + named('Cœur €'))[0]?.label).toBe('Cœur €');
  });
});

describe('OFX 2', () => {
  it('reads names, accounts, references and another currency; counts what is pending', () => {
    const [statement] = statementsOf(OFX_XML);
    expect(statement).toMatchObject({
      account: '30099-00012345678',
      from: '2026-02-01',
      to: '2026-02-28',
      pending: 1,
    });
    expect(statement?.entries).toEqual([
      {
        date: '2026-02-03',
        amountCents: 25_000,
        currency: 'EUR',
        label: 'Studio Éclair acompte <devis 12>',
        reference: 'RF18',
        counterparty: 'Studio Éclair',
        iban: 'FR7630004000311234567890143',
        bankId: 'z-1',
        isReversal: false,
      },
      expect.objectContaining({ amountCents: 9000, currency: 'USD', label: 'Crédit' }),
    ]);
  });
});

const without = (currencies: string[]): string =>
  `<OFX><STMTRS>${currencies
    .map((symbol) => `<STMTTRN><DTPOSTED>20260214<TRNAMT>1.00<NAME>A${symbol}</STMTTRN>`)
    .join('')}</STMTRS></OFX>`;

describe('an OFX file that does not say its currency', () => {
  const usd = '<CURRENCY><CURSYM>USD</CURRENCY>';

  it('is in that of all its transactions, or refused: it is never assumed', () => {
    expect(entriesOf(without([usd, usd]))).toMatchObject([{ currency: 'USD' }, { currency: 'USD' }]);
    for (const currencies of [[''], [usd, ''], []])
      expect(refusalOf(without(currencies)).message).toBe('releve.txt, ligne 1 : la devise CURDEF manque');
  });
});

describe('an OFX file is refused', () => {
  it.each([
    [OFX_SGML.slice(0, -7), 'releve.txt : le fichier OFX est coupé : il ne finit pas par </OFX>'],
    [transaction('<TRNAMT>1.00<NAME>A'), 'releve.txt, ligne 1 : la date DTPOSTED manque'],
    [
      transaction('<DTPOSTED>20260231<TRNAMT>1.00<NAME>A'),
      'releve.txt, ligne 1 : la date DTPOSTED « 20260231 » ne se lit pas (AAAAMMJJ attendu)',
    ],
    [
      transaction('\n<DTPOSTED>20260214<TRNAMT>1.005<NAME>A'),
      'releve.txt, ligne 1 : le montant TRNAMT « 1.005 » ne se lit pas (-1234.56 attendu)',
    ],
    [transaction('A').replace('EUR', 'ABC'), 'releve.txt, ligne 1 : la devise « ABC » n’est pas connue'],
    [`<OFX><INVSTMTRS><DTASOF>20260101</INVSTMTRS></OFX>`, 'releve.txt : c’est le relevé d’un compte-titres'],
    ['<OFX></OFX>', 'releve.txt : aucun relevé de compte dans ce fichier OFX'],
    [`<OFX>${'<A>'.repeat(200)}</OFX>`, 'releve.txt : les éléments OFX sont trop imbriqués'],
    ['<OFX><!ENTITY a "b"></OFX>', 'releve.txt : un fichier OFX ne déclare ni DOCTYPE ni entité'],
  ])('%#: %s', (text, message) => {
    expect(refusalOf(text).message).toBe(message);
  });
});
