import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isLocalDate } from '../../src/domain/dates.ts';
import { isCurrency } from '../../src/domain/money/money.ts';
import { RelanceError } from '../../src/errors.ts';
import { readStatements } from '../../src/import/bank/read-statement.ts';
import { readEInvoice } from '../../src/import/einvoice/read-einvoice.ts';
import { FIXTURES } from '../helpers/bank-fixtures.ts';
import { pdfWith } from '../helpers/einvoice-pdf.ts';
import { cii, ubl, type Sample } from '../helpers/einvoices.ts';
import { mutated, randomFrom } from '../helpers/mutations.ts';
import { startProcessorClock } from '../helpers/processor.ts';
import { ofx } from '../helpers/statements.ts';

const MUTATIONS = 10_000;
const SLOWEST_MS = 2000;
const SEED = Number(process.env['FUZZ_SEED'] ?? '20260115');

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
  einvoice('Factur-X', () => pdfWith([{ name: 'factur-x.xml', content: cii(SAMPLE) }])),
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
        const elapsed = startProcessorClock();
        try {
          for (const fault of await faults(damaged)) found.push(`mutation ${index}: ${fault}`);
        } catch (error) {
          if (!(error instanceof RelanceError))
            found.push(`mutation ${index}: ${error instanceof Error ? error.stack : String(error)}`);
        }
        const took = elapsed();
        if (took > SLOWEST_MS) found.push(`mutation ${index}: ${Math.round(took)} ms`);
      }
      expect(found).toEqual([]);
    },
  );
});
