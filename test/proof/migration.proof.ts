import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBuiltProgram } from '../helpers/child.ts';
import {
  contentOf,
  copiesOf,
  packageWith,
  shippedMigrations,
  stateOf,
  writeBase,
} from '../helpers/migrations.ts';
import { World } from '../helpers/world.ts';

/** A disk that takes its time: each writing and each flush waits, in the program itself, below SQLite. */
const SLOW_DISK = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>
static void wait_for_disk(void) {
  const char *delay = getenv("SLOW_DISK_US");
  if (delay) usleep(atoi(delay));
}
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { wait_for_disk(); return REAL(pwrite)(fd, bytes, count, at); }
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) { wait_for_disk(); return REAL(pwrite64)(fd, bytes, count, at); }
int fsync(int fd) { wait_for_disk(); return REAL(fsync)(fd); }
int fdatasync(int fd) { wait_for_disk(); return REAL(fdatasync)(fd); }
`;

const hasCompiler = (): boolean => {
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return process.platform === 'linux';
  } catch {
    return false;
  }
};

const TODAY = '2026-11-23';
const NEW = 9000;
/** A migration that rewrites what the base holds, as a rebuilt table does. */
const REWRITE = `create table rewritten (id integer primary key, content blob not null) strict;
  insert into rewritten select id, content from document;`;
const BLOBS = `insert into document (invoice_id, kind, name, sha256, bytes, content, recorded_at)
  with recursive n (i) as (select 1 union all select i + 1 from n where i < 40)
  select 1, 'invoice', i || '.pdf', 'sha' || i, 20000, randomblob(20000), '2026-11-23' from n;`;

const add = (name: string): string[] => ['client', 'add', name, '--type', 'entreprise'];

/** All that must be true afterwards, whatever ran together. */
const expectWhole = (world: World, before: unknown, added: string[]): void => {
  expect(stateOf(world.databasePath)).toEqual({ integrity: 'ok', version: NEW });
  expect(copiesOf(world).map(contentOf)).toEqual([before]);
  expect(
    world.rows<{ name: string }>('select name from client order by name').map(({ name }) => name),
  ).toEqual([...added, 'Petit'].toSorted());
  expect(world.rows('select count(*) as n from rewritten join document using (id, content)')).toEqual([
    { n: 40 },
  ]);
};

describe.skipIf(!hasCompiler())('a migration on a slow disk', () => {
  const start = useBuiltProgram();
  let folder = '';
  let shim = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'relance-slow-disk-'));
    shim = join(folder, 'slow-disk.so');
    writeFileSync(join(folder, 'slow-disk.c'), SLOW_DISK);
    execFileSync('cc', ['-shared', '-fPIC', '-o', shim, join(folder, 'slow-disk.c'), '-ldl']);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const former = () => {
    const world = new World(TODAY);
    writeBase(
      world,
      shippedMigrations().map(({ sql }) => sql),
      BLOBS,
    );
    const packageRoot = packageWith(world, `${NEW}_rewrite.sql`, REWRITE);
    const slow = (argv: string[], microseconds = 2000) =>
      start(world, argv, { packageRoot, env: { LD_PRELOAD: shim, SLOW_DISK_US: String(microseconds) } });
    return { world, slow, before: contentOf(world.databasePath) };
  };
  it('really is slow: the shim is in the way of what SQLite writes', async () => {
    const times: number[] = [];
    for (const microseconds of [0, 4000]) {
      const { slow } = former();
      const before = performance.now();
      expect((await slow(['list'], microseconds).ended).exitCode).toBe(0);
      times.push(performance.now() - before);
    }
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(500);
  });

  it.each([0, 100, 200, 300, 400, 600, 800, 1000, 1300, 1600])(
    'a second program that starts %i ms after the first waits its turn, and nothing is lost',
    async (delay) => {
      const { world, slow, before } = former();
      const first = slow(add('A')).ended;
      await pause(delay);
      const second = slow(add('B')).ended;
      for (const result of [await first, await second])
        expect(result).toMatchObject({ exitCode: 0, stderr: '' });
      expectWhole(world, before, ['A', 'B']);
    },
  );

  it.each([1, 2, 3])('four programs at once, one of them reading (round %i)', async () => {
    const { world, slow, before } = former();
    const results = await Promise.all(
      [add('A'), add('B'), ['due'], add('C')].map((argv) => slow(argv).ended),
    );
    for (const result of results) expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expectWhole(world, before, ['A', 'B', 'C']);
  });

  it('longer than the patience for an ordinary writer: the second waits, and does not give up', async () => {
    const { world, slow, before } = former();
    const first = slow(add('A'), 12_000).ended;
    await pause(1500);
    const second = slow(add('B'), 0);
    const began = performance.now();
    const result = await second.ended;
    expect(performance.now() - began).toBeGreaterThan(5000);
    for (const one of [await first, result]) expect(one).toMatchObject({ exitCode: 0, stderr: '' });
    expectWhole(world, before, ['A', 'B']);
  });

  it.each([250, 400, 550, 700, 850, 1000, 1200, 1400, 1700])(
    'killed after %i ms: the next start finds the former base, whole, and migrates it',
    async (delay) => {
      const { world, slow } = former();
      const killed = slow(add('A'));
      await pause(delay);
      killed.kill();
      await killed.ended;
      expect(await slow(add('B'), 0).ended).toMatchObject({ exitCode: 0, stderr: '' });
      expect(stateOf(world.databasePath)).toEqual({ integrity: 'ok', version: NEW });
      expect(world.rows("select name from client where name in ('Petit', 'B')")).toHaveLength(2);
      expect(world.rows('select count(*) as n from rewritten')).toEqual([{ n: 40 }]);
      for (const copy of copiesOf(world)) expect(stateOf(copy).integrity).toBe('ok');
      expect(copiesOf(world).filter((path) => path.endsWith('.partiel'))).toEqual([]);
    },
  );
});
