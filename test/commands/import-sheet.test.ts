import { describe, expect, it } from 'vitest';
import { plain } from '../helpers/refused.ts';
import { fileOf } from '../helpers/statements.ts';
import { World } from '../helpers/world.ts';

interface Report {
  added: number;
  skipped: { source: string; reason: string }[];
  errors: { line: number | null; field: string | null; message: string }[];
}

const office = async (): Promise<World> => {
  const world = new World('2026-11-26');
  await world.begin('init --nom "Jeanne Petit" --forme EI --siret 73282932000074 --email j@p.example');
  return world;
};

/** A row for each text, the columns first. */
const bring = async (rows: string[], ...flags: string[]): Promise<Report & { world: World }> => {
  const world = await office();
  const path = fileOf(world, 'f.csv', `${rows.join('\n')}\n`);
  const line = ['import', path, '--type', 'entreprise', '--yes', '--json', ...flags];
  const { stdout } = await world.relance(line);
  return { ...(JSON.parse(stdout) as Report), world };
};

/** Number, total, paid, currency, day of each invoice recorded. */
const recorded = (world: World): unknown[] =>
  world
    .rows('select number, total_cents, paid_cents, currency, issued_on from invoice order by id')
    .map((row) => Object.values(row).join(' '));

/** A status written as a figure, under that name. */
const figures = (header: string): string[] => [
  `Numéro;Client;Date;Total TTC;${header}`,
  'F1;Nu;01/09/2026;100,00;2',
];

const faults = ({ errors }: Report): string[] =>
  errors.map(({ line, field, message }) => plain(`${line ?? ''} ${field ?? ''}: ${message}`));

