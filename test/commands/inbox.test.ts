import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FaultySmtpServer } from '../helpers/faulty-smtp-server.ts';
import { Correspondence, reminded } from '../helpers/mailbox.ts';
import { plain, refused } from '../helpers/refused.ts';

interface Inbox {
  readUntil: string | null;
  read: number;
  replies: { contact: number; invoices: string[]; sender: string; excerpt: string; hint: { kind: string } }[];
  bounces: { address: string; permanent: boolean }[];
  settled: number[];
  automatic: { backOn: string | null; substitute: string | null }[];
  unknown: { contact: number; sender: string; invoices: string[] }[];
}

const read = (mail: Correspondence): Promise<Inbox> => mail.world.json<Inbox>('inbox');

describe('an answer', () => {
  it('holds the reminders until it is answered, and offers what its words call for', async () => {
    const mail = await reminded();
    const { world, sink } = mail;
    world.today = '2026-11-09';
    mail.receive({ 'In-Reply-To': mail.sentId() }, 'Le virement partira le 13 novembre.\r\n\r\n> Bonjour');
    const screen = plain(await world.ok('inbox'));
    expect(screen).toContain('1 réponse : les relances attendent la vôtre.');
    expect(screen).toContain('« Le virement partira le 13 novembre. »');
    expect(screen).toContain('→ promis pour le 13/11/2026 : relance promise F-2026-1 13/11/2026');
    expect(plain(await world.ok('due'))).toContain('Réponses reçues, sans réponse de votre part');
    world.today = '2026-11-13';
    await world.ok('send --yes');
    expect(sink.received).toHaveLength(1);
    await world.ok('log F-2026-1 --canal email --note "merci"');
    world.today = '2026-11-19';
    await world.ok('send --yes');
    expect(sink.received).toHaveLength(2);
  });

  it.each([
    ['by its references', { References: 'ID' }, ['F-2026-1'], true],
    ['of the client, with the number', { Subject: 'Votre facture F-2026-1' }, ['F-2026-1'], true],
    ['of the client, without anything else', {}, ['F-2026-1'], false],
    ['of a colleague, with the number', { From: 'chef@dupont.fr', Subject: 'F-2026-1' }, ['F-2026-1'], true],
    ['of nobody we know, to our message', { From: 'x@y.fr', 'In-Reply-To': 'ID' }, ['F-2026-1'], false],
    [
      'of nobody we know, with the number',
      { From: 'x@y.fr', Subject: 'facture f-2026-1 ?' },
      ['F-2026-1'],
      false,
    ],
  ])('%s', async (_what, headers, invoices, isSure) => {
    const mail = await reminded();
    const told = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value === 'ID' ? mail.sentId() : value]),
    );
    mail.receive(told);
    const inbox = await read(mail);
    const [found, other] = isSure ? [inbox.replies, inbox.unknown] : [inbox.unknown, inbox.replies];
    expect([found.map((reply) => reply.invoices), other]).toEqual([[invoices], []]);
    const { decisions } = { decisions: await mail.world.ok('why F-2026-1') };
    expect(plain(decisions)).toContain('le client a répondu le 05/11/2026');
  });

  it.each([
    ['from a colleague who names no invoice', { From: 'chef@dupont.fr' }],
    ['from nobody, about nothing', { From: 'x@y.fr', Subject: 'bonjour' }],
    [
      'from a mailing that names a number by chance',
      { From: 'x@y.fr', Subject: 'F-2026-1', 'List-Id': '<promo.y.fr>' },
    ],
    ['from oneself', { From: 'claire@exemple.fr', Subject: 'F-2026-1' }],
    ['from where our answers come', { From: 'Reponses@Exemple.fr', Subject: 'F-2026-1' }],
    ['with a part of a number', { From: 'x@y.fr', Subject: 'F-2026-17 et 2026' }],
  ])('is none %s: nothing of it is kept', async (_what, headers) => {
    const mail = await reminded();
    mail.world.env['RELANCE_REPLY_TO'] = 'Claire <reponses@exemple.fr>';
    mail.receive(headers);
    expect(await read(mail)).toMatchObject({ read: 1, replies: [], unknown: [], automatic: [] });
    expect(mail.world.rows('select * from received_mail')).toEqual([]);
  });

  it.each([
    ['paid', 'pay F-2026-1'],
    ['cancelled', 'cancel F-2026-1 --motif "erreur"'],
  ])(
    'about an invoice that is %s holds the others, and waits no longer once nothing is owed',
    async (_what, settle) => {
      const mail = await reminded();
      const { world } = mail;
      await world.ok(
        'add --numero F-2026-2 --client Dupont --montant 500 --emise 03/10/2026 --echeance 02/11/2026',
      );
      mail.receive({ Subject: 'F-2026-1' }, 'Une question.');
      await read(mail);
      await world.ok(settle);
      // Whoever wrote yesterday is not reminded today of something else.
      expect(plain(await world.ok('due'))).toContain('Réponses reçues, sans réponse de votre part');
      expect(plain(await world.ok('why F-2026-2'))).toContain('le client a répondu le 05/11/2026');
      await world.ok('pay F-2026-2');
      for (const screen of ['due', 'matin'])
        expect(plain(await world.ok(screen))).not.toContain('Réponses reçues');
      expect(await world.json('due')).toMatchObject({ replies: [] });
    },
  );

  it('is none of a client who owes nothing and names nothing', async () => {
    const mail = await reminded();
    await mail.world.ok('pay F-2026-1');
    mail.receive({ Subject: 'Un nouveau projet' });
    expect(await read(mail)).toMatchObject({ read: 1, replies: [], unknown: [] });
    expect(mail.world.rows('select * from received_mail')).toEqual([]);
  });

  it('that is not sure says how to go on without it', async () => {
    const mail = await reminded();
    mail.receive({ From: 'x@y.fr', Subject: 'F-2026-1' });
    expect(plain(await mail.world.ok('inbox'))).toContain(
      '→ sinon, pour que les relances reprennent : relance resume F-2026-1',
    );
    await mail.world.ok('resume F-2026-1');
    expect(plain(await mail.world.ok('due'))).not.toContain('Réponses reçues');
  });

  it('that is not sure is asked about at the terminal, and set aside', async () => {
    const mail = await reminded();
    mail.receive({ From: 'x@y.fr', Subject: 'F-2026-1' }, 'Publicité');
    const { exitCode, stdout } = await mail.world.atTerminal('inbox', [
      ['Le message de x@y.fr (n°\u00a02) concerne-t-il les factures de Dupont\u202f?', 'n\r'],
    ]);
    expect([exitCode, plain(stdout).includes('Mis de côté : les relances de Dupont reprennent.')]).toEqual([
      0,
      true,
    ]);
    expect(plain(await mail.world.ok('due'))).not.toContain('Réponses reçues');
  });

  it('is read once, in whatever folder, and when the folder is numbered anew', async () => {
    const mail = await reminded();
    const id = mail.receive({ 'In-Reply-To': mail.sentId() });
    mail.receive({ 'In-Reply-To': mail.sentId(), 'Message-ID': id }, 'Bonjour', { folder: 'Clients' });
    mail.world.env['RELANCE_IMAP_FOLDERS'] = 'Clients';
    expect((await read(mail)).replies).toHaveLength(1);
    expect((await read(mail)).read).toBe(0);
    mail.imap.folder('INBOX').uidValidity = 77;
    expect(await read(mail)).toMatchObject({ read: 1, replies: [] });
    expect(
      mail.imap.commands.filter((command) => /^(?:SELECT|STORE|UID STORE|EXPUNGE)/i.test(command)),
    ).toEqual([]);
  });

  it('holds anew when the one before has waited too long to hold', async () => {
    const mail = await reminded();
    const { world, sink } = mail;
    mail.receive({ 'In-Reply-To': mail.sentId() }, 'Une question.');
    await read(mail);
    world.today = '2026-11-16';
    mail.receive({ 'In-Reply-To': mail.sentId() }, 'Toujours la même question.');
    await world.ok('send --yes');
    expect(sink.received).toHaveLength(1);
    expect(plain(await world.ok('why F-2026-1'))).toContain('le client a répondu le 16/11/2026');
  });

  it('is read once of a server that does not say its next number', async () => {
    const mail = await reminded();
    mail.imap.options.unsaid = 'UIDNEXT';
    mail.receive({ 'In-Reply-To': mail.sentId() });
    expect((await read(mail)).replies).toHaveLength(1);
    expect((await read(mail)).read).toBe(0);
    mail.imap.folder('INBOX').mails = [];
    expect((await read(mail)).read).toBe(0);
    mail.receive({ 'In-Reply-To': mail.sentId() });
    expect(await read(mail)).toMatchObject({ read: 1, replies: [{}] });
  });

  it('that is read late holds from its reading, for nobody could answer before', async () => {
    const mail = await reminded();
    const { world, sink } = mail;
    mail.receive({ 'In-Reply-To': mail.sentId() }, 'Nous contestons.');
    world.today = '2026-11-17';
    expect(plain(await world.ok('send --yes'))).toContain('les relances attendent la vôtre');
    world.today = '2026-11-24';
    await world.ok('send --yes');
    expect(sink.received).toHaveLength(1);
    expect(plain(await world.ok('why F-2026-1'))).toContain('le client a répondu le 05/11/2026');
    world.today = '2026-11-25';
    await world.ok('send --yes');
    expect(sink.received).toHaveLength(2);
  });

  it('is read in a folder numbered anew before anything has left', async () => {
    const mail = await Correspondence.begin('2026-11-03');
    await read(mail);
    mail.receive({ Subject: 'F-2026-1' });
    mail.imap.folder('INBOX').uidValidity = 77;
    mail.world.today = '2026-11-09';
    expect((await read(mail)).replies).toHaveLength(1);
  });

  it('settles a message of which nobody knew whether it had left', async () => {
    const mail = await Correspondence.begin();
    const server = await FaultySmtpServer.start({ faults: [{ at: 'accepted', do: 'cut' }] });
    onTestFinished(() => server.close());
    mail.world.env['RELANCE_SMTP_URL'] = `smtp://127.0.0.1:${server.port}`;
    await mail.world.relance('send --yes');
    expect(mail.world.rows('select status from contact')).toEqual([{ status: 'uncertain' }]);
    const [{ id }] = mail.world.rows('select message_id id from message') as [{ id: string }];
    mail.receive({ 'In-Reply-To': id });
    await read(mail);
    expect(mail.world.rows('select status from contact where id = 1')).toEqual([{ status: 'sent' }]);
  });

  it.each([
    ['an answer', (mail: Correspondence, id: string) => mail.receive({ 'In-Reply-To': id }), 'sent'],
    ['a refusal', (mail: Correspondence, id: string) => mail.bounce('5.1.1', id), 'undelivered'],
  ])('settles a draft that was sent by hand: %s', async (_what, arrive, status) => {
    const mail = await Correspondence.begin();
    await mail.world.ok(['send', '--yes', '--brouillons', join(mail.world.home, 'brouillons')]);
    const [{ id }] = mail.world.rows('select message_id id from message') as [{ id: string }];
    arrive(mail, id);
    await read(mail);
    expect(mail.world.rows('select status from contact where id = 1')).toEqual([{ status }]);
    expect(plain(await mail.world.ok('due'))).not.toContain('Brouillons à confirmer');
  });

  it('or that its provider has filed among those that have left', async () => {
    const mail = await Correspondence.begin();
    const server = await FaultySmtpServer.start({ faults: [{ at: 'accepted', do: 'cut' }] });
    onTestFinished(() => server.close());
    mail.world.env['RELANCE_SMTP_URL'] = `smtp://127.0.0.1:${server.port}`;
    await mail.world.relance('send --yes');
    expect((await read(mail)).settled).toEqual([]);
    mail.imap.add('Sent', server.received[0]?.raw ?? '', new Date());
    expect((await read(mail)).settled).toEqual([1]);
    expect(mail.world.rows('select status from contact')).toEqual([{ status: 'sent' }]);
    expect((await read(mail)).settled).toEqual([]);
  });

  it('keeps its attachments', async () => {
    const mail = await reminded();
    mail.receive(
      { 'In-Reply-To': mail.sentId(), 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=b' },
      [
        ...['--b', 'Content-Type: text/plain', '', 'Voir la copie.', '--b'],
        ...['Content-Type: application/pdf; name="../avis.pdf"', 'Content-Transfer-Encoding: base64', ''],
        ...[Buffer.from('%PDF-1.4 avis').toString('base64'), '--b--'],
      ].join('\r\n'),
    );
    await read(mail);
    expect(mail.world.rows("select name, bytes from document where kind = 'reply'")).toEqual([
      { name: 'avis.pdf', bytes: 13 },
    ]);
  });
});

