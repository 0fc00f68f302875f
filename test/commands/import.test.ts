import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pdfWith } from '../helpers/einvoice-pdf.ts';
import { cii, DURAND, ubl, type Sample } from '../helpers/einvoices.ts';
import { plain, refused, said } from '../helpers/refused.ts';
import { fileOf } from '../helpers/statements.ts';
import { World } from '../helpers/world.ts';

interface Report {
  added: number;
  recorded: boolean;
  creditNotes: number;
  skipped: { source: string; reason: string }[];
  errors: { source: string; line: number | null; field: string | null; message: string }[];
}

const office = async (): Promise<World> => {
  const world = new World('2026-11-23');
  await world.begin('init --nom "Jeanne Martin" --forme EI --siret 73282932000074 --email j@m.example');
  return world;
};

const INVOICES = `select number, total_cents total, paid_cents paid, due_on due, currency from invoice order by number`;

const pdfOf = async (world: World, name: string, sample: Sample): Promise<string> =>
  fileOf(world, name, await pdfWith([{ name: 'factur-x.xml', content: cii(sample) }]));

const bring = (world: World, ...paths: string[]): Promise<Report> =>
  world.json<Report>(['import', ...paths, '--yes']);

describe('add FICHIER', () => {
  it('records the invoice, its client and its PDF from one Factur-X file', async () => {
    const world = await office();
    const path = await pdfOf(world, 'a.pdf', { number: 'F-1', dueOns: ['2026-11-04'], total: '1200.00' });
    const [title, line] = await said(world, ['add', path]);
    expect(title).toBe('1 facture enregistrée, 1 200,00 € à recevoir');
    expect(line).toMatch(/F-1 +Atelier Durand SARL \(nouveau\), 04\/11\/2026 +1 200,00 €/);
    expect(world.rows(INVOICES)).toEqual([
      { number: 'F-1', total: 120_000, paid: 0, due: '2026-11-04', currency: 'EUR' },
    ]);
    expect(world.rows('select name, kind, siren, email from client')).toEqual([
      { name: 'Atelier Durand SARL', kind: 'entreprise', siren: '552100554', email: 'compta@durand.example' },
    ]);
    const [document] = world.rows('select name, content from document') as {
      name: string;
      content: Buffer;
    }[];
    expect(document?.name).toBe('a.pdf');
    expect(document?.content).toEqual(readFileSync(path));
  });

  it('says what is known of the client before', async () => {
    const world = await office();
    await world.ok(
      'client add Durand --type entreprise --siren 552100554 --email d@d.example --plafond 1000',
    );
    const path = fileOf(world, 'a.xml', cii({ number: 'F-2', total: '1200.00' }));
    const { stdout, stderr } = await world.relance(['add', path, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ clientWarnings: [{ code: 'ceiling-exceeded' }] });
    expect(plain(stderr)).toContain('plus que le plafond de 1 000,00 €');
  });

  it.each(['XYZ', 'euros', 'x'.repeat(400)])('refuses a currency that is none: %s', async (currency) => {
    const world = await office();
    const path = fileOf(
      world,
      'a.xml',
      cii({ number: 'F-2', total: '10.00' }).replaceAll('>EUR<', `>${currency}<`),
    );
    expect((await refused(world, ['add', path]))[1]).toContain('a.xml : la devise «');
  });

  it('chases what is left to pay, not the total', async () => {
    const world = await office();
    await world.ok([
      'add',
      fileOf(world, 'a.xml', ubl({ number: 'F-2', total: '1200.00', prepaid: '400.00', due: '800.00' })),
    ]);
    expect(world.rows(INVOICES)).toMatchObject([{ total: 120_000, paid: 40_000 }]);
    expect(plain(await world.ok('show F-2'))).toContain('800,00 €');
  });

  it('never takes the IBAN of the file for the debtor’s', async () => {
    const world = await office();
    await world.ok(['add', fileOf(world, 'a.xml', cii({ number: 'F-3', total: '10.00' }))]);
    expect(JSON.stringify(await world.json('show F-3'))).not.toContain('FR7630006000011234567890189');
  });

  it('finds the client by SIREN, then VAT number, then name', async () => {
    const world = await office();
    await world.ok('client add Durand --type entreprise --siren 552100554 --email d@d.example');
    await bring(
      world,
      fileOf(
        world,
        '0.xml',
        cii({ number: '0', total: '10.00', buyer: { name: 'Roche', vat: 'DE129273398' } }),
      ),
    );
    await world.ok('client add "Studio Été" --type entreprise --email s@s.example');
    const rest = { total: '10.00' };
    await bring(
      world,
      fileOf(world, 'a.xml', cii({ ...rest, number: 'A', buyer: { ...DURAND, name: 'Autre nom' } })),
      fileOf(
        world,
        'b.xml',
        ubl({ ...rest, number: 'B', buyer: { name: 'Roche & Cie', vat: 'DE129273398' } }),
      ),
      fileOf(
        world,
        'c.xml',
        cii({ ...rest, number: 'C', buyer: { name: 'STUDIO ETE', siren: '542065479' } }),
      ),
    );
    expect(
      world.rows('select number, name from invoice join client on client.id = client_id order by number'),
    ).toEqual([
      { number: '0', name: 'Roche' },
      { number: 'A', name: 'Durand' },
      { number: 'B', name: 'Roche' },
      { number: 'C', name: 'Studio Été' },
    ]);
  });

  it('says 30 days when no due date is given, and keeps the last of several', async () => {
    const world = await office();
    const lines = await said(world, [
      'add',
      fileOf(world, 'a.xml', cii({ number: 'F-4', total: '10.00' })),
      fileOf(world, 'b.xml', ubl({ number: 'F-5', total: '10.00', dueOns: ['2026-11-01', '2026-12-01'] })),
    ]);
    expect(lines.join('\n')).toContain('1 facture est à payer 30 jours après sa date');
    expect(world.rows(INVOICES)).toMatchObject([{ due: '2026-11-04' }, { due: '2026-12-01' }]);
  });

  it('reads the terms when no day is given', async () => {
    const world = await office();
    const text = cii({ number: 'F-4', total: '10.00', terms: 'Paiement à 45 jours' });
    await world.ok(['add', fileOf(world, 'a.xml', text)]);
    expect(world.rows(INVOICES)).toMatchObject([{ due: '2026-11-19' }]);
  });

  it('asks which due date to follow, and where to write', async () => {
    const world = await office();
    const path = fileOf(
      world,
      'a.xml',
      cii({
        number: 'F-6',
        total: '10.00',
        dueOns: ['2026-11-01', '2026-12-01'],
        buyer: { name: 'Roche SAS' },
      }),
    );
    const { exitCode, screen } = await world.atTerminal(
      ['add', path],
      [
        ['laquelle suivre', '\u001B[A\r'],
        ['Adresse e-mail', 'x@roche.example\r'],
        ['Enregistrer', 'o\r'],
      ],
    );
    expect(exitCode, screen).toBe(0);
    expect(world.rows(INVOICES)).toMatchObject([{ due: '2026-11-01' }]);
    expect(world.rows('select email from client')).toEqual([{ email: 'x@roche.example' }]);
  });

  it('refuses what another issued, and knows a purchase', async () => {
    const world = await office();
    const other = { name: 'Paul Petit', siren: '542065479' };
    const sold = fileOf(world, 'a.xml', cii({ number: 'P-1', total: '10.00', seller: other }));
    const bought = fileOf(
      world,
      'b.xml',
      cii({ number: 'P-2', total: '10.00', seller: other, buyer: { name: 'J. Martin', siren: '732829320' } }),
    );
    expect(await refused(world, ['add', sold])).toEqual([
      1,
      'a.xml : elle est émise par Paul Petit, pas par vous (--emetteur-different pour insister)',
      'rien n’est enregistré',
    ]);
    expect((await refused(world, ['add', bought]))[1]).toContain('c’est un achat');
    await world.ok(['add', sold, '--emetteur-different']);
    expect(world.rows(INVOICES)).toMatchObject([{ number: 'P-1' }]);
  });

  it('says that a plain PDF holds no data, and asks for it with the file joined', async () => {
    const world = await office();
    const path = fileOf(world, 'scan.pdf', await pdfWith([]));
    expect((await refused(world, ['add', path]))[1]).toContain('ce PDF ne contient pas de données');
    const { exitCode, stdout, screen, stderr } = await world.atTerminal(
      ['add', path],
      [
        ['Numéro', 'F-7\r'],
        ['Client', 'Roche'],
        ['❯ Nouveau client\u00a0: Roche', '\r'],
        ['Quel type', '\r'],
        ['e-mail', '\r'],
        ['Montant TTC', '120\r'],
        ['Émise le', '01/11/2026\r'],
        ['Échéance le', '\r'],
        [/Enregistrer/, '\r'],
      ],
    );
    expect(exitCode, screen + stdout + stderr).toBe(0);
    expect(stdout).toContain('Ce PDF ne contient pas de données');
    expect(world.rows('select name from document')).toEqual([{ name: 'scan.pdf' }]);
  });

  it('refuses a flag that the file answers', async () => {
    const world = await office();
    const path = fileOf(world, 'a.xml', cii({ number: 'F-8', total: '10.00' }));
    expect(await refused(world, ['add', path, '--montant', '5'])).toEqual([
      2,
      '--montant ne va pas avec un fichier : la facture le dit elle-même',
      'avec un fichier : --type, --email, --echeance, --emetteur-different, --yes',
    ]);
  });
});

