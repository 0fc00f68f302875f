import { createHash } from 'node:crypto';
import {
  beginText,
  endText,
  moveText,
  PDFDocument,
  PDFHexString,
  rgb,
  setFillingColor,
  setFontAndSize,
  setTextMatrix,
  showText,
  type PDFFont,
  type PDFPage,
} from '@cantoo/pdf-lib';
import type { LocalDate } from '../domain/dates.ts';
import type { Face, Faces, Weight } from './faces.ts';
import type { Page, PlacedSlice } from './pages.ts';
import type { Mark } from './slice.ts';

export const MM = 72 / 25.4;
export const A4 = { width: 210 * MM, height: 297 * MM };

export const BLACK = rgb(0.1, 0.1, 0.1);
export const WHITE = rgb(1, 1, 1);
const GREY = rgb(0.35, 0.35, 0.35);
const RULE = rgb(0.55, 0.55, 0.55);

export interface Metadata {
  title: string;
  author: string;
  writtenOn: LocalDate;
}

/** Where a page's slices are drawn: from the top left of the sheet, in points. */
export interface Frame {
  left: number;
  top: number;
}

/** The PDF library reads a font by its bytes: it is given the one already read. */
const readOnce = (faces: readonly Face[]) => ({
  create: (bytes: Uint8Array) => {
    const face = faces.find((candidate) => candidate.bytes === bytes);
    if (!face) throw new Error('a face that was not opened');
    return face.font;
  },
});

export interface Sheet {
  page: PDFPage;
  /** Names of the faces in the page's own resources. */
  keys: Record<Weight, Parameters<typeof setFontAndSize>[0]>;
}

export interface Drawing {
  doc: PDFDocument;
  fonts: Record<Weight, PDFFont>;
}

/** A new document; same input and date, same bytes. */
export const openDrawing = async (faces: Faces, { title, author, writtenOn }: Metadata): Promise<Drawing> => {
  const doc = await PDFDocument.create({ updateMetadata: false });
  doc.registerFontkit(readOnce(Object.values(faces)));
  const at = new Date(`${writtenOn}T12:00:00Z`);
  doc.setTitle(title, { showInWindowTitleBar: true });
  doc.setAuthor(author);
  doc.setLanguage('fr-FR');
  doc.setCreator('relance');
  doc.setProducer('relance');
  doc.setCreationDate(at);
  doc.setModificationDate(at);
  const fonts = {
    regular: await doc.embedFont(faces.regular.bytes, { subset: true }),
    semibold: await doc.embedFont(faces.semibold.bytes, { subset: true }),
  };
  return { doc, fonts };
};

export const addSheet = ({ doc, fonts }: Drawing): Sheet =>
  dressSheet(doc.addPage([A4.width, A4.height]), fonts);

/** Lets a page use the faces. */
export const dressSheet = (page: PDFPage, fonts: Drawing['fonts']): Sheet => ({
  page,
  keys: {
    regular: page.node.newFontDictionary(fonts.regular.name, fonts.regular.ref),
    semibold: page.node.newFontDictionary(fonts.semibold.name, fonts.semibold.ref),
  },
});

const drawText = (
  { page, keys }: Sheet,
  fonts: Drawing['fonts'],
  { text, x, y, size, weight, isGrey }: Extract<Mark, { kind: 'text' }>,
): void => {
  page.pushOperators(
    beginText(),
    setFillingColor(isGrey ? GREY : BLACK),
    setFontAndSize(keys[weight], size),
    moveText(x, page.getHeight() - y),
    showText(fonts[weight].encodeText(text)),
    endText(),
  );
};

/** A text on a page that is shown turned: `x` and `y` are those of the page as it is stored. */
export const drawTurned = (
  { page, keys }: Sheet,
  font: PDFFont,
  { text, x, y, size, turn }: { text: string; x: number; y: number; size: number; turn: number },
): void => {
  const angle = (turn * Math.PI) / 180;
  const [cos, sin] = [Math.round(Math.cos(angle)), Math.round(Math.sin(angle))];
  page.pushOperators(
    beginText(),
    setFillingColor(BLACK),
    setFontAndSize(keys.semibold, size),
    setTextMatrix(cos, sin, -sin, cos, x, y),
    showText(font.encodeText(text)),
    endText(),
  );
};

/** Draws one mark; `y` is measured from the top of the sheet. */
export const drawMark = (sheet: Sheet, fonts: Drawing['fonts'], mark: Mark): void => {
  if (mark.kind === 'text') drawText(sheet, fonts, mark);
  else {
    const y = sheet.page.getHeight() - mark.y;
    sheet.page.drawLine({
      start: { x: mark.x, y },
      end: { x: mark.x + mark.width, y },
      thickness: mark.thickness,
      color: RULE,
    });
  }
};

export const drawSlices = (
  sheet: Sheet,
  fonts: Drawing['fonts'],
  slices: readonly PlacedSlice[],
  { left, top }: Frame,
): void => {
  for (const { y, marks } of slices)
    for (const mark of marks) drawMark(sheet, fonts, { ...mark, x: left + mark.x, y: top + y + mark.y });
};

const IDENTIFIER_BYTES = 16;

/** A file identifier that depends on the content alone: PDF/A asks for one, and two prints of one letter must not differ. */
const identify = (doc: PDFDocument, pages: readonly Page[], { title, author, writtenOn }: Metadata): void => {
  const digest = createHash('sha256')
    .update(JSON.stringify([title, author, writtenOn, pages]))
    .digest();
  const id = PDFHexString.fromBytes(digest.subarray(0, IDENTIFIER_BYTES));
  doc.context.trailerInfo.ID = doc.context.obj([id, id]);
};

/** PDF/A-1b: a letter that is proof must still open in twenty years. */
export const closeAsArchive = async (
  { doc }: Drawing,
  pages: readonly Page[],
  metadata: Metadata,
): Promise<Uint8Array> => {
  identify(doc, pages, metadata);
  doc.convertToPDFA({ conformance: '1B' });
  return doc.save({ useObjectStreams: false, updateFieldAppearances: false });
};
