import type { LocalDate } from '../domain/dates.ts';
import type { Content } from '../document/content.ts';
import {
  A4,
  addSheet,
  closeAsArchive,
  drawMark,
  drawSlices,
  MM,
  openDrawing,
  type Drawing,
  type Sheet,
} from './document.ts';
import { drawable, mapTexts, type Faces } from './faces.ts';
import { paginate, type Page } from './pages.ts';
import type { Slice } from './slice.ts';
import { layContents } from './slices.ts';
import { typesetLines } from './typeset.ts';

/** Who writes to whom; null for a document that is handed over, not posted. */
export interface Addresses {
  /** Name first. */
  sender: string[];
  recipient: string[];
  /** « Lettre recommandée avec avis de réception ». */
  sending: string | null;
  placeAndDate: string;
}

export interface PrintedDocument {
  title: string;
  author: string;
  writtenOn: LocalDate;
  addresses: Addresses | null;
  contents: Content[];
  /** Identity of the writer, at the foot of each page. */
  footer: string;
  /** Smaller text is tried, down to a size still read with ease, until all fits on one page. */
  fitsOnePage: boolean;
}

const SIDE = 20 * MM;
const WIDTH = A4.width - 2 * SIDE;
const FOOT = 17 * MM;
const HEAD = 20 * MM;

/**
 * A sheet folded in three, in a French DL window envelope (110 × 220 mm, window of 100 × 35 mm at 20 mm of the right and
 * bottom edges): whatever way the sheet slides in it, this part of it is seen. Millimetres from the top left of the sheet.
 */
export const WINDOW = { left: 100, right: 190, top: 55, bottom: 79 };
/** What may appear in the window as the sheet slides: nothing but the address stands there. */
export const SEEN = { left: 90, top: 44, bottom: 90 };

const ADDRESS = {
  left: (WINDOW.left + 3) * MM,
  top: WINDOW.top * MM,
  width: (WINDOW.right - WINDOW.left - 5) * MM,
  height: (WINDOW.bottom - WINDOW.top) * MM,
};
const BODY_TOP = 92 * MM;
const SENDER_WIDTH = (SEEN.left - 2) * MM - SIDE;

/** From the one at ease to the tightest that is still read with ease. */
const SETTINGS = [
  { size: 10.5, air: 1.1 },
  { size: 10.5, air: 0.9 },
  { size: 10, air: 0.8 },
  { size: 9.5, air: 0.7 },
  { size: 9.25, air: 0.5 },
  { size: 9, air: 0.4 },
] as const;
const SMALLEST_ADDRESS = 6.5;

/** Lines of a block no wider than its frame, at the first size that makes them fit its height. */
const addressLines = (lines: readonly string[], faces: Faces): { size: number; lines: string[] } => {
  for (let size = 10.5; ; size -= 0.5) {
    const broken = lines.flatMap((text, index) =>
      typesetLines([{ text, bold: index === 0 }], {
        faces,
        size,
        width: ADDRESS.width,
        isJustified: false,
      }).map((line) => line.pieces.map((piece) => piece.text).join('')),
    );
    if (broken.length * size * 1.12 <= ADDRESS.height || size <= SMALLEST_ADDRESS)
      return { size, lines: broken };
  }
};

const drawAddress = (
  sheet: Sheet,
  fonts: Drawing['fonts'],
  recipient: readonly string[],
  faces: Faces,
): void => {
  const { size, lines } = addressLines(recipient, faces);
  for (const [index, text] of lines.entries())
    drawMark(sheet, fonts, {
      kind: 'text',
      text,
      x: ADDRESS.left,
      y: ADDRESS.top + size * (0.95 + index * 1.12),
      size,
      weight: 'regular',
    });
};

