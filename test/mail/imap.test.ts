import { describe, expect, it, onTestFinished } from 'vitest';
import { openMailbox } from '../../src/mail/imap.ts';
import type { Mailbox, MailSummary } from '../../src/mail/imap.ts';
import type { MailboxOptions } from '../../src/mail/imap-client.ts';
import type { MailServer } from '../../src/mail/mail-server.ts';
import { RelanceError } from '../../src/errors.ts';
import { ImapServer } from '../helpers/imap-server.ts';
import type { ImapFault, ImapPhase, ImapServerOptions } from '../helpers/imap-server.ts';

const USER = 'jeanne@exemple.fr';
const PASSWORD = 'S3cret-"très\\long';
const ACCOUNT = { user: USER, password: PASSWORD };
/** Four hours apart, from the first one. */
const FIRST = Date.parse('2026-11-22T20:00:00Z');
const mailOf = (n: number): Buffer =>
  Buffer.from(`Message-ID: <${n}@client.example>\r\nSubject: Mail ${n}\r\n\r\nBonjour ${n}\r\n`);

const start = async (options: ImapServerOptions = {}, mails = 3): Promise<ImapServer> => {
  const server = await ImapServer.start({ ...ACCOUNT, ...options });
  onTestFinished(() => server.close());
  for (let n = 1; n <= mails; n += 1)
    server.add('INBOX', mailOf(n), new Date(FIRST + (n - 1) * 4 * 3_600_000));
  return server;
};

const QUICK: MailboxOptions = { timeouts: { greeting: 150, silence: 150 } };
/** For a server that never falls silent, nor ever ends. */
const SHORT: MailboxOptions = { timeouts: { total: 300 } };
const patience = (what: string): MailboxOptions =>
  what === 'hang' ? QUICK : what === 'trickle' ? SHORT : {};

const enter = async (
  { host, port }: { host: string; port: number },
  settings: Partial<MailServer> = {},
  options: MailboxOptions = {},
): Promise<Mailbox> => {
  const mailbox = await openMailbox(
    { host, port, secure: false, ...ACCOUNT, token: null, ...settings },
    options,
  );
  onTestFinished(() => mailbox.close());
  return mailbox;
};

const inbox = async (...given: Parameters<typeof enter>): Promise<Mailbox> => {
  const mailbox = await enter(...given);
  await mailbox.open('INBOX');
  return mailbox;
};

const all = async (summaries: AsyncIterable<MailSummary>): Promise<MailSummary[]> => {
  const found: MailSummary[] = [];
  for await (const summary of summaries) found.push(summary);
  return found;
};

/** The error that a user would read, whole, and which never shows a secret. */
const refused = async (work: Promise<unknown>): Promise<RelanceError> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RelanceError)) throw new Error(`not refused in a sentence: ${String(error)}`);
  expect(error.message).toMatch(/^(?:Le (?:serveur|certificat|dossier|mot de passe)|La connexion) /);
  expect(error.hint).toMatch(/./);
  expect(`${error.message} ${error.hint} ${JSON.stringify(error)} ${error.stack}`).not.toContain(PASSWORD);
  expect(error.cause).toBeUndefined();
  return error;
};

