import { isAccountAlike, isLabelAlike, type TwinnedLine } from '../domain/bank/bank-twin.ts';
import { parisDay, type LocalDate } from '../domain/dates.ts';
import type { Database } from './open.ts';
import { insertRow } from './columns.ts';

export interface NewStatement {
  fileName: string;
  sha256: string;
  format: string;
  /** Of a CSV, its columns; '' otherwise. */
  layout: string;
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

/** What became of a line of a file. */
export interface KeptEntry {
  /** The line in the database, whether this file or a former one brought it. */
  id: number;
  isFresh: boolean;
  /** Known by a line of another format: same day, same sum, words alike. */
  isOtherFormat: boolean;
}

type KnownLine = TwinnedLine & { id: number };

/** Lines of one day and one sum that statements of other formats brought, each to be recognised once. */
const findOtherFormats = (
  db: Database,
  { format, layout, account }: NewStatement,
  entry: NewEntry,
  taken: ReadonlySet<number>,
): number | undefined =>
  db
    .prepare<[number, string, string, string, string], KnownLine>(
      `select e.id, e.account, e.label, e.counterparty from bank_entry e join bank_statement s on s.id = e.statement_id
       where e.amount_cents = ? and e.on_day = ? and e.currency = ? and (s.format, s.layout) <> (?, ?) order by e.id`,
    )
    .all(entry.amountCents, entry.date, entry.currency, format, layout)
    .find(
      (known) =>
        !taken.has(known.id) &&
        isAccountAlike(known.account, account) &&
        isLabelAlike(known, { ...entry, account }),
    )?.id;

/** Records a statement with the lines that were not known yet. @returns what became of each line, in order */
export const insertStatement = (
  db: Database,
  statement: NewStatement,
  entries: readonly NewEntry[],
  now: Date,
): KeptEntry[] => {
  const recordedAt = now.toISOString();
  const lastOn = entries.reduce<LocalDate | null>(
    (last, { date }) => (last === null || date > last ? date : last),
    null,
  );
  const statementId = insertRow(db, 'bank_statement', {
    file_name: statement.fileName,
    sha256: statement.sha256,
    format: statement.format,
    layout: statement.layout,
    account: statement.account,
    currency: statement.currency,
    from_on: statement.from,
    to_on: statement.to ?? lastOn,
    recorded_at: recordedAt,
  });
  const find = db
    .prepare<[string, string], number>('select id from bank_entry where account = ? and entry_key = ?')
    .pluck();
  const known = entries.map(({ key }) => find.get(statement.account, key));
  const taken = new Set(known.filter((id) => id !== undefined));
  const insert = db.prepare(
    `insert into bank_entry (statement_id, account, entry_key, on_day, amount_cents, currency, label, reference, counterparty, iban, is_reversal, open_cents, recorded_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return entries.map((entry, index) => {
    const same = known[index];
    if (same !== undefined) return { id: same, isFresh: false, isOtherFormat: false };
    const other = findOtherFormats(db, statement, entry, taken);
    if (other !== undefined) {
      taken.add(other);
      return { id: other, isFresh: false, isOtherFormat: true };
    }
    const { lastInsertRowid } = insert.run(
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
      Math.abs(entry.amountCents),
      recordedAt,
    );
    const id = Number(lastInsertRowid);
    taken.add(id);
    return { id, isFresh: true, isOtherFormat: false };
  });
};

/**
 * Last day up to which a statement covers the bank; null when none was ever imported. A statement of a month that is not
 * over says nothing of the days after the one on which it was read.
 */
export const bankKnownUntil = (db: Database, today: LocalDate): LocalDate | null =>
  db
    .prepare<[], { toOn: LocalDate; recordedAt: string }>(
      'select to_on toOn, recorded_at recordedAt from bank_statement where to_on is not null',
    )
    .all()
    .map(({ toOn, recordedAt }) => earliest(toOn, parisDay(new Date(recordedAt))))
    .filter((day) => day <= today)
    .reduce<LocalDate | null>((last, day) => (last === null || day > last ? day : last), null);

const earliest = (one: LocalDate, other: LocalDate): LocalDate => (one < other ? one : other);
