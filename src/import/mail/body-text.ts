import { textOfHtml } from './page-text.ts';
import type { MailPart } from './mime-tree.ts';
import { isLarger, textOf } from './part-content.ts';

/** Of all the parts together: what a person writes is a thousandth of it. */
const MOST_BYTES = 1024 * 1024;

/** A part that is there to be read, and no file. */
export const isReadable = ({ type, disposition }: MailPart): boolean =>
  disposition.value !== 'attachment' &&
  !disposition.params.has('filename') &&
  (type.value === '' ||
    type.value === 'text/plain' ||
    type.value === 'text/html' ||
    // A multipart that holds nothing that can be found is read as what it looks like.
    type.value.startsWith('multipart/'));

interface BodyText {
  text: string;
  isHtml: boolean;
}

interface Budget {
  bytes: number;
  isExceeded: boolean;
}

const NOTHING: BodyText = { text: '', isHtml: false };

const leafText = (part: MailPart, budget: Budget): BodyText => {
  if (!isReadable(part) || part.body.length === 0) return NOTHING;
  if (isLarger(part, budget.bytes)) budget.isExceeded = true;
  if (budget.bytes <= 0) return NOTHING;
  const text = textOf(part, budget.bytes);
  budget.bytes -= part.body.length;
  return part.type.value === 'text/html' ? { text: textOfHtml(text), isHtml: true } : { text, isHtml: false };
};

const bodyOf = (part: MailPart, budget: Budget): BodyText => {
  if (part.children.length === 0) return leafText(part, budget);
  const bodies = part.children.map((child) => bodyOf(child, budget)).filter(({ text }) => text.trim() !== '');
  if (part.type.value === 'multipart/alternative')
    return bodies.find(({ isHtml }) => !isHtml) ?? bodies[0] ?? NOTHING;
  return {
    text: bodies.map(({ text }) => text).join('\n'),
    isHtml: bodies.length > 0 && bodies.every(({ isHtml }) => isHtml),
  };
};

/** What a mail says: its plain text where there is one, otherwise that of its page. */
export const bodyTextOf = (mail: MailPart): { text: string; isWhole: boolean } => {
  const budget = { bytes: MOST_BYTES, isExceeded: false };
  const { text } = bodyOf(mail, budget);
  return { text, isWhole: !budget.isExceeded };
};
