import { existsSync, watch } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WRITERS, type Written } from '../helpers/bank-writers.ts';
import { useBuiltProgram } from '../helpers/child.ts';
import { TODAY, addClaims, openBusiness } from '../helpers/claims.ts';
import { fileOf } from '../helpers/statements.ts';
import { World } from '../helpers/world.ts';

const start = useBuiltProgram();
const NAMES = Array.from({ length: 150 }, (_, index) => `c${String(index + 1).padStart(3, '0')}`);
/** The first ones pay to the cent with their number; the others a part. */
const CERTAIN = 100;

const LINES = NAMES.map((name, index): Written => ({
  date: '2026-11-20',
  cents: index < CERTAIN ? 120_000 : 50_000 + index,
  label: `VIR F-${name}`,
  id: name,
  counterparty: name,
}));

/** Where the blow falls: so many changes seen in the folder, then so many milliseconds. */
interface Blow {
  changes: number;
  delay: number;
}

/** The whole makes some seventy changes: the journal, then the pages of the file. */
const BLOWS: Blow[] = [
  ...[1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 30, 36, 42, 48, 54, 60, 64, 67].map((changes) => ({
    changes,
    delay: 0,
  })),
  // Between two of them, wherever the process then is.
  ...[3, 15, 40, 90, 130].map((delay) => ({ changes: 1, delay })),
];

describe('a process killed while it reads a statement', () => {
  // In memory where the system can: what a killed process has written stays, and no run waits for the disk.
  beforeAll(() => {
    if (existsSync('/dev/shm')) vi.stubEnv('TMPDIR', '/dev/shm');
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });
  let world: World;
  let file: string;
  beforeEach(async () => {
    world = new World(TODAY);
    await openBusiness(world);
    addClaims(world, NAMES);
    file = fileOf(world, 'releve.ofx', WRITERS['OFX 2']?.write(LINES) ?? '');
  });

  /** Nothing of ours but the database and what SQLite keeps beside it changes in the folder. */
  const runKilled = async (argv: string[], { changes, delay }: Blow): Promise<void> => {
    let seen = 0;
    const child = start(world, argv);
    const watcher = watch(world.home, () => {
      seen += 1;
      if (seen !== changes) return;
      if (delay === 0) child.kill();
      else setTimeout(child.kill, delay);
    });
    const { signal, exitCode, stderr } = await child.ended;
    watcher.close();
    // A late blow may find the work done.
    expect(signal === 'SIGKILL' || exitCode === 0, stderr).toBe(true);
  };

  const facts = () => {
    const [counts] = world.rows<{ lines: number; payments: number; cents: number; matches: number }>(
      `select (select count(*) from bank_entry) lines, (select count(*) from bank_match) matches,
         (select count(*) from payment) payments, (select coalesce(sum(amount_cents), 0) from payment) cents`,
    );
    return counts;
  };
  const NOTHING = { lines: 0, payments: 0, cents: 0, matches: 0 };
  const ALL = { lines: NAMES.length, payments: CERTAIN, cents: CERTAIN * 120_000, matches: CERTAIN };

  it.each(BLOWS)(
    'after $changes changes and $delay ms: all of it or nothing, then all of it once',
    async (blow) => {
      await runKilled(['bank', 'import', file, '--yes'], blow);
      // The next program to open the file undoes what was left half-written.
      await world.ok('due');
      expect([NOTHING, ALL]).toContainEqual(facts());

      expect((await start(world, ['bank', 'import', file, '--yes']).ended).exitCode).toBe(0);
      expect(facts()).toEqual(ALL);
      const { bank } = await world.json<{ bank: { waiting: { invoices: string[] }[] } }>('due');
      expect(bank.waiting.map(({ invoices }) => invoices).toSorted()).toEqual(
        NAMES.slice(CERTAIN).map((name) => [`F-${name}`]),
      );
      expect(await world.json(['bank', 'import', file, '--yes'])).toMatchObject({ recorded: 0 });
      expect(facts()).toEqual(ALL);
      expect(world.rows('select * from pragma_integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    },
  );

  it.each([1, 2, 3, 4, 5].map((changes) => ({ changes, delay: 0 })))(
    'while a line is said to pay two invoices, after $changes changes: both or none',
    async (blow) => {
      const path = fileOf(
        world,
        'deux.ofx',
        WRITERS['OFX 2']?.write([
          { date: '2026-11-20', cents: 240_000, label: 'VIR', id: 'deux', counterparty: 'inconnu' },
        ]) ?? '',
      );
      world.execute(
        "update invoice set client_id = (select id from client where name = 'c001') where id = 2",
      );
      await world.ok(['bank', 'import', path, '--yes']);
      const argv = ['bank', 'rapprocher', '1', 'F-c001', 'F-c002', '--yes'];
      await runKilled(argv, blow);
      await world.ok('due');
      const both = { lines: 1, payments: 2, cents: 240_000, matches: 2 };
      expect([{ ...NOTHING, lines: 1 }, both]).toContainEqual(facts());
      // Said again: done now, or refused since it was.
      const isDone = facts()?.payments === 2;
      expect((await world.relance(argv)).exitCode).toBe(isDone ? 1 : 0);
      expect(facts()).toEqual(both);
    },
  );
});
