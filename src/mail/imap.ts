import { ImapFlow, type FetchMessageObject } from 'imapflow';
import { quoted } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';
import { imapError } from './imap-errors.ts';
import { isLoopback } from './loopback.ts';

export interface ImapSettings {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS is required, unless the host is loopback. */
  secure: boolean;
  user: string | null;
  password: string | null;
  /** Gives an access token (OAuth2), anew at each call; null when a password is used. */
  token: (() => Promise<string>) | null;
}

/** What is known of a mail before its text is asked for. */
export interface MailSummary {
  uid: number;
  bytes: number;
  /** ISO instant at which the server took it. */
  receivedAt: string;
  /** Its headers, or the beginning of very long ones. */
  headers: Buffer;
}

/** A mailbox opened to be read: no flag of it ever changes. */
export interface Mailbox {
  /** Opens a folder. Throws RelanceError `imap-no-folder` when it is not there. */
  open: (folder: string) => Promise<{ uidValidity: number; lastUid: number }>;
  /** Numbers of the mails of the open folder after one, the oldest first. */
  listAfter: (uid: number) => Promise<number[]>;
  /** Numbers of those that came on a day (of the server) or later. */
  listSince: (day: Date) => Promise<number[]>;
  summaries: (uids: readonly number[]) => AsyncIterable<MailSummary>;
  /** Its bytes, at most so many; null when it has gone meanwhile. */
  source: (uid: number, most: number) => Promise<Buffer | null>;
  close: () => Promise<void>;
}

/** Milliseconds. */
export interface ImapTimeouts {
  connection: number;
  greeting: number;
  silence: number;
}

const TIMEOUTS: ImapTimeouts = { connection: 10_000, greeting: 10_000, silence: 30_000 };
const MOST_HEADERS = 200_000;

const connect = async (settings: ImapSettings, timeouts: ImapTimeouts): Promise<ImapFlow> => {
  const { host, port, secure, user, password, token } = settings;
  const isTlsRequired = !isLoopback(host);
  const client = new ImapFlow({
    host,
    port,
    secure,
    ...(isTlsRequired && !secure && { doSTARTTLS: true }),
    // A bridge on this machine signs its own certificate, and nobody stands between.
    tls: { rejectUnauthorized: isTlsRequired },
    auth:
      token === null
        ? { user: user ?? '', pass: password ?? '' }
        : { user: user ?? '', accessToken: await token() },
    logger: false,
    disableAutoIdle: true,
    clientInfo: { name: 'relance' },
    connectionTimeout: timeouts.connection,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.silence,
  });
  // What breaks between two commands is told by the next one.
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

const isRefusedLogin = (error: unknown): boolean =>
  error instanceof Error && 'authenticationFailed' in error && error.authenticationFailed === true;

/** Connects and logs in; an access token that is refused is asked for once more. Throws RelanceError. */
export const openMailbox = async (
  settings: ImapSettings,
  timeouts: Partial<ImapTimeouts> = {},
): Promise<Mailbox> => {
  const server = `${settings.host}:${settings.port}`;
  const waits = { ...TIMEOUTS, ...timeouts };
  const explained = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof RelanceError ? error : imapError(error, server, settings.token !== null);
    }
  };
  const client = await explained(async () => {
    try {
      return await connect(settings, waits);
    } catch (error) {
      if (settings.token === null || !isRefusedLogin(error)) throw error;
      return connect(settings, waits);
    }
  });
  const list = (query: { uid?: string; since?: Date }): Promise<number[]> =>
    explained(async () => {
      const found = await client.search(query, { uid: true });
      // A refusal, or a folder that is open no more, is no answer: what was not listed would never be read.
      if (!Array.isArray(found)) throw new Error('no answer to SEARCH');
      return found.toSorted((a, b) => a - b);
    });
  return {
    open: (folder) =>
      explained(async () => {
        try {
          const { uidValidity, uidNext } = await client.mailboxOpen(folder, { readOnly: true });
          return { uidValidity: Number(uidValidity), lastUid: uidNext - 1 };
        } catch (error) {
          if (!(error instanceof Error && 'responseStatus' in error && error.responseStatus === 'NO'))
            throw error;
          throw new RelanceError(`Le dossier ${quoted(folder)} n’est pas dans la boîte de ${server}`, {
            code: 'imap-no-folder',
            hint: 'vérifiez RELANCE_IMAP_FOLDERS',
          });
        }
      }),
    // `12:*` also names the last mail when it comes before the twelfth.
    listAfter: async (uid) => (await list({ uid: `${uid + 1}:*` })).filter((found) => found > uid),
    listSince: (since) => list({ since }),
    async *summaries(uids) {
      if (uids.length === 0) return;
      const fetched = client.fetch(
        uids.join(','),
        { uid: true, size: true, internalDate: true, headers: true },
        { uid: true },
      );
      try {
        for await (const mail of fetched) yield summaryOf(mail);
      } catch (error) {
        throw imapError(error, server, settings.token !== null);
      }
    },
    source: (uid, most) =>
      explained(async () => {
        const mail = await client.fetchOne(
          String(uid),
          { source: { start: 0, maxLength: most } },
          { uid: true },
        );
        return mail === false ? null : (mail.source ?? null);
      }),
    close: async () => {
      try {
        await client.logout();
      } catch {
        // All that was wanted has been read.
        client.close();
      }
    },
  };
};

const summaryOf = ({ uid, size, internalDate, headers }: FetchMessageObject): MailSummary => ({
  uid,
  bytes: size ?? 0,
  receivedAt: new Date(internalDate ?? 0).toISOString(),
  headers: (headers ?? Buffer.alloc(0)).subarray(0, MOST_HEADERS),
});
