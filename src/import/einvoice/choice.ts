import { quoted } from '../../domain/typography.ts';
import type { Attachment } from './pdf-attachment.ts';
import { OTHER_ROOTS } from './other-documents.ts';
import { refuseFile } from './refusal.ts';
import { looksLikeXml, rootNameOf } from './einvoice-xml.ts';

/** The newest first: a file may carry the same invoice twice, for old readers and for new ones. */
const INVOICE_ROOTS = ['CrossIndustryInvoice', 'Invoice', 'CreditNote', 'CrossIndustryDocument'];
const USUAL_NAMES = ['factur-x.xml', 'xrechnung.xml', 'zugferd-invoice.xml'];

interface Candidate extends Attachment {
  usual: number;
  root: number;
}

const rankIn = (list: readonly string[], value: string): number => {
  const rank = list.indexOf(value);
  return rank === -1 ? list.length : rank;
};

const compare = (a: Candidate, b: Candidate): number =>
  Number(a.usual === USUAL_NAMES.length) - Number(b.usual === USUAL_NAMES.length) ||
  a.root - b.root ||
  a.usual - b.usual;

/**
 * The invoice among the documents joined to a PDF: the one whose name is usual, else the only one; else a document that says
 * what it is, an order for one; null when there is none.
 * @throws RelanceError when nothing tells several invoices apart
 */
export const chooseInvoice = (attachments: readonly Attachment[], file: string): Attachment | null => {
  const documents = attachments
    .filter(({ bytes }) => looksLikeXml(bytes))
    .map((attachment) => ({ ...attachment, rootName: rootNameOf(attachment.bytes) ?? '' }));
  const [first, second] = documents
    .map(({ rootName, ...attachment }) => ({
      ...attachment,
      usual: rankIn(USUAL_NAMES, attachment.name.toLowerCase()),
      root: rankIn(INVOICE_ROOTS, rootName),
    }))
    .filter(({ root }) => root < INVOICE_ROOTS.length)
    .toSorted(compare);
  if (first && second && compare(first, second) === 0 && !first.bytes.equals(second.bytes))
    throw refuseFile(
      file,
      `ce PDF contient plusieurs factures, ${quoted(first.name)} et ${quoted(second.name)}`,
      'donnez chaque facture dans son propre fichier',
    );
  if (first) return first;
  const other = documents.find(({ rootName }) => OTHER_ROOTS.has(rootName));
  if (other) return other;
  const usual = attachments.find(({ name }) => USUAL_NAMES.includes(name.toLowerCase()));
  if (usual) throw refuseFile(file, `la pièce jointe ${quoted(usual.name)} n’est pas une facture`);
  return null;
};
