import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { parseLine } from '../domain/text-input.ts';
import { quoted } from '../domain/typography.ts';
import { usageError } from '../errors.ts';

export interface AttachedFile {
  name: string;
  content: Buffer;
}

/** What a file given on the command line must be. */
interface Expected {
  flag: string;
  /** First bytes that tell its kind. */
  signatures: string[];
  /** « n’est pas … ». */
  kinds: string;
  hint: string;
  code: string;
}

/** Beyond it most mail servers refuse the message that would carry it. */
const MAX_BYTES = 20 * 1024 * 1024;
const PDF = '%PDF';
const IMAGES = ['\u0089PNG', '\u00ff\u00d8\u00ff'];

/** Reads a file whose size is looked at first. */
const readBounded = (path: string, most: number, refusal: (message: string) => Error): Buffer => {
  let size: number;
  let isOrdinary: boolean;
  try {
    const stat = statSync(path);
    ({ size } = stat);
    isOrdinary = stat.isFile();
    if (isOrdinary && size <= most) return readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : undefined;
    if (reason === 'ENOENT' || reason === 'ENOTDIR') throw refusal(`Le fichier ${quoted(path)} n’existe pas`);
    if (reason === 'EISDIR' || reason === 'EACCES' || reason === 'EPERM')
      throw refusal(`Le fichier ${quoted(path)} ne peut pas être lu`);
    throw error;
  }
  if (!isOrdinary) throw refusal(`Le fichier ${quoted(path)} ne peut pas être lu`);
  throw refusal(`Le fichier ${quoted(path)} dépasse ${Math.round(most / 1024 / 1024)} Mo`);
};

const readAttached = (path: string, { flag, signatures, kinds, hint, code }: Expected): AttachedFile => {
  const refuse = (message: string): never => {
    throw usageError(message, hint, code);
  };
  const content = readBounded(path, MAX_BYTES, (message) => usageError(message, hint, code));
  const head = content.subarray(0, 4).toString('latin1');
  if (!signatures.some((signature) => head.startsWith(signature)))
    return refuse(`Le fichier ${quoted(path)} n’est pas ${kinds}`);
  return { name: parseLine(basename(path), flag, 255), content };
};

/** @throws RelanceError `invalid-pdf` when the file is missing, too large or no PDF. */
export const readInvoicePdf = (path: string): AttachedFile =>
  readAttached(path, {
    flag: '--pdf',
    signatures: [PDF],
    kinds: 'un PDF',
    hint: 'indiquez le fichier PDF de la facture',
    code: 'invalid-pdf',
  });

/** Proof of deposit or of receipt: a PDF, or its photograph. Throws RelanceError `invalid-proof`. */
export const readProof = (path: string): AttachedFile =>
  readAttached(path, {
    flag: '--preuve',
    signatures: [PDF, ...IMAGES],
    kinds: 'un PDF, un PNG ou un JPEG',
    hint: 'indiquez le scan ou la photo du reçu',
    code: 'invalid-proof',
  });

/** Beyond it, a statement or an invoice is no such thing. */
const MOST_IMPORTED_BYTES = 50 * 1024 * 1024;

/** A file to import, whole. Throws RelanceError `unreadable-file`. */
export const readImportedFile = (path: string): Buffer =>
  readBounded(path, MOST_IMPORTED_BYTES, (message) =>
    usageError(message, 'vérifiez le nom du fichier', 'unreadable-file'),
  );

/** The first bytes of a file: what tells its kind. Throws RelanceError `unreadable-file`. */
export const readHead = (path: string, length: number): Buffer => {
  try {
    const file = openSync(path, 'r');
    try {
      const head = Buffer.alloc(length);
      return head.subarray(0, readSync(file, head, 0, length, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw usageError(
      `Le fichier ${quoted(path)} ne peut pas être lu`,
      'vérifiez le nom du fichier',
      'unreadable-file',
    );
  }
};
