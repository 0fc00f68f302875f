import { noBreaks, oneLine } from '../../../domain/typography.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** One harmless line of text, in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  noBreaks(oneLine(text)).replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
