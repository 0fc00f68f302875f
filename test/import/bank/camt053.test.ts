import { describe, expect, it } from 'vitest';
import { CAMT_V2, CAMT_V8 } from '../../helpers/bank-fixtures.ts';
import { entriesOf, refusalOf, statementsOf } from '../../helpers/bank-refusal.ts';

const document = (inside: string, body = 'BkToCstmrStmt'): string =>
  `<?xml version="1.0"?><Document><${body}><Stmt>${inside}</Stmt></${body}></Document>`;

const entry = (
  inside = '',
  { amount = '12.50', date = '<BookgDt><Dt>2026-03-02</Dt></BookgDt>', sign = 'CRDT', currency = 'EUR' } = {},
): string =>
  document(
    `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${sign}</CdtDbtInd><Sts>BOOK</Sts>${date}${inside}</Ntry>`,
  );

const parts = (first: string, currency = 'EUR'): string =>
  ['2.50', first]
    .map(
      (amount) =>
        `<TxDtls><Amt Ccy="${currency}">${amount}</Amt><RmtInf><Ustrd>part ${amount}</Ustrd></RmtInf></TxDtls>`,
    )
    .join('');

describe('CAMT.053', () => {
  it('reads parties, references, documents; a collective entry is its payments', () => {
    const [statement] = statementsOf(CAMT_V2);
    expect(statement).toMatchObject({
      format: 'camt053',
      account: 'FR1420041010050500013M02606',
      from: '2026-03-01',
      // The period ends on the midnight that begins April; a balance to come does not count.
      to: '2026-03-31',
      pending: 1,
    });
    expect(statement?.entries).toEqual([
      {
        date: '2026-03-02',
        amountCents: 10_000,
        currency: 'EUR',
        label: 'Facture 2026-014 RF18539007547034 2026-015 Atelier Lune SARL',
        reference: 'RF18539007547034',
        counterparty: 'Atelier Lune SARL',
        iban: 'FR7630004000311234567890143',
        bankId: 'R1',
        isReversal: false,
      },
      expect.objectContaining({
        amountCents: 6000,
        label: 'cotisation Paul',
        reference: 'E1',
        bankId: 'R2/1',
      }),
      expect.objectContaining({
        amountCents: 4000,
        label: 'cotisation Anne',
        reference: 'E2',
        bankId: 'R2/2',
      }),
    ]);
  });

  it('reads version 8: statuses and parties are codes; a return names who paid', () => {
    const [statement] = statementsOf(CAMT_V8);
    expect(statement).toMatchObject({ from: '2026-03-02', to: '2026-03-31', pending: 1 });
    expect(statement?.entries).toMatchObject([
      { amountCents: -10_000, counterparty: 'Studio Éclair', isReversal: true },
      { amountCents: 885, label: 'VIR DIVERS', isReversal: false },
    ]);
  });

  it('reads prefixes and the envelope of a message', () => {
    const text = entry()
      .replaceAll(/<(\/?)(?!\?)/g, '<$1d:')
      .replace('<d:Document>', '<x><d:Document>');
    expect(entriesOf(`${text}</x>`)).toHaveLength(1);
  });

  it.each([
    ['2026-03-02T10:15:00+01:00', '2026-03-02'],
    ['2026-03-01T23:00:00Z', '2026-03-02'],
    ['2026-03-02+01:00', '2026-03-02'],
  ])('takes %s for %s', (moment, day) => {
    const date = `<BookgDt><DtTm>${moment}</DtTm></BookgDt>`;
    expect(entriesOf(entry('', { date }))[0]?.date).toBe(day);
  });

  it('keeps a collective entry whole when its parts do not add up, or are in another currency', () => {
    const read = (inside: string): number[] =>
      entriesOf(entry(`<NtryDtls>${inside}</NtryDtls>`)).map(({ amountCents }) => amountCents);
    expect(read(parts('10.00'))).toEqual([250, 1000]);
    expect(read(parts('9.00'))).toEqual([1250]);
    expect(read(parts('10.00', 'USD'))).toEqual([1250]);
    const [whole] = entriesOf(entry(`<NtryDtls>${parts('9.00')}</NtryDtls>`));
    expect(whole?.label).toBe('part 2.50 part 9.00');
  });

  it('sees a returned direct debit in the code of the transaction', () => {
    const code =
      '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn></BkTxCd>';
    expect(entriesOf(entry(code, { sign: 'DBIT' }))[0]?.isReversal).toBe(true);
  });

  it('two statements of one account are one', () => {
    const two = document('</Stmt><Stmt>').replaceAll(
      '<Stmt>',
      '<Stmt><Acct><Id><Othr><Id>12</Id></Othr></Id></Acct><Ntry><Amt Ccy="EUR">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-03-02</Dt></BookgDt></Ntry>',
    );
    expect(statementsOf(two).map(({ entries }) => entries.length)).toEqual([2]);
  });
});

describe('an XML file is refused', () => {
  it.each([
    [document('', 'BkToCstmrAcctRpt'), 'releve.txt : c’est un CAMT.052 (mouvements du jour, provisoires)'],
    [document('', 'BkToCstmrDbtCdtNtfctn'), 'releve.txt : c’est un CAMT.054 (avis d’opérations)'],
    [
      '<?xml version="1.0"?><Invoice/>',
      'releve.txt : ce XML n’est pas un relevé de compte (élément « Invoice »)',
    ],
    ['<Document><BkToCstmrStmt/></Document>', 'releve.txt : aucun relevé de compte dans ce fichier XML'],
    [entry().slice(0, -20), 'releve.txt : le XML est mal formé à la ligne 1'],
    [
      entry('', { amount: '12.505' }),
      'releve.txt, opération 1 : le montant Amt « 12.505 » ne se lit pas (1234.56 attendu)',
    ],
    [entry('', { amount: '' }), 'releve.txt, opération 1 : le montant Amt manque'],
    [entry('', { date: '' }), 'releve.txt, opération 1 : la date BookgDt manque'],
    [entry('', { sign: 'X' }), 'releve.txt, opération 1 : le sens CdtDbtInd « X » n’est ni CRDT ni DBIT'],
    [entry('', { currency: 'XXX' }), 'releve.txt, opération 1 : la devise « XXX » n’est pas connue'],
  ])('%#: %s', (text, message) => {
    expect(refusalOf(text).message).toBe(message);
  });
});
