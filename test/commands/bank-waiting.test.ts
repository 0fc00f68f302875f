import { describe, expect, it } from 'vitest';
import { atWork, numbersIn } from '../helpers/at-work.ts';
import { addClient, addInvoice } from '../helpers/claims.ts';
import { plain, said } from '../helpers/refused.ts';
import type { SmtpSink } from '../helpers/smtp-sink.ts';
import { fileOf, ofx, type Line } from '../helpers/statements.ts';
import { WRITERS } from '../helpers/bank-writers.ts';
import type { World } from '../helpers/world.ts';

/** Alpha owes 1 200,00 and 300,00; Beta owes 450,00; all at their first reminder. */
const books = async (): Promise<{ world: World; sink: SmtpSink }> => {
  const { world, sink } = await atWork();
  const alpha = addClient(world, 'Alpha Conseil SARL');
  const beta = addClient(world, 'Beta Studio', { address: '2 rue des Roses', city: 'Lyon' });
  addInvoice(world, alpha, 'F-2026-001', { totalCents: 120_000 });
  addInvoice(world, alpha, 'F-2026-002', { totalCents: 30_000 });
  addInvoice(world, beta, 'F-2026-003', { totalCents: 45_000 });
  return { world, sink };
};

const bring = (world: World, lines: Line[], name = 'releve.ofx', flags = ['--yes']) =>
  world.json<{
    recorded: number;
    duplicates: number;
    matches: { kind: string; invoices: string[]; confidence: string }[];
  }>(['bank', 'import', fileOf(world, name, ofx(lines)), ...flags]);

interface Due {
  bank: {
    waiting: { entry: number; invoices: string[]; reason: string; amountCents: number; date: string }[];
  };
  waiting: { number: string; reason: { code: string; text: string } }[];
}

const waiting = async (world: World): Promise<[number, string[]][]> =>
  (await world.json<Due>('due')).bank.waiting.map(({ entry, invoices }) => [entry, invoices]);

const stateOf = (world: World): unknown[] =>
  world.rows(
    'select number, total_cents - paid_cents remaining, settled_on is not null settled from invoice order by number',
  );

