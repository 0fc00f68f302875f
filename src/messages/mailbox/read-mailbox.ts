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
import type { Mailbox, MailSummary } from '../../mail/imap.ts';
import { parseMailbox } from '../sender.ts';
import { fetchMail, unlessDefect, type Fetched } from './fetch-mail.ts';
import { addressKey, domainOf, withoutTag } from './address-key.ts';
import { isCompanyDomain, isTellingNumber, matchMail, matchReports, type AddressBook } from './match-mail.ts';
import { fileSentCopies } from './file-copies.ts';
import { requireMailbox } from './mailbox-account.ts';
import {
  recordAbsence,
  recordReply,
  recordReports,
  type Arrival,
  type NewAbsence,
  type NewBounce,
  type NewReply,
} from './record-mail.ts';
import { mailOfHeaders, matchUnreadable, unreadableFault } from './unreadable-mail.ts';
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
  /** Mails of which not even the headers could be read. */
  unreadable: number;
  /** Folders that could not be read. */
  faults: RelanceError[];
}

const INBOX = 'INBOX';
/** Mails recorded with the place that was reached, at once or not at all; fewer when they are large. */
const BATCH = 50;
const BATCH_BYTES = 20_000_000;
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
  const own = [creditor?.email ?? null, creditor?.sender ?? null, ctx.config.from, ctx.config.replyTo];
  const exact = addresses.map(({ address, clientId }) => ({ key: addressKey(address), clientId }));
  const untagged = exact.map(({ key, clientId }) => ({ key: withoutTag(key), clientId }));
  return {
    // An address that somebody has is nobody else's without its tag.
    clients: new Map([...grouped(untagged), ...grouped(exact)]),
    domains: grouped(
      addresses
        .map(({ address, clientId }) => ({ key: domainOf(address), clientId }))
        .filter(({ key }) => isCompanyDomain(key)),
    ),
    invoices,
    ourMessage: (messageId) => findOurMessage(db, messageId),
    owes: (clientId) => listOwedIds(db, clientId).length > 0,
    own: new Set(
      own.flatMap((text) => {
        const address = text === null ? undefined : parseMailbox(text)?.address;
        return address === undefined ? [] : addressKey(address);
      }),
    ),
  };
};

/** A server that dates a mail from before has never had its clock set. */
const FIRST_BELIEVED = Date.parse('2000-01-01T00:00:00Z');

/** What is read now cannot have come later; of a mail without a believable date, that is all that is known. */
const arrivalOf = ({ summary, key }: Fetched, now: Date): Arrival => {
  const told = Date.parse(summary.receivedAt);
  const at = told >= FIRST_BELIEVED && told <= now.getTime() ? new Date(told) : now;
  return { key, receivedAt: at.toISOString(), onDay: parisDay(at) };
};

const recordRead = (ctx: Context, book: AddressBook, fetched: Fetched, into: MailboxReading): void => {
  const db = ctx.db();
  const { mail, isUnreadable } = fetched;
  const arrival = arrivalOf(fetched, ctx.now);
  if (mail.kind === 'bounce' || mail.kind === 'delivery') {
    const matched = matchReports(mail, book);
    if (matched.length > 0) into.bounces.push(...recordReports(db, mail, matched, arrival, ctx.now));
    return;
  }
  const matched =
    isUnreadable && mail.kind === 'message' ? matchUnreadable(mail, book) : matchMail(mail, book);
  if (matched === null) return;
  if (mail.kind === 'automatic') into.absences.push(recordAbsence(db, mail, matched, arrival, ctx.now));
  else into.replies.push(recordReply(db, mail, matched, arrival, ctx.now));
};

/** By its headers alone when more of it is not understood. */
const record = (ctx: Context, book: AddressBook, fetched: Fetched, into: MailboxReading): void => {
  const db = ctx.db();
  if (isKnownMail(db, fetched.key)) return;
  // What was written of a mail goes with the defect that came after it.
  const isRecorded = (one: Fetched): boolean =>
    unlessDefect(() => {
      db.transaction(() => recordRead(ctx, book, one, into))();
      return true;
    }) ?? false;
  const bare = { ...fetched, mail: mailOfHeaders(fetched.mail), isUnreadable: true };
  if (!isRecorded(fetched) && !isRecorded(bare)) into.unreadable += 1;
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
    const reading: MailboxReading = { ...into, replies: [], bounces: [], absences: [], unreadable: 0 };
    db.transaction(() => {
      for (const one of fetched) record(ctx, book, one, reading);
      savePosition(db, { account, folder, uidValidity, lastUid: reached });
    }).immediate();
    // What a transaction has taken back was not received.
    into.replies.push(...reading.replies);
    into.bounces.push(...reading.bounces);
    into.absences.push(...reading.absences);
    into.unreadable += reading.unreadable;
  };
  for (let start = 0; start < uids.length; start += BATCH) {
    const batch = uids.slice(start, start + BATCH);
    if (uids.length > BATCH) ctx.progress(`Boîte aux lettres : ${start + batch.length} sur ${uids.length}`);
    const summaries: MailSummary[] = [];
    for await (const summary of mailbox.summaries(batch)) summaries.push(summary);
    let fetched: Fetched[] = [];
    let bytes = 0;
    for (const summary of summaries.toSorted((a, b) => a.uid - b.uid)) {
      const one = await fetchMail(ctx, mailbox, summary, book);
      if (one === 'unreadable') into.unreadable += 1;
      else if (one !== null) fetched.push(one);
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

/** Each once: only the inbox is the same in small letters (RFC 3501, 5.1). */
const foldersOf = ({ config }: Context): Set<string> =>
  new Set([INBOX, ...config.mailboxFolders.map((name) => (/^inbox$/i.test(name) ? INBOX : name))]);

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
    ...{ readUntil: null, read: 0, replies: [], bounces: [], absences: [], settled: [] },
    ...{ unreadable: 0, faults: [] },
  };
  const { openMailbox } = await import('../../mail/imap.ts');
  const mailbox = await openMailbox(settings);
  try {
    const book = readBook(ctx);
    for (const folder of foldersOf(ctx))
      await orSay(reading, () => readFolder(ctx, mailbox, { account, folder, book }, reading));
    await orSay(reading, () => settleSent(ctx, mailbox, account, reading.settled));
    ctx.afterwards(fileSentCopies);
  } finally {
    await mailbox.close();
  }
  if (reading.unreadable > 0) reading.faults.push(unreadableFault(reading.unreadable));
  const db = ctx.db();
  // A failure to read is never good news.
  if (reading.faults.length === 0)
    db.transaction(() => saveReadUntil(db, account, ctx.now.toISOString())).immediate();
  return { ...reading, readUntil: mailboxReadUntil(db, account) };
};