describe('the attachments of a PDF', () => {
  it.each([
    ['a ZUGFeRD name', [['ZUGFeRD-invoice.xml', cii({ number: 'F-1', total: '9.99' })]]],
    ['a byte order mark', [['x.xml', `\u{feff}${cii({ number: 'F-1', total: '9.99' })}`]]],
    [
      'others beside it, one whose name is a path',
      [
        ['../../etc/passwd', '<other/>'],
        ['b.bin', Buffer.from([1, 2, 3])],
        ['inv.xml', ubl({ number: 'F-1', total: '9.99' })],
      ],
    ],
  ] as [string, [string, string | Buffer][]][])('are read: %s', async (_, attachments) => {
    const world = await office();
    await world.ok([
      'add',
      fileOf(world, 'a.pdf', await pdfWith(attachments.map(([name, content]) => ({ name, content })))),
    ]);
    expect(world.rows(INVOICES)).toMatchObject([{ number: 'F-1', total: 999 }]);
  });
});

describe('what is not to be chased', () => {
  it('is an invoice that a factor collects', async () => {
    const world = await office();
    const path = fileOf(world, 'a.xml', cii({ number: 'F-1', total: '10.00', typeCode: '393' }));
    expect((await refused(world, ['add', path]))[1]).toContain('elle est affacturée');
  });

  it('is a corrective invoice, while the one that it replaces stands', async () => {
    const world = await office();
    const first = fileOf(world, 'b.xml', cii({ number: 'F-1', total: '1000.00' }));
    const second = fileOf(
      world,
      'a.xml',
      ubl({ number: 'F-1R', total: '900.00', typeCode: '384', preceding: 'F-1' }),
    );
    const { added, skipped } = await bring(world, second, first);
    expect([added, plain(skipped[0]?.reason ?? '')]).toEqual([
      1,
      'facture rectificative de F-1, déjà enregistrée : relance cancel F-1, puis recommencez',
    ]);
    await world.ok('cancel F-1 --motif "rectifiée"');
    expect(await bring(world, second, first)).toMatchObject({ added: 1 });
    expect(world.rows(INVOICES)).toMatchObject([{ number: 'F-1' }, { number: 'F-1R', total: 90_000 }]);
  });

  it('is a cent of rounding, which nobody paid', async () => {
    const world = await office();
    const text = cii({ number: 'F-1', total: '100.01', rounding: '-0.01', due: '100.00' });
    await world.ok(['add', fileOf(world, 'a.xml', text)]);
    expect(world.rows(INVOICES)).toMatchObject([{ total: 10_000, paid: 0 }]);
  });
});

