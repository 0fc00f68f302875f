import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Correspondence, reminded } from '../helpers/mailbox.ts';
import { plain, refused } from '../helpers/refused.ts';

const DEFECT = 'DEFAUT';
const UNREADABLE = '(message illisible : ouvrez-le dans votre messagerie)';

/** No bytes are known that the reader of mails stumbles over: here it does over a word, in a body or in headers. */
const stumble = (): void => {
  class Stumbling extends TextDecoder {
    override decode(...given: Parameters<InstanceType<typeof TextDecoder>['decode']>): string {
      const text = super.decode(...given);
      if (text.includes(DEFECT)) throw new TypeError('a defect of the reader');
      return text;
    }
  }
  vi.stubGlobal('TextDecoder', Stumbling);
  onTestFinished(() => void vi.unstubAllGlobals());
};

const stumbling = async (): Promise<Correspondence> => {
  const mail = await reminded();
  stumble();
  mail.world.today = '2026-11-16';
  return mail;
};

interface Inbox {
  replies: unknown[];
  unknown: { invoices: string[]; sender: string; excerpt: string }[];
  readUntil: string;
}

describe('a mail that cannot be read', () => {
  it.each([
    ['from the address of a client', {}],
    ['from the company of a client', { From: 'chef@dupont.fr' }],
    ['from nobody we know, to a message of ours', { From: 'x@y.fr', 'In-Reply-To': 'ID' }],
    ['from nobody we know, with a number in its subject', { From: 'x@y.fr', Subject: 'F-2026-1' }],
  ])('%s holds, and is asked about', async (_what, headers: Record<string, string>) => {
    const mail = await stumbling();
    const { world, sink } = mail;
    const told = Object.entries(headers).map(([name, value]) => [
      name,
      value === 'ID' ? mail.sentId() : value,
    ]);
    mail.receive({ Subject: 'Votre relance', ...Object.fromEntries(told) }, DEFECT);
    mail.receive({ From: 'spam@z.fr' });
    const report = await world.json<{ inbox: Inbox; sent: unknown[] }>('send --yes');
    expect(report.sent).toEqual([]);
    expect(report.inbox).toMatchObject({
      replies: [],
      unknown: [{ invoices: ['F-2026-1'], excerpt: UNREADABLE }],
    });
    expect(world.rows('select subject, text, is_sure from received_mail')).toEqual([
      { subject: expect.any(String), text: UNREADABLE, is_sure: 0 },
    ]);
    expect(plain(await world.ok('why F-2026-1'))).toContain('le client a répondu le 16/11/2026');
    expect(sink.received).toHaveLength(1);
    await world.ok('resume F-2026-1');
    await world.ok('send --yes');
    expect(sink.received).toHaveLength(2);
  });

  it.each([
    ['nobody we know', { From: 'x@y.fr' }],
    ['ourselves', { From: 'claire@exemple.fr' }],
  ])('from %s is passed over', async (_what, headers) => {
    const mail = await stumbling();
    mail.receive(headers, DEFECT);
    await mail.world.ok('send --yes');
    expect(mail.world.rows('select * from received_mail')).toEqual([]);
    expect(mail.sink.received).toHaveLength(2);
  });

  it('hides no other, and is kept once', async () => {
    const mail = await stumbling();
    const id = mail.receive({}, DEFECT);
    mail.receive({ 'In-Reply-To': mail.sentId() }, 'Je conteste.');
    mail.receive({ 'Message-ID': id }, DEFECT, { folder: 'Clients' });
    mail.world.env['RELANCE_IMAP_FOLDERS'] = 'Clients';
    const { replies, unknown } = await mail.world.json<Inbox>('inbox');
    expect([replies.length, unknown.length]).toEqual([1, 1]);
    expect((await mail.world.json<Inbox>('inbox')).readUntil).toBe('2026-11-16T11:00:00.000Z');
  });

  it('not even by its headers is told once, and stops one sending', async () => {
    const mail = await stumbling();
    const { world, sink } = mail;
    mail.receive({ Subject: DEFECT });
    mail.receive({ From: 'x@y.fr', Subject: DEFECT });
    expect(await refused(world, 'send --yes')).toEqual([
      1,
      'Votre boîte aux lettres n’a pas pu être lue : 2 messages n’ont pas pu être compris, pas même leurs expéditeurs. Rien n’est envoyé',
      'cherchez dans votre messagerie si un client vous a écrit ; sans la lire : --sans-boite',
    ]);
    expect(await world.json('due')).toMatchObject({ mailbox: { readUntil: '2026-11-05T11:00:00.000Z' } });
    expect(sink.received).toHaveLength(1);
    await world.ok('send --yes');
    expect(sink.received).toHaveLength(2);
  });

  it('is one that its server keeps and does not give', async () => {
    const mail = await reminded();
    mail.receive({ 'In-Reply-To': mail.sentId(), Subject: 'Re: Facture' });
    const [kept] = mail.imap.folder('INBOX').mails;
    if (kept) kept.isWithheld = true;
    expect(await mail.world.json<Inbox>('inbox')).toMatchObject({
      replies: [],
      unknown: [{ excerpt: UNREADABLE }],
    });
  });

  it('is none when it is the base that refuses: it is read again', async () => {
    const mail = await reminded();
    const { world } = mail;
    mail.receive({ 'In-Reply-To': mail.sentId() });
    // Once the program has looked at its schema.
    mail.imap.onCommand = (command) => {
      if (command.startsWith('EXAMINE'))
        world.execute(
          "create trigger if not exists no_more before insert on received_mail begin select raise(abort, 'no'); end",
        );
    };
    const { exitCode, stderr } = await world.relance('inbox');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('no')]);
    mail.imap.onCommand = () => undefined;
    world.execute('drop trigger no_more');
    expect((await world.json<Inbox>('inbox')).replies).toHaveLength(1);
  });
});
