import { decodeText } from '../text-encoding.ts';

/** One header, unfolded; its name in small letters. */
export interface HeaderField {
  name: string;
  value: string;
}

export interface StructuredValue {
  value: string;
  params: ReadonlyMap<string, string>;
}

const MOST_HEADER_BYTES = 256 * 1024;
const MOST_VALUE = 32_000;
const MOST_STRUCTURED = 4000;
const LF = 0x0a;
const CR = 0x0d;

/** Headers of a text, unfolded; a line that is none (`From ` of an mbox) is left out. */
export const fieldsIn = (text: string): HeaderField[] => {
  const fields: { name: string; lines: string[] }[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (/^[ \t]/.test(line)) {
      fields.at(-1)?.lines.push(line);
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trimEnd();
    if (/^[!-9;-~]{1,100}$/.test(name))
      fields.push({ name: name.toLowerCase(), lines: [line.slice(colon + 1)] });
  }
  return fields.map(({ name, lines }) => ({ name, value: lines.join('').slice(0, MOST_VALUE).trim() }));
};

/** Where the headers end and where the body begins. */
const endOfHeader = (bytes: Buffer): [end: number, body: number] => {
  if (bytes[0] === LF) return [0, 1];
  if (bytes[0] === CR && bytes[1] === LF) return [0, 2];
  const bare = bytes.indexOf('\n\n');
  const paired = bytes.indexOf('\n\r\n');
  if (bare === -1 && paired === -1) {
    const isHeader = /^[!-9;-~]{1,100}\s*:/.test(bytes.toString('latin1', 0, 200));
    return isHeader ? [bytes.length, bytes.length] : [0, 0];
  }
  if (paired === -1 || (bare !== -1 && bare < paired)) return [bare, bare + 2];
  return [paired, paired + 3];
};

/** The first 256 kB of headers, and the body. */
export const splitHeader = (bytes: Buffer): { fields: HeaderField[]; body: Buffer } => {
  const [end, body] = endOfHeader(bytes);
  const head = decodeText(bytes.subarray(0, Math.min(end, MOST_HEADER_BYTES)));
  return { fields: fieldsIn(head), body: bytes.subarray(body) };
};

/** The first header of a name: a second `From` is not believed. */
export const fieldOf = (fields: readonly HeaderField[], name: string): string | null =>
  fields.find((field) => field.name === name)?.value ?? null;

const percentDecoded = (text: string): string => {
  const [, charset = '', encoded = ''] = /^([^']*)'[^']*'(.*)$/s.exec(text) ?? [undefined, '', text];
  const bytes = Buffer.from(
    encoded.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
  return decodeText(bytes, /^iso-8859-15?$/i.test(charset) ? charset : undefined);
};

/** RFC 2231: `name*0*=utf-8''Bon%20de; name*1=" commande.pdf"`. */
const joinContinued = (params: Map<string, string>): void => {
  const pieces = new Map<string, { order: number; text: string; isEncoded: boolean }[]>();
  for (const [key, text] of params) {
    const [, name, order, star] = /^([^*]+)\*(\d{1,3})?(\*)?$/.exec(key) ?? [];
    if (name === undefined) continue;
    const isEncoded = star !== undefined || order === undefined;
    pieces.set(name, [...(pieces.get(name) ?? []), { order: Number(order ?? 0), text, isEncoded }]);
  }
  for (const [name, found] of pieces) {
    const sorted = found.toSorted((a, b) => a.order - b.order);
    // In a piece that is not encoded, « % » is a sign like any other.
    const joined = sorted
      .map(({ text, isEncoded }) => (isEncoded ? text : text.replaceAll('%', '%25')))
      .join('');
    params.set(name, percentDecoded(joined));
  }
};

const MOST_PARAMS = 50;

/** `text/plain; charset="utf-8"`: the value in small letters, and its parameters. */
export const structured = (field: string | null): StructuredValue => {
  const text = (field ?? '').slice(0, MOST_STRUCTURED);
  const value = /^[^\s;()]*/.exec(text)?.[0].toLowerCase() ?? '';
  const params = new Map<string, string>();
  const pattern = /;\s*([^\s=;]{1,100})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/gs;
  for (const [, name = '', inQuotes, bare = ''] of text.matchAll(pattern)) {
    const key = name.toLowerCase();
    const said =
      inQuotes === undefined ? bare.trim().replace(/^"/, '') : inQuotes.replaceAll(/\\(.)/gs, '$1');
    if (!params.has(key)) params.set(key, said);
    if (params.size >= MOST_PARAMS) break;
  }
  joinContinued(params);
  return { value, params };
};
