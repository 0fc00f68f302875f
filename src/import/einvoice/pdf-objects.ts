import { PdfBytes, PdfFault, type PdfStream, type Place } from './pdf-bytes.ts';
import { MOST_OBJECTS, readTable, type PdfTable } from './pdf-table.ts';
import { PdfRef, type PdfDict, type PdfValue } from './pdf-values.ts';

const SPACE = '[\\0\\t\\n\\f\\r ]';
const OBJECT = `(\\d{1,10})${SPACE}{1,20}\\d{1,5}${SPACE}{1,20}obj(?![a-z])`;
/** Headers of objects, streams and trailers, in the order of the file: what follows replaces what came before. */
const MARKS = new RegExp(
  `(?<!\\d)${OBJECT}|>>${SPACE}{0,20}stream {0,8}(?:\\r\\n|\\n|\\r)|trailer(?![a-z])`,
  'g',
);
const HEADER = new RegExp(`(?<!\\d)${SPACE}{0,20}${OBJECT}`, 'y');
const MOST_DICT = 64 * 1024;
/** Some tools write a few lines before the mark of a PDF. */
const MOST_BEFORE = 1024;

/**
 * The objects of a PDF, found from one end to the other, which is how readers mend a damaged file; then where its table says,
 * if they are there: a PDF joined as it is has objects of its own, of the same numbers. The library that writes our PDFs is
 * not asked: it inflates what it opens without a limit, and a few hundred bytes make it take gigabytes or hours. Here each
 * byte is looked at a bounded number of times.
 */
export class PdfObjects {
  private readonly file: PdfBytes;
  private readonly text: string;
  private readonly places = new Map<number, Place>();
  /** The objects of each stream of objects, by where its dictionary begins. */
  private readonly inner = new Map<number, Map<number, Place>>();
  private readonly read = new Map<number, PdfValue>();
  private readonly trailer: PdfDict = new Map();

  /** @throws PdfFault */
  constructor(bytes: Buffer) {
    this.file = new PdfBytes(bytes);
    this.text = this.file.text;
    this.scan();
    this.follow();
    // What is cut short has no end; what is complete ends with the place of its table.
    if (this.text.lastIndexOf('startxref') < this.text.lastIndexOf('endobj')) throw new PdfFault('damaged');
    if (this.trailer.has('Encrypt')) throw new PdfFault('locked');
  }

  /** The catalogue, where everything that is reachable begins. */
  root(): PdfDict {
    const root = this.dictAt(this.trailer.get('Root'));
    if (!root?.has('Pages')) throw new PdfFault('damaged');
    return root;
  }

  /** What a value stands for, references followed. */
  readonly resolve = (value: PdfValue | undefined): PdfValue => {
    let current = value ?? null;
    for (let hops = 0; current instanceof PdfRef && hops < 10; hops += 1)
      current = this.objectOf(current.number);
    return current instanceof PdfRef ? null : current;
  };

  dictAt(value: PdfValue | undefined): PdfDict | null {
    const found = this.resolve(value);
    return found instanceof Map ? found : null;
  }

  arrayAt(value: PdfValue | undefined): PdfValue[] {
    const found = this.resolve(value);
    return Array.isArray(found) ? found : [];
  }

  /** The stream that a reference leads to; null when there is none. */
  stream(ref: PdfRef): PdfStream | null {
    const place = this.places.get(ref.number);
    return place?.source === this.text ? this.file.streamAt(place.at, this.resolve) : null;
  }

  private scan(): void {
    MARKS.lastIndex = 0;
    let header: { number: number; at: number } | null = null;
    for (let mark = MARKS.exec(this.text); mark !== null; mark = MARKS.exec(this.text)) {
      const at = MARKS.lastIndex;
      if (mark[1] !== undefined) {
        header = { number: Number(mark[1]), at };
        this.place(header.number, { source: this.text, at });
      } else if (mark[0].startsWith('trailer')) this.keepTrailer(at);
      else if (header !== null && at - header.at <= MOST_DICT) {
        MARKS.lastIndex = this.skipStream(header.at, at);
        header = null;
      }
    }
  }

  private place(number: number, place: Place): void {
    this.places.set(number, place);
    if (this.places.size > MOST_OBJECTS) throw new PdfFault('huge');
  }

  private keepTrailer(at: number): void {
    const dict = this.file.valueAt(at);
    if (!(dict instanceof Map)) return;
    if (isEndless(dict, this.text.length)) throw new PdfFault('damaged');
    for (const key of ['Root', 'Encrypt']) {
      const value = dict.get(key);
      if (value !== undefined) this.trailer.set(key, value);
    }
  }

