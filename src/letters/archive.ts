import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { LocalDate } from '../domain/dates.ts';
import { RelanceError } from '../errors.ts';

/** A file of the archive; its bytes are read when its turn comes, and forgotten after. */
export interface ArchivedFile {
  path: string;
  read: () => Uint8Array;
}

const SUMS = 'SHA256SUMS';
/** What does not shrink: it is stored as it is. */
const PACKED = /\.(?:pdf|png|jpe?g)$/i;

/**
 * Writes a zip file by file, with a list of digests that `sha256sum -c SHA256SUMS` accepts. Same files and day, same bytes.
 * @throws RelanceError `unwritable-folder`; nothing is left then
 */
export const writeArchive = (
  path: string,
  files: readonly ArchivedFile[],
  on: LocalDate,
  progress: (done: number) => void,
): { sha256: string; bytes: number } => {
  const aside = `${path}.partiel`;
  const digest = createHash('sha256');
  let bytes = 0;
  try {
    const output = openSync(aside, 'w', 0o600);
    try {
      const zip = new Zip((error, chunk) => {
        if (error) throw error;
        writeSync(output, chunk);
        digest.update(chunk);
        bytes += chunk.length;
      });
      const add = (name: string, content: Uint8Array): void => {
        const entry = PACKED.test(name) ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
        entry.mtime = new Date(`${on}T12:00:00`);
        zip.add(entry);
        entry.push(content, true);
      };
      const sums: string[] = [];
      for (const [index, file] of files.entries()) {
        const content = file.read();
        sums.push(`${createHash('sha256').update(content).digest('hex')}  ${file.path}\n`);
        add(file.path, content);
        progress(index + 1);
      }
      add(SUMS, Buffer.from(sums.join('')));
      zip.end();
      fsyncSync(output);
    } finally {
      closeSync(output);
    }
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
    throw new RelanceError(`L’archive ne peut pas être écrite dans ${path} (${error.code})`, {
      code: 'unwritable-folder',
      hint: 'choisissez un autre dossier avec --sortie',
    });
  }
  return { sha256: digest.digest('hex'), bytes };
};