describe('a login', () => {
  it.each([
    ['AUTHENTICATE PLAIN', {}],
    ['LOGIN', { isLoginOnly: true }],
    ['AUTHENTICATE PLAIN', { tls: 'starttls' }],
    ['AUTHENTICATE PLAIN', { tls: 'implicit' }],
  ] as const)('by %s %o, and nothing of the library in what it says of itself', async (command, options) => {
    const server = await start(options);
    const mailbox = await enter(server, { secure: 'tls' in options && options.tls === 'implicit' });
    expect(await mailbox.open('INBOX')).toEqual({ uidValidity: 1, lastUid: 3 });
    expect(server.commands).toContain(command);
    expect(server.commands).toContain('ID ("name" "relance")');
  });

  it('that is refused says so, whatever the server repeats', async () => {
    for (const isLoginOnly of [true, false]) {
      const server = await start({ isLoginOnly, password: 'autre' });
      const error = await refused(enter(server));
      expect([error.code, error.message]).toEqual([
        'imap-auth',
        `Le serveur 127.0.0.1:${server.port} refuse l’identifiant ou le mot de passe`,
      ]);
      expect(server.connections).toBe(1);
    }
  });

  it('without a password, or where none may be given', async () => {
    const missing = await refused(enter(await start(), { password: null }));
    expect([missing.code, missing.hint]).toEqual(['imap-auth', expect.stringContaining('IMAP_PASSWORD')]);
    // Its STARTTLS is offered, and then does not come.
    const faults = [{ at: 'starttls', do: 'NO Not today' } as const];
    const closed = await refused(enter(await start({ tls: 'starttls', isLoginOnly: true, faults })));
    expect([closed.code, closed.message]).toEqual([
      'imap-auth-not-offered',
      expect.stringContaining('n’accepte pas de mot de passe'),
    ]);
  });

  it('that is refused for now is no wrong password', async () => {
    const faults = [{ at: 'login', do: 'NO [UNAVAILABLE] Backend is away' } as const];
    const error = await refused(enter(await start({ faults })));
    expect([error.code, error.message]).toEqual([
      'imap-unavailable',
      expect.stringContaining('a répondu : Backend is away'),
    ]);
    const careless = [{ at: 'login', do: `BYE no ${PASSWORD}` } as const];
    expect((await refused(enter(await start({ faults: careless })))).code).toBe('imap-unavailable');
  });
});

/** Gives these tokens, one a time. */
const giving = (...tokens: string[]) => {
  const asked: string[] = [];
  const token = async (): Promise<string> => {
    const next = tokens[asked.length];
    if (next === undefined) throw new RelanceError('Pas de jeton', { code: 'imap-token-command' });
    asked.push(next);
    return Promise.resolve(next);
  };
  return { asked, settings: { password: null, token } };
};

describe('an access token', () => {
  it('is asked for at each connection, and once more when it is refused', async () => {
    const server = await start({ tokens: new Set(['un', 'deux']) });
    const { asked, settings } = giving('un', 'vieux', 'deux');
    await enter(server, settings);
    await enter(server, settings);
    expect(asked).toEqual(['un', 'vieux', 'deux']);
    expect(server.commands.filter((line) => line.startsWith('AUTH'))).toEqual(
      Array.from({ length: 3 }, () => 'AUTHENTICATE XOAUTH2'),
    );
  });

  it('that is refused twice is said, never shown', async () => {
    const server = await start({ tokens: new Set(['bon']) });
    const { asked, settings } = giving('vieux-jeton', 'vieux-jeton', 'jamais demandé');
    const error = await refused(enter(server, settings));
    expect([error.code, asked.length]).toEqual(['imap-auth', 2]);
    expect(error.message).toContain('refuse le jeton d’accès');
    expect(JSON.stringify([error.message, error.hint, error.stack])).not.toContain('vieux-jeton');
  });

  it('that is not to be had, or not wanted, is told as it is, once', async () => {
    const server = await start();
    await expect(enter(server, giving().settings)).rejects.toMatchObject({ code: 'imap-token-command' });
    const { asked, settings } = giving('un', 'deux');
    const error = await refused(enter(server, settings));
    expect([error.code, asked]).toEqual(['imap-auth-not-offered', ['un']]);
    expect(error.message).toContain('n’accepte pas de jeton');
  });
});

