import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { quoted } from '../../../domain/typography.ts';
import { usageError } from '../../../errors.ts';

const MOST_FILES = 20_000;
const KNOWN = /\.(?:pdf|xml|csv|txt|tsv)$/i;

/** The files that some paths name: themselves, or those of a folder, in the order of their names. */
export const importFiles = (paths: readonly string[]): string[] => {
  const files = paths.flatMap((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat)
      throw usageError(`Le fichier ${quoted(path)} n’existe pas`, 'vérifiez le nom', 'unreadable-file');
    if (stat.isFile()) return [path];
    if (!stat.isDirectory())
      throw usageError(
        `${quoted(path)} n’est ni un fichier ni un dossier`,
        'vérifiez le nom',
        'unreadable-file',
      );
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isFile() && KNOWN.test(entry.name) && !entry.name.startsWith('.'))
      .map(({ name }) => join(path, name))
      .toSorted();
  });
  if (files.length === 0)
    throw usageError('Aucun fichier à lire dans ce dossier', 'attendus : des PDF, XML ou CSV', 'no-file');
  if (files.length > MOST_FILES)
    throw usageError(`Plus de ${MOST_FILES} fichiers`, 'importez-les en plusieurs fois', 'too-many-files');
  return files;
};
