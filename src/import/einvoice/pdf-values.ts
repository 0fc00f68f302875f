/** A reference to a numbered object. */
export class PdfRef {
  constructor(readonly number: number) {}
}

export class PdfName {
  constructor(readonly text: string) {}
}

export type PdfDict = Map<string, PdfValue>;
/** A string is a text string, byte for byte. */
export type PdfValue = null | boolean | number | string | PdfName | PdfRef | PdfDict | PdfValue[];

/** The source is no PDF object. */
export class PdfSyntaxFault extends Error {
  override readonly name = 'PdfSyntaxFault';
}

const MOST_NESTED = 100;
const WHITESPACE = new Set('\0\t\n\f\r ');
const DELIMITERS = new Set('()<>[]{}/%');
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

const PLAIN_TEXT = /[^()\\]*/y;

/**
 * Reads one object after the other from a source, one character for each byte. Every character is looked at a bounded number of
 * times, whatever the source.
 */
export class PdfReader {
  constructor(
    readonly source: string,
    public at: number,
  ) {}

  skipSpace(): void {
    for (;;) {
      const char = this.source.charAt(this.at);
      if (char === '%') {
        while (this.at < this.source.length && !/[\r\n]/.test(this.source.charAt(this.at))) this.at += 1;
      } else if (WHITESPACE.has(char)) this.at += 1;
      else return;
    }
  }

  value(depth = 0): PdfValue {
    if (depth > MOST_NESTED) throw new PdfSyntaxFault('objects too deep');
    this.skipSpace();
    const char = this.source.charAt(this.at);
    if (char === '/') return new PdfName(this.name());
    if (char === '(') return this.literal();
    if (char === '[') return this.array(depth);
    if (char === '<') return this.source.charAt(this.at + 1) === '<' ? this.dict(depth) : this.hex();
    return this.word();
  }

  /** The next run of regular characters. */
  private token(): string {
    const from = this.at;
    while (this.at < this.source.length) {
      const char = this.source.charAt(this.at);
      if (WHITESPACE.has(char) || DELIMITERS.has(char)) break;
      this.at += 1;
    }
    return this.source.slice(from, this.at);
  }

  private name(): string {
    this.at += 1;
    return this.token().replaceAll(/#([0-9A-Fa-f]{2})/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
  }

  private word(): PdfValue {
    const word = this.token();
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return null;
    if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(word)) throw new PdfSyntaxFault('unknown word');
    const reference = /^\d{1,10}$/.test(word)
      ? /^[\0\t\n\f\r ]{1,20}\d{1,5}[\0\t\n\f\r ]{1,20}R(?![\w])/.exec(
          this.source.slice(this.at, this.at + 50),
        )
      : null;
    if (!reference) return Number(word);
    this.at += reference[0].length;
    return new PdfRef(Number(word));
  }

  private literal(): string {
    const parts: string[] = [];
    let open = 0;
    while (this.at < this.source.length) {
      PLAIN_TEXT.lastIndex = this.at;
      const run = PLAIN_TEXT.exec(this.source)?.[0] ?? '';
      const char = this.source.charAt(this.at + run.length);
      this.at += run.length + 1;
      if (char === '(') open += 1;
      if (char === ')') open -= 1;
      if (open === 0) return (parts.join('') + run).slice(1);
      parts.push(run, char === '\\' ? this.escape() : char);
    }
    throw new PdfSyntaxFault('a text without an end');
  }

  private escape(): string {
    const octal = /^[0-7]{1,3}/.exec(this.source.slice(this.at, this.at + 3))?.[0];
    const char = this.source.charAt(this.at);
    this.at += octal?.length ?? 1;
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) % 256);
    return char === '\n' || char === '\r' ? '' : (ESCAPES[char] ?? char);
  }

  private hex(): string {
    const end = this.source.indexOf('>', this.at);
    if (end === -1) throw new PdfSyntaxFault('a text without an end');
    const digits = this.source.slice(this.at + 1, end).replaceAll(/[\0\t\n\f\r ]/g, '');
    if (!/^[0-9A-Fa-f]*$/.test(digits)) throw new PdfSyntaxFault('a text that is not hexadecimal');
    this.at = end + 1;
    return Buffer.from(digits.padEnd(digits.length + (digits.length % 2), '0'), 'hex').toString('latin1');
  }

  private array(depth: number): PdfValue[] {
    this.at += 1;
    const values: PdfValue[] = [];
    for (;;) {
      this.skipSpace();
      if (this.source.charAt(this.at) === ']') break;
      values.push(this.value(depth + 1));
    }
    this.at += 1;
    return values;
  }

  private dict(depth: number): PdfDict {
    this.at += 2;
    const entries: PdfDict = new Map();
    for (;;) {
      this.skipSpace();
      if (this.source.startsWith('>>', this.at)) break;
      if (this.source.charAt(this.at) !== '/') throw new PdfSyntaxFault('a key that is no name');
      const key = this.name();
      entries.set(key, this.value(depth + 1));
    }
    this.at += 2;
    return entries;
  }
}
