import { execFile } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { connect, createFile } from '../../src/db/engine.ts';
import { contentOf, copiesOf, shippedMigrations } from '../helpers/migrations.ts';
import { plain } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

const TODAY = '2026-11-23';
const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

const said = async (world: World, line = 'list'): Promise<[number, string]> => {
  const { exitCode, stdout, stderr } = await world.relance(line);
  expect(stdout).toBe('');
  return [exitCode, plain(stderr).split('\n')[0] ?? ''];
};

const bytesOf = (path: string): string => readFileSync(path).toString('latin1');

describe('a database that is not ours to use', () => {
  it('is newer than the program', async () => {
    const world = new World(TODAY);
    await world.ok('client add Petit --type entreprise');
    const db = connect(world.databasePath);
    db.pragma('user_version = 9999');
    db.close();
    const before = bytesOf(world.databasePath);
    expect(await said(world)).toEqual([
      1,
      `La base ${world.databasePath} vient d’une version plus récente de relance (9999, connue ici : ${shippedMigrations().length})`,
    ]);
    expect(bytesOf(world.databasePath)).toBe(before);
  });

  it.each([
    ['a text file', 'Chère Madame, voici vos factures.\n'.repeat(200)],
    ['a short file', 'x'],
    ['a picture', `\u0089PNG\r\n${'\0'.repeat(5000)}`],
  ])('is %s: refused, and left as it was', async (_, content) => {
    const world = new World(TODAY);
    writeFileSync(world.databasePath, content);
    expect(await said(world)).toEqual([1, `${world.databasePath} n’est pas une base de données de relance`]);
    expect(readFileSync(world.databasePath, 'utf8')).toBe(content);
  });

  it('belongs to another program', async () => {
    const world = new World(TODAY);
    createFile(world.databasePath);
    const db = connect(world.databasePath);
    db.exec('create table bookmarks (url text)');
    db.close();
    const before = bytesOf(world.databasePath);
    expect(await said(world)).toEqual([1, `${world.databasePath} est la base d’un autre programme`]);
    expect(bytesOf(world.databasePath)).toBe(before);
  });

  it('is damaged', async () => {
    const world = new World(TODAY);
    for (let index = 0; index < 40; index += 1)
      await world.ok([
        'client',
        'add',
        `Client ${index}`,
        '--type',
        'entreprise',
        '--note',
        'x'.repeat(4000),
      ]);
    const bytes = readFileSync(world.databasePath);
    bytes.fill(0x5a, 4096 * 3, bytes.length);
    writeFileSync(world.databasePath, bytes);
    const [exitCode, message] = await said(world, 'client list');
    expect(exitCode).toBe(1);
    expect(message).toBe(`La base ${world.databasePath} est endommagée`);
  });

  it('is a folder, or lies under a file', async () => {
    const world = new World(TODAY);
    mkdirSync(world.databasePath);
    expect(await said(world)).toEqual([1, `La base ${world.databasePath} ne peut pas être ouverte`]);
    const file = join(world.home, 'fichier');
    writeFileSync(file, '');
    const [exitCode] = await said(world, `list --db ${file}/relance.db`);
    expect(exitCode).toBe(1);
  });

  it('is held by another program', { timeout: 15_000 }, async () => {
    const world = new World(TODAY);
    await world.ok('client add Petit --type entreprise');
    const other = connect(world.databasePath);
    other.exec('begin exclusive');
    expect(await said(world)).toEqual([
      1,
      `La base ${world.databasePath} est occupée par un autre programme`,
    ]);
    other.exec('rollback');
    other.close();
    await world.ok('client list');
  });

  it.skipIf(process.getuid?.() === 0)(
    'cannot be written (not told to root, who may write everything)',
    async () => {
      const world = new World(TODAY);
      await world.ok('client add Petit --type entreprise');
      chmodSync(world.databasePath, 0o400);
      const [exitCode, message] = await said(world, 'client add Roux --type entreprise');
      expect([
        exitCode,
        message.startsWith(`La base ${world.databasePath} ne peut pas être modifiée`),
      ]).toEqual([1, true]);
    },
  );
});

