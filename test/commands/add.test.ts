import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { World } from '../helpers/world.ts';

const NEW_CLIENT = '--client "Studio Dupont" --type entreprise --email compta@dupont.fr';

const counts = (world: World): Record<string, number> | undefined =>
  world.rows<Record<string, number>>(
    'select (select count(*) from invoice) invoices, (select count(*) from client) clients, (select count(*) from step_mark) marks, (select count(*) from document) documents',
  )[0];

const NOTHING = { invoices: 0, clients: 0, marks: 0, documents: 0 };

test('an invoice and its new client are recorded together, due in 30 days unless said otherwise', async () => {
  const world = new World('2026-11-23');
  const out = await world.ok(`add --numero F-1 ${NEW_CLIENT} --montant "1 200,00 €" --emise hier`);
  expect(out.split('\n')[0]).toBe(
    'Facture F-1 enregistrée\u00a0: Studio Dupont (nouveau client), 1\u202f200,00\u00a0€, échéance le 22/12/2026 (30\u00a0jours, sans --echeance).',
  );
  expect(out).toContain('→ relance init');
  expect(world.rows('select number, issued_on, due_on, total_cents, currency from invoice')).toEqual([
    { number: 'F-1', issued_on: '2026-11-22', due_on: '2026-12-22', total_cents: 120_000, currency: 'EUR' },
  ]);
  expect(world.rows('select name, kind, email from client')).toEqual([
    { name: 'Studio Dupont', kind: 'entreprise', email: 'compta@dupont.fr' },
  ]);
});

test('--json prints the story of the invoice', async () => {
  const world = new World('2026-11-23');
  const story = await world.json(
    `ajouter --numero F-1 ${NEW_CLIENT} --montant 1200 --emise 01/09/2026 --echeance 30/09/2026 --devise usd --objet Site --scenario doux --taux 10 --realisee 28/08/2026`,
  );
  expect(story).toEqual({
    invoice: {
      number: 'F-1',
      client: { id: 1, name: 'Studio Dupont', kind: 'entreprise' },
      issuedOn: '2026-09-01',
      dueOn: '2026-09-30',
      totalCents: 120_000,
      paidCents: 0,
      remainingCents: 120_000,
      currency: 'USD',
      state: 'overdue',
      daysLate: 54,
      scenario: 'doux',
      nextStep: { id: 'relance-1', channel: 'email', on: '2026-11-23' },
      holds: [],
      // 1 200 $ at the 10 % of --taux over 54 days; the 40 € are for euros only.
      interestCents: 1_775,
      indemnityCents: 0,
    },
    contacts: [],
    payments: [],
    documents: [],
    letters: [],
    warnings: [],
    clientWarnings: [],
  });
  expect(world.rows('select subject, penalty_rate, performed_on, scenario from invoice')).toEqual([
    { subject: 'Site', penalty_rate: '1000', performed_on: '2026-08-28', scenario: 'doux' },
  ]);
});

test.each([
  ['add', 'Il manque --numero, --client, --montant', 2],
  ['add --numero F-1 --client Dupont', 'Il manque --montant', 2],
  [
    'add --numero F-1 --client Dupont --montant 12',
    'Aucun client ne s’appelle «\u00a0Dupont\u00a0»\n→ pour le créer, ajoutez --type',
    2,
  ],
  [`add --numero F-1 ${NEW_CLIENT} --montant 0`, 'supérieur à zéro', 2],
  [`add --numero F-1 ${NEW_CLIENT} --montant 1.234`, 'trop de décimales', 2],
  [
    `add --numero F-1 ${NEW_CLIENT} --montant 12 --devise XYZ`,
    'La devise «\u00a0XYZ\u00a0» n’est pas connue',
    2,
  ],
  [
    `add --numero F-1 ${NEW_CLIENT} --montant 12 --emise demain`,
    '--emise\u00a0: le 24/11/2026 est dans le futur',
    2,
  ],
  [
    `add --numero F-1 ${NEW_CLIENT} --montant 12 --realisee demain`,
    '--realisee\u00a0: le 24/11/2026 est dans le futur',
    2,
  ],
  [
    `add --numero F-1 ${NEW_CLIENT} --montant 12 --echeance hier`,
    'L’échéance du 22/11/2026 tombe avant l’émission, le 23/11/2026',
    2,
  ],
  [
    `add --numero F-1 ${NEW_CLIENT} --montant 12 --scenario dur`,
    'Le scénario «\u00a0dur\u00a0» n’existe pas',
    1,
  ],
  [`add --numero F-1 ${NEW_CLIENT} --montant 12 --etape relance-1`, 'Il manque --etape-le', 2],
  [`add --numero F-1 ${NEW_CLIENT} --montant 12 --etape-le hier`, 'Il manque --etape\n', 2],
  [
    `add --numero F-1 ${NEW_CLIENT} --montant 12 --etape zut --etape-le 23/11`,
    'choisissez parmi\u00a0: pre-echeance, relance-1, relance-2, appel',
    2,
  ],
  [
    `add --numero F-1 ${NEW_CLIENT} --montant 12 --etape relance-1 --etape-le hier`,
    '--etape-le\u00a0: le 22/11/2026 précède l’émission',
    2,
  ],
  [
    `add --numero F-1 ${NEW_CLIENT} --montant 12 --pdf /nulle/part.pdf`,
    'n’existe pas\n→ indiquez le fichier PDF',
    2,
  ],
  [`add --numero F-1 ${NEW_CLIENT} --montant 12 --siren 123456789`, 'a une clé de contrôle fausse', 2],
  [
    `add --numero ${'9'.repeat(101)} ${NEW_CLIENT} --montant 12`,
    'Le numéro de facture\u00a0: 100 caractères au plus',
    2,
  ],
  ['add facture.pdf --tva-intra FR83404833048', '--tva-intra ne va pas avec un fichier', 2],
  [`add facture.pdf --numero F-1 ${NEW_CLIENT} --montant 12`, 'ne va pas avec un fichier', 2],
])('%s is refused and nothing is written', async (line, sentence, code) => {
  const world = new World('2026-11-23');
  world.createBase();
  const { exitCode, stderr } = await world.relance(line);
  expect(stderr).toContain(sentence);
  expect(exitCode).toBe(code);
  expect(counts(world)).toEqual(NOTHING);
});

