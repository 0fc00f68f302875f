import { describe, expect, it, onTestFinished } from 'vitest';
import { RelanceError } from '../../src/errors.ts';
import { openMailbox, type Mailbox } from '../../src/mail/imap.ts';
import { DOVECOT_PASSWORD, missingDovecot, startDovecot } from '../helpers/dovecot.ts';

const missing = missingDovecot();
const USER = 'jeanne';
const FLAGS = ['', 'S', 'RS', 'F', 'T'];
const FIRST = Date.parse('2026-11-01T07:00:00Z');
const COUNT = 300;
const SENT = 'Éléments envoyés';

const instantOf = (n: number): Date => new Date(FIRST + n * 3_600_000);
const bodyOf = (n: number): string =>
  n === 7 ? 'x'.repeat(998).concat('\n').repeat(2000) : `Bonjour, c’est ${n}.\n`;
const headersOf = (n: number): string =>
  `Message-ID: <${n}@client.example>\nSubject: Votre relance, étude ${n}\n${n === 9 ? `X-Long: ${'y'.repeat(300_000)}\n` : ''}\n`;
const onWire = (text: string): Buffer => Buffer.from(text.replaceAll('\n', '\r\n'));

const start = async (options: Parameters<typeof startDovecot>[0] = {}) => {
  const server = await startDovecot(options);
  for (let n = 1; n <= COUNT; n += 1)
    server.put('', headersOf(n) + bodyOf(n), instantOf(n), FLAGS[n % FLAGS.length]);
  server.put('.&AMk-l&AOk-ments envoy&AOk-s', headersOf(1) + bodyOf(1), instantOf(1), 'S');
  return server;
};

const enter = async (
  { host, port }: { host: string; port: number },
  password = DOVECOT_PASSWORD,
  requireTls = false,
): Promise<Mailbox> => {
  const mailbox = await openMailbox(
    { host, port, secure: false, user: USER, password, token: null },
    { requireTls },
  );
  onTestFinished(() => mailbox.close());
  return mailbox;
};

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RelanceError)) throw new Error(`not refused in a sentence: ${String(error)}`);
  expect(error.message + String(error.hint)).not.toContain('S3cret');
  return error.code;
};

describe.skipIf(missing !== null)(
  `a mailbox of dovecot${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    it.each([
      ['plainly', {}],
      ['over TLS, compressed, its folders under the inbox', { hasTls: true, prefix: 'INBOX.' }],
    ])('is read %s, and nothing in it changes', async (_how, options) => {
      const server = await start(options);
      const mailbox = await enter(server);
      expect(await mailbox.open('INBOX')).toMatchObject({ lastUid: COUNT });
      const before = server.flags('');
      const uids = await mailbox.listAfter(0);
      expect(uids).toHaveLength(COUNT);
      expect(await mailbox.listAfter(COUNT)).toEqual([]);
      const day = new Date('2026-11-10');
      expect((await mailbox.listSince(day)).length).toBeGreaterThan(50);

      let n = 0;
      for await (const { uid, bytes, receivedAt, headers } of mailbox.summaries(uids)) {
        n += 1;
        const raw = onWire(headersOf(n) + bodyOf(n));
        expect([uid, bytes, receivedAt]).toEqual([n, raw.length, instantOf(n).toISOString()]);
        expect(headers.equals(onWire(headersOf(n)).subarray(0, 200_000))).toBe(true);
      }
      expect(n).toBe(COUNT);
      for (const uid of [1, 7, 9, COUNT]) {
        const raw = onWire(headersOf(uid) + bodyOf(uid));
        expect((await mailbox.source(uid, raw.length))?.equals(raw)).toBe(true);
      }
      expect((await mailbox.source(7, 20))?.toString()).toBe('Message-ID: <7@clien');
      expect(await mailbox.source(COUNT + 1, 20)).toBeNull();

      expect(await mailbox.open(SENT)).toMatchObject({ lastUid: 1 });
      expect(await codeOf(mailbox.open('Archives'))).toBe('imap-no-folder');
      await mailbox.close();
      expect(server.flags('')).toEqual(before);
      expect(Object.values(before).toSorted()).toEqual(
        Array.from({ length: COUNT }, (_, index) => FLAGS[index % FLAGS.length]).toSorted(),
      );
    });

    it('refuses a password, a certificate that nobody signed, and a line that is not encrypted', async () => {
      const server = await start({ hasTls: true });
      expect(await codeOf(enter(server, 'autre'))).toBe('imap-auth');
      expect(await codeOf(enter(server, DOVECOT_PASSWORD, true))).toBe('imap-tls');
      expect(await codeOf(enter(await start(), DOVECOT_PASSWORD, true))).toBe('imap-tls');
    });

    it('that is killed in the middle is told in one sentence', async () => {
      const server = await start();
      const mailbox = await enter(server);
      await mailbox.open('INBOX');
      let seen = 0;
      const reading = async (): Promise<void> => {
        for await (const { uid } of mailbox.summaries(await mailbox.listAfter(0))) {
          seen += 1;
          if (uid === 50) server.kill();
        }
      };
      expect(await codeOf(reading())).toBe('imap-unavailable');
      expect(seen).toBe(100);
      expect(await codeOf(enter(server))).toBe('imap-refused');
    });
  },
);
