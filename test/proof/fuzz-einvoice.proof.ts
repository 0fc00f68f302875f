import { describe, expect, it } from 'vitest';
import { RelanceError } from '../../src/errors.ts';
import { readEInvoice } from '../../src/import/einvoice/read-einvoice.ts';
import { ciiOf } from '../helpers/cii-writer.ts';
import { INVOICE } from '../helpers/einvoice-fixtures.ts';
import { ublOf } from '../helpers/ubl-writer.ts';
import { pdfWith, rawPdf } from '../helpers/einvoice-pdf.ts';
import { randomFrom } from '../helpers/mutations.ts';

const SEED = 20_260_131;
const XML_RUNS = 9500;
const PDF_RUNS = 500;
const BOUND_MS = 3000;

const TOKENS = [
  '<',
  '>',
  '</',
  '/>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '<!DOCTYPE x>',
  '&',
  '&amp;',
  '&#0;',
  '&#xD800;',
  '&#1114112;',
  '&nbsp;',
  '"',
  "'",
  '=',
  ':',
  '\0',
  '\ufeff',
  '\ufffd',
  '-',
  '.',
  '99999999999999999999',
  '1e400',
  '-0',
  '00000000',
  'constructor',
  '__proto__',
  'toString',
  'xmlns:a=""',
  ' schemeID="0002"',
  ' currencyID="GBP"',
  ' filename="a/../b.exe"',
  'obj',
  'endobj',
  'stream\n',
  'endstream',
  '<<',
  '>>',
  '[',
  ']',
  '(',
  ')',
  '/Kids',
  '/Encrypt',
  '1 0 R',
  '6 0 obj',
  'trailer',
  'startxref',
  '/Length 99999999999',
  '/Length -5',
  '/Type /ObjStm /N 9 /First 0',
  '/Filter /FlateDecode',
  '%',
  '#00',
].map((token) => Buffer.from(token));

type Change = (bytes: Buffer, random: (below: number) => number) => Buffer;

const between = (bytes: Buffer, from: number, to: number, middle: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(to)]);

const piece = (bytes: Buffer, random: (below: number) => number): [from: number, to: number] => {
  const from = random(bytes.length);
  return [from, Math.min(bytes.length, from + 1 + random(60))];
};

const CHANGES: Change[] = [
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    copy[random(copy.length)] = random(256);
    return copy;
  },
  (bytes, random) => between(bytes, ...piece(bytes, random), Buffer.alloc(0)),
  (bytes, random) => {
    const at = random(bytes.length);
    return between(bytes, at, at, TOKENS[random(TOKENS.length)] ?? Buffer.alloc(0));
  },
  (bytes, random) =>
    between(bytes, ...piece(bytes, random), TOKENS[random(TOKENS.length)] ?? Buffer.alloc(0)),
  (bytes, random) => {
    const [from, to] = piece(bytes, random);
    const at = random(bytes.length);
    return between(bytes, at, at, bytes.subarray(from, to));
  },
  (bytes, random) => {
    const [from, to] = piece(bytes, random);
    return between(
      bytes,
      from,
      from,
      Buffer.concat(Array.from({ length: random(200) }, () => bytes.subarray(from, to))),
    );
  },
  (bytes, random) => bytes.subarray(0, 1 + random(bytes.length)),
  // A digit for another: what is well formed, and wrong.
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    for (let at = random(copy.length); at < copy.length; at += 1) {
      const byte = copy[at] ?? 0;
      if (byte < 0x30 || byte > 0x39) continue;
      copy[at] = 0x30 + random(10);
      break;
    }
    return copy;
  },
];

const mutated = (bytes: Buffer, random: (below: number) => number): Buffer => {
  let result = bytes;
  for (let count = 1 + Math.max(0, random(5) - 2); count > 0 && result.length > 0; count -= 1)
    result = CHANGES[random(CHANGES.length)]?.(result, random) ?? result;
  return result;
};

/** How a file ends: read, without data, refused, or « défaut » with what tells why. */
const outcome = async (bytes: Buffer): Promise<string> => {
  const start = performance.now();
  try {
    const { invoice } = await readEInvoice(bytes, 'essai');

    if (performance.now() - start > BOUND_MS) return 'défaut : trop long';
    return invoice === null ? 'sans données' : 'lue';
  } catch (error) {
    if (performance.now() - start > BOUND_MS) return 'défaut : trop long';
    if (!(error instanceof RelanceError)) return `défaut : ${String(error)}`;
    return /^essai : [^\n]+$/.test(error.message) ? 'refusée' : `défaut : ${error.message}`;
  }
};

const fuzz = async (fixtures: readonly Buffer[], runs: number): Promise<Map<string, number>> => {
  const random = randomFrom(SEED);
  const outcomes = new Map<string, number>();
  for (let run = 0; run < runs; run += 1) {
    const fixture = fixtures[run % fixtures.length] ?? Buffer.alloc(0);
    const ending = await outcome(mutated(fixture, random));
    const key = ending.startsWith('défaut') ? `${ending} (tour ${run})` : ending;
    outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
  }
  return outcomes;
};

const isDefect = (ending: string): boolean => ending.startsWith('défaut');

describe('e-invoices changed at random', () => {
  it(`${XML_RUNS} documents each read, or are refused in a sentence`, async () => {
    const cii = ciiOf(INVOICE);
    const outcomes = await fuzz(
      [
        Buffer.from(cii),
        Buffer.from(ublOf(INVOICE)),
        Buffer.from(ublOf({ ...INVOICE, typeCode: '381' })),
        Buffer.from(cii.replaceAll('CrossIndustryInvoice', 'CrossIndustryDocument')),
        Buffer.from(`\ufeff${cii}`, 'utf16le'),
      ],
      XML_RUNS,
    );
    expect([...outcomes.keys()].filter(isDefect).slice(0, 5)).toEqual([]);
    expect(outcomes.get('lue')).toBeGreaterThan(XML_RUNS / 20);
    expect(outcomes.get('refusée')).toBeGreaterThan(XML_RUNS / 20);
  });

  it(`${PDF_RUNS} PDFs each read, or are refused in a sentence`, async () => {
    const content = ciiOf(INVOICE);
    const outcomes = await fuzz(
      [
        rawPdf({ stored: Buffer.from(content) }),
        rawPdf({ stored: Buffer.from(ublOf(INVOICE)), catalog: '/AF [5 0 R]' }),
        await pdfWith([{ name: 'factur-x.xml', content }]),
        await pdfWith([{ name: 'factur-x.xml', content }], { useObjectStreams: false }),
      ],
      PDF_RUNS,
    );
    expect([...outcomes.keys()].filter(isDefect).slice(0, 5)).toEqual([]);
    expect(outcomes.get('lue')).toBeGreaterThan(PDF_RUNS / 10);
    expect(outcomes.get('refusée')).toBeGreaterThan(PDF_RUNS / 10);
  });
});