  /** What is in a stream is no object of this file, but for the streams that hold some. */
  private skipStream(dictAt: number, from: number): number {
    const head = this.text.slice(dictAt, from);
    const end = this.file.endOf(from, this.lengthIn(head, from));
    if (/\/Type\s*\/XRef\b/.test(head)) this.keepTrailer(dictAt);
    if (/\/Type\s*\/ObjStm\b/.test(head))
      for (const [number, place] of this.innerOf(dictAt, head, this.file.slice(from, end)))
        this.place(number, place);
    return end;
  }

  /** The length of a stream, which may be an object of its own, most often just behind it. */
  private lengthIn(head: string, from: number): number | null {
    const [, number, generation] = /\/Length\s+(\d{1,10})(?:\s+(\d{1,5})\s+R)?(?!\d)/.exec(head) ?? [];
    if (number === undefined || generation === undefined) return number === undefined ? null : Number(number);
    const isLength = (value: PdfValue): value is number =>
      typeof value === 'number' && this.file.endsAt(from + value);
    const known = this.places.get(Number(number));
    const before = known ? this.file.value(known) : null;
    if (isLength(before)) return before;
    const header = `${number} ${generation} obj`;
    for (let at = from; ; at += header.length) {
      const found = this.text.indexOf(header, at);
      this.file.charge((found === -1 ? this.text.length : found) - at);
      if (found === -1) return null;
      at = found;
      // Another object of that number, in what the stream holds, says something else.
      const length = this.file.valueAt(found + header.length);
      if (isLength(length)) return length;
    }
  }

  /** The objects of a stream that holds some, inflated once. */
  private innerOf(dictAt: number, head: string, content: Buffer): Map<number, Place> {
    const known = this.inner.get(dictAt);
    if (known) return known;
    const objects = new Map<number, Place>();
    this.inner.set(dictAt, objects);
    const first = Number(/\/First\s+(\d{1,9})/.exec(head)?.[1] ?? Number.NaN);
    const inner = /\/Filter/.test(head) ? this.file.inflate(content) : content;
    if (inner === null || Number.isNaN(first)) return objects;
    const source = inner.toString('latin1');
    for (const [, number = '', offset = ''] of source.slice(0, first).matchAll(/(\d{1,10})\s+(\d{1,10})/g))
      objects.set(Number(number), { source, at: first + Number(offset) });
    return objects;
  }

  /** Puts the objects where the table says, those that are there; the others stay where they were found. */
  private follow(): void {
    const shift = Math.max(0, this.text.slice(0, MOST_BEFORE).indexOf('%PDF-'));
    const table = readTable(this.file, shift);
    if (table === null) return;
    const found = new Map<number, Place>();
    for (const [number, entry] of table.entries) {
      if (!('at' in entry)) continue;
      const at = this.headerAt(number, entry.at) ?? this.headerAt(number, entry.at + shift);
      if (at !== null) found.set(number, { source: this.text, at });
    }
    for (const [number, place] of found) this.place(number, place);
    this.followInner(table, found);
    // What was read on the way, to know where streams end, may have moved.
    this.read.clear();
    if (!this.dictAt(table.trailer.get('Root'))?.has('Pages')) return;
    this.trailer.clear();
    for (const [key, value] of table.trailer) this.trailer.set(key, value);
  }

  private followInner({ entries }: PdfTable, found: ReadonlyMap<number, Place>): void {
    for (const [number, entry] of entries) {
      const outer = 'stream' in entry ? found.get(entry.stream)?.at : undefined;
      if (outer === undefined) continue;
      const place = (this.inner.get(outer) ?? this.missedInner(outer)).get(number);
      if (place) this.place(number, place);
    }
  }

  /** A stream of objects that was taken for a part of another stream. */
  private missedInner(at: number): Map<number, Place> {
    const stream = this.file.streamAt(at, this.resolve);
    const head = stream ? this.text.slice(at, stream.from) : '';
    return this.innerOf(at, head, stream?.content ?? Buffer.alloc(0));
  }

  /** Where an object begins, behind its header; null when it is not there. */
  private headerAt(number: number, at: number): number | null {
    HEADER.lastIndex = at;
    return Number(HEADER.exec(this.text)?.[1] ?? Number.NaN) === number ? HEADER.lastIndex : null;
  }

  private objectOf(number: number): PdfValue {
    const known = this.read.get(number);
    if (known !== undefined) return known;
    const place = this.places.get(number);
    const value = place ? this.file.value(place) : null;
    this.read.set(number, value);
    return value;
  }
}

const MOST_FIELD_BYTES = 8;

/** A table of more objects than the file has bytes: nobody counts them here, the program that opens the file later would. */
const isEndless = (dict: PdfDict, length: number): boolean => {
  const counts = [dict.get('Size'), ...[dict.get('Index') ?? []].flat()];
  const widths = [dict.get('W') ?? []].flat();
  return (
    counts.some((count) => typeof count === 'number' && count > length) ||
    widths.some((width) => typeof width === 'number' && width > MOST_FIELD_BYTES)
  );
};
