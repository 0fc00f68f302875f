import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImapFault, ImapMail } from '../helpers/imap-server.ts';
import { Correspondence } from '../helpers/mailbox.ts';
import { plain } from '../helpers/refused.ts';

const begin = async (): Promise<Correspondence> => {
  const mail = await Correspondence.begin();
  for (const name of ['Sent', 'Drafts']) mail.imap.make(name);
  return mail;
};

const inFolder = ({ imap }: Correspondence, name: string): ImapMail[] => imap.folders.get(name)?.mails ?? [];
const statuses = ({ world }: Correspondence): string[] =>
  world.rows<{ status: string }>('select status from contact order by id').map(({ status }) => status);
const WRITE = 'send --yes --brouillons imap';

interface Draft {
  raw: Buffer;
  id: string;
  subject: string;
}

/** The invoice's reminder as a draft of the mailbox. */
const drafted = async (): Promise<{ mail: Correspondence; draft: Draft }> => {
  const mail = await begin();
  await mail.world.ok(WRITE);
  const [row] = mail.world.rows<Draft>('select raw, message_id id, subject from message');
  if (row === undefined) throw new Error('no draft');
  return { mail, draft: row };
};

const settledIn = async ({ world }: Correspondence): Promise<number[]> =>
  (await world.json<{ settled: number[] }>('inbox')).settled;

