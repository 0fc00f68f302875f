import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import { findCreditor } from '../../db/creditor-row.ts';
import {
  findOurMessage,
  findPosition,
  firstMessageOn,
  isKnownMail,
  listClientAddresses,
  listNamedInvoices,
  listOwedIds,
  mailboxReadUntil,
  savePosition,
  saveReadUntil,
  type NamedInvoice,
} from '../../db/mailbox.ts';
import { addDays, parisDay, type LocalDate } from '../../domain/dates.ts';
import { RelanceError } from '../../errors.ts';
import type { readHeaders } from '../../import/mail/read-mail.ts';
import type { ReceivedMail } from '../../import/mail/received-mail.ts';
import type { Mailbox, MailSummary } from '../../mail/imap.ts';
import { parseMailbox } from '../sender.ts';
import { fileSentCopies } from './file-copies.ts';
import { requireMailbox } from './mailbox-account.ts';
import {
  domainOf,
  isCompanyDomain,
  isTellingNumber,
  matchMail,
  matchReports,
  type AddressBook,
} from './match-mail.ts';
import {
  recordAbsence,
  recordReply,
  recordReports,
  type Arrival,
  type NewAbsence,
  type NewBounce,
  type NewReply,
} from './record-mail.ts';
import { settleSent } from './settle-sent.ts';

export interface MailboxReading {
  /** Instant (ISO) until which the mailbox is known; null: never read whole. */
  readUntil: string | null;
  read: number;
  replies: NewReply[];
  bounces: NewBounce[];
  absences: NewAbsence[];
  /** Messages and drafts of ours that were found among those that have left. */
  settled: number[];
  /** Folders that could not be read. */
  faults: RelanceError[];
}

const INBOX = 'INBOX';
/** Mails recorded with the place that was reached, at once or not at all; fewer when they are large. */
const BATCH = 50;
const BATCH_BYTES = 20_000_000;
/** What is asked of one mail, attachments included: of a longer one, its beginning. */
const MOST_BYTES = 40_000_000;
/** A first reading, or a mailbox numbered anew, goes back a little further than the first message that can be answered. */
const MARGIN_DAYS = 1;

const grouped = (rows: readonly { key: string; clientId: number }[]): Map<string, number[]> => {
  const map = new Map<string, number[]>();
  for (const { key, clientId } of rows) {
    const known = map.get(key) ?? [];
    if (!known.includes(clientId)) map.set(key, [...known, clientId]);
  }
  return map;
};

const readBook = (ctx: Context): AddressBook => {
  const db = ctx.db();
  const addresses = listClientAddresses(db);
  const invoices = new Map<string, NamedInvoice>();
  for (const invoice of listNamedInvoices(db))
    if (isTellingNumber(invoice.number)) invoices.set(invoice.number.toLowerCase(), invoice);
  const creditor = findCreditor(db);
  const own = [creditor?.email ?? null, creditor?.sender ?? null, ctx.config.from];
  return {
    clients: grouped(addresses.map(({ address, clientId }) => ({ key: address, clientId }))),
    domains: grouped(
      addresses
        .map(({ address, clientId }) => ({ key: domainOf(address), clientId }))
        .filter(({ key }) => isCompanyDomain(key)),
    ),
    invoices,
    ourMessage: (messageId) => findOurMessage(db, messageId),
    owes: (clientId) => listOwedIds(db, clientId).length > 0,
    own: new Set(
      own.flatMap((text) => (text === null ? [] : (parseMailbox(text)?.address.toLowerCase() ?? []))),
    ),
  };
};

/** A mailing to many, from nobody whom we know, answers nothing of ours. */
const isForeignMailing = (headers: ReturnType<typeof readHeaders>, book: AddressBook): boolean => {
  const address = headers.from?.address.toLowerCase() ?? '';
  if (!headers.isMailing || book.clients.has(address) || book.domains.has(domainOf(address))) return false;
  return [...headers.inReplyTo, ...headers.references].every((id) => book.ourMessage(id) === null);
};

interface Fetched {
  summary: MailSummary;
  mail: ReceivedMail;
  key: string;
}

const keyOf = (mail: ReceivedMail, source: Buffer): string =>
  mail.messageId ?? createHash('sha256').update(source).digest('hex');

/** What happened before our clock's today cannot have come later. */
const arrivalOf = ({ summary, key }: Fetched, today: LocalDate): Arrival => {
  const day = parisDay(new Date(summary.receivedAt));
  return { key, receivedAt: summary.receivedAt, onDay: day > today ? today : day };
};

const record = (ctx: Context, book: AddressBook, fetched: Fetched, into: MailboxReading): void => {
  const db = ctx.db();
  const { mail, key } = fetched;
  if (isKnownMail(db, key)) return;
  const arrival = arrivalOf(fetched, ctx.today);
  if (mail.kind === 'bounce' || mail.kind === 'delivery') {
    const matched = matchReports(mail, book);
    if (matched.length > 0) into.bounces.push(...recordReports(db, mail, matched, arrival, ctx.now));
    return;
  }
  const matched = matchMail(mail, book);
  if (matched === null) return;
  if (mail.kind === 'automatic') into.absences.push(recordAbsence(db, mail, matched, arrival, ctx.now));
  else into.replies.push(recordReply(db, mail, matched, arrival, ctx.now));
};

