import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connect, createFile } from '../../src/db/engine.ts';
import { plain } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

const TODAY = '2026-11-23';

/** A line of each kind that reads or changes what a base must already hold. */
const LINES = [
  'due',
  'due --json',
  'matin --json',
  'list',
  'show F-1',
  'why F-1',
  'preview F-1',
  'send --yes',
  'send --dry-run',
  'send F-1 --modele facture --yes',
  'resolve 1 --parti',
  'call F-1 --issue message',
  'sms F-1',
  'log F-1 --canal telephone',
  'pay F-1 100',
  'edit F-1 --montant 100',
  'cancel F-1 --motif erreur',
  'promise F-1 30/11',
  'pause F-1 --jusqu-au 30/11 --motif attente',
  'resume F-1',
  'dispute F-1 --motif malfaçon',
  'skip F-1 --motif vu',
  'client list',
  'client show Petit',
  'client edit Petit --email a@b.example',
  'client checklist Petit',
  'client signal Petit --signe autre-societe',
  'bank list',
  'profil',
  'profil --nom "Jeanne Martin"',
  'interets F-1',
  'taux add bce --du 2026-01-01 --valeur 2,15',
  'prescription F-1',
  'procedure Petit --type liquidation --jugement 2026-11-01',
  'lettre F-1',
  'mise-en-demeure F-1',
  'plan F-1 --mensualites 3 --premiere 2026-12-01',
  'injonction F-1',
  'dossier F-1',
  'declaration Petit --adresse "3 rue du Palais, 33000 BORDEAUX"',
  'duplicata F-1',
  'stats',
];

interface Refusal {
  error: { code: string; message: string; hint: string };
}

/** `[exit code, message, hint]`, on screen or as a document. */
const refusal = async (world: World, line: string): Promise<[number, string, string]> => {
  const { exitCode, stdout, stderr } = await world.relance(line);
  if (line.endsWith('--json')) {
    const { error } = JSON.parse(stdout) as Refusal;
    return [error.code === 'no-database' ? exitCode : -1, plain(error.message), plain(`→ ${error.hint}`)];
  }
  const [message = '', hint = ''] = plain(stderr).split('\n');
  return [stdout === '' ? exitCode : -1, message, hint];
};

describe('without a base', () => {
  it.each(LINES)('%s is refused, and makes none', async (line) => {
    const world = World.bare(TODAY);
    expect(await refusal(world, line)).toEqual([
      1,
      `La base ${world.databasePath} n’existe pas`,
      '→ vérifiez ce chemin, et que son disque est monté ; pour commencer : relance init',
    ]);
    expect(readdirSync(world.home)).toEqual([]);
  });

  it.each([
    'init --nom "Jeanne Martin"',
    'client add Petit --type entreprise',
    'add --numero F-1 --client Petit --type entreprise --montant 100',
  ])('%s makes it, for its owner alone', async (line) => {
    const world = World.bare(TODAY);
    await world.ok(line);
    expect(existsSync(world.databasePath)).toBe(true);
    await world.ok('list');
  });

  it('import makes it', async () => {
    const world = World.bare(TODAY);
    const file = join(world.home, 'export.csv');
    writeFileSync(file, 'Numéro;Client;Date;Échéance;Montant TTC\nF-1;Petit;01/10/2026;31/10/2026;120,00\n');
    await world.ok(['import', file, '--type', 'entreprise', '--yes']);
    expect(world.rows('select number from invoice')).toEqual([{ number: 'F-1' }]);
  });

  it('the demonstration plays in a folder of its own', async () => {
    const world = World.bare(TODAY);
    const folder = join(world.home, 'demo');
    await world.ok(['demo', '--dossier', folder]);
    expect([existsSync(world.databasePath), existsSync(join(folder, 'relance.db'))]).toEqual([false, true]);
  });

  it('what needs no base does without', async () => {
    const world = World.bare(TODAY);
    for (const line of ['--help', 'due --help', 'client add --help', 'scenario list', 'templates list'])
      await world.ok(line);
    expect(readdirSync(world.home)).toEqual([]);
  });
});

