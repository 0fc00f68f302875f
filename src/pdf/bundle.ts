import {
  PDFArray,
  PDFContentStream,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFPage,
} from '@cantoo/pdf-lib';
import type { Content } from '../document/content.ts';
import {
  A4,
  addSheet,
  drawMark,
  drawSlices,
  drawTurned,
  dressSheet,
  BLACK,
  WHITE,
  MM,
  openDrawing,
  type Drawing,
  type Metadata,
} from './document.ts';
import { drawableOr, mapTexts, type Faces } from './faces.ts';
import { paginate, type Page } from './pages.ts';
import { layContents } from './slices.ts';
import { writeObjects } from './write-objects.ts';

/** What an exhibit is made of. */
export type ExhibitSource =
  | { kind: 'pdf'; bytes: Uint8Array }
  | { kind: 'image'; bytes: Uint8Array }
  | { kind: 'contents'; contents: Content[] };

/** A file that cannot be joined, and why, in a few French words. */
export class UnreadableExhibit extends Error {
  override readonly name = 'UnreadableExhibit';
}

interface Bookmark {
  title: string;
  page: PDFPage;
}

export interface Bundle {
  drawing: Drawing;
  faces: Faces;
  metadata: Metadata;
  bookmarks: Bookmark[];
}

export const openBundle = async (faces: Faces, metadata: Metadata): Promise<Bundle> => ({
  drawing: await openDrawing(faces, metadata),
  faces,
  metadata,
  bookmarks: [],
});

const SIDE = 20 * MM;
const TOP = 20 * MM;
const FOOT = 18 * MM;
const WIDTH = A4.width - 2 * SIDE;
const SIZE = 10;

/** Texts of others may hold any character: one that no face has is shown as a square, and stands in the original. */
const shown = (contents: readonly Content[], faces: Faces): readonly Content[] =>
  mapTexts(contents, (text) => drawableOr(text, faces, '□'));

const layPages = (contents: readonly Content[], faces: Faces): Page[] =>
  paginate(
    layContents(shown(contents, faces), { faces, size: SIZE, width: WIDTH, air: 1 }),
    () => A4.height - TOP - FOOT,
  );

const drawPage = ({ drawing }: Bundle, sheet: ReturnType<typeof addSheet>, page: Page): void => {
  drawSlices(sheet, drawing.fonts, page.slices, { left: SIDE, top: TOP });
};

const STAMP_SIZE = 9;

/** « Pièce n° 3 », at the top right of the page as it is seen, whatever its rotation and its crop. */
const stamp = ({ drawing, faces }: Bundle, page: PDFPage, number: number): void => {
  const text = `Pièce n°\u00a0${number}`;
  const width = faces.semibold.width(text) * STAMP_SIZE + 10;
  const box = page.getCropBox();
  const turn = ((page.getRotation().angle % 360) + 360) % 360;
  const sheet = dressSheet(page, drawing.fonts);
  const margin = 12;
  const seen =
    turn % 180 === 0 ? { width: box.width, height: box.height } : { width: box.height, height: box.width };
  // From the seen page, origin at its top left, to the page as it is stored.
  const place = (x: number, y: number): [number, number] => {
    const up = seen.height - y;
    if (turn === 90) return [box.x + box.width - up, box.y + x];
    if (turn === 180) return [box.x + box.width - x, box.y + box.height - up];
    if (turn === 270) return [box.x + up, box.y + box.height - x];
    return [box.x + x, box.y + up];
  };
  const left = seen.width - margin - width;
  const [x1, y1] = place(left, margin);
  const [x2, y2] = place(left + width, margin + STAMP_SIZE * 1.7);
  page.drawRectangle({
    x: Math.min(x1, x2),
    y: Math.min(y1, y2),
    width: Math.abs(x2 - x1),
    height: Math.abs(y2 - y1),
    color: WHITE,
    borderColor: BLACK,
    borderWidth: 0.7,
  });
  const [x, y] = place(left + 5, margin + STAMP_SIZE * 1.25);
  drawTurned(sheet, drawing.fonts.semibold, { text, x, y, size: STAMP_SIZE, turn });
};

const PDF_SIGNATURE = 0x25504446;

const loadPdf = async (bytes: Uint8Array): Promise<PDFDocument> => {
  if (bytes.length < 4 || new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) !== PDF_SIGNATURE)
    throw new UnreadableExhibit('fichier illisible');
  try {
    return await PDFDocument.load(bytes, { password: '', updateMetadata: false, throwOnInvalidObject: true });
  } catch {
    // The library throws plain errors of some twenty kinds, each a fault of the file: a locked one is told by its trailer.
    throw new UnreadableExhibit(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('/Encrypt')
        ? 'fichier protégé par un mot de passe'
        : 'fichier illisible',
    );
  }
};

const addPdf = async ({ drawing: { doc } }: Bundle, bytes: Uint8Array): Promise<PDFPage[]> => {
  const source = await loadPdf(bytes);
  let copied: PDFPage[];
  try {
    copied = await doc.copyPages(source, source.getPageIndices());
  } catch {
    throw new UnreadableExhibit('fichier illisible');
  }
  if (copied.length === 0) throw new UnreadableExhibit('fichier sans page');
  return copied.map((page) => doc.addPage(page));
};

