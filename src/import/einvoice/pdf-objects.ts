import { inflateBounded } from './inflate.ts';
import { PdfReader, PdfRef, PdfSyntaxFault, type PdfDict, type PdfValue } from './pdf-values.ts';

/** Why a PDF is not read further. */
export class PdfFault extends Error {
  override readonly name = 'PdfFault';
  constructor(readonly kind: 'damaged' | 'locked' | 'huge' | 'inflated') {
    super(kind);
  }
}

interface Place {
  source: string;
  at: number;
}

const SPACE = '[\\0\\t\\n\\f\\r ]';
/** Headers of objects, streams and trailers, in the order of the file: what follows replaces what came before. */
const MARKS = new RegExp(
  `(?<!\\d)(\\d{1,10})${SPACE}{1,20}\\d{1,5}${SPACE}{1,20}obj(?![a-z])|>>${SPACE}{0,20}stream(?:\\r\\n|\\n|\\r)|trailer(?![a-z])`,
  'g',
);
const END_OF_STREAM = new RegExp(`${SPACE}{0,4}endstream`, 'y');
const MOST_OBJECTS = 500_000;
const MOST_DICT = 64 * 1024;
const MEGABYTE = 1024 * 1024;
const MOST_INFLATED = 20 * MEGABYTE;

/**
 * The objects of a PDF, found from one end to the other without its tables, which is how readers mend a damaged file. The
 * library that writes our PDFs is not asked: it inflates what it opens without a limit, and a few hundred bytes make it take
 * gigabytes or hours. Here each byte is looked at a bounded number of times.
 */
export class PdfObjects {
  private readonly text: string;
  private readonly places = new Map<number, Place>();
  private readonly read = new Map<number, PdfValue>();
  private readonly trailer: PdfDict = new Map();
  private inflated = 0;
  private spent = 0;

  /** @throws PdfFault */
  constructor(private readonly bytes: Buffer) {
    this.text = bytes.toString('latin1');
    this.scan();
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
  resolve(value: PdfValue | undefined): PdfValue {
    let current = value ?? null;
    for (let hops = 0; current instanceof PdfRef && hops < 10; hops += 1)
      current = this.objectOf(current.number);
    return current instanceof PdfRef ? null : current;
  }

  dictAt(value: PdfValue | undefined): PdfDict | null {
    const found = this.resolve(value);
    return found instanceof Map ? found : null;
  }

  arrayAt(value: PdfValue | undefined): PdfValue[] {
    const found = this.resolve(value);
    return Array.isArray(found) ? found : [];
  }

  /** The dictionary of a stream and its bytes as they are stored; null when the reference leads to none. */
  stream(ref: PdfRef): { dict: PdfDict; content: Buffer } | null {
    const place = this.places.get(ref.number);
    if (place?.source !== this.text) return null;
    const reader = new PdfReader(this.text, place.at);
    const dict = this.spend(reader);
    if (!(dict instanceof Map)) return null;
    reader.skipSpace();
    const start = /^stream(?:\r\n|\n|\r)/.exec(this.text.slice(reader.at, reader.at + 8))?.[0].length;
    if (start === undefined) return null;
    const from = reader.at + start;
    const length = this.resolve(dict.get('Length'));
    return {
      dict,
      content: this.bytes.subarray(from, this.endOf(from, typeof length === 'number' ? length : null)),
    };
  }

  /** Where a stream ends: where it says, if its end is there, else at the next mark of an end. */
  private endOf(from: number, length: number | null): number {
    if (length !== null) {
      END_OF_STREAM.lastIndex = from + length;
      if (length >= 0 && END_OF_STREAM.test(this.text)) return from + length;
    }
    const end = this.text.indexOf('endstream', from);
    return end === -1 ? this.text.length : end;
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
    const dict = this.spend(new PdfReader(this.text, at));
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
    const end = this.endOf(from, this.lengthIn(head, from));
    if (/\/Type\s*\/XRef\b/.test(head)) this.keepTrailer(dictAt);
    if (/\/Type\s*\/ObjStm\b/.test(head)) this.placeInner(head, this.bytes.subarray(from, end));
    return end;
  }

  /** The length of a stream, which may be an object of its own, most often just behind it. */
  private lengthIn(head: string, from: number): number | null {
    const [, number, generation] = /\/Length\s+(\d{1,10})(?:\s+(\d{1,5})\s+R)?(?!\d)/.exec(head) ?? [];
    if (number === undefined || generation === undefined) return number === undefined ? null : Number(number);
    const header = `${number} ${generation} obj`;
    const found = this.text.indexOf(header, from);
    this.charge((found === -1 ? this.text.length : found) - from);
    const at = found === -1 ? this.places.get(Number(number))?.at : found + header.length;
    const length = at === undefined ? null : this.spend(new PdfReader(this.text, at));
    return typeof length === 'number' ? length : null;
  }

  private placeInner(head: string, content: Buffer): void {
    const first = Number(/\/First\s+(\d{1,9})/.exec(head)?.[1] ?? Number.NaN);
    const inner = /\/Filter/.test(head) ? inflateBounded(content, MOST_INFLATED - this.inflated) : content;
    if (inner === 'too-large') throw new PdfFault('inflated');
    if (inner === null || Number.isNaN(first)) return;
    this.inflated += inner.length;
    const source = inner.toString('latin1');
    for (const [, number = '', offset = ''] of source.slice(0, first).matchAll(/(\d{1,10})\s+(\d{1,10})/g))
      this.place(Number(number), { source, at: first + Number(offset) });
  }

  private objectOf(number: number): PdfValue {
    const known = this.read.get(number);
    if (known !== undefined) return known;
    const place = this.places.get(number);
    const value = place ? this.spend(new PdfReader(place.source, place.at)) : null;
    this.read.set(number, value);
    return value;
  }

  /** One object; null when it is none. Objects may overlap in a trap: what all of them cost is bounded. */
  private spend(reader: PdfReader): PdfValue {
    const from = reader.at;
    const value = valueOrNull(reader);
    this.charge(reader.at - from);
    return value;
  }

  private charge(bytes: number): void {
    this.spent += bytes;
    if (this.spent > 2 * this.text.length + MOST_INFLATED) throw new PdfFault('huge');
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

const valueOrNull = (reader: PdfReader): PdfValue => {
  try {
    return reader.value();
  } catch (error) {
    if (error instanceof PdfSyntaxFault) return null;
    throw error;
  }
};
