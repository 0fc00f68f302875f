import { PdfFault, type PdfBytes } from './pdf-bytes.ts';
import type { PdfDict, PdfValue } from './pdf-values.ts';

/** Where an object is: at a place of the file, or in a stream of objects. */
export type TableEntry = { at: number } | { stream: number };

export interface PdfTable {
  entries: Map<number, TableEntry>;
  /** `Root` and `Encrypt`, as the last revision has them. */
  trailer: PdfDict;
}

const MOST_SECTIONS = 1000;
export const MOST_OBJECTS = 500_000;
const MOST_FIELD_BYTES = 6;
const CLASSIC = /[\0\t\n\f\r ]{0,20}xref(?![a-z])[\0\t\n\f\r ]{0,20}/y;
const SUBSECTION = /(\d{1,10})[\t ]{1,20}(\d{1,10})[\0\t\n\f\r ]{1,20}/y;
const ENTRY = /(\d{1,10})[\t ](\d{1,5})[\t ]([nf])[\t\n\r ]{0,3}/y;
const TRAILER = /[\0\t\n\f\r ]{0,20}trailer(?![a-z])/y;
const HEADER = /[\0\t\n\f\r ]{0,20}\d{1,10}[\0\t\n\f\r ]{1,20}\d{1,5}[\0\t\n\f\r ]{1,20}obj(?![a-z])/y;

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

type Entries = PdfTable['entries'];

/** What was said first holds: the newest section is read first. */
const keep = (entries: Entries, number: number, entry: TableEntry): void => {
  if (!entries.has(number)) entries.set(number, entry);
  if (entries.size > MOST_OBJECTS) throw new PdfFault('huge');
};

/** Lines of text, as all files had them before PDF 1.5. */
const readClassic = (file: PdfBytes, start: number, entries: Entries): PdfDict | null => {
  const { text } = file;
  const head = matchAt(CLASSIC, text, start);
  if (!head) return null;
  let at = start + head[0].length;
  for (let part = matchAt(SUBSECTION, text, at); part; part = matchAt(SUBSECTION, text, at)) {
    at += part[0].length;
    const [first, count] = [Number(part[1]), Number(part[2])];
    for (let index = 0; index < count; index += 1) {
      const entry = matchAt(ENTRY, text, at);
      if (!entry) break;
      at += entry[0].length;
      if (entry[3] === 'n') keep(entries, first + index, { at: Number(entry[1]) });
    }
  }
  file.charge(at - start);
  const trailer = matchAt(TRAILER, text, at);
  const dict = trailer ? file.valueAt(at + trailer[0].length) : null;
  return dict instanceof Map ? dict : null;
};

const numbersIn = (value: PdfValue | undefined): number[] =>
  [value ?? []].flat().filter((one) => typeof one === 'number');

/** Undoes the PNG predictors, on rows of bytes: all that tables are written with. */
const unpredicted = (dict: PdfDict, content: Buffer): Buffer => {
  const params = dict.get('DecodeParms');
  const [predictor = 1] = params instanceof Map ? numbersIn(params.get('Predictor')) : [];
  const [columns = 1] = params instanceof Map ? numbersIn(params.get('Columns')) : [];
  if (predictor < 10 || columns < 1 || columns > 64) return content;
  const rows = Math.floor(content.length / (columns + 1));
  const plain = Buffer.alloc(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const kind = content[row * (columns + 1)];
    for (let column = 0; column < columns; column += 1) {
      const to = row * columns + column;
      const above = row === 0 ? 0 : (plain[to - columns] ?? 0);
      const before = column === 0 ? 0 : (plain[to - 1] ?? 0);
      const guess = kind === 2 ? above : kind === 1 ? before : kind === 3 ? (above + before) >> 1 : 0;
      plain[to] = (content[row * (columns + 1) + 1 + column] ?? 0) + guess;
    }
  }
  return plain;
};

const numberAt = (bytes: Buffer, at: number, width: number): number =>
  width === 0 ? 0 : bytes.readUIntBE(at, width);

/** Rows of numbers in a stream, since PDF 1.5. */
const readStream = (file: PdfBytes, start: number, entries: Entries): PdfDict | null => {
  const header = matchAt(HEADER, file.text, start);
  // Its length is never an object of its own: nothing could tell yet where that one is.
  const found = header && file.streamAt(start + header[0].length, (value) => value ?? null);
  if (!found) return null;
  const [kindWidth = 0, placeWidth = 0, lastWidth = 0] = numbersIn(found.dict.get('W'));
  const widths = [kindWidth, placeWidth, lastWidth];
  const rowWidth = kindWidth + placeWidth + lastWidth;
  if (
    rowWidth < 1 ||
    widths.some((width) => !Number.isInteger(width) || width < 0 || width > MOST_FIELD_BYTES)
  )
    return null;
  const content = found.dict.has('Filter') ? file.inflate(found.content) : found.content;
  const rows = unpredicted(found.dict, content ?? Buffer.alloc(0));
  const ranges = numbersIn(found.dict.get('Index') ?? [0, ...numbersIn(found.dict.get('Size'))]);
  let at = 0;
  for (let range = 0; range + 1 < ranges.length; range += 2)
    for (let index = 0; index < (ranges[range + 1] ?? 0) && at + rowWidth <= rows.length; index += 1) {
      const kind = kindWidth === 0 ? 1 : numberAt(rows, at, kindWidth);
      const place = numberAt(rows, at + kindWidth, placeWidth);
      const number = (ranges[range] ?? 0) + index;
      if (kind === 1) keep(entries, number, { at: place });
      else if (kind === 2) keep(entries, number, { stream: place });
      at += rowWidth;
    }
  return found.dict;
};

const readSection = (file: PdfBytes, at: number, entries: Entries): PdfDict | null =>
  readClassic(file, at, entries) ?? readStream(file, at, entries);

/**
 * The table at the end of a PDF, and those of its former revisions: where readers find its objects. Nothing that it says is
 * checked yet. Null: there is none where the end of the file says.
 */
export const readTable = (file: PdfBytes, shift: number): PdfTable | null => {
  const { text } = file;
  const end = text.lastIndexOf('startxref');
  const start = /^startxref\s{1,20}(\d{1,10})/.exec(text.slice(end, end + 60))?.[1];
  const table: PdfTable = { entries: new Map(), trailer: new Map() };
  const waiting: number[] = start === undefined ? [] : [Number(start)];
  const seen = new Set<number>();
  for (let offset = waiting.shift(); offset !== undefined; offset = waiting.shift()) {
    if (seen.has(offset) || seen.size >= MOST_SECTIONS) continue;
    seen.add(offset);
    const dict = readSection(file, offset, table.entries) ?? readSection(file, offset + shift, table.entries);
    for (const key of ['Root', 'Encrypt']) {
      const value = dict?.get(key);
      if (value !== undefined && !table.trailer.has(key)) table.trailer.set(key, value);
    }
    waiting.push(...numbersIn(dict?.get('XRefStm')), ...numbersIn(dict?.get('Prev')));
  }
  return table.trailer.has('Root') ? table : null;
};