describe('what a spreadsheet says of payment', () => {
  it.each([
    ['Règlement en attente', 0],
    ['Solde dû', 0],
    ['Encaissement en cours', 0],
    ['Règlement en retard', 0],
    ['En retard de 12 jours', 0],
    ['Échue', 0],
    ['Impayées', 0],
    ['Past due', 0],
    ['Envoyée', 0],
    ['Relancée 2 fois', 0],
  ])('« %s » is to be claimed', async (status, paid) => {
    const { world } = await bring([
      'Numéro;Client;Date;Total TTC;Statut',
      `F1;Nu;01/09/2026;100,00;${status}`,
    ]);
    expect(recorded(world)).toEqual([`F1 10000 ${paid} EUR 2026-09-01`]);
  });

  it.each([
    ['Payée', 'déjà réglée'],
    ['Réglée le 12/09/2026', 'déjà réglée'],
    ['Payée à 100 %', 'déjà réglée'],
    ['Settled', 'déjà réglée'],
    ['Avoir', 'avoir'],
    ['Irrécouvrable', 'en perte'],
    ['Uncollectible', 'en perte'],
    ['Remboursée', 'remboursée'],
    ['Devis', 'pas une facture'],
    ['Affacturée', 'affacturée'],
    ['Brouillon', 'brouillon'],
    ['En attente de validation', 'brouillon'],
    ['Voided', 'annulée'],
    ['Rejetée', 'refusée'],
    ['Close', 'close'],
  ])('« %s » is left, with its reason', async (status, reason) => {
    const { added, skipped } = await bring([
      'Numéro;Client;Date;Total TTC;Statut',
      `F1;Nu;01/09/2026;100,00;${status}`,
    ]);
    expect(added).toBe(0);
    expect(skipped[0]?.reason).toContain(reason);
  });

  it.each(['Payée en partie', 'Réglée en partie', 'Payée à 50 %', 'Partially paid'])(
    '« %s » without a sum is a fault',
    async (status) => {
      const report = await bring([
        'Numéro;Client;Date;Total TTC;Statut',
        `F1;Nu;01/09/2026;100,00;${status}`,
      ]);
      expect(faults(report)[0]).toContain('2 paye: réglée en partie, sans dire combien');
    },
  );

  it.each(['Paiement en cours', 'Payable', 'Soldeur', 'Regleur', 'Payée ?', 'Annulable', 'xyz', 'Bloquée'])(
    '« %s » is not guessed from its beginning',
    async (status) => {
      const report = await bring([
        'Numéro;Client;Date;Total TTC;Statut',
        `F1;Nu;01/09/2026;100,00;${status === 'Payée ?' ? 'Payée par qui' : status}`,
      ]);
      expect(faults(report)[0]).toMatch(/^2 statut: le statut « .* » n’est pas connu/);
    },
  );

  it('« En litige » is recorded, and not reminded before it is settled', async () => {
    const { world } = await bring([
      'Numéro;Client;Date;Total TTC;Statut',
      'F1;Nu;01/09/2026;100,00;En litige',
    ]);
    expect(plain(await world.ok('why F1'))).toContain('litige');
    expect(world.rows('select kind, reason from hold')).toEqual([
      { kind: 'dispute', reason: 'en litige d’après f.csv' },
    ]);
  });

  it.each([
    ['Restant dû', '700,00'],
    ['Reste à régler', '700,00'],
    ['Montant restant', '700,00'],
    ['Montant dû', '700,00'],
    ['Solde', '700,00'],
    ['Solde à payer', '700,00'],
    ['Net à payer', '700,00'],
    ['Open balance', '700.00'],
    ['Invoice Balance', '700.00'],
    ['Amount Due Signed', '700.00'],
    ['Amount Due', '700.00'],
    ['Balance', '700.00'],
    ['Reste dû (€)', '700,00'],
    ['Déjà réglé', '500,00'],
    ['Acompte versé', '500,00'],
    ['Amount Paid', '500.00'],
  ])('« %s » is known', async (header, cell) => {
    const { world } = await bring([
      `Numéro;Client;Date;Montant TTC;${header}`,
      `F12;Nu;01/09/2026;1200,00;${cell}`,
    ]);
    expect(recorded(world)).toEqual(['F12 120000 50000 EUR 2026-09-01']);
  });

  it.each(['Date de paiement', 'Payée le', 'Date de règlement', 'Paid on', 'Encaissée le'])(
    'the day of « %s » says that it is paid',
    async (header) => {
      const { world, skipped } = await bring([
        `Numéro;Client;Date;Total TTC;${header}`,
        'F1;Nu;01/09/2026;100,00;15/09/2026',
        'F2;Nu;01/09/2026;100,00;',
      ]);
      expect(recorded(world)).toEqual(['F2 10000 0 EUR 2026-09-01']);
      expect(skipped).toHaveLength(1);
    },
  );

  it.each([
    ['Payé ?', ['non', 'oui']],
    ['Réglée', ['0', '1']],
    ['Payé', ['0', '1']],
    ['Is paid', ['false', 'TRUE']],
  ])('« %s » says yes or no', async (header, [no = '', yes = '']) => {
    const { world } = await bring([
      `Facture n°;Nom;Date;Montant;${header}`,
      `12;Nu;01/09/2026;100,00;${no}`,
      `13;Nu;01/09/2026;100,00;${yes}`,
    ]);
    expect(recorded(world)).toEqual(['12 10000 0 EUR 2026-09-01']);
  });

  it('Stripe keeps in Amount Due what was asked', async () => {
    const { world, skipped } = await bring([
      'Number,Customer Name,Date (UTC),Due Date (UTC),Currency,Total,Amount Due,Amount Paid,Status',
      'A-1,Iota SAS,2026-09-01,2026-10-01,eur,1200.00,1200.00,1200.00,paid',
      'A-2,Iota SAS,2026-09-30 22:30,2026-10-30 22:30,eur,1200.00,1200.00,0.00,open',
      'A-3,Iota SAS,2026-09-01,2026-10-01,usd,1200.00,1200.00,300.00,open',
      'A-4,Iota SAS,2026-09-01,2026-10-01,eur,1200.00,1200.00,0.00,uncollectible',
    ]);
    expect(recorded(world)).toEqual(['A-2 120000 0 EUR 2026-10-01', 'A-3 120000 30000 USD 2026-09-01']);
    expect(skipped).toHaveLength(2);
  });

  it.each([
    ['Statut;Reste', 'Payée;30,00', 'dite payée, il en resterait 30,00 €'],
    ['Statut;Reste', 'En retard;0,00', 'dite impayée, il n’en reste rien'],
    ['Payé;Reste', '30,00;30,00', '30,00 € payés et 30,00 € restants ne font pas 100,00 €'],
    ['Statut;Reste', 'Envoyée;120,00', 'il resterait 120,00 € sur un total de 100,00 €'],
    ['Statut;Payée le', 'Impayée;12/09/2026', 'dite impayée, et payée le 12/09/2026'],
    ['Payée le;Reste', '12/09/2026;100,00', 'payée le 12/09/2026, il en resterait tout'],
    ['Statut;Reste', 'Partiellement payée;100,00', 'dite réglée en partie, il en reste tout'],
    ['Statut;Statut de paiement', 'Payée;Impayée', 'se contredisent'],
    ['Statut;Payée', 'Payée;non', 'payée d’après une colonne, impayée d’après une autre'],
    ['Statut;Payée le', 'Envoyée;12/12/2026', 'la date de règlement est à venir'],
  ])('%s: %s contradicts itself', async (headers, cells, message) => {
    const report = await bring([
      `Numéro;Client;Date;Total TTC;${headers}`,
      `F1;Nu;01/09/2026;100,00;${cells}`,
    ]);
    expect(report.added).toBe(0);
    expect(faults(report)[0]).toContain(message);
  });
});