test('the same number twice is refused with the existing invoice named', async () => {
  const world = new World('2026-11-23');
  await world.ok(`add --numero F-1 ${NEW_CLIENT} --montant 1200`);
  const { exitCode, stderr } = await world.relance('add --numero f-1 --client "Studio Dupont" --montant 5');
  expect(exitCode).toBe(1);
  expect(stderr).toBe(
    'La facture «\u00a0F-1\u00a0» est déjà enregistrée\u00a0: Studio Dupont, 1\u202f200,00\u00a0€, émise le 23/11/2026\n→ relance show F-1\n',
  );
});

test('flags complete a known client, and are refused when they contradict it', async () => {
  const world = new World('2026-11-23');
  await world.ok(`add --numero F-1 ${NEW_CLIENT} --montant 1200`);
  const refused = await world.relance('add --numero F-2 --client dupont --montant 5 --email autre@dupont.fr');
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toBe(
    '--email contredit ce que l’on sait du client «\u00a0Studio Dupont\u00a0» (compta@dupont.fr)\n→ relance client edit 1\n',
  );
  const kind = await world.relance('add --numero F-2 --client "Studio Dupont" --montant 5 --type public');
  expect(kind.stderr).toContain('--type contredit');
  expect(counts(world)).toMatchObject({ invoices: 1, clients: 1 });
  const out = await world.ok(`add --numero F-2 ${NEW_CLIENT} --montant 5 --tel 0612345678`);
  expect(out).toContain('Studio Dupont (fiche complétée)');
  expect(world.rows('select email, phone from client')).toEqual([
    { email: 'compta@dupont.fr', phone: '06 12 34 56 78' },
  ]);
});

test('with --type, a name that is part of another is a new client; without, it names that one', async () => {
  const world = new World('2026-11-23');
  await world.ok('add --numero F-1 --client "Martin Bâtiment" --type entreprise --montant 10');
  await world.ok('add --numero F-2 --client martin --montant 10');
  await world.ok('add --numero F-3 --client Martin --type particulier --montant 10');
  expect(
    world.rows('select i.number, c.name from invoice i join client c on c.id = i.client_id order by 1'),
  ).toEqual([
    { number: 'F-1', name: 'Martin Bâtiment' },
    { number: 'F-2', name: 'Martin Bâtiment' },
    { number: 'F-3', name: 'Martin' },
  ]);
});

test('--etape says what was already done elsewhere: the next step follows it', async () => {
  const world = new World('2026-11-23');
  const story = await world.json<{ invoice: { nextStep: unknown } }>(
    `add --numero F-1 ${NEW_CLIENT} --montant 1200 --emise 15/09/2026 --etape relance-1 --etape-le 20/10/2026`,
  );
  expect(story.invoice.nextStep).toEqual({ id: 'relance-2', channel: 'email', on: '2026-11-23' });
  expect(world.rows('select kind, step, step_day, on_day from step_mark')).toEqual([
    { kind: 'declared', step: 'relance-1', step_day: 3, on_day: '2026-10-20' },
  ]);
});

const addWithPdf = (path: string): string[] => [
  'add',
  '--numero',
  'F-1',
  '--client',
  'D',
  '--type',
  'public',
  '--montant',
  '5',
  '--pdf',
  path,
];

