import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/domain/dates.ts';
import { casesOf } from '../../helpers/cases.ts';
import { WRITERS, type Writer, type Written } from '../../helpers/bank-writers.ts';
import { statementsOf } from '../../helpers/bank-refusal.ts';

/** What every format can carry: MT940 knows no accent, and some signs begin something in it. */
const WORDS = fc
  .array(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9().,+' -]{0,9}[A-Za-z0-9]$/), {
    minLength: 1,
    maxLength: 5,
  })
  .map((words) => words.join(' ').replaceAll(/ {2,}/g, ' ').slice(0, 60).trim());

const line = (words: fc.Arbitrary<string>): fc.Arbitrary<Written> =>
  fc.record({
    date: fc.integer({ min: 0, max: 3650 }).map((days) => addDays('2020-01-01', days)),
    cents: fc.integer({ min: -99_999_999_99, max: 99_999_999_99 }).filter((cents) => cents !== 0),
    label: words,
    id: fc.stringMatching(/^[A-Z][A-Z0-9]{5,14}$/),
    // Never within a label, which would not say it twice.
    counterparty: fc.stringMatching(/^[A-Z]{6}$/).map((name) => `${name}#SARL`),
  });

const statement = (words: fc.Arbitrary<string>): fc.Arbitrary<Written[]> =>
  fc.array(line(words), { minLength: 1, maxLength: 12 });

/** What must be read of each line. */
const expected = (lines: readonly Written[], { says }: Writer): unknown[] =>
  lines.map(({ date, cents, label, id, counterparty }) =>
    expect.objectContaining({
      date,
      amountCents: cents,
      currency: 'EUR',
      label: expect.stringContaining(label),
      bankId: says.id ? id : null,
      counterparty: says.counterparty ? counterparty : null,
    }),
  );

const read = (bytes: string | Uint8Array): [formats: string[], entries: unknown] => {
  const statements = statementsOf(bytes);
  return [statements.map(({ format }) => format), statements[0]?.entries];
};

describe('a statement that is written is read back', () => {
  it.each(Object.entries(WRITERS))('%s', (_, writer) => {
    fc.assert(
      fc.property(statement(WORDS), (lines) => {
        expect(read(writer.write(lines))).toEqual([[writer.format], expected(lines, writer)]);
      }),
      { numRuns: casesOf(20) },
    );
  });

  // Letters that Windows-1252 and ISO-8859-15 hold too, and the signs that markup escapes.
  const accented = fc
    .stringMatching(/^[éèçÀô&<>"'a-z0-9][éèçÀô&<>"' ;,|a-z0-9]{0,30}[éèçÀôa-z0-9]$/)
    .map((text) => text.replaceAll(/ {2,}/g, ' '));
  const unicode = ['OFX 1', 'OFX 2', 'CAMT.053', 'QIF', 'CSV, one column', 'CSV, debit and credit'];

  it.each(unicode)('%s, in each encoding', (name) => {
    const writer = WRITERS[name] as Writer;
    fc.assert(
      fc.property(statement(accented), (lines) => {
        const text = writer.write(lines);
        const encoded = [
          text,
          `\ufeff${text}`,
          Buffer.from(`\ufeff${text}`, 'utf16le'),
          Buffer.from(text.replaceAll('\u202f', '\u00a0'), 'latin1'),
        ];
        for (const bytes of encoded) expect(read(bytes)).toEqual([[writer.format], expected(lines, writer)]);
      }),
      { numRuns: casesOf(10) },
    );
  });
});