const since = (day: LocalDate): Date => new Date(`${addDays(day, -MARGIN_DAYS)}T00:00:00Z`);

/** Mails that were never looked at, the oldest first. */
const listNew = async (
  ctx: Context,
  mailbox: Mailbox,
  account: string,
  folder: string,
): Promise<{ uids: number[]; uidValidity: number; lastUid: number }> => {
  const db = ctx.db();
  const { uidValidity, lastUid } = await mailbox.open(folder);
  const known = findPosition(db, account, folder);
  if (known?.uidValidity === uidValidity)
    return {
      uids: await mailbox.listAfter(known.lastUid),
      uidValidity,
      lastUid: Math.max(lastUid, known.lastUid),
    };
  // Renumbered: also what came since the last time, of clients to whom nothing has left yet.
  const readUntil = known === null ? null : mailboxReadUntil(db, account);
  const days = [
    firstMessageOn(db) ?? ctx.today,
    ...(readUntil === null ? [] : [parisDay(new Date(readUntil))]),
  ];
  const [first = ctx.today] = days.toSorted();
  return { uids: await mailbox.listSince(since(first)), uidValidity, lastUid };
};

const fetchOne = async (
  ctx: Context,
  mailbox: Mailbox,
  summary: MailSummary,
  book: AddressBook,
): Promise<Fetched | null> => {
  // Only when something came: it costs the start of every sending otherwise.
  const { readHeaders, readMail } = await import('../../import/mail/read-mail.ts');
  if (isForeignMailing(readHeaders(summary.headers), book)) return null;
  const source = await mailbox.source(summary.uid, MOST_BYTES);
  if (source === null) return null;
  const mail = await readMail(source, ctx.today);
  return { summary, mail, key: keyOf(mail, source) };
};

const readFolder = async (
  ctx: Context,
  mailbox: Mailbox,
  { account, folder, book }: { account: string; folder: string; book: AddressBook },
  into: MailboxReading,
): Promise<void> => {
  const db = ctx.db();
  const { uids, uidValidity, lastUid } = await listNew(ctx, mailbox, account, folder);
  /** Keeps what was fetched, and how far that goes. */
  const keep = (fetched: readonly Fetched[], reached: number): void => {
    const reading: MailboxReading = { ...into, replies: [], bounces: [], absences: [] };
    db.transaction(() => {
      for (const one of fetched) record(ctx, book, one, reading);
      savePosition(db, { account, folder, uidValidity, lastUid: reached });
    }).immediate();
    // What a transaction has taken back was not received.
    into.replies.push(...reading.replies);
    into.bounces.push(...reading.bounces);
    into.absences.push(...reading.absences);
  };
  for (let start = 0; start < uids.length; start += BATCH) {
    const batch = uids.slice(start, start + BATCH);
    if (uids.length > BATCH) ctx.progress(`Boîte aux lettres : ${start + batch.length} sur ${uids.length}`);
    const summaries: MailSummary[] = [];
    for await (const summary of mailbox.summaries(batch)) summaries.push(summary);
    let fetched: Fetched[] = [];
    let bytes = 0;
    for (const summary of summaries.toSorted((a, b) => a.uid - b.uid)) {
      const one = await fetchOne(ctx, mailbox, summary, book);
      if (one !== null) fetched.push(one);
      bytes += summary.bytes;
      if (bytes < BATCH_BYTES) continue;
      keep(fetched, summary.uid);
      fetched = [];
      bytes = 0;
    }
    keep(fetched, batch.at(-1) ?? lastUid);
    into.read += batch.length;
  }
  if (uids.length > BATCH) ctx.progress('');
  keep([], lastUid);
};

/** What has been read before a fault is not lost with it. */
const orSay = async ({ faults }: MailboxReading, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof RelanceError)) throw error;
    faults.push(error);
  }
};

/**
 * Reads what has come since the last time; what one folder refuses does not hide what another holds.
 * @throws RelanceError when no mailbox is set, or the server cannot be reached
 */
export const readMailbox = async (ctx: Context): Promise<MailboxReading> => {
  const { account, settings } = await requireMailbox(ctx);
  const reading: MailboxReading = {
    ...{ readUntil: null, read: 0, replies: [], bounces: [], absences: [], settled: [], faults: [] },
  };
  const { openMailbox } = await import('../../mail/imap.ts');
  const mailbox = await openMailbox(settings);
  try {
    const book = readBook(ctx);
    for (const folder of new Set([INBOX, ...ctx.config.mailboxFolders]))
      await orSay(reading, () => readFolder(ctx, mailbox, { account, folder, book }, reading));
    await orSay(reading, () => settleSent(ctx, mailbox, account, reading.settled));
    ctx.afterwards(fileSentCopies);
  } finally {
    await mailbox.close();
  }
  const db = ctx.db();
  // A failure to read is never good news.
  if (reading.faults.length === 0)
    db.transaction(() => saveReadUntil(db, account, ctx.now.toISOString())).immediate();
  return { ...reading, readUntil: mailboxReadUntil(db, account) };
};
