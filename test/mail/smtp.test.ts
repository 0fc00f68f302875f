import { afterEach, describe, expect, it } from 'vitest';
import { openMailer } from '../../src/mail/smtp.ts';
import type { Mailer, MailerOptions } from '../../src/mail/smtp.ts';
import type { MailServer } from '../../src/mail/mail-server.ts';
import type { Delivery } from '../../src/mail/smtp-outcome.ts';
import { FaultySmtpServer } from '../helpers/faulty-smtp-server.ts';
import type { Fault } from '../helpers/faulty-smtp-server.ts';
import { SmtpSink } from '../helpers/smtp-sink.ts';
import type { SinkOptions } from '../helpers/smtp-sink.ts';

const PASSWORD = 'S3cret-très-long';
const TO = 'compta@client.example';
const CC = 'chef@client.example';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const startFaulty = async (
  faults: Fault[],
  options: { hasPipelining?: boolean; offersAuth?: boolean } = {},
) => {
  const server = await FaultySmtpServer.start({ faults, ...options });
  closers.push(() => server.close());
  return server;
};

const startSink = async (options: SinkOptions = {}) => {
  const sink = await SmtpSink.start(options);
  closers.push(() => sink.close());
  return sink;
};

const QUICK = { timeouts: { greeting: 150, silence: 150 } };
/** A server that never falls silent, nor ever ends. */
const SHORT = { timeouts: { total: 300 } };
const patience = (what: string): MailerOptions => (what === 'hang' ? QUICK : what === 'trickle' ? SHORT : {});

const mailerFor = (
  { host, port }: { host: string; port: number },
  settings: Partial<MailServer> = {},
  options: MailerOptions = {},
): Mailer => {
  const timeouts = { connection: 5000, greeting: 5000, silence: 5000, ...options.timeouts };
  const mailer = openMailer(
    { host, port, secure: false, user: null, password: null, token: null, ...settings },
    { ...options, timeouts },
  );
  closers.push(() => mailer.close());
  return mailer;
};

const delivery = (changes: Partial<Delivery> = {}): Delivery => {
  const messageId = changes.messageId ?? '<un@relance.example>';
  return {
    raw: Buffer.from(`Message-ID: ${messageId}\r\nSubject: Essai\r\n\r\nBonjour\r\n.\r\n..point\r\n`),
    from: 'moi@createur.example',
    to: [TO],
    cc: [],
    bcc: [],
    messageId,
    ...changes,
  };
};

const rejection = async (promise: Promise<unknown>): Promise<Record<string, unknown>> => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: 'RelanceError' });
  return error as Record<string, unknown>;
};

describe('deliver', () => {
  it('hands the very bytes over, to every recipient, and says so', async () => {
    const sink = await startSink();
    const outcome = await mailerFor(sink).deliver(delivery({ cc: [CC], bcc: ['moi@createur.example'] }));
    expect(outcome).toMatchObject({ kind: 'sent', refused: [] });
    expect(sink.received).toHaveLength(1);
    expect(sink.received[0]?.to).toEqual([TO, CC, 'moi@createur.example']);
    expect(sink.received[0]?.from).toBe('moi@createur.example');
    expect(sink.received[0]?.raw.equals(delivery().raw)).toBe(true);
  });

  it('keeps one connection for several messages, in order', async () => {
    const server = await startFaulty([]);
    const mailer = mailerFor(server);
    const ids = ['<a@x.example>', '<b@x.example>', '<c@x.example>'];
    const outcomes = await Promise.all(ids.map((messageId) => mailer.deliver(delivery({ messageId }))));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['sent', 'sent', 'sent']);
    expect(server.connections).toBe(1);
    expect(server.received.map(({ raw }) => /<.@/.exec(raw.toString())?.[0])).toEqual(['<a@', '<b@', '<c@']);
  });

  it('refuses a raw message that carries another Message-ID', async () => {
    const mailer = mailerFor({ host: '127.0.0.1', port: 1 });
    await expect(mailer.deliver({ ...delivery(), messageId: '<autre@x.example>' })).rejects.toThrow(
      /Message-ID/,
    );
  });

  it('writes an international domain in ASCII and still knows its reply', async () => {
    const server = await startFaulty([{ at: 'rcpt', do: '550 5.1.1 No such user' }]);
    const outcome = await mailerFor(server).deliver(
      delivery({ to: ['Zoé@Société.example'.replace('é@', 'e@')] }),
    );
    expect(server.commands.find((line) => line.startsWith('RCPT'))).toBe(
      'RCPT TO:<zoe@xn--socit-esab.example>',
    );
    expect(outcome).toMatchObject({ kind: 'failed', addressRefused: true });
  });
});

