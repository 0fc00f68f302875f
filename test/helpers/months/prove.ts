import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { existsSync } from 'node:fs';
import { useBuiltProgram } from '../child.ts';
import { SmtpSink } from '../smtp-sink.ts';
import { Violation } from './ledger.ts';
import { Month } from './month.ts';

const SEED = Number(process.env['RELANCE_SEED'] ?? '20260000');
const MONTHS = Number(process.env['RELANCE_MONTHS'] ?? (process.env['RELANCE_SEED'] ? '1' : '1000'));
/** Months that a test lives, and how many at the same time: the server makes each connection wait a little. */
const BATCH = 25;
const TOGETHER = 3;
/** Some twenty seconds on a quiet machine. */
const BATCH_MS = 600_000;

/** One month in `of`, as this file's part. */
export const proveMonths = (part: number, of: number): void => {
  describe('a month with its bank', () => {
    let sink: SmtpSink;
    const start = useBuiltProgram();
    beforeAll(async () => {
      // In memory where the system can: what a killed process has written stays, and no run waits for the disk.
      if (existsSync('/dev/shm')) vi.stubEnv('TMPDIR', '/dev/shm');
      sink = await SmtpSink.start();
    });
    afterAll(async () => {
      vi.unstubAllEnvs();
      await sink.close();
    });

    const seeds = Array.from({ length: MONTHS }, (_, index) => SEED + index).filter(
      (seed) => seed % of === part,
    );
    const batches = Array.from({ length: Math.ceil(seeds.length / BATCH) }, (_, index) =>
      seeds.slice(index * BATCH, (index + 1) * BATCH),
    );

    /** @returns what went wrong, with what led there */
    const live = async (seed: number): Promise<string | null> => {
      const month = await Month.begin(seed, sink, start);
      try {
        await month.live();
        return null;
      } catch (error) {
        const { message, stack = '' } = error as Error;
        return [
          `RELANCE_SEED=${seed}  ${message}`,
          ...(error instanceof Violation ? [] : [stack]),
          `  lived again by: RELANCE_SEED=${seed} npx vitest run --config vitest.proof.config.ts bank-months`,
          ...month.journal.map((line) => `    ${line}`),
        ].join('\n');
      } finally {
        month.end();
      }
    };

    it.each(batches.map((batch) => [batch[0] ?? 0, batch.length, batch] as const))(
      'from seed %i, %i months: nobody who has paid or may have is reminded, nobody forgotten, no sum counted twice',
      async (_first, _count, batch) => {
        const queue = [...batch];
        const faults: string[] = [];
        const lives = Array.from({ length: TOGETHER }, async () => {
          for (let seed = queue.shift(); seed !== undefined; seed = queue.shift()) {
            const fault = await live(seed);
            if (fault !== null) faults.push(fault);
          }
        });
        await Promise.all(lives);
        const [first = '', ...others] = faults;
        const heads = others.map((fault) => `and: ${fault.split('\n')[0]}`);
        expect(
          faults,
          [`${faults.length} of ${batch.length} months`, first, ...heads].join('\n'),
        ).toHaveLength(0);
      },
      BATCH_MS,
    );
  });
};
