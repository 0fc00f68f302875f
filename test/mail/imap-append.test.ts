import { describe, expect, it, onTestFinished } from 'vitest';
import { RelanceError } from '../../src/errors.ts';
import { openMailbox, type Mailbox } from '../../src/mail/imap.ts';
import { ImapServer, type ImapFault, type ImapServerOptions } from '../helpers/imap-server.ts';

const FOLDER = 'Éléments & envoyés';
const RAW = Buffer.from('Message-ID: <1@relance>\r\nSubject: Relance\r\n\r\nBonjour, c’est échu.\r\n');
const HOW = { flags: ['\\Seen'], date: new Date('2026-11-23T10:00:00Z') };

const enter = async (
  options: ImapServerOptions = {},
  silence = 150,
): Promise<{ server: ImapServer; mailbox: Mailbox }> => {
  const server = await ImapServer.start({ user: 'jeanne', password: 'secret', ...options });
  for (const name of [FOLDER, 'Sent', 'Drafts']) server.make(name);
  const mailbox = await openMailbox(
    {
      ...{ host: server.host, port: server.port, secure: false },
      ...{ user: 'jeanne', password: 'secret', token: null },
    },
    { timeouts: { silence, total: 200 } },
  );
  onTestFinished(async () => {
    await mailbox.close();
    await server.close();
  });
  return { server, mailbox };
};

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'kept',
    (error: unknown) => (error instanceof RelanceError ? error.code : String(error)),
  );

describe('a mail that is added', () => {
  it('is there to the byte, with its flags and its day, and is found by its Message-ID', async () => {
    const { server, mailbox } = await enter();
    await mailbox.open(FOLDER);
    expect(await mailbox.has('<1@relance>')).toBe(false);
    await mailbox.append(FOLDER, RAW, HOW);
    expect(await mailbox.has('<1@relance>')).toBe(true);
    const [mail] = server.folder(FOLDER).mails;
    expect(mail).toEqual({ uid: 1, raw: RAW, flags: ['\\Seen'], receivedAt: HOW.date });
  });

  it('may be large: the time that it takes grows with it', async () => {
    const { server, mailbox } = await enter({}, 20_000);
    const raw = Buffer.concat([RAW, Buffer.alloc(4_000_000, 'x'), Buffer.from('\r\n')]);
    await mailbox.append('Sent', raw, HOW);
    expect(server.folder('Sent').mails[0]?.raw.equals(raw)).toBe(true);
  });

  it.each<[string, ImapFault | null, code: string]>([
    ['with a reason', { at: 'append', do: 'NO [OVERQUOTA] Full' }, 'imap-append-refused'],
    ['without one', { at: 'append', do: 'NO' }, 'imap-append-refused'],
    ['as not understood', { at: 'append', do: 'BAD What' }, 'imap-append-refused'],
    ['once it was had', { at: 'appended', do: 'NO Sorry' }, 'imap-append-refused'],
    ['as too large for this server', null, 'imap-append-refused'],
  ])('and refused %s was not kept, by the word of the server; the next one is', async (_how, fault, code) => {
    const { server, mailbox } = await enter(fault === null ? { announces: ['APPENDLIMIT=20'] } : {});
    server.faults = fault === null ? [] : [{ ...fault, times: 1 }];
    expect(await codeOf(mailbox.append('Sent', RAW, HOW))).toBe(code);
    expect(mailbox.isConnected()).toBe(true);
    expect(await codeOf(mailbox.append('Sent', RAW, HOW))).toBe(fault === null ? code : 'kept');
  });

  it.each<[ImapFault['at'], ImapFault['do'], code: string]>([
    ['append', 'cut', 'imap-unavailable'],
    ['append', 'reset', 'imap-unavailable'],
    ['append', 'hang', 'imap-timeout'],
    ['append', 'trickle', 'imap-timeout'],
    ['appended', 'cut', 'imap-unavailable'],
    ['appended', 'BYE later', 'imap-unavailable'],
    ['appended', 'hang', 'imap-timeout'],
  ])('may be there or not, at %s, after %s', async (at, what, code) => {
    const { server, mailbox } = await enter();
    server.faults = [{ at, do: what }];
    expect(await codeOf(mailbox.append('Sent', RAW, HOW))).toBe(code);
    expect(mailbox.isConnected()).toBe(false);
    expect(await codeOf(mailbox.append('Sent', RAW, HOW))).toBe(code);
  });
});

describe('a server', () => {
  it('says which folders are for what, and that it is Gmail', async () => {
    const { server, mailbox } = await enter({ announces: ['X-GM-EXT-1'] });
    expect(await mailbox.specialFolder('\\Sent')).toBe('Sent');
    expect(await mailbox.specialFolder('\\Drafts')).toBe('Drafts');
    expect(mailbox.filesSentItself).toBe(true);
    server.folders.delete('Sent');
    server.folders.delete(FOLDER);
    expect(await mailbox.specialFolder('\\Sent')).toBeNull();
    expect((await enter()).mailbox.filesSentItself).toBe(false);
  });
});