describe('a column of a spreadsheet', () => {
  it('that is passed over is told', async () => {
    const world = await office();
    const text =
      'Numéro;Client;Date;Total TTC;Couleur;Mode de paiement;Vide\nF1;Nu;01/09/2026;100,00;bleu;virement;\n';
    const { stderr } = await world.relance([
      'import',
      fileOf(world, 'f.csv', text),
      '--type',
      'entreprise',
      '--dry-run',
    ]);
    expect(plain(stderr)).toContain('montant = Total TTC ; laissées de côté : Couleur, Mode de paiement');
  });

  it.each(['Situation du règlement', 'Somme encaissée', 'Lettrage', 'Perte ?'])(
    '« %s » speaks of payment: it is not passed over in silence',
    async (header) => {
      const rows = [`Numéro;Client;Date;Total TTC;${header}`, 'F1;Nu;01/09/2026;100,00;x'];
      const report = await bring(rows);
      expect(faults(report)[0]).toContain(`la colonne « ${header} » parle de règlement`);
      expect((await bring(rows, '--colonnes', `ignorer=${header}`)).added).toBe(1);
    },
  );

  it('writes its amounts and its days one way', async () => {
    const { world } = await bring([
      'Invoice Number,Client,Invoice Date,Total',
      'F1,Nu,09/13/2026,"1,200"',
      'F2,Nu,10/02/2026,"1,250.50"',
      'F3,Nu,05/06/2026,100.00',
    ]);
    expect(recorded(world)).toEqual([
      'F1 120000 0 EUR 2026-09-13',
      'F2 125050 0 EUR 2026-10-02',
      'F3 10000 0 EUR 2026-05-06',
    ]);
  });

  it('that nothing decides is asked', async () => {
    const rows = ['Invoice Number,Client,Invoice Date,Total', 'F1,Nu,10/02/2026,"1,200"'];
    expect(faults(await bring(rows))[0]).toContain('peut être le jour ou le mois d’abord');
    expect(faults(await bring(rows, '--dates', 'mois'))[0]).toContain('peut se lire de deux façons');
  });

  it.each([
    ['$', 'USD'],
    ['£', 'GBP'],
    ['US Dollar', 'USD'],
    ['eur', 'EUR'],
    ['Euros', 'EUR'],
    ['Fr.', 'CHF'],
  ])('a currency « %s » is %s', async (written, code) => {
    const { world } = await bring([
      'Numéro;Client;Date;Total TTC;Devise',
      `F12;Nu;01/09/2026;1200,00;${written}`,
    ]);
    expect(recorded(world)).toEqual([`F12 120000 0 ${code} 2026-09-01`]);
  });

  it.each([
    ['Total TTC (USD)', '1200,00', 'USD'],
    ['Total TTC', '1200,00 USD', 'USD'],
    ['Total TTC', "CHF 1'200.00", 'CHF'],
    ['Total £', '1200', 'GBP'],
  ])('%s, %s is in %s', async (header, cell, code) => {
    const { world } = await bring([`Numéro;Client;Date;${header}`, `F12;Nu;01/09/2026;${cell}`]);
    expect(recorded(world)).toEqual([`F12 120000 0 ${code} 2026-09-01`]);
  });

  it('a currency that is not known, or two, is a fault, never the euro', async () => {
    const report = await bring([
      'Numéro;Client;Date;Total TTC;Devise',
      'F1;Nu;01/09/2026;1200,00;¥',
      'F2;Nu;01/09/2026;1200,00 USD;EUR',
      'F3;Nu;01/09/2026;1200,00;ZZZ',
    ]);
    expect(report.added).toBe(0);
    expect(faults(report).map((text) => text.split('(')[0]?.trim())).toEqual([
      '2 devise: la devise « ¥ » n’est pas connue',
      '3 montant: deux devises, EUR et USD',
      '4 devise: la devise « ZZZ » n’est pas connue',
    ]);
  });

  it.each([
    [
      ['1000,00;20', '500,00;20'],
      ['F0 120000', 'F1 60000'],
    ],
    [
      ['1000,00;200,00', '500,00;50,00'],
      ['F0 120000', 'F1 55000'],
    ],
    [
      ['1000,00;20 %', '500,00;5,5 %'],
      ['F0 120000', 'F1 52750'],
    ],
    [
      ['1000,00;0', '100,00;20'],
      ['F0 100000', 'F1 12000'],
    ],
    [
      ['1000,00;0', '500,00;0'],
      ['F0 100000', 'F1 50000'],
    ],
  ])('« TVA » is a rate or an amount: %j', async (cells, totals) => {
    const { world } = await bring([
      'Numéro;Client;Date;Montant HT;TVA',
      ...cells.map((cell, index) => `F${index};Nu;01/09/2026;${cell}`),
    ]);
    expect(recorded(world)).toEqual(totals.map((total) => `${total} 0 EUR 2026-09-01`));
  });

  it('« TVA » beside a total says nothing of it', async () => {
    const { world } = await bring(['Numéro;Client;Date;HT;TVA;TTC', 'F1;Nu;01/09/2026;100,00;20 %;120,00']);
    expect(recorded(world)).toEqual(['F1 12000 0 EUR 2026-09-01']);
  });

  it('« TVA » that may be either, « Montant » that may be without tax, are asked', async () => {
    const rows = ['Numéro;Client;Date;Montant HT;TVA', 'F1;Nu;01/09/2026;50,00;10'];
    expect(faults(await bring(rows))[0]).toContain('des taux ou des montants');
    expect(recorded((await bring(rows, '--colonnes', 'taux=TVA')).world)).toEqual([
      'F1 5500 0 EUR 2026-09-01',
    ]);
    expect(recorded((await bring(rows, '--colonnes', 'tva=TVA')).world)).toEqual([
      'F1 6000 0 EUR 2026-09-01',
    ]);
    const vague = ['Numéro;Client;Date;Montant;TVA', 'F1;Nu;01/09/2026;50,00;10'];
    expect(faults(await bring(vague))[0]).toContain('« Montant » est-elle hors taxes ou TTC');
    expect(recorded((await bring(vague, '--colonnes', 'montant=Montant')).world)).toEqual([
      'F1 5000 0 EUR 2026-09-01',
    ]);
  });

  it('« Facture » is its number, beside a reference of something else', async () => {
    const { world } = await bring([
      'Référence;Facture;Client;Date;Total TTC',
      'BC-77;F1;Nu;01/09/2026;100,00',
    ]);
    expect(recorded(world)).toEqual(['F1 10000 0 EUR 2026-09-01']);
  });

  it('of statuses in figures is understood from Dolibarr alone', async () => {
    expect((await bring(figures('Statut facture'))).skipped).toHaveLength(1);
    expect(faults(await bring(figures('Statut')))[0]).toContain('le statut « 2 » n’est pas connu');
  });

  it.each(['Total;;;200,00', ';Total;;200,00', 'TOTAUX;;;200,00', ';;;200,00'])(
    'ends with a total, « %s », which is no invoice',
    async (total) => {
      const report = await bring(['Numéro;Client;Date;Total TTC', 'F1;Nu;01/09/2026;200,00', total]);
      expect(report).toMatchObject({ added: 1, errors: [] });
    },
  );

  it('of types of document says what is no invoice', async () => {
    const report = await bring([
      'Type;Numéro;Client;Date;Total TTC',
      'Facture d’acompte;F1;Nu;01/09/2026;100',
      'Note de crédit;F2;Nu;01/09/2026;100',
      'Payment;F3;Nu;01/09/2026;100',
      'Bill;F4;Nu;01/09/2026;100',
      'Journal Entry;F5;Nu;01/09/2026;100',
    ]);
    expect(recorded(report.world)).toEqual(['F1 10000 0 EUR 2026-09-01']);
    expect(report.skipped).toHaveLength(3);
    expect(faults(report)[0]).toContain('6 type: le type de document « Journal Entry » n’est pas connu');
  });
});

