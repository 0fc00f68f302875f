import { oneLine } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';
import { placedIn, type BlocksData } from './blocks.ts';
import { renderHtml } from './html.ts';
import type { Template } from '../document/load.ts';
import { parseContents, typesetLine } from '../document/markup.ts';
import { protectValues } from '../document/protected-values.ts';
import { MESSAGE_BLOCKS, MESSAGE_VOCABULARY, type MessageContext } from './message-context.ts';
import { renderText } from './plain-text.ts';

export interface InlineImage {
  cid: string;
  filename: string;
  contentType: 'image/png';
  content: Buffer;
}

export interface RenderedMessage {
  subject: string;
  text: string;
  html: string;
  /** Shown by the HTML only. */
  inlineImages: InlineImage[];
}

export interface RenderOptions {
  /** Adds the bank's QR code to the payment block, when the payment can be one (euros, an amount due). */
  withQrCode?: boolean;
}

const SUBJECT_LIMIT = 200;

/** At most `limit` UTF-16 units, never half a character. */
const clipSubject = (subject: string, limit: number): string => {
  if (subject.length <= limit) return subject;
  let kept = '';
  for (const letter of subject) {
    if (kept.length + letter.length > limit - 1) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
};

/** The words of a message, in markup, before it is laid out: what a person may rewrite. */
export interface MessageSource {
  subject: string;
  body: string;
  /** Puts back the values that were protected while the template rendered. */
  reveal: (text: string) => string;
}

/** The words of one message. */
export const writeMessage = (template: Template, context: MessageContext): MessageSource => {
  const values = protectValues(context, Object.keys(MESSAGE_VOCABULARY.enumerations));
  const rendered = template.render(values.context);
  if (rendered.subject.trim() === '') {
    throw new RelanceError(`${template.file}, ligne 1 : l’objet du message est vide`, {
      code: 'invalid-template',
      hint: 'relance templates check',
    });
  }
  return { ...rendered, reveal: values.reveal };
};

/** Subject, text and HTML of one message; the last two say the same thing. Same input, same bytes. */
export const layOutMessage = (
  source: MessageSource,
  data: BlocksData,
  { withQrCode = false }: RenderOptions = {},
): RenderedMessage => {
  const subject = clipSubject(oneLine(typesetLine(source.subject, source.reveal)), SUBJECT_LIMIT);
  const contents = parseContents(
    source.body,
    { names: MESSAGE_BLOCKS, placed: placedIn(data, { withQrCode }) },
    source.reveal,
  );
  const images = new Set(contents.filter((content) => content.kind === 'image'));
  return {
    subject,
    text: renderText(contents),
    html: renderHtml(contents, subject),
    inlineImages: [...images].map(({ cid, filename, content }) => ({
      ...{ cid, filename, content },
      contentType: 'image/png',
    })),
  };
};

/** Writes and lays out at once. */
export const renderMessage = (
  template: Template,
  context: MessageContext,
  data: BlocksData,
  options: RenderOptions = {},
): RenderedMessage => layOutMessage(writeMessage(template, context), data, options);
