import { describe, expect, it, onTestFinished } from 'vitest';
import { TODAY, addClaim, openBusiness } from '../helpers/claims.ts';
import { DOVECOT_PASSWORD, missingDovecot, startDovecot } from '../helpers/dovecot.ts';
import { SmtpSink } from '../helpers/smtp-sink.ts';
import { World } from '../helpers/world.ts';

const missing = missingDovecot();

const begin = async (options: Parameters<typeof startDovecot>[0], folders: string[]) => {
  const server = await startDovecot(options);
  const sink = await SmtpSink.start();
  onTestFinished(() => sink.close());
  server.put('', 'Message-ID: <1@ami.example>\nSubject: Bonjour\n\nBonjour\n', new Date());
  for (const name of folders)
    server.put(name, `Message-ID: <${name}@ami.example>\n\nAncien\n`, new Date('2026-11-01'));
  const world = new World(TODAY);
  await openBusiness(world, sink.port);
  world.env['RELANCE_IMAP_URL'] = `imap://jeanne@127.0.0.1:${server.port}`;
  world.env['RELANCE_IMAP_PASSWORD'] = DOVECOT_PASSWORD;
  addClaim(world, 'Alpha');
  return { server, sink, world };
};

const rawOf = (world: World): Buffer | undefined =>
  world.rows<{ raw: Buffer }>('select raw from message order by contact_id desc').at(0)?.raw;
const settledIn = async (world: World): Promise<number[]> =>
  (await world.json<{ settled: number[] }>('inbox')).settled;

/** Folders as they lie on the disk. */
const PLACES = [
  {
    how: 'folders that the server marks',
    options: { hasMarks: true },
    sent: '.Messages partis',
    drafts: '.&AMA- envoyer',
    made: [],
  },
  {
    how: 'folders that their names tell, under the inbox',
    options: { prefix: 'INBOX.' },
    sent: '.Sent',
    drafts: '.Drafts',
    made: ['.Sent', '.Drafts'],
  },
];

describe.skipIf(missing !== null)(
  `what leaves, with dovecot${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    it.each(PLACES)('is copied once among the sent mails: $how', async ({ options, made, sent }) => {
      const { server, sink, world } = await begin(options, made);
      const before = server.flags('');
      await world.ok('send --yes');
      await world.ok('inbox');
      await world.ok('send --yes');
      const copies = server.mails(sent).filter((raw) => !raw.includes('Ancien'));
      expect([sink.received.length, copies.length]).toEqual([1, 1]);
      expect(copies[0]?.toString().replaceAll(/\r?\n/g, '\r\n')).toBe(rawOf(world)?.toString());
      expect(Object.values(server.flags(sent)).toSorted()).toEqual([...made.slice(0, 1).map(() => ''), 'S']);
      expect(server.flags('')).toEqual(before);
      expect(world.rows('select state from sent_copy')).toEqual([{ state: 'filed' }]);
    });

    it.each(PLACES)(
      'is a draft, and known once it was sent: $how',
      async ({ options, made, sent, drafts }) => {
        const { server, sink, world } = await begin(options, made);
        await world.ok('send --yes --brouillons imap');
        expect(server.mails(drafts)).toHaveLength(made.length === 0 ? 1 : 2);
        expect(Object.values(server.flags(drafts))).toContain('DS');
        expect(await settledIn(world)).toEqual([]);
        server.move(drafts, sent);
        expect(await settledIn(world)).toEqual([1]);
        expect(world.rows('select status from contact')).toEqual([{ status: 'sent' }]);
        expect(sink.received).toEqual([]);
      },
    );

    it('is a draft that a mail program has sent under another name', async () => {
      const { server, world } = await begin({}, ['.Sent', '.Drafts']);
      await world.ok('send --yes --brouillons imap');
      const raw = rawOf(world)?.toString() ?? '';
      const renamed = raw.replace(/^message-id: .*$/im, 'Message-ID: <nouveau@webmail.example>');
      const bare = renamed.replace(/^x-relance-message:.*\r\n(?:[ \t].*\r\n)*/im, '');
      expect(bare).not.toBe(renamed);
      server.put('.Sent', bare.replaceAll('\r\n', '\n'), new Date(`${TODAY}T15:00:00Z`), 'S');
      expect(await settledIn(world)).toEqual([1]);
      expect(world.rows('select message_id from message_alias')).toEqual([
        { message_id: '<nouveau@webmail.example>' },
      ]);
    });

    it('has no copy where there is no folder for it', async () => {
      const { server, world } = await begin({}, []);
      await world.ok('send --yes');
      expect([server.mails('.Sent'), world.rows('select state from sent_copy')]).toEqual([
        [],
        [{ state: 'given-up' }],
      ]);
    });
  },
);