test('the PDF is stored with its hash; another file is refused', async () => {
  const world = new World('2026-11-23');
  const pdf = join(world.home, 'facture été.pdf');
  writeFileSync(pdf, '%PDF-1.7\n…');
  const text = join(world.home, 'notes.pdf');
  writeFileSync(text, 'bonjour');
  const large = join(world.home, 'gros.pdf');
  writeFileSync(large, Buffer.concat([Buffer.from('%PDF-1.7'), Buffer.alloc(20 * 1024 * 1024)]));
  for (const [path, sentence] of [
    [text, 'n’est pas un PDF'],
    [large, 'dépasse 20\u00a0Mo'],
    [world.home, 'ne peut pas être lu'],
  ] as const) {
    const { exitCode, stderr } = await world.relance(addWithPdf(path));
    expect(exitCode).toBe(2);
    expect(stderr).toContain(sentence);
  }
  const { documents } = await world.json<{ documents: unknown[] }>(addWithPdf(pdf));
  expect(documents).toEqual([
    {
      id: 1,
      kind: 'invoice',
      name: 'facture été.pdf',
      sha256: createHash('sha256').update('%PDF-1.7\n…').digest('hex'),
      bytes: 12,
    },
  ]);
});

test('the wizard: each answer is checked, the client is found or created, a summary is accepted', async () => {
  const world = new World('2026-11-23');
  await world.ok(`add --numero F-1 ${NEW_CLIENT} --montant 1200`);
  const known = await world.atTerminal('add', [
    ['Numéro', 'f-1\r'],
    [/déjà\s+enregistrée/, '\u007F2\r'],
    ['Client', 'dup'],
    ['❯ Studio Dupont', '\r'],
    ['Montant TTC, en EUR', 'douze\r'],
    ['n’est pas un montant', `${'\u007F'.repeat(5)}12\r`],
    ['Émise le', '\r'],
    ['Échéance le', '\r'],
    [/Enregistrer/, '\r'],
  ]);
  expect(known.exitCode).toBe(0);
  const fresh = await world.atTerminal('add --montant 80', [
    ['Numéro', 'F-3\r'],
    ['Client', 'Nour'],
    ['❯ Nouveau client\u00a0: Nour', '\r'],
    ['Quel type', '\r'],
    ['e-mail', '\r'],
    ['Émise le', '20/11/2026\r'],
    ['Échéance le', '+5j\r'],
    [/Enregistrer/, '\r'],
  ]);
  expect(fresh.exitCode).toBe(0);
  expect(
    world.rows(
      'select i.number, c.name, i.due_on from invoice i join client c on c.id = i.client_id order by 1',
    ),
  ).toEqual([
    { number: 'F-1', name: 'Studio Dupont', due_on: '2026-12-23' },
    { number: 'f-2', name: 'Studio Dupont', due_on: '2026-12-23' },
    { number: 'F-3', name: 'Nour', due_on: '2026-11-28' },
  ]);
});

test('a summary refused writes nothing, not even the client', async () => {
  const world = new World('2026-11-23');
  const { exitCode, stderr } = await world.atTerminal(`add ${NEW_CLIENT} --montant 80`, [
    ['Numéro', 'F-3\r'],
    ['Émise le', '\r'],
    ['Échéance le', '\r'],
    [/Enregistrer/, 'n\r'],
  ]);
  expect(exitCode).toBe(130);
  expect(stderr).toBe('Abandonné\u00a0: rien n’a été enregistré\n');
  expect(counts(world)).toEqual(NOTHING);
});

const overpaid = async (): Promise<World> => {
  const world = new World('2026-11-23');
  await world.ok(`add --numero F-1 ${NEW_CLIENT} --montant 100`);
  await world.ok('pay F-1 150 --yes');
  return world;
};

test('an overpayment of the client is offered at the terminal, and drawn on at once', async () => {
  const world = await overpaid();
  const { exitCode, stdout } = await world.atTerminal('add --numero F-2 --client dupont --montant 80', [
    [/Trop-perçu de 50,00\s€/, 'o\r'],
  ]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('80,00\u00a0€, 50,00\u00a0€ imputés');
  expect(world.rows("select amount_cents, received_on from payment where method = 'overpayment'")).toEqual([
    { amount_cents: 5000, received_on: '2026-11-23' },
  ]);
});

test('without a terminal the command that draws on it is named; another currency is left alone', async () => {
  const world = await overpaid();
  const out = await world.ok('add --numero F-2 --client dupont --montant 80');
  expect(out).toContain('Trop-perçu de 50,00\u00a0€ à imputer  → relance pay F-2 --trop-percu');
  expect(await world.ok('add --numero F-3 --client dupont --montant 80 --devise USD')).not.toContain(
    'Trop-perçu',
  );
  expect(world.rows("select 1 from payment where method = 'overpayment'")).toEqual([]);
});
