import type { Database } from './open.ts';
import { insertContact, type NewContact } from './contacts.ts';
import { insertRow } from './columns.ts';

export interface MessageRecord {
  messageId: string;
  inReplyTo: string | null;
  sender: string;
  recipients: { to: string[]; cc: string[]; bcc: string[] };
  subject: string;
  text: string;
  html: string;
  currency: string;
  totalCents: number;
  sha256: string;
  raw: Buffer;
  attachments: { name: string; sha256: string }[];
}

/** Records the intention: the frozen message, before any connection. Call it inside a transaction. */
export const insertMessage = (
  db: Database,
  contact: NewContact,
  message: MessageRecord,
  now: Date,
): number => {
  const id = insertContact(db, contact, now);
  insertRow(db, 'message', {
    contact_id: id,
    message_id: message.messageId,
    in_reply_to: message.inReplyTo,
    sender: message.sender,
    recipients: JSON.stringify(message.recipients),
    subject: message.subject,
    body_text: message.text,
    body_html: message.html,
    currency: message.currency,
    total_cents: message.totalCents,
    sha256: message.sha256,
    raw: message.raw,
  });
  const attach = db.prepare('insert into message_attachment (contact_id, name, sha256) values (?, ?, ?)');
  for (const attachment of message.attachments) attach.run(id, attachment.name, attachment.sha256);
  return id;
};

/** Thread of a claim: the Message-IDs under which clients know what was sent about these invoices, oldest first. */
export const listThread = (db: Database, invoiceIds: number[]): string[] =>
  db
    .prepare<[string], { messageId: string }>(
      `select distinct coalesce(a.message_id, m.message_id) messageId
       from contact_invoice ci join message m on m.contact_id = ci.contact_id left join message_alias a on a.contact_id = m.contact_id
       where ci.counts = 1 and ci.invoice_id in (select value from json_each(?)) order by m.contact_id`,
    )
    .all(JSON.stringify(invoiceIds))
    .map((row) => row.messageId);

/** Message-ID of an attempt at this step that nobody could tell had left: a new one must not look like another message. */
export const findReusableMessageId = (db: Database, invoiceId: number, step: string): string | null =>
  db
    .prepare<[number, string], { messageId: string }>(
      `select m.message_id messageId from contact_invoice ci join contact c on c.id = ci.contact_id join message m on m.contact_id = c.id
       where ci.invoice_id = ? and ci.step = ? and c.status = 'failed' and c.was_uncertain = 1 order by c.id desc limit 1`,
    )
    .get(invoiceId, step)?.messageId ?? null;

/** A message as it left, with its raw bytes. */
export interface SentMessage {
  messageId: string;
  sender: string;
  recipients: { to: string[]; cc: string[]; bcc: string[] };
  subject: string;
  text: string;
  sha256: string;
  raw: Buffer;
  response: string | null;
}

export const findSentMessage = (db: Database, contactId: number): SentMessage | null => {
  const row = db
    .prepare<[number], Omit<SentMessage, 'recipients'> & { recipients: string }>(
      `select message_id messageId, sender, recipients, subject, body_text text, sha256, raw, response
       from message where contact_id = ?`,
    )
    .get(contactId);
  return row ? { ...row, recipients: JSON.parse(row.recipients) as SentMessage['recipients'] } : null;
};