describe('a credit that nobody has confirmed', () => {
  it.each<[string, Line, string[]]>([
    [
      'names an invoice with another sum',
      { on: '2026-11-20', amount: '310.00', label: 'VIR F-2026-003' },
      ['F-2026-003'],
    ],
    [
      'is the exact reste dû of an invoice',
      { on: '2026-11-20', amount: '450.00', label: 'VIR INCONNU' },
      ['F-2026-003'],
    ],
    [
      'is that of two together',
      { on: '2026-11-20', amount: '1500.00', label: 'VIR X' },
      ['F-2026-001', 'F-2026-002'],
    ],
    [
      'comes from a client by name',
      { on: '2026-11-20', amount: '77.00', label: 'VIR ALPHA CONSEIL ACOMPTE' },
      ['F-2026-001', 'F-2026-002'],
    ],
  ])('that %s holds its reminder until it is settled', async (_case, line, held) => {
    const { world, sink } = await books();
    await bring(world, [line]);
    expect(await waiting(world)).toEqual([[1, held]]);
    const { exitCode, stdout } = await world.relance('send --yes');
    expect(exitCode).toBe(3);
    expect(plain(stdout)).toMatch(
      /^Crédits à confirmer : d’ici là, les factures concernées ne sont pas relancées/,
    );
    expect(plain(stdout)).toContain('un crédit du relevé l’a peut-être réglée : non envoyée');
    const others = ['F-2026-001', 'F-2026-002', 'F-2026-003'].filter((number) => !held.includes(number));
    expect((await numbersIn(sink)).flat().toSorted()).toEqual(others);
    const why = plain((await said(world, `why ${held[0]}`)).join(' ')).replaceAll(/\s+/g, ' ');
    expect(why).toContain('relance bank ignorer 1');
    await world.ok('bank ignorer 1');
    expect(await waiting(world)).toEqual([]);
    await world.ok('send --yes');
    expect((await numbersIn(sink)).flat().toSorted()).toEqual(['F-2026-001', 'F-2026-002', 'F-2026-003']);
  });

  it('is shown first, with what settles it', async () => {
    const { world } = await books();
    await bring(world, [{ on: '2026-11-20', amount: '310.00', label: 'VIR SEPA BETA STUDIO F-2026-003' }]);
    for (const command of ['due', 'matin'])
      expect(await said(world, command)).toEqual(
        expect.arrayContaining([
          '  n° 1  20/11/2026  310,00 €  VIR SEPA BETA STUDIO F-2026-003',
          '    F-2026-003 : numéro dans le libellé, nom du client',
          '  → relance bank rapprocher 1 F-2026-003, ou relance bank ignorer 1',
        ]),
      );
    const { waiting: held } = await world.json<Due>('due --all');
    expect(held.find(({ number }) => number === 'F-2026-003')?.reason.code).toBe('hold-bank');
  });

  it('holds calls and letters as well, and a mise en demeure is refused', async () => {
    const { world } = await books();
    world.today = '2026-12-28';
    await bring(world, [{ on: '2026-11-20', amount: '310.00', label: 'VIR F-2026-003' }]);
    expect((await world.json<{ decision: { act: boolean } }>('why F-2026-003')).decision.act).toBe(false);
    const { exitCode, stderr } = await world.relance('mise-en-demeure F-2026-003 --yes');
    expect([exitCode, plain(stderr)]).toEqual([
      1,
      expect.stringContaining('relance bank rapprocher 1 F-2026-003'),
    ]);
  });

  it('is not ended by « resume », which says what does', async () => {
    const { world } = await books();
    await bring(world, [{ on: '2026-11-20', amount: '310.00', label: 'VIR F-2026-003' }]);
    expect(await said(world, 'resume F-2026-003')).toEqual([
      'F-2026-003 : rien à reprendre.',
      expect.stringMatching(/^Toujours suspendue, F-2026-003 : le relevé porte un crédit à confirmer, n° 1/),
      '→ relance bank rapprocher 1 F-2026-003, ou relance bank ignorer 1',
    ]);
  });

  it('confirmed elsewhere holds nothing any more', async () => {
    const { world } = await books();
    await bring(world, [{ on: '2026-11-20', amount: '450.00', label: 'VIR ALPHA CONSEIL' }]);
    await world.ok('bank rapprocher 1 F-2026-003');
    expect(await waiting(world)).toEqual([]);
    expect(
      (await world.json<{ sent: { invoices: string[] }[] }>('send --yes')).sent.map(
        ({ invoices }) => invoices,
      ),
    ).toEqual([['F-2026-001', 'F-2026-002']]);
  });

  it('that names a paid invoice is the client’s money: nothing is reminded before it is told', async () => {
    const { world } = await books();
    await bring(world, [{ on: '2026-11-18', amount: '1200.00', label: 'VIR F-2026-001' }]);
    const { matches, recorded } = await bring(
      world,
      [{ on: '2026-11-20', amount: '1200.00', label: 'VIR F-2026-001 BIS' }],
      'suite.ofx',
    );
    expect([recorded, matches]).toEqual([
      0,
      [expect.objectContaining({ invoices: ['F-2026-001'], confidence: 'probable' })],
    ]);
    expect(await waiting(world)).toEqual([[2, ['F-2026-001', 'F-2026-002']]]);
    expect((await said(world, 'bank liste')).join(' ').replaceAll(/ +/g, ' ')).toContain(
      'rien n’y est plus dû : trop-perçu',
    );
    expect(await said(world, 'bank rapprocher 2 F-2026-001 --yes')).toEqual([
      'trop-perçu : 1 200,00 €, reçus le 20/11/2026    1 200,00 €  VIR F-2026-001 BIS.',
    ]);
  });

  it('older than the invoice says nothing of it, and a debit never does', async () => {
    const { world } = await books();
    await bring(world, [
      { on: '2026-10-02', amount: '450.00', label: 'VIR BETA STUDIO' },
      { on: '2026-11-20', amount: '-450.00', label: 'VIR EMIS BETA STUDIO' },
    ]);
    expect(await waiting(world)).toEqual([]);
  });
});