describe('a credit note', () => {
  it('lowers the invoice that it names, once', async () => {
    const world = await office();
    const invoice = fileOf(world, 'a.xml', cii({ number: 'F-1', total: '1000.00' }));
    const note = fileOf(
      world,
      'b.xml',
      ubl({ number: 'AV-1', issuedOn: '2026-10-20', total: '250.00', typeCode: '381', preceding: 'F-1' }),
    );
    expect(await bring(world, note, invoice)).toMatchObject({ added: 1, creditNotes: 1 });
    expect(await bring(world, note, invoice)).toMatchObject({ added: 0, creditNotes: 0 });
    expect(world.rows(INVOICES)).toMatchObject([{ total: 100_000, paid: 25_000 }]);
    expect(world.rows('select kind, reference, received_on day from payment')).toEqual([
      { kind: 'credit-note', reference: 'AV-1', day: '2026-10-20' },
    ]);
  });

  it('is an invoice below zero as well; without its invoice, it is left and said', async () => {
    const world = await office();
    const report = await bring(
      world,
      fileOf(world, 'a.xml', cii({ number: 'AV-2', total: '-40.00', preceding: 'F-9' })),
    );
    expect(report).toMatchObject({
      added: 0,
      skipped: [{ reason: 'avoir sur F-9, qui n’est pas enregistrée' }],
    });
  });
});