describe.each([false, true])('the phase rule, pipelining %s', (hasPipelining) => {
  const lost = { kind: 'failed', addressRefused: false, connectionLost: true };
  const refused = { kind: 'failed', addressRefused: false, connectionLost: false };
  const cases: [Fault['at'], string, object][] = [
    ['greeting', 'cut', lost],
    ['greeting', 'reset', lost],
    ['greeting', 'hang', lost],
    ['greeting', '554 5.3.2 Closed', refused],
    ['ehlo', 'cut', lost],
    ['ehlo', 'hang', lost],
    ['ehlo', 'trickle', lost],
    ['mail', 'cut', lost],
    ['mail', 'reset', lost],
    ['mail', 'hang', lost],
    ['mail', '451 4.7.1 Greylisted', refused],
    ['mail', '550 5.7.1 Sender rejected', refused],
    ['mail', '421 4.3.2 Shutting down', lost],
    ['rcpt', 'cut', lost],
    ['rcpt', 'hang', lost],
    ['rcpt', '450 4.2.1 Later', refused],
    ['rcpt', '550 5.7.1 Relaying denied', refused],
    ['rcpt', '550 5.1.1 No such user', { ...refused, addressRefused: true }],
    ['data', 'cut', lost],
    ['data', 'reset', lost],
    ['data', 'hang', lost],
    ['data', 'trickle', lost],
    ['data', '451 4.3.0 Later', refused],
    ['data', '554 5.7.1 No', refused],
    ['body', 'cut', { kind: 'uncertain' }],
    ['body', 'reset', { kind: 'uncertain' }],
    ['body', 'hang', { kind: 'uncertain' }],
    ['body', '421 4.4.2 Too slow', lost],
    ['end', 'cut', { kind: 'uncertain' }],
    ['end', 'reset', { kind: 'uncertain' }],
    ['end', 'hang', { kind: 'uncertain' }],
    ['end', '451 4.3.0 Later', refused],
    ['end', '554 5.7.1 Spam', refused],
    ['end', '421 4.3.2 Shutting down', lost],
    ['accepted', 'cut', { kind: 'uncertain' }],
    ['accepted', 'reset', { kind: 'uncertain' }],
    ['accepted', 'hang', { kind: 'uncertain' }],
    ['accepted', 'trickle', { kind: 'uncertain' }],
  ];

  it.each(cases)('at %s, %s', async (at, what, expected) => {
    const server = await startFaulty([{ at, do: what }], { hasPipelining });
    expect(await mailerFor(server, {}, patience(what)).deliver(delivery())).toMatchObject(expected);
    expect(server.connections).toBe(1);
  });

  const laterCases = cases.filter(([at]) => at !== 'greeting' && at !== 'ehlo');

  it.each(laterCases)('on a connection used before, at %s, %s', async (at, what, expected) => {
    const server = await startFaulty([{ at, do: what, after: 1 }], { hasPipelining });
    const mailer = mailerFor(server, {}, patience(what));
    expect(await mailer.deliver(delivery())).toMatchObject({ kind: 'sent' });
    expect(await mailer.deliver(delivery({ messageId: '<deux@x.example>' }))).toMatchObject(expected);
    expect(server.connections).toBe(1);
  });

  it('goes on with the next message after each fault', async () => {
    const server = await startFaulty([], { hasPipelining });
    const mailer = mailerFor(server);
    for (const [at, what] of cases) {
      if (what === 'hang' || what === 'trickle') continue;
      server.faults = [{ at, do: what, times: 1 }];
      await mailer.deliver(delivery());
      server.faults = [];
      expect(await mailer.deliver(delivery()), `after ${at} ${what}`).toMatchObject({ kind: 'sent' });
    }
  });

  it('never sends by itself a second time', async () => {
    const server = await startFaulty([{ at: 'accepted', do: 'cut', times: 1 }], { hasPipelining });
    const mailer = mailerFor(server);
    expect(await mailer.deliver(delivery())).toMatchObject({ kind: 'uncertain' });
    await new Promise((resolve) => {
      setTimeout(resolve, 300);
    });
    expect(server.received).toHaveLength(1);
  });

  it('tells a refused To from a refused Cc', async () => {
    const server = await startFaulty([{ at: 'rcpt', do: '550 5.1.1 No such user', recipient: TO }], {
      hasPipelining,
    });
    const mailer = mailerFor(server);
    const toRefused = await mailer.deliver(delivery({ cc: [CC] }));
    expect(toRefused).toMatchObject({ kind: 'undelivered', addressRefused: true });
    expect(toRefused).toHaveProperty('error', expect.stringContaining(TO));
    server.faults = [{ at: 'rcpt', do: '550 5.1.1 No such user', recipient: CC }];
    expect(await mailer.deliver(delivery({ cc: [CC] }))).toMatchObject({ kind: 'sent', refused: [CC] });
  });

  it('does not call an address refused when the Cc alone is', async () => {
    const server = await startFaulty([], { hasPipelining });
    server.faults = [
      { at: 'rcpt', do: '450 4.2.1 Later', recipient: TO },
      { at: 'rcpt', do: '550 5.1.1 No such user', recipient: CC },
    ];
    const outcome = await mailerFor(server).deliver(delivery({ cc: [CC] }));
    expect(outcome).toMatchObject({ kind: 'failed', addressRefused: false });
  });

  it('knows that nothing left when every recipient is refused, whatever the server says then', async () => {
    const server = await startFaulty([], { hasPipelining });
    server.faults = [
      { at: 'rcpt', do: '550 5.1.1 No such user' },
      { at: 'data', do: '354 Go on all the same' },
    ];
    expect(await mailerFor(server).deliver(delivery())).toMatchObject({
      kind: 'failed',
      addressRefused: true,
    });
  });

  it('takes a 250 to DATA for a request of the text', async () => {
    const server = await startFaulty([{ at: 'data', do: '250 Strange' }], { hasPipelining });
    const outcome = await mailerFor(server).deliver(delivery());
    expect(outcome.kind).not.toBe('failed');
  });
});

