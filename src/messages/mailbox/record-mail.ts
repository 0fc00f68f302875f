import { findContact, insertContact, updateContactStatus } from '../../db/contacts.ts';
import { findInvoice } from '../../db/invoices.ts';
import { findClient, updateClient } from '../../db/clients.ts';
import { insertFile } from '../../db/letters.ts';
import { countDelays, insertReceived, listOwedIds, type ReceivedRow } from '../../db/mailbox.ts';
import type { Database } from '../../db/open.ts';
import { daysBetween, type LocalDate } from '../../domain/dates.ts';
import { remainingCentsOfInvoice } from '../../domain/money/invoice.ts';
import type { ReceivedMail } from '../../import/mail/received-mail.ts';
import { addressKey, isSameAddress } from './address-key.ts';
import type { MatchedReply, MatchedReport } from './match-mail.ts';

/** When and under which key a mail was received. */
export interface Arrival {
  key: string;
  receivedAt: string;
  onDay: LocalDate;
}

export interface NewReply {
  contact: number;
  clientId: number;
  invoices: string[];
  sender: string;
  subject: string;
  text: string;
  receivedAt: string;
  isSure: boolean;
  /** How many files came with it. */
  attachments: number;
}

export interface NewBounce {
  contact: number;
  clientId: number;
  address: string;
  isPermanent: boolean;
  /**
   * Whose address is refused for good: the client's, the one that it had then (its step is open again too), that of a
   * copy, or one that we did not write to.
   */
  refused: 'main' | 'former' | 'copy' | 'other' | null;
  diagnostic: string | null;
  receivedAt: string;
  /** How often this address has failed, this time included, without being refused for good. */
  delays: number;
}

export interface NewAbsence {
  clientId: number;
  sender: string;
  returnsOn: LocalDate | null;
  substitute: string | null;
  text: string;
}

const ROW: Pick<ReceivedRow, 'address' | 'status' | 'isPermanent' | 'returnsOn' | 'substitute'> = {
  address: null,
  status: null,
  isPermanent: null,
  returnsOn: null,
  substitute: null,
};

/** A message or a draft that is answered, that came back, or that is among the sent mails has left: nobody needs to be asked. */
export const settle = (db: Database, contactId: number): void => {
  const { status } = findContact(db, contactId);
  if (status === 'uncertain' || status === 'draft') updateContactStatus(db, contactId, 'sent');
};

const senderOf = ({ from }: ReceivedMail): string => from?.address ?? '';

/** A client's word: an entry of the log that holds the reminders until it is answered. */
export const recordReply = (
  db: Database,
  mail: Extract<ReceivedMail, { kind: 'message' }>,
  { clientId, invoiceIds, isSure, answers }: MatchedReply,
  { key, receivedAt, onDay }: Arrival,
  now: Date,
): NewReply => {
  if (answers) settle(db, answers.contactId);
  const ids = invoiceIds.length > 0 ? invoiceIds : listOwedIds(db, clientId);
  const invoices = ids.map((id) => findInvoice(db, id));
  const contact = insertContact(
    db,
    {
      clientId,
      at: receivedAt,
      onDay,
      channel: 'email',
      direction: 'in',
      status: 'logged',
      note: mail.text === '' ? mail.subject : mail.text,
      invoices: invoices.map((invoice) => {
        const remainingCents = remainingCentsOfInvoice(invoice);
        return {
          invoiceId: invoice.id,
          step: null,
          stepDay: null,
          tone: null,
          remainingCents,
          daysLate: remainingCents > 0 ? Math.max(0, daysBetween(invoice.dueOn, onDay)) : 0,
        };
      }),
    },
    now,
  );
  for (const { name, bytes } of mail.attachments)
    insertFile(db, { contactId: contact, kind: 'reply', name, content: Buffer.from(bytes) }, now);
  const row = { key, clientId, contactId: contact, sender: senderOf(mail), receivedAt, onDay, isSure };
  insertReceived(db, { ...ROW, ...row, kind: 'reply', subject: mail.subject, text: mail.text }, now);
  return {
    contact,
    clientId,
    invoices: invoices.map(({ number }) => number),
    sender: row.sender,
    subject: mail.subject,
    text: mail.text,
    receivedAt,
    isSure,
    attachments: mail.attachments.length,
  };
};

