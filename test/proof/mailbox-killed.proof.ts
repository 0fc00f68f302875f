import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { useBuiltProgram } from '../helpers/child.ts';
import { TODAY, addClaims, openBusiness } from '../helpers/claims.ts';
import { ImapServer } from '../helpers/imap-server.ts';
import { randomFrom } from '../helpers/mutations.ts';
import { SmtpSink } from '../helpers/smtp-sink.ts';
import { World } from '../helpers/world.ts';

const SEED = Number(process.env['RELANCE_SEED'] ?? '20260000');
/** Readings that are killed, and blows on one base before the mailbox is read to its end. */
const KILLS = Number(process.env['RELANCE_KILLS'] ?? '20');
const PER_ROUND = 5;
const MAILS = 300;
const REPLIES = 30;
const BOUNCES = 10;
/** One mail out of so many is about a message of ours. */
const EVERY = 7;
const NAMES = Array.from({ length: REPLIES + BOUNCES }, (_, index) => `c${index + 1}`);

const start = useBuiltProgram();

interface Home {
  world: World;
  imap: ImapServer;
  sink: SmtpSink;
  replies: string[];
  bounces: string[];
}

const idOf = (raw: Buffer): string => /^message-id:\s*(<[^>]+>)/im.exec(raw.toString('latin1'))?.[1] ?? '';

const replyTo = (name: string, own: string, id: string): string => {
  const file = Buffer.alloc(60_000, own).toString('base64').replaceAll(/.{76}/g, '$&\r\n');
  return [
    ...[`From: compta@${name}.example`, 'To: jeanne@martin.example', `Message-ID: ${own}`],
    ...[`In-Reply-To: ${id}`, 'Subject: Re: facture', 'MIME-Version: 1.0'],
    ...[
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Bonjour',
      '--b',
    ],
    ...[
      'Content-Type: application/pdf; name="avis.pdf"',
      'Content-Transfer-Encoding: base64',
      '',
      file,
      '--b--',
    ],
  ].join('\r\n');
};

const bounceOf = (name: string, own: string, id: string): string =>
  [
    ...[
      'From: MAILER-DAEMON@mx.example',
      `Message-ID: ${own}`,
      'Subject: Undelivered Mail',
      'MIME-Version: 1.0',
    ],
    ...['Content-Type: multipart/report; report-type=delivery-status; boundary="x"', '', '--x'],
    ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', ''],
    ...[`Final-Recipient: rfc822; compta@${name}.example`, 'Action: failed', 'Status: 5.1.1', '', '--x'],
    ...['Content-Type: text/rfc822-headers', '', `Message-ID: ${id}`, '', '--x--'],
  ].join('\r\n');

/** Forty clients were written to; three hundred mails wait. */
const openHome = async (): Promise<Home> => {
  const sink = await SmtpSink.start();
  const imap = await ImapServer.start({ user: 'jeanne', password: 'secret' });
  onTestFinished(async () => {
    await sink.close();
    await imap.close();
  });
  const world = new World(TODAY);
  await openBusiness(world, sink.port);
  addClaims(world, NAMES);
  await world.ok('send --yes');
  world.env['RELANCE_IMAP_URL'] = `imap://jeanne@127.0.0.1:${imap.port}`;
  world.env['RELANCE_IMAP_PASSWORD'] = 'secret';
  const sent = sink.received.map(({ to, raw }) => ({
    name: /@(\w+)\./.exec(to[0] ?? '')?.[1] ?? '',
    id: idOf(raw),
  }));
  expect(sent).toHaveLength(NAMES.length);
  const home: Home = { world, imap, sink, replies: [], bounces: [] };
  const at = new Date(`${TODAY}T10:00:00Z`);
  for (let index = 0; index < MAILS; index += 1) {
    const own = `<in-${index}@example>`;
    const rank = index / EVERY;
    const to = sent[rank];
    const isBounce = rank % 4 === 3;
    if (to === undefined)
      imap.add('INBOX', `From: ami@ailleurs.example\r\nMessage-ID: ${own}\r\n\r\nBonjour\r\n`, at);
    else {
      (isBounce ? home.bounces : home.replies).push(own);
      imap.add('INBOX', (isBounce ? bounceOf : replyTo)(to.name, own, to.id), at);
    }
  }
  expect([home.replies.length, home.bounces.length]).toEqual([REPLIES, BOUNCES]);
  return home;
};

