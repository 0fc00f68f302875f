import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { useBuiltProgram } from '../helpers/child.ts';
import type { ImapFault, ImapPhase } from '../helpers/imap-server.ts';
import { Correspondence } from '../helpers/mailbox.ts';
import { randomFrom } from '../helpers/mutations.ts';

const SEED = Number(process.env['RELANCE_SEED'] ?? '20260000');
const CUTS = Number(process.env['RELANCE_CUTS'] ?? '20');
const MOST_MEGABYTES = 300;
const HEAP = { NODE_OPTIONS: '--max-old-space-size=256' };

const start = useBuiltProgram();

const reminded = async (): Promise<Correspondence> => {
  const mail = await Correspondence.begin();
  await mail.world.ok('send --yes');
  mail.world.today = '2026-11-06';
  return mail;
};

/** Reads the mailbox with the built program, and tells the most memory that it held. */
const readOnce = async (mail: Correspondence): Promise<{ megabytes: number; stdout: string }> => {
  const child = start(mail.world, ['inbox', '--json'], { env: HEAP });
  let kilobytes = 0;
  const timer = setInterval(() => {
    const status = `/proc/${child.process.pid}/status`;
    if (existsSync(status))
      kilobytes = Math.max(kilobytes, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0));
  }, 20);
  const { exitCode, stdout, stderr } = await child.ended;
  clearInterval(timer);
  expect([exitCode, stderr]).toEqual([0, '']);
  return { megabytes: Math.round(kilobytes / 1024), stdout };
};

const keys = ({ world }: Correspondence): string[] =>
  world.rows<{ key: string }>('select key from received_mail order by id').map(({ key }) => key);

const attachment = (megabytes: number): string =>
  [
    ...['--b', 'Content-Type: text/plain', '', 'Voir la copie.', '--b'],
    ...['Content-Type: application/pdf; name="a.pdf"', 'Content-Transfer-Encoding: base64', ''],
    `${'QUJD'.repeat(19)}\r\n`.repeat(Math.ceil((megabytes * 1_000_000) / 78)),
    '--b--',
  ].join('\r\n');