const drawSender = (sheet: Sheet, fonts: Drawing['fonts'], sender: readonly string[], faces: Faces): void => {
  const slices = layContents(
    [
      { kind: 'paragraph', runs: [{ text: sender[0] ?? '', bold: true }] },
      { kind: 'small', lines: sender.slice(1) },
    ],
    { faces, size: 10.5, width: SENDER_WIDTH, air: 1 },
  ).map((slice) => ({ ...slice, space: 0 }));
  const [page] = paginate(slices, () => Infinity);
  drawSlices(sheet, fonts, page?.slices ?? [], { left: SIDE, top: HEAD });
};

/** How it is sent at the left, where and when at the right: the first line under the fold. */
const openingLine = ({ sending, placeAndDate }: Addresses, faces: Faces, size: number): Slice => {
  const width = faces.regular.width(placeAndDate) * size;
  const at = { kind: 'text' as const, y: size, size };
  return {
    height: size * 1.3,
    space: 0,
    isKeptWithNext: true,
    marks: [
      ...(sending === null ? [] : [{ ...at, text: sending, x: 0, weight: 'semibold' as const }]),
      { ...at, text: placeAndDate, x: WIDTH - width, weight: 'regular' as const },
    ],
  };
};

const layOut = (document: PrintedDocument, faces: Faces): Page[] => {
  const { addresses, contents, fitsOnePage } = document;
  const top = (page: number): number => (page === 0 && addresses !== null ? BODY_TOP : HEAD);
  const height = (page: number): number => A4.height - FOOT - top(page);
  const at = ({ size, air }: (typeof SETTINGS)[number]): Page[] =>
    paginate(
      [
        ...(addresses === null ? [] : [openingLine(addresses, faces, size)]),
        ...layContents(contents, { faces, size, air, width: WIDTH }),
      ],
      height,
    );
  const [atEase, ...tighter] = SETTINGS;
  const pages = at(atEase);
  if (!fitsOnePage || pages.length === 1) return pages;
  for (const setting of tighter) {
    const tried = at(setting);
    if (tried.length === 1) return tried;
  }
  return pages;
};

const FOOTER_SIZE = 7.5;

const drawFooter = (
  sheet: Sheet,
  fonts: Drawing['fonts'],
  faces: Faces,
  footer: string,
  number: string,
): void => {
  const y = A4.height - 10 * MM;
  const width = faces.regular.width(number) * FOOTER_SIZE;
  const mark = { kind: 'text' as const, size: FOOTER_SIZE, weight: 'regular' as const, isGrey: true };
  const lines = typesetLines([{ text: footer, bold: false }], {
    faces,
    size: FOOTER_SIZE,
    width: WIDTH - width - 20,
    isJustified: false,
  });
  for (const [index, line] of lines.entries())
    for (const { text, x } of line.pieces)
      drawMark(sheet, fonts, { ...mark, text, x: SIDE + x, y: y + index * 9 });
  drawMark(sheet, fonts, { ...mark, text: number, x: A4.width - SIDE - width, y });
};

/**
 * A letter, or a document of one party or two, as PDF/A-1b. Same input, same bytes.
 * @throws RelanceError `unprintable-character` for a character that cannot be drawn
 */
export const printDocument = async (
  input: PrintedDocument,
  faces: Faces,
): Promise<{ bytes: Uint8Array; pages: number }> => {
  const document = mapTexts(input, (text) => drawable(text, faces));
  const { addresses } = document;
  const pages = layOut(document, faces);
  const drawing = await openDrawing(faces, document);
  const { fonts } = drawing;
  for (const [index, page] of pages.entries()) {
    const sheet = addSheet(drawing);
    const isAddressed = index === 0 && addresses !== null;
    if (isAddressed) {
      drawSender(sheet, fonts, addresses.sender, faces);
      drawAddress(sheet, fonts, addresses.recipient, faces);
    }
    drawSlices(sheet, fonts, page.slices, { left: SIDE, top: isAddressed ? BODY_TOP : HEAD });
    drawFooter(sheet, fonts, faces, document.footer, `${index + 1}/${pages.length}`);
  }
  return { bytes: await closeAsArchive(drawing, pages, document), pages: pages.length };
};
