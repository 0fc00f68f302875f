import type { FetchMessageObject, ImapFlow, MailboxObject, SearchObject } from 'imapflow';
import { quoted } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';
import { askerOf, clientFor, TIMEOUTS, type Ask, type MailboxOptions } from './imap-client.ts';
import { isLoopback } from './tls.ts';
import type { MailServer } from './mail-server.ts';

/** What is known of a mail before its text is asked for. */
export interface MailSummary {
  uid: number;
  bytes: number;
  /** ISO instant at which the server took it. */
  receivedAt: string;
  /** Its headers, or the beginning of very long ones. */
  headers: Buffer;
}

/** What a folder is for, as servers mark it (RFC 6154). */
export type SpecialUse = '\\Sent' | '\\Drafts';

/** A mailbox opened to be read: no mail in it ever changes, `append` alone adds one. All may throw RelanceError. */
export interface Mailbox {
  /** Opens a folder. Throws RelanceError `imap-no-folder` when it is not there. */
  open: (folder: string) => Promise<{ uidValidity: number; lastUid: number }>;
  /** Numbers of the mails of the open folder after one, the oldest first. */
  listAfter: (uid: number) => Promise<number[]>;
  /** Numbers of those that came on a day (as UTC has it, in the calendar of the server) or later. */
  listSince: (day: Date) => Promise<number[]>;
  /** The lowest number first, as they come: other questions may be asked meanwhile. Those that have gone are left out. */
  summaries: (uids: readonly number[]) => AsyncIterable<MailSummary>;
  /** Its bytes, at most so many: none when the server has the mail and does not give it; null when it has gone meanwhile. */
  source: (uid: number, most: number) => Promise<Buffer | null>;
  /** The folder of a use, as the server marks it, else by a name that says it; null when there is none. */
  specialFolder: (use: SpecialUse) => Promise<string | null>;
  /** Whether the open folder has a mail of that Message-ID. */
  has: (messageId: string) => Promise<boolean>;
  /** Adds a mail. `imap-append-refused`: the server did not keep it; with any other code nobody knows. */
  append: (folder: string, raw: Buffer, how: { flags: string[]; date: Date }) => Promise<void>;
  /** Gmail, under whatever name: it files what it sends, and was seen to send again what was put among it. */
  filesSentItself: boolean;
  isConnected: () => boolean;
  close: () => Promise<void>;
}

const MOST_HEADERS = 200_000;
/** Mails of one FETCH: so many summaries are in memory, and a command line stays short. */
const BATCH = 100;
/** Bytes per millisecond of the slowest line that still gets all of a mail through. */
const SLOWEST_LINE = 20;
/** All that was wanted has been read: nobody waits long for a farewell. */
const FAREWELL = 2000;

const noFolder = (folder: string, server: string): RelanceError =>
  new RelanceError(`Le dossier ${quoted(folder)} n’est pas dans la boîte de ${server}`, {
    code: 'imap-no-folder',
    hint: 'vérifiez RELANCE_IMAP_FOLDERS',
  });

const notNumbered = (server: string): RelanceError =>
  new RelanceError(
    `Le serveur ${server} ne numérote pas ses messages : rien n’y dit lesquels sont nouveaux`,
    {
      code: 'imap-no-numbers',
      hint: 'Lisez vos réponses dans votre messagerie, et retirez RELANCE_IMAP_URL',
    },
  );

/** Says what was asked, which the error of the library does not. */
const ofAppend = (error: unknown): unknown =>
  error instanceof Error ? Object.assign(error, { isAppend: true }) : error;

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'mailboxMissing' in error && error.mailboxMissing === true;

