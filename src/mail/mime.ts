import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { oneLine } from '../domain/typography.ts';
import type { InlineImage } from './render.ts';

export interface Mailbox {
  name: string | null;
  address: string;
}

export interface Attachment {
  filename: string;
  contentType: string;
  content: Buffer;
}

export interface OutgoingMessage {
  from: Mailbox;
  /** Null: answers go to the sender. */
  replyTo: Mailbox | null;
  to: Mailbox[];
  cc: Mailbox[];
  bcc: Mailbox[];
  date: Date;
  /** With its angle brackets, as recorded before the sending. */
  messageId: string;
  inReplyTo: string | null;
  references: string[];
  subject: string;
  text: string;
  html: string;
  inlineImages: InlineImage[];
  attachments: Attachment[];
}

/** No acknowledgement made by a rule; absences (`OOF`) and reports still come, for `inbox` tells them. */
const NO_ACKNOWLEDGEMENT = { 'X-Auto-Response-Suppress': 'AutoReply' };

const MESSAGE_ID = /^<[^\s<>@]+@[^\s<>@]+>$/;

const mailbox = ({ name, address }: Mailbox) => ({ name: oneLine(name ?? ''), address });

/** Boundaries must not change from one build to the next: the raw message is golden text, and proof. */
const baseBoundary = (messageId: string): string =>
  createHash('sha256').update(messageId).digest('hex').slice(0, 24);

const attachmentsOf = (message: OutgoingMessage) => [
  ...message.inlineImages.map((image) => ({ ...image, contentDisposition: 'inline' })),
  ...message.attachments.map(({ filename, contentType, content }) => ({
    filename: oneLine(filename).replaceAll(/[/\\]/g, '-'),
    contentType,
    content,
    contentDisposition: 'attachment',
  })),
];

const compose = (message: OutgoingMessage, { isDraft }: { isDraft: boolean }): Promise<Buffer> => {
  const ids = [
    message.messageId,
    ...(message.inReplyTo === null ? [] : [message.inReplyTo]),
    ...message.references,
  ];
  const wrongId = ids.find((id) => !MESSAGE_ID.test(id));
  if (wrongId !== undefined) throw new Error(`Not a Message-ID: ${JSON.stringify(wrongId)}`);
  const node = new MailComposer({
    from: mailbox(message.from),
    ...(message.replyTo === null ? {} : { replyTo: mailbox(message.replyTo) }),
    to: message.to.map(mailbox),
    cc: message.cc.map(mailbox),
    bcc: message.bcc.map(mailbox),
    date: message.date,
    messageId: message.messageId,
    ...(message.inReplyTo === null ? {} : { inReplyTo: message.inReplyTo }),
    references: message.references,
    subject: oneLine(message.subject),
    text: message.text,
    html: message.html,
    attachments: attachmentsOf(message),
    headers: {
      'Content-Language': 'fr',
      ...NO_ACKNOWLEDGEMENT,
      ...(isDraft ? { 'X-Unsent': '1', 'X-Relance-Message': message.messageId } : {}),
    },
    baseBoundary: baseBoundary(message.messageId),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  node.keepBcc = isDraft;
  return node.build();
};

/** The bytes to hand to the SMTP server: no Bcc in them. Same input, same bytes. */
export const buildMessage = (message: OutgoingMessage): Promise<Buffer> =>
  compose(message, { isDraft: false });

/** The bytes of a draft that mail programs open ready to send, Bcc included, known again once it has another Message-ID. */
export const buildDraft = (message: OutgoingMessage): Promise<Buffer> => compose(message, { isDraft: true });