/** A machine's answer: it holds nothing, and says when its owner is back. */
export const recordAbsence = (
  db: Database,
  mail: Extract<ReceivedMail, { kind: 'automatic' }>,
  { clientId, isSure, answers }: MatchedReply,
  { key, receivedAt, onDay }: Arrival,
  now: Date,
): NewAbsence => {
  const { returnsOn, substitute, subject, text } = mail;
  if (answers) settle(db, answers.contactId);
  const row = { key, clientId, contactId: answers?.contactId ?? null, receivedAt, onDay, isSure };
  insertReceived(
    db,
    { ...ROW, ...row, kind: 'automatic', sender: senderOf(mail), subject, text, returnsOn, substitute },
    now,
  );
  return { clientId, sender: senderOf(mail), returnsOn, substitute, text };
};

/** A message that did not arrive: its address is refused and its step open again when that is for good. */
const applyFailure = (
  db: Database,
  { message, report }: MatchedReport,
  address: string,
  onDay: LocalDate,
): NewBounce['refused'] => {
  const { contactId, clientId } = message;
  const { email } = findClient(db, clientId);
  const isMain = email !== null && isSameAddress(email, address);
  const isOnly = message.to.every((to) => isSameAddress(to, address));
  // One of its recipients at least has had it handed over.
  settle(db, contactId);
  if (isOnly && findContact(db, contactId).status === 'sent')
    updateContactStatus(db, contactId, 'undelivered', { error: report.diagnostic });
  if (isMain) updateClient(db, clientId, { emailRefusedOn: onDay });
  if (isMain) return 'main';
  if (isOnly) return 'former';
  return message.cc.some((cc) => isSameAddress(cc, address)) ? 'copy' : 'other';
};

const addressOf = ({ report, message }: MatchedReport): string => report.recipient ?? message.to[0] ?? '';

/** Some servers say it several times of one address: a refusal for good is what counts. */
const oncePerAddress = (matched: readonly MatchedReport[]): MatchedReport[] => {
  const found = new Map<string, MatchedReport>();
  for (const one of matched) {
    const address = addressKey(addressOf(one));
    if (!found.has(address) || one.report.isPermanent) found.set(address, one);
  }
  return [...found.values()];
};

/** What a server says of our messages, for each recipient. */
export const recordReports = (
  db: Database,
  mail: Extract<ReceivedMail, { kind: 'bounce' | 'delivery' }>,
  matched: readonly MatchedReport[],
  { key, receivedAt, onDay }: Arrival,
  now: Date,
): NewBounce[] =>
  oncePerAddress(matched).flatMap(({ report, message }, index) => {
    const { contactId, clientId } = message;
    const address = addressOf({ report, message });
    const isBounce = mail.kind === 'bounce';
    const isPermanent = isBounce && report.isPermanent;
    insertReceived(
      db,
      {
        ...ROW,
        key: index === 0 ? key : `${key} ${address}`,
        kind: mail.kind,
        ...{ clientId, contactId, receivedAt, onDay, address, isPermanent },
        sender: senderOf(mail),
        subject: mail.subject,
        text: report.diagnostic ?? '',
        isSure: true,
        status: report.status,
      },
      now,
    );
    const refused = isPermanent ? applyFailure(db, { message, report }, address, onDay) : null;
    if (!isPermanent) settle(db, contactId);
    if (!isBounce) return [];
    return [
      {
        ...{ contact: contactId, clientId, address, isPermanent, refused, receivedAt },
        diagnostic: report.diagnostic,
        delays: countDelays(db, address),
      },
    ];
  });
