import { usageError } from '../errors.ts';
import { displayWidth, oneLine, quoted, withoutAccents } from './typography.ts';

/** Longest name, number, subject or line of an address. */
const MAX_LINE = 200;
const MAX_PARAGRAPHS = 20_000;

/** « --nom » for a flag, « la réponse » for a question. */
const tooLong = (what: string, max: number): never => {
  throw usageError(
    `${what} : ${max} caractères au plus`,
    'raccourcissez, ou gardez le détail dans --note',
    'too-long',
  );
};

/**
 * One line as it is stored and searched: trimmed, composed accents, ordinary spaces, no control character, no direction mark.
 * @throws RelanceError `empty-value` when nothing is left, `too-long` beyond 200 characters
 */
export const parseLine = (input: string, what: string, max = MAX_LINE): string => {
  const line = oneLine(input.replace(/[\u00a0\u202f]/gu, ' ')).normalize('NFC');
  if (line === '' || displayWidth(line) === 0)
    throw usageError(`${what} ne peut pas être vide`, undefined, 'empty-value');
  if ([...line].length > max) return tooLong(what, max);
  return line;
};

/** A text that keeps its line breaks, each line made harmless. */
export const parseParagraphs = (input: string, what: string): string => {
  const text = input
    .split(/\r\n|\r|\n|\u2028|\u2029/u)
    .map((line) => oneLine(line))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  if (text === '') throw usageError(`${what} ne peut pas être vide`, undefined, 'empty-value');
  return text.length > MAX_PARAGRAPHS ? tooLong(what, MAX_PARAGRAPHS) : text;
};

const plain = (text: string): string => withoutAccents(text.trim()).toLowerCase();

/**
 * One word of a closed list, whatever its case and accents.
 * @throws RelanceError `invalid-choice`, which names the words
 */
export const parseChoice = <T extends string>(input: string, words: readonly T[], flag: string): T => {
  const wanted = plain(input);
  const word = words.find((candidate) => plain(candidate) === wanted);
  if (word !== undefined) return word;
  throw usageError(
    `${flag} ne connaît pas ${quoted(input)}`,
    `choisissez parmi : ${words.join(', ')}`,
    'invalid-choice',
  );
};
