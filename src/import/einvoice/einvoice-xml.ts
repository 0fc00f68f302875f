import { decodeText } from '../text-encoding.ts';
import { parseXml, XmlFault, type Node } from '../xml.ts';
import { refuseFile } from './refusal.ts';

const MEGABYTE = 1024 * 1024;
export const MOST_XML_BYTES = 20 * MEGABYTE;

/**
 * An element of the parsed tree takes some thirty times its markup: what weighs is counted before. An invoice of 3,000 lines
 * has 400,000 of these signs; the files joined to it, in base 64, have none.
 */
const MOST_MARKS = 1_000_000;
const MOST_TAG = 20_000;
const MARKS = new Set(['<', '=', '&'].map((mark) => mark.charCodeAt(0)));
const [OPEN, CLOSE, BANG, QUERY] = ['<', '>', '!', '?'].map((mark) => mark.charCodeAt(0));

/** Bytes, not characters: these signs are the same in all the encodings that are read. */
const isHeavy = (bytes: Uint8Array): boolean => {
  let marks = 0;
  let tagFrom = -1;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (MARKS.has(byte)) marks += 1;
    if (byte === OPEN) tagFrom = index;
    // A comment or a CDATA section may be long.
    else if (byte === CLOSE || ((byte === BANG || byte === QUERY) && index - tagFrom <= 2)) tagFrom = -1;
    if (marks > MOST_MARKS || (tagFrom !== -1 && index - tagFrom > MOST_TAG)) return true;
  }
  return false;
};

/** Whether a file begins as XML does, whatever its encoding and its marks. */
export const looksLikeXml = (bytes: Uint8Array): boolean =>
  /^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)?[\s\0]*</.test(
    Buffer.from(bytes.subarray(0, 256)).toString('latin1'),
  );

/** The name of the root element, without its prefix; null when none is found. Nothing is parsed. */
export const rootNameOf = (bytes: Uint8Array): string | null => {
  const text = decodeText(bytes.subarray(0, MEGABYTE));
  let at = 0;
  for (;;) {
    at += /^\s*/.exec(text.slice(at, at + 10_000))?.[0].length ?? 0;
    const end = text.startsWith('<!--', at) ? '-->' : text.startsWith('<?', at) ? '?>' : null;
    if (end === null) return /^<(?:[\w.-]+:)?([\w.-]+)/.exec(text.slice(at, at + 200))?.[1] ?? null;
    const found = text.indexOf(end, at);
    if (found === -1) return null;
    at = found + end.length;
  }
};

/**
 * The elements of a document, which cannot grow when it is read: no entity of its own, no other file.
 * @throws RelanceError naming the file
 */
export const readXml = (bytes: Uint8Array, file: string): Node => {
  if (bytes.length > MOST_XML_BYTES) throw refuseFile(file, 'les données XML dépassent 20 Mo');
  if (isHeavy(bytes)) throw refuseFile(file, 'le XML est démesuré pour une facture');
  try {
    return parseXml(bytes);
  } catch (error) {
    if (error instanceof XmlFault) throw refuseFile(file, error.message);
    throw error;
  }
};
