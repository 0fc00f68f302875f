import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { TODAY, addClaim, addClaims, openBusiness, statuses } from '../helpers/claims.ts';
import { useBuiltProgram } from '../helpers/child.ts';
import { FaultySmtpServer } from '../helpers/faulty-smtp-server.ts';
import { World } from '../helpers/world.ts';

const start = useBuiltProgram();
const NAMES = Array.from({ length: 20 }, (_, index) => `c${String(index + 1).padStart(2, '0')}`);
const LOCKED = 'Un autre envoi est en cours sur cette base';

describe('two sendings at the same time', () => {
  let world: World;
  let server: FaultySmtpServer;
  beforeEach(async () => {
    server = await FaultySmtpServer.start();
    onTestFinished(() => server.close());
    world = new World(TODAY);
    await openBusiness(world, server.port);
    addClaims(world, NAMES);
  });

  const reached = (): Promise<void> =>
    new Promise((resolve) => {
      server.onPhase = (phase) => {
        if (phase === 'end') resolve();
      };
    });

  it('the second says no, by whatever name it opens the database', async () => {
    server.faults = [{ at: 'end', do: 'hang', times: 1 }];
    const isSending = reached();
    const first = start(world, ['send', '--yes']);
    await isSending;
    const link = join(world.home, 'lien.db');
    symlinkSync(world.databasePath, link);
    const second = await start(world, ['send', '--yes']).ended;
    expect(second).toMatchObject({ exitCode: 1, stdout: '' });
    expect(second.stderr).toContain(LOCKED);
    const others = [
      ['send', '--yes', '--db', link],
      ['send', '--yes', '--brouillons', join(world.home, 'brouillons')],
    ];
    for (const argv of others) {
      const result = await start(world, argv).ended;
      expect(result.exitCode).toBe(1);
      expect(result.stderr).toContain(LOCKED);
    }
    const { error } = JSON.parse((await start(world, ['send', '--yes', '--json']).ended).stdout) as {
      error: { code: string };
    };
    expect(error.code).toBe('sending-locked');
    // The one that sends is not an orphan: nobody touched its message.
    expect(statuses(world)).toEqual(['c01 sending']);
    // What only looks is not in the way.
    expect((await start(world, ['send', '--dry-run']).ended).exitCode).toBe(0);
    expect((await start(world, ['due']).ended).exitCode).toBe(0);

    first.kill();
    await first.ended;
    const third = await start(world, ['send', '--yes']).ended;
    expect(third.exitCode).toBe(3);
    expect(third.stderr).toContain('interrompu');
    expect(statuses(world)[0]).toBe('c01 uncertain');
    expect(server.received).toHaveLength(19);
  });

  it('started together, send each message once between them', async () => {
    const results = await Promise.all(
      Array.from({ length: 4 }, () => start(world, ['send', '--yes', '--limite', '20']).ended),
    );
    for (const { exitCode, stderr } of results)
      expect([`0 `, `1 ${LOCKED}`]).toContain(`${exitCode} ${stderr.split('\n')[0]}`);
    expect(results.some(({ exitCode }) => exitCode === 0)).toBe(true);
    expect(server.received.flatMap(({ to }) => to).toSorted()).toEqual(
      NAMES.map((name) => `compta@${name}.example`),
    );
  });

  it('do not wait for each other on two databases', async () => {
    server.faults = [{ at: 'end', do: 'hang', times: 1 }];
    const isSending = reached();
    start(world, ['send', '--yes']);
    await isSending;
    const other = new World(TODAY);
    await openBusiness(other, server.port);
    addClaim(other, 'ailleurs');
    expect((await start(other, ['send', '--yes']).ended).exitCode).toBe(0);
  });
});
