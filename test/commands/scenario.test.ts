import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { TODAY, addClient, addInvoice, openBusiness } from '../helpers/claims.ts';
import { plain } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

const PACKAGED = join(import.meta.dirname, '..', '..', 'templates', 'scenarios');

const write = (world: World, file: string, text: string): string => {
  mkdirSync(join(world.home, 'scenarios'), { recursive: true });
  const path = join(world.home, 'scenarios', file);
  writeFileSync(path, text);
  return path;
};

const QUICK = `nom: vite
etapes:
  - { id: relance-1, jour: 1, canal: email, ton: rappel, modele: relance-1 }
`;

it('are listed, the user’s own too, without opening a database', async () => {
  const world = new World(TODAY);
  write(world, 'vite.yaml', QUICK);
  const lines = plain(await world.ok('scenario')).split('\n');
  expect(lines).toContain('standard  7 étapes, jusqu’à J+45');
  expect(lines).toContain('vite  1 étape, jusqu’à J+1, le vôtre');
  expect(await world.ok('scenarios liste')).toBe(await world.ok('scenario list'));
  expect(existsSync(world.databasePath)).toBe(false);
});

it('are shown as a timeline around the due date', async () => {
  const world = new World(TODAY);
  expect(plain(await world.ok('scenario show standard')).split('\n')).toEqual([
    'standard',
    'E-mails courtois puis fermes, un appel, puis la mise en demeure',
    '',
    '    J−5  e-mail             pre-echeance     ton service',
    '      J  échéance',
    '    J+3  e-mail             relance-1        ton courtoisie',
    '   J+10  e-mail             relance-2        ton rappel',
    '   J+17  appel              appel            ton fermeté',
    '   J+24  e-mail             dernier-rappel   ton dernier',
    '   J+32  mise en demeure    mise-en-demeure  ton dernier',
    '   J+45  remise du dossier  remise           ton dernier',
    '',
    'Au moins 3 jours entre deux e-mails ou SMS au même client.',
    'Les factures échues d’un client avancent ensemble quand leur étape viendrait',
    'dans les 10 jours.',
    '',
  ]);
});

it('are known to scripts', async () => {
  const world = new World(TODAY);
  expect(await world.json('scenario show doux')).toMatchObject({
    scenario: {
      name: 'doux',
      minGapDays: 3,
      groupingDays: 10,
      origin: 'packaged',
      steps: [
        { id: 'pre-echeance', day: -7, channel: 'email', tone: 'service', template: 'pre-echeance' },
        {},
        {},
        {},
        {},
      ],
    },
  });
  const { scenarios } = await world.json<{ scenarios: { name: string }[] }>('scenario');
  expect(scenarios.map(({ name }) => name)).toEqual([
    'standard',
    'telephone-d-abord',
    'courrier',
    'doux',
    'particulier',
    'secteur-public',
  ]);
});

it('a copy keeps the comments, bears its new name and can be followed', async () => {
  const world = new World(TODAY);
  const file = join(world.home, 'scenarios', 'grands-comptes.yaml');
  expect(await world.ok('scenario copier doux grands-comptes')).toBe(`${file}\n`);
  const original = readFileSync(join(PACKAGED, 'doux.yaml'), 'utf8');
  expect(readFileSync(file, 'utf8')).toBe(original.replace('nom: doux', 'nom: grands-comptes'));
  await openBusiness(world);
  addInvoice(world, addClient(world, 'Brun', { scenario: 'grands-comptes' }), 'B-1');
  expect(await world.json('why B-1')).toMatchObject({ decision: { step: 'relance-1', on: '2026-11-27' } });
});

it('a copy under its own name takes the place of the packaged one', async () => {
  const world = new World(TODAY);
  const file = (await world.ok('scenario copier doux')).trim();
  writeFileSync(file, readFileSync(file, 'utf8').replace('jour: 7,', 'jour: 9,'));
  expect(plain(await world.ok('scenario show doux'))).toContain('J+9  e-mail');
  const { exitCode, stderr } = await world.relance('scenario copier doux');
  expect([exitCode, plain(stderr).split('\n')[0]]).toEqual([1, `Vous avez déjà ce fichier : ${file}`]);
});

