import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create } from '@cantoo/fontkit';
import { RelanceError } from '../errors.ts';

export type Weight = 'regular' | 'semibold';

const FILES: Record<Weight, string> = {
  regular: 'SourceSans3_400Regular.ttf',
  semibold: 'SourceSans3_600SemiBold.ttf',
};

type Font = Exclude<ReturnType<typeof create>, { fonts: unknown } | null>;

/** One weight of the letters' typeface, read once per run. */
export interface Face {
  bytes: Uint8Array;
  /** What the PDF library asks of a font, without the shaping that its output never holds. */
  font: Font;
  /** Width in points of a text at size 1. */
  width: (text: string) => number;
  has: (codePoint: number) => boolean;
}

export type Faces = Record<Weight, Face>;

const openFace = (file: string): Face => {
  const bytes = readFileSync(file);
  const font = create(bytes) as Font;
  // Kerning and ligatures are not written to the PDF: laying each text out for them takes half of the time.
  const glyphs = (text: string) => ({ glyphs: font.glyphsForString(text) });
  Object.defineProperty(font, 'layout', { value: glyphs });
  const characters = new Set<number>(font.characterSet);
  const known = new Map<string, number>();
  const measure = (text: string): number =>
    font.glyphsForString(text).reduce((sum: number, glyph) => sum + glyph.advanceWidth, 0) / font.unitsPerEm;
  return {
    bytes,
    font,
    width: (text) => {
      const width = known.get(text) ?? measure(text);
      known.set(text, width);
      return width;
    },
    has: (codePoint) => characters.has(codePoint),
  };
};

const opened = new Map<string, Faces>();

/** Source Sans 3 (SIL Open Font License), which has every letter of the European languages. */
export const openFaces = (folder: string): Faces => {
  const known = opened.get(folder);
  if (known) return known;
  const faces = {
    regular: openFace(join(folder, FILES.regular)),
    semibold: openFace(join(folder, FILES.semibold)),
  };
  opened.set(folder, faces);
  return faces;
};

const composed = (text: string): string =>
  text.normalize('NFC').replaceAll(/[\u200b\u200c\u2060\ufeff]/g, '');

const isKnown = (letter: string, faces: Faces): boolean => {
  const codePoint = letter.codePointAt(0) ?? 0;
  return faces.regular.has(codePoint) && faces.semibold.has(codePoint);
};

/**
 * The text as it can be drawn: composed letters, no control character.
 * @throws RelanceError `unprintable-character` for a character that no face has
 */
export const drawable = (text: string, faces: Faces): string => {
  const whole = composed(text);
  for (const letter of whole) {
    if (isKnown(letter, faces)) continue;
    const codePoint = letter.codePointAt(0) ?? 0;
    const name = codePoint < 32 ? '' : `« ${letter} », `;
    throw new RelanceError(
      `Le caractère ${name}U+${codePoint.toString(16).toUpperCase().padStart(4, '0')} ne peut pas s’imprimer : « ${whole.slice(0, 60)} »`,
      {
        code: 'unprintable-character',
        hint: 'écrivez ce mot en lettres latines, grecques ou cyrilliques, puis recommencez',
      },
    );
  }
  return whole;
};

/** The same, with a stand-in for what no face has: for the words of others, whose original is kept. */
export const drawableOr = (text: string, faces: Faces, standIn: string): string =>
  [...composed(text)].map((letter) => (isKnown(letter, faces) ? letter : standIn)).join('');

/** The same value, each of its texts changed. */
export const mapTexts = <Value>(value: Value, change: (text: string) => string): Value => {
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return change(part);
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part === 'object' && part !== null)
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, walk(inner)]));
    return part;
  };
  return walk(value) as Value;
};
