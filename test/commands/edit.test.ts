import { expect, test } from 'vitest';
import { World } from '../helpers/world.ts';

const invoiced = async (): Promise<World> => {
  const world = new World('2026-11-23');
  await world.ok(
    'add --numero F-1 --client Dupont --type entreprise --email a@x.fr --montant 1200 --emise 15/09/2026 --objet Site --taux bce',
  );
  return world;
};

test('each flag changes its field, an empty one erases', async () => {
  const world = await invoiced();
  await world.ok('client add Nour --type particulier');
  const out = await world.ok([
    'modifier',
    'F-1',
    '--numero',
    'F-9',
    '--client',
    'nour',
    '--montant',
    '1500',
    '--emise',
    '16/09/2026',
    '--echeance',
    '30/11/2026',
    '--objet',
    '',
    '--taux',
    '',
    '--scenario',
    'doux',
    '--realisee',
    '01/09/2026',
  ]);
  expect(out).toContain('Facture F-9 modifiée\u00a0: Nour, 1\u202f500,00\u00a0€, échéance le 30/11/2026.');
  expect(
    world.rows(
      'select number, client_id, total_cents, issued_on, due_on, subject, penalty_rate, scenario, performed_on from invoice',
    ),
  ).toEqual([
    {
      number: 'F-9',
      client_id: 2,
      total_cents: 150_000,
      issued_on: '2026-09-16',
      due_on: '2026-11-30',
      subject: null,
      penalty_rate: null,
      scenario: 'doux',
      performed_on: '2026-09-01',
    },
  ]);
});

test.each([
  ['edit F-1', 'Rien à changer', 2],
  ['edit F-1 --montant 100', 'Le total ne peut pas être inférieur aux 200,00\u00a0€ déjà reçus', 1],
  ['edit F-1 --devise USD', 'ne change plus de devise', 1],
  ['edit F-1 --client Nour', 'ne change plus de client', 1],
  ['edit F-1 --numero F-2', 'La facture «\u00a0F-2\u00a0» est déjà enregistrée', 1],
  ['edit F-1 --echeance 14/09/2026', 'tombe avant l’émission', 2],
  ['edit F-1 --emise demain', 'est dans le futur', 2],
  ['edit F-1 --etape relance-1 --etape-le 20/11/2026', 'L’étape «\u00a0relance-1\u00a0» est déjà notée', 1],
])('%s is refused and changes nothing', async (line, sentence, code) => {
  const world = await invoiced();
  await world.ok('add --numero F-2 --client Nour --type particulier --montant 10');
  await world.ok('pay F-1 200');
  await world.ok('edit F-1 --etape relance-1 --etape-le 20/10/2026');
  const before = world.rows('select * from invoice');
  const { exitCode, stderr } = await world.relance(line);
  expect(stderr).toContain(sentence);
  expect(exitCode).toBe(code);
  expect(world.rows('select * from invoice')).toEqual(before);
  expect(world.rows('select step from step_mark')).toEqual([{ step: 'relance-1' }]);
});

test('a total lowered to what was received settles the invoice, raised it opens again', async () => {
  const world = await invoiced();
  await world.ok('pay F-1 200');
  const paid = await world.json<{ invoice: { state: string } }>('edit F-1 --montant 200');
  expect(paid.invoice.state).toBe('paid');
  const open = await world.json<{ invoice: { state: string } }>('edit F-1 --montant 300');
  expect(open.invoice.state).toBe('overdue');
});

test('a currency without the same decimals asks for the amount again', async () => {
  const world = await invoiced();
  expect((await world.relance('edit F-1 --devise JPY')).stderr).toContain('Il manque --montant, en JPY');
  await world.ok('edit F-1 --devise JPY --montant 90000');
  expect(world.rows('select currency, total_cents from invoice')).toEqual([
    { currency: 'JPY', total_cents: 90_000 },
  ]);
});

test('at the terminal Enter keeps what is there', async () => {
  const world = await invoiced();
  const { exitCode } = await world.atTerminal('edit F-1', [
    ['Numéro', '\r'],
    ['Montant', '\r'],
    ['Émise le', '\r'],
    ['Échéance le', '01/12/2026\r'],
    ['Objet', '\r'],
  ]);
  expect(exitCode).toBe(0);
  expect(world.rows('select number, total_cents, due_on, subject from invoice')).toEqual([
    { number: 'F-1', total_cents: 120_000, due_on: '2026-12-01', subject: 'Site' },
  ]);
});