describe('import DOSSIER', () => {
  it('records a folder, says what it leaves, and adds nothing the second time', async () => {
    const world = await office();
    const folder = join(world.home, 'factures');
    mkdirSync(folder);
    writeFileSync(
      join(folder, '1.pdf'),
      await pdfWith([{ name: 'factur-x.xml', content: cii({ number: 'F-1', total: '100.00' }) }]),
    );
    writeFileSync(join(folder, '2.xml'), ubl({ number: 'F-2', total: '200.00' }));
    writeFileSync(
      join(folder, '3.xml'),
      ubl({ number: 'F-3', total: '300.00', due: '0.00', prepaid: '300.00' }),
    );
    writeFileSync(join(folder, '4.pdf'), await pdfWith([]));
    writeFileSync(join(folder, 'note.docx'), 'x');
    const first = await world.relance(['import', folder, '--yes', '--json']);
    expect(first.exitCode).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      added: 2,
      skipped: [{ reason: 'déjà réglée d’après le fichier' }, { source: '4.pdf' }],
    });
    const before = world.rows(INVOICES);
    expect(await bring(world, folder)).toMatchObject({ added: 0 });
    expect(world.rows(INVOICES)).toEqual(before);
  });

  it('shows first, and writes nothing when told no', async () => {
    const world = await office();
    const path = fileOf(world, 'a.xml', cii({ number: 'F-1', total: '100.00' }));
    expect(await said(world, ['import', path, '--dry-run'])).toContain(
      '1 facture à enregistrer, 100,00 € à recevoir',
    );
    expect((await refused(world, ['import', path]))[1]).toContain('il manque --yes');
    const { exitCode } = await world.atTerminal(['import', path], [['Enregistrer', 'n\r']]);
    expect(exitCode).not.toBe(0);
    expect(world.rows(INVOICES)).toEqual([]);
  });

  it('shows a changed invoice as such, and does not touch it', async () => {
    const world = await office();
    await bring(world, fileOf(world, 'a.xml', cii({ number: 'F-1', total: '100.00' })));
    const { skipped } = await bring(world, fileOf(world, 'b.xml', cii({ number: 'F-1', total: '120.00' })));
    expect(plain(skipped[0]?.reason ?? '')).toBe(
      'déjà enregistrée, et différente : 120,00 € dans le fichier, 100,00 € ici (relance edit F-1)',
    );
    expect(world.rows(INVOICES)).toMatchObject([{ total: 10_000 }]);
  });
});

const SHEET = [
  'Numéro;Client;Date;Échéance;Montant TTC;Objet;E-mail',
  'F-1;"Café de l’Été";05/10/2026;04/11/2026;1 200,50 €;"Deux\r\nlignes";a@cafe.example',
  'F-2;SARL Œuvre;2026-10-06;;99.9;;',
].join('\r\n');

