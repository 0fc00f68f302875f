import { expect, test } from 'vitest';
import { World } from '../helpers/world.ts';

test('without flag it prints the profile, or says that there is none', async () => {
  const world = new World('2026-11-23');
  world.createBase();
  expect(await world.ok('profil')).toBe('Votre profil est vide.\n→ relance init\n');
  expect(await world.json('profil')).toEqual({ creditor: null, testEmail: null });
  await world.ok('init --nom "Jeanne Petit"');
  expect(await world.ok('profil')).toContain('Jeanne Petit\n');
});

test('each flag changes its field alone, and an empty one erases', async () => {
  const world = new World('2026-11-23');
  await world.ok('init --nom "Jeanne Petit" --forme EI --bic bnpafrpp');
  await world.ok([
    'profil',
    '--taux',
    '10\u202f%',
    '--jours-feries',
    'Alsace-Moselle',
    '--minimum',
    '5',
    '--expediteur',
    '"Jeanne" <Jeanne@EXEMPLE.fr>',
    '--signature',
    'Jeanne\\nGraphiste',
    '--bic',
    '',
    '--penalites',
    'montant',
    '--tva',
    'franchise',
    '--pays',
    'Belgique',
    '--cp',
    '1000',
  ]);
  const { creditor } = await world.json<{ creditor: Record<string, unknown> }>('profil');
  expect(creditor).toMatchObject({
    name: 'Jeanne Petit',
    legalForm: 'EI',
    bic: null,
    penaltyRate: '1000',
    holidayZone: 'alsace-moselle',
    minimumCents: 500,
    sender: 'Jeanne <Jeanne@exemple.fr>',
    signature: 'Jeanne\nGraphiste',
    penalites: 'montant',
    vatRegime: 'franchise',
    country: 'BE',
    postalCode: '1000',
  });
});

test.each([
  ['bce', 'bce'],
  ['3X', '3x'],
  ['10', '1000'],
  ['12,15', '1215'],
  ['0.5 %', '50'],
])('--taux %s is stored as %s', async (typed, stored) => {
  const world = new World('2026-11-23');
  await world.ok(['init', '--nom', 'Jeanne', '--taux', typed]);
  expect(world.rows('select penalty_rate from creditor')).toEqual([{ penalty_rate: stored }]);
});

test('a first profile needs a name', async () => {
  const world = new World('2026-11-23');
  world.createBase();
  const { exitCode, stderr } = await world.relance('profil --email jeanne@exemple.fr');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('Il manque --nom');
});

test('a wrong IBAN changes nothing', async () => {
  const world = new World('2026-11-23');
  await world.ok('init --nom Jeanne --iban FR1420041010050500013M02606');
  const { exitCode } = await world.relance('profil --email j@exemple.fr --iban FR1420041010050500013M02607');
  expect(exitCode).toBe(2);
  expect(world.rows('select email, iban from creditor')).toEqual([
    { email: null, iban: 'FR1420041010050500013M02606' },
  ]);
});