const PNG_FIRST = 0x89;

const addImage = async (bundle: Bundle, bytes: Uint8Array): Promise<PDFPage[]> => {
  const { doc } = bundle.drawing;
  const image = await (bytes[0] === PNG_FIRST ? doc.embedPng(bytes) : doc.embedJpg(bytes)).catch(() => {
    throw new UnreadableExhibit('image illisible');
  });
  // Compressed now: the library would keep every image as bare pixels until the end.
  await image.embed();
  const scale = Math.min(WIDTH / image.width, (A4.height - 2 * TOP) / image.height, 1);
  const { page } = addSheet(bundle.drawing);
  page.drawImage(image, {
    x: (A4.width - image.width * scale) / 2,
    y: A4.height - TOP - image.height * scale,
    width: image.width * scale,
    height: image.height * scale,
  });
  return [page];
};

/** What is drawn is compressed at once: the operators, which the library keeps to the end, weigh a hundred times more. */
const settle = ({ drawing: { doc } }: Bundle, page: PDFPage): void => {
  const contents = page.node.Contents();
  const streams =
    contents instanceof PDFArray ? contents.asArray().map((ref) => doc.context.lookup(ref)) : [];
  for (const stream of streams) {
    if (!(stream instanceof PDFContentStream)) continue;
    stream.getContents();
    stream['operators'].length = 0;
  }
};

const addContents = (bundle: Bundle, contents: readonly Content[]): PDFPage[] =>
  layPages(contents, bundle.faces).map((page) => {
    const sheet = addSheet(bundle.drawing);
    drawPage(bundle, sheet, page);
    return sheet.page;
  });

/**
 * Joins an exhibit at the end, each page with its stamp.
 * @returns where it begins, pages counted from 0, and how many it has
 * @throws UnreadableExhibit, nothing being added
 */
export const addExhibit = async (
  bundle: Bundle,
  { number, title }: { number: number; title: string },
  source: ExhibitSource,
): Promise<{ start: number; pages: number }> => {
  const start = bundle.drawing.doc.getPageCount();
  const pages =
    source.kind === 'pdf'
      ? await addPdf(bundle, source.bytes)
      : source.kind === 'image'
        ? await addImage(bundle, source.bytes)
        : addContents(bundle, source.contents);
  for (const page of pages) {
    stamp(bundle, page, number);
    settle(bundle, page);
  }
  const [first] = pages;
  if (first) bundle.bookmarks.push({ title: `Pièce n°\u00a0${number}\u00a0: ${title}`, page: first });
  return { start, pages: pages.length };
};

/** The outline that a reader shows beside the pages. */
const writeBookmarks = ({ drawing: { doc }, bookmarks }: Bundle): void => {
  const { context } = doc;
  const root = context.nextRef();
  const refs = bookmarks.map(() => context.nextRef());
  for (const [index, { title, page }] of bookmarks.entries()) {
    const ref = refs[index];
    if (!ref) continue;
    const [previous, next] = [refs[index - 1], refs[index + 1]];
    context.assign(
      ref,
      context.obj({
        Title: PDFHexString.fromText(title),
        Parent: root,
        Dest: [page.ref, PDFName.of('XYZ'), null, null, null],
        ...(previous && { Prev: previous }),
        ...(next && { Next: next }),
      }),
    );
  }
  const [first] = refs;
  const last = refs.at(-1);
  if (!first || !last) return;
  context.assign(
    root,
    context.obj({ Type: 'Outlines', First: first, Last: last, Count: PDFNumber.of(refs.length) }),
  );
  doc.catalog.set(PDFName.of('Outlines'), root);
  doc.catalog.set(PDFName.of('PageMode'), PDFName.of('UseOutlines'));
};

/**
 * Puts the cover before the exhibits and writes the whole, part by part.
 * @param cover its contents, once told how many pages it takes: what it says of the others begins after them
 * @returns how many pages there are, the cover's first
 */
export const closeBundle = async (
  bundle: Bundle,
  coverTitle: string,
  cover: (coverPages: number) => Content[],
  footer: string,
  write: (bytes: Uint8Array) => void,
): Promise<{ coverPages: number; pages: number }> => {
  const { drawing, faces, bookmarks } = bundle;
  const { doc, fonts } = drawing;
  // Only figures change between the two, in a column of their own: the second takes as many pages as the first.
  const count = layPages(cover(0), faces).length;
  const pages = layPages(cover(count), faces);
  for (const [index, page] of pages.entries()) {
    const inserted = doc.insertPage(index, [A4.width, A4.height]);
    const sheet = dressSheet(inserted, fonts);
    drawPage(bundle, sheet, page);
    drawMark(sheet, fonts, {
      kind: 'text',
      text: `${footer} – ${index + 1}/${pages.length}`,
      x: SIDE,
      y: A4.height - 10 * MM,
      size: 7.5,
      weight: 'regular',
      isGrey: true,
    });
    if (index === 0) bookmarks.unshift({ title: coverTitle, page: inserted });
  }
  writeBookmarks(bundle);
  await writeObjects(doc, write);
  return { coverPages: count, pages: doc.getPageCount() };
};
