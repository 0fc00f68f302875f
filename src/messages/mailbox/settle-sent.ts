import type { Context } from '../../context.ts';
import {
  findOurMessage,
  findPosition,
  insertMessageAlias,
  listDraftMessages,
  listUncertainMessages,
  savePosition,
  type DraftMessage,
} from '../../db/mailbox.ts';
import { addDays, parisDay } from '../../domain/dates.ts';
import type { Mailbox } from '../../mail/imap.ts';
import { matchDrafts, type SentDraft, type SentMail } from './match-drafts.ts';
import { settle } from './record-mail.ts';

/** Messages of ours that are searched one after the other. */
const MOST_SEARCHED = 50;
/** A draft that is older is recognised by its Message-ID alone. */
const RECENT_DAYS = 60;
/** Sent mails looked at in one reading, the latest. */
const MOST_MAILS = 1000;
/** Servers count their days in a zone of their own. */
const MARGIN_DAYS = 1;
/** Under which the place that was reached is kept; no folder has this name. */
const PLACE = '\\Sent';

interface Sent {
  account: string;
  uidValidity: number;
  lastUid: number;
}

const readSentMails = async (mailbox: Mailbox, uids: readonly number[]): Promise<SentMail[]> => {
  if (uids.length === 0) return [];
  const { readHeaders } = await import('../../import/mail/read-mail.ts');
  const mails: SentMail[] = [];
  for await (const { headers, receivedAt } of mailbox.summaries(uids)) {
    const { messageId, draftId, to, subject } = readHeaders(headers);
    mails.push({ messageId, draftId, to, subject, onDay: parisDay(new Date(receivedAt)) });
  }
  return mails;
};

const settleDraft = (ctx: Context, { contactId, messageId }: SentDraft): void => {
  const db = ctx.db();
  settle(db, contactId);
  if (messageId !== null && findOurMessage(db, messageId) === null)
    insertMessageAlias(db, messageId, contactId);
};

/** Looks at what was sent since the last time, with the drafts that are left. */
const recogniseDrafts = async (
  ctx: Context,
  mailbox: Mailbox,
  drafts: readonly DraftMessage[],
  { account, uidValidity, lastUid }: Sent,
): Promise<number[]> => {
  const db = ctx.db();
  const oldest = addDays(ctx.today, -RECENT_DAYS);
  const [first] = drafts
    .map(({ at }) => parisDay(new Date(at)))
    .filter((day) => day >= oldest)
    .toSorted();
  if (first === undefined) return [];
  const known = findPosition(db, account, PLACE);
  const reached = known?.uidValidity === uidValidity ? known.lastUid : 0;
  const since = await mailbox.listSince(new Date(`${addDays(first, -MARGIN_DAYS)}T00:00:00Z`));
  const mails = await readSentMails(mailbox, since.filter((uid) => uid > reached).slice(-MOST_MAILS));
  const found = matchDrafts(drafts, mails, (messageId) => findOurMessage(db, messageId) !== null);
  db.transaction(() => {
    for (const draft of found) settleDraft(ctx, draft);
    savePosition(db, { account, folder: PLACE, uidValidity, lastUid: Math.max(lastUid, reached) });
  }).immediate();
  return found.map(({ contactId }) => contactId);
};

/**
 * What is among the sent mails has left: neither a message in doubt nor a draft needs to be asked about any more.
 * @param settled their contacts, as they are found
 */
export const settleSent = async (
  ctx: Context,
  mailbox: Mailbox,
  account: string,
  settled: number[],
): Promise<void> => {
  const db = ctx.db();
  const uncertain = listUncertainMessages(db);
  const drafts = listDraftMessages(db);
  const folder = uncertain.length + drafts.length === 0 ? null : await mailbox.specialFolder('\\Sent');
  if (folder === null) return;
  const place = await mailbox.open(folder);
  for (const { contactId, messageId } of [...uncertain, ...drafts.slice(0, MOST_SEARCHED)])
    if (await mailbox.has(messageId)) {
      db.transaction(() => settle(db, contactId)).immediate();
      settled.push(contactId);
    }
  const left = drafts.filter(({ contactId }) => !settled.includes(contactId));
  settled.push(...(await recogniseDrafts(ctx, mailbox, left, { account, ...place })));
};