describe('a spreadsheet', () => {
  it.each([
    ['UTF-8', Buffer.from(SHEET)],
    ['UTF-8 with a byte order mark', Buffer.from(`\u{feff}${SHEET}`)],
    ['UTF-16', Buffer.from(`\u{feff}${SHEET}`, 'utf16le')],
    [
      'Windows-1252',
      Buffer.from(
        SHEET.replaceAll('’', '\u0092').replaceAll('€', '\u0080').replaceAll('Œ', '\u008c'),
        'latin1',
      ),
    ],
    [
      'ISO-8859-15',
      Buffer.from(SHEET.replaceAll('’', "'").replaceAll('€', '\u00a4').replaceAll('Œ', '\u00bc'), 'latin1'),
    ],
  ])('is read in %s', async (_, bytes) => {
    const world = await office();
    expect(
      await world.json(['import', fileOf(world, 'f.csv', bytes), '--type', 'entreprise', '--yes']),
    ).toMatchObject({ added: 2, errors: [] });
    expect(world.rows(INVOICES)).toMatchObject([
      { number: 'F-1', total: 120_050, due: '2026-11-04' },
      { number: 'F-2', total: 9990, due: '2026-11-05' },
    ]);
    const names = world
      .rows('select name from client order by id')
      .map((row) => (row as { name: string }).name);
    expect(names[0]?.replace('’', "'")).toBe("Café de l'Été");
    expect(names[1]).toBe('SARL Œuvre');
  });

  it('says the row and the column of what is wrong, records the others, and ends with 3', async () => {
    const world = await office();
    const path = fileOf(
      world,
      'f.csv',
      'Facture,Client,Date,Montant\nA,Roche,31/02/2026,10\nB,Roche,01/10/2026,dix\nC,,01/10/2026,10\nD,Roche,01/10/2026,10\n',
    );
    const { exitCode, stdout } = await world.relance([
      'import',
      path,
      '--type',
      'entreprise',
      '--yes',
      '--json',
    ]);
    expect(exitCode).toBe(3);
    const { added, errors } = JSON.parse(stdout) as Report;
    expect(added).toBe(1);
    expect(errors.map(({ line, field }) => [line, field])).toEqual([
      [2, 'emise'],
      [3, 'montant'],
      [4, 'client'],
    ]);
  });

  it('leaves drafts, quotes, paid invoices, and a part paid of which nobody says how much', async () => {
    const world = await office();
    const path = fileOf(
      world,
      'f.csv',
      'Facture;Type;Statut;Client;Date;Total TTC;Reste à payer\nA;Facture;Brouillon;R;01/10/2026;10;10\nB;Devis;Validé;R;01/10/2026;10;10\nC;Facture;Payée;R;01/10/2026;10;0\nD;Facture;Validée;R;01/10/2026;10;4\n',
    );
    const report = await world.json<Report>(['import', path, '--type', 'entreprise', '--yes']);
    expect(report).toMatchObject({ added: 1 });
    expect(report.skipped).toHaveLength(3);
    expect(world.rows(INVOICES)).toMatchObject([{ number: 'D', total: 1000, paid: 600 }]);
    const partly = fileOf(
      world,
      'p.csv',
      'Facture;Statut;Client;Date;TTC\nE;Payée (partiellement);R;01/10/2026;10\n',
    );
    expect(await world.json(['import', partly, '--type', 'entreprise', '--yes'])).toMatchObject({
      added: 0,
      errors: [{ field: 'paye' }],
    });
  });

  it('takes the columns that it is told, and keeps them under a name', async () => {
    const world = await office();
    const rows = 'Pièce;Tiers X;Le;Combien\nA;Roche;01/10/2026;10\n';
    const path = fileOf(world, 'f.csv', rows);
    expect(
      (await refused(world, ['import', path, '--type', 'entreprise', '--modele', 'x', '--yes']))[1],
    ).toContain('Le modèle « x » n’existe pas');
    const columns = 'numero=Pièce,client=Tiers X,emise=Le,montant=Combien';
    await world.ok([
      ...['import', path, '--type', 'entreprise', '--colonnes', columns, '--modele', 'x', '--yes'],
    ]);
    await world.ok([
      'import',
      fileOf(world, 'g.csv', rows.replace('A;', 'B;')),
      '--type',
      'entreprise',
      '--modele',
      'x',
      '--yes',
    ]);
    expect(world.rows(INVOICES)).toMatchObject([{ number: 'A' }, { number: 'B' }]);
  });

  it('takes nothing from a file that breaks midway, or that has a row for each article', async () => {
    const world = await office();
    const rows = Array.from({ length: 2500 }, (_, n) => `F-${n};Roche SAS;01/10/2026;10`);
    const broken = fileOf(
      world,
      'f.csv',
      ['N°;Client;Date;TTC', ...rows, 'F-1;Roche SAS;01/10/2026;20'].join('\n'),
    );
    const report = await bring(world, broken);
    expect(report).toMatchObject({ added: 0 });
    expect(report.errors.map(({ message }) => plain(message))).toEqual([
      'f.csv, ligne 2502 : la facture F-1 revient avec un autre montant',
    ]);
    const detailed = fileOf(
      world,
      'g.csv',
      'Numéro;Client;Date;Quantité;Total TTC\nA;Roche SAS;01/10/2026;2;10\n',
    );
    expect((await bring(world, detailed)).errors[0]?.message).toContain('une ligne par article');
    expect(world.rows(INVOICES)).toEqual([]);
  });

  it.each([
    [
      'Dolibarr',
      'Ref. facture,Date facturation,Date échéance,Total TTC,Facture payée,Statut facture,Tiers\nFA1,2026-10-01,2026-10-31,120.00,0,1,Roche SAS\nFA2,2026-10-01,2026-10-31,120.00,1,2,Roche SAS\nFA3,2026-10-01,2026-10-31,9.00,0,0,Roche SAS\n',
    ],
    [
      'Faktu',
      'Numéro Facture;Date Émission;Date Échéance;Client;Montant HT;Taux TVA;Montant TVA;Montant TTC;Statut;Montant Payé;Reste à Payer\nFA1;01/10/2026;31/10/2026;Roche SAS;100,00;20.00%;20,00;120,00;Envoyée;0,00;120,00\nFA2;01/10/2026;31/10/2026;Roche SAS;100,00;20.00%;20,00;120,00;Payée;120,00;0,00\n',
    ],
    [
      'FactPro',
      'Type;Numéro;Client;Date;Échéance;Statut;HT;TVA;TTC;Payé;Reste;Devise;Finalisé\nFacture;FA1;Roche SAS;01/10/2026;31/10/2026;En attente;100;20;120;0;120;EUR;oui\nAvoir;FA2;Roche SAS;01/10/2026;31/10/2026;;100;20;120;0;120;EUR;oui\n',
    ],
  ])('knows the columns of %s', async (_, text) => {
    const world = await office();
    expect(await bring(world, fileOf(world, 'f.csv', text))).toMatchObject({ added: 1, errors: [] });
    expect(world.rows(INVOICES)).toEqual([
      { number: 'FA1', total: 12_000, paid: 0, due: '2026-10-31', currency: 'EUR' },
    ]);
  });

  it('asks for the kind of clients of whom nothing tells it', async () => {
    const world = await office();
    const path = fileOf(world, 'f.csv', 'Facture;Client;Date;TTC\nA;Dupont;01/10/2026;10\n');
    expect(await bring(world, path)).toMatchObject({ added: 0, errors: [{ field: 'client' }] });
  });
});

