import { createTransport } from 'nodemailer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import { isLoopback } from './tls.ts';
import type { MailServer } from './mail-server.ts';
import { authNotOfferedError, readFailure, verificationError } from './smtp-errors.ts';
import {
  classifyAcceptance,
  classifyDefect,
  classifyFailure,
  wireAddress,
  type Delivery,
  type Outcome,
} from './smtp-outcome.ts';
import { SmtpTranscript } from './smtp-transcript.ts';

/** Milliseconds. */
export interface SmtpTimeouts {
  /** To be connected, name look-up included. */
  connection: number;
  greeting: number;
  /** Without a word from the server: some filter the message before they answer to it. */
  silence: number;
  /** For a whole message, or a whole login: a reply that comes byte after byte is never silent, nor ever ends. */
  total: number;
}

export interface MailerOptions {
  timeouts?: Partial<SmtpTimeouts>;
  /** Refuse to speak without TLS and a valid certificate. By default, unless the host is this machine. */
  requireTls?: boolean;
}

export interface Mailer {
  /** Connects and logs in. Throws RelanceError: one sentence, no password, no dialogue. */
  verify: () => Promise<void>;
  /**
   * One attempt, never repeated by itself. Calls made together wait for each other.
   * @throws Error only for a message that it did not begin to hand over
   */
  deliver: (delivery: Delivery) => Promise<Outcome>;
  close: () => void;
}

const TIMEOUTS: SmtpTimeouts = { connection: 20_000, greeting: 30_000, silence: 180_000, total: 300_000 };
const VERIFY_TIMEOUTS = { silence: 30_000, total: 60_000 };
/** Bytes per millisecond of the slowest line that still gets all of its message through. */
const SLOWEST_LINE = 20;
/** Characters of an ENVID (RFC 3461). */
const MOST_ENVID = 100;

/** A token lives about an hour: it is asked for at each connection, and once more when it is refused. */
const tokenAuth = (user: string, token: () => Promise<string>) => ({
  type: 'OAuth2' as const,
  user,
  provisionCallback: (
    _user: string,
    _renew: boolean,
    done: (error: Error | null, accessToken?: string) => void,
  ): void => {
    /* eslint-disable promise/no-callback-in-promise -- the library has callbacks only */
    token().then(
      (accessToken) => done(null, accessToken),
      // The library writes on the error that it is given.
      (cause: unknown) => done(new Error('no access token', { cause })),
    );
    /* eslint-enable promise/no-callback-in-promise */
  },
});

const transportOptions = (settings: MailServer, { timeouts, requireTls }: MailerOptions, silence: number) => {
  const isTlsRequired = requireTls ?? !isLoopback(settings.host);
  const { host, port, secure, user, password, token } = settings;
  return {
    host: host.replaceAll(/^\[|\]$/g, ''),
    port,
    secure,
    requireTLS: isTlsRequired && !secure,
    // A bridge on this machine signs its own certificate, and nobody stands between.
    tls: { rejectUnauthorized: isTlsRequired },
    ...(user === null
      ? {}
      : { auth: token === null ? { user, pass: password ?? '' } : tokenAuth(user, token) }),
    connectionTimeout: timeouts?.connection ?? TIMEOUTS.connection,
    greetingTimeout: timeouts?.greeting ?? TIMEOUTS.greeting,
    socketTimeout: timeouts?.silence ?? silence,
    socketCloseTimeout: 500,
    transactionLog: true,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
};

/** Connects and logs in where the server offers it, within so many milliseconds. */
const login = (
  connection: SMTPConnection,
  { user, password, token }: MailServer,
  total: number,
): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  return new Promise<void>((resolve, reject) => {
    const done = (error?: Error | null): void => (error ? reject(error) : resolve());
    timer = setTimeout(() => done(Object.assign(new Error('No end'), { code: 'ETIMEDOUT' })), total);
    connection.on('error', done);
    connection.once('end', () => done(new Error('Connection closed')));
    connection.connect((error) => {
      if (error || user === null || !connection.allowsAuth) done(error);
      else if (token === null) connection.login({ user, credentials: { user, pass: password ?? '' } }, done);
      else connection.login({ user, oauth2: new XOAuth2(tokenAuth(user, token)) }, done);
    });
  }).finally(() => clearTimeout(timer));
};