describe('the file and its folder', () => {
  it('are for their owner alone, and a reading of the help makes none', async () => {
    const world = new World(TODAY);
    const home = join(world.home, 'loin', 'relance');
    world.env['RELANCE_HOME'] = home;
    await world.ok('due --help');
    await world.ok('--help');
    expect(() => statSync(home)).toThrow('ENOENT');
    await world.ok('client add Petit --type entreprise');
    expect(statSync(join(home, 'relance.db')).mode & 0o777).toBe(0o600);
    expect(statSync(home).mode & 0o777).toBe(0o700);
  });

  it('may be reached by a link', async () => {
    const world = new World(TODAY);
    await world.ok('client add Petit --type entreprise');
    const link = join(world.home, 'lien.db');
    symlinkSync(world.databasePath, link);
    expect(await world.ok(`client list --db ${link}`)).toContain('Petit');
  });

  it('are made once by two programs that start together', async () => {
    const world = new World(TODAY);
    const env = { PATH: process.env['PATH'] ?? '', RELANCE_HOME: world.home };
    const bin = join(ROOT, 'bin', 'relance.js');
    const add = (name: string) =>
      run(process.execPath, [bin, 'client', 'add', name, '--type', 'entreprise'], { env });
    await Promise.all(['A', 'B', 'C', 'D'].map(add));
    expect(world.rows('select name from client order by name')).toEqual(
      ['A', 'B', 'C', 'D'].map((name) => ({ name })),
    );
  });

  it('on a full disk, nothing is half written', async () => {
    const world = new World(TODAY);
    await world.ok('client add Petit --type entreprise');
    const size = statSync(world.databasePath).size;
    const pdf = join(world.home, 'facture.pdf');
    writeFileSync(pdf, `%PDF-1.4\n${'0'.repeat(3_000_000)}`);
    const bin = join(ROOT, 'bin', 'relance.js');
    // No file may grow beyond the database's own size plus a little: what a full disk answers, for one process.
    const limit = Math.ceil(size / 1024) + 64;
    const words = `add --numero F-1 --client Petit --montant 10 --pdf ${pdf}`;
    const command = `trap '' XFSZ; ulimit -f ${limit}; exec "${process.execPath}" "${bin}" ${words}`;
    const failure = await run('bash', ['--norc', '-c', command], {
      env: { PATH: process.env['PATH'] ?? '', RELANCE_HOME: world.home },
    }).catch((error: unknown) => error as { code: number; stderr: string });
    expect(failure).toMatchObject({ code: 1 });
    expect(plain(failure.stderr).split('\n')[0]).toBe(
      'Le disque est plein ou ne répond plus : rien n’a été enregistré',
    );
    expect(world.rows('select number from invoice')).toEqual([]);
    await world.ok('add --numero F-1 --client Petit --montant 10');
  });
});

/** As the first version left it: an invoice half paid and a credit note, in a world that has seen nothing else. */
const aged = (): World => {
  const world = new World(TODAY);
  createFile(world.databasePath);
  const db = connect(world.databasePath);
  db.exec(readFileSync(join(ROOT, 'migrations', '0001_init.sql'), 'utf8'));
  db.exec(`pragma user_version = 1; pragma application_id = 1919708771;
    insert into client (id, name, kind, recorded_at) values (1, 'Petit', 'entreprise', '2026-01-01T10:00:00.000Z');
    insert into invoice (id, number, client_id, issued_on, due_on, currency, total_cents, recorded_at)
      values (1, 'F-1', 1, '2026-03-16', '2026-04-15', 'EUR', 360000, '2026-03-16T10:00:00.000Z');
    insert into payment (invoice_id, received_on, amount_cents, kind, method, recorded_at)
      values (1, '2026-05-15', 150000, 'payment', 'transfer', '2026-05-15T10:00:00.000Z'),
        (1, '2026-06-01', 10000, 'credit-note', 'credit-note', '2026-06-01T10:00:00.000Z')`);
  db.close();
  return world;
};

describe('a database of the first version', () => {
  it('is copied, then brought up to date with all that it holds', async () => {
    const world = aged();
    const before = contentOf(world.databasePath);
    // The credit note, recorded without a day of its own, counts from the due date.
    expect(await world.json('interets F-1')).toMatchObject({
      remainingCents: 200_000,
      lines: [{ baseCents: 350_000 }, { baseCents: 200_000 }, { baseCents: 200_000 }],
    });
    const [copy = '', ...others] = copiesOf(world);
    expect(others).toEqual([]);
    expect(contentOf(copy)).toEqual(before);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    await world.ok('list');
    expect(copiesOf(world)).toEqual([copy]);
  });

  it('stays as it was when the new version cannot be made whole', async () => {
    const world = aged();
    const root = join(world.home, 'paquet');
    mkdirSync(join(root, 'migrations'), { recursive: true });
    writeFileSync(join(root, 'package.json'), readFileSync(join(ROOT, 'package.json')));
    for (const name of readdirSync(join(ROOT, 'migrations')))
      writeFileSync(join(root, 'migrations', name), readFileSync(join(ROOT, 'migrations', name)));
    writeFileSync(
      join(root, 'migrations', '9999_fautive.sql'),
      'create table moitie (id integer); select faute;',
    );
    expect((await world.relance('list', { packageRoot: root })).exitCode).toBe(1);
    expect(world.rows('pragma user_version')).toEqual([{ user_version: 1 }]);
    expect(world.rows("select name from sqlite_schema where name in ('moitie', 'waiver')")).toEqual([]);
    expect(world.rows('select count(*) payments from payment')).toEqual([{ payments: 2 }]);
    // Each start would leave one more.
    expect(copiesOf(world)).toEqual([]);
  });
});
