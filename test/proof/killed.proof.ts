import { existsSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { TODAY, addClaims, attempts, openBusiness } from '../helpers/claims.ts';
import { useBuiltProgram } from '../helpers/child.ts';
import { FaultySmtpServer, type Phase } from '../helpers/faulty-smtp-server.ts';
import { World } from '../helpers/world.ts';

const start = useBuiltProgram();
const NAMES = Array.from({ length: 20 }, (_, index) => `c${String(index + 1).padStart(2, '0')}`);

interface KillPoint {
  phase: Phase;
  /** Messages already accepted. */
  after: number;
  /** Milliseconds later; 0 is before the server answers. */
  delay: number;
}

const at = (phase: Phase, after: number, delay = 0): KillPoint => ({ phase, after, delay });

const KILL_POINTS: KillPoint[] = [
  at('greeting', 0),
  at('mail', 0),
  at('rcpt', 3),
  at('data', 6),
  at('body', 9),
  at('end', 12),
  at('accepted', 0),
  at('accepted', 10),
  at('accepted', 19),
  // After the 250, wherever the process then is.
  at('accepted', 1, 1),
  at('accepted', 8, 7),
  at('accepted', 14, 13),
];

interface Doubts {
  uncertain: { contact: number; client: { name: string } }[];
}

describe('a process killed in the middle of twenty messages', () => {
  // In memory where the system can: what a killed process has written stays, and no run waits for the disk.
  beforeAll(() => {
    if (existsSync('/dev/shm')) vi.stubEnv('TMPDIR', '/dev/shm');
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });
  let world: World;
  let server: FaultySmtpServer;
  beforeEach(async () => {
    server = await FaultySmtpServer.start({ offersAuth: true });
    onTestFinished(() => server.close());
    world = new World(TODAY);
    await openBusiness(world, server.port);
    world.env['RELANCE_SMTP_URL'] = `smtp://jeanne:secret@127.0.0.1:${server.port}`;
    addClaims(world, NAMES);
  });

  const arrivals = (name: string): number =>
    server.received.filter(({ to }) => to.includes(`compta@${name}.example`)).length;

  const killAt = async ({ phase, after, delay }: KillPoint): Promise<void> => {
    const child = start(world, ['send', '--yes']);
    // Killed with its final dot on the way: the message that nobody answers for is thrown away.
    server.faults = phase === 'end' ? [{ at: 'end', do: 'cut', after, times: 1 }] : [];
    server.onPhase = (reached) => {
      if (reached !== phase || server.received.length !== after) return;
      server.onPhase = () => undefined;
      if (delay === 0) child.kill();
      else setTimeout(child.kill, delay);
    };
    const { signal, exitCode } = await child.ended;
    // A late blow may find the work done.
    if (delay === 0) expect(signal).toBe('SIGKILL');
    else expect([0, -1]).toContain(exitCode);
  };

  it.each(KILL_POINTS)('at $phase, after $after messages and $delay ms', async (point) => {
    await killAt(point);
    const second = await start(world, ['send', '--yes', '--json']).ended;
    const { uncertain } = JSON.parse(second.stdout) as Doubts;
    expect(uncertain.length).toBeLessThanOrEqual(1);
    expect(second.exitCode).toBe(uncertain.length === 0 ? 0 : 3);

    const doubtful = new Set(uncertain.map(({ client }) => client.name));
    for (const name of NAMES) {
      // Once; or shown as uncertain, and then once at most.
      const allowed = doubtful.has(name) ? [0, 1] : [1];
      expect(allowed, `${name} arrived`).toContain(arrivals(name));
    }
    expect((await world.json<Doubts>('due')).uncertain).toMatchObject(uncertain);

    const before = server.received.length;
    expect((await world.relance('send --yes')).exitCode).toBe(second.exitCode);
    expect(server.received).toHaveLength(before);
    expect(attempts(world).every(({ status }) => status === 'sent' || status === 'uncertain')).toBe(true);
  });

  it('is told as uncertain by « due » at once, before any other sending', async () => {
    await killAt(at('accepted', 4));
    expect((await world.json<Doubts>('due')).uncertain).toMatchObject([{ client: { name: 'c05' } }]);
  });

  it('ends with each message arrived once, when the person says what became of the doubtful one', async () => {
    for (const point of [at('end', 5), at('accepted', 10), at('data', 15)]) {
      await killAt(point);
      await start(world, ['send', '--yes', '--limite', '1']).ended;
      for (const { contact, client } of (await world.json<Doubts>('due')).uncertain)
        await world.ok(`resolve ${contact} ${arrivals(client.name) > 0 ? '--parti' : '--pas-parti'}`);
    }
    expect((await start(world, ['send', '--yes']).ended).exitCode).toBe(0);
    expect(NAMES.map((name) => [name, arrivals(name)])).toEqual(NAMES.map((name) => [name, 1]));
  });

  it('frees the drafts it had not written, and shows the doubtful one', async () => {
    const child = start(world, ['send', '--yes', '--brouillons', `${world.home}/brouillons`]);
    const timer = setInterval(() => {
      if (attempts(world).length < 3) return;
      clearInterval(timer);
      child.kill();
    }, 1);
    await child.ended;
    clearInterval(timer);
    const result = await start(world, ['send', '--yes', '--brouillons', `${world.home}/brouillons`, '--json'])
      .ended;
    const { uncertain } = JSON.parse(result.stdout) as Doubts;
    expect(uncertain.length).toBeLessThanOrEqual(1);
    expect(
      attempts(world)
        .map(({ client }) => client)
        .toSorted(),
    ).toEqual(NAMES);
  });

  it('Ctrl-C lets the message on its way arrive, and the others wait', async () => {
    const child = start(world, ['send', '--yes']);
    server.onPhase = (phase) => {
      if (phase === 'data' && server.received.length === 2) child.process.kill('SIGINT');
    };
    const { exitCode, stdout } = await child.ended;
    expect(exitCode).toBe(130);
    // The signal may reach the process a message later than it was given.
    const left = attempts(world).length;
    expect(left).toBeGreaterThanOrEqual(3);
    expect(left).toBeLessThan(NAMES.length);
    expect(stdout).toContain(`${left}\u00a0relances envoyées`);
    expect(attempts(world).every(({ status }) => status === 'sent')).toBe(true);
    expect(server.received).toHaveLength(left);
    expect((await start(world, ['send', '--yes']).ended).exitCode).toBe(0);
    expect(NAMES.map((name) => [name, arrivals(name)])).toEqual(NAMES.map((name) => [name, 1]));
  });
});