describe('a folder', () => {
  it('lists what came after a mail, not the last one again', async () => {
    const server = await start();
    const mailbox = await inbox(server);
    expect(await mailbox.listAfter(0)).toEqual([1, 2, 3]);
    expect(await mailbox.listAfter(2)).toEqual([3]);
    expect(await mailbox.listAfter(3)).toEqual([]);
    expect(await mailbox.listAfter(40)).toEqual([]);
    expect(await mailbox.listSince(new Date('2026-11-23'))).toEqual([2, 3]);
    expect(await mailbox.listSince(new Date('2026-11-24'))).toEqual([]);
  });

  it('that is empty has nothing to list', async () => {
    const mailbox = await enter(await start({ folders: { INBOX: [] } }, 0));
    expect(await mailbox.open('INBOX')).toEqual({ uidValidity: 1, lastUid: 0 });
    expect(await mailbox.listAfter(0)).toEqual([]);
    expect(await all(mailbox.summaries([]))).toEqual([]);
    expect(await all(mailbox.summaries([1, 2]))).toEqual([]);
    expect(await mailbox.source(1, 10)).toBeNull();
  });

  it('that is not there is said, and another may be opened', async () => {
    const server = await start();
    server.add('Éléments & envoyés', mailOf(9), new Date(FIRST));
    const mailbox = await inbox(server);
    const error = await refused(mailbox.open('Archives'));
    expect([error.code, error.message]).toEqual([
      'imap-no-folder',
      `Le dossier « Archives » n’est pas dans la boîte de 127.0.0.1:${server.port}`,
    ]);
    expect(await mailbox.open('Éléments & envoyés')).toEqual({ uidValidity: 1, lastUid: 1 });
    server.folders.delete('INBOX');
    expect((await refused(mailbox.open('INBOX'))).code).toBe('imap-no-folder');
  });

  it('whose next number is not said is numbered by its last mail', async () => {
    const server = await start({ unsaid: 'UIDNEXT' });
    server.add('Vide', mailOf(1), new Date(FIRST));
    server.folder('Vide').mails = [];
    const mailbox = await enter(server);
    expect(await mailbox.open('INBOX')).toEqual({ uidValidity: 1, lastUid: 3 });
    expect(await mailbox.listAfter(1)).toEqual([2, 3]);
    expect(await mailbox.open('Vide')).toEqual({ uidValidity: 1, lastUid: 0 });
  });

  it('whose mails have no lasting numbers is refused, and the connection is not said to be cut', async () => {
    const mailbox = await enter(await start({ unsaid: 'UIDVALIDITY' }));
    const error = await refused(mailbox.open('INBOX'));
    expect([error.code, error.message]).toEqual([
      'imap-no-numbers',
      expect.stringContaining('ne numérote pas ses messages'),
    ]);
  });

  it('that is refused is not one that is missing', async () => {
    const faults = [{ at: 'examine', do: 'NO [INUSE] Locked by another' } as const];
    const error = await refused(inbox(await start({ faults })));
    expect([error.code, error.message]).toEqual([
      'imap-unavailable',
      expect.stringContaining('a répondu : Locked by another'),
    ]);
  });

  it('tells at each opening where it stands', async () => {
    const server = await start();
    const mailbox = await inbox(server);
    server.add('INBOX', mailOf(4), new Date(FIRST));
    server.folder('INBOX').uidValidity = 4_294_967_295;
    expect(await mailbox.open('INBOX')).toEqual({ uidValidity: 4_294_967_295, lastUid: 4 });
    server.folder('INBOX').mails.pop();
    expect(await mailbox.open('INBOX')).toMatchObject({ lastUid: 4 });
  });
});

describe('a mail', () => {
  it('is summed up, the lowest number first, and what has gone is left out', async () => {
    const server = await start({ isChatty: true }, 4);
    server.folder('INBOX').mails.splice(1, 1);
    const mailbox = await inbox(server);
    expect(await all(mailbox.summaries([4, 2, 1, 99]))).toEqual(
      [1, 4].map((n) => ({
        uid: n,
        bytes: mailOf(n).length,
        receivedAt: new Date(FIRST + (n - 1) * 4 * 3_600_000).toISOString(),
        headers: mailOf(n).subarray(0, mailOf(n).indexOf('Bonjour')),
      })),
    );
  });

  it('has its headers cut when they are very long, and its bytes where it is asked', async () => {
    const server = await start({}, 0);
    const long = Buffer.from(`Subject: Long\r\nX-Long: ${'é'.repeat(150_000)}\r\n\r\nfin`);
    server.add('INBOX', long, new Date(FIRST));
    const mailbox = await inbox(server);
    const [summary] = await all(mailbox.summaries([1]));
    expect(summary?.headers.equals(long.subarray(0, 200_000))).toBe(true);
    expect(summary?.bytes).toBe(long.length);
    expect((await mailbox.source(1, long.length))?.equals(long)).toBe(true);
    expect((await mailbox.source(1, 16))?.toString()).toBe('Subject: Long\r\nX');
    expect(await mailbox.source(2, 16)).toBeNull();
  });

  it('may be read while others are still summed up, and nothing but reading is asked', async () => {
    const server = await start({}, 0);
    for (let n = 1; n <= 3; n += 1)
      server.add('INBOX', mailOf(n), new Date(FIRST), n === 2 ? ['\\Seen'] : []);
    const mailbox = await inbox(server);
    for await (const { uid } of mailbox.summaries(await mailbox.listAfter(0)))
      expect(await mailbox.source(uid, 1000)).toEqual(mailOf(uid));
    await mailbox.close();
    expect(server.folder('INBOX').mails.map(({ flags }) => flags)).toEqual([[], ['\\Seen'], []]);
    expect(server.commands.slice(server.commands.indexOf('NAMESPACE') + 1)).toEqual([
      'LIST "" "INBOX"',
      'LSUB "" "INBOX"',
      'EXAMINE INBOX',
      'UID SEARCH UID 1:*',
      'UID FETCH 1,2,3 (INTERNALDATE RFC822.SIZE UID BODY.PEEK[HEADER]<0.200000>)',
      ...[1, 2, 3].map((uid) => `UID FETCH ${uid} (BODY.PEEK[]<0.1000> UID)`),
      'LOGOUT',
    ]);
  });

  it('is one of 5,000: a hundred at a time, as they are wanted', async () => {
    const server = await start({}, 5000);
    const mailbox = await inbox(server);
    const seen: number[] = [];
    /** Mails that had been had when a FETCH was asked. */
    const asked: number[] = [];
    server.onCommand = (command) => {
      if (command.startsWith('UID FETCH')) asked.push(seen.length);
    };
    for await (const { uid } of mailbox.summaries(await mailbox.listAfter(0))) seen.push(uid);
    expect(seen).toEqual(Array.from({ length: 5000 }, (_, index) => index + 1));
    expect(asked).toEqual(Array.from({ length: 50 }, (_, index) => index * 100));
  });
});

