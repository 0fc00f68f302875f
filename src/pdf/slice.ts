import type { Faces, Weight } from './faces.ts';
import type { Line } from './typeset.ts';

export type Mark =
  | {
      kind: 'text';
      text: string;
      x: number;
      /** From the top of the slice to the baseline. */
      y: number;
      size: number;
      weight: Weight;
      isGrey?: boolean;
    }
  | { kind: 'rule'; x: number; y: number; width: number; thickness: number };

/** The smallest part of a page: it is never cut. Measures in points. */
export interface Slice {
  height: number;
  /** Above it, unless it comes first on its page. */
  space: number;
  /** It cannot be the last of its page when another follows. */
  isKeptWithNext: boolean;
  marks: Mark[];
  /** Drawn again when a page begins here: the header of a table. */
  header?: Slice;
}

export interface Style {
  faces: Faces;
  /** Size of the text; everything else follows. */
  size: number;
  width: number;
  /** 1 is at ease; less brings paragraphs and rows together. */
  air: number;
}

export const LEADING = 1.27;
const BASELINE = 0.98;

export const textMarks = (
  line: Line,
  { x, size, isGrey = false }: { x: number; size: number; isGrey?: boolean },
): Mark[] =>
  line.pieces.map((piece) => ({
    kind: 'text' as const,
    text: piece.text,
    x: x + piece.x,
    y: size * BASELINE,
    size,
    weight: piece.weight,
    ...(isGrey && { isGrey }),
  }));
