import { at, parseXml, XmlFault, type Node } from '../xml.ts';
import { readCii } from './cii.ts';
import type { EInvoice } from './types.ts';
import { readUbl } from './ubl.ts';
import { refuseFile } from './values.ts';

/** A file read: an invoice and its PDF if it has one, or a PDF without data. */
export type ReadInvoice = { invoice: EInvoice; isPdf: boolean } | { invoice: null; isPdf: true };

const ROOTS: [name: string, read: (root: Node, file: string) => EInvoice][] = [
  ['CrossIndustryInvoice', readCii],
  ['Invoice', (root, file) => readUbl(root, false, file)],
  ['CreditNote', (root, file) => readUbl(root, true, file)],
  ['CrossIndustryDocument', readCii],
];

const MOST_XML = 20 * 1024 * 1024;

/** The invoice of an XML document; null when it is something else. */
const fromXml = (bytes: Buffer, file: string): EInvoice | null => {
  if (bytes.length > MOST_XML) throw refuseFile(file, 'ce document dépasse 20\u00a0Mo');
  const document = parseXml(bytes);
  for (const [name, read] of ROOTS) {
    const root = at(document, name);
    if (root) return read(root, file);
  }
  if (at(document, 'SCRDMCCBDACIOMessageStructure'))
    throw refuseFile(file, 'c’est une commande (Order-X), pas une facture', 'donnez la facture');
  return null;
};

const looksLikeXml = (bytes: Buffer): boolean =>
  /^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)?[\s\0]*</.test(bytes.subarray(0, 64).toString('latin1'));

const rootRank = (bytes: Buffer): number => {
  const head = bytes.subarray(0, 20_000).toString('latin1').replaceAll('\0', '');
  const rank = ROOTS.findIndex(([name]) => new RegExp(`<(?:[\\w.-]+:)?${name}[\\s>]`).test(head));
  return rank === -1 ? ROOTS.length : rank;
};

const fromPdf = async (bytes: Buffer, file: string): Promise<ReadInvoice> => {
  const { pdfAttachments } = await import('./pdf-attachments.ts');
  const documents = (await pdfAttachments(bytes, file))
    .filter(looksLikeXml)
    .toSorted((a, b) => rootRank(a) - rootRank(b));
  for (const document of documents) {
    const invoice = fromXml(document, file);
    if (invoice !== null) return { invoice, isPdf: true };
  }
  return { invoice: null, isPdf: true };
};

/**
 * Reads a Factur-X or ZUGFeRD PDF, or a bare CII or UBL document, recognised from its content.
 * @throws RelanceError naming the file, and what is wrong or missing
 */
export const readEInvoice = async (bytes: Buffer, file: string): Promise<ReadInvoice> => {
  try {
    if (bytes.subarray(0, 1024).includes('%PDF')) return await fromPdf(bytes, file);
    if (!looksLikeXml(bytes)) throw refuseFile(file, 'ce n’est ni un PDF, ni un document XML');
    const invoice = fromXml(bytes, file);
    if (invoice !== null) return { invoice, isPdf: false };
    throw refuseFile(file, 'ce document XML n’est pas une facture (ni CII, ni UBL)');
  } catch (error) {
    if (error instanceof XmlFault) throw refuseFile(file, error.message);
    throw error;
  }
};