describe('a mailbox that is asked nothing for a while', () => {
  it('is still there', async () => {
    const server = await start();
    const mailbox = await inbox(server, {}, { timeouts: { silence: 80 } });
    await new Promise((resolve) => {
      setTimeout(resolve, 300);
    });
    expect(await mailbox.listAfter(0)).toEqual([1, 2, 3]);
    expect(server.commands).toContain('NOOP');
    expect(server.connections).toBe(1);
  });

  it('and was cut meanwhile, is not an empty one', async () => {
    const server = await start();
    const mailbox = await inbox(server);
    server.cut();
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    const asked = [
      mailbox.listAfter(0),
      mailbox.listSince(new Date(FIRST)),
      all(mailbox.summaries([1])),
      mailbox.source(1, 10),
      mailbox.open('INBOX'),
    ];
    for (const work of asked) expect((await refused(work)).code).toBe('imap-unavailable');
  });
});

/** All that a reader does, from the greeting to the last mail. */
const readAll = async (server: ImapServer, options: MailboxOptions): Promise<void> => {
  const mailbox = await inbox(server, { secure: server.options.tls === 'implicit' }, options);
  await all(mailbox.summaries(await mailbox.listAfter(0)));
  await mailbox.source(1, 1000);
};

describe.each(['none', 'starttls', 'implicit'] as const)('a server that fails, TLS %s', (tls) => {
  const phases: ImapPhase[] = [
    'greeting',
    'capability',
    'login',
    'namespace',
    'list',
    'examine',
    'search',
    'fetch',
  ];
  const faults: [ImapFault['do'], string][] = [
    ['cut', 'imap-unavailable'],
    ['reset', 'imap-unavailable'],
    ['hang', 'imap-timeout'],
    ['trickle', 'imap-timeout'],
    ['BYE Too many connections', 'imap-unavailable'],
  ];

  it.each(faults)('%s, wherever it comes: %s', async (what, code) => {
    const before = performance.now();
    const told = phases.map(async (at) => {
      const server = await start({ tls, faults: [{ at, do: what }] });
      const error = await refused(readAll(server, patience(what)));
      expect(error.message).not.toMatch(/Patience/);
      await expect.poll(() => server.connected, { timeout: 5000 }).toBe(0);
      return [at, error.code];
    });
    expect(await Promise.all(told)).toEqual(phases.map((at) => [at, code]));
    expect(performance.now() - before).toBeLessThan(8000);
  });
});