const begin = ({ world }: Home, base: Buffer): void => {
  for (const end of ['-wal', '-shm']) rmSync(`${world.databasePath}${end}`, { force: true });
  writeFileSync(world.databasePath, base);
};

/** Every mail once, however often the reading was broken off. */
const expectWhole = ({ world, sink, replies, bounces }: Home, why: string): void => {
  const keys = (kind: string): string[] =>
    world
      .rows<{ key: string }>('select key from received_mail where kind = ? order by id', kind)
      .map(({ key }) => key);
  const [counts] = world.rows(
    `select (select count(*) from received_mail) mails,
       (select count(*) from contact where direction = 'in') contacts,
       (select count(*) from document where kind = 'reply' and bytes = 60000) files,
       (select count(*) from contact where status = 'undelivered') undelivered,
       (select count(*) from client where email_refused_on is not null) refused,
       (select last_uid from mailbox_folder) reached,
       (select read_until from mailbox) until,
       (select integrity_check from pragma_integrity_check) integrity`,
  );
  expect([keys('reply'), keys('bounce')], why).toEqual([replies, bounces]);
  expect(counts, why).toEqual({
    mails: REPLIES + BOUNCES,
    contacts: REPLIES,
    files: REPLIES,
    undelivered: BOUNCES,
    refused: BOUNCES,
    reached: MAILS,
    until: `${TODAY}T11:00:00.000Z`,
    integrity: 'ok',
  });
  expect(sink.received.length, why).toBe(NAMES.length);
};

/** What runs beside the reading that is killed. */
const BESIDE: readonly (readonly string[] | null)[] = [null, null, ['inbox'], ['send', '--yes']];

describe('a reading of the mailbox that is killed', () => {
  // In memory where the system can: what a killed process has written stays, and no run waits for the disk.
  beforeAll(() => {
    if (existsSync('/dev/shm')) vi.stubEnv('TMPDIR', '/dev/shm');
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  it(`at ${KILLS} moments, and then run to its end: every mail once, none lost`, async () => {
    const home = await openHome();
    const { world, imap } = home;
    const base = readFileSync(world.databasePath);
    let killed = 0;
    for (let round = 0; killed < KILLS && round < KILLS; round += 1) {
      const random = randomFrom(SEED + round);
      const beside = BESIDE[round % BESIDE.length] ?? null;
      begin(home, base);
      const told: string[] = [];
      for (let blow = 0; blow < PER_ROUND; blow += 1) {
        // The other one reads all meanwhile: each blow then strikes a first reading.
        if (beside !== null) begin(home, base);
        const [after, delay] = [1 + random(beside === null ? 70 : 250), random(6)];
        told.push(`${after} commands and ${delay} ms`);
        const other = beside === null ? null : start(world, [...beside]);
        const child = start(world, ['inbox']);
        let left = after;
        imap.onCommand = () => {
          left -= 1;
          if (left === 0) setTimeout(child.kill, delay);
        };
        const { signal, exitCode, stderr } = await child.ended;
        killed += signal === 'SIGKILL' ? 1 : 0;
        const ended = other === null ? null : await other.ended;
        // Whatever was not killed has ended well.
        const ends = [signal === null ? { exitCode, stderr } : null, ended].filter((end) => end !== null);
        expect(
          ends.filter((end) => end.exitCode !== 0 || end.stderr !== ''),
          told.join('; '),
        ).toEqual([]);
      }
      imap.onCommand = () => undefined;
      const why = `RELANCE_SEED=${SEED + round}, beside ${String(beside)}, killed after ${told.join('; ')}`;
      const last = await Promise.all([
        start(world, ['inbox']).ended,
        ...(beside === null ? [] : [start(world, [...beside]).ended]),
      ]);
      expect(
        last.map(({ exitCode, stderr }) => [exitCode, stderr]),
        why,
      ).toEqual(last.map(() => [0, '']));
      expectWhole(home, why);
    }
    // A blow may come after the end on a machine of another speed.
    expect(killed).toBeGreaterThanOrEqual(Math.ceil(KILLS / 4));
  }, 600_000);
});
