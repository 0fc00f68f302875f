import type { Context } from '../../context.ts';
import { lockFiling } from '../../db/send-lock.ts';
import {
  giveUpAll,
  giveUpBefore,
  hasDueCopies,
  listDueCopies,
  markFiled,
  type DueCopy,
} from '../../db/sent-copies.ts';
import { findSentMessage } from '../../db/messages.ts';
import { addDays } from '../../domain/dates.ts';
import { RelanceError } from '../../errors.ts';
import type { Mailbox } from '../../mail/imap.ts';
import { providerOfServer } from '../../mail/providers.ts';
import { plural } from '../../ui/labels.ts';
import { faultOf } from '../send-faults.ts';

/** The messages have left and all has been said: nobody waits long for what comes after. */
export const FILING = { silence: 10_000, total: 10_000 };
const GIVEN_UP_AFTER_DAYS = 30;

/**
 * The mailbox that is owed a copy of what leaves; null: none is set, its provider files it, or the user wants none.
 * @throws RelanceError `sent-copy-setting`
 */
export const copyOwedTo = ({ config }: Context): string | null => {
  const wanted = config.sentCopy();
  const server = config.mailboxAddress();
  if (server === null) return null;
  return (wanted ?? providerOfServer(server)?.filesSentItself !== true) ? config.mailbox : null;
};

/** Searched first: a filing that was broken off, the provider or another program may have put it there. */
const fileOne = async (
  ctx: Context,
  mailbox: Mailbox,
  folder: string,
  { contactId, messageId, at }: DueCopy,
): Promise<void> => {
  const db = ctx.db();
  if (!(await mailbox.has(messageId))) {
    const message = findSentMessage(db, contactId);
    if (message === null) return;
    await mailbox.append(folder, message.raw, { flags: ['\\Seen'], date: new Date(at) });
  }
  db.transaction(() => markFiled(db, contactId, folder, ctx.now)).immediate();
};

const NO_FOLDER = 'Votre boîte aux lettres n’a pas de dossier des messages envoyés';

/** What one mail is refused for does not keep the others; a connection that is lost does. */
const fileEach = async (ctx: Context, mailbox: Mailbox, account: string): Promise<void> => {
  const db = ctx.db();
  const folder = mailbox.filesSentItself ? null : await mailbox.specialFolder('\\Sent');
  if (folder === null) {
    db.transaction(() => giveUpAll(db, account, ctx.now)).immediate();
    if (!mailbox.filesSentItself && ctx.config.sentCopy() === true)
      ctx.warn(`${NO_FOLDER} : aucune copie n’est faite.`);
    return;
  }
  await mailbox.open(folder);
  const due = listDueCopies(db, account);
  let refusal: RelanceError | null = null;
  for (const [index, copy] of due.entries()) {
    if (ctx.isInterrupted()) break;
    ctx.progress(`Classement ${index + 1}/${due.length}…`);
    try {
      await fileOne(ctx, mailbox, folder, copy);
    } catch (error) {
      if (!(error instanceof RelanceError && error.code === 'imap-append-refused')) throw error;
      refusal = error;
    }
  }
  if (refusal !== null) throw refusal;
};

const sayLeft = (ctx: Context, account: string, error: unknown): void => {
  const { message } = faultOf(ctx, error);
  // The base itself may be what failed.
  let count = 1;
  try {
    count = listDueCopies(ctx.db(), account).length;
  } catch {
    // At least one.
  }
  if (count === 0) return;
  ctx.warn(
    `${plural(count, 'message parti n’a pas pu être classé', 'messages partis n’ont pas pu être classés')} dans vos messages envoyés. ${message} : réessayé à la prochaine lecture.`,
  );
};

const fileUnder = async (ctx: Context, account: string): Promise<void> => {
  const db = ctx.db();
  const tooOld = `${addDays(ctx.today, -GIVEN_UP_AFTER_DAYS)}T00:00:00.000Z`;
  db.transaction(() => giveUpBefore(db, tooOld, ctx.now)).immediate();
  const settings = hasDueCopies(db, account) ? await ctx.config.imap() : null;
  if (settings === null) return;
  const { openMailbox } = await import('../../mail/imap.ts');
  const mailbox = await openMailbox(settings, { timeouts: FILING });
  try {
    await fileEach(ctx, mailbox, account);
  } finally {
    ctx.progress('');
    await mailbox.close();
  }
};

/**
 * Puts a copy of what has left into the Sent folder, of this run and of those before. It never fails: the messages have left, and
 * what is still due waits for the next reading.
 */
export const fileSentCopies = async (ctx: Context): Promise<void> => {
  const account = ctx.config.mailbox;
  if (account === null) return;
  try {
    if (!hasDueCopies(ctx.db(), account) || copyOwedTo(ctx) === null) return;
    const free = lockFiling(ctx.db());
    if (free === null) return;
    try {
      await fileUnder(ctx, account);
    } finally {
      free();
    }
  } catch (error) {
    sayLeft(ctx, account, error);
  }
};
