const BOM_UTF8 = [0xef, 0xbb, 0xbf];
const EURO_IN_LATIN9 = 0xa4;
const CONTROLS_FROM = 0x80;
const CONTROLS_TO = 0x9f;

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    // What the decoder refuses is no UTF-8: that is the answer.
    return false;
  }
};

const startsWith = (bytes: Uint8Array, head: readonly number[]): boolean =>
  head.every((byte, index) => bytes[index] === byte);

/** The name of the encoding of a text, for a decoder: what a French bank or spreadsheet writes. */
const encodingOf = (bytes: Uint8Array, declared: string | undefined): string => {
  if (startsWith(bytes, BOM_UTF8)) return 'utf-8';
  if (startsWith(bytes, [0xff, 0xfe]) || (bytes[1] === 0 && bytes[3] === 0)) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff]) || (bytes[0] === 0 && bytes[2] === 0)) return 'utf-16be';
  // Before what is declared: banks announce Windows-1252 and write UTF-8, and the reverse is no UTF-8.
  if (isUtf8(bytes)) return 'utf-8';
  if (declared !== undefined) return declared;
  // Windows puts letters where ISO has control characters; the euro of ISO-8859-15 is a rare sign in Windows-1252.
  const hasControls = bytes.some((byte) => byte >= CONTROLS_FROM && byte <= CONTROLS_TO);
  return !hasControls && bytes.includes(EURO_IN_LATIN9) ? 'iso-8859-15' : 'windows-1252';
};

/** In one go, Node 20 takes Windows-1252 for ISO-8859-1: « € », « ’ » and « œ » become control characters. */
const decoded = (bytes: Uint8Array, encoding: string): string => {
  const decoder = new TextDecoder(encoding);
  if (decoder.encoding !== 'windows-1252') return decoder.decode(bytes);
  return decoder.decode(bytes, { stream: true }) + decoder.decode();
};

/** A text without its byte order mark. */
export const decodeText = (bytes: Uint8Array, declared?: string): string =>
  decoded(bytes, encodingOf(bytes, declared)).replace(/^\u{feff}/u, '');