const FEC_HEADERS =
  'JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise';
const fecEntry = (
  account: string,
  piece: string,
  debit: string,
  credit: string,
  letter = '',
  aux = 'Roche SARL',
): string =>
  `VE\tVentes\t1\t20261005\t${account}\tClients\tC1\t${aux}\t${piece}\t20261005\tPrestation\t${debit}\t${credit}\t${letter}\t\t20261031\t\t`;

describe('a FEC', () => {
  it('gives the open customer entries', async () => {
    const world = await office();
    const path = fileOf(
      world,
      '732829320FEC20261031.txt',
      [
        FEC_HEADERS,
        fecEntry('411000', 'F-1', '1200,00', '0,00'),
        fecEntry('706000', 'F-1', '0,00', '1000,00'),
        fecEntry('411000', 'F-2', '500,00', '0,00', 'AA'),
        fecEntry('411000', 'F-3', '300,00', '0,00'),
        fecEntry('411000', 'F-3', '0,00', '100,00'),
        fecEntry('411000', 'VIR 12', '0,00', '50,00'),
      ].join('\r\n'),
    );
    const report = await bring(world, path);
    expect(report.added).toBe(2);
    expect(report.skipped.map(({ reason }) => plain(reason))).toEqual([
      '50,00 € au crédit de Roche SARL, non lettrés : déduits de F-1',
    ]);
    expect(world.rows(INVOICES)).toMatchObject([
      { number: 'F-1', total: 120_000, paid: 5000 },
      { number: 'F-3', total: 30_000, paid: 10_000 },
    ]);
  });
});

