import { mkdirSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect, createFile } from '../../src/db/engine.ts';
import {
  isConstraint,
  isOfAnotherFile,
  isStorageFault,
  openDatabase,
  translateFileError,
  type Database,
} from '../../src/db/open.ts';
import { requireSameFile } from '../../src/db/same-file.ts';
import { aClient, NOW, refusal, TODAY } from '../helpers/base.ts';
import { MIGRATIONS } from '../helpers/migrations.ts';
import { World } from '../helpers/world.ts';

const open = (path: string, mayCreate = false): Database => {
  const db = openDatabase(path, { migrations: MIGRATIONS, now: NOW, mayCreate });
  onTestFinished(() => {
    db.close();
  });
  return db;
};

const failure = (code: string, path?: string): Error =>
  Object.assign(new Error('faute'), { code, ...(path !== undefined && { path }) });

const BASE = '/home/jeanne/relance.db';

describe('opening a base', () => {
  it('that is missing makes none, unless a person begins', () => {
    const path = join(new World(TODAY).home, 'loin', 'relance.db');
    expect(refusal(() => open(path))).toBe('no-database');
    expect(refusal(() => statSync(path))).toContain('ENOENT');
    expect(refusal(() => aClient(open(path, true)))).toBe('');
  });

  it.each<[string, (path: string) => void, boolean, string]>([
    ['is a folder', mkdirSync, true, 'cannot-open'],
    ['is empty', createFile, false, 'no-database'],
    ['is empty, for a person who begins', createFile, true, ''],
    ['holds a letter', (path) => writeFileSync(path, 'x'), true, 'not-a-database'],
    ['holds many', (path) => writeFileSync(path, 'x'.repeat(5000)), true, 'not-a-database'],
  ])('that %s', (_what, prepare, mayCreate, code) => {
    const { databasePath } = new World(TODAY);
    prepare(databasePath);
    expect(refusal(() => open(databasePath, mayCreate))).toBe(code);
  });

  it.each([
    ['ends with a space', ' '],
    ['is too long', 'x'.repeat(300)],
    ['leads under a file', '/relance.db'],
  ])('whose path %s is refused, and makes nothing', (_what, end) => {
    const world = new World(TODAY);
    createFile(world.databasePath);
    expect(refusal(() => open(`${world.databasePath}${end}`, true))).toBe('cannot-open');
    expect(readdirSync(world.home)).toEqual(['relance.db']);
  });

  it('of another program leaves its tables alone', () => {
    const { databasePath } = new World(TODAY);
    createFile(databasePath);
    const other = connect(databasePath);
    other.exec('create table bookmarks (url text)');
    other.close();
    expect(refusal(() => open(databasePath, true))).toBe('not-a-database');
    const again = connect(databasePath);
    onTestFinished(() => {
      again.close();
    });
    expect(again.prepare('select name from sqlite_schema').pluck().all()).toEqual(['bookmarks']);
  });

  it('cut short by a disk says that it is damaged', () => {
    const world = new World(TODAY);
    world.createBase();
    truncateSync(world.databasePath, 4096 * 3);
    expect(refusal(() => open(world.databasePath))).toBe('corrupt-database');
  });

  it('guards what it holds: references, triggers under a row replaced, each writing on the disk', () => {
    const world = new World(TODAY);
    world.createBase();
    const db = open(world.databasePath);
    const settings = ['foreign_keys', 'recursive_triggers', 'synchronous', 'busy_timeout'];
    expect(settings.map((name) => db.pragma(name, { simple: true }))).toEqual([1, 1, 2, 5000]);
  });
});

describe('a failure of the file', () => {
  it.each([
    ['SQLITE_NOTADB', 'not-a-database'],
    ['SQLITE_CORRUPT', 'corrupt-database'],
    ['SQLITE_CORRUPT_VTAB', 'corrupt-database'],
    ['SQLITE_BUSY', 'database-locked'],
    ['SQLITE_BUSY_SNAPSHOT', 'database-locked'],
    ['SQLITE_LOCKED', 'database-locked'],
    ['SQLITE_READONLY_DBMOVED', 'database-replaced'],
    ['SQLITE_READONLY', 'read-only-database'],
    ['SQLITE_READONLY_DIRECTORY', 'read-only-database'],
    ['EROFS', 'read-only-database'],
    ['EACCES', 'read-only-database'],
    ['SQLITE_FULL', 'disk-full'],
    ['SQLITE_IOERR_WRITE', 'disk-full'],
    ['ENOSPC', 'disk-full'],
    ['SQLITE_CANTOPEN', 'cannot-open'],
    ['ENOTDIR', 'cannot-open'],
    ['SQLITE_CONSTRAINT_UNIQUE', undefined],
    ['SQLITE_ERROR', undefined],
    ['ERR_INVALID_ARG_TYPE', undefined],
    ['', undefined],
  ])('%s is told as %s', (code, told) => {
    expect(translateFileError(failure(code), BASE)?.code).toBe(told);
  });

  it.each([
    ['the base', BASE, false],
    ['a file beside it that SQLite keeps', `${BASE}-journal`, false],
    ['its folder', '/home/jeanne', false],
    ['the PDF of an invoice', '/home/jeanne/F-1.pdf', true],
    ['no file', undefined, false],
  ])('that names %s', (_what, path, isOther) => {
    expect(isOfAnotherFile(failure('ENOSPC', path), BASE)).toBe(isOther);
    expect(translateFileError(failure('ENOSPC', path), BASE)?.code).toBe(isOther ? undefined : 'disk-full');
  });

  it.each([
    ['SQLITE_FULL', true],
    ['SQLITE_IOERR_FSYNC', true],
    ['SQLITE_CORRUPT', true],
    ['SQLITE_READONLY', true],
    ['SQLITE_BUSY', true],
    ['ENOSPC', true],
    ['EROFS', true],
    ['database-replaced', true],
    ['SQLITE_CONSTRAINT_CHECK', false],
    ['SQLITE_TOOBIG', false],
    ['SQLITE_ERROR', false],
    ['ENOENT', false],
    ['ENOSPCX', false],
    ['', false],
  ])('%s stops all that would come next: %s', (code, isFault) => {
    expect(isStorageFault(failure(code))).toBe(isFault);
  });

  it('is a constraint when SQLite says so, and names it', () => {
    const refused = Object.assign(new Error('UNIQUE constraint failed: invoice.number'), {
      code: 'SQLITE_CONSTRAINT_UNIQUE',
    });
    expect([isConstraint(refused, 'invoice.number'), isConstraint(refused, 'client.name')]).toEqual([
      true,
      false,
    ]);
    expect(isConstraint(new Error('invoice.number'), 'invoice.number')).toBe(false);
  });
});

const opened = (): { world: World; db: Database } => {
  const world = new World(TODAY);
  world.createBase();
  return { world, db: open(world.databasePath) };
};

describe('a base that was opened under a name', () => {
  it.each<[string, (world: World) => void, string]>([
    ['is still there', () => undefined, ''],
    [
      'was moved',
      ({ databasePath }) => renameSync(databasePath, `${databasePath}.ancien`),
      'database-replaced',
    ],
    ['was deleted', ({ databasePath }) => rmSync(databasePath), 'database-replaced'],
    [
      'was replaced by its copy',
      (world) => {
        renameSync(world.databasePath, `${world.databasePath}.ancien`);
        world.createBase();
      },
      'database-replaced',
    ],
  ])('%s', (_what, happen, code) => {
    const { world, db } = opened();
    happen(world);
    expect(refusal(() => requireSameFile(db))).toBe(code);
  });
});