describe('the address', () => {
  it.each([
    ['550 5.1.1 No such user', true],
    ['550 5.1.10 Null MX', true],
    ['550 5.2.1 Account disabled', true],
    ['550 No such user here', true],
    ['551 User not local', true],
    ['553 Mailbox name not allowed', true],
    ['550-5.1.1 No such user\r\n550 5.1.1 Try again', true],
    ['550 5.1.8 Sender domain not found', false],
    ['550 5.7.1 Rejected', false],
    ['550 5.2.2 Mailbox full', false],
    ['552 5.2.2 Mailbox full', false],
    ['550 relay not permitted', false],
    ['554 Rejected', false],
    ['450 5.1.1 Odd', false],
    ['450 4.1.1 Later', false],
    ['503 Bad sequence', false],
  ])('%s: refused for good %s', async (reply, addressRefused) => {
    const server = await startFaulty([{ at: 'rcpt', do: reply }]);
    expect(await mailerFor(server).deliver(delivery())).toMatchObject({ kind: 'failed', addressRefused });
  });
});

const refusal = async (
  server: { host: string; port: number },
  settings: Partial<MailServer> = {},
  options: MailerOptions = {},
) => {
  const error = await rejection(mailerFor(server, settings, options).verify());
  expect(error['hint']).toEqual(expect.any(String));
  expect(String(error['message'])).not.toMatch(/\n|[.!]$/);
  const everything = JSON.stringify(error) + String(error['message']) + String(error['stack']);
  expect(everything).not.toContain(PASSWORD);
  expect(everything).not.toContain(Buffer.from(PASSWORD).toString('base64'));
  return error;
};

it('asks a server that offers it to tell a failure or a delay of this very message', async () => {
  const sink = await startSink();
  await mailerFor(sink).deliver(delivery());
  expect(sink.received[0]?.wanted).toEqual(['HDRS', 'un@relance.example', ['FAILURE', 'DELAY']]);
});

