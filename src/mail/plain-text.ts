import { displayWidth, NBSP } from '../domain/typography.ts';
import type { MailContent } from '../document/content.ts';
import { textLines, type TextForm } from '../document/text-lines.ts';

/** A word wider than the line is cut, an address is not: it would no longer be clickable. */
const cutWord = (word: string, width: number): string[] => {
  if (displayWidth(word) <= width || /^[^\s@]+@[^\s@]+$|:\/\//u.test(word)) return [word];
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const letter of word) {
    const size = displayWidth(letter);
    if (used + size > width && piece !== '') {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += letter;
    used += size;
  }
  return piece === '' ? pieces : [...pieces, piece];
};

/** Breaks at U+0020 only: non-breaking spaces hold. */
const wrapAsIs = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(/ +/u).flatMap((part) => cutWord(part, width))) {
    if (word === '') continue;
    const size = displayWidth(word);
    if (line !== '' && used + 1 + size > width) {
      lines.push(line);
      line = word;
      used = size;
    } else {
      used += (line === '' ? 0 : 1) + size;
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
};

const FORM: TextForm = {
  width: 76,
  wrap: wrapAsIs,
  bold: (text) => text,
  title: (text) => `${text}${NBSP}:`,
  bullet: '- ',
  isRuled: true,
};

/** The text/plain body: 76 columns, one blank line between blocks, no markup left. */
export const renderText = (contents: readonly MailContent[]): string =>
  `${contents
    .map((content) => textLines(content, FORM).join('\n'))
    .filter((text) => text !== '')
    .join('\n\n')}\n`;