const assertSameId = ({ raw, messageId }: Delivery): void => {
  const head = raw.subarray(0, raw.indexOf('\r\n\r\n')).toString('latin1');
  if (!head.includes(messageId))
    throw new Error(`The raw message does not carry its Message-ID ${messageId}`);
};

/** What a server that offers it is to tell (RFC 3461): a failure or a delay of this very message, headers only. */
const statusWanted = ({ messageId }: Delivery) => {
  const id = messageId.replaceAll(/[<>]/g, '');
  return { notify: ['failure', 'delay'], return: 'headers' as const, ...(id.length <= MOST_ENVID && { id }) };
};

/** Connects, logs in if there is a user, and leaves. @returns how one may log in; null: not at all */
const enter = async (settings: MailServer, options: MailerOptions): Promise<readonly string[] | null> => {
  const transcript = new SmtpTranscript();
  const connection = new SMTPConnection({
    ...transportOptions(settings, options, VERIFY_TIMEOUTS.silence),
    logger: transcript.logger,
  });
  try {
    await login(connection, settings, options.timeouts?.total ?? VERIFY_TIMEOUTS.total);
    return transcript.authMethods;
  } catch (error) {
    const failure = readFailure(error);
    throw failure === null ? error : verificationError(failure, `${settings.host}:${settings.port}`);
  } finally {
    connection.close();
  }
};

/** How a server lets one log in (`PLAIN`, `XOAUTH2`…), before anybody does. Throws RelanceError. */
export const readSmtpMethods = async (
  settings: MailServer,
  options: MailerOptions = {},
): Promise<readonly string[]> => (await enter({ ...settings, user: null }, options)) ?? [];

/** Opens nothing yet: the first message, or `verify`, connects. */
export const openMailer = (settings: MailServer, options: MailerOptions = {}): Mailer => {
  const server = `${settings.host}:${settings.port}`;
  const transcript = new SmtpTranscript();
  const transport = createTransport({
    ...transportOptions(settings, options, TIMEOUTS.silence),
    logger: transcript.logger,
    pool: true,
    maxConnections: 1,
    maxMessages: 100,
    // nodemailer would otherwise send again, in silence, a message whose connection was cut.
    maxRequeues: 0,
  });

  const attempt = async (delivery: Delivery): Promise<Outcome> => {
    assertSameId(delivery);
    const recipients = [...new Set([...delivery.to, ...delivery.cc, ...delivery.bcc].map(wireAddress))];
    transcript.begin();
    try {
      const envelope = { from: delivery.from, to: recipients };
      const total = (options.timeouts?.total ?? TIMEOUTS.total) + delivery.raw.length / SLOWEST_LINE;
      const signal = AbortSignal.timeout(Math.ceil(total));
      const dsn = statusWanted(delivery);
      const { response } = await transport.sendMail({ raw: delivery.raw, envelope, dsn, signal });
      return classifyAcceptance(response, delivery, recipients, transcript);
    } catch (error) {
      const failure = readFailure(error);
      return failure === null
        ? classifyDefect(error, transcript)
        : classifyFailure(failure, delivery, transcript, server);
    }
  };

  const verify = async (): Promise<void> => {
    const methods = await enter(settings, options);
    if (settings.user !== null && methods === null) throw authNotOfferedError(server);
  };

  let last: Promise<unknown> = Promise.resolve();
  const deliver = (delivery: Delivery): Promise<Outcome> => {
    const run = last.then(() => attempt(delivery));
    last = run.catch(() => undefined);
    return run;
  };
  return { verify, deliver, close: () => transport.close() };
};
