import { at, type Node } from '../xml.ts';
import { buildEInvoice } from './build.ts';
import { chooseInvoice } from './choice.ts';
import { readCii } from './cii.ts';
import { otherDocument } from './other-documents.ts';
import { xmlAttachments } from './pdf-attachment.ts';
import type { RawInvoice } from './raw.ts';
import { refuseFile } from './refusal.ts';
import type { EInvoice } from './einvoice-types.ts';
import { readUbl } from './ubl.ts';
import { looksLikeXml, readXml } from './einvoice-xml.ts';

/**
 * A file read: an invoice, in a PDF or bare; or what else it is, in a French sentence, null for a PDF without data: a scan, or
 * what any tool printed.
 */
export type ReadInvoice =
  { invoice: EInvoice; isPdf: boolean } | { invoice: null; isPdf: boolean; what: string | null };

const ROOTS: Record<string, (root: Node) => RawInvoice> = {
  CrossIndustryInvoice: readCii,
  CrossIndustryDocument: readCii,
  Invoice: (root) => readUbl(root, false),
  CreditNote: (root) => readUbl(root, true),
};

/** Other formats have a root of the same name. */
const isForeign = (name: string, root: Node): boolean =>
  !name.startsWith('Cross') && !at(root, 'LegalMonetaryTotal') && !at(root, 'AccountingCustomerParty');

const fromXml = (bytes: Uint8Array, file: string, isPdf: boolean): ReadInvoice => {
  const parsed = readXml(bytes, file);
  // The envelope of the Peppol network.
  const document = at(parsed, 'StandardBusinessDocument') ?? parsed;
  for (const [name, read] of Object.entries(ROOTS)) {
    const root = at(document, name);
    if (root && !isForeign(name, root)) return { invoice: buildEInvoice(read(root), file), isPdf };
  }
  const what = otherDocument(document);
  if (what !== null) return { invoice: null, isPdf, what };
  throw refuseFile(file, 'ce document XML n’est pas une facture (ni CII, ni UBL)');
};

const fromPdf = (bytes: Buffer, file: string): ReadInvoice => {
  const chosen = chooseInvoice(xmlAttachments(bytes, file), file);
  return chosen === null ? { invoice: null, isPdf: true, what: null } : fromXml(chosen.bytes, file, true);
};

const MEGABYTE = 1024 * 1024;
const MOST_BYTES = 50 * MEGABYTE;
/** Some tools write a few lines before the mark of a PDF. */
const HEAD = 1024;

/**
 * Reads a Factur-X or ZUGFeRD PDF, or a bare CII or UBL document, recognised from its content whatever its name.
 * @throws RelanceError `unreadable-invoice`, in one sentence that names the file, the field, the value and what was expected
 */
export const readEInvoice = async (bytes: Uint8Array, fileName: string): Promise<ReadInvoice> => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (buffer.length === 0) throw refuseFile(fileName, 'ce fichier est vide');
  if (buffer.length > MOST_BYTES) throw refuseFile(fileName, 'ce fichier dépasse 50 Mo');
  if (looksLikeXml(buffer)) return fromXml(buffer, fileName, false);
  if (buffer.subarray(0, HEAD).includes('%PDF-')) return fromPdf(buffer, fileName);
  throw refuseFile(fileName, 'ce n’est ni un PDF, ni un document XML');
};