describe('a statement that is read again', () => {
  it('proposes again what still pays nothing', async () => {
    const { world } = await books();
    const lines: Line[] = [{ on: '2026-11-20', amount: '450.00', label: 'VIR F-2026-003 F-2026-009' }];
    const path = fileOf(world, 'r.ofx', ofx(lines));
    const first = await world.atTerminal(['bank', 'import', path], [['Noter ce mouvement', '\u0003']]);
    expect(first.exitCode).toBe(130);
    expect(plain(first.stdout)).toContain('1 ligne reste à rapprocher');
    expect(plain(first.stdout + first.stderr)).not.toContain('rien n’a été enregistré');
    const { exitCode, stdout } = await world.relance('send --yes');
    expect([exitCode, plain(stdout)]).toEqual([3, expect.stringContaining('F-2026-003')]);
    const again = await bring(world, lines, 'r.ofx');
    expect(again).toMatchObject({ duplicates: 1, recorded: 1 });
    expect(stateOf(world)).toContainEqual({ number: 'F-2026-003', remaining: 0, settled: 1 });
  });

  it('tells what was recorded when the second question is interrupted', async () => {
    const { world } = await books();
    const path = fileOf(
      world,
      'r.ofx',
      ofx([
        { on: '2026-11-19', amount: '450.00', label: 'VIR F-2026-003' },
        { on: '2026-11-20', amount: '100.00', label: 'VIR ALPHA CONSEIL' },
      ]),
    );
    const { exitCode, stdout } = await world.atTerminal(
      ['bank', 'import', path],
      [
        ['Noter ce mouvement', '\r'],
        ['Est-ce bien cela', '\u0003'],
      ],
    );
    expect(exitCode).toBe(130);
    expect(plain(stdout)).toContain('2 lignes lues, 1 mouvement noté.');
    expect(stateOf(world)).toContainEqual({ number: 'F-2026-003', remaining: 0, settled: 1 });
  });
});

describe('a payment and its return', () => {
  const paid: Line = { on: '2026-11-10', amount: '450.00', label: 'VIR BETA STUDIO F-2026-003' };
  const back: Line = { on: '2026-11-17', amount: '-450.00', label: 'REJET VIR BETA STUDIO F-2026-003' };
  const again: Line = { on: '2026-11-19', amount: '450.00', label: 'VIR BETA STUDIO F-2026-003' };

  it.each([
    ['in the order of their days', [paid, back]],
    ['the last first', [back, paid]],
  ])('in one statement, %s: the invoice is due again', async (_order, lines) => {
    const { world, sink } = await books();
    const { recorded } = await bring(world, lines);
    expect(recorded).toBe(2);
    expect(stateOf(world)).toContainEqual({ number: 'F-2026-003', remaining: 45_000, settled: 0 });
    expect(await waiting(world)).toEqual([]);
    await world.ok('send --yes');
    expect((await numbersIn(sink)).flat()).toContain('F-2026-003');
  });

  it('on one day too', async () => {
    const { world } = await books();
    await bring(world, [{ ...back, on: paid.on }, paid]);
    expect(stateOf(world)).toContainEqual({ number: 'F-2026-003', remaining: 45_000, settled: 0 });
  });

  it('and the payment that follows: settled', async () => {
    const { world } = await books();
    const { recorded } = await bring(world, [again, back, paid]);
    expect(recorded).toBe(3);
    expect(stateOf(world)).toContainEqual({ number: 'F-2026-003', remaining: 0, settled: 1 });
    expect(await waiting(world)).toEqual([]);
  });

  it('of one transfer for two invoices: both are due again', async () => {
    const { world } = await books();
    await bring(world, [
      { on: '2026-11-10', amount: '1500.00', label: 'VIR ALPHA CONSEIL F-2026-001 F-2026-002' },
      { on: '2026-11-17', amount: '-1500.00', label: 'REJET VIR ALPHA CONSEIL' },
    ]);
    expect(stateOf(world).slice(0, 2)).toEqual([
      { number: 'F-2026-001', remaining: 120_000, settled: 0 },
      { number: 'F-2026-002', remaining: 30_000, settled: 0 },
    ]);
  });

  it('that says nothing of itself is attached by hand', async () => {
    const { world } = await books();
    await bring(world, [paid, { on: '2026-11-17', amount: '-450.00', label: 'OPERATION 8812' }]);
    expect(stateOf(world)).toContainEqual({ number: 'F-2026-003', remaining: 0, settled: 1 });
    expect(await said(world, 'bank rapprocher 2 F-2026-003')).toEqual([
      'Règlement du 10/11/2026 repris par la banque : F-2026-003 à nouveau due.',
    ]);
    expect(stateOf(world)).toContainEqual({ number: 'F-2026-003', remaining: 45_000, settled: 0 });
    expect(await waiting(world)).toEqual([]);
  });

  it('of a credit that was set aside is not that of what was noted by hand', async () => {
    const { world } = await books();
    const put = { on: '2026-11-10', amount: '225.00', label: 'VIR BETA STUDIO F-2026-003' };
    await bring(world, [put]);
    await world.ok('bank ignorer 1');
    await world.ok('pay F-2026-003 225 --le 18/11/2026');
    const { recorded } = await bring(
      world,
      [{ on: '2026-11-19', amount: '-225.00', label: 'REJET VIR F-2026-003' }],
      'b.ofx',
    );
    expect(recorded).toBe(0);
    expect(stateOf(world)).toContainEqual({ number: 'F-2026-003', remaining: 22_500, settled: 0 });
  });

  it('a payment noted on the wrong invoice gives its line back once it is reversed', async () => {
    const { world } = await books();
    await bring(world, [paid]);
    await world.ok('pay F-2026-003 --annuler 1 --motif erreur');
    expect(await waiting(world)).toEqual([[1, ['F-2026-003']]]);
    await world.ok('bank rapprocher 1 F-2026-002 --yes');
    expect(await waiting(world)).toEqual([]);
  });
});

