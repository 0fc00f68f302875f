import { type ComposedMessage } from './compose-message.ts';
import { faultOf } from './send-faults.ts';
import type { Context } from '../context.ts';
import { updateClient } from '../db/clients.ts';
import { insertMessage } from '../db/messages.ts';
import { updateContactStatus, type NewContact } from '../db/contacts.ts';
import { sha256Of } from '../db/documents.ts';
import { journalEntryOf } from '../db/recovery.ts';
import { requireSameFile } from '../db/same-file.ts';
import { insertSentCopy } from '../db/sent-copies.ts';
import type { JournalEntry, SendJournal } from '../db/send-journal.ts';
import type { LocalDate } from '../domain/dates.ts';
import { RelanceError } from '../errors.ts';
import { buildMessage } from '../mail/mime.ts';
import type { Outcome } from '../mail/smtp-outcome.ts';
import type { Mailer } from '../mail/smtp.ts';
import { copyOwedTo, fileSentCopies } from './mailbox/file-copies.ts';
import { type Run, factDayOf, type StillHolds, isReminderDue } from './still-due.ts';

const contactOf = (ctx: Context, message: ComposedMessage, run: Run): NewContact => ({
  clientId: message.action.client.id,
  at: ctx.now.toISOString(),
  onDay: factDayOf(ctx, run),
  channel: 'email',
  direction: 'out',
  status: 'sending',
  deadlineOn: message.deadlineOn,
  run: run.id,
  invoices: message.action.invoices.map(({ decision, advances }) => ({
    invoiceId: decision.invoice.id,
    step: advances ? (decision.step?.id ?? null) : null,
    stepDay: advances ? (decision.step?.day ?? null) : null,
    tone: message.action.step.tone,
    remainingCents: decision.claimedCents,
    daysLate: decision.daysLate,
  })),
});

export const outgoing = (ctx: Context, message: ComposedMessage) => ({
  from: message.from,
  replyTo: message.replyTo,
  to: message.to,
  cc: message.cc,
  bcc: message.bcc,
  date: ctx.now,
  messageId: message.messageId,
  inReplyTo: message.inReplyTo,
  references: message.references,
  subject: message.subject,
  text: message.text,
  html: message.html,
  inlineImages: message.inlineImages,
  attachments: message.attachments,
});

const addresses = (mailboxes: { address: string }[]): string[] => mailboxes.map(({ address }) => address);

interface Reserved {
  contact: number;
  /** Made before the connection: afterwards the base may no longer answer. */
  entry: JournalEntry;
}

/**
 * Decides again and records the intention, in one transaction: what leaves is what is still due.
 * @returns null when the message no longer holds
 */
const reserve = (
  ctx: Context,
  message: ComposedMessage,
  raw: Buffer,
  run: Run,
  stillHolds: StillHolds = isReminderDue,
): Reserved | null => {
  const db = ctx.db();
  requireSameFile(db);
  const record = {
    messageId: message.messageId,
    inReplyTo: message.inReplyTo,
    sender: message.from.address,
    recipients: { to: addresses(message.to), cc: addresses(message.cc), bcc: addresses(message.bcc) },
    subject: message.subject,
    text: message.text,
    html: message.html,
    currency: message.action.currency,
    totalCents: message.action.totalCents,
    sha256: sha256Of(raw),
    raw,
    attachments: message.attachments.map(({ filename, sha256 }) => ({ name: filename, sha256 })),
  };
  return db
    .transaction(() => {
      if (!stillHolds(ctx, message, run)) return null;
      const contact = insertMessage(db, contactOf(ctx, message, run), record, ctx.now);
      return { contact, entry: journalEntryOf(db, contact) };
    })
    .immediate();
};

export type Dispatch = (
  | { kind: 'sent'; contact: number; note: string | null }
  | { kind: 'draft'; contact: number; path: string | null; note: string | null }
  | { kind: 'failed'; contact: number; error: string; connectionLost: boolean }
  | { kind: 'uncertain'; contact: number; error: string }
  /** Nothing was reserved: paid, put on hold or changed since it was shown. */
  | { kind: 'stale' }
) & {
  /** What kept its outcome from being recorded: nothing more may leave. */
  stop?: unknown;
};

/** The same outcome when the database could not take it: the attempt is found « sending » there, hence uncertain. */
const unrecorded = (ctx: Context, contact: number, outcome: Outcome, stop: unknown): Dispatch => {
  const isElsewhere = faultOf(ctx, stop).code === 'database-replaced';
  const settle = (answer: string): string =>
    isElsewhere
      ? 'mais la base qui l’attendait n’est plus là'
      : `mais la base n’a pas pu le noter : relance resolve ${contact} ${answer}`;
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'sent', contact, note: `accepté par le serveur, ${settle('--parti')}`, stop };
    case 'uncertain':
      return { kind: 'uncertain', contact, error: outcome.error, stop };
    case 'failed':
    case 'undelivered':
      return {
        kind: 'failed',
        contact,
        error: `${outcome.error}, ${settle('--pas-parti')}`,
        connectionLost: false,
        stop,
      };
  }
};

