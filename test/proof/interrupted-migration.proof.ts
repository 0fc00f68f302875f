import { readFileSync, readdirSync, statSync } from 'node:fs';
import { connect } from '../../src/db/engine.ts';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/open.ts';
import { lockSending } from '../../src/db/send-lock.ts';
import { useBuiltProgram } from '../helpers/child.ts';
import {
  MIGRATIONS,
  copiesOf,
  packageWith,
  shippedMigrations,
  stateOf,
  writeBase,
} from '../helpers/migrations.ts';
import { plain } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

const start = useBuiltProgram();
const TODAY = '2026-11-23';
/** Some seconds of work inside the transaction of the migration. */
const SLOW = `create table slow as
  with recursive n (i) as (select 1 union all select i + 1 from n where i < 4000000) select count(*) as n from n;`;

/** A base of the former version, and a program whose next migration takes its time. */
const former = (): { world: World; packageRoot: string } => {
  const world = new World(TODAY);
  writeBase(
    world,
    shippedMigrations().map(({ sql }) => sql),
  );
  return { world, packageRoot: packageWith(world, '9000_slow.sql', SLOW) };
};

describe('programs that start together on a base of the former version', () => {
  it.each([2, 4])('(%i of them) migrate it once, and lose nothing', async (count) => {
    const { world, packageRoot } = former();
    const version = stateOf(world.databasePath).version;
    const names = Array.from({ length: count }, (_, index) => `Client ${index}`);
    const results = await Promise.all(
      names.map(
        (name) => start(world, ['client', 'add', name, '--type', 'entreprise'], { packageRoot }).ended,
      ),
    );
    expect(results.map(({ exitCode, stderr }) => `${exitCode} ${stderr}`)).toEqual(names.map(() => '0 '));
    expect(world.rows('select name from client order by name')).toEqual(
      [...names, 'Petit'].map((name) => ({ name })),
    );
    expect(stateOf(world.databasePath)).toEqual({ integrity: 'ok', version: 9000 });
    expect(copiesOf(world).map(stateOf)).toEqual([{ integrity: 'ok', version }]);
  });
});

describe('the copy before a migration', () => {
  it('that does not fit on the disk: refused, and nothing is changed', async () => {
    const { world, packageRoot } = former();
    world.execute(
      "insert into document (invoice_id, kind, name, sha256, bytes, content, recorded_at) values (1, 'invoice', 'f.pdf', 'a', 1, zeroblob(2000000), '2026-11-23')",
    );
    const before = readFileSync(world.databasePath);
    const mostKilobytes = Math.floor(statSync(world.databasePath).size / 2048);
    const failure = await start(world, ['due'], { packageRoot, mostKilobytes }).ended;
    expect(failure).toMatchObject({ exitCode: 1, stdout: '' });
    expect(plain(failure.stderr).split('\n')[0]).toBe(
      `La base ${world.databasePath} doit être mise à jour, et sa copie de sauvegarde ne peut pas être écrite : rien n’a été changé`,
    );
    expect(readFileSync(world.databasePath).equals(before)).toBe(true);
    expect(readdirSync(world.home).toSorted()).toEqual(['paquet', 'relance.db']);
  });
});

describe('the locks of a process', () => {
  const LOCKED = 'Un autre envoi est en cours sur cette base';

  it('stand when the same process opens the base once more', { timeout: 30_000 }, async () => {
    const world = new World(TODAY);
    await world.ok('client add Petit --type entreprise');
    const writer = connect(world.databasePath);
    writer.exec('begin immediate');
    await world.ok('list');
    const other = await start(world, ['client', 'add', 'Roux', '--type', 'entreprise']).ended;
    expect([other.exitCode, other.stderr.split('\n')[0]]).toEqual([
      1,
      `La base ${world.databasePath} est occupée par un autre programme`,
    ]);
    writer.exec('rollback');
    writer.close();
  });

  it('on sending stand when the same process asks for them once more', async () => {
    const world = new World(TODAY);
    await world.ok('init --nom "Jeanne Martin" --email jeanne@martin.example');
    const db = openDatabase(world.databasePath, {
      migrations: MIGRATIONS,
      now: new Date(),
      mayCreate: false,
    });
    const free = lockSending(db);
    expect(() => lockSending(db)).toThrow(LOCKED);
    const other = await start(world, ['send', '--yes']).ended;
    expect([other.exitCode, other.stderr.split('\n')[0]]).toEqual([1, LOCKED]);
    free();
    db.close();
    expect((await start(world, ['send', '--yes']).ended).exitCode).toBe(0);
  });
});