/** Transfers of 200,00 from one account, without a word. */
const camt = (days: string[]): string =>
  `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>${days
    .map(
      (day) =>
        `<Ntry><Amt Ccy="EUR">200.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt><AcctSvcrRef>R${day}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>HOLDING G</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>VIR</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
    )
    .join('')}</Stmt></BkToCstmrStmt></Document>`;

describe('one money, several invoices', () => {
  it('« 001/002 » names two invoices', async () => {
    const { world } = await books();
    const { recorded } = await bring(world, [
      { on: '2026-11-20', amount: '1500.00', label: 'VIR FACT F-2026-001/002' },
    ]);
    expect(recorded).toBe(1);
    expect(stateOf(world).slice(0, 2)).toEqual([
      { number: 'F-2026-001', remaining: 0, settled: 1 },
      { number: 'F-2026-002', remaining: 0, settled: 1 },
    ]);
  });

  it('three equal transfers of a known payer for three equal invoices: each pays one', async () => {
    const { world } = await books();
    const gamma = addClient(world, 'Gamma');
    for (const number of ['G-101', 'G-102', 'G-103'])
      addInvoice(world, gamma, number, { totalCents: 20_000 });
    world.execute(
      "insert into client_payer values (?, 'iban', 'FR1420041010050500013M02606', '2026-11-01')",
      gamma,
    );
    const play = (days: string[]) =>
      world.json<{ recorded: number }>(['bank', 'import', fileOf(world, 'c.xml', camt(days)), '--yes']);
    expect(await play(['2026-11-18'])).toMatchObject({ recorded: 0 });
    expect(await play(['2026-11-18', '2026-11-19', '2026-11-20'])).toMatchObject({ recorded: 3 });
    expect(
      world.rows("select count(*) n from invoice where number like 'G-%' and settled_on is not null"),
    ).toEqual([{ n: 3 }]);
  });

  it('the same day in two formats comes in once, and is said', async () => {
    const { world } = await books();
    const line = {
      date: '2026-11-20',
      cents: 20_000,
      label: 'VIR SEPA BETA STUDIO F-2026-003',
      id: 'A1',
      counterparty: 'BETA STUDIO',
    };
    const write = (format: string) => fileOf(world, `${format}.txt`, WRITERS[format]?.write([line]) ?? '');
    await world.ok(['bank', 'import', write('OFX 1'), '--yes']);
    expect(plain(await world.ok(['bank', 'import', write('CSV, one column'), '--yes']))).toContain(
      '1 ligne lue, 1 déjà connue (dont 1 par un relevé d’un autre format), 0 mouvement noté.',
    );
    expect(world.rows('select count(*) n from bank_entry')).toEqual([{ n: 1 }]);
  });

  it('in another format and in other words, it is asked', async () => {
    const { world } = await books();
    const line = {
      date: '2026-11-20',
      cents: 45_000,
      label: 'VIR SEPA F-2026-003',
      id: 'A1',
      counterparty: '',
    };
    await world.ok([
      'bank',
      'import',
      fileOf(world, 'a.ofx', WRITERS['OFX 1']?.write([{ ...line, cents: 20_000 }]) ?? ''),
      '--yes',
    ]);
    await world.ok('bank rapprocher 1 F-2026-003');
    const { matches, recorded } = await world.json<{
      recorded: number;
      matches: { confidence: string; reason: string }[];
    }>([
      'bank',
      'import',
      fileOf(
        world,
        'a.qif',
        WRITERS['QIF']?.write([{ ...line, date: '2026-11-21', cents: 20_000, label: 'F-2026-003 SOLDE' }]) ??
          '',
      ),
      '--yes',
    ]);
    expect(recorded).toBe(0);
    expect(matches).toEqual([expect.objectContaining({ confidence: 'possible' })]);
  });

  it('two exports of one bank, with other columns, tell each line once', async () => {
    const { world } = await books();
    const line = { date: '2026-11-18', counterparty: 'BETA STUDIO' };
    const pays = { ...line, cents: 45_000, label: 'VIR BETA STUDIO F-2026-003', id: 'A1' };
    const back = {
      ...line,
      date: '2026-11-19',
      cents: -45_000,
      label: 'REJET VIR BETA STUDIO F-2026-003',
      id: 'A2',
    };
    const again = { ...line, date: '2026-11-19', cents: 45_000, label: 'VIR BETA STUDIO SOLDE', id: 'A3' };
    const write = (format: string) =>
      fileOf(world, `${format}.csv`, WRITERS[format]?.write([pays, back, again]) ?? '');
    await world.ok(['bank', 'import', write('CSV, one column'), '--yes']);
    const paid = stateOf(world);
    expect(paid).toContainEqual({ number: 'F-2026-003', remaining: 0, settled: 1 });
    expect(plain(await world.ok(['bank', 'import', write('CSV, debit and credit'), '--yes']))).toContain(
      '3 lignes lues, 3 déjà connues (dont 3 par un relevé d’un autre format), 0 mouvement noté.',
    );
    expect(stateOf(world)).toEqual(paid);
  });

  it('a return that another format may have told already is asked', async () => {
    const { world } = await books();
    const line = { cents: 45_000, label: 'VIR BETA STUDIO F-2026-003', id: 'A1', counterparty: '' };
    const write = (format: string, lines: Parameters<(typeof WRITERS)[string]['write']>[0]) =>
      fileOf(world, `${format}.txt`, WRITERS[format]?.write(lines) ?? '');
    const back = { ...line, cents: -45_000, label: 'REJET BETA STUDIO', id: 'A2', date: '2026-11-19' };
    const again = { ...line, id: 'A3', date: '2026-11-20' };
    await world.ok([
      'bank',
      'import',
      write('OFX 1', [{ ...line, date: '2026-11-18' }, back, again]),
      '--yes',
    ]);
    const paid = stateOf(world);
    // Of the day of its value, in other words.
    const told = [{ ...back, date: '2026-11-20', label: 'IMPAYE F-2026-003' }];
    await world.ok(['bank', 'import', write('QIF', told), '--yes']);
    expect(stateOf(world)).toEqual(paid);
  });

  it('what is sure only if an unsure line is what it looks like is not said to be sure', async () => {
    const { world } = await books();
    await world.ok('pay F-2026-001 600 --le 18/11/2026');
    const lines: Line[] = [
      { on: '2026-11-18', amount: '681.82', label: 'VIR ALPHA CONSEIL F-2026-001', id: 'A1' },
      { on: '2026-11-18', amount: '600.00', label: 'VIR ALPHA CONSEIL', id: 'A2' },
    ];
    const { matches } = await bring(world, lines, 'releve.ofx', ['--dry-run']);
    expect(matches.map(({ confidence }) => confidence)).not.toContain('certain');
  });

  it('money noted by hand on another invoice is not what the line names', async () => {
    const { world } = await books();
    await world.ok('pay F-2026-001 300 --le 18/11/2026');
    const { matches, recorded } = await bring(world, [
      { on: '2026-11-19', amount: '300.00', label: 'VIR ALPHA CONSEIL F-2026-002' },
    ]);
    expect([recorded, matches]).toEqual([
      1,
      [expect.objectContaining({ invoices: ['F-2026-002'], kind: 'pays' })],
    ]);
  });

  it('a known payer does not pay twice what was noted by hand', async () => {
    const { world } = await books();
    world.execute("insert into client_payer values (2, 'name', 'HOLDING', '2026-11-01')");
    await world.ok('pay F-2026-003 225 --le 18/11/2026');
    const line = { date: '2026-11-19', cents: 22_500, label: 'VIR RECU', id: 'A1', counterparty: 'HOLDING' };
    const file = fileOf(world, 'c.xml', WRITERS['CAMT.053']?.write([line]) ?? '');
    expect(await world.json(['bank', 'import', file, '--yes'])).toMatchObject({ recorded: 0 });
    expect(stateOf(world)).toContainEqual({ number: 'F-2026-003', remaining: 22_500, settled: 0 });
    expect(await waiting(world)).toEqual([[1, ['F-2026-003']]]);
  });

  it('a transfer noted by hand for two invoices is the same money', async () => {
    const { world } = await books();
    await world.ok('pay F-2026-001 F-2026-002 1500 --le 18/11/2026');
    const { matches } = await bring(world, [
      { on: '2026-11-19', amount: '1500.00', label: 'VIR ALPHA CONSEIL' },
    ]);
    expect(matches).toMatchObject([{ kind: 'recorded', confidence: 'certain' }]);
    expect(await waiting(world)).toEqual([]);
  });
});
