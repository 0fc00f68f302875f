import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isLocalDate } from '../../src/domain/dates.ts';
import { isCurrency } from '../../src/domain/money.ts';
import { RelanceError } from '../../src/errors.ts';
import { readStatements } from '../../src/import/bank/read.ts';
import { readEInvoice } from '../../src/import/einvoice/read.ts';
import { FIXTURES } from '../helpers/bank-fixtures.ts';
import { cii, pdfWith, ubl, type Sample } from '../helpers/einvoices.ts';
import { ofx } from '../helpers/statements.ts';

const MUTATIONS = 10_000;
const SLOWEST_MS = 2000;
const SEED = Number(process.env['FUZZ_SEED'] ?? '20260115');

type Random = (below: number) => number;

/** Mulberry32: the same numbers for a seed, on every machine. */
const randomFrom = (seed: number): Random => {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

/** What readers stumble on: numbers too large, days that are not, markup, names of JavaScript. */
const ODDITIES = [
  '99999999999999999999',
  '9007199254740991',
  '-9007199254740991',
  '-0',
  '1e309',
  'NaN',
  '0,005',
  '1.234.567,89',
  '20260230',
  '00000000',
  '2026-13-01',
  '99991231',
  '&#0;&#x110000;',
  '&lt;&bogus;',
  '<![CDATA[',
  '<!--',
  '</',
  '<__proto__>',
  'constructor',
  '\0',
  '\ufffd\u202e',
  '"',
  '\r',
  '}}',
  ':61:',
];
const RUNS = ['0', '9', ' ', '\n', '<', '>', '(', '"', ';', ',', '-', ':', 'A', '<a>', '\n:86:', '/X '];

const splice = (bytes: Buffer, from: number, to: number, between: Buffer | string = ''): Buffer =>
  Buffer.concat([bytes.subarray(0, from), Buffer.from(between), bytes.subarray(to)]);

const anyOf = (random: Random, choices: readonly string[]): string => choices[random(choices.length)] ?? '';

const KINDS: ((bytes: Buffer, at: number, random: Random) => Buffer)[] = [
  (bytes, at, random) => splice(bytes, at, at + 1, Buffer.from([random(256)])),
  (bytes, at, random) => splice(bytes, at, at + 1, Buffer.from([(bytes[at] ?? 0) ^ (1 << random(8))])),
  (bytes, at) => bytes.subarray(0, at),
  (bytes, at) => bytes.subarray(at),
  (bytes, at, random) => splice(bytes, at, at + random(200)),
  (bytes, at, random) => {
    const chunk = bytes.subarray(at, at + random(200));
    return splice(bytes, at, at, Buffer.concat(Array.from({ length: 1 + random(20) }, () => chunk)));
  },
  (bytes, at, random) => {
    const from = random(bytes.length + 1);
    return splice(bytes, at, at, bytes.subarray(from, from + random(200)));
  },
  (bytes, at, random) => splice(bytes, at, at, anyOf(random, ODDITIES)),
  // In the place of a number: what is around it remains right.
  (bytes, at, random) => {
    const [figures] = /\d+/.exec(bytes.subarray(at).toString('latin1')) ?? [];
    const from = figures === undefined ? at : bytes.indexOf(figures, at, 'latin1');
    return splice(bytes, from, from + (figures?.length ?? 0), anyOf(random, ODDITIES));
  },
  (bytes, at, random) => splice(bytes, at, at, anyOf(random, RUNS).repeat(10 ** (1 + random(4)))),
];

const mutated = (original: Buffer, random: Random): Buffer => {
  let bytes = original;
  for (let count = 1 + random(3); count > 0; count -= 1)
    bytes = KINDS[random(KINDS.length)]?.(bytes, random(bytes.length + 1), random) ?? bytes;
  return bytes;
};

/** What is wrong with the statements of a file that is read. */
const statementFaults = (bytes: Buffer): string[] =>
  readStatements(bytes, 'releve').flatMap(({ from, to, pending, currency, entries }) => [
    ...[from, to].filter((day) => day !== null && !isLocalDate(day)).map(String),
    ...(Number.isSafeInteger(pending) && isCurrency(currency) ? [] : [`${pending} pending, ${currency}`]),
    ...entries
      .filter(
        (entry) =>
          !isLocalDate(entry.date) || !Number.isSafeInteger(entry.amountCents) || !isCurrency(entry.currency),
      )
      .map((entry) => JSON.stringify(entry)),
  ]);

const invoiceFaults = async (bytes: Buffer): Promise<string[]> => {
  const { invoice } = await readEInvoice(bytes, 'facture');
  if (invoice === null) return [];
  const { issuedOn, dueOns, performedOn, totalCents, dueCents } = invoice;
  return [
    ...[issuedOn, ...dueOns, performedOn ?? issuedOn].filter((day) => !isLocalDate(day)),
    ...[totalCents, dueCents].filter((cents) => !Number.isSafeInteger(cents)).map(String),
  ];
};

interface Source {
  name: string;
  bytes: () => Promise<Buffer>;
  faults: (bytes: Buffer) => string[] | Promise<string[]>;
}

const SAMPLE: Sample = {
  number: 'F-2026-014',
  total: '1440.00',
  prepaid: '440.00',
  due: '1000.00',
  dueOns: ['2026-11-05', '2026-12-05'],
  preceding: 'F-2026-001',
  seller: { name: 'Jeanne Martin', siren: '732829320', vat: 'FR44732829320', email: 'jeanne@martin.example' },
};

const statement = (name: string, content: string): Source => ({
  name,
  bytes: async () => Buffer.from(content),
  faults: statementFaults,
});
const einvoice = (name: string, bytes: () => Promise<Buffer>): Source => ({
  name,
  bytes,
  faults: invoiceFaults,
});

const SOURCES: Source[] = [
  ...FIXTURES.map(([name, content]) => statement(name, content)),
  statement('OFX, nothing closed', ofx([{ on: '2026-11-02', amount: '1440.00', label: 'VIR', id: 'A1' }])),
  einvoice('CII', async () => Buffer.from(cii(SAMPLE))),
  einvoice('UBL', async () => Buffer.from(ubl(SAMPLE))),
  einvoice('UBL, credit note', async () => Buffer.from(ubl({ ...SAMPLE, typeCode: '381' }))),
  einvoice('Factur-X', () => pdfWith([['factur-x.xml', cii(SAMPLE)]])),
];
/** Spreadsheets are many and alike, and slow to make out: a fifth of the mutations is theirs. */
const isSheet = ({ name }: Source): boolean => name.startsWith('CSV');
const sheets = SOURCES.filter(isSheet).length;
const timesOf = (source: Source): number =>
  Math.ceil(isSheet(source) ? MUTATIONS / 5 / sheets : (MUTATIONS * 4) / 5 / (SOURCES.length - sheets));

describe(`a damaged file is read or refused, seed ${SEED}`, () => {
  // The PDF library says on the console what it mends.
  beforeAll(() => {
    vi.spyOn(console, 'warn').mockReturnValue();
  });
  afterAll(() => {
    vi.restoreAllMocks();
  });

  it.each(SOURCES.map((source) => ({ ...source, times: timesOf(source) })))(
    '$name, $times times',
    async ({ bytes, faults, times }) => {
      const original = await bytes();
      expect(await faults(original)).toEqual([]);
      const found: string[] = [];
      for (let index = 0; index < times; index += 1) {
        const damaged = mutated(original, randomFrom(SEED + index));
        const start = performance.now();
        try {
          for (const fault of await faults(damaged)) found.push(`mutation ${index}: ${fault}`);
        } catch (error) {
          if (!(error instanceof RelanceError))
            found.push(`mutation ${index}: ${error instanceof Error ? error.stack : String(error)}`);
        }
        const took = performance.now() - start;
        if (took > SLOWEST_MS) found.push(`mutation ${index}: ${Math.round(took)} ms`);
      }
      expect(found).toEqual([]);
    },
  );
});
