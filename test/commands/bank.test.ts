import { describe, expect, it } from 'vitest';
import { plain, refused, said } from '../helpers/refused.ts';
import { fileOf, ofx, type Line } from '../helpers/statements.ts';
import { zipped } from '../helpers/zipped.ts';
import { World } from '../helpers/world.ts';

interface Imported {
  entries: unknown[];
  matches: { entry: number; kind: string; invoices: string[]; confidence: string; reason: string }[];
  recorded: number;
  duplicates: number;
}

const books = async (): Promise<World> => {
  const world = new World('2026-11-23');
  await world.begin(
    'init --nom "Jeanne Martin" --forme EI --siret 73282932000074 --email j@m.example --iban FR7630006000011234567890189',
  );
  const add = (number: string, client: string, amount: string, due = '20/11/2026'): Promise<void> =>
    world.begin(
      `add --numero ${number} --client "${client}" --type entreprise --montant ${amount} --emise 20/10/2026 --echeance ${due} --yes`,
    );
  await add('2026-014', 'Atelier Durand', '1200');
  await add('2026-015', 'Atelier Durand', '300');
  await add('2026-016', 'Studio Roche SARL', '450');
  return world;
};

const bring = (world: World, lines: Line[], name = 'releve.ofx', flags = '--yes'): Promise<Imported> =>
  world.json<Imported>([
    'bank',
    'import',
    fileOf(world, name, ofx(lines)),
    ...flags.split(' ').filter(Boolean),
  ]);

const left = (world: World): unknown[] =>
  world.rows(
    'select number, total_cents - paid_cents remaining from invoice where settled_on is null order by number',
  );

describe('an archive of statements', () => {
  it('is one import; what is no statement in it is named', async () => {
    const world = await books();
    const paid = { on: '2026-11-18', amount: '1200.00' };
    const archive = zipped({
      'pro.ofx': ofx([{ ...paid, label: 'VIR SEPA ATELIER DURAND FACT 2026-014' }]),
      'autre.ofx': ofx([{ ...paid, label: 'VIR AUTRE' }]),
      'pro.pdf': '%PDF-1.7',
    });
    const { stdout, stderr } = await world.relance([
      'bank',
      'import',
      fileOf(world, 'releves.zip', archive),
      '--yes',
    ]);
    expect(plain(stderr)).toContain('Ce fichier de l’archive n’est pas un relevé : pro.pdf.');
    expect(plain(stdout)).toContain('2 lignes lues');
    expect(left(world)).toHaveLength(2);
  });
});

describe('the columns of a CSV', () => {
  const content =
    'Date;Libellé;Montant;Solde;Catégorie\n18/11/2026;VIR;1200,00;1200,00;X\nSolde;;1200,00;;\n';

  it('are told, with those that are passed over, and the lines of balance', async () => {
    const world = await books();
    const line = ['bank', 'import', fileOf(world, 'releve.csv', content), '--dry-run'];
    const { stderr } = await world.relance(line);
    expect(plain(stderr)).toContain(
      'Colonnes de releve.csv : date = Date, libelle = Libellé, montant = Montant ; laissées de côté : Solde, Catégorie ; 1 ligne de solde ou de total',
    );
    expect((await world.relance([...line, '--json'])).stderr).toBe('');
  });

  it('whose days may be read two ways, are asked for with --dates', async () => {
    const world = await books();
    const path = fileOf(world, 'r.csv', 'Completed Date,Description,Amount\n10/02/2026,VIR,1200.00\n');
    const { error } = await world.json<{ error: { hint: string } }>(`bank import ${path} --dry-run`);
    expect(error.hint).toContain('--dates jour');
    const { entries } = await world.json<Imported>(`bank import ${path} --dry-run --dates mois`);
    expect(entries).toMatchObject([{ date: '2026-10-02' }]);
  });

  it('that one bank exports in another way, tell each line once', async () => {
    const world = await books();
    const columns = 'Date;Libellé;Débit;Crédit';
    const line = '18/11/2026;VIR SEPA ATELIER;;1200,00';
    await world.ok(['bank', 'import', fileOf(world, 'a.csv', `${columns}\n${line}\n`), '--yes']);
    const path = fileOf(world, 'b.csv', `${columns};Détail\n${line};MISSION\n`);
    expect((await world.json<Imported>(`bank import ${path} --yes`)).duplicates).toBe(1);
  });
});

