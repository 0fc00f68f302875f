import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { RelanceError } from '../../../errors.ts';

/** A file written part by part, under a temporary name until it is whole. */
export interface LargeFile {
  path: string;
  write: (bytes: Uint8Array) => void;
  /** Reads back what was written. */
  parts: () => Iterable<Uint8Array>;
  /** Waits until the disk has it. @returns the digest of the whole */
  finish: () => string;
  /** Gives it the name that people see. */
  publish: () => void;
}

/** A fault of the disk becomes RelanceError `unwritable-folder`. */
const onDisk = <T>(path: string, action: () => T): T => {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
    throw new RelanceError(`Le fichier ${path} ne peut pas être écrit (${error.code})`, {
      code: 'unwritable-folder',
      hint: 'choisissez un autre dossier avec --sortie',
    });
  }
};

const PART = 1024 * 1024;

function* partsOf(descriptor: number): Generator<Uint8Array> {
  for (let position = 0; ;) {
    const part = new Uint8Array(PART);
    const length = readSync(descriptor, part, 0, PART, position);
    if (length === 0) return;
    yield part.subarray(0, length);
    position += length;
  }
}

/** Opens a file for the time of a work; what was not published is erased. */
export const withLargeFile = async <T>(path: string, work: (file: LargeFile) => Promise<T>): Promise<T> => {
  const aside = `${path}.partiel`;
  const descriptor = onDisk(path, () => openSync(aside, 'w+', 0o600));
  const digest = createHash('sha256');
  try {
    return await work({
      path,
      write: (bytes) => {
        digest.update(bytes);
        onDisk(path, () => {
          for (let done = 0; done < bytes.length; done += writeSync(descriptor, bytes, done));
        });
      },
      parts: () => partsOf(descriptor),
      finish: () => {
        onDisk(path, () => {
          fsyncSync(descriptor);
        });
        return digest.digest('hex');
      },
      publish: () => {
        onDisk(path, () => {
          renameSync(aside, path);
        });
      },
    });
  } finally {
    closeSync(descriptor);
    rmSync(aside, { force: true });
  }
};
