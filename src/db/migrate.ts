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

const migrationFiles = (folder: string): { version: number; path: string }[] =>
  readdirSync(folder)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .toSorted()
    .map((name) => ({ version: Number(name.slice(0, 4)), path: join(folder, name) }));

const versionOf = (db: Database): number => Number(db.pragma('user_version', { simple: true }));

const refuseNewer = (path: string, version: number, known: number): void => {
  if (version > known)
    throw new RelanceError(
      `La base ${path} vient d’une version plus récente de relance (${version}, connue ici\u00a0: ${known})`,
      {
        code: 'database-newer',
        hint: 'mettez relance à jour\u00a0: npm install --global relance@latest',
      },
    );
};

const emptyDatabase = (path: string): RelanceError =>
  new RelanceError(`La base ${path} est vide`, {
    code: 'no-database',
    hint: 'remettez votre sauvegarde à sa place\u00a0; pour recommencer sans elle\u00a0: relance init',
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
      `La base ${path} doit être mise à jour, et sa copie de sauvegarde ne peut pas être écrite\u00a0: rien n’a été changé`,
      {
        code: 'backup-failed',
        hint: `libérez de la place dans ${dirname(path)}, ou vérifiez vos droits sur ce dossier, puis recommencez`,
      },
    );
  }
};

/** Brings a database up to date, after a copy of what it holds. */
export const migrate = (db: Database, path: string, { migrations, now, mayCreate }: OpenOptions): void => {
  const files = migrationFiles(migrations);
  const known = files.at(-1)?.version ?? 0;
  const version = versionOf(db);
  refuseNewer(path, version, known);
  if (version === known) return;
  if (version === 0 && !mayCreate) throw emptyDatabase(path);
  let copy: string | null = null;
  // The version is read again by the one who may write: programs that start together migrate once, one after the copy.
  const update = db.transaction(() => {
    const from = versionOf(db);
    refuseNewer(path, from, known);
    if (from === known) return;
    if (from > 0) copy = backUp(path, from, now);
    for (const file of files.filter((candidate) => candidate.version > from)) {
      db.exec(readFileSync(file.path, 'utf8'));
      db.pragma(`user_version = ${file.version}`);
    }
    db.pragma(`application_id = ${APPLICATION_ID}`);
  });
  db.pragma(`busy_timeout = ${LONG_TIMEOUT_MS}`);
  try {
    update.immediate();
  } catch (error) {
    // Nothing was changed, and another start would leave another copy; unless the disk itself fails.
    if (copy !== null && !codeOf(error).startsWith('SQLITE_IOERR')) rmSync(copy, { force: true });
    throw error;
  }
};
