import type { BankLine, KnownPayer, Payable, RecordedPayment } from '../domain/bank-matching.ts';
import type { LocalDate } from '../domain/dates.ts';
import type { Database } from './open.ts';

export interface NewStatement {
  fileName: string;
  sha256: string;
  format: string;
  account: string;
  currency: string;
  from: LocalDate | null;
  to: LocalDate | null;
}

export interface NewEntry {
  key: string;
  date: LocalDate;
  amountCents: number;
  currency: string;
  label: string;
  reference: string | null;
  counterparty: string | null;
  iban: string | null;
  isReversal: boolean;
}

/** Records a statement with the lines that were not known yet. @returns their ids, in order; null for a line already known */
export const insertStatement = (
  db: Database,
  statement: NewStatement,
  entries: readonly NewEntry[],
  now: Date,
): (number | null)[] => {
  const recordedAt = now.toISOString();
  const statementId = db
    .prepare(
      `insert into bank_statement (file_name, sha256, format, account, currency, from_on, to_on, recorded_at)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      statement.fileName,
      statement.sha256,
      statement.format,
      statement.account,
      statement.currency,
      statement.from,
      statement.to,
      recordedAt,
    ).lastInsertRowid;
  const insert = db.prepare(
    `insert into bank_entry (statement_id, account, entry_key, on_day, amount_cents, currency, label, reference, counterparty, iban, is_reversal, recorded_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (account, entry_key) do nothing`,
  );
  return entries.map((entry) => {
    const { changes, lastInsertRowid } = insert.run(
      statementId,
      statement.account,
      entry.key,
      entry.date,
      entry.amountCents,
      entry.currency,
      entry.label,
      entry.reference,
      entry.counterparty,
      entry.iban,
      Number(entry.isReversal),
      recordedAt,
    );
    return changes === 0 ? null : Number(lastInsertRowid);
  });
};

const LEFT = `abs(e.amount_cents) - coalesce((select sum(p.amount_cents) from bank_match m join payment p on p.id = m.payment_id
  where m.entry_id = e.id and (m.kind = 'takes-back' or p.reversed_on is null)), 0)`;

/** Lines that pay, or take back, nothing yet, oldest first; those set aside apart. */
export const listOpenEntries = (db: Database, ids?: readonly number[]): BankLine[] =>
  db
    .prepare<[{ ids: string | null }], Omit<BankLine, 'isReversal'> & { isReversal: number }>(
      `select e.id, e.on_day "on", ${LEFT} amountCents, e.amount_cents totalCents, e.currency, e.label, e.reference,
         e.counterparty, e.iban, e.is_reversal isReversal
       from bank_entry e where e.ignored_on is null and (@ids is null or e.id in (select value from json_each(@ids)))
         and (e.amount_cents > 0 or e.is_reversal = 1) and ${LEFT} > 0
       order by e.on_day, e.id`,
    )
    .all({ ids: ids === undefined ? null : JSON.stringify(ids) })
    .map((row) => ({ ...row, isReversal: row.isReversal === 1 }));

export const ignoreEntry = (db: Database, id: number, on: LocalDate): boolean =>
  db.prepare('update bank_entry set ignored_on = ? where id = ? and ignored_on is null').run(on, id).changes >
  0;

export const insertMatch = (
  db: Database,
  match: { entryId: number; paymentId: number; kind: 'pays' | 'takes-back' },
): void => {
  db.prepare('insert into bank_match (entry_id, payment_id, kind) values (?, ?, ?)').run(
    match.entryId,
    match.paymentId,
    match.kind,
  );
};

/** Unpaid invoices, penalties apart. */
export const listPayables = (db: Database): Omit<Payable, 'penaltiesCents'>[] =>
  db
    .prepare<[], Omit<Payable, 'penaltiesCents'>>(
      `select i.id, i.number, i.client_id clientId, c.name clientName, i.issued_on issuedOn, i.due_on dueOn, i.currency,
         i.total_cents - i.paid_cents remainingCents
       from invoice i join client c on c.id = i.client_id where i.settled_on is null order by i.due_on, i.id`,
    )
    .all();

export const listKnownPayers = (db: Database): KnownPayer[] =>
  db.prepare<[], KnownPayer>('select client_id clientId, kind, value from client_payer').all();

/** Who has just paid is known next time. */
export const learnPayer = (db: Database, payer: KnownPayer, now: Date): void => {
  db.prepare(
    'insert into client_payer (client_id, kind, value, recorded_at) values (?, ?, ?, ?) on conflict do nothing',
  ).run(payer.clientId, payer.kind, payer.value, now.toISOString());
};

/** Payments that no line of the bank makes yet: noted by hand. `isTaken`: those that a line makes as well. */
export const listUnmatchedPayments = (db: Database, { isTaken }: { isTaken: boolean }): RecordedPayment[] =>
  db
    .prepare<[{ isTaken: number }], RecordedPayment>(
      `select p.id, i.number invoiceNumber, c.name clientName, p.received_on "on", p.amount_cents amountCents, i.currency
       from payment p join invoice i on i.id = p.invoice_id join client c on c.id = i.client_id
       where p.kind in ('payment', 'penalties', 'overpayment') and p.overpayment_id is null and p.reversed_on is null
         and (@isTaken = 1 or p.id not in (select payment_id from bank_match where kind = 'pays'))
       order by p.received_on, p.id`,
    )
    .all({ isTaken: Number(isTaken) });

/** Last day up to which a statement covers the bank; null when none was ever imported. */
export const bankKnownUntil = (db: Database, today: LocalDate): LocalDate | null =>
  db
    .prepare<[LocalDate], { day: LocalDate | null }>(
      'select max(to_on) day from bank_statement where to_on <= ?',
    )
    .get(today)?.day ?? null;
