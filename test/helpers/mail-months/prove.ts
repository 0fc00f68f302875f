import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MailMonth } from './mail-month.ts';
import { Violation } from '../months/ledger.ts';
import { SmtpSink } from '../smtp-sink.ts';

const SEED = Number(process.env['RELANCE_SEED'] ?? '20260000');
const MONTHS = Number(process.env['RELANCE_MONTHS'] ?? (process.env['RELANCE_SEED'] ? '1' : '80'));
/** Months that a test lives, and how many at the same time: the server makes each connection wait a little. */
const BATCH = 25;
const TOGETHER = 10;
/** One month out of so many is lived again without its mailbox. */
const TWIN = 5;

/** One month in `of`, as this file's part. */
export const proveMailMonths = (part: number, of: number): void => {
  describe('a month with its mailbox', () => {
    let sink: SmtpSink;
    beforeAll(async () => {
      // In memory where the system can: no run waits for the disk.
      if (existsSync('/dev/shm')) vi.stubEnv('TMPDIR', '/dev/shm');
      sink = await SmtpSink.start();
    });
    afterAll(async () => {
      vi.unstubAllEnvs();
      await sink.close();
    });

    /** Those to whom no person wrote back are reminded as if there were no mailbox. */
    const liveTwice = async (month: MailMonth, seed: number): Promise<void> => {
      const twin = await MailMonth.begin(seed, sink, 'twin');
      try {
        await twin.liveAgain(month.script);
      } finally {
        await twin.close();
      }
      const undisturbed = month.undisturbed();
      const [lived, other] = [month, twin].map(({ sent }) =>
        sent.filter((line) => undisturbed.has(line.slice(11))).toSorted(),
      );
      if (String(lived) !== String(other))
        throw new Violation(`without its mailbox it sends ${String(other)}, with it ${String(lived)}`);
    };

    /** @returns what went wrong, with what led there */
    const live = async (seed: number): Promise<string | null> => {
      const month = await MailMonth.begin(seed, sink);
      try {
        await month.live();
        if (seed % TWIN === 0) await liveTwice(month, seed);
        return null;
      } catch (error) {
        const { message, stack = '' } = error as Error;
        return [
          `RELANCE_SEED=${seed}  ${message}`,
          ...(error instanceof Violation ? [] : [stack]),
          `  lived again by: RELANCE_SEED=${seed} npx vitest run --config vitest.proof.config.ts mailbox-months`,
          ...month.journal.map((line) => `    ${line}`),
        ].join('\n');
      } finally {
        await month.close();
      }
    };

    const seeds = Array.from({ length: MONTHS }, (_, index) => SEED + index).filter(
      (seed) => seed % of === part,
    );
    const batches = Array.from({ length: Math.ceil(seeds.length / BATCH) }, (_, index) =>
      seeds.slice(index * BATCH, (index + 1) * BATCH),
    );

    it.each(batches.map((batch) => [batch[0] ?? 0, batch.length, batch] as const))(
      'from seed %i, %i months: nobody who wrote is reminded, no other mail holds or is kept, every reply is one contact',
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
      600_000,
    );
  });
};
