import { describe, expect, it } from 'vitest';
import { Correspondence, reminded } from '../helpers/mailbox.ts';
import { plain } from '../helpers/refused.ts';

interface Inbox {
  read: number;
  replies: { sender: string }[];
  unknown: { sender: string; at: string }[];
}

const begun = async (email: string): Promise<Correspondence> => {
  const mail = await Correspondence.begin();
  await mail.world.ok(`client edit 1 --email ${email}`);
  await mail.world.ok('send --yes');
  return mail;
};

describe('the address of a client', () => {
  it.each([
    ['with capitals', 'Compta@Dupont.FR', 'compta@dupont.fr'],
    ['with capitals, of the other', 'compta@gmail.com', 'COMPTA@GMAIL.COM'],
    ['with an accent in its domain', 'compta@société.fr', 'compta@xn--socit-esab.fr'],
    ['with an accent, written so', 'compta@xn--socit-esab.fr', 'compta@société.fr'],
    ['with a tag that the answer has not', 'compta+factures@gmail.com', 'compta@gmail.com'],
    ['without the tag that the answer has', 'compta@gmail.com', 'compta+x@gmail.com'],
  ])('%s is recognised', async (_what, email, from) => {
    const mail = await begun(email);
    mail.receive({ From: from });
    mail.receive({ From: from, 'In-Reply-To': mail.sentId() });
    const inbox = await mail.world.json<Inbox>('inbox');
    expect([inbox.unknown.length, inbox.replies.length]).toEqual([1, 1]);
    mail.bounce('5.1.1', mail.sentId(), 'failed', from);
    await mail.world.ok('inbox');
    const isTag = email.includes('+') || from.includes('+');
    expect(mail.world.rows('select status from contact where id = 1')).toEqual([
      { status: isTag ? 'sent' : 'undelivered' },
    ]);
  });

  it('that another client has is not that of a tag of it', async () => {
    const mail = await begun('compta+a@gmail.com');
    await mail.world.ok(
      'add --numero F-2026-2 --client Martin --type entreprise --email compta@gmail.com --montant 100 --emise 03/10/2026 --echeance 02/11/2026',
    );
    mail.receive({ From: 'compta@gmail.com' });
    expect(await mail.world.json('inbox')).toMatchObject({ unknown: [{ client: { name: 'Martin' } }] });
  });

  it('is also that of a copy: who answers from there is known', async () => {
    const mail = await Correspondence.begin();
    await mail.world.ok('client edit 1 --cc chef@groupe.example');
    await mail.world.ok('send --yes');
    await mail.world.ok('client edit 1 --cc autre@dupont.fr');
    mail.receive({ From: 'chef@groupe.example', 'In-Reply-To': mail.sentId() });
    expect(await mail.world.json('inbox')).toMatchObject({ replies: [{ sender: 'chef@groupe.example' }] });
  });
});

describe('a refusal for good', () => {
  it('of a copy opens no step, and says which address to correct', async () => {
    const mail = await Correspondence.begin();
    await mail.world.ok('client edit 1 --cc chef@dupont.fr');
    await mail.world.ok('send --yes');
    mail.bounce('5.1.1', mail.sentId(), 'failed', 'Chef@dupont.fr');
    const screen = plain(await mail.world.ok('inbox'));
    expect(screen).toContain('Dupont : Chef@dupont.fr (en copie) refuse les messages\n');
    expect(screen).toContain('→ relance client edit 1 --cc <adresses>');
    expect(mail.world.rows('select status from contact')).toEqual([{ status: 'sent' }]);
    expect(mail.world.rows('select email_refused_on from client')).toEqual([{ email_refused_on: null }]);
  });

  it('of an address that was corrected meanwhile leaves the new one alone', async () => {
    const mail = await reminded();
    await mail.world.ok('client edit 1 --email comptabilite@dupont.fr');
    mail.bounce('5.1.1');
    const screen = plain(await mail.world.ok('inbox'));
    expect(screen).toContain('(ancienne adresse) refuse les messages, l’étape est');
    expect(screen).not.toContain('--email <adresse>');
    expect(mail.world.rows('select email_refused_on from client')).toEqual([{ email_refused_on: null }]);
    mail.world.today = '2026-11-06';
    await mail.world.ok('send --yes');
    expect(mail.sink.received.map(({ to }) => to[0])).toEqual(['compta@dupont.fr', 'comptabilite@dupont.fr']);
  });

  it('of an address that we did not write to opens nothing', async () => {
    const mail = await reminded();
    mail.bounce('5.1.1', mail.sentId(), 'failed', 'jean@ailleurs.example');
    expect(plain(await mail.world.ok('inbox'))).toContain(
      'jean@ailleurs.example (autre adresse) refuse les messages\n',
    );
    expect(mail.world.rows('select status from contact')).toEqual([{ status: 'sent' }]);
  });
});

describe('the substitute of who is away', () => {
  it.each([
    ['', ['--cc jean@dupont.fr']],
    ['--cc chef@dupont.fr', ['--cc "chef@dupont.fr, jean@dupont.fr"']],
    ['--cc Jean@dupont.fr', []],
  ])('is added to the copies there are (%s)', async (cc, proposed) => {
    const mail = await reminded();
    if (cc !== '') await mail.world.ok(`client edit 1 ${cc}`);
    mail.receive(
      { 'Auto-Submitted': 'auto-replied', 'In-Reply-To': mail.sentId() },
      'Je suis absente jusqu’au 15 novembre 2026. Pour les urgences, écrivez à jean@dupont.fr.',
    );
    const screen = plain(await mail.world.ok('inbox'));
    expect(screen).toContain('Dupont : de retour le 16/11/2026');
    expect(screen.match(/--cc .*/g) ?? []).toEqual(proposed);
  });
});

describe('the day of a mail', () => {
  it.each([
    ['to come', '2026-12-24T11:00:00Z'],
    ['of the year 9999', '9999-12-31T23:00:00Z'],
    ['of a clock that was never set', '1970-01-01T00:00:00Z'],
  ])('%s is that of its reading: it holds, and can be answered', async (_what, at) => {
    const mail = await reminded();
    const { world, sink } = mail;
    world.today = '2026-11-16';
    mail.receive({ 'In-Reply-To': mail.sentId() }, 'Virement demain.', { at: new Date(at) });
    await world.ok('send --yes');
    expect(sink.received).toHaveLength(1);
    expect(world.rows('select at, on_day from contact where id = 2')).toEqual([
      { at: '2026-11-16T11:00:00.000Z', on_day: '2026-11-16' },
    ]);
    await world.ok('log F-2026-1 --canal email');
    expect(plain(await world.ok('due'))).not.toContain('Réponses reçues');
    world.today = '2026-11-23';
    await world.ok('send --yes');
    expect(sink.received).toHaveLength(2);
  });
});

describe('the folders that are named', () => {
  it.each(['inbox', 'Inbox, INBOX', 'Clients, Clients,,inbox'])('« %s » are read once', async (folders) => {
    const mail = await reminded();
    mail.world.env['RELANCE_IMAP_FOLDERS'] = folders;
    mail.imap.add('Clients', 'From: x@y.fr\r\n\r\nx', new Date('2026-11-05T11:00:00Z'));
    mail.receive({ 'In-Reply-To': mail.sentId() });
    const { read, replies } = await mail.world.json<Inbox>('inbox');
    expect([read, replies.length]).toEqual([folders.includes('Clients') ? 2 : 1, 1]);
  });
});
