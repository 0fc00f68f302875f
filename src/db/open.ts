import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type DatabaseConstructor from 'better-sqlite3';
import { RelanceError } from '../errors.ts';
import { loadEngine, type Database } from './engine.ts';

export type { Database };

/** « rlnc », so that the database of another program is never migrated. */
const APPLICATION_ID = 0x726c_6e63;
const HEADER = 'SQLite format 3\0';
const BUSY_TIMEOUT_MS = 5000;

interface OpenOptions {
  /** Folder of the numbered SQL migrations. */
  migrations: string;
  now: Date;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const refuse = (message: string, hint: string, code: string): RelanceError =>
  new RelanceError(message, { hint, code });

/** What a failure of the file itself means to its owner; null when it is a defect of ours. */
export const translateFileError = (error: unknown, path: string): RelanceError | null => {
  const code = codeOf(error);
  if (code === 'SQLITE_NOTADB')
    return refuse(
      `${path} n’est pas une base de données de relance`,
      'indiquez le bon fichier avec --db',
      'not-a-database',
    );
  if (code.startsWith('SQLITE_CORRUPT'))
    return refuse(
      `La base ${path} est endommagée`,
      'reprenez votre dernière sauvegarde de ce fichier',
      'corrupt-database',
    );
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return refuse(
      `La base ${path} est occupée par un autre programme`,
      'fermez l’autre programme, puis recommencez',
      'database-locked',
    );
  if (
    code.startsWith('SQLITE_READONLY') ||
    code === 'SQLITE_PERM' ||
    code === 'EACCES' ||
    code === 'EPERM' ||
    code === 'EROFS'
  )
    return refuse(
      `La base ${path} ne peut pas être modifiée\u00a0: droits insuffisants ou support en lecture seule`,
      `vérifiez les droits du fichier et de son dossier\u00a0: ls -l ${path}`,
      'read-only-database',
    );
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code.startsWith('SQLITE_IOERR'))
    return refuse(
      'Le disque est plein ou ne répond plus\u00a0: rien n’a été enregistré',
      'libérez de la place, puis recommencez',
      'disk-full',
    );
  if (code === 'SQLITE_CANTOPEN' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ENOENT')
    return refuse(
      `La base ${path} ne peut pas être ouverte`,
      'vérifiez le chemin donné à --db ou RELANCE_DB',
      'cannot-open',
    );
  return null;
};

const migrationFiles = (folder: string): { version: number; path: string }[] =>
  readdirSync(folder)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .toSorted()
    .map((name) => ({ version: Number(name.slice(0, 4)), path: join(folder, name) }));

const versionOf = (db: Database): number => Number(db.pragma('user_version', { simple: true }));

const backUp = (path: string, version: number, now: Date): void => {
  const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
  const copy = `${path}.avant-migration-${version}-${stamp}`;
  copyFileSync(path, copy);
  chmodSync(copy, 0o600);
};

const migrate = (db: Database, path: string, { migrations, now }: OpenOptions): void => {
  const files = migrationFiles(migrations);
  const known = files.at(-1)?.version ?? 0;
  const version = versionOf(db);
  if (version === known) return;
  if (version > known)
    throw new RelanceError(
      `La base ${path} vient d’une version plus récente de relance (${version}, connue ici\u00a0: ${known})`,
      {
        code: 'database-newer',
        hint: 'mettez relance à jour\u00a0: npm install --global relance@latest',
      },
    );
  // Exclusive, and read again inside: two programs that start together migrate once, and nobody writes during the copy.
  db.transaction(() => {
    const from = versionOf(db);
    if (from > 0 && from < known) backUp(path, from, now);
    for (const file of files.filter((candidate) => candidate.version > from)) {
      db.exec(readFileSync(file.path, 'utf8'));
      db.pragma(`user_version = ${file.version}`);
    }
    db.pragma(`application_id = ${APPLICATION_ID}`);
  }).exclusive();
};

const refuseForeign = (db: Database, path: string): void => {
  const id = Number(db.pragma('application_id', { simple: true }));
  const isEmpty = db.prepare('select 1 from sqlite_schema limit 1').get() === undefined;
  if (id !== APPLICATION_ID && !isEmpty)
    throw new RelanceError(`${path} est la base d’un autre programme`, {
      code: 'not-a-database',
      hint: 'indiquez le bon fichier avec --db',
    });
};

/** The first bytes tell a text file from a database before SQLite writes anything beside it. */
const refuseNonDatabase = (path: string): void => {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(HEADER.length);
    const read = readSync(file, header, 0, HEADER.length, 0);
    if (read > 0 && header.toString('latin1') !== HEADER)
      throw new RelanceError(`${path} n’est pas une base de données de relance`, {
        code: 'not-a-database',
        hint: 'indiquez le bon fichier avec --db',
      });
  } finally {
    closeSync(file);
  }
};

/** Created for its owner alone: SQLite itself would let everybody read it. */
const createFile = (path: string): void => {
  const folder = dirname(path);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
};

/** A statement is compiled once per run: one message of a sending in ten was spent compiling them again. */
const keepStatements = (db: Database): void => {
  const statements = new Map<string, DatabaseConstructor.Statement>();
  const compile = db.prepare.bind(db) as (sql: string) => DatabaseConstructor.Statement;
  const prepare = (sql: string): DatabaseConstructor.Statement => {
    const statement = statements.get(sql) ?? compile(sql);
    statements.set(sql, statement);
    return statement;
  };
  db.prepare = prepare as Database['prepare'];
};

/** Opens the database, creates it for its owner alone when missing, and brings it up to date. */
export const openDatabase = (path: string, options: OpenOptions): Database => {
  const openFile = loadEngine();
  try {
    createFile(path);
    refuseNonDatabase(path);
    const db = openFile(path, { timeout: BUSY_TIMEOUT_MS });
    try {
      db.exec('pragma foreign_keys = on; pragma synchronous = full; pragma recursive_triggers = on');
      refuseForeign(db, path);
      migrate(db, path, options);
      keepStatements(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw translateFileError(error, path) ?? error;
  }
};

/** A refusal by the database whose message names this constraint, column or trigger. */
export const isConstraint = (error: unknown, name: string): boolean =>
  codeOf(error).startsWith('SQLITE_CONSTRAINT') && error instanceof Error && error.message.includes(name);
