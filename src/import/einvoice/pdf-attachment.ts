import { quoted } from '../../domain/typography.ts';
import { refusePrograms } from './attached-names.ts';
import { inflateBounded } from './inflate.ts';
import { PdfFault, PdfObjects } from './pdf-objects.ts';
import { PdfName, PdfRef, type PdfDict, type PdfValue } from './pdf-values.ts';
import { refuseFile } from './refusal.ts';
import { MOST_XML_BYTES } from './xml.ts';

/** A file joined to a PDF. */
export interface Attachment {
  name: string;
  bytes: Buffer;
}

const MOST_NODES = 10_000;
const MOST_DOCUMENTS = 20;
const COPY = 'demandez-en une copie, ou saisissez la facture avec relance add --numero';

const FAULTS: Record<PdfFault['kind'], string> = {
  damaged: 'ce PDF est abîmé ou incomplet',
  locked: 'ce PDF est protégé par un mot de passe ou chiffré',
  huge: 'ce PDF est démesuré pour une facture',
  inflated: 'un flux de ce PDF, une fois décompressé, dépasse 20\u00a0Mo',
};

/** UTF-16 or UTF-8 with their marks, else what is close enough to PDFDocEncoding for a name. */
const textOf = (bytes: string): string => {
  const encoding = bytes.startsWith('\u00fe\u00ff')
    ? 'utf-16be'
    : bytes.startsWith('\u00ef\u00bb\u00bf')
      ? 'utf-8'
      : 'latin1';
  return new TextDecoder(encoding).decode(Buffer.from(bytes, 'latin1'));
};

/** The file specifications of a name tree, each node once. */
const specificationsIn = (objects: PdfObjects, tree: PdfValue | undefined): PdfValue[] => {
  const seen = new Set<PdfDict>();
  const waiting: (PdfValue | undefined)[] = [tree];
  const found: PdfValue[] = [];
  while (waiting.length > 0) {
    const node = objects.dictAt(waiting.shift());
    if (node === null || seen.has(node)) continue;
    seen.add(node);
    if (seen.size > MOST_NODES) throw new PdfFault('huge');
    // Names and values take turns.
    found.push(...objects.arrayAt(node.get('Names')).filter((_, index) => index % 2 === 1));
    waiting.push(...objects.arrayAt(node.get('Kids')));
    if (found.length > MOST_NODES || waiting.length > MOST_NODES) throw new PdfFault('huge');
  }
  return found;
};

/** Each file once, under the name that readers show. */
const filesOf = (objects: PdfObjects): { name: string; ref: PdfRef }[] => {
  const root = objects.root();
  const names = objects.dictAt(root.get('Names'));
  const specifications = [
    ...specificationsIn(objects, names?.get('EmbeddedFiles')),
    ...objects.arrayAt(root.get('AF')).slice(0, MOST_NODES),
  ];
  const files = new Map<number, { name: string; ref: PdfRef }>();
  for (const specification of specifications) {
    const dict = objects.dictAt(specification);
    const embedded = objects.dictAt(dict?.get('EF'));
    const ref = embedded?.get('UF') ?? embedded?.get('F');
    const name = [dict?.get('UF'), dict?.get('F')]
      .map((value) => objects.resolve(value))
      .find((value) => typeof value === 'string');
    if (ref instanceof PdfRef && !files.has(ref.number))
      files.set(ref.number, { name: textOf(name ?? ''), ref });
  }
  return [...files.values()];
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
    throw refuseFile(
      file,
      `la pièce jointe ${quoted(name)}, une fois décompressée, dépasse 20\u00a0Mo`,
      COPY,
    );
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
    const files = filesOf(objects);
    refusePrograms(
      file,
      files.map(({ name }) => name),
    );
    const documents = files.flatMap(({ name, ref }) => {
      const stream = objects.stream(ref);
      if (stream === null) throw new PdfFault('damaged');
      return mayBeXml(name, objects.resolve(stream.dict.get('Subtype'))) ? [{ name, stream }] : [];
    });
    if (documents.length > MOST_DOCUMENTS) throw new PdfFault('huge');
    return documents.map(({ name, stream }) => ({ name, bytes: contentOf(objects, stream, file, name) }));
  } catch (error) {
    if (error instanceof PdfFault) throw refuseFile(file, FAULTS[error.kind], COPY);
    throw error;
  }
};
