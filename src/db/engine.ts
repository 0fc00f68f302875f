import { closeSync, existsSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type DatabaseConstructor from 'better-sqlite3';
import { RelanceError } from '../errors.ts';
import { inlinedEngines } from './inlined-engine.ts';

export type Database = DatabaseConstructor.Database;

/** Node-API of the binaries that better-sqlite3 13 carries: a Node that has an older one dies of loading them. */
const NODE_API_OF_13 = 10;
/** Compiled at installation, for the Node that installs it. */
const COMPILED = 'better-sqlite3';
const ENGINES =
  Number(process.versions['napi']) >= NODE_API_OF_13 ? ['better-sqlite3-13', COMPILED] : [COMPILED];

const engineError = (message: string, hint: string): RelanceError =>
  new RelanceError(`Le moteur de base de données ${message}`, { code: 'engine', hint });

const require = createRequire(import.meta.filename);

const findManifest = (name: string): string | null => {
  try {
    return require.resolve(`${name}/package.json`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
};

/** 12 is compiled at installation; 13 has a binary per platform, and finds its own. */
const findBinary = (folder: string): string | null => {
  const compiled = join(folder, 'build', 'Release', 'better_sqlite3.node');
  if (existsSync(compiled)) return compiled;
  const finder = join(folder, 'lib', 'binding.js');
  if (!existsSync(finder)) return null;
  return (require(finder) as { getPrebuildPath: () => string | null }).getPrebuildPath();
};

/** Tells a binary that does not load from a database that does not open. */
const checkBinary = (name: string, path: string): void => {
  try {
    require(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_DLOPEN_FAILED')) throw error;
    throw engineError(
      error.message.includes('NODE_MODULE_VERSION')
        ? 'est fait pour une autre version de Node'
        : `ne se charge pas : ${path} est abîmé ou d’une autre machine`,
      name === COMPILED ? 'npm rebuild better-sqlite3' : 'réinstallez relance',
    );
  }
};

type Engine = (path: string, options?: DatabaseConstructor.Options) => Database;

/**
 * Finds the engine that this Node can run; a machine where there is none hears why in one sentence. The inlined JavaScript
 * serves only beside the very version installed, whose binary it knows; naming that binary spares the search for it in a
 * dozen places.
 * @returns what opens a file
 */
const findEngine = (): Engine => {
  const installed = ENGINES.flatMap((name) => {
    const manifest = findManifest(name);
    return manifest ? [{ name, manifest, binary: findBinary(dirname(manifest)) }] : [];
  });
  if (installed.length === 0)
    throw engineError(
      'n’est pas installé',
      'réinstallez relance ; il y faut un compilateur C++ quand rien de prêt ne se télécharge',
    );
  const chosen = installed.find(({ binary }) => binary !== null);
  if (!chosen?.binary) throw engineError('n’est pas compilé', 'npm rebuild better-sqlite3');
  const { name, manifest, binary: nativeBinding } = chosen;
  checkBinary(name, nativeBinding);
  const { version } = require(manifest) as { version: string };
  const inlined = inlinedEngines[name];
  const Constructor =
    inlined?.version === version ? inlined.load() : (require(name) as typeof DatabaseConstructor);
  return (path, options) => new Constructor(path, { ...options, nativeBinding });
};

let engine: Engine | null = null;

/** Looked for once. @throws RelanceError `engine`, before any file is created */
export const loadEngine = (): Engine => (engine ??= findEngine());

/** A connection to a file that exists (`createFile` makes one), or to `:memory:`. */
export const connect = (path: string, options: { timeout?: number; readonly?: boolean } = {}): Database =>
  loadEngine()(path, { fileMustExist: path !== ':memory:', ...options });

/** A code of SQLite or of the system; '' when it has none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/**
 * An empty file for its owner alone: SQLite itself would let everybody read it. One that exists is never opened: to close
 * it again would drop all the locks that this process holds on it, those of SQLite included (POSIX, close(2)).
 */
export const createFile = (path: string): void => {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
};
