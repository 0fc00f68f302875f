import { oneLine } from '../domain/typography.ts';

// Plane 15, private use: no keyboard types it, no font draws it, and Handlebars, the French spacing and the
// markup all see one opaque letter. 65 533 of them are enough for any context.
const FIRST = 0xf0000;
const STAND_IN = /[\u{F0000}-\u{FFFFD}]/gu;

export interface ProtectedValues {
  context: Record<string, unknown>;
  /** Puts the values back in a piece of text that was already parsed. */
  reveal: (text: string) => string;
}

/**
 * Replaces each text of the context by a stand-in letter for the time of the rendering, so that whatever a client's
 * name holds (`**`, `@factures`, `{{`, line breaks) is never read as markup. Empty texts stay empty, for `{{#if}}`.
 * `asIs` names the enumerations, which templates compare and which hold nothing from outside.
 */
export const protectValues = (values: object, asIs: readonly string[] = []): ProtectedValues => {
  const kept: string[] = [];
  const protect = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const line = oneLine(value);
      return line === '' ? '' : String.fromCodePoint(FIRST + kept.push(line) - 1);
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, asIs.includes(key) ? inner : protect(inner)]),
    );
  };
  const context = protect(values) as Record<string, unknown>;
  const reveal = (text: string) =>
    text.replace(STAND_IN, (letter) => kept[(letter.codePointAt(0) ?? 0) - FIRST] ?? '');
  return { context, reveal };
};
