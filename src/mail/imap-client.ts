import { ImapFlow } from 'imapflow';
import { imapError, type ImapContext } from './imap-errors.ts';
import { isLoopback } from './tls.ts';
import type { MailServer } from './mail-server.ts';

/** Milliseconds. */
export interface ImapTimeouts {
  /** To be connected, name look-up included. */
  connection: number;
  greeting: number;
  /** Without a word from the server while it owes an answer. */
  silence: number;
  /** For a login, an answer, or one mail of it: what comes byte after byte is never silent, nor ever ends. */
  total: number;
}

export interface MailboxOptions {
  timeouts?: Partial<ImapTimeouts>;
  /** Refuse to speak without TLS and a valid certificate. By default, unless the host is this machine. */
  requireTls?: boolean;
}

export const TIMEOUTS: ImapTimeouts = {
  connection: 10_000,
  greeting: 10_000,
  silence: 30_000,
  total: 60_000,
};
export const clientFor = (
  { host, port, secure, user, password, token }: MailServer,
  accessToken: string | null,
  requireTls: boolean,
  timeouts: ImapTimeouts,
): ImapFlow =>
  new ImapFlow({
    host: host.replaceAll(/^\[|\]$/g, ''),
    port,
    secure,
    ...(requireTls && !secure && { doSTARTTLS: true }),
    // A bridge on this machine signs its own certificate, and nobody stands between.
    tls: { rejectUnauthorized: requireTls },
    auth: {
      user: user ?? '',
      ...(token === null ? { pass: password ?? '' } : { accessToken: accessToken ?? '' }),
    },
    logger: false,
    disableAutoIdle: true,
    // None of what it would switch on is read here.
    disableAutoEnable: true,
    // The library would otherwise present itself.
    clientInfo: { name: 'relance', version: '', vendor: '', 'support-url': '' },
    connectionTimeout: timeouts.connection,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.silence,
  });

export type Ask = <T>(work: (onWord: () => void) => Promise<T>, most?: number) => Promise<T>;

/** Asks what must be answered in time, `onWord` giving it as long again; what fails is told in one sentence. */
export const askerOf = (client: ImapFlow, { total }: ImapTimeouts, context: ImapContext): Ask => {
  /** Why the connection is no more: the commands that it takes along only know that it is. */
  let fault: unknown = null;
  client.on('error', (error: unknown) => {
    fault ??= error;
  });
  return async (work, most = total) => {
    const timer = setTimeout(() => {
      fault ??= Object.assign(new Error('No end'), { code: 'ETIMEDOUT' });
      client.close();
    }, most);
    try {
      return await work(() => timer.refresh());
    } catch (error) {
      throw imapError(fault ?? error, context);
    } finally {
      clearTimeout(timer);
    }
  };
};

/** What the library throws before it sends anything, when it has no secret to send. */
const isUnsaid = (error: unknown): boolean =>
  error instanceof Error &&
  'authenticationFailed' in error &&
  error.authenticationFailed === true &&
  !('response' in error && error.response);

/** What a server says that it can do (`AUTH=PLAIN`, `LOGINDISABLED`…), before anybody logs in. Throws RelanceError. */
export const readImapCapabilities = async (
  settings: MailServer,
  { timeouts: given = {}, requireTls = !isLoopback(settings.host) }: MailboxOptions = {},
): Promise<string[]> => {
  const timeouts = { ...TIMEOUTS, ...given };
  const client = clientFor({ ...settings, password: null, token: null }, null, requireTls, timeouts);
  const context = { server: `${settings.host}:${settings.port}`, isToken: false, secrets: [] };
  try {
    await askerOf(
      client,
      timeouts,
      context,
    )(() =>
      client.connect().catch((error: unknown) => {
        if (!isUnsaid(error)) throw error;
      }),
    );
    return [...client.capabilities.keys()].map((name) => name.toUpperCase());
  } finally {
    client.close();
  }
};
