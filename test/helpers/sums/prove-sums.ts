import { AssertionError } from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { World } from '../world.ts';
import { Home } from './prove.ts';

const SEED = Number(process.env['RELANCE_SEED'] ?? '20261127');
/** Some six minutes on two quiet cores. */
const HOMES = Number(process.env['RELANCE_HOMES'] ?? (process.env['RELANCE_SEED'] ? '1' : '2000'));
const BATCH = 50;
const BATCH_MS = 600_000;

/** The sums and days of one home in `of`, as this file's part. */
export const proveSums = (part: number, of: number): void => {
  describe('what leaves of a home', () => {
    const base = join(mkdtempSync(join(tmpdir(), 'relance-sums-')), 'relance.db');
    beforeAll(() => {
      if (existsSync('/dev/shm')) vi.stubEnv('TMPDIR', '/dev/shm');
    });

    it('has a creditor to copy', async () => {
      const world = new World('2026-01-02');
      await world.ok(
        'init --nom "Jeanne Martin" --forme EI --siret 73282932000074 --email jeanne@martin.example --iban FR7630006000011234567890189 --adresse "1 rue des Lilas" --cp 75011 --ville Paris',
      );
      copyFileSync(world.databasePath, base);
      expect(existsSync(base)).toBe(true);
    });

    const seeds = Array.from({ length: HOMES }, (_, index) => SEED + index).filter(
      (seed) => seed % of === part,
    );
    const batches = Array.from({ length: Math.ceil(seeds.length / BATCH) }, (_, index) =>
      seeds.slice(index * BATCH, (index + 1) * BATCH),
    );
    /** @returns what was printed that the rules do not give, with what led there */
    const proveHome = async (seed: number): Promise<string | null> => {
      try {
        await new Home(seed, base).prove();
        return null;
      } catch (error) {
        if (error instanceof AssertionError)
          return `${inspect(error.actual)} instead of ${inspect(error.expected)}\n${error.message}`;
        throw error;
      }
    };

    it.each(batches.map((batch) => [batch[0] ?? 0, batch.length, batch] as const))(
      'from seed %i, %i homes: every sum and day is the one computed apart',
      async (_first, _count, batch) => {
        const failures: string[] = [];
        for (const seed of batch) {
          const failure = await proveHome(seed);
          if (failure !== null) failures.push(failure);
        }
        expect(failures.join('\n\n')).toBe('');
      },
      BATCH_MS,
    );
  });
};
