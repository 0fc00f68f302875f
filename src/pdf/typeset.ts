import { noBreaks } from '../domain/typography.ts';
import type { Run } from '../document/content.ts';
import type { Faces, Weight } from './faces.ts';

/** One piece of text at its place on a line, in points from the left of the line. */
export interface Placed {
  text: string;
  x: number;
  weight: Weight;
}

export interface Line {
  pieces: Placed[];
  width: number;
  /** The last of its paragraph, which is not stretched. */
  isLast: boolean;
}

/** A word may change weight in its middle: « **1 200 €**, ». */
interface Word {
  parts: { text: string; weight: Weight; width: number }[];
  width: number;
}

const weightOf = (run: Run): Weight => (run.bold ? 'semibold' : 'regular');

/** Words stand between ordinary spaces: a non-breaking space is part of its word. */
const wordsOf = (runs: readonly Run[], faces: Faces, size: number): Word[] => {
  const words: Word[] = [];
  let open: Word | null = null;
  for (const run of runs) {
    const weight = weightOf(run);
    for (const [index, text] of noBreaks(run.text).split(' ').entries()) {
      if (index > 0) open = null;
      if (text === '') continue;
      const width = faces[weight].width(text) * size;
      if (open === null) {
        open = { parts: [], width: 0 };
        words.push(open);
      }
      open.parts.push({ text, weight, width });
      open.width += width;
    }
  }
  return words;
};

/** A word longer than the line is cut where the line ends. */
const cut = (word: Word, room: number, faces: Faces, size: number): Word[] => {
  if (word.width <= room) return [word];
  const pieces: Word[] = [];
  let piece: Word = { parts: [], width: 0 };
  for (const { text, weight } of word.parts)
    for (const letter of text) {
      const width = faces[weight].width(letter) * size;
      if (piece.width + width > room && piece.parts.length > 0) {
        pieces.push(piece);
        piece = { parts: [], width: 0 };
      }
      const last = piece.parts.at(-1);
      if (last?.weight === weight) {
        last.text += letter;
        last.width += width;
      } else piece.parts.push({ text: letter, weight, width });
      piece.width += width;
    }
  return [...pieces, piece];
};

/** The most that a space may grow, in spaces: a line too loose is left ragged. */
const LOOSEST = 3;

const placeWords = (words: readonly Word[], space: number, gap: number, isLast: boolean): Line => {
  const pieces: Placed[] = [];
  let x = 0;
  for (const [index, word] of words.entries()) {
    for (const { text, weight, width } of word.parts) {
      pieces.push({ text, x, weight });
      x += width;
    }
    const last = pieces.at(-1);
    // The space is drawn, so that the text can be copied and read aloud.
    if (last && index < words.length - 1) last.text += ' ';
    x += gap;
  }
  return { pieces, width: x - gap + (words.length === 0 ? space : 0), isLast };
};

/**
 * Breaks a text into lines of a width, in points.
 * @param isJustified every line but the last fills the width
 */
export const typesetLines = (
  runs: readonly Run[],
  { faces, size, width, isJustified }: { faces: Faces; size: number; width: number; isJustified: boolean },
): Line[] => {
  const space = faces.regular.width(' ') * size;
  const lines: Word[][] = [];
  let line: Word[] = [];
  let used = 0;
  for (const word of wordsOf(runs, faces, size).flatMap((long) => cut(long, width, faces, size))) {
    if (line.length > 0 && used + space + word.width > width + 0.01) {
      lines.push(line);
      line = [];
      used = 0;
    }
    used += (line.length > 0 ? space : 0) + word.width;
    line.push(word);
  }
  if (line.length > 0) lines.push(line);
  return lines.map((words, index) => {
    const isLast = index === lines.length - 1;
    const natural = words.reduce((sum, word) => sum + word.width, 0);
    const stretched = words.length > 1 ? (width - natural) / (words.length - 1) : space;
    const gap = isJustified && !isLast && stretched <= space * LOOSEST ? stretched : space;
    return placeWords(words, space, gap, isLast);
  });
};

export const plainLine = (words: string, weight: Weight, faces: Faces, size: number): Line => {
  const text = noBreaks(words);
  return { pieces: [{ text, x: 0, weight }], width: faces[weight].width(text) * size, isLast: true };
};
