import { lastPartOf } from './attached-names.ts';
import { PdfFault, type PdfStream } from './pdf-bytes.ts';
import type { PdfObjects } from './pdf-objects.ts';
import { PdfName, PdfRef, type PdfDict, type PdfValue } from './pdf-values.ts';

export interface JoinedFile {
  name: string;
  /** Null: the PDF names it, and does not hold it. */
  stream: PdfStream | null;
}

/** A file specification, and the name under which a tree of names keeps it. */
interface Specification {
  value: PdfValue;
  key: PdfValue;
}

const MOST_NODES = 10_000;

const MARKS: [mark: string, encoding: string][] = [
  ['\u00fe\u00ff', 'utf-16be'],
  ['\u00ff\u00fe', 'utf-16le'],
  ['\u00ef\u00bb\u00bf', 'utf-8'],
];

/** UTF-16 or UTF-8 with their marks, else what is close enough to PDFDocEncoding for a name. */
const textOf = (bytes: string): string => {
  const encoding = MARKS.find(([mark]) => bytes.startsWith(mark))?.[1] ?? 'latin1';
  return new TextDecoder(encoding).decode(Buffer.from(bytes, 'latin1'));
};

/** The file specifications of a name tree, each node once. */
const specificationsIn = (objects: PdfObjects, tree: PdfValue | undefined): Specification[] => {
  const seen = new Set<PdfDict>();
  const waiting: (PdfValue | undefined)[] = [tree];
  const found: Specification[] = [];
  while (waiting.length > 0) {
    const node = objects.dictAt(waiting.shift());
    if (node === null || seen.has(node)) continue;
    seen.add(node);
    if (seen.size > MOST_NODES) throw new PdfFault('huge');
    const names = objects.arrayAt(node.get('Names'));
    for (let index = 1; index < names.length; index += 2)
      found.push({ value: names[index] ?? null, key: objects.resolve(names[index - 1]) });
    waiting.push(...objects.arrayAt(node.get('Kids')));
    if (found.length > MOST_NODES || waiting.length > MOST_NODES) throw new PdfFault('huge');
  }
  return found;
};

/** Files associated with the document or with a page: a list, or one alone. */
const associatedIn = (objects: PdfObjects, holder: PdfDict): Specification[] => {
  const list = objects.resolve(holder.get('AF'));
  const values = Array.isArray(list) ? list.slice(0, MOST_NODES) : list instanceof Map ? [list] : [];
  return values.map((value) => ({ value, key: null }));
};

/** Files that are associated with a page or pinned on it as a note; of a long document, those of its first pages. */
const onPages = (objects: PdfObjects, root: PdfDict): Specification[] => {
  const seen = new Set<PdfDict>();
  const waiting: (PdfValue | undefined)[] = [root.get('Pages')];
  const found: Specification[] = [];
  while (waiting.length > 0 && seen.size < MOST_NODES && found.length < MOST_NODES) {
    const node = objects.dictAt(waiting.shift());
    if (node === null || seen.has(node)) continue;
    seen.add(node);
    found.push(...associatedIn(objects, node));
    for (const annotation of objects.arrayAt(node.get('Annots')).slice(0, MOST_NODES)) {
      const note = objects.dictAt(annotation);
      const subtype = objects.resolve(note?.get('Subtype'));
      if (subtype instanceof PdfName && subtype.text === 'FileAttachment')
        found.push({ value: note?.get('FS') ?? null, key: null });
    }
    waiting.push(...objects.arrayAt(node.get('Kids')).slice(0, MOST_NODES - waiting.length));
  }
  return found;
};

const firstStream = (
  objects: PdfObjects,
  refs: readonly PdfRef[],
): { number: number; stream: PdfStream | null } => {
  let number = 0;
  for (const ref of refs) {
    ({ number } = ref);
    const stream = objects.stream(ref);
    if (stream !== null) return { number, stream };
  }
  return { number, stream: null };
};

/** Each file joined to a PDF, once, under the last part of the name that readers show. */
export const joinedFilesIn = (objects: PdfObjects): JoinedFile[] => {
  const root = objects.root();
  const specifications = [
    ...specificationsIn(objects, objects.dictAt(root.get('Names'))?.get('EmbeddedFiles')),
    ...associatedIn(objects, root),
    ...onPages(objects, root),
  ];
  const files = new Map<number, JoinedFile>();
  for (const { value, key } of specifications) {
    const dict = objects.dictAt(value);
    const embedded = objects.dictAt(dict?.get('EF'));
    const refs = [embedded?.get('UF'), embedded?.get('F')].filter((ref) => ref instanceof PdfRef);
    if (refs.length === 0 || refs.some(({ number }) => files.has(number))) continue;
    const name = [dict?.get('UF'), dict?.get('F'), key]
      .map((one) => objects.resolve(one))
      .find((one) => typeof one === 'string');
    const { number, stream } = firstStream(objects, refs);
    files.set(number, { name: lastPartOf(textOf(name ?? '')), stream });
  }
  return [...files.values()];
};