describe('verify', () => {
  it('passes on a server of this machine without TLS or password', async () => {
    await expect(mailerFor(await startSink()).verify()).resolves.toBeUndefined();
  });

  it('logs in, over STARTTLS, with the right password', async () => {
    const sink = await startSink({ tls: 'starttls', auth: { user: 'moi', password: PASSWORD } });
    const mailer = mailerFor(sink, { user: 'moi', password: PASSWORD });
    await mailer.verify();
    expect(await mailer.deliver(delivery())).toMatchObject({ kind: 'sent' });
    expect(sink.received[0]).toMatchObject({ isSecure: true, user: 'moi' });
  });

  it('logs in over TLS from the first byte', async () => {
    const sink = await startSink({ tls: 'implicit', auth: { user: 'moi', password: PASSWORD } });
    const mailer = mailerFor(sink, { secure: true, user: 'moi', password: PASSWORD });
    await expect(mailer.verify()).resolves.toBeUndefined();
  });

  it('a refused connection', async () => {
    expect(await refusal({ host: '127.0.0.1', port: 1 })).toMatchObject({ code: 'smtp-refused' });
  });

  it('an unknown host', async () => {
    expect(await refusal({ host: 'serveur.invalid', port: 587 })).toMatchObject({
      code: 'smtp-unknown-host',
    });
  });

  it.each(['greeting', 'ehlo', 'auth'] as const)('silence at %s', async (at) => {
    const server = await startFaulty([{ at, do: 'hang' }], { offersAuth: true });
    const error = await refusal(server, { user: 'moi', password: PASSWORD }, QUICK);
    expect(error).toMatchObject({ code: 'smtp-timeout' });
  });

  it.each(['ehlo', 'auth'] as const)('a reply without end at %s', async (at) => {
    const server = await startFaulty([{ at, do: 'trickle' }], { offersAuth: true });
    const error = await refusal(server, { user: 'moi', password: PASSWORD }, SHORT);
    expect(error).toMatchObject({ code: 'smtp-timeout' });
  });

  it('a wrong password, which the server repeats', async () => {
    const sink = await startSink({ auth: { user: 'moi', password: 'autre' } });
    const error = await refusal(sink, { user: 'moi', password: PASSWORD });
    expect(error).toMatchObject({ code: 'smtp-auth' });
    expect(error['message']).toContain('535');
    const outcome = await mailerFor(sink, { user: 'moi', password: PASSWORD }).deliver(delivery());
    expect(outcome).toMatchObject({ kind: 'failed', addressRefused: false, connectionLost: false });
    expect(JSON.stringify(outcome)).not.toContain(PASSWORD);
  });

  it('a missing password', async () => {
    const sink = await startSink({ auth: { user: 'moi', password: 'autre' } });
    const error = await refusal(sink, { user: 'moi' });
    expect(error).toMatchObject({ code: 'smtp-auth', message: expect.stringContaining('manque') });
  });

  it('no login offered', async () => {
    const error = await refusal(await startSink(), { user: 'moi', password: PASSWORD });
    expect(error).toMatchObject({ code: 'smtp-auth-not-offered' });
  });

  it('no STARTTLS where TLS is required, and not a byte of password leaves', async () => {
    const server = await startFaulty([], { offersAuth: true });
    const error = await refusal(server, { user: 'moi', password: PASSWORD }, { requireTls: true });
    expect(error).toMatchObject({ code: 'smtp-tls' });
    expect(server.commands.some((line) => line.startsWith('AUTH'))).toBe(false);
    const outcome = await mailerFor(server, {}, { requireTls: true }).deliver(delivery());
    expect(outcome).toMatchObject({ kind: 'failed' });
  });

  it.each(['starttls', 'implicit'] as const)('a self-signed certificate, %s', async (tls) => {
    const sink = await startSink({ tls, auth: { user: 'moi', password: PASSWORD } });
    const settings = { secure: tls === 'implicit', user: 'moi', password: PASSWORD };
    const error = await refusal(sink, settings, { requireTls: true });
    expect(error).toMatchObject({ code: 'smtp-tls', message: expect.stringContaining('certificat') });
    const outcome = await mailerFor(sink, settings, { requireTls: true }).deliver(delivery());
    expect(outcome).toMatchObject({ kind: 'failed' });
    expect(sink.received).toHaveLength(0);
  });

  it('smtps:// on a port that speaks plainly', async () => {
    expect(await refusal(await startFaulty([]), { secure: true })).toMatchObject({ code: 'smtp-tls' });
  });

  it('smtp:// on a port that speaks TLS', async () => {
    const sink = await startSink({ tls: 'implicit' });
    const error = await refusal(sink, {}, QUICK);
    expect(error).toMatchObject({ code: expect.stringMatching(/^smtp-(?:timeout|unavailable)$/) });
  });

  it('a login asked of one who gave none', async () => {
    const sink = await startSink({ auth: { user: 'moi', password: PASSWORD } });
    expect(await mailerFor(sink).deliver(delivery())).toMatchObject({
      kind: 'failed',
      error: expect.stringContaining('demande un identifiant'),
    });
  });
});
