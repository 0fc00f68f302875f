import { decodeText } from '../text-encoding.ts';
import { fieldOf, splitHeader, type HeaderField } from './header-fields.ts';
import type { MailPart } from './mime-tree.ts';

const MOST_NESTED_HEADER = 256 * 1024;
const MOST_BASE64_PIECES = 1000;
const EQUALS = 0x3d;
const LF = 0x0a;
const CR = 0x0d;

/** Several texts one after the other, each with its own `=` at the end, are read too. */
const fromBase64 = (packed: Buffer): Buffer => {
  const letters = packed.toString('latin1').replaceAll(/[^A-Za-z0-9+/=]+/g, '');
  const padding = letters.indexOf('=');
  if (padding === -1 || padding >= letters.length - 2) return Buffer.from(letters, 'base64');
  const pieces = letters.split(/=+/, MOST_BASE64_PIECES);
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64')));
};

const hexValue = (byte: number | undefined): number =>
  byte === undefined ? Number.NaN : Number.parseInt(String.fromCharCode(byte), 16);

/** What is no code (`=ZZ`) stays as it is written. */
const fromQuotedPrintable = (packed: Buffer): Buffer => {
  const bytes = Buffer.alloc(packed.length);
  let length = 0;
  for (let at = 0; at < packed.length; at += 1) {
    const byte = packed[at] ?? 0;
    const code = byte === EQUALS ? hexValue(packed[at + 1]) * 16 + hexValue(packed[at + 2]) : Number.NaN;
    if (byte === EQUALS && packed[at + 1] === LF) at += 1;
    else if (byte === EQUALS && packed[at + 1] === CR && packed[at + 2] === LF) at += 2;
    else {
      if (!Number.isNaN(code)) at += 2;
      bytes[length] = Number.isNaN(code) ? byte : code;
      length += 1;
    }
  }
  return bytes.subarray(0, length);
};

/** The bytes of a part, of which at most `most` are decoded. */
export const contentOf = ({ fields, body }: MailPart, most: number): Buffer => {
  const encoding = /[\w-]+/.exec(fieldOf(fields, 'content-transfer-encoding') ?? '')?.[0].toLowerCase();
  // Four letters for three bytes in lines of 76, or three signs for one byte: never less than the bytes asked for.
  if (encoding === 'base64')
    return fromBase64(body.subarray(0, Math.ceil(most * 1.5) + 16)).subarray(0, most);
  if (encoding === 'quoted-printable')
    return fromQuotedPrintable(body.subarray(0, most * 3)).subarray(0, most);
  return body.subarray(0, most);
};

/** Whether a part may hold more than `most` bytes, without decoding it. */
export const isLarger = ({ fields, body }: MailPart, most: number): boolean => {
  const isBase64 = /base64/i.test(fieldOf(fields, 'content-transfer-encoding') ?? '');
  return body.length > (isBase64 ? most * 1.4 : most);
};

/** Charsets whose bytes look like plain ASCII: nothing in them tells that they are something else. */
const IN_DISGUISE = /^(?:iso-2022-|hz-gb|utf-16)/;

const knownCharset = (name: string): string | undefined => {
  try {
    return new TextDecoder(name).encoding;
  } catch {
    // A charset that nobody knows is guessed from the bytes.
    return undefined;
  }
};

/** A letter that the cut went through. */
const withoutHalfLetter = (bytes: Buffer): Buffer => {
  let end = bytes.length;
  while (end > bytes.length - 4 && (bytes[end - 1] ?? 0) >= 0x80) end -= 1;
  return bytes.subarray(0, end);
};

/** The text of a part, at most `most` bytes of it, whatever it says of its charset. */
export const textOf = (part: MailPart, most: number): string => {
  const whole = contentOf(part, most + 1);
  const bytes = whole.length > most ? withoutHalfLetter(whole.subarray(0, most)) : whole;
  const charset = knownCharset(part.type.params.get('charset')?.trim() ?? '');
  return charset !== undefined && IN_DISGUISE.test(charset)
    ? new TextDecoder(charset).decode(bytes)
    : decodeText(bytes, charset);
};

/** The headers of a message that a part carries. */
export const headersWithin = (part: MailPart): HeaderField[] =>
  splitHeader(contentOf(part, MOST_NESTED_HEADER)).fields;
