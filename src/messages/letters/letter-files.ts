import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LETTERS, type LetterKind } from '../../domain/law/letter.ts';
import { RelanceError } from '../../errors.ts';
import { withoutAccents } from '../../domain/typography.ts';

const safeName = (text: string): string =>
  withoutAccents(text)
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^[-.]+|-+$/g, '') || 'sans-numero';

/** `mise-en-demeure-2026-102.pdf`, in a folder where that name is free. */
export const freePath = (folder: string, base: string, extension: string): string => {
  for (let count = 1; ; count += 1) {
    const path = join(folder, `${base}${count === 1 ? '' : `-${count}`}.${extension}`);
    if (!existsSync(path)) return path;
  }
};

/** Name of a document about some invoices, without its extension. */
export const documentName = (kind: LetterKind | 'dossier', numbers: readonly string[]): string =>
  [
    kind === 'dossier' ? kind : LETTERS[kind].fileName,
    safeName(numbers[0] ?? ''),
    ...(numbers.length > 1 ? [`et-${numbers.length - 1}`] : []),
  ].join('-');

/** Makes a folder if it must. Throws RelanceError `unwritable-folder`. */
export const requireFolder = (folder: string): string => {
  const path = resolve(folder);
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || error.code === 'ENAMETOOLONG') throw error;
    throw new RelanceError(`Le dossier ${path} ne peut pas être créé (${String(error.code)})`, {
      code: 'unwritable-folder',
      hint: 'choisissez-en un autre avec --sortie',
    });
  }
  return path;
};

/** Bytes on the disk under a temporary name: the name that people see comes once the database knows. */
export const writeAside = (path: string, bytes: Uint8Array): (() => void) => {
  const aside = `${path}.partiel`;
  try {
    writeFileSync(aside, bytes, { mode: 0o600 });
  } catch (error) {
    rmSync(aside, { force: true });
    if (!(error instanceof Error && 'code' in error) || error.code === 'ENAMETOOLONG') throw error;
    throw new RelanceError(`Le document ne peut pas être écrit dans ${path} (${String(error.code)})`, {
      code: 'unwritable-folder',
      hint: 'choisissez un autre dossier avec --sortie',
    });
  }
  return () => {
    renameSync(aside, path);
  };
};
