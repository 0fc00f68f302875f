import { describe, expect, it, onTestFinished } from 'vitest';
import { openMailer, type Mailer } from '../../src/mail/smtp.ts';
import { RelanceError } from '../../src/errors.ts';
import { FaultySmtpServer } from '../helpers/faulty-smtp-server.ts';
import { refusal } from '../helpers/base.ts';
import { SmtpSink } from '../helpers/smtp-sink.ts';
import { World } from '../helpers/world.ts';

const USER = 'claire@exemple.fr';

const startSink = async (tokens: string[]): Promise<SmtpSink> => {
  const sink = await SmtpSink.start({ tokens: new Set(tokens) });
  onTestFinished(() => sink.close());
  return sink;
};

/** A mailer whose command prints these tokens, one a time, then nothing. */
const mailerWith = ({ host, port }: { host: string; port: number }, tokens: string[]) => {
  const asked: string[] = [];
  const token = async (): Promise<string> => {
    const next = tokens[asked.length];
    asked.push(next ?? '');
    if (next === undefined)
      throw new RelanceError('La commande n’a pas donné de jeton', { code: 'smtp-token-command', hint: 'x' });
    return Promise.resolve(next);
  };
  const mailer: Mailer = openMailer({ host, port, secure: false, user: USER, password: null, token });
  onTestFinished(() => mailer.close());
  return { mailer, asked };
};

const deliver = (mailer: Mailer, id: string) =>
  mailer.deliver({
    raw: Buffer.from(`Message-ID: ${id}\r\nSubject: Essai\r\n\r\nBonjour\r\n`),
    from: USER,
    to: ['compta@client.example'],
    cc: [],
    bcc: [],
    messageId: id,
  });

const saidBy = async (work: Promise<unknown>): Promise<[string, string]> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof RelanceError ? [error.code, error.message] : ['', String(error)];
};

describe('an access token', () => {
  it('is asked for at each connection, and messages of one connection share it', async () => {
    const sink = await startSink(['un', 'deux']);
    const { mailer, asked } = mailerWith(sink, ['un', 'deux']);
    await mailer.verify();
    expect(await deliver(mailer, '<a@b>')).toMatchObject({ kind: 'sent' });
    expect(await deliver(mailer, '<c@b>')).toMatchObject({ kind: 'sent' });
    expect(asked).toEqual(['un', 'deux']);
    expect(sink.received.map(({ user }) => user)).toEqual([USER, USER]);
  });

  it('that is refused is asked for once more, and then said, never shown', async () => {
    const sink = await startSink(['frais']);
    const renewed = mailerWith(sink, ['usé-secret', 'frais']);
    await renewed.mailer.verify();
    expect(renewed.asked).toEqual(['usé-secret', 'frais']);
    const refused = mailerWith(sink, ['usé-secret', 'usé-secret', 'jamais demandé']);
    const [code, message] = await saidBy(refused.mailer.verify());
    expect([code, refused.asked.length]).toEqual(['smtp-auth', 2]);
    expect(message).toBe(`Le serveur 127.0.0.1:${sink.port} refuse le jeton d’accès (réponse 535)`);
    const outcome = await deliver(mailerWith(sink, ['usé-secret', 'usé-secret']).mailer, '<a@b>');
    expect(outcome).toMatchObject({ kind: 'failed' });
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  it('that the command does not give is told as the command told it', async () => {
    const sink = await startSink([]);
    expect(await saidBy(mailerWith(sink, []).mailer.verify())).toEqual([
      'smtp-token-command',
      'La commande n’a pas donné de jeton',
    ]);
    expect(await deliver(mailerWith(sink, []).mailer, '<a@b>')).toMatchObject({
      kind: 'failed',
      error: 'La commande n’a pas donné de jeton',
    });
    expect(sink.received).toEqual([]);
  });

  it('comes from the settings: the first line of the command, before any password', async () => {
    const sink = await startSink(['jeton-1', 'jeton-2']);
    const world = new World('2026-11-23');
    await world.ok('init --nom "Claire Petit" --email claire@exemple.fr');
    world.env = {
      RELANCE_SMTP_URL: `smtp://claire%40exemple.fr@127.0.0.1:${sink.port}`,
      RELANCE_SMTP_TOKEN_COMMAND: `cd ${world.home} && echo >> n && echo jeton-$(wc -l < n) && echo autre`,
      RELANCE_SMTP_PASSWORD: 'un mot de passe',
    };
    expect(await world.ok('profil --test-email')).toContain('Message d’essai envoyé');
    world.env['RELANCE_SMTP_TOKEN_COMMAND'] = 'false';
    const { stderr } = await world.relance('profil --test-email');
    expect(stderr).toContain('La commande RELANCE_SMTP_TOKEN_COMMAND n’a pas donné de jeton');
  });
});

describe('what a provider wants instead of a password', () => {
  it.each([
    [
      '535 5.7.139 Authentication unsuccessful, basic authentication is disabled.',
      'n’accepte pas ce mot de passe',
      'TOKEN',
    ],
    [
      '550 5.7.30 Basic authentication is not supported for Client Submission.',
      'n’accepte plus de mot de passe',
      'TOKEN',
    ],
    [
      '534-5.7.9 Application-specific password required.',
      'demande un mot de passe d’application',
      'application|compte',
    ],
    [
      '535-5.7.8 Username and Password not accepted.',
      'refuse l’identifiant ou le mot de passe',
      'mot de passe d’application',
    ],
    ['535 Authentication failed', 'refuse l’identifiant ou le mot de passe', 'RELANCE_SMTP_PASSWORD'],
  ])('%s', async (reply, said, hint) => {
    const server = await FaultySmtpServer.start({
      faults: [{ at: 'auth', do: reply.replace('-', ' ') }],
      offersAuth: true,
    });
    onTestFinished(() => server.close());
    const { host, port } = server;
    const mailer = openMailer({ host, port, secure: false, user: USER, password: 'x', token: null });
    onTestFinished(() => mailer.close());
    const error: unknown = await mailer.verify().then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!(error instanceof RelanceError)) throw new Error('not refused');
    expect(error.message).toContain(said);
    expect(error.hint).toMatch(new RegExp(hint));
    expect(
      refusal(() => {
        throw error;
      }),
    ).toBe('smtp-auth');
  });
});

it.each(['mail', 'end'] as const)(
  'a provider that has done with passwords may say so at « %s »: what it wants is told there too',
  async (at) => {
    const server = await FaultySmtpServer.start({
      faults: [{ at, do: '550 5.7.30 Basic authentication is not supported for Client Submission.' }],
    });
    onTestFinished(() => server.close());
    const { host, port } = server;
    const mailer = openMailer({ host, port, secure: false, user: null, password: null, token: null });
    onTestFinished(() => mailer.close());
    expect(await deliver(mailer, '<a@b>')).toMatchObject({
      kind: 'failed',
      error: expect.stringMatching(/n’accepte plus de mot de passe.*RELANCE_SMTP_TOKEN_COMMAND/u) as string,
      addressRefused: false,
    });
  },
);