const bringFec = async (lines: string[]): Promise<{ world: World; reasons: string[] }> => {
  const world = await office();
  const { skipped } = await bring(world, fileOf(world, 'f.txt', [FEC_HEADERS, ...lines].join('\n')));
  return { world, reasons: skipped.map(({ reason }) => plain(reason)) };
};

describe('a FEC of a tool that never letters', () => {
  it('asks nothing of who has paid', async () => {
    const { world, reasons } = await bringFec([
      fecEntry('411000', 'F-1', '1200,00', '0,00'),
      fecEntry('411000', 'F-2', '300,00', '0,00'),
      fecEntry('411000', 'VIR 1', '0,00', '300,00'),
      fecEntry('411000', 'VIR 2', '0,00', '1200,00'),
    ]);
    expect(world.rows(INVOICES)).toEqual([]);
    expect(reasons).toEqual([
      '300,00 € au crédit de Roche SARL, non lettrés : déduits de F-2',
      '1 200,00 € au crédit de Roche SARL, non lettrés : déduits de F-1',
    ]);
  });

  it('asks the balance of the account, and says what was paid too much', async () => {
    const { world, reasons } = await bringFec([
      fecEntry('411000', 'F-1', '100,00', '0,00'),
      fecEntry('411000', 'F-2', '100,00', '0,00'),
      fecEntry('411000', 'VIR 1', '0,00', '150,00'),
      fecEntry('411000', 'F-9', '10,00', '0,00', '', 'Durand SAS').replace('C1', 'C2'),
      fecEntry('411000', 'VIR 2', '0,00', '25,00', '', 'Durand SAS').replace('C1', 'C2'),
      fecEntry('411000', 'VIR 3', '0,00', '5,00', '', 'Petit SAS').replace('C1', 'C3'),
    ]);
    expect(world.rows(INVOICES)).toMatchObject([{ number: 'F-2', total: 10_000, paid: 5000 }]);
    expect(reasons).toEqual([
      '150,00 € au crédit de Roche SARL, non lettrés : déduits de F-1, F-2',
      '25,00 € au crédit de Durand SAS, non lettrés : déduits de F-9 (15,00 € de trop, à noter avec relance pay)',
      '5,00 € au crédit de Petit SAS, non lettrés : aucune facture à payer ici, à noter avec relance pay',
    ]);
  });
});