describe('a client in a spreadsheet', () => {
  it('with several addresses is written to at the first, the others in copy', async () => {
    const report = await bring([
      'Numéro;Client;Date;Total TTC;Email',
      'F1;Nu;01/09/2026;100,00;"compta@nu.example, dir@nu.example"',
      'F2;Xi;01/09/2026;100,00;Compta <compta@xi.example>',
      'F3;Pi;01/09/2026;100,00;compta à pi.example',
    ]);
    expect(report.world.rows('select name, email, cc from client')).toEqual([
      { name: 'Nu', email: 'compta@nu.example', cc: 'dir@nu.example' },
      { name: 'Xi', email: 'compta@xi.example', cc: null },
    ]);
    expect(faults(report)[0]).toContain('4 email: « compta à pi.example » n’est pas une adresse e-mail');
  });

  it('whose invoice bears the number of another’s is told', async () => {
    const rows = ['Numéro;Client;Date;Total TTC', '1;Nu;01/09/2026;100,00', '1;Xi;02/09/2026;100,00'];
    const report = await bring(rows);
    expect(faults(report)).toEqual([
      '3 numero: même numéro, autre client : 1 est ici une facture de « Nu », pas de « Xi »',
    ]);
  });

  it('whose number of register was mangled is told', async () => {
    const report = await bring(['Numéro;Client;Date;Total TTC;SIREN', '1;Nu;01/09/2026;100,00;5,52E+08']);
    expect(faults(report)[0]).toContain('2 siren: « 5,52E+08 » n’a pas 9 chiffres');
  });
});

