import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { useBuiltProgram } from '../helpers/child.ts';
import { TODAY, addClaims, openBusiness } from '../helpers/claims.ts';
import { ImapServer } from '../helpers/imap-server.ts';
import { randomFrom } from '../helpers/mutations.ts';
import { SmtpSink } from '../helpers/smtp-sink.ts';
import { World } from '../helpers/world.ts';

const SEED = Number(process.env['RELANCE_SEED'] ?? '20261128');
/** Filings that are killed; those of one home, before the next one begins. */
const KILLS = Number(process.env['RELANCE_KILLS'] ?? '20');
const PER_ROUND = 5;
const NAMES = Array.from({ length: 20 }, (_, index) => `c${index + 1}`);
/** Commands of the reading that comes before the messages, and of a filing of twenty. */
const COMMANDS = 60;

const start = useBuiltProgram();

interface Office {
  imap: ImapServer;
  sink: SmtpSink;
}

const openOffice = async (): Promise<Office> => {
  const sink = await SmtpSink.start();
  const imap = await ImapServer.start({ user: 'jeanne', password: 'secret' });
  onTestFinished(async () => {
    await sink.close();
    await imap.close();
  });
  return { imap, sink };
};

/** Twenty clients to write to, and nothing sent yet. */
const openHome = async ({ imap, sink }: Office): Promise<World> => {
  imap.folders.delete('Sent');
  imap.make('Sent');
  sink.received.length = 0;
  const world = new World(TODAY);
  await openBusiness(world, sink.port);
  addClaims(world, NAMES);
  world.env['RELANCE_IMAP_URL'] = `imap://jeanne@127.0.0.1:${imap.port}`;
  world.env['RELANCE_IMAP_PASSWORD'] = 'secret';
  return world;
};

const idOf = (raw: Buffer): string => /^message-id:\s*(<[^>]+>)/im.exec(raw.toString('latin1'))?.[1] ?? '';

interface Message {
  id: string;
  status: string;
  state: string | null;
}

const messagesOf = (world: World): Message[] =>
  world.rows<Message>(
    `select m.message_id id, c.status, s.state from message m join contact c on c.id = m.contact_id
     left join sent_copy s on s.contact_id = c.id order by c.id`,
  );

const countIn = (mails: { raw: Buffer }[], id: string): number =>
  mails.filter(({ raw }) => idOf(raw) === id).length;

/** Nothing left twice, nothing was filed twice. */
const expectAtMostOnce = (world: World, { imap, sink }: Office, why: string): void => {
  const sent = imap.folder('Sent').mails;
  for (const { id } of messagesOf(world)) {
    expect(countIn(sink.received, id), `${id} left, ${why}`).toBeLessThanOrEqual(1);
    expect(countIn(sent, id), `copies of ${id}, ${why}`).toBeLessThanOrEqual(1);
  }
  expect(
    sent.every(({ flags }) => flags.join(' ') === '\\Seen'),
    why,
  ).toBe(true);
};

/** All is filed: one copy of what has left; none of what nobody knows, which is asked about. */
const expectWhole = (world: World, { imap, sink }: Office, why: string): void => {
  const sent = imap.folder('Sent').mails;
  const messages = messagesOf(world);
  expect(messages.length, why).toBe(NAMES.length);
  for (const { id, status, state } of messages) {
    const isSent = status === 'sent';
    expect([status, state], why).toEqual(isSent ? ['sent', 'filed'] : ['uncertain', null]);
    if (isSent) expect([countIn(sink.received, id), countIn(sent, id)], `${id}, ${why}`).toEqual([1, 1]);
  }
  expect(world.rows('select integrity_check from pragma_integrity_check'), why).toEqual([
    { integrity_check: 'ok' },
  ]);
};

/** What runs beside the one that is killed. */
const BESIDE: readonly (readonly string[] | null)[] = [null, null, ['inbox']];

describe('a filing among the sent mails that is killed', () => {
  // In memory where the system can: what a killed process has written stays, and no run waits for the disk.
  beforeAll(() => {
    if (existsSync('/dev/shm')) vi.stubEnv('TMPDIR', '/dev/shm');
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  it(`at ${KILLS} moments, and then run to its end: one copy of each message, none lost`, async () => {
    const office = await openOffice();
    let killed = 0;
    for (let round = 0; killed < KILLS && round < KILLS; round += 1) {
      const world = await openHome(office);
      const random = randomFrom(SEED + round);
      const beside = BESIDE[round % BESIDE.length] ?? null;
      const told: string[] = [];
      for (let blow = 0; blow < PER_ROUND; blow += 1) {
        // The first one strikes while messages leave or just after; the next ones find less and less to file.
        const [after, delay] = [1 + random(blow === 0 ? COMMANDS : 25), random(5)];
        told.push(`${after} commands and ${delay} ms`);
        const why = `RELANCE_SEED=${SEED + round}, beside ${String(beside)}, killed after ${told.join('; ')}`;
        const child = start(world, blow % 2 === 0 ? ['send', '--yes'] : ['inbox']);
        let left = after;
        office.imap.onCommand = () => {
          left -= 1;
          if (left === 0) setTimeout(child.kill, delay);
        };
        const other = beside === null || blow === 0 ? null : start(world, [...beside]);
        const { signal, exitCode } = await child.ended;
        killed += signal === 'SIGKILL' ? 1 : 0;
        // Whatever was not killed has ended well, but for a message that nobody knows of.
        expect(signal === null ? [0, 3] : [-1, null], why).toContain(exitCode);
        expect(other === null ? 0 : (await other.ended).exitCode, why).toBe(0);
        expectAtMostOnce(world, office, why);
      }
      office.imap.onCommand = () => undefined;
      const why = `RELANCE_SEED=${SEED + round}, beside ${String(beside)}, killed after ${told.join('; ')}`;
      const sending = await start(world, ['send', '--yes']).ended;
      expect([0, 3], why).toContain(sending.exitCode);
      const reading = await start(world, ['inbox']).ended;
      expect([reading.exitCode, reading.stderr], why).toEqual([0, '']);
      expectAtMostOnce(world, office, why);
      expectWhole(world, office, why);
    }
    // A blow may come after the end on a machine of another speed.
    expect(killed).toBeGreaterThanOrEqual(Math.ceil(KILLS / 4));
  }, 600_000);
});