const LAUGHS = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, n) => `<!ENTITY ${String.fromCodePoint(98 + n)} "${`&${String.fromCodePoint(97 + n)};`.repeat(10)}">`).join('')}]><Invoice>&u;</Invoice>`;

/** A PDF whose one object stream grows to 200 MB. */
const bombPdf = (): Buffer => {
  const grown = deflateSync(Buffer.alloc(200 * 1024 * 1024, 32));
  return Buffer.concat([
    Buffer.from(
      `%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${grown.length}>>\nstream\n`,
    ),
    grown,
    Buffer.from('\nendstream\nendobj\ntrailer <</Root 1 0 R>>\n%%EOF'),
  ]);
};

describe('a hostile file', () => {
  it.each<[string, string, string | (() => Buffer | Promise<Buffer>), string]>([
    ['entities that grow', 'a.xml', LAUGHS, 'DOCTYPE'],
    [
      'an external entity',
      'a.xml',
      `<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]><Invoice><ID>&x;</ID></Invoice>`,
      'DOCTYPE',
    ],
    ['a stream that grows in a PDF', 'a.pdf', bombPdf, 'dépasse 20 Mo'],
    [
      'an attachment that grows',
      'a.pdf',
      () =>
        pdfWith([
          { name: 'x.xml', content: Buffer.concat([Buffer.from('<a>'), Buffer.alloc(64 * 1024 * 1024, 32)]) },
        ]),
      'dépasse 20 Mo',
    ],
    [
      'a PDF cut short',
      'a.pdf',
      async () =>
        (await pdfWith([{ name: 'x.xml', content: cii({ number: 'A', total: '1.00' }) }])).subarray(0, 700),
      'abîmé',
    ],
    [
      'a PDF whose table of objects has no end',
      'a.pdf',
      async () =>
        Buffer.from(
          (await pdfWith([{ name: 'x.xml', content: cii({ number: 'A', total: '1.00' }) }]))
            .toString('latin1')
            .replace(
              /(\/Type \/XRef[\s\S]*?\/Size )\d+|(\/Size )\d+([\s\S]{0,200}\/Type \/XRef)/,
              '$1$28000000000$3',
            ),
          'latin1',
        ),
      'abîmé',
    ],
    [
      'a locked PDF',
      'a.pdf',
      () =>
        pdfWith([{ name: 'x.xml', content: cii({ number: 'A', total: '1.00' }) }], {
          userPassword: 'secret',
        }),
      'protégé',
    ],
    ['an archive that says XML', 'a.xml', () => gzipSync('x'), 'a.xml'],
    ['a workbook', 'a.csv', () => Buffer.from('PK\u0003\u0004xxxx'), 'classeur'],
    ['a cut XML', 'a.xml', cii({ number: 'A', total: '1.00' }).slice(0, 900), 'mal formé'],
    ['a purchase order', 'a.xml', '<SCRDMCCBDACIOMessageStructure/>', 'commande'],
    [
      'a sum that overflows',
      'a.xml',
      cii({ number: 'A', total: '1.00' }).replace('>1.00<', '>99999999999999999999<'),
      'BT-112',
    ],
    ['no number', 'a.xml', cii({ number: '', total: '1.00' }), 'BT-1'],
    ['nothing', 'a.xml', '', 'a.xml'],
    ['zeros', 'a.csv', () => Buffer.alloc(5000), 'a.csv'],
    [
      'an open quote',
      'a.csv',
      `Facture;Client;Date;TTC\nA;"R;01/10/2026;10\n${'x'.repeat(2_000_000)}`,
      'a.csv',
    ],
    ['words', 'a.csv', 'bonjour\nmonde\n', 'a.csv'],
  ])('is refused in one sentence that names it: %s', async (_, name, content, word) => {
    const world = await office();
    const path = fileOf(world, name, typeof content === 'string' ? content : await content());
    const [exitCode, message, hint] = await refused(world, ['add', path]);
    expect(exitCode).toBe(1);
    expect(message).toContain(name);
    expect(message).toContain(word);
    expect(message.split('\n')).toHaveLength(1);
    expect(hint).toBeDefined();
  });

  it.each([
    ['a.csv', 'Facture;Client;Date;TTC\n', 'dépasse 200 Mo'],
    ['a.xml', '<?xml version="1.0"?>', 'dépasse 50 Mo'],
    ['a.pdf', '%PDF-1.7', 'dépasse 50 Mo'],
  ])('of one gigabyte is refused at once: %s', async (name, head, word) => {
    const world = await office();
    const path = fileOf(world, name, head);
    truncateSync(path, 1024 ** 3);
    expect((await refused(world, ['add', path]))[1]).toContain(word);
    expect((await refused(world, ['bank', 'import', path, '--yes']))[1]).toContain('dépasse 50 Mo');
  });

  it('must be a file', async () => {
    const world = await office();
    expect((await refused(world, 'import /dev/zero --yes'))[1]).toBe(
      '« /dev/zero » n’est ni un fichier ni un dossier',
    );
    expect((await refused(world, 'bank import /dev/zero --yes'))[1]).toBe(
      'Le fichier « /dev/zero » ne peut pas être lu',
    );
  });

  it('does not keep the others of its folder from being read', async () => {
    const world = await office();
    const report = await bring(
      world,
      fileOf(world, 'a.xml', LAUGHS),
      fileOf(world, 'b.xml', cii({ number: 'F-1', total: '10.00' })),
    );
    expect(report).toMatchObject({ added: 1, errors: [{ source: 'a.xml' }] });
  });
});
