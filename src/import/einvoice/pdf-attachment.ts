import { quoted } from '../../domain/typography.ts';
import { refusePrograms } from './attached-names.ts';
import { inflateBounded } from './inflate.ts';
import { PdfFault } from './pdf-bytes.ts';
import { joinedFilesIn } from './pdf-joined.ts';
import { PdfObjects } from './pdf-objects.ts';
import { PdfName, type PdfDict, type PdfValue } from './pdf-values.ts';
import { refuseFile } from './refusal.ts';
import { MOST_XML_BYTES } from './einvoice-xml.ts';

/** A file joined to a PDF. */
export interface Attachment {
  name: string;
  bytes: Buffer;
}

const MOST_DOCUMENTS = 20;
const UNLOCKED =
  'enregistrez-en une copie sans protection, ou saisissez la facture avec relance add --numero';
const COPY = 'demandez-en une copie, ou saisissez la facture avec relance add --numero';

const FAULTS: Record<PdfFault['kind'], string> = {
  damaged: 'ce PDF est abîmé ou incomplet',
  locked: 'ce PDF est protégé par un mot de passe ou chiffré',
  huge: 'ce PDF est démesuré pour une facture',
  inflated: 'un flux de ce PDF, une fois décompressé, dépasse 20 Mo',
};

/** The filters of a stream, in the order in which they are undone. */
const filtersOf = (objects: PdfObjects, dict: PdfDict): string[] => {
  const filter = objects.resolve(dict.get('Filter'));
  const filters = Array.isArray(filter) ? filter.map((one) => objects.resolve(one)) : [filter];
  return filters.filter((one) => one instanceof PdfName).map(({ text }) => text);
};

const contentOf = (
  objects: PdfObjects,
  { dict, content }: { dict: PdfDict; content: Buffer },
  file: string,
  name: string,
): Buffer => {
  const filters = filtersOf(objects, dict);
  const [filter] = filters;
  if (filter === undefined) return content;
  if (filters.length > 1 || (filter !== 'FlateDecode' && filter !== 'Fl'))
    throw refuseFile(
      file,
      `la pièce jointe ${quoted(name)} est compressée d’une manière inconnue (${filters.join(', ')})`,
      COPY,
    );
  const inflated = inflateBounded(content, MOST_XML_BYTES);
  if (inflated === 'too-large')
    throw refuseFile(file, `la pièce jointe ${quoted(name)}, une fois décompressée, dépasse 20 Mo`, COPY);
  if (inflated === null) throw refuseFile(file, `la pièce jointe ${quoted(name)} est abîmée`, COPY);
  return inflated;
};

/** Its name or its type says XML, or nothing says what it is. */
const mayBeXml = (name: string, subtype: PdfValue): boolean =>
  /\.xml$/i.test(name) ||
  (subtype instanceof PdfName && /xml/i.test(subtype.text)) ||
  !/\.\w{1,5}$/.test(name);

/**
 * The files joined to a PDF that may be XML documents, whatever their names; the others are not even inflated.
 * @throws RelanceError when the PDF is damaged, locked or a trap
 */
export const xmlAttachments = (bytes: Buffer, file: string): Attachment[] => {
  try {
    const objects = new PdfObjects(bytes);
    const files = joinedFilesIn(objects);
    refusePrograms(
      file,
      files.map(({ name }) => name),
    );
    const documents = files.flatMap(({ name, stream }) => {
      if (stream !== null)
        return mayBeXml(name, objects.resolve(stream.dict.get('Subtype'))) ? [{ name, stream }] : [];
      if (mayBeXml(name, null)) throw new PdfFault('damaged');
      return [];
    });
    if (documents.length > MOST_DOCUMENTS) throw new PdfFault('huge');
    return documents.map(({ name, stream }) => ({ name, bytes: contentOf(objects, stream, file, name) }));
  } catch (error) {
    if (error instanceof PdfFault)
      throw refuseFile(file, FAULTS[error.kind], error.kind === 'locked' ? UNLOCKED : COPY);
    throw error;
  }
};