describe('a server that fails', () => {
  it.each(['cut', 'reset', 'hang', 'trickle'])(
    '%s in the middle of a mail: those before it are had',
    async (what) => {
      const server = await start({ faults: [{ at: 'fetch', do: what, after: 2 }] });
      const mailbox = await inbox(server, {}, patience(what));
      const seen: number[] = [];
      const reading = async (): Promise<void> => {
        for await (const { uid } of mailbox.summaries([1, 2, 3])) seen.push(uid);
      };
      const { code } = await refused(reading());
      expect([code, seen]).toEqual([/cut|reset/.test(what) ? 'imap-unavailable' : 'imap-timeout', [1, 2]]);
      // It stays so, whatever is asked.
      expect((await refused(mailbox.source(1, 10))).code).toBe(code);
    },
  );

  it.each([
    ['search', 'NO [SERVERBUG] Index is broken'],
    ['search', 'BAD'],
    ['fetch', 'NO Cannot read'],
    ['examine', 'BAD Not now'],
    ['list', 'NO Not now'],
  ] as const)('%s answered by %s', async (at, reply) => {
    const error = await refused(readAll(await start({ faults: [{ at, do: reply }] }), {}));
    expect(error.code).toBe('imap-unavailable');
    expect(error.message).not.toContain('coupée');
  });

  it('does not keep who leaves', async () => {
    const server = await start({ faults: [{ at: 'logout', do: 'hang' }] });
    const mailbox = await inbox(server, {}, QUICK);
    const before = performance.now();
    await mailbox.close();
    expect(performance.now() - before).toBeLessThan(5000);
  });

  it('is not there, or has no such name', async () => {
    const server = await ImapServer.start();
    const gone = { host: server.host, port: server.port };
    await server.close();
    expect((await refused(enter(gone))).code).toBe('imap-refused');
    expect((await refused(enter(gone, { secure: true }))).code).toBe('imap-refused');
    expect((await refused(enter({ host: 'imap.invalid', port: 143 }))).code).toBe('imap-unknown-host');
  });
});

/** Commands that carried a secret. */
const secretsSent = ({ commands }: ImapServer) => commands.filter((line) => /^(?:LOGIN|AUTH)/.test(line));

describe('where TLS is required', () => {
  const STRICT: MailboxOptions = { requireTls: true, timeouts: { greeting: 1000, silence: 1000 } };

  it.each(['starttls', 'implicit'] as const)(
    'a certificate that nobody signed is refused, %s',
    async (tls) => {
      const server = await start({ tls });
      const error = await refused(enter(server, { secure: tls === 'implicit' }, STRICT));
      expect([error.code, error.message]).toEqual(['imap-tls', expect.stringContaining('Le certificat')]);
      expect(secretsSent(server)).toEqual([]);
    },
  );

  it.each<[string, ImapServerOptions]>([
    ['is not offered', {}],
    ['is refused', { tls: 'starttls', faults: [{ at: 'starttls', do: 'NO Not today' }] }],
    [
      'comes too late, the greeting having let one in',
      { faults: [{ at: 'greeting', do: 'PREAUTH come in' }] },
    ],
  ])('STARTTLS %s, and no secret leaves', async (_what, options) => {
    const server = await start(options);
    const error = await refused(inbox(server, {}, STRICT));
    expect([error.code, error.message]).toEqual(['imap-tls', expect.stringContaining('n’accepte pas')]);
    expect(secretsSent(server)).toEqual([]);
  });

  it.each<ImapFault['do']>(['cut', 'reset', 'hang', 'trickle'])('STARTTLS answered by %s', async (what) => {
    const server = await start({ tls: 'starttls', faults: [{ at: 'starttls', do: what }] });
    const error = await refused(enter(server, {}, { ...patience(what), requireTls: true }));
    expect(error.code).toBe(/cut|reset/.test(what) ? 'imap-unavailable' : 'imap-timeout');
  });

  it('is so for any other machine, whatever is offered', async () => {
    const server = await start();
    // The very same server, by a name that is not known to be this machine.
    const error = await refused(enter({ host: '::ffff:127.0.0.1', port: server.port }));
    expect(error.code).toBe('imap-tls');
    expect(secretsSent(server)).toEqual([]);
  });

  it('imaps:// on a port that speaks plainly, and imap:// on a port that speaks TLS', async () => {
    expect((await refused(enter(await start(), { secure: true }, STRICT))).code).toBe('imap-tls');
    expect((await refused(enter(await start({ tls: 'implicit' }), {}, QUICK))).code).toMatch(
      /^imap-(?:timeout|unavailable)$/,
    );
  });
});
