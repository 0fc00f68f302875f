import type { LocalDate } from '../domain/dates.ts';
import type { Database } from './open.ts';

export interface FolderPosition {
  uidValidity: number;
  lastUid: number;
}

export const findPosition = (db: Database, account: string, folder: string): FolderPosition | null =>
  db
    .prepare<[string, string], FolderPosition>(
      'select uid_validity uidValidity, last_uid lastUid from mailbox_folder where account = ? and name = ?',
    )
    .get(account, folder) ?? null;

/** Never goes back in the same numbering: another reading may have gone further meanwhile. */
export const savePosition = (
  db: Database,
  { account, folder, uidValidity, lastUid }: FolderPosition & { account: string; folder: string },
): void => {
  db.prepare(
    `insert into mailbox_folder (account, name, uid_validity, last_uid) values (@account, @folder, @uidValidity, @lastUid)
     on conflict (account, name) do update set uid_validity = @uidValidity,
       last_uid = case when uid_validity = @uidValidity then max(last_uid, @lastUid) else @lastUid end`,
  ).run({ account, folder, uidValidity, lastUid });
};

/** Instant (ISO) until which the mailbox was read whole; null: it never was. */
export const mailboxReadUntil = (db: Database, account: string): string | null =>
  db
    .prepare<[string], { readUntil: string }>('select read_until readUntil from mailbox where account = ?')
    .get(account)?.readUntil ?? null;

export const saveReadUntil = (db: Database, account: string, instant: string): void => {
  db.prepare(
    `insert into mailbox (account, read_until) values (?, ?)
     on conflict (account) do update set read_until = max(read_until, excluded.read_until)`,
  ).run(account, instant);
};

export type ReceivedKind = 'reply' | 'automatic' | 'bounce' | 'delivery';

export interface ReceivedRow {
  /** Its Message-ID, else a digest of its bytes. */
  key: string;
  kind: ReceivedKind;
  clientId: number;
  contactId: number | null;
  sender: string;
  subject: string;
  text: string;
  receivedAt: string;
  onDay: LocalDate;
  /** False: that it is the client's word about these invoices is not sure. */
  isSure: boolean;
  address: string | null;
  status: string | null;
  isPermanent: boolean | null;
  returnsOn: LocalDate | null;
  substitute: string | null;
}

export const isKnownMail = (db: Database, key: string): boolean =>
  db.prepare('select 1 from received_mail where key = ?').get(key) !== undefined;

export const insertReceived = (db: Database, mail: ReceivedRow, now: Date): void => {
  db.prepare(
    `insert into received_mail (key, kind, client_id, contact_id, sender, subject, text, received_at, on_day, is_sure,
       address, status, is_permanent, returns_on, substitute, recorded_at)
     values (@key, @kind, @clientId, @contactId, @sender, @subject, @text, @receivedAt, @onDay, @isSure,
       @address, @status, @isPermanent, @returnsOn, @substitute, @recordedAt)`,
  ).run({
    ...mail,
    isSure: Number(mail.isSure),
    isPermanent: mail.isPermanent === null ? null : Number(mail.isPermanent),
    recordedAt: now.toISOString(),
  });
};

type Received = Pick<ReceivedRow, 'sender' | 'subject' | 'text' | 'isSure'>;

/** What a client wrote, by the entry of the log that it made. */
export const findReceived = (db: Database, contactId: number): Received | null => {
  const row = db
    .prepare<[number], Omit<Received, 'isSure'> & { isSure: number }>(
      "select sender, subject, text, is_sure isSure from received_mail where contact_id = ? and kind = 'reply'",
    )
    .get(contactId);
  return row === undefined ? null : { ...row, isSure: row.isSure === 1 };
};

/** Failures that were not for good, of an address, until now. */
export const countDelays = (db: Database, address: string): number =>
  db
    .prepare<[string], { count: number }>(
      `select count(*) count from received_mail
       where kind = 'bounce' and is_permanent = 0 and lower(address) = lower(?)`,
    )
    .get(address)?.count ?? 0;

/** A message of ours, by its Message-ID, or by the one that a mail program gave to a draft. */
export interface OurMessage {
  contactId: number;
  clientId: number;
  status: string;
  to: string[];
  cc: string[];
  invoiceIds: number[];
}

