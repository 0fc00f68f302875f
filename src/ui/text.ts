import { displayWidth, noBreaks } from '../domain/typography.ts';

const INDENT = /^ */;

/** Lines of at most `width` columns, cut at ordinary spaces only; all are indented as the first. */
export const wrapAsIs = (text: string, width: number): string[] => {
  const [indent = ''] = INDENT.exec(text) ?? [];
  const lines: string[] = [];
  let line = '';
  for (const word of text.slice(indent.length).split(' ')) {
    if (line !== '' && indent.length + displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line];
};

/** The same for a sentence of the program, where no line begins with a colon. */
export const wrap = (text: string, width: number): string[] => wrapAsIs(noBreaks(text), width);

// eslint-disable-next-line no-control-regex
const PAINT = /\u001b\[[\d;]*m/g;
const shownWidth = (text: string): number => displayWidth(text.replaceAll(PAINT, ''));

/** A row of a table, of a frame or of a QR code: its columns would fall apart. */
const isRow = (line: string): boolean => /[─│█▀▄]|\S {2,}(?!→)\S/u.test(line.replaceAll(PAINT, ''));

/** The lines that follow begin under the first word, not under its dash, arrow or number. */
const HANGING = /^ *(?:(?:[–→•?!✓✗]|\d{1,3}[.)]) )?/u;

/** More than one command: words that explain it, or another one. */
const EXPLAINED = /[ \u00a0]: |, | relance |«/u;

/** The words of a line; a command after an arrow, which is there to be pasted, is one of them. */
const wordsOf = (line: string): string[] => {
  const words = line.split(/(?<=\S) +/u);
  const bare = words.map((word) => word.replaceAll(PAINT, '').trim());
  const arrow = bare.findIndex((word) => word.startsWith('→'));
  const at = arrow === -1 ? -1 : bare.indexOf('relance', arrow);
  const command = words.slice(at).join(' ');
  if (at === -1 || EXPLAINED.test(command.replaceAll(/"[^"]*"/g, ''))) return words;
  return bare[at - 1] === '→'
    ? [...words.slice(0, at - 1), `${words[at - 1] ?? ''} ${command}`]
    : [...words.slice(0, at), command];
};

const foldLine = (line: string, columns: number): string[] => {
  if (shownWidth(line) <= columns || isRow(line)) return [line];
  const bare = line.replaceAll(PAINT, '');
  const hang = ' '.repeat(Math.min((HANGING.exec(bare)?.[0] ?? '').length, Math.floor(columns / 2)));
  const folded: string[] = [];
  let current = '';
  for (const word of wordsOf(line)) {
    const isFull = current !== '' && shownWidth(current) + 1 + shownWidth(word) > columns;
    // What to type stands on a line of its own rather than half on one.
    if (isFull || (current !== '' && word.startsWith('→'))) {
      folded.push(current);
      current = hang + word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...folded, current];
};

/** A text as a screen of that many columns shows it: no word is cut, and tables are left as they are. */
export const fold = (text: string, columns: number): string =>
  text
    .split('\n')
    .flatMap((line) => foldLine(line, columns))
    .join('\n');