describe('a statement', () => {
  it('pays what its labels name to the cent, and leaves the rest to be asked', async () => {
    const world = await books();
    const { matches, recorded } = await bring(world, [
      { on: '2026-11-18', amount: '1200.00', label: 'VIR SEPA ATELIER DURAND FACT 2026-014' },
      { on: '2026-11-19', amount: '450.00', label: 'VIR STUDIO ROCHE' },
      { on: '2026-11-19', amount: '-54.20', label: 'PRLV EDF' },
      { on: '2026-11-20', amount: '999.00', label: 'VIR INCONNU' },
    ]);
    expect(matches.map(({ invoices, confidence }) => [invoices.join(), confidence])).toEqual([
      ['2026-014', 'certain'],
      ['2026-016', 'probable'],
    ]);
    expect(recorded).toBe(1);
    expect(left(world)).toEqual([
      { number: '2026-015', remaining: 30_000 },
      { number: '2026-016', remaining: 45_000 },
    ]);
    expect(world.rows('select received_on, method, reference from payment')).toEqual([
      { received_on: '2026-11-18', method: 'transfer', reference: 'VIR SEPA ATELIER DURAND FACT 2026-014' },
    ]);
  });

  it('said twice, or overlapping another, records nothing twice; two identical lines of one day are two payments', async () => {
    const world = await books();
    const twice: Line[] = [
      { on: '2026-11-18', amount: '100.00', label: 'VIR ATELIER DURAND 2026-015' },
      { on: '2026-11-18', amount: '100.00', label: 'VIR ATELIER DURAND 2026-015' },
    ];
    expect(await bring(world, twice)).toMatchObject({ duplicates: 0 });
    expect(await bring(world, twice)).toMatchObject({ duplicates: 2, recorded: 0 });
    expect(
      await bring(
        world,
        [...twice, { on: '2026-11-19', amount: '100.00', label: 'VIR ATELIER DURAND 2026-015' }],
        'autre.ofx',
      ),
    ).toMatchObject({ duplicates: 2 });
    expect(world.rows('select count(*) n from bank_entry')).toEqual([{ n: 3 }]);
  });

  it('a payment noted by hand is the same money', async () => {
    const world = await books();
    await world.ok('pay 2026-014 500 --le 17/11/2026');
    const { matches, recorded } = await bring(world, [
      { on: '2026-11-18', amount: '500.00', label: 'VIR ATELIER DURAND ACOMPTE' },
    ]);
    expect(matches).toMatchObject([{ kind: 'recorded', invoices: ['2026-014'], confidence: 'certain' }]);
    expect(recorded).toBe(0);
    expect(left(world)[0]).toEqual({ number: '2026-014', remaining: 70_000 });
  });

  it('one transfer for several invoices, several for one', async () => {
    const world = await books();
    await bring(world, [{ on: '2026-11-18', amount: '1500.00', label: 'VIR DURAND 2026-014 ET 2026-015' }]);
    expect(left(world)).toEqual([{ number: '2026-016', remaining: 45_000 }]);
    const { matches } = await bring(
      world,
      [
        { on: '2026-11-19', amount: '200.00', label: 'VIR ROCHE 2026-016 1/2' },
        { on: '2026-11-20', amount: '250.00', label: 'VIR ROCHE 2026-016 2/2' },
      ],
      'b.ofx',
    );
    expect(matches.map(({ confidence }) => confidence)).toEqual(['probable', 'probable']);
    await world.ok('bank rapprocher 2 2026-016');
    await world.ok('bank rapprocher 3 2026-016');
    expect(left(world)).toEqual([]);
  });

  it('a payer is known the second time', async () => {
    const world = await books();
    await bring(world, [{ on: '2026-11-10', amount: '450.00', label: 'VIR SEPA RCH CONSULTING' }]);
    await world.ok('bank rapprocher 1 2026-016');
    await world.ok(
      'add --numero 2026-020 --client "Studio Roche" --montant 80 --emise 01/11/2026 --echeance 20/11/2026 --yes',
    );
    expect(world.rows('select kind from client_payer')).toEqual([]);
    // OFX names no payer of its own; CAMT does.
    const camt = `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>FR7630004000031234567890143</IBAN></Id></Acct>${[
      ['A1', '450.00', '2026-11-11'],
      ['A2', '80.00', '2026-11-12'],
    ]
      .map(
        ([id, amount, day]) =>
          `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt><AcctSvcrRef>${id}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>RCH Consulting</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>FR7610011000201234567890188</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>paiement</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
      )
      .join('')}</Stmt></BkToCstmrStmt></Document>`;
    const file = fileOf(world, 'c.xml', camt);
    await world.ok(['bank', 'import', file, '--yes']);
    await world.ok('bank rapprocher 3 2026-020');
    expect(world.rows('select kind, value from client_payer order by kind')).toEqual([
      { kind: 'iban', value: 'FR7610011000201234567890188' },
      { kind: 'name', value: 'CONSULTING RCH' },
    ]);
  });

  it('a returned direct debit takes its payment back, and says so', async () => {
    const world = await books();
    await bring(world, [{ on: '2026-11-10', amount: '300.00', label: 'PRLV SEPA 2026-015 ATELIER DURAND' }]);
    const { exitCode, stderr } = await world.relance([
      'bank',
      'import',
      fileOf(
        world,
        'r.ofx',
        ofx([{ on: '2026-11-17', amount: '-300.00', label: 'REJET PRLV 2026-015 ATELIER DURAND' }]),
      ),
      '--yes',
    ]);
    expect(exitCode).toBe(0);
    expect(plain(stderr)).toContain('2026-015 redevient due');
    expect(left(world)).toContainEqual({ number: '2026-015', remaining: 30_000 });
  });

  it('a bank fee kept on the way is asked, and can be given up', async () => {
    const world = await books();
    const file = fileOf(
      world,
      'f.ofx',
      ofx([{ on: '2026-11-18', amount: '1195.50', label: 'VIR DURAND 2026-014' }]),
    );
    const { stdout } = await world.atTerminal(`bank import ${file}`, [
      ['Est-ce bien cela', 'o\r'],
      ['Solder la différence', 'o\r'],
    ]);
    expect(plain(stdout).replaceAll(/\s+/g, ' ')).toContain('aux frais bancaires près (il manque 4,50 €)');
    expect(left(world).map((row) => (row as { number: string }).number)).toEqual(['2026-015', '2026-016']);
    expect(world.rows('select kind, amount_cents, reference from payment order by id')).toEqual([
      { kind: 'payment', amount_cents: 119_550, reference: 'VIR DURAND 2026-014' },
      { kind: 'credit-note', amount_cents: 450, reference: 'frais bancaires' },
    ]);
  });

  it('noted together at the terminal when they are certain', async () => {
    const world = await books();
    const lines = [
      { on: '2026-11-18', amount: '1200.00', label: 'VIR ATELIER DURAND 2026-014' },
      { on: '2026-11-18', amount: '300.00', label: 'VIR ATELIER DURAND 2026-015' },
    ];
    const { screen } = await world.atTerminal(
      ['bank', 'import', fileOf(world, 'r.ofx', ofx(lines))],
      [[/Noter/, 'o\r']],
    );
    expect(plain(screen)).toContain('Noter ces 2 mouvements ?');
    expect(left(world).map((row) => (row as { number: string }).number)).toEqual(['2026-016']);
  });

  it('shown without being recorded with --dry-run', async () => {
    const world = await books();
    const { matches } = await bring(
      world,
      [{ on: '2026-11-18', amount: '1200.00', label: 'VIR 2026-014' }],
      'a.ofx',
      '--dry-run',
    );
    expect(matches).toHaveLength(1);
    expect(world.rows('select * from bank_statement')).toEqual([]);
    expect(left(world)).toHaveLength(3);
  });

  it('a line is set aside, and not proposed again', async () => {
    const world = await books();
    await bring(world, [{ on: '2026-11-20', amount: '999.00', label: 'REMBOURSEMENT ASSURANCE' }]);
    expect((await said(world, 'bank liste'))[0]).toContain('REMBOURSEMENT ASSURANCE');
    await world.ok('bank ignorer 1');
    expect(await said(world, 'bank liste')).toEqual([
      'Toutes les lignes des relevés sont rapprochées, ou mises de côté.',
    ]);
    expect((await refused(world, 'bank rapprocher 1 2026-014'))[1]).toContain('n’est pas à rapprocher');
  });

  it('an amount shared by two invoices is asked, never guessed', async () => {
    const world = await books();
    await world.ok(
      'add --numero 2026-017 --client "Studio Roche" --montant 450 --emise 20/10/2026 --echeance 21/11/2026 --yes',
    );
    const { matches, recorded } = await bring(world, [
      { on: '2026-11-19', amount: '450.00', label: 'VIR STUDIO ROCHE' },
    ]);
    expect([matches[0]?.confidence, recorded]).toEqual(['possible', 0]);
    expect(plain(matches[0]?.reason ?? '')).toContain('2 factures ont ce montant');
  });
});

describe('how fresh the bank is', () => {
  it('is said, and asked for when it is old', async () => {
    const world = await books();
    expect(await world.json('due')).toMatchObject({ bank: null });
    await bring(world, []);
    expect(plain(await world.ok('due'))).toContain('Banque connue jusqu’au 23/11/2026.');
    world.today = '2026-12-01';
    await world.ok('client edit Durand --email a@durand.example');
    expect(await world.json('due')).toMatchObject({ bank: { knownUntil: '2026-11-23', stale: true } });
    expect(await refused(world, 'send --yes')).toEqual([
      1,
      'La banque n’est connue que jusqu’au 23/11/2026 : rien n’est envoyé',
      'relance bank import <relevé>, ou --sans-releve',
    ]);
    expect((await refused(world, 'send --yes --sans-releve'))[1]).toBe('Aucun serveur d’envoi n’est réglé');
    await world.ok('profil --releve 10');
    expect((await refused(world, 'send --yes'))[1]).toBe('Aucun serveur d’envoi n’est réglé');
  });
});

describe('a file that is no statement', () => {
  it.each([
    ['a.pdf', '%PDF-1.7', 'c’est un PDF'],
    ['a.xlsx', 'PK\u0003\u0004', 'c’est un classeur'],
    ['a.html', '<!DOCTYPE html><p>', 'c’est une page web'],
    ['vide.ofx', '', 'le fichier est vide'],
    ['a.ofx', '<OFX><!ENTITY a "b">', 'ni DOCTYPE ni entité'],
    ['a.xml', '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b">]><Document/>', 'DOCTYPE'],
    ['a.xml', '<?xml version="1.0"?><Document><BkToCstmrStmt>', 'mal formé'],
    ['a.csv', 'nom;prénom\nDurand;Anne\n', 'les colonnes ne se reconnaissent pas (nom, prénom)'],
    ['a.csv', 'Date;Libellé;Montant\n31/02/2026;X;12,00\n', 'ligne 2 : « 31/02/2026 » n’est pas une date'],
    ['a.csv', 'Date;Libellé;Montant\n01/02/2026;X;douze\n', 'ligne 2 : « douze » n’est pas un montant'],
  ])('%s %#', async (name, content, message) => {
    const world = await books();
    const [exitCode, text] = await refused(world, `bank import ${fileOf(world, name, content)} --yes`);
    expect(exitCode).toBe(1);
    expect(text).toContain(message);
    expect(world.rows('select * from bank_statement')).toEqual([]);
  });

  it('its columns can be named', async () => {
    const world = await books();
    const file = fileOf(world, 'a.csv', 'Jour;Texte;Somme\n18/11/2026;VIR 2026-014;1 200,00\n');
    await world.ok(['bank', 'import', file, '--yes', '--colonnes', 'date=Jour,libelle=Texte,montant=Somme']);
    expect(left(world)).toHaveLength(2);
  });
});

it('what the bank shows of days to come waits, and is read once it has come', async () => {
  const world = await books();
  const text = 'Date;Libellé;Montant\n20/11/2026;VIR AUTRE;10,00\n25/12/2026;VIR ATELIER PETIT;1200,00\n';
  const first = plain(await world.ok(['bank', 'import', fileOf(world, 'r.csv', text), '--yes']));
  expect(first).toContain('1 ligne lue, 1 en attente, laissée');
  expect(world.rows('select on_day from bank_entry')).toEqual([{ on_day: '2026-11-20' }]);
  expect(world.rows('select to_on from bank_statement')).toEqual([{ to_on: '2026-11-23' }]);
  world.today = '2026-12-26';
  expect(plain(await world.ok(['bank', 'import', fileOf(world, 'r.csv', text), '--yes']))).toContain(
    '1 200,00 €',
  );
});
