import { isReadable } from './body-text.ts';
import { fieldOf } from './header-fields.ts';
import { cutLine, readableLine } from './mail-header.ts';
import type { MailPart } from './mime-tree.ts';
import { contentOf, isLarger } from './part-content.ts';
import type { MailAttachment } from './received-mail.ts';

const MOST_BYTES = 20 * 1024 * 1024;
const MOST_ATTACHMENTS = 50;
const MOST_NAME = 120;
/** A logo or a banner under a signature; a scan is larger. */
const MOST_SIGNATURE_IMAGE = 30 * 1024;

const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'message/rfc822': '.eml',
  'text/calendar': '.ics',
  'text/html': '.html',
  'text/plain': '.txt',
};

/** Seals of signed mails, which no one opens. */
const SEAL = /^application\/(?:x-)?(?:pkcs7|pgp)-signature$/;
/** What Windows keeps for itself, whatever the extension. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** The last part of a path, in one line, with nothing that a file system or a terminal understands otherwise. */
const safeName = (given: string, mediaType: string, rank: number): string => {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const name = cutLine(last.replaceAll(/[<>:"|?*\p{Cf}]/gu, '_'), 1000).replace(/^[.\s]+|[.\s]+$/g, '');
  const safe = name === '' ? `piece-jointe-${rank}${EXTENSIONS[mediaType] ?? ''}` : name;
  const extension = /\.[\p{L}\d]{1,10}$/u.exec(safe)?.[0] ?? '';
  const kept = safe.length <= MOST_NAME ? safe : cutLine(safe, MOST_NAME - extension.length) + extension;
  return kept.replace(RESERVED, '_$&');
};

const nameOf = ({ type, disposition }: MailPart, rank: number): string => {
  const given = disposition.params.get('filename') ?? type.params.get('name') ?? '';
  return safeName(readableLine(given, 1000), type.value, rank);
};

const isSignatureImage = (part: MailPart): boolean =>
  part.type.value.startsWith('image/') &&
  fieldOf(part.fields, 'content-id') !== null &&
  part.disposition.value !== 'attachment' &&
  !isLarger(part, MOST_SIGNATURE_IMAGE);

const filesIn = (part: MailPart): MailPart[] => {
  if (part.children.length > 0) return part.children.flatMap(filesIn);
  const isFile = !isReadable(part) && !part.type.value.startsWith('multipart/');
  return isFile && !SEAL.test(part.type.value) && !isSignatureImage(part) ? [part] : [];
};

/** The files of a mail; `areAll` is false when there are more, or larger ones, than are read. */
export const attachmentsOf = (mail: MailPart): { attachments: MailAttachment[]; areAll: boolean } => {
  const files = filesIn(mail);
  const attachments: MailAttachment[] = [];
  for (const part of files) {
    if (attachments.length >= MOST_ATTACHMENTS) break;
    const bytes = isLarger(part, MOST_BYTES) ? null : contentOf(part, MOST_BYTES);
    if (bytes === null) continue;
    const mediaType =
      /^[\w.+-]{1,60}\/[\w.+-]{1,100}$/.exec(part.type.value)?.[0] ?? 'application/octet-stream';
    attachments.push({ name: nameOf(part, attachments.length + 1), mediaType, bytes: new Uint8Array(bytes) });
  }
  return { attachments, areAll: attachments.length === files.length };
};
