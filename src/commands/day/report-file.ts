import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { RelanceError } from '../../errors.ts';

/**
 * Writes a report whole or not at all, for its owner alone. It replaces a former report, and nothing else: a file of another kind
 * (the database, an invoice) is refused. Returns the full path.
 * @throws RelanceError `not-a-report`, `unwritable-file`
 */
export const writeReport = (file: string, text: string, extension: '.html' | '.csv' | '.ics'): string => {
  const path = resolve(file);
  if (existsSync(path) && extname(path).toLowerCase() !== extension)
    throw new RelanceError(`${path} existe déjà, et ce n’est pas un fichier ${extension}`, {
      code: 'not-a-report',
      hint: `choisissez un nom qui finit par ${extension}`,
    });
  const aside = `${path}.partiel`;
  try {
    // A file left by a crash would keep its own rights.
    rmSync(aside, { force: true });
    writeFileSync(aside, text, { flag: 'wx', mode: 0o600 });
    renameSync(aside, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || error.code === 'ENAMETOOLONG') throw error;
    throw new RelanceError(`${path} ne peut pas être écrit (${String(error.code)})`, {
      code: 'unwritable-file',
      hint: 'choisissez un autre dossier, ou vérifiez ses droits',
    });
  }
  return path;
};