const MIXED = { 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=b' };

beforeAll(() => {
  // In memory where the system can: no run waits for the disk.
  if (existsSync('/dev/shm')) vi.stubEnv('TMPDIR', '/dev/shm');
});
afterAll(() => {
  vi.unstubAllEnvs();
});

describe('a mailbox that is large', () => {
  it('10,000 new mails, of which 100 are answers with files, in bounded memory', async () => {
    const mail = await reminded();
    const answers: string[] = [];
    for (let index = 0; index < 10_000; index += 1)
      if (index % 100 === 0)
        answers.push(mail.receive({ 'In-Reply-To': mail.sentId(), ...MIXED }, attachment(0.5)));
      else mail.receive({ From: 'ami@ailleurs.example', Subject: 'bonjour' }, 'x'.repeat(index % 5000));
    const { megabytes, stdout } = await readOnce(mail);
    expect(JSON.parse(stdout)).toMatchObject({ read: 10_000 });
    expect(keys(mail)).toEqual(answers);
    expect(megabytes).toBeGreaterThan(20);
    expect(megabytes).toBeLessThan(MOST_MEGABYTES);
  }, 300_000);

  it('200,000 mails, most of them older than the first reminder: the answers are found, none twice', async () => {
    const mail = await Correspondence.begin();
    await mail.world.ok('send --yes --sans-boite');
    mail.world.today = '2026-11-06';
    const before = { at: new Date('2026-10-01T08:00:00Z') };
    for (let index = 0; index < 200_000; index += 1)
      mail.receive({ From: 'ami@ailleurs.example' }, 'x', before);
    const answers = [1, 2, 3].map(() => mail.receive({ 'In-Reply-To': mail.sentId() }));
    const { megabytes } = await readOnce(mail);
    expect(keys(mail)).toEqual(answers);
    expect(megabytes).toBeLessThan(MOST_MEGABYTES);
    // The numbering begins anew.
    mail.imap.folder('INBOX').uidValidity += 1;
    await readOnce(mail);
    expect(keys(mail)).toEqual(answers);
  }, 300_000);

  it('one mail of 60 MB holds, in bounded memory', async () => {
    const mail = await reminded();
    const id = mail.receive({ 'In-Reply-To': mail.sentId(), ...MIXED }, attachment(60));
    const { megabytes } = await readOnce(mail);
    expect(keys(mail)).toEqual([id]);
    expect(megabytes).toBeLessThan(MOST_MEGABYTES);
  }, 120_000);

  it('of 200,000 old mails none is fetched', async () => {
    const mail = await reminded();
    const { mails } = mail.imap.folder('INBOX');
    const raw = Buffer.from('From: ami@ailleurs.example\r\n\r\nF-2026-1');
    for (let uid = 1; uid <= 200_000; uid += 1)
      mails.push({ uid, raw, receivedAt: new Date('2026-10-01T10:00:00Z'), flags: [] });
    mail.imap.folder('INBOX').nextUid = 200_001;
    mail.world.execute('delete from mailbox_folder');
    const id = mail.receive({ 'In-Reply-To': mail.sentId() });
    const { megabytes, stdout } = await readOnce(mail);
    expect(JSON.parse(stdout)).toMatchObject({ read: 1 });
    expect(keys(mail)).toEqual([id]);
    expect(megabytes).toBeLessThan(MOST_MEGABYTES);
  }, 120_000);
});

const nested = (depth: number): string => {
  let body = 'Content-Type: text/plain\r\n\r\nau fond';
  for (let level = 0; level < depth; level += 1)
    body = `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n${body}\r\n--b${level}--`;
  return body.slice(body.indexOf('\r\n\r\n') + 4);
};

describe('a mail that is strange', () => {
  it.each([
    ['nested a thousand deep', { 'Content-Type': 'multipart/mixed; boundary="b999"' }, nested(1000)],
    ['of no charset', { 'Content-Type': 'text/plain; charset=klingon-8' }, 'Bonjour \u00e9'],
    ['of a wrong charset', { 'Content-Type': 'text/plain; charset=utf-16le' }, 'Bonjour'],
    [
      'of seven bits that are eight',
      { 'Content-Type': 'text/plain; charset=us-ascii' },
      'é\u2019\ud83d\ude00',
    ],
    ['with NUL bytes', { Subject: 'a\0b' }, 'avant\0après\0'],
    ['with a subject of no charset', { Subject: '=?x-none?B?/////w==?= =?utf-8?Q?=C3?=' }, ''],
    ['without a subject, without words', { Subject: '' }, ''],
    ['with a file of no name and of no bytes', MIXED, '--b\r\nContent-Type: image/png\r\n\r\n\r\n--b--'],
    ['with a date of nowhere', { Date: 'Thu, 99 Foo 20226 99:99:99 +9999' }, 'Bonjour'],
    ['from an address of nothing', { From: '<>' }, 'Bonjour'],
    ['with orders for a terminal', { Subject: '\u001b[2J\u001b]0;x\u0007' }, '\u001b[31mrouge\u009b2J'],
  ])('%s holds as any other', async (_what, headers, body) => {
    const mail = await reminded();
    mail.receive({ 'In-Reply-To': mail.sentId(), ...headers }, body);
    const after = mail.receive({ 'In-Reply-To': mail.sentId() });
    const out = await mail.world.ok('inbox');
    // eslint-disable-next-line no-control-regex
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(keys(mail)).toEqual(['<recu-1@dupont.fr>', after]);
    await mail.world.ok('show F-2026-1');
  });

  it('one without a number of its own is kept once, in whatever folder', async () => {
    const mail = await reminded();
    for (const folder of ['INBOX', 'Clients'])
      mail.imap.add(folder, `From: compta@dupont.fr\r\nSubject: F-2026-1\r\n\r\nBonjour`, new Date());
    mail.world.env['RELANCE_IMAP_FOLDERS'] = 'Clients';
    await mail.world.ok('inbox');
    mail.imap.folder('INBOX').uidValidity = 9;
    await mail.world.ok('inbox');
    expect(keys(mail)).toHaveLength(1);
  });

  it('a forged answer from nobody we know is shown, asked about, and holds', async () => {
    const mail = await reminded();
    mail.receive({ From: 'x@faux.example', 'In-Reply-To': mail.sentId() }, 'Ne relancez plus.');
    expect(await mail.world.json('inbox')).toMatchObject({
      replies: [],
      unknown: [{ sender: 'x@faux.example', invoices: ['F-2026-1'] }],
    });
    mail.world.today = '2026-11-12';
    await mail.world.ok('send --yes');
    expect(mail.sink.received).toHaveLength(1);
  });
});

describe('a connection that is cut', () => {
  const PHASES: ImapPhase[] = [
    'greeting',
    'capability',
    'login',
    'namespace',
    'list',
    'examine',
    'search',
    'fetch',
  ];
  const HOW = ['cut', 'reset', 'BYE later', 'NO later', 'BAD what'];

  it(`${CUTS} times, wherever: nothing is lost, nothing twice, and nothing is said to be read`, async () => {
    const mail = await reminded();
    const { world, imap } = mail;
    await world.ok('inbox');
    const wanted = keys(mail);
    let failed = 0;
    for (let cut = 0; cut < CUTS; cut += 1) {
      const random = randomFrom(SEED + cut);
      for (let index = random(70); index >= 0; index -= 1)
        if (random(10) === 0) wanted.push(mail.receive({ 'In-Reply-To': mail.sentId() }));
        else mail.receive({ From: 'ami@ailleurs.example', Subject: 'bonjour' });
      const at = PHASES[random(PHASES.length)] ?? 'fetch';
      const fault: ImapFault = {
        at,
        do: HOW[random(HOW.length)] ?? 'cut',
        times: 1,
        ...(at === 'fetch' && { skip: random(40), after: random(3) }),
      };
      const why = `RELANCE_SEED=${SEED + cut}, ${JSON.stringify(fault)}`;
      const until = world.rows('select read_until from mailbox');
      world.today = new Date(Date.parse('2026-11-07') + cut * 86_400_000).toISOString().slice(0, 10);
      imap.faults = [{ ...fault }];
      const { exitCode, stderr } = await world.relance('inbox');
      const hasStruck = imap.faults[0]?.times === 0;
      imap.faults = [];
      expect(stderr, why).not.toMatch(/\bat .*\.ts|TypeError|undefined/);
      const hasFailed = exitCode !== 0;
      failed += hasFailed ? 1 : 0;
      expect(hasStruck || !hasFailed, why).toBe(true);
      const isUntold = JSON.stringify(world.rows('select read_until from mailbox')) === JSON.stringify(until);
      expect(isUntold, `${why}: read until`).toBe(hasFailed);
      const { exitCode: second, stderr: said } = await world.relance('inbox');
      expect([second, said], why).toEqual([0, '']);
      expect(keys(mail), why).toEqual(wanted);
    }
    expect(failed).toBeGreaterThan(CUTS / 3);
  }, 300_000);
});
