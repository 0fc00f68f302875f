import { formatAmount } from '../domain/money/money.ts';
import { oneLine } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';
import type { BlocksData } from './blocks.ts';
import { renderEpcQr } from './epc-qr.ts';
import { renderHtml } from './html.ts';
import type { Template } from '../document/load.ts';
import { parseMarkup, typesetLine } from '../document/markup.ts';
import { protectValues } from '../document/protected-values.ts';
import {
  MESSAGE_BLOCKS,
  MESSAGE_VOCABULARY,
  type MessageBlock,
  type MessageContext,
} from './message-context.ts';
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
const QR_CID = 'qr-virement@relance';

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

const qrCode = (
  blocks: readonly MessageBlock[],
  data: BlocksData,
): (InlineImage & { alt: string; size: number }) | null => {
  const { payment, invoices, askedCents: amountCents } = data;
  if (payment === null || !blocks.some((block) => block.kind === 'payment')) return null;
  const currency = invoices[0]?.currency ?? '';
  const qr = renderEpcQr({ ...payment, amountCents, currency });
  if (qr === null) return null;
  const alt = `QR code pour régler ${formatAmount(amountCents, currency)} par virement, référence ${oneLine(payment.reference)}`;
  const image = { cid: QR_CID, filename: 'virement.png', contentType: 'image/png', content: qr.png } as const;
  return { ...image, alt, size: qr.cssSize };
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
  const blocks = parseMarkup(source.body, MESSAGE_BLOCKS, source.reveal);
  const qr = withQrCode ? qrCode(blocks, data) : null;
  const { alt, size, ...image } = qr ?? { alt: '', size: 0 };
  return {
    subject,
    text: renderText(blocks, data),
    html: renderHtml(blocks, data, {
      title: subject,
      qr: 'cid' in image ? { cid: image.cid, alt, size } : null,
    }),
    inlineImages: 'cid' in image ? [image] : [],
  };
};

/** Writes and lays out at once. */
export const renderMessage = (
  template: Template,
  context: MessageContext,
  data: BlocksData,
  options: RenderOptions = {},
): RenderedMessage => layOutMessage(writeMessage(template, context), data, options);
