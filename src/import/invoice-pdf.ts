import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { parseLine } from '../domain/text-input.ts';
import { quoted } from '../domain/typography.ts';
import { usageError } from '../errors.ts';

export interface InvoicePdf {
  name: string;
  content: Buffer;
}

/** Beyond it most mail servers refuse the message that would carry it. */
const MAX_BYTES = 20 * 1024 * 1024;
const HEADER = '%PDF';

const refuse = (message: string): never => {
  throw usageError(message, 'indiquez le fichier PDF de la facture', 'invalid-pdf');
};

/** @throws RelanceError `invalid-pdf` when the file is missing, too large or no PDF. */
export const readInvoicePdf = (path: string): InvoicePdf => {
  let content: Buffer;
  try {
    const { size } = statSync(path);
    if (size > MAX_BYTES) return refuse(`Le fichier ${quoted(path)} dépasse 20\u00a0Mo`);
    content = readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return refuse(`Le fichier ${quoted(path)} n’existe pas`);
    if (code === 'EISDIR' || code === 'EACCES' || code === 'EPERM')
      return refuse(`Le fichier ${quoted(path)} ne peut pas être lu`);
    throw error;
  }
  if (content.subarray(0, HEADER.length).toString('latin1') !== HEADER)
    return refuse(`Le fichier ${quoted(path)} n’est pas un PDF`);
  return { name: parseLine(basename(path), '--pdf', 255), content };
};
