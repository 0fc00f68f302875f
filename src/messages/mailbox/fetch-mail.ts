import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import { isOfBase } from '../../db/open.ts';
import { RelanceError } from '../../errors.ts';
import type { readHeaders } from '../../import/mail/read-mail.ts';
import type { ReceivedMail } from '../../import/mail/received-mail.ts';
import type { Mailbox, MailSummary } from '../../mail/imap.ts';
import { clientsAt, clientsNear, type AddressBook } from './match-mail.ts';
import { mailOfHeaders } from './unreadable-mail.ts';

/** What is asked of one mail, attachments included: of a longer one, its beginning. */
const MOST_BYTES = 40_000_000;

type Headers = ReturnType<typeof readHeaders>;

export interface Fetched {
  summary: MailSummary;
  mail: ReceivedMail;
  /** It could not be read: `mail` is what its headers say. */
  isUnreadable: boolean;
  key: string;
}

/** A mailing to many, from nobody whom we know, answers nothing of ours. */
const isForeignMailing = (headers: Headers, book: AddressBook): boolean => {
  const address = headers.from?.address ?? '';
  if (!headers.isMailing || clientsAt(address, book) || clientsNear(address, book)) return false;
  return [...headers.inReplyTo, ...headers.references].every((id) => book.ourMessage(id) === null);
};

/** A defect, of ours or of a library, on one mail; what the base or the server refuses is none. */
const isDefect = (error: unknown): boolean => !(error instanceof RelanceError) && !isOfBase(error);

/** Null when there is a defect: one mail never ends a reading. */
export const unlessDefect = <T>(work: () => T): T | null => {
  try {
    return work();
  } catch (error) {
    if (isDefect(error)) return null;
    throw error;
  }
};

const unlessDefectLater = async <T>(work: () => Promise<T>): Promise<T | null> => {
  try {
    return await work();
  } catch (error) {
    if (isDefect(error)) return null;
    throw error;
  }
};

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** @returns null for what has gone or is nobody's; `unreadable` for what cannot be read, headers included */
export const fetchMail = async (
  ctx: Context,
  mailbox: Mailbox,
  summary: MailSummary,
  book: AddressBook,
): Promise<Fetched | 'unreadable' | null> => {
  // Only when something came: it costs the start of every sending otherwise.
  const { readHeaders, readMail } = await import('../../import/mail/read-mail.ts');
  const headers = unlessDefect(() => readHeaders(summary.headers));
  if (headers !== null && isForeignMailing(headers, book)) return null;
  const whole = await unlessDefectLater(async () => {
    const source = await mailbox.source(summary.uid, MOST_BYTES);
    if (source === null) return 'gone' as const;
    // Some servers keep a mail that they cannot give.
    if (source.length === 0 && summary.headers.length > 0) return null;
    const mail = await readMail(source, ctx.today).catch(() => null);
    return mail && { mail, key: mail.messageId ?? digest(source) };
  });
  if (whole === 'gone') return null;
  if (whole !== null) return { summary, ...whole, isUnreadable: false };
  if (headers === null) return 'unreadable';
  const key = headers.messageId ?? digest(summary.headers);
  return { summary, mail: mailOfHeaders(headers), isUnreadable: true, key };
};
