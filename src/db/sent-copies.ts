import type { Database } from './open.ts';

/** The intention, in the transaction that records that the message has left. */
export const insertSentCopy = (db: Database, contactId: number, account: string, now: Date): void => {
  db.prepare('insert into sent_copy (contact_id, account, due_at) values (?, ?, ?)').run(
    contactId,
    account,
    now.toISOString(),
  );
};

export const hasDueCopies = (db: Database, account: string): boolean =>
  db.prepare("select 1 from sent_copy where state = 'due' and account = ? limit 1").get(account) !==
  undefined;

export interface DueCopy {
  contactId: number;
  messageId: string;
  /** ISO instant of the message. */
  at: string;
}

/** Copies that a mailbox is owed, the oldest first. */
export const listDueCopies = (db: Database, account: string): DueCopy[] =>
  db
    .prepare<[string], DueCopy>(
      `select c.id contactId, m.message_id messageId, c.at
       from sent_copy s join message m on m.contact_id = s.contact_id join contact c on c.id = s.contact_id
       where s.state = 'due' and s.account = ? order by c.id`,
    )
    .all(account);

export const markFiled = (db: Database, contactId: number, folder: string, now: Date): void => {
  db.prepare(
    "update sent_copy set state = 'filed', folder = ?, settled_at = ? where contact_id = ? and state = 'due'",
  ).run(folder, now.toISOString(), contactId);
};

/** Whatever the mailbox: those that fell due before an instant (ISO). */
export const giveUpBefore = (db: Database, instant: string, now: Date): void => {
  db.prepare(
    "update sent_copy set state = 'given-up', settled_at = ? where state = 'due' and due_at < ?",
  ).run(now.toISOString(), instant);
};

export const giveUpAll = (db: Database, account: string, now: Date): void => {
  db.prepare(
    "update sent_copy set state = 'given-up', settled_at = ? where state = 'due' and account = ?",
  ).run(now.toISOString(), account);
};