/** Connects and logs in; an access token that is refused is asked for once more. Throws RelanceError. */
export const openMailbox = async (
  settings: MailServer,
  { timeouts: given = {}, requireTls = !isLoopback(settings.host) }: MailboxOptions = {},
): Promise<Mailbox> => {
  const server = `${settings.host}:${settings.port}`;
  const timeouts = { ...TIMEOUTS, ...given };

  const connect = async (): Promise<{ client: ImapFlow; ask: Ask }> => {
    const accessToken = settings.token === null ? null : await settings.token();
    const secrets = [settings.password, accessToken].filter((secret) => secret !== null);
    const client = clientFor(settings, accessToken, requireTls, timeouts);
    const ask = askerOf(client, timeouts, { server, isToken: settings.token !== null, secrets });
    await ask(() => client.connect());
    return { client, ask };
  };
  const { client, ask } = await connect().catch((error: unknown) => {
    if (settings.token !== null && error instanceof RelanceError && error.code === 'imap-auth')
      return connect();
    throw error;
  });

  // With it the library asks for an age (YOUNGER), counted from our clock to that of the server: a day is the same for both.
  client.capabilities.delete('WITHIN');
  const list = (query: SearchObject): Promise<number[]> =>
    ask(async () => {
      const found = await client.search(query, { uid: true });
      if (found) return found.toSorted((a, b) => a - b);
      if (!client.usable) throw new Error('Connection lost');
      throw Object.assign(new Error('Search refused'), { responseStatus: 'NO' });
    });

  let lock: { release: () => void } | null = null;
  const open: Mailbox['open'] = async (folder) => {
    const { uidValidity, uidNext } = await ask(async (): Promise<Partial<MailboxObject>> => {
      lock?.release();
      const opened = await client.mailboxOpen(folder, { readOnly: true }).catch((error: unknown) => {
        throw isMissing(error) ? noFolder(folder, server) : error;
      });
      // Despite its type: nothing at all when the server takes its leave meanwhile.
      if ((opened as MailboxObject | undefined) === undefined) throw new Error('Nothing opened');
      // While it is held, a mailbox that is asked nothing is kept awake; the library would drop it otherwise.
      lock = await client.getMailboxLock(folder, { readOnly: true });
      return opened;
    });
    if (uidValidity === undefined) throw notNumbered(server);
    // Not all say it (RFC 3501, 6.3.1); the last mail has the last number.
    const lastUid = uidNext === undefined ? Math.max(0, ...(await list({ uid: '*' }))) : uidNext - 1;
    return { uidValidity: Number(uidValidity), lastUid };
  };

  /** What came of so many summaries, and what went wrong before the last of them. */
  const batch = async (uids: readonly number[]): Promise<{ mails: MailSummary[]; fault: unknown }> => {
    const asked = new Set(uids);
    const mails: MailSummary[] = [];
    try {
      await ask(async (onWord) => {
        const query = {
          size: true,
          internalDate: true,
          bodyParts: [{ key: 'HEADER', start: 0, maxLength: MOST_HEADERS }],
        };
        for await (const mail of client.fetch(uids.join(','), query, { uid: true })) {
          onWord();
          // A server also tells, unasked, what happens to others.
          if (asked.has(mail.uid) && mail.headers) mails.push(summaryOf(mail, mail.headers));
        }
      });
    } catch (fault) {
      return { mails, fault };
    }
    return { mails, fault: null };
  };

  return {
    open,
    // `12:*` also names the last mail when it comes before the twelfth.
    listAfter: async (uid) => (await list({ uid: `${uid + 1}:*` })).filter((found) => found > uid),
    listSince: (since) => list({ since }),
    specialFolder: (use) =>
      ask(async () => {
        const folders = await client.list();
        return folders.find(({ specialUse }) => specialUse === use)?.path ?? null;
      }),
    has: async (messageId) => (await list({ header: { 'message-id': messageId } })).length > 0,
    async *summaries(uids) {
      const left = uids.toSorted((a, b) => a - b);
      while (left.length > 0) {
        const { mails, fault } = await batch(left.splice(0, BATCH));
        yield* mails;
        if (fault !== null) throw fault;
      }
    },
    source: (uid, most) =>
      ask(
        async () => {
          const query = { source: { start: 0, maxLength: most } };
          const mail = await client.fetchOne(String(uid), query, { uid: true });
          return mail ? (mail.source || Buffer.alloc(0)).subarray(0, most) : null;
        },
        timeouts.total + most / SLOWEST_LINE,
      ),
    append: (folder, raw, { flags, date }) =>
      ask(
        async () => {
          const kept = await client.append(folder, raw, flags, date).catch((error: unknown) => {
            throw ofAppend(error);
          });
          if (!kept) throw new Error('Connection lost');
        },
        timeouts.total + raw.length / SLOWEST_LINE,
      ),
    filesSentItself: client.capabilities.has('X-GM-EXT-1'),
    isConnected: () => client.usable,
    close: async () => {
      const timer = setTimeout(() => client.close(), Math.min(timeouts.silence, FAREWELL));
      await client.logout().catch(() => undefined);
      clearTimeout(timer);
      client.close();
    },
  };
};

const summaryOf = ({ uid, size, internalDate }: FetchMessageObject, headers: Buffer): MailSummary => {
  const receivedAt = new Date(internalDate ?? 0);
  return {
    uid,
    bytes: size ?? 0,
    receivedAt: new Date(receivedAt.getTime() || 0).toISOString(),
    headers: headers.subarray(0, MOST_HEADERS),
  };
};