it('two columns of one name are not chosen between', async () => {
  const world = new World('2026-11-20');
  const file = fileOf(
    world,
    'deux.csv',
    'Numéro;Client;Date;Échéance;Montant;Montant\nF-1;Durand SARL;01/10/2026;31/10/2026;1000,00;1200,00\n',
  );
  const { stdout, stderr } = await world.relance(['import', file, '--yes']);
  expect(plain(stdout + stderr)).toContain('deux colonnes s’appellent « Montant »');
  expect(world.rows('select number from invoice')).toEqual([]);
});

it('a row that names no currency beside others that name one is no euro', async () => {
  const world = new World('2026-11-20');
  for (const [name, text] of [
    [
      'colonne.csv',
      'Numéro;Client;Date;Échéance;TTC;Devise\nF-1;A SARL;01/10/2026;31/10/2026;1200;CHF\nF-2;A SARL;01/10/2026;31/10/2026;1200;\n',
    ],
    [
      'cellule.csv',
      'Numéro;Client;Date;Échéance;TTC\nF-3;A SARL;01/10/2026;31/10/2026;1200,00 $\nF-4;A SARL;01/10/2026;31/10/2026;1200,00\n',
    ],
  ] as const) {
    const file = fileOf(world, name, text);
    const { stdout, stderr } = await world.relance(['import', file, '--yes']);
    expect(plain(stdout + stderr)).toContain('ligne 3, devise : rien ne dit sa devise');
  }
  expect(world.rows('select number, currency from invoice order by number')).toEqual([
    { number: 'F-1', currency: 'CHF' },
    { number: 'F-3', currency: 'USD' },
  ]);
});
