import { closeSync, fsyncSync, openSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RelanceError } from '../errors.ts';
import { codeOf, connect, createFile, type Database } from './engine.ts';

/** « rlnc », so that the database of another program is never migrated. */
export const APPLICATION_ID = 0x726c_6e63;
/** How long to wait for a program that writes: it may be migrating. */
export const LONG_TIMEOUT_MS = 60_000;

export interface OpenOptions {
  /** Folder of the numbered SQL migrations. */
  migrations: string;
  now: Date;
  /** Makes the database when there is none; otherwise that is a refusal: a path mistyped, a disk not mounted. */
  mayCreate: boolean;
}

interface Migration {
  version: number;
  path: string;
}

const migrationFiles = (folder: string): Migration[] =>
  readdirSync(folder)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .toSorted()
    .map((name) => ({ version: Number(name.slice(0, 4)), path: join(folder, name) }));

const versionOf = (db: Database): number => Number(db.pragma('user_version', { simple: true }));

const refuseNewer = (path: string, version: number, known: number): void => {
  if (version > known)
    throw new RelanceError(
      `La base ${path} vient d’une version plus récente de relance (${version}, connue ici : ${known})`,
      {
        code: 'database-newer',
        hint: 'mettez relance à jour : npm install --global relance@latest',
      },
    );
};

const emptyDatabase = (path: string): RelanceError =>
  new RelanceError(`La base ${path} est vide`, {
    code: 'no-database',
    hint: 'remettez votre sauvegarde à sa place ; pour recommencer sans elle : relance init',
  });

const sync = (path: string): void => {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

/** Makes a name last through a power cut, where the system lets a folder be opened (Windows does not). */
const syncFolder = (path: string): void => {
  try {
    sync(path);
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL'].includes(codeOf(error))) throw error;
  }
};

/**
 * Copies a base on which this process holds the lock of its writer. Through a second connection: SQLite knows the locks of
 * its own, while a file opened and closed beside it would drop them all.
 * @returns the copy's path
 */
const backUp = (path: string, version: number, now: Date): string => {
  const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
  const copy = `${path}.avant-migration-${version}-${stamp}`;
  const aside = `${path}.avant-migration.partiel`;
  try {
    rmSync(aside, { force: true });
    createFile(aside);
    const reader = connect(path, { readonly: true });
    try {
      reader.prepare('vacuum into ?').run(aside);
    } finally {
      reader.close();
    }
    sync(aside);
    renameSync(aside, copy);
    syncFolder(dirname(copy));
    return copy;
  } catch (error) {
    rmSync(aside, { force: true });
    if (codeOf(error) === '' || codeOf(error).startsWith('SQLITE_CORRUPT')) throw error;
    throw new RelanceError(
      `La base ${path} doit être mise à jour, et sa copie de sauvegarde ne peut pas être écrite : rien n’a été changé`,
      {
        code: 'backup-failed',
        hint: `libérez de la place dans ${dirname(path)}, ou vérifiez vos droits sur ce dossier, puis recommencez`,
      },
    );
  }
};

const play = (db: Database, files: readonly Migration[]): void => {
  for (const { version, path } of files) {
    db.exec(readFileSync(path, 'utf8'));
    db.pragma(`user_version = ${version}`);
  }
};

/** What a schema says, by object: neither the comments, nor the spaces and quotes that SQLite moves when it alters a table. */
const schemaOf = (db: Database): Map<string, string> =>
  new Map(
    db
      .prepare<[], { name: string; sql: string }>(
        "select name, sql from sqlite_schema where name not like 'sqlite\\_%' escape '\\'",
      )
      .all()
      .map(({ name, sql }) => [name, sql.replaceAll(/--.*$/gm, '').replaceAll(/[\s"]+/g, '')]),
  );

/** Refuses a base whose schema is not what the migrations make of an empty one: something else has changed it. */
const refuseOtherSchema = (db: Database, path: string, files: readonly Migration[]): void => {
  const model = connect(':memory:');
  play(model, files);
  const expected = schemaOf(model);
  model.close();
  const found = schemaOf(db);
  const other = [...new Set([...expected.keys(), ...found.keys()])].filter(
    (name) => expected.get(name) !== found.get(name),
  );
  if (other.length > 0)
    throw new RelanceError(
      `La base ${path} n’a pas la structure que cette version attend (${other.slice(0, 3).join(', ')}) : rien n’a été changé`,
      {
        code: 'other-schema',
        hint: 'reprenez votre dernière sauvegarde, ou défaites ce qu’un autre programme a changé dans la base',
      },
    );
};

/**
 * The schema was compared, and has not changed since: SQLite counts its changes (`schema_version`). On the way of every
 * start, so that nothing is read again, nor any digest computed, while nothing has moved.
 */
const isSealed = (db: Database): boolean => {
  try {
    return (
      db
        .prepare(
          'select 1 from schema_seal where cookie = (select schema_version from pragma_schema_version)',
        )
        .get() !== undefined
    );
  } catch (error) {
    // A base that has no seal yet.
    if (codeOf(error) !== 'SQLITE_ERROR') throw error;
    return false;
  }
};

const seal = (db: Database): void => {
  db.exec(
    'delete from schema_seal; insert into schema_seal select schema_version from pragma_schema_version',
  );
};

/** Plays what is missing, then makes sure that the base is what it should be, references included. */
const bringUpToDate = (db: Database, path: string, files: readonly Migration[]): void => {
  const from = versionOf(db);
  play(
    db,
    files.filter(({ version }) => version > from),
  );
  if (from > 0) refuseOtherSchema(db, path, files);
  if (db.prepare('select 1 from pragma_foreign_key_check').get() !== undefined)
    throw new RelanceError(`La base ${path} se contredit : rien n’a été changé`, {
      code: 'corrupt-database',
      hint: 'reprenez votre dernière sauvegarde de ce fichier',
    });
  seal(db);
  db.pragma(`application_id = ${APPLICATION_ID}`);
};

/** Brings a database up to date, after a copy of what it holds; one that is, and whose schema has not moved, is left alone. */
export const migrate = (db: Database, path: string, { migrations, now, mayCreate }: OpenOptions): void => {
  const files = migrationFiles(migrations);
  const known = files.at(-1)?.version ?? 0;
  const version = versionOf(db);
  refuseNewer(path, version, known);
  if (version === known && isSealed(db)) return;
  if (version === 0 && !mayCreate) throw emptyDatabase(path);
  let copy: string | null = null;
  // The version is read again by the one who may write: programs that start together migrate once.
  const update = db.transaction(() => {
    const from = versionOf(db);
    refuseNewer(path, from, known);
    if (from === known && isSealed(db)) return;
    if (from > 0 && from < known) copy = backUp(path, from, now);
    bringUpToDate(db, path, files);
  });
  db.pragma(`busy_timeout = ${LONG_TIMEOUT_MS}`);
  // A table is made anew under the references to it; SQLite only lets this be said outside a transaction.
  db.pragma('foreign_keys = off');
  try {
    update.immediate();
  } catch (error) {
    // Nothing was changed, and another start would leave another copy; unless the disk itself fails.
    if (copy !== null && !codeOf(error).startsWith('SQLITE_IOERR')) rmSync(copy, { force: true });
    throw error;
  } finally {
    db.pragma('foreign_keys = on');
  }
};
