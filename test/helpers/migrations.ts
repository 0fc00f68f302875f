import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, createFile } from '../../src/db/engine.ts';
import type { World } from './world.ts';

const ROOT = join(import.meta.dirname, '..', '..');
export const MIGRATIONS = join(ROOT, 'migrations');

/** The migrations as they are shipped, in order. */
export const shippedMigrations = (): { name: string; sql: string }[] =>
  readdirSync(MIGRATIONS)
    .toSorted()
    .map((name) => ({ name, sql: readFileSync(join(MIGRATIONS, name), 'utf8') }));

const SEED = `pragma application_id = 1919708771;
  insert into client (id, name, kind, recorded_at) values (1, 'Petit', 'entreprise', '2026-01-01T10:00:00.000Z');
  insert into invoice (id, number, client_id, issued_on, due_on, currency, total_cents, recorded_at)
    values (1, 'F-1', 1, '2026-03-16', '2026-04-15', 'EUR', 360000, '2026-03-16T10:00:00.000Z');`;

/** Writes the base of a world as some migrations leave it, with a client and an invoice. */
export const writeBase = (world: World, migrations: string[], sql = ''): void => {
  createFile(world.databasePath);
  const db = connect(world.databasePath);
  for (const migration of migrations) db.exec(migration);
  db.pragma(`user_version = ${migrations.length}`);
  db.exec(`${SEED}${sql}`);
  db.close();
};

/** A package with one migration more than the shipped ones. */
export const packageWith = (world: World, name: string, sql: string): string => {
  const root = join(world.home, 'paquet');
  mkdirSync(root, { recursive: true });
  for (const part of ['package.json', 'migrations', 'templates'])
    cpSync(join(ROOT, part), join(root, part), { recursive: true });
  writeFileSync(join(root, 'migrations', name), sql);
  return root;
};

/** The copies that migrations left beside the base. */
export const copiesOf = (world: World): string[] =>
  readdirSync(world.home)
    .filter((name) => name.includes('avant-migration'))
    .map((name) => join(world.home, name));

/** What a base says of itself: sound or not, and its version. */
export const stateOf = (path: string): { integrity: unknown; version: unknown } => {
  const db = connect(path, { readonly: true });
  try {
    return {
      integrity: db.pragma('integrity_check', { simple: true }),
      version: db.pragma('user_version', { simple: true }),
    };
  } finally {
    db.close();
  }
};

/** All that a base holds, whatever the order of its pages: what it says of itself, its schema, each row of each table. */
export const contentOf = (path: string): unknown => {
  const db = connect(path, { readonly: true });
  try {
    const schema = db
      .prepare<[], { type: string; name: string }>(
        'select type, name, tbl_name, sql from sqlite_schema order by type, name',
      )
      .all();
    return {
      state: stateOf(path),
      id: db.pragma('application_id', { simple: true }),
      schema,
      rows: schema
        .filter(({ type }) => type === 'table')
        .map(({ name }) => [name, db.prepare(`select * from ${name} order by 1`).raw().all()]),
    };
  } finally {
    db.close();
  }
};
