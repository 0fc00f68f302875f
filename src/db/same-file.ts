import { statSync } from 'node:fs';
import { RelanceError } from '../errors.ts';
import type { Database } from './engine.ts';

const opened = new WeakMap<Database, { path: string; file: string | null }>();

/** Which file a path leads to. Never opened: closing a descriptor of the database would drop its locks. */
const identify = (path: string): string | null => {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}:${stat.ino}`;
};

/** Remembers which file was opened under its name. */
export const rememberFile = (db: Database, path: string): void => {
  opened.set(db, { path, file: identify(path) });
};

/** @throws RelanceError `database-replaced` when the name now leads elsewhere: what is written would be lost. */
export const requireSameFile = (db: Database): void => {
  const known = opened.get(db);
  if (known === undefined) return;
  const now = identify(known.path);
  if (now === known.file) return;
  throw new RelanceError(
    now === null
      ? `La base ${known.path} a été supprimée ou déplacée pendant l’envoi`
      : `La base ${known.path} a été remplacée par une autre pendant l’envoi`,
    {
      code: 'database-replaced',
      hint: 'remettez en place le bon fichier, puis : relance due',
    },
  );
};
