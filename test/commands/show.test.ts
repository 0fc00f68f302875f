import { expect, test } from 'vitest';
import { displayWidth } from '../../src/domain/typography.ts';
import { World } from '../helpers/world.ts';

const ADD =
  'add --numero F-1 --client Dupont --type entreprise --email a@x.fr --montant 1200 --emise 15/09/2026';

test('the whole story: amounts, state, next step and why, exchanges, payments, steps, documents', async () => {
  const world = new World('2026-11-23');
  await world.ok(`${ADD} --objet "Refonte du site" --etape relance-1 --etape-le 20/10/2026`);
  await world.ok('pay F-1 200 --le 20/11/2026 --ref VIR42');
  await world.ok('skip F-1 --motif "le client paie demain"');
  await world.ok('log F-1 --canal telephone --issue message --note "rappelle lundi"');
  await world.ok('pause F-1 --jusqu-au 30/11/2026 --motif congés');
  const out = await world.ok('voir f-1');
  expect(out).toContain(
    'F-1  Dupont (entreprise)\nRefonte du site\nÉchue le 15/10/2026, depuis 39\u00a0jours. Émise le 15/09/2026.\n',
  );
  expect(out).toMatch(/Reçu +200,00\u00a0€\n +Reste dû +1\u202f000,00\u00a0€/);
  expect(out).toContain('Scénario standard.');
  expect(out).toContain('Suspendue\u00a0: en pause jusqu’au 30/11/2026 inclus (congés)');
  expect(out).toMatch(/n°\u00a01 {2}23\/11\/2026 {2}appel, /);
  expect(out).toContain('rappelle lundi');
  expect(out).toMatch(/n°\u00a01 {2}20\/11\/2026 {2}200,00\u00a0€ {2}virement, VIR42/);
  expect(out).toContain('20/10/2026  relance-1, déjà faite ailleurs');
  expect(out).toContain('passée\u00a0: le client paie demain');
  expect(out).toContain('→ relance why F-1');
});

test('--json carries the contract, and the steps not made by a contact', async () => {
  const world = new World('2026-11-23');
  await world.ok(`${ADD} --etape relance-1 --etape-le 20/10/2026`);
  const story = await world.json('show F-1');
  expect(Object.keys(story)).toEqual([
    'invoice',
    'contacts',
    'payments',
    'documents',
    'letters',
    'stepMarks',
  ]);
  expect(story['stepMarks']).toEqual([
    { kind: 'declared', step: 'relance-1', on: '2026-10-20', reason: null },
  ]);
});

test('--date does not see what came later', async () => {
  const world = new World('2026-11-23');
  await world.ok(ADD);
  await world.ok('pay F-1');
  const { invoice } = await world.json<{ invoice: Record<string, unknown> }>('show F-1 --date 22/11/2026');
  expect(invoice).toMatchObject({ state: 'overdue', paidCents: 0, remainingCents: 120_000, daysLate: 38 });
  expect((await world.json<{ invoice: unknown }>('show F-1')).invoice).toMatchObject({
    state: 'paid',
    nextStep: null,
  });
  const early = await world.relance('show F-1 --date 14/09/2026');
  expect(early.exitCode).toBe(1);
  expect(early.stderr).toContain('n’était pas encore émise le 14/09/2026');
});

test('show and why agree on the day when another invoice of the client goes first', async () => {
  const world = new World('2026-11-23');
  await world.ok(ADD);
  await world.ok('add --numero F-2 --client Dupont --montant 50 --emise 20/11/2026 --echeance 25/11/2026');
  for (const number of ['F-1', 'F-2']) {
    const { invoice } = await world.json<{ invoice: { nextStep: { on: string } | null } }>(`show ${number}`);
    const { decision } = await world.json<{ decision: { on: string } }>(`why ${number}`);
    expect(invoice.nextStep?.on).toBe(decision.on);
  }
});

test('an unknown or ambiguous number is refused', async () => {
  const world = new World('2026-11-23');
  await world.ok(ADD);
  await world.ok('add --numero F-2 --client Dupont --montant 50');
  expect((await world.relance('show Z')).stderr).toBe(
    'La facture «\u00a0Z\u00a0» n’existe pas\n→ relance list\n',
  );
  const { exitCode, stderr } = await world.relance('show F');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('désigne plusieurs factures');
});

test.each([60, 80])('nothing is wider than %i columns', async (columns) => {
  const world = new World('2026-11-23');
  const long = `🎉 \u202e${'é '.repeat(95)}`;
  await world.ok([
    'add',
    '--numero',
    'F-1',
    '--client',
    long,
    '--type',
    'public',
    '--montant',
    '12',
    '--objet',
    long,
  ]);
  await world.ok(['log', 'F-1', '--canal', 'telephone', '--note', 'mot '.repeat(2500)]);
  const { stdout } = await world.relance('show F-1', { columns });
  expect(stdout.split('\n').filter((line) => displayWidth(line) > columns)).toEqual([]);
});
