import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/db/engine.ts';
import { FILING } from '../../src/messages/mailbox/file-copies.ts';
import type { ImapFault, ImapMail } from '../helpers/imap-server.ts';
import { Correspondence } from '../helpers/mailbox.ts';
import { plain } from '../helpers/refused.ts';

/** What is wanted of each copy: where it is, and that nothing of the sending was touched by it. */
const states = ({ world }: Correspondence): unknown[] =>
  world.rows('select c.status, s.state, s.folder from sent_copy s join contact c on c.id = s.contact_id');
const FILED = { status: 'sent', state: 'filed', folder: 'Sent' };
const DUE = { status: 'sent', state: 'due', folder: null };
const GIVEN_UP = { status: 'sent', state: 'given-up', folder: null };

const begin = async (folders = ['Sent', 'Drafts']): Promise<Correspondence> => {
  const mail = await Correspondence.begin();
  for (const name of folders) mail.imap.make(name);
  return mail;
};

const sent = ({ imap }: Correspondence): ImapMail[] => imap.folders.get('Sent')?.mails ?? [];
const appends = ({ imap }: Correspondence): string[] =>
  imap.commands.filter((command) => command.startsWith('APPEND'));
const NOT_FILED = 'n’a pas pu être classé dans vos messages envoyés';

describe('a message that has left', () => {
  it('is copied among the sent mails, once, as it left and as if it had been read', async () => {
    const mail = await begin();
    mail.world.env['RELANCE_BCC'] = 'moi@exemple.fr';
    const result = await mail.world.relance('send --yes');
    expect([result.exitCode, result.stderr]).toEqual([0, '']);
    expect(mail.sink.received.map(({ to }) => to)).toEqual([['compta@dupont.fr', 'moi@exemple.fr']]);
    const [copy] = sent(mail);
    expect(copy).toMatchObject({ flags: ['\\Seen'], receivedAt: new Date('2026-11-05T11:00:00Z') });
    const [{ raw }] = mail.world.rows('select raw from message') as [{ raw: Buffer }];
    expect(copy?.raw.equals(raw)).toBe(true);
    expect(copy?.raw.toString()).not.toMatch(/^bcc:/im);
    expect(states(mail)).toEqual([FILED]);
    await mail.world.ok('inbox');
    await mail.world.ok('send --yes');
    expect([sent(mail).length, appends(mail).length]).toEqual([1, 1]);
    expect(
      mail.imap.commands.filter((line) => /^(?:SELECT|STORE|UID STORE|EXPUNGE|CREATE)/i.test(line)),
    ).toEqual([]);
  });

  it.each([
    ['as a model', 'send F-2026-1 --modele facture --yes'],
    ['as a claim for penalties', 'interets F-2026-1 --reclamer --yes'],
  ])('is copied also when it leaves alone, %s', async (_what, line) => {
    const mail = await begin();
    mail.world.execute(
      `insert into document (invoice_id, kind, name, sha256, bytes, content, recorded_at)
       values (1, 'invoice', 'f.pdf', 'x', 1, x'25', '2026-11-01')`,
    );
    if (line.startsWith('interets')) await mail.world.ok('pay F-2026-1 --le 04/11/2026');
    await mail.world.ok(line);
    expect([mail.sink.received.length, sent(mail).length]).toEqual([1, 1]);
    expect(states(mail)).toEqual([FILED]);
  });

  it('is not copied when it is there already', async () => {
    const mail = await begin();
    mail.imap.onCommand = (command) => {
      const raw = mail.sink.received[0]?.raw;
      if (command.startsWith('LIST') && raw !== undefined && sent(mail).length === 0)
        mail.imap.add('Sent', raw, new Date());
    };
    await mail.world.ok('send --yes');
    expect([sent(mail).length, appends(mail)]).toEqual([1, []]);
    expect(states(mail)).toEqual([FILED]);
  });

  it.each([
    ['by a server that is Gmail, whatever its name', {}, ['X-GM-EXT-1'], [GIVEN_UP]],
    ['by a server that is Gmail, even when asked', { RELANCE_SENT_COPY: 'oui' }, ['X-GM-EXT-1'], [GIVEN_UP]],
    ['when the user wants none', { RELANCE_SENT_COPY: 'non' }, [], []],
  ])('is not copied %s', async (_why, env, announces, expected) => {
    const mail = await begin();
    mail.imap.options.announces = announces;
    Object.assign(mail.world.env, env);
    const { exitCode, stderr } = await mail.world.relance('send --yes');
    await mail.world.ok('inbox');
    expect([exitCode, stderr, mail.sink.received.length]).toEqual([0, '', 1]);
    expect([sent(mail), appends(mail), states(mail)]).toEqual([[], [], expected]);
  });

  it('is not owed to a provider that files it, unless asked', async () => {
    const mail = await begin();
    Object.assign(mail.world.env, { RELANCE_IMAP_URL: 'imaps://c@imap.gmail.com' });
    await mail.world.ok('send --yes --sans-boite');
    expect(states(mail)).toEqual([]);
  });

  it('is not copied without a mailbox', async () => {
    const mail = await begin();
    delete mail.world.env['RELANCE_IMAP_URL'];
    await mail.world.ok('send --yes');
    expect([mail.imap.connections, states(mail)]).toEqual([0, []]);
  });

  it('is not copied where no folder is there for it, which is said to who asked', async () => {
    const mail = await begin(['Drafts', 'Archives']);
    mail.world.env['RELANCE_SENT_COPY'] = 'Oui';
    const { exitCode, stderr } = await mail.world.relance('send --yes');
    expect([exitCode, plain(stderr)]).toEqual([
      0,
      'Votre boîte aux lettres n’a pas de dossier des messages envoyés : aucune copie n’est faite.\n',
    ]);
    expect([states(mail), [...mail.imap.folders.keys()]]).toEqual([
      [GIVEN_UP],
      ['INBOX', 'Drafts', 'Archives'],
    ]);
  });

  it('leaves only under a setting that means something', async () => {
    const mail = await begin();
    mail.world.env['RELANCE_SENT_COPY'] = 'peut-être';
    const { exitCode, stderr } = await mail.world.relance('send --yes');
    expect([exitCode, plain(stderr)]).toEqual([
      1,
      'RELANCE_SENT_COPY ne peut être que « oui » ou « non »\n→ laissez-le vide pour suivre ce que fait votre fournisseur\n',
    ]);
    expect(mail.sink.received).toEqual([]);
    await mail.world.ok('inbox');
    await mail.world.ok('due');
  });
});