export const findOurMessage = (db: Database, messageId: string): OurMessage | null => {
  const row = db
    .prepare<
      [{ id: string }],
      Omit<OurMessage, 'to' | 'cc' | 'invoiceIds'> & { to: string; cc: string; invoiceIds: string }
    >(
      `select c.id contactId, c.client_id clientId, c.status, json_extract(m.recipients, '$.to') "to", json_extract(m.recipients, '$.cc') cc,
         (select json_group_array(invoice_id) from contact_invoice where contact_id = c.id) invoiceIds
       from message m join contact c on c.id = m.contact_id
       where m.contact_id in (select contact_id from message where message_id = @id
         union all select contact_id from message_alias where message_id = @id)
       order by c.id desc limit 1`,
    )
    .get({ id: messageId });
  return row === undefined
    ? null
    : {
        ...row,
        to: JSON.parse(row.to) as string[],
        cc: JSON.parse(row.cc) as string[],
        invoiceIds: JSON.parse(row.invoiceIds) as number[],
      };
};

/** Messages of which nobody knows whether they have left, the latest first. */
export const listUncertainMessages = (db: Database): { contactId: number; messageId: string }[] =>
  db
    .prepare<[], { contactId: number; messageId: string }>(
      `select c.id contactId, m.message_id messageId from contact c join message m on m.contact_id = c.id
       where c.status = 'uncertain' order by c.id desc limit 50`,
    )
    .all();

export interface DraftMessage {
  contactId: number;
  messageId: string;
  subject: string;
  to: string[];
  /** ISO instant at which it was written. */
  at: string;
}

/** Drafts of which nobody has said what became of them, the latest first. */
export const listDraftMessages = (db: Database): DraftMessage[] =>
  db
    .prepare<[], Omit<DraftMessage, 'to'> & { to: string }>(
      `select c.id contactId, m.message_id messageId, m.subject, json_extract(m.recipients, '$.to') "to", c.at
       from contact c indexed by contact_pending join message m on m.contact_id = c.id
       where c.status in ('sending', 'uncertain', 'draft') and c.status = 'draft' order by c.id desc`,
    )
    .all()
    .map(({ to, ...draft }) => ({ ...draft, to: JSON.parse(to) as string[] }));

export const insertMessageAlias = (db: Database, messageId: string, contactId: number): void => {
  db.prepare('insert into message_alias (message_id, contact_id) values (?, ?)').run(messageId, contactId);
};

/** The first day on which a message left: nothing that came before can answer one. */
export const firstMessageOn = (db: Database): LocalDate | null =>
  db
    .prepare<[], { day: LocalDate | null }>(
      "select min(on_day) day from contact where direction = 'out' and channel = 'email'",
    )
    .get()?.day ?? null;

/** Who writes to us as a client: addresses in small letters, with the client. */
export const listClientAddresses = (db: Database): { address: string; clientId: number }[] =>
  db
    .prepare<[], { email: string | null; cc: string | null; clientId: number }>(
      'select email, cc, id clientId from client where email is not null or cc is not null',
    )
    .all()
    .flatMap(({ email, cc, clientId }) =>
      [email, ...(cc ?? '').split(',')]
        .map((address) => (address ?? '').trim().toLowerCase())
        .filter((address) => address !== '')
        .map((address) => ({ address, clientId })),
    );

export interface NamedInvoice {
  id: number;
  number: string;
  clientId: number;
}

/** Invoices that a client may write about: all but the cancelled ones. */
export const listNamedInvoices = (db: Database): NamedInvoice[] =>
  db
    .prepare<[], NamedInvoice>(
      "select id, number, client_id clientId from invoice where coalesce(closed_as, '') <> 'cancelled'",
    )
    .all();

/** What a client still owes, as ids, the oldest first. */
export const listOwedIds = (db: Database, clientId: number): number[] =>
  db
    .prepare<[number], { id: number }>(
      'select id from invoice where client_id = ? and settled_on is null and closed_on is null order by due_on, id',
    )
    .all(clientId)
    .map(({ id }) => id);
