import { existsSync, mkdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import type DatabaseConstructor from 'better-sqlite3';
import { RelanceError } from '../errors.ts';
import { codeOf, connect, createFile, loadEngine, type Database } from './engine.ts';
import { APPLICATION_ID, LONG_TIMEOUT_MS, migrate, type OpenOptions } from './migrate.ts';
import { beginRecording } from './recorded.ts';
import { rememberFile } from './same-file.ts';

export type { Database } from './engine.ts';

const BUSY_TIMEOUT_MS = 5000;
/** The least page of SQLite: it takes anything shorter for an empty database, and would write over it. */
const LEAST_BYTES = 512;

const PATH_HINT = 'vérifiez le chemin donné à --db ou RELANCE_DB';

const refuse = (message: string, hint: string, code: string): RelanceError =>
  new RelanceError(message, { hint, code });

const notADatabase = (path: string): RelanceError =>
  refuse(
    `${path} n’est pas une base de données de relance`,
    'indiquez le bon fichier avec --db',
    'not-a-database',
  );

/** The system names another file than the base, or a folder above it. */
export const isOfAnotherFile = (error: unknown, path: string): boolean => {
  if (!(error instanceof Error && 'path' in error)) return false;
  const named = String(error.path);
  return !named.startsWith(path) && !path.startsWith(named);
};

/** What a failure of the file itself means to its owner; null when it is a defect of ours, or another file's. */
export const translateFileError = (error: unknown, path: string): RelanceError | null => {
  if (isOfAnotherFile(error, path)) return null;
  const code = codeOf(error);
  if (code === 'SQLITE_NOTADB') return notADatabase(path);
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
  if (code === 'SQLITE_READONLY_DBMOVED')
    return refuse(
      `La base ${path} a été remplacée ou supprimée pendant le travail`,
      'remettez en place le bon fichier, puis recommencez',
      'database-replaced',
    );
  if (
    code.startsWith('SQLITE_READONLY') ||
    code === 'SQLITE_PERM' ||
    code === 'EACCES' ||
    code === 'EPERM' ||
    code === 'EROFS'
  )
    return refuse(
      `La base ${path} ne peut pas être modifiée : droits insuffisants ou support en lecture seule`,
      `vérifiez les droits du fichier et de son dossier : ls -l ${path}`,
      'read-only-database',
    );
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code.startsWith('SQLITE_IOERR'))
    return refuse(
      'Le disque est plein ou ne répond plus : rien n’a été enregistré',
      'libérez de la place, puis recommencez',
      'disk-full',
    );
  if (
    code === 'SQLITE_CANTOPEN' ||
    code === 'ENOTDIR' ||
    code === 'EISDIR' ||
    code === 'EEXIST' ||
    code === 'ENOENT'
  )
    return refuse(`La base ${path} ne peut pas être ouverte`, PATH_HINT, 'cannot-open');
  return null;
};

/** The disk or the file itself is at fault, not what was asked of it: whatever comes next would fail too. */
export const isStorageFault = (error: unknown): boolean =>
  codeOf(error) === 'database-replaced' ||
  /^(?:SQLITE_(?!CONSTRAINT|TOOBIG|MISMATCH|RANGE|ERROR)|ENOSPC$|EDQUOT$|EIO$|EROFS$)/.test(codeOf(error));

/** The base said no, whatever its reason: no defect of what asked. */
export const isOfBase = (error: unknown): boolean =>
  isStorageFault(error) || codeOf(error).startsWith('SQLITE_');

const refuseForeign = (db: Database, path: string): void => {
  const id = Number(db.pragma('application_id', { simple: true }));
  const isEmpty = db.prepare('select 1 from sqlite_schema limit 1').get() === undefined;
  if (id !== APPLICATION_ID && !isEmpty)
    throw new RelanceError(`${path} est la base d’un autre programme`, {
      code: 'not-a-database',
      hint: 'indiquez le bon fichier avec --db',
    });
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

const openWith = (path: string, options: OpenOptions, timeout: number): Database => {
  const db = connect(path, { timeout });
  try {
    db.exec('pragma foreign_keys = on; pragma synchronous = full; pragma recursive_triggers = on');
    refuseForeign(db, path);
    migrate(db, path, options);
    db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    keepStatements(db);
    rememberFile(db, path);
    beginRecording(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/** Another program is in the middle of a writing, such as a migration: SQLite keeps a journal beside the base meanwhile. */
const isBeingWritten = (error: unknown, path: string): boolean =>
  codeOf(error).startsWith('SQLITE_BUSY') && existsSync(`${realpathSync(path)}-journal`);

/** SQLite would cut it, and so open another file. */
const refusePath = (path: string): void => {
  if (path !== path.trimEnd())
    throw refuse('Le chemin de la base finit par une espace', PATH_HINT, 'cannot-open');
};

const missing = (path: string): RelanceError =>
  refuse(
    `La base ${path} n’existe pas`,
    'vérifiez ce chemin, et que son disque est monté ; pour commencer : relance init',
    'no-database',
  );

/** Null for a file that is missing, not for one that cannot be reached: `throwIfNoEntry` says no more which (Node 24, ENOTDIR). */
const findFile = (path: string): Stats | null => {
  try {
    return statSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
};

/** Opens the database and brings it up to date; one that is missing is made for its owner alone, or refused. */
export const openDatabase = (path: string, options: OpenOptions): Database => {
  refusePath(path);
  loadEngine();
  try {
    const file = findFile(path);
    if (!file) {
      if (!options.mayCreate) throw missing(path);
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      createFile(path);
    } else if (file.isFile() && file.size > 0 && file.size < LEAST_BYTES) throw notADatabase(path);
    try {
      return openWith(path, options, BUSY_TIMEOUT_MS);
    } catch (error) {
      if (!isBeingWritten(error, path)) throw error;
      return openWith(path, options, LONG_TIMEOUT_MS);
    }
  } catch (error) {
    if (codeOf(error) === 'ENAMETOOLONG')
      throw refuse('Le chemin de la base est trop long', PATH_HINT, 'cannot-open');
    throw translateFileError(error, path) ?? error;
  }
};

/** A refusal by the database whose message names this constraint, column or trigger. */
export const isConstraint = (error: unknown, name: string): boolean =>
  codeOf(error).startsWith('SQLITE_CONSTRAINT') && error instanceof Error && error.message.includes(name);