describe('a base that is not where it is said to be', () => {
  it.each(['due', 'matin', '', 'send --yes', 'list'])(
    '--db with a typing slip: « %s » is refused',
    async (line) => {
      const world = World.bare(TODAY);
      await world.ok('client add Petit --type entreprise');
      const slip = join(world.home, 'relanse.db');
      expect(await refusal(world, `${line} --db ${slip}`)).toEqual([
        1,
        `La base ${slip} n’existe pas`,
        '→ vérifiez ce chemin, et que son disque est monté ; pour commencer : relance init',
      ]);
      world.env['RELANCE_DB'] = slip;
      expect((await refusal(world, line)).slice(0, 2)).toEqual([1, `La base ${slip} n’existe pas`]);
      expect(existsSync(slip)).toBe(false);
    },
  );

  it('lies on a disk that is not mounted', async () => {
    const world = World.bare(TODAY);
    world.env['RELANCE_DB'] = join(world.home, 'cle-usb', 'relance.db');
    for (const line of ['due', 'send --yes', 'pay F-1'])
      expect((await refusal(world, line)).slice(0, 2)).toEqual([
        1,
        `La base ${world.env['RELANCE_DB']} n’existe pas`,
      ]);
    expect(readdirSync(world.home)).toEqual([]);
  });

  it.each([
    ['a file of 0 bytes', ''],
    ['a database without a table', null],
  ])('is empty: %s', async (_, content) => {
    const world = World.bare(TODAY);
    if (content === null) {
      createFile(world.databasePath);
      const db = connect(world.databasePath);
      db.exec('vacuum');
      db.close();
    } else writeFileSync(world.databasePath, content);
    const before = readFileSync(world.databasePath);
    for (const line of ['due', 'matin', '', 'send --yes', 'pay F-1'])
      expect(await refusal(world, line)).toEqual([
        1,
        `La base ${world.databasePath} est vide`,
        '→ remettez votre sauvegarde à sa place ; pour recommencer sans elle : relance init',
      ]);
    expect(readFileSync(world.databasePath).equals(before)).toBe(true);
    await world.ok('init --nom "Jeanne Martin"');
    await world.ok('due');
  });

  it.each([
    ['is a folder', (home: string) => home, 'ne peut pas être ouverte'],
    ['is too long', (home: string) => join(home, 'x'.repeat(5000)), 'Le chemin de la base est trop long'],
    [
      'is too long for SQLite',
      (home: string) => join(home, ...Array.from({ length: 4 }, () => 'x'.repeat(200)), 'x.db'),
      '',
    ],
    ['ends with a space', (home: string) => join(home, 'a.db '), 'Le chemin de la base finit par une espace'],
  ])('%s: said in a sentence, by what reads and by what creates', async (_, path, words) => {
    const world = World.bare(TODAY);
    for (const argv of [
      ['due'],
      ['client', 'add', 'Petit', '--type', 'entreprise'],
      ['init', '--nom', 'Jeanne'],
    ]) {
      const { exitCode, stdout, stderr } = await world.relance([...argv, '--db', path(world.home)]);
      expect([exitCode, stdout]).toEqual([1, '']);
      expect(stderr).toContain(words);
      expect(stderr).not.toContain('Défaut');
      expect(stderr.split('\n')).toHaveLength(3);
    }
  });

  it('lies in a home that is a file', async () => {
    const world = World.bare(TODAY);
    const file = join(world.home, 'fichier');
    writeFileSync(file, '');
    world.env['RELANCE_HOME'] = file;
    for (const line of ['due', 'init --nom Jeanne', 'client add Petit --type entreprise']) {
      const { exitCode, stderr } = await world.relance(line);
      expect([exitCode, stderr.includes('Défaut')]).toEqual([1, false]);
    }
  });
});

describe('the morning view', () => {
  it('welcomes who never created anything, and makes no file', async () => {
    const world = World.bare(TODAY);
    expect(await world.ok('')).toContain('relance init');
    expect(await world.ok('matin')).toBe(await world.ok(''));
    expect(readdirSync(world.home)).toEqual([]);
    // Settings written first do not make a base that was lost.
    writeFileSync(join(world.home, '.env'), 'NO_COLOR=1\n');
    await world.ok('');
    world.env['RELANCE_HOME'] = join(world.home, 'absent');
    await world.ok('');
    expect(existsSync(join(world.home, 'absent'))).toBe(false);
  });

  it('does not take a base that is gone for a beginning', async () => {
    const world = World.bare(TODAY);
    mkdirSync(world.home, { recursive: true });
    writeFileSync(`${world.databasePath}.envoi`, '');
    expect((await refusal(world, '')).slice(0, 2)).toEqual([1, `La base ${world.databasePath} n’existe pas`]);
  });
});

describe('send', () => {
  it.each(['send --yes', 'send --dry-run', 'send --yes --brouillons dossier'])(
    'without a profile is refused, also when nothing is due: %s',
    async (line) => {
      const world = World.bare(TODAY);
      await world.ok('client add Petit --type entreprise');
      const { exitCode, stdout, stderr } = await world.relance(line);
      expect([exitCode, stdout]).toEqual([1, '']);
      expect(plain(stderr)).toBe(
        'Dites d’abord qui vous êtes : vos messages doivent être signés\n→ relance init\n',
      );
    },
  );
});
