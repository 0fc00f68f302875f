import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { World } from '../helpers/world.ts';

const IBAN = 'FR1420041010050500013M02606';

const answers = (confirmation: string): [string | RegExp, string][] => [
  ['Votre nom', 'Jeanne Petit\r'],
  ['Forme juridique', '\r'],
  ['SIRET', '732 829 320 00074\r'],
  ['Adresse, sans', '3 rue du Four\r'],
  ['Code postal', '75006\r'],
  ['Ville', 'Paris\r'],
  ['Adresse e-mail', 'jeanne@exemple.fr\r'],
  ['Téléphone', '0612345678\r'],
  ['IBAN', `${IBAN.slice(0, -1)}7\r`],
  [/pas\s+valide/, '\u007F6\r'],
  ['BIC', '\r'],
  ['Régime de TVA', '\r'],
  ['Taux de pénalité', '\r'],
  ['Enregistrer ce profil', `${confirmation}\r`],
];

test('flags create the home, the database for its owner alone, and the profile', async () => {
  const world = World.bare('2026-11-23');
  world.env['RELANCE_HOME'] = join(world.home, 'neuf');
  const out = await world.ok(`init --nom "Jeanne Petit" --forme EI --email jeanne@exemple.fr --iban ${IBAN}`);
  expect(out).toContain('relance mail jeanne@exemple.fr');
  expect(out).toContain('À compléter\u00a0: votre SIRET, votre adresse  → relance profil --siret');
  expect(statSync(join(world.home, 'neuf')).mode & 0o777).toBe(0o700);
  expect(statSync(join(world.home, 'neuf', 'relance.db')).mode & 0o777).toBe(0o600);
});

test('the home is created even when the database is elsewhere', async () => {
  const world = World.bare('2026-11-23');
  world.env['RELANCE_HOME'] = join(world.home, 'neuf');
  await world.ok(['init', '--nom', 'Jeanne', '--db', join(world.home, 'ailleurs.db')]);
  expect(existsSync(join(world.home, 'neuf'))).toBe(true);
  expect(existsSync(join(world.home, 'neuf', 'relance.db'))).toBe(false);
});

test('without a terminal the missing name is named and nothing is created', async () => {
  const world = World.bare('2026-11-23');
  const { exitCode, stderr } = await world.relance(`init --iban ${IBAN}`);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('Il manque --nom');
  expect(existsSync(world.databasePath)).toBe(false);
});

test.each([
  [`--iban ${IBAN.slice(0, -1)}7`, 'sa clé de contrôle est fausse'],
  [
    '--siret 73282932000075',
    'Votre SIRET «\u00a073282932000075\u00a0» n’est pas valide\u00a0: sa clé de contrôle est fausse',
  ],
  ['--siret 732829320', 'il doit avoir 14 chiffres'],
  ['--bic ABC', 'Le BIC «\u00a0ABC\u00a0» n’est pas valide'],
  ['--cp 7500', 'n’a pas cinq chiffres'],
  ['--pays Syldavie', 'Le pays «\u00a0Syldavie\u00a0» n’est pas connu'],
  ['--tva oui', '--tva ne connaît pas «\u00a0oui\u00a0»'],
  ['--taux 101', 'n’est pas entre 0 et 100\u202f%'],
  ['--taux 1,234', 'a plus de deux décimales'],
  ['--expediteur "Jeanne <jeanne>"', 'n’est pas valide'],
  ['--jours-feries lune', '--jours-feries ne connaît pas «\u00a0lune\u00a0»'],
])('init %s is refused in one sentence, and nothing is written', async (flags, sentence) => {
  const world = World.bare('2026-11-23');
  const { exitCode, stderr } = await world.relance(`init --nom Jeanne ${flags}`);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(sentence);
  expect(existsSync(world.databasePath)).toBe(false);
});

test('the wizard checks each answer as it is typed, shows the whole, then writes', async () => {
  const world = World.bare('2026-11-23');
  const { exitCode, screen, stdout } = await world.atTerminal('init', [
    ...answers(''),
    ['Régler maintenant votre messagerie', 'n\r'],
  ]);
  expect(exitCode).toBe(0);
  expect(screen).toContain('Enregistrer ce profil');
  expect(stdout).toContain('→ relance mail jeanne@exemple.fr');
  expect(stdout.indexOf('SIRET')).toBeLessThan(stdout.indexOf('Profil enregistré'));
  expect(
    world.rows('select name, legal_form, siret, iban, phone, vat_regime, penalty_rate from creditor'),
  ).toEqual([
    {
      name: 'Jeanne Petit',
      legal_form: 'EI',
      siret: '73282932000074',
      iban: IBAN,
      phone: '06 12 34 56 78',
      vat_regime: 'assujetti',
      penalty_rate: null,
    },
  ]);
});

test('a profile refused at the end leaves no file', async () => {
  const world = World.bare('2026-11-23');
  const { exitCode, stderr } = await world.atTerminal('initialiser', answers('n'));
  expect(exitCode).toBe(130);
  expect(stderr).toContain('Abandonné\u00a0: rien n’a été enregistré');
  expect(existsSync(world.databasePath)).toBe(false);
});