const record = (
  ctx: Context,
  contact: number,
  message: ComposedMessage,
  outcome: Outcome,
  today: LocalDate,
  copyTo: string | null = null,
): Dispatch => {
  const db = ctx.db();
  requireSameFile(db);
  switch (outcome.kind) {
    case 'sent':
      db.transaction(() => {
        updateContactStatus(db, contact, 'sent', { response: outcome.response });
        if (copyTo !== null) insertSentCopy(db, contact, copyTo, ctx.now);
      }).immediate();
      if (copyTo !== null) ctx.afterwards(fileSentCopies);
      return {
        kind: 'sent',
        contact,
        note: outcome.refused.length > 0 ? `copie refusée : ${outcome.refused.join(', ')}` : null,
      };
    case 'uncertain':
      updateContactStatus(db, contact, 'uncertain', { error: outcome.error });
      return { kind: 'uncertain', contact, error: outcome.error };
    case 'failed':
    case 'undelivered':
      updateContactStatus(db, contact, outcome.kind, { error: outcome.error });
      // The step goes on by another way: call, letter, or an address to complete.
      if (outcome.addressRefused) updateClient(db, message.action.client.id, { emailRefusedOn: today });
      return {
        kind: 'failed',
        contact,
        error: outcome.error,
        connectionLost: outcome.kind === 'failed' && outcome.connectionLost,
      };
  }
};

/** What is known of an attempt is never lost with the database that could not take it. */
export const recordSafely = (...words: Parameters<typeof record>): Dispatch => {
  try {
    return record(...words);
  } catch (error) {
    const [ctx, contact, , outcome] = words;
    return unrecorded(ctx, contact, outcome, error);
  }
};

/** The step was made by another way a moment ago: the message no longer holds. */
export const reserveOrNull = (...words: Parameters<typeof reserve>): Reserved | null => {
  try {
    return reserve(...words);
  } catch (error) {
    if (error instanceof RelanceError && error.code === 'step-already-made') return null;
    throw error;
  }
};

/** What the mailer throws, it throws before it says a word to the server. */
const deliverOnce = async (
  ctx: Context,
  mailer: Mailer,
  message: ComposedMessage,
  raw: Buffer,
): Promise<Outcome> => {
  try {
    return await mailer.deliver({
      raw,
      from: message.from.address,
      to: addresses(message.to),
      cc: addresses(message.cc),
      bcc: addresses(message.bcc),
      messageId: message.messageId,
    });
  } catch (error) {
    const { message: reason } = faultOf(ctx, error);
    return { kind: 'failed', error: reason, addressRefused: false, connectionLost: false };
  }
};

/** Reserves, sends, records: one attempt, which leaves once or says why not; its copy is filed after all the rest. */
export const dispatch = async (
  ctx: Context,
  { mailer, journal }: { mailer: Mailer; journal: SendJournal },
  message: ComposedMessage,
  run: Run,
  stillHolds?: StillHolds,
): Promise<Dispatch> => {
  const copyTo = copyOwedTo(ctx);
  const raw = await buildMessage(outgoing(ctx, message));
  const reserved = reserveOrNull(ctx, message, raw, run, stillHolds);
  if (reserved === null) return { kind: 'stale' };
  const outcome = await deliverOnce(ctx, mailer, message, raw);
  // The journal first: what a power cut leaves between the two, the base still has as an attempt in doubt.
  const hasLeft = outcome.kind === 'sent' || outcome.kind === 'uncertain';
  const fault = hasLeft ? writeDown(journal, reserved.entry) : undefined;
  const dispatched = recordSafely(ctx, reserved.contact, message, outcome, run.today, copyTo);
  return fault === undefined ? dispatched : { stop: fault, ...dispatched };
};

/** @returns what kept it from being written: without its journal, nothing more may leave */
const writeDown = (journal: SendJournal, entry: JournalEntry): unknown => {
  try {
    journal.append(entry);
    return undefined;
  } catch (error) {
    return error;
  }
};

/** Why the bytes of a message cannot be made; null when they can. */
export const buildFault = async (ctx: Context, message: ComposedMessage): Promise<string | null> => {
  try {
    await buildMessage(outgoing(ctx, message));
    return null;
  } catch (error) {
    return faultOf(ctx, error).message;
  }
};
