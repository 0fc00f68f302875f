import { insertContact, type ContactInvoice } from './contacts.ts';
import { isConstraint, type Database } from './open.ts';
import { lastJournaled, type JournalEntry } from './send-journal.ts';

const isInBase = (db: Database, { messageId, sha256 }: JournalEntry): boolean =>
  db.prepare('select 1 from message where message_id = ? and sha256 = ?').get(messageId, sha256) !==
  undefined;

type Line = JournalEntry['invoices'][number];

/** The invoices of a message that neither the message nor a former recovery has made known to the base. */
const missingLines = (db: Database, entry: JournalEntry): Line[] => {
  if (isInBase(db, entry)) return [];
  const rows = db
    .prepare<[string, string], { number: string }>(
      `select i.number from recovered_sending r join invoice i on i.id = r.invoice_id
       where r.message_id = ? and r.sha256 = ?`,
    )
    .all(entry.messageId, entry.sha256);
  const recovered = new Set(rows.map(({ number }) => number.toLowerCase()));
  return entry.invoices.filter(({ number }) => !recovered.has(number.toLowerCase()));
};

/** A base restored from before the last messages. One that was not knows the last of them, hence all. */
export const isBehindJournal = (db: Database): boolean => {
  const last = lastJournaled(db);
  return last !== null && missingLines(db, last).length > 0;
};

/** The invoice of that number, if its client is the one who was written to. */
const findInvoiceOf = (
  db: Database,
  { number }: Line,
  { client, to }: JournalEntry,
): { id: number; clientId: number } | undefined =>
  db
    .prepare<[Record<string, string>], { id: number; clientId: number }>(
      `select i.id, i.client_id clientId from invoice i join client c on c.id = i.client_id
       where i.number = @number and (c.name = @client or lower(c.email) in (select lower(value) from json_each(@to)))`,
    )
    .get({ number, client, to: JSON.stringify(to) });

const isStepMade = (db: Database, invoiceId: number, step: string): boolean =>
  db
    .prepare('select 1 from contact_invoice where invoice_id = ? and step = ? and counts = 1')
    .get(invoiceId, step) !== undefined;

const NOTE = 'parti d’après le journal des envois, inconnu de cette base : une plus ancienne a été reprise';

/** A contact in doubt that holds the steps of a message; null when it has none left to hold. */
const hold = (
  db: Database,
  entry: JournalEntry,
  clientId: number,
  found: { line: Line; invoiceId: number }[],
): number | null => {
  const invoices = found.map(
    ({ line: { step, stepDay, tone, remainingCents, daysLate }, invoiceId }): ContactInvoice => {
      const isOpen = step !== null && !isStepMade(db, invoiceId, step);
      return {
        invoiceId,
        step: isOpen ? step : null,
        stepDay: isOpen ? stepDay : null,
        tone,
        remainingCents,
        daysLate,
      };
    },
  );
  if (invoices.every(({ step }) => step === null)) return null;
  const { at, onDay, deadlineOn } = entry;
  return insertContact(
    db,
    {
      clientId,
      at,
      onDay,
      channel: 'email',
      direction: 'out',
      status: 'uncertain',
      note: NOTE,
      deadlineOn,
      invoices,
    },
    new Date(at),
  );
};

interface Recovered {
  /** Steps are held until somebody says what became of the message. */
  isHeld: boolean;
  /** Invoices that the base does not know. */
  unknown: string[];
}

const recover = (db: Database, entry: JournalEntry, lines: readonly Line[]): Recovered => {
  const looked = lines.map((line) => ({ line, invoice: findInvoiceOf(db, line, entry) }));
  const found = looked.flatMap(({ line, invoice }) =>
    invoice === undefined ? [] : [{ line, invoiceId: invoice.id, clientId: invoice.clientId }],
  );
  const unknown = looked.flatMap(({ line, invoice }) => (invoice === undefined ? [line.number] : []));
  const [first] = found;
  if (first === undefined) return { isHeld: false, unknown };
  const contact = hold(db, entry, first.clientId, found);
  const mark = db.prepare(
    'insert into recovered_sending (message_id, sha256, invoice_id, contact_id, recorded_at) values (?, ?, ?, ?, ?)',
  );
  for (const { invoiceId } of found) mark.run(entry.messageId, entry.sha256, invoiceId, contact, entry.at);
  return { isHeld: contact !== null, unknown };
};

/** A line that somebody rewrote may break a rule of the base: it stops no sending, and is said. */
const recoverOrSay = (db: Database, entry: JournalEntry, lines: readonly Line[]): Recovered => {
  try {
    return db.transaction(() => recover(db, entry, lines))();
  } catch (error) {
    if (!isConstraint(error, '')) throw error;
    return { isHeld: false, unknown: lines.map(({ number }) => number) };
  }
};

export interface Recovery {
  /** Messages whose steps are held anew. */
  held: number;
  /** Invoices that the journal names and the base does not know. */
  unknown: string[];
}

/** Compares the journal with the base, and holds again what a restored base has forgotten. Under the lock of the sendings. */
export const recoverSendings = (db: Database, entries: readonly JournalEntry[]): Recovery => {
  const missing = entries
    .map((entry) => ({ entry, lines: missingLines(db, entry) }))
    .filter(({ lines }) => lines.length > 0);
  const results =
    missing.length === 0
      ? []
      : db.transaction(() => missing.map(({ entry, lines }) => recoverOrSay(db, entry, lines))).immediate();
  return {
    held: results.filter(({ isHeld }) => isHeld).length,
    unknown: [...new Set(results.flatMap(({ unknown }) => unknown))],
  };
};

type EntryRow = Omit<JournalEntry, 'to' | 'invoices'> & { to: string; invoices: string };

/** A reserved message as the journal keeps it. */
export const journalEntryOf = (db: Database, contactId: number): JournalEntry => {
  const row = db
    .prepare<[number], EntryRow>(
      `select c.at, c.on_day onDay, m.message_id messageId, m.sha256, client.name client,
         json_extract(m.recipients, '$.to') "to", c.deadline_on deadlineOn,
         (select json_group_array(json_object('number', i.number, 'step', ci.step, 'stepDay', ci.step_day, 'tone', ci.tone,
            'remainingCents', ci.remaining_cents, 'daysLate', ci.days_late))
          from contact_invoice ci join invoice i on i.id = ci.invoice_id where ci.contact_id = c.id) invoices
       from contact c join client on client.id = c.client_id join message m on m.contact_id = c.id where c.id = ?`,
    )
    .get(contactId);
  if (!row) throw new Error(`no message for contact ${contactId}`);
  return {
    ...row,
    to: JSON.parse(row.to) as string[],
    invoices: JSON.parse(row.invoices) as JournalEntry['invoices'],
  };
};

/** Messages that wait for an answer, a killed run's among them: an older base must not forget these either. */
export const listPendingEntries = (db: Database): JournalEntry[] =>
  db
    .prepare<[], { id: number }>(
      `select c.id from contact c indexed by contact_pending join message m on m.contact_id = c.id
       where c.status in ('sending', 'uncertain', 'draft')`,
    )
    .all()
    .map(({ id }) => journalEntryOf(db, id));