describe('what is no answer', () => {
  it('a refusal for good: the address is refused, the step is to do again', async () => {
    const mail = await reminded();
    mail.bounce('5.1.1');
    const screen = plain(await mail.world.ok('inbox'));
    expect(screen).toContain('Dupont : compta@dupont.fr refuse les messages, l’étape est à refaire');
    expect(screen).toContain('→ relance client edit 1 --email <adresse>');
    expect(mail.world.rows('select status from contact')).toEqual([{ status: 'undelivered' }]);
    expect(mail.world.rows('select email_refused_on from client')).toEqual([
      { email_refused_on: '2026-11-05' },
    ]);
    await mail.world.ok('client edit 1 --email comptabilite@dupont.fr');
    mail.world.today = '2026-11-06';
    await mail.world.ok('send --yes');
    expect(mail.sink.received.map(({ to }) => to[0])).toEqual(['compta@dupont.fr', 'comptabilite@dupont.fr']);
  });

  it('a delay is a note; twice, it is said', async () => {
    const mail = await reminded();
    mail.bounce('4.2.2');
    expect(plain(await mail.world.ok('inbox'))).toContain('n’a pas pu être jointe pour l’instant');
    mail.bounce('4.2.2');
    expect(plain(await mail.world.ok('inbox'))).toContain('n’a pas pu être jointe 2 fois : à vérifier');
    expect(mail.world.rows('select status from contact')).toEqual([{ status: 'sent' }]);
    expect(mail.world.rows('select email_refused_on from client')).toEqual([{ email_refused_on: null }]);
  });

  it('a report that names one address several times is one refusal, and the next mail is read', async () => {
    const mail = await reminded();
    const one = ['Final-Recipient: rfc822; compta@dupont.fr', 'Action: failed', 'Status: 5.1.1', ''];
    mail.receive(
      {
        From: 'MAILER-DAEMON@mx.exemple.fr',
        'MIME-Version': '1.0',
        'Content-Type': 'multipart/report; report-type=delivery-status; boundary="x"',
      },
      [
        ...['--x', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.exemple.fr', ''],
        ...[...one, ...one, ...one, '--x', 'Content-Type: text/rfc822-headers', ''],
        ...[`Message-ID: ${mail.sentId()}`, '', '--x--'],
      ].join('\r\n'),
    );
    mail.receive({ 'In-Reply-To': mail.sentId() });
    const inbox = await read(mail);
    expect([inbox.bounces.length, inbox.replies.length]).toEqual([1, 1]);
  });

  it('a refusal of what we never sent is nothing', async () => {
    const mail = await reminded();
    mail.bounce('5.1.1', '<autre@ailleurs.fr>');
    expect(await read(mail)).toMatchObject({ read: 1, bounces: [] });
    expect(mail.world.rows('select status from contact')).toEqual([{ status: 'sent' }]);
  });

  it('an absence holds nothing, and is told with its return', async () => {
    const mail = await reminded();
    mail.receive(
      { 'Auto-Submitted': 'auto-replied', Subject: 'Absence', 'In-Reply-To': mail.sentId() },
      'Je suis absente, de retour le 16 novembre 2026. Pour les urgences : jean@dupont.fr',
    );
    const inbox = await read(mail);
    expect([inbox.replies, inbox.automatic]).toMatchObject([
      [],
      [{ backOn: '2026-11-16', substitute: 'jean@dupont.fr' }],
    ]);
    expect(plain(await mail.world.ok('why F-2026-1'))).not.toContain('le client a répondu');
  });
});

describe('the mailbox is read before anything leaves', () => {
  it('and an answer of this morning stops this morning’s reminder', async () => {
    const mail = await reminded();
    mail.world.today = '2026-11-16';
    mail.receive({ 'In-Reply-To': mail.sentId() }, 'Nous contestons cette facture.');
    const out = plain(await mail.world.ok('send --yes'));
    expect(out).toContain('→ conteste : relance dispute F-2026-1 --motif "…"');
    expect(out).toContain('Aucune relance à envoyer.');
    expect(mail.sink.received).toHaveLength(1);
  });

  it('what cannot be read stops a cron, and is asked about at the terminal', async () => {
    const mail = await reminded();
    const { world } = mail;
    world.today = '2026-11-16';
    const { port } = mail.imap;
    await mail.imap.close();
    expect(await refused(world, 'send --yes')).toEqual([
      1,
      `Votre boîte aux lettres n’a pas pu être lue : Le serveur 127.0.0.1:${port} refuse la connexion. Rien n’est envoyé`,
      'Vérifiez RELANCE_IMAP_URL (serveur, port, imap:// ou imaps://) ; sans la lire : --sans-boite',
    ]);
    const { exitCode } = await world.atTerminal('send', [['Relancer tout de même\u202f?', '\r']]);
    expect([exitCode, mail.sink.received.length]).toEqual([130, 1]);
    await world.ok('send --yes --sans-boite');
    expect(mail.sink.received).toHaveLength(2);
  });

  it('a server that refuses to list its mails has said nothing: they are read the next time', async () => {
    const mail = await reminded();
    mail.world.today = '2026-11-16';
    mail.receive({ 'In-Reply-To': mail.sentId() });
    mail.imap.faults = [{ at: 'search', do: 'NO later', times: 1 }];
    expect((await mail.world.relance('send --yes')).exitCode).toBe(1);
    expect(mail.sink.received).toHaveLength(1);
    expect((await read(mail)).replies).toHaveLength(1);
  });

  it('due says until when it is known; a folder that cannot be read is no good news', async () => {
    const mail = await reminded();
    expect(plain(await mail.world.ok('due'))).toContain('Boîte aux lettres lue jusqu’au 05/11/2026 à 12:00.');
    mail.world.today = '2026-11-06';
    mail.world.env['RELANCE_IMAP_FOLDERS'] = 'Absent';
    const { exitCode, stderr } = await mail.world.relance('inbox');
    expect([exitCode, plain(stderr).split('\n')[0]]).toEqual([
      3,
      `Le dossier « Absent » n’est pas dans la boîte de 127.0.0.1:${mail.imap.port}`,
    ]);
    expect(await mail.world.json('due')).toMatchObject({
      mailbox: { readUntil: '2026-11-05T11:00:00.000Z' },
    });
  });

  it('a sending for scripts says what came, and a fault in the sent mail hides no answer', async () => {
    const mail = await reminded();
    mail.receive({ 'In-Reply-To': mail.sentId() });
    expect(await mail.world.json('send --yes')).toMatchObject({ inbox: { replies: [{ contact: 2 }] } });
    const server = await FaultySmtpServer.start({ faults: [{ at: 'accepted', do: 'cut' }] });
    onTestFinished(() => server.close());
    await mail.world.ok('log F-2026-1 --canal email');
    mail.world.today = '2026-11-16';
    mail.world.env['RELANCE_SMTP_URL'] = `smtp://127.0.0.1:${server.port}`;
    await mail.world.relance('send --yes');
    mail.receive({ Subject: 'F-2026-1' }, 'Je conteste.');
    mail.imap.add('Sent', 'Subject: x', new Date());
    mail.imap.faults = [{ at: 'examine', do: 'NO Not now', skip: 1 }];
    const { exitCode, stdout } = await mail.world.relance('inbox');
    expect([exitCode, plain(stdout)]).toEqual([3, expect.stringContaining('« Je conteste. »')]);
  });

  it('an address that is none stops what reads the mailbox, and nothing else', async () => {
    const { world } = await reminded();
    for (const url of ['n’importe quoi', 'smtp://imap.exemple.fr', 'imaps://a%zz:b@imap.exemple.fr']) {
      world.env['RELANCE_IMAP_URL'] = url;
      expect(plain(await world.ok('due'))).toContain('Boîte aux lettres jamais lue');
      expect((await refused(world, 'inbox')).slice(0, 2)).toEqual([
        1,
        'RELANCE_IMAP_URL n’est pas une adresse de serveur de réception (imap:// ou imaps://)',
      ]);
    }
  });

  it('nothing is said of a mailbox that is not set', async () => {
    const mail = await Correspondence.begin();
    delete mail.world.env['RELANCE_IMAP_URL'];
    expect(await refused(mail.world, 'inbox')).toEqual([
      1,
      'Aucune boîte aux lettres n’est réglée',
      'relance mail <votre adresse> la règle',
    ]);
    expect(await mail.world.json('due')).toMatchObject({ mailbox: null });
    await mail.world.ok('send --yes');
    expect(mail.sink.received).toHaveLength(1);
  });
});

it('a client whose answer has waited too long is named before being reminded', async () => {
  const mail = await Correspondence.begin();
  await mail.world.ok('send --yes');
  mail.world.today = '2026-11-06';
  mail.receive({ 'In-Reply-To': mail.sentId() }, 'Je regarde cela.');
  await mail.world.ok('inbox');
  expect(await mail.world.json('send --yes')).toMatchObject({ sent: [], warnings: [] });
  mail.world.today = '2026-11-17';
  expect(plain(await mail.world.ok('due'))).toContain('Boîte aux lettres lue jusqu’au 06/11/2026');
  expect(plain(await mail.world.ok('due'))).toContain('→ relance inbox');
  const asked = await mail.world.atTerminal('send', [['Envoyer tout de même', '\r']]);
  expect(plain(asked.stderr)).toContain('Dupont vous a écrit le 06/11/2026, sans réponse de votre part');
  expect(asked.exitCode).toBe(130);
  expect(await mail.world.json('send --yes')).toMatchObject({
    sent: [{ client: { name: 'Dupont' } }],
    warnings: [{ code: 'unanswered-reply', command: 'relance show F-2026-1 --message 2' }],
  });
});