/** What a mail program makes of a draft when it is sent. */
const resend = (
  mail: Correspondence,
  { subject }: Draft,
  headers: Record<string, string> = {},
  day = mail.world.today,
): void => {
  const lines = Object.entries({
    From: 'Claire Petit <claire@exemple.fr>',
    To: 'compta@dupont.fr',
    Subject: `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`,
    'Message-ID': '<nouveau@webmail.exemple.fr>',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  mail.imap.add('Sent', `${lines.join('\r\n')}\r\n\r\nBonjour\r\n`, new Date(`${day}T15:00:00Z`), ['\\Seen']);
};

describe('a draft in the mailbox', () => {
  it('is put there, ready to be sent, and holds its step', async () => {
    const mail = await begin();
    mail.world.env['RELANCE_BCC'] = 'moi@exemple.fr';
    const screen = plain(await mail.world.ok(WRITE)).replaceAll(/\s+/g, ' ');
    expect(screen).toContain(
      '1 brouillon écrit dans votre boîte aux lettres. Une fois parti, il sera reconnu à la prochaine lecture (relance inbox) ; sinon : relance resolve <n°> --parti',
    );
    const [draft] = inFolder(mail, 'Drafts');
    expect(draft).toMatchObject({
      flags: ['\\Draft', '\\Seen'],
      receivedAt: new Date('2026-11-05T11:00:00Z'),
    });
    const [row] = mail.world.rows<Draft>('select raw, message_id id from message');
    expect(draft?.raw.equals(row?.raw ?? Buffer.of())).toBe(true);
    expect(draft?.raw.toString()).toContain(`X-Relance-Message: ${row?.id}`);
    expect(draft?.raw.toString()).toMatch(/^bcc: moi@exemple\.fr/im);
    expect([statuses(mail), mail.sink.received, existsSync('imap')]).toEqual([['draft'], [], false]);
    expect(plain(await mail.world.ok(WRITE))).toContain('Aucune relance à envoyer.');
    expect([inFolder(mail, 'Drafts').length, inFolder(mail, 'Sent').length]).toEqual([1, 0]);
    expect(mail.world.rows('select * from sent_copy')).toEqual([]);
  });

  it('is put there at Gmail too, and told in JSON without a path', async () => {
    const mail = await begin();
    mail.imap.options.announces = ['X-GM-EXT-1'];
    const { sent } = await mail.world.json<{ sent: unknown[] }>(WRITE);
    expect(sent).toMatchObject([{ contact: 1, path: null, note: null }]);
    expect(inFolder(mail, 'Drafts')).toHaveLength(1);
  });

  it('is a file in a folder of that name when it is written so', async () => {
    const mail = await begin();
    const folder = join(mail.world.home, 'imap');
    await mail.world.ok(['send', '--yes', '--brouillons', folder]);
    expect([readdirSync(folder).length, inFolder(mail, 'Drafts')]).toEqual([1, []]);
  });

  it.each([
    ['no mailbox is set', 'no-mailbox', (mail: Correspondence) => delete mail.world.env['RELANCE_IMAP_URL']],
    [
      'it has no such folder',
      'no-drafts-folder',
      (mail: Correspondence) => mail.imap.folders.delete('Drafts'),
    ],
    [
      'nobody is let in',
      'imap-auth',
      (mail: Correspondence) => (mail.world.env['RELANCE_IMAP_PASSWORD'] = 'autre'),
    ],
  ])('is refused before anything is reserved when %s', async (_why, code, spoil) => {
    const mail = await begin();
    spoil(mail);
    expect(await mail.world.json(`${WRITE} --sans-boite`)).toMatchObject({ error: { code } });
    expect(statuses(mail)).toEqual([]);
  });

  const REFUSED: ImapFault = { at: 'append', do: 'NO [OVERQUOTA] Mailbox is full', times: 1 };
  const CUT: ImapFault = { at: 'append', do: 'cut', times: 1 };
  const TAKEN: ImapFault = { at: 'appended', do: 'reset', times: 1 };
  const GONE: ImapFault = { at: 'greeting', do: 'cut', skip: 1 };

  it.each<[string, ImapFault[], status: string, drafts: number, exitCode: number, said: string]>([
    ['refused', [REFUSED], 'failed', 0, 3, 'brouillon impossible à écrire : Le serveur'],
    ['cut before it is taken', [CUT], 'failed', 0, 3, 'brouillon impossible à écrire : La connexion'],
    ['cut once it is taken', [TAKEN], 'draft', 1, 0, '1 brouillon écrit'],
    ['cut, and nobody can look', [CUT, GONE], 'draft', 0, 3, 'relance resolve 1 --pas-parti'],
    ['taken, and nobody can look', [TAKEN, GONE], 'draft', 1, 3, 'relance resolve 1 --pas-parti'],
  ])('%s: its step is held when it may be there', async (_what, faults, status, drafts, exitCode, said) => {
    const mail = await begin();
    mail.imap.faults = faults.map((fault) => ({ ...fault }));
    const result = await mail.world.relance(`${WRITE} --sans-boite`);
    expect([result.exitCode, statuses(mail), inFolder(mail, 'Drafts').length]).toEqual([
      exitCode,
      [status],
      drafts,
    ]);
    expect(plain(result.stdout).replaceAll(/\s+/g, ' ')).toContain(said);
    mail.imap.faults = [];
    await mail.world.ok(WRITE);
    expect(statuses(mail)).toEqual(status === 'failed' ? ['failed', 'draft'] : ['draft']);
    expect(inFolder(mail, 'Drafts')).toHaveLength(status === 'failed' ? 1 : drafts);
  });

  it('is written when the line was lost while a person was reading', async () => {
    const mail = await begin();
    const { exitCode } = await mail.world.atTerminal('send --brouillons imap', [
      [
        'Message 1/1',
        () => {
          mail.imap.cut();
          return '\r';
        },
      ],
    ]);
    expect([exitCode, statuses(mail), inFolder(mail, 'Drafts').length]).toEqual([0, ['draft'], 1]);
  });
});

describe('a draft that its owner has sent', () => {
  it.each([['inbox'], ['send --yes']])('is recognised by its Message-ID, by %s', async (line) => {
    const { mail, draft } = await drafted();
    expect(await settledIn(mail)).toEqual([]);
    mail.imap.add('Sent', draft.raw, new Date(`${mail.world.today}T12:00:00Z`), ['\\Seen']);
    expect(plain(await mail.world.ok(line))).toContain(
      'Retrouvés parmi vos messages envoyés, donc partis : n° 1.',
    );
    expect([statuses(mail), await settledIn(mail)]).toEqual([['sent'], []]);
    expect(mail.world.rows('select * from message_alias')).toEqual([]);
    expect([mail.world.rows('select * from sent_copy'), inFolder(mail, 'Sent').length]).toEqual([[], 1]);
  });

  it('is recognised years later by its Message-ID, and by nothing else', async () => {
    const { mail, draft } = await drafted();
    mail.world.today = '2027-11-05';
    resend(mail, draft);
    expect(await settledIn(mail)).toEqual([]);
    mail.imap.add('Sent', draft.raw, new Date('2026-11-05T12:00:00Z'));
    expect(await settledIn(mail)).toEqual([1]);
  });

  it.each([
    [
      'our own header, whatever the rest',
      (id: string) => ({ 'X-Relance-Message': id, To: 'x@y.fr', Subject: 'Re' }),
    ],
    ['its subject and its address', () => ({})],
    ['them, written otherwise', () => ({ To: '"Compta" <COMPTA@dupont.fr>' })],
  ])('is recognised by %s, and answers to its new name are known', async (_how, headersOf) => {
    const { mail, draft } = await drafted();
    resend(mail, draft, headersOf(draft.id));
    expect([await settledIn(mail), statuses(mail)]).toEqual([[1], ['sent']]);
    mail.receive({ From: 'x@y.fr', 'In-Reply-To': '<nouveau@webmail.exemple.fr>' });
    const { unknown } = await mail.world.json<{ unknown: { invoices: string[] }[] }>('inbox');
    expect(unknown).toMatchObject([{ invoices: ['F-2026-1'] }]);
    await mail.world.ok('log F-2026-1 --canal email');
    mail.world.today = '2026-11-20';
    await mail.world.ok('send --yes');
    expect(mail.sink.received[0]?.raw.toString()).toContain('<nouveau@webmail.exemple.fr>');
  });

  it('is recognised when it was a file', async () => {
    const mail = await begin();
    const folder = join(mail.world.home, 'brouillons');
    await mail.world.ok(['send', '--yes', '--brouillons', folder]);
    const [name = ''] = readdirSync(folder);
    const raw = readFileSync(join(folder, name), 'utf8').replace(
      /^message-id: .*$/im,
      'Message-ID: <a@b.fr>',
    );
    mail.imap.add('Sent', raw, new Date(`${mail.world.today}T12:00:00Z`));
    expect([await settledIn(mail), statuses(mail)]).toEqual([[1], ['sent']]);
  });

  it('is recognised though its invoice was paid meanwhile', async () => {
    const { mail, draft } = await drafted();
    await mail.world.ok('pay F-2026-1');
    resend(mail, draft);
    expect([await settledIn(mail), statuses(mail)]).toEqual([[1], ['sent']]);
  });

  it.each([
    ['to somebody else', { To: 'autre@dupont.fr' }, undefined],
    ['with somebody else', { To: 'compta@dupont.fr, autre@dupont.fr' }, undefined],
    ['of another subject', { Subject: 'Bonjour' }, undefined],
    ['that answers it', { Subject: 'Re: facture' }, undefined],
    ['of the day before', {}, '2026-11-04'],
  ])('is not a mail %s', async (_what, headers, day) => {
    const { mail, draft } = await drafted();
    resend(mail, draft, headers, day);
    expect([await settledIn(mail), statuses(mail)]).toEqual([[], ['draft']]);
  });

  it('is not one of two mails: somebody says which', async () => {
    const { mail, draft } = await drafted();
    resend(mail, draft);
    resend(mail, draft, { 'Message-ID': '<encore@webmail.exemple.fr>' });
    expect([await settledIn(mail), statuses(mail)]).toEqual([[], ['draft']]);
  });

  it('is looked for among what was sent since the last time', async () => {
    const { mail, draft } = await drafted();
    const fetched = (): string[] => mail.imap.commands.filter((line) => line.startsWith('UID FETCH'));
    resend(mail, draft, { Subject: 'Bonjour' });
    expect(await settledIn(mail)).toEqual([]);
    expect(await settledIn(mail)).toEqual([]);
    resend(mail, draft);
    expect(await settledIn(mail)).toEqual([1]);
    expect(fetched().map((line) => line.split(' ')[2])).toEqual(['1', '2']);
    mail.imap.folder('Sent').uidValidity = 9;
    expect(await settledIn(mail)).toEqual([]);
  });

  it('is settled by an answer, or by its return', async () => {
    const { mail, draft } = await drafted();
    mail.receive({ 'In-Reply-To': draft.id });
    await mail.world.ok('inbox');
    expect(statuses(mail)).toEqual(['sent', 'logged']);
    const other = await drafted();
    other.mail.bounce('5.1.1', other.draft.id);
    await other.mail.world.ok('inbox');
    expect(statuses(other.mail)).toEqual(['undelivered']);
  });
});