describe('a filing that fails', () => {
  const usual = { ...FILING };
  beforeEach(() => {
    Object.assign(FILING, { silence: 300, total: 400 });
  });
  afterEach(() => {
    Object.assign(FILING, usual);
  });

  const FAULTS: [string, ImapFault, copiesThen: number][] = [
    ['at the greeting', { at: 'greeting', do: 'cut' }, 0],
    ['at the login', { at: 'login', do: 'NO later' }, 0],
    ['at the search of the folder', { at: 'list', do: 'cut' }, 0],
    ['at the search of the message', { at: 'search', do: 'reset' }, 0],
    ['before the message is taken', { at: 'append', do: 'cut' }, 0],
    ['which is refused', { at: 'append', do: 'NO [OVERQUOTA] Mailbox is full' }, 0],
    ['which the server does not understand', { at: 'append', do: 'BAD What' }, 0],
    ['while the server says nothing', { at: 'append', do: 'hang' }, 0],
    ['while it says anything else for ever', { at: 'append', do: 'trickle' }, 0],
    ['once it is taken', { at: 'appended', do: 'cut' }, 1],
    ['once it is taken, without a word', { at: 'appended', do: 'hang' }, 1],
    ['once it is taken, and denied', { at: 'appended', do: 'NO who knows' }, 1],
  ];

  it.each(FAULTS)(
    '%s changes nothing of the sending, and is made good at the next reading',
    async (_when, fault, copiesThen) => {
      const mail = await begin();
      mail.imap.faults = [{ ...fault, times: 1 }];
      const { exitCode, stdout, stderr } = await mail.world.relance('send --yes --sans-boite --json');
      expect([exitCode, JSON.parse(stdout)]).toMatchObject([
        0,
        { sent: [{ contact: 1, note: null }], failed: [] },
      ]);
      expect(plain(stderr)).toMatch(
        new RegExp(`^1 message parti ${NOT_FILED}\\. .+ : réessayé à la prochaine lecture\\.\n$`),
      );
      expect([states(mail), sent(mail).length, mail.sink.received.length]).toEqual([[DUE], copiesThen, 1]);
      const again = await mail.world.relance('inbox');
      expect([again.exitCode, again.stderr]).toEqual([0, '']);
      expect([states(mail), sent(mail).length, mail.sink.received.length]).toEqual([[FILED], 1, 1]);
    },
  );

  it('of one message keeps the others no more than it must', async () => {
    const mail = await begin();
    await mail.world.ok(
      'add --numero F-2 --client Roche --type entreprise --email compta@roche.fr --montant 90 --emise 03/10/2026 --echeance 02/11/2026',
    );
    mail.imap.faults = [{ at: 'append', do: 'NO too large', times: 1 }];
    const { exitCode, stderr } = await mail.world.relance('send --yes');
    expect([exitCode, plain(stderr)]).toMatchObject([
      0,
      expect.stringContaining(`1 message parti ${NOT_FILED}`),
    ]);
    expect(states(mail)).toEqual([DUE, FILED]);
    mail.imap.faults = [{ at: 'append', do: 'cut', times: 1 }];
    await mail.world.ok('send --yes');
    await mail.world.ok('send --yes');
    expect([states(mail), sent(mail).length, mail.sink.received.length]).toEqual([[FILED, FILED], 2, 2]);
  });

  it('does not keep the next run from sending', async () => {
    const mail = await begin();
    mail.imap.faults = [{ at: 'append', do: 'cut' }];
    await mail.world.ok('send --yes');
    mail.world.today = '2026-11-12';
    await mail.world.ok('send --yes');
    expect(mail.sink.received).toHaveLength(2);
    expect(states(mail)).toEqual([DUE, DUE]);
    mail.imap.faults = [];
    await mail.world.ok('inbox');
    expect([states(mail), sent(mail).length]).toEqual([[FILED, FILED], 2]);
  });

  it('is given up after a month, and waits for its own mailbox', async () => {
    const mail = await begin();
    mail.imap.faults = [{ at: 'append', do: 'cut', times: 1 }];
    await mail.world.ok('send --yes');
    const own = mail.world.env['RELANCE_IMAP_URL'] ?? '';
    mail.imap.options.user = 'autre';
    mail.world.env['RELANCE_IMAP_URL'] = own.replace('claire%40exemple.fr', 'autre');
    await mail.world.ok('inbox');
    expect([states(mail), sent(mail)]).toEqual([[DUE], []]);
    // What this one is owed does not bring the other's along.
    mail.world.today = '2026-11-12';
    await mail.world.ok('send --yes');
    expect([states(mail), sent(mail).length]).toEqual([[DUE, FILED], 1]);
    mail.imap.options.user = 'claire@exemple.fr';
    mail.world.env['RELANCE_IMAP_URL'] = own;
    mail.world.today = '2026-12-06';
    await mail.world.ok('inbox');
    expect([states(mail), sent(mail).length]).toEqual([[GIVEN_UP, FILED], 1]);
  });

  it('waits while the user wants none', async () => {
    const mail = await begin();
    mail.imap.faults = [{ at: 'append', do: 'cut', times: 1 }];
    await mail.world.ok('send --yes');
    mail.world.env['RELANCE_SENT_COPY'] = 'non';
    await mail.world.ok('inbox');
    expect([states(mail), sent(mail)]).toEqual([[DUE], []]);
  });

  it('waits while another one is at work: both would search, and find nothing', async () => {
    const mail = await begin();
    const path = `${mail.world.databasePath}.classement`;
    writeFileSync(path, '');
    const lock = connect(path);
    lock.exec('begin exclusive');
    const { exitCode, stderr } = await mail.world.relance('send --yes');
    expect([exitCode, stderr, states(mail), sent(mail)]).toEqual([0, '', [DUE], []]);
    lock.close();
    await mail.world.ok('inbox');
    expect([states(mail), sent(mail).length]).toEqual([[FILED], 1]);
  });
});