it.each([
  ['scenario show zut', 1, 'Le scénario « zut » n’existe pas'],
  ['scenario check zut', 1, 'Le scénario « zut » n’existe pas'],
  ['scenario copier zut', 1, 'Le scénario « zut » n’existe pas'],
  ['scenario copier doux ../zut', 2, '« ../zut » ne peut pas nommer un scénario'],
  ['scenario copier doux "Très doux"', 2, '« Très doux » ne peut pas nommer un scénario'],
])('%s is refused', async (line, exitCode, message) => {
  const world = new World(TODAY);
  const result = await world.relance(line);
  expect([result.exitCode, plain(result.stderr).split('\n')[0]]).toEqual([exitCode, message]);
  expect(existsSync(join(world.home, 'scenarios'))).toBe(false);
});

it('are all checked: none has a fault as it comes', async () => {
  const world = new World(TODAY);
  expect(plain(await world.ok('scenario check'))).toBe('6 scénarios vérifiés, aucune faute.\n');
  expect(plain(await world.ok('scenario check standard'))).toBe('1 scénario vérifié, aucune faute.\n');
});

it('a check says every fault, with file and line', async () => {
  const world = new World(TODAY);
  const wrong = write(
    world,
    'vite.yaml',
    QUICK.replace('canal: email', 'canal: pigeon').replace('jour: 1', 'jour: 0'),
  );
  const unread = write(world, 'autre.yml', QUICK);
  const { exitCode, stdout } = await world.relance('scenario check');
  expect([exitCode, plain(stdout).trimEnd().split('\n')]).toEqual([
    1,
    [
      `${wrong}, ligne 3 : le jour est un nombre entier de jours avant l’échéance (-5) ou après (3)`,
      `${wrong}, ligne 3 : le canal « pigeon » n’existe pas (attendus : email, telephone, sms, courrier, lrar, mise-en-demeure, remise)`,
      `${unread}, ligne 1 : ce fichier n’est pas lu : son nom doit finir par .yaml`,
      '3 fautes.',
    ],
  ]);
  expect((await world.relance('scenario check standard')).exitCode).toBe(0);
  expect(await world.json('scenario check vite')).toMatchObject({
    checked: ['vite'],
    faults: [
      { file: wrong, line: 3 },
      { file: wrong, line: 3 },
    ],
  });
});

describe('one with a fault', () => {
  const FAULT =
    'ligne 3 : le ton « fâché » n’existe pas (attendus : service, courtoisie, rappel, fermete, dernier)';
  let world: World;
  let file: string;

  beforeEach(async () => {
    world = new World(TODAY);
    await openBusiness(world);
    addInvoice(world, addClient(world, 'Petit'), 'F-1');
    file = write(world, 'vite.yaml', QUICK.replace('ton: rappel', 'ton: fâché'));
  });

  it.each(['due', 'matin', 'send --dry-run', 'why F-1', 'preview F-1', 'scenario'])(
    'that no open invoice follows is said, and %s goes on',
    async (line) => {
      const { exitCode, stdout, stderr } = await world.relance(line);
      expect([exitCode, plain(stderr)]).toEqual([0, `Attention : ${file}, ${FAULT}\n`]);
      expect(stdout).not.toBe('');
    },
  );

  it.each(['due', 'send --yes', 'why F-1', 'preview F-1'])(
    'that an open invoice follows is refused by %s, with its line',
    async (line) => {
      world.execute("update invoice set scenario = 'vite'");
      const { exitCode, stdout, stderr } = await world.relance(line);
      expect([exitCode, stdout, plain(stderr)]).toEqual([
        1,
        '',
        `${file}, ${FAULT}\n→ corrigez le fichier, puis : relance scenario check\n`,
      ]);
    },
  );

  it('never gives way to the packaged one that it replaces', async () => {
    const own = write(world, 'standard.yaml', 'nom: standard\n');
    const { exitCode, stderr } = await world.relance('due');
    expect([exitCode, plain(stderr)]).toEqual([1, expect.stringMatching(/^\S+standard\.yaml, ligne 1/)]);
    expect(stderr).toContain(own);
  });

  it('is refused where it is named', async () => {
    for (const line of [
      'scenario show vite',
      'edit F-1 --scenario vite',
      'client edit Petit --scenario vite',
    ])
      expect((await world.relance(line)).stderr, line).toContain('vite.yaml, ligne');
  });
});
