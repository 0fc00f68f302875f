import { createHash } from 'node:crypto';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { LocalDate } from '../../../domain/dates.ts';

/** A file of the archive; its bytes are read when their turn comes, and forgotten after. */
export interface ArchivedFile {
  path: string;
  parts: () => Iterable<Uint8Array>;
}

const SUMS = 'SHA256SUMS';
/** What does not shrink: it is stored as it is. */
const PACKED = /\.(?:pdf|png|jpe?g)$/i;

/** Writes a zip file by file, with a list of digests that `sha256sum -c SHA256SUMS` accepts. Same files and day, same bytes. */
export const writeArchive = (
  files: readonly ArchivedFile[],
  on: LocalDate,
  write: (bytes: Uint8Array) => void,
  progress: (done: number) => void,
): void => {
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    write(chunk);
  });
  const add = ({ path, parts }: ArchivedFile): string => {
    const entry = PACKED.test(path) ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 });
    entry.mtime = new Date(`${on}T12:00:00`);
    zip.add(entry);
    const digest = createHash('sha256');
    for (const part of parts()) {
      digest.update(part);
      entry.push(part);
    }
    entry.push(new Uint8Array(), true);
    return `${digest.digest('hex')}  ${path}\n`;
  };
  const sums: string[] = [];
  for (const file of files) {
    sums.push(add(file));
    progress(sums.length);
  }
  add({ path: SUMS, parts: () => [Buffer.from(sums.join(''))] });
  zip.end();
};
