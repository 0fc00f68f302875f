import { oneLine } from '../../domain/typography.ts';
import { attributionLength, isQuoted, isQuoteNext, isReceivedFrom, isRule } from './quote-forms.ts';

const MOST_TEXT = 20_000;
/** Twenty times what a thread of a year is: beyond, nothing is looked at any more. */
const MOST_LINES = 20_000;
const MOST_SIGNATURE = 12;

const linesOf = (text: string): string[] => text.split(/\r\n|[\n\r\u2028\u2029]/u);

/** The lines of the person, wherever they stand: above, below or between those that are quoted. */
const ownLines = (lines: readonly string[]): string[] => {
  const own: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (isQuoted(line)) continue;
    const attribution = attributionLength(lines, at);
    const isBelow = attribution > 0 && isQuoteNext(lines, at + attribution);
    if (isBelow) at += attribution - 1;
    else if (attribution > 0 || isReceivedFrom(lines, at)) {
      // A program that writes such a line and then quotes with `>` leaves room for an answer below.
      if (attribution === 0 && isQuoteNext(lines, at + 1)) continue;
      break;
    } else own.push(line);
  }
  while (own.length > 0 && ((own.at(-1) ?? '').trim() === '' || isRule(own.at(-1) ?? ''))) own.pop();
  return own;
};

/** RFC 3676: `-- ` alone; some programs drop its space, and then only a few lines follow. */
const withoutSignature = (lines: readonly string[]): string[] => {
  const at = lines.findIndex(
    (line, index) => line === '-- ' || (line === '--' && lines.length - index <= MOST_SIGNATURE),
  );
  return at === -1 ? [...lines] : lines.slice(0, at);
};

interface ReplyText {
  text: string;
  wasCut: boolean;
}

/** What a person wrote in a mail, in harmless lines: without what is quoted nor the signature. */
export const replyTextOf = (body: string): ReplyText => {
  const lines = linesOf(body);
  const text = withoutSignature(ownLines(lines.slice(0, MOST_LINES)))
    .map(oneLine)
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  if (text.length <= MOST_TEXT) return { text, wasCut: lines.length > MOST_LINES };
  return { text: text.slice(0, MOST_TEXT).replace(/[\ud800-\udbff]$/u, ''), wasCut: true };
};
