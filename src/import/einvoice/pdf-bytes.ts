import { inflateBounded } from './inflate.ts';
import { PdfReader, PdfSyntaxFault, type PdfDict, type PdfValue } from './pdf-values.ts';

/** Why a PDF is not read further. */
export class PdfFault extends Error {
  override readonly name = 'PdfFault';
  constructor(readonly kind: 'damaged' | 'locked' | 'huge' | 'inflated') {
    super(kind);
  }
}

/** Where an object begins, behind its header: in the file, or in a stream of objects once inflated. */
export interface Place {
  source: string;
  at: number;
}

export interface PdfStream {
  dict: PdfDict;
  /** Where what it stores begins. */
  from: number;
  /** As it is stored. */
  content: Buffer;
}

const SPACE = '[\\0\\t\\n\\f\\r ]';
const START_OF_STREAM = /stream {0,8}(?:\r\n|\n|\r)/y;
const END_OF_STREAM = new RegExp(`${SPACE}{0,4}endstream`, 'y');
const MEGABYTE = 1024 * 1024;
const MOST_INFLATED = 20 * MEGABYTE;

/** The bytes of a PDF, one character for each; what all readings of them cost is bounded. */
export class PdfBytes {
  readonly text: string;
  private inflated = 0;
  private spent = 0;

  constructor(private readonly bytes: Buffer) {
    this.text = bytes.toString('latin1');
  }

  /** One object; null when it is none. Objects may overlap in a trap. */
  value({ source, at }: Place): PdfValue {
    return this.spend(new PdfReader(source, at));
  }

  valueAt(at: number): PdfValue {
    return this.value({ source: this.text, at });
  }

  /** The stream whose dictionary begins there; null when there is none. */
  streamAt(at: number, resolve: (value: PdfValue | undefined) => PdfValue): PdfStream | null {
    const reader = new PdfReader(this.text, at);
    const dict = this.spend(reader);
    if (!(dict instanceof Map)) return null;
    reader.skipSpace();
    START_OF_STREAM.lastIndex = reader.at;
    if (!START_OF_STREAM.test(this.text)) return null;
    const from = START_OF_STREAM.lastIndex;
    const length = resolve(dict.get('Length'));
    const end = this.endOf(from, typeof length === 'number' ? length : null);
    // Many streams without an end of their own are looked through to the same one.
    if (end - from !== length) this.charge(end - from);
    return { dict, from, content: this.bytes.subarray(from, end) };
  }

  slice(from: number, to: number): Buffer {
    return this.bytes.subarray(from, to);
  }

  /** Where a stream ends: where it says, if its end is there, else at the next mark of an end. */
  endOf(from: number, length: number | null): number {
    if (length !== null && this.endsAt(from + length)) return from + length;
    const end = this.text.indexOf('endstream', from);
    return end === -1 ? this.text.length : end;
  }

  endsAt(at: number): boolean {
    END_OF_STREAM.lastIndex = at;
    return at >= 0 && END_OF_STREAM.test(this.text);
  }

  /** Undoes FlateDecode; all streams together inflate to so much. Null: it is no such stream. */
  inflate(content: Buffer): Buffer | null {
    const inflated = inflateBounded(content, MOST_INFLATED - this.inflated);
    if (inflated === 'too-large') throw new PdfFault('inflated');
    this.inflated += inflated?.length ?? 0;
    return inflated;
  }

  /** Counts characters looked at. */
  charge(length: number): void {
    this.spent += length;
    if (this.spent > 2 * this.text.length + MOST_INFLATED) throw new PdfFault('huge');
  }

  private spend(reader: PdfReader): PdfValue {
    const from = reader.at;
    const value = valueOrNull(reader);
    this.charge(reader.at - from);
    return value;
  }
}

const valueOrNull = (reader: PdfReader): PdfValue => {
  try {
    return reader.value();
  } catch (error) {
    if (error instanceof PdfSyntaxFault) return null;
    throw error;
  }
};
