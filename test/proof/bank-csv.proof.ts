import { describe, expect, it } from 'vitest';
import { RelanceError } from '../../src/errors.ts';
import { readStatements } from '../../src/import/bank/read-statement.ts';
import { writeStatement, type WrittenStatement } from '../helpers/bank-csv-writer.ts';
import { randomFrom } from '../helpers/mutations.ts';

const STATEMENTS = 2000;
const SEED = Number(process.env['FUZZ_SEED'] ?? '20260115');

/** What the reader makes of a statement: its lines, or why it is refused. */
const readingOf = ({ bytes, columns }: WrittenStatement): object[] | string => {
  try {
    return readStatements(bytes, 'releve.csv', { columns }).flatMap(({ entries }) =>
      entries.map(({ date, amountCents, currency }) => ({ date, amountCents, currency })),
    );
  } catch (error) {
    if (error instanceof RelanceError) return error.message;
    throw error;
  }
};

describe(`a statement in CSV is read to the cent, or refused, seed ${SEED}`, () => {
  it(`${STATEMENTS} statements written at random`, () => {
    const wrong: string[] = [];
    let read = 0;
    for (let index = 0; index < STATEMENTS; index += 1) {
      const written = writeStatement(randomFrom(SEED + index));
      const reading = readingOf(written);
      if (typeof reading === 'string') continue;
      read += 1;
      if (JSON.stringify(reading) !== JSON.stringify(written.truth))
        wrong.push(
          `FUZZ_SEED=${SEED + index}\n${written.bytes.toString()}\n${JSON.stringify(written.columns)}\nread: ${JSON.stringify(reading)}\ntrue: ${JSON.stringify(written.truth)}`,
        );
    }
    expect(wrong).toEqual([]);
    // A reader that refuses everything would prove nothing.
    expect(read).toBeGreaterThan(STATEMENTS * 0.6);
  });
});
