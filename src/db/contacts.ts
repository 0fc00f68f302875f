import type { ClientKind } from '../domain/people/client-kind.ts';
import type { Contact, ContactStatus, OpenContact, StepMark } from '../domain/schedule/contact.ts';
import type { LocalDate } from '../domain/dates.ts';
import { isLetterOutcome } from '../domain/law/letter.ts';
import type { Channel, Tone } from '../domain/schedule/scenario.ts';
import { RelanceError } from '../errors.ts';
import { isConstraint, type Database } from './open.ts';
import { insertRow } from './columns.ts';
import { stillOwes } from './facts-query.ts';

/** What a contact means for one invoice; `step` is null when the invoice is only mentioned. */
export interface ContactInvoice {
  invoiceId: number;
  step: string | null;
  stepDay: number | null;
  tone: Tone | null;
  remainingCents: number;
  daysLate: number;
}

export interface NewContact {
  clientId: number;
  at: string;
  onDay: LocalDate;
  channel: Channel;
  direction: 'out' | 'in';
  status: ContactStatus;
  outcome?: string | null;
  note?: string | null;
  deadlineOn?: LocalDate | null;
  /** Day on which to call again. */
  followUpOn?: LocalDate | null;
  run?: string | null;
  invoices: ContactInvoice[];
}

/** A decision is taken alone, and the fate of a letter is not words: they say nothing to the client. */
const isSaid = ({ direction, channel, status, outcome }: NewContact): boolean =>
  direction === 'out' && channel !== 'decide' && status === 'logged' && !isLetterOutcome(outcome);

const isAboutOverdue = (contact: NewContact): boolean =>
  contact.channel !== 'decide' &&
  !isLetterOutcome(contact.outcome) &&
  contact.invoices.some((invoice) => invoice.daysLate > 0);

const alreadyMade = (): RelanceError =>
  new RelanceError('Cette étape est déjà faite, ou en cours d’envoi, pour l’une de ces factures', {
    code: 'step-already-made',
    hint: 'relance show <facture> montre ce qui a été fait',
  });

/** Adds an entry to the log; one said by hand answers the client's pending words. Call it inside a transaction. */
export const insertContact = (db: Database, contact: NewContact, now: Date): number => {
  const id = insertRow(db, 'contact', {
    client_id: contact.clientId,
    at: contact.at,
    on_day: contact.onDay,
    channel: contact.channel,
    direction: contact.direction,
    status: contact.status,
    outcome: contact.outcome,
    note: contact.note,
    about_overdue: isAboutOverdue(contact),
    deadline_on: contact.deadlineOn,
    follow_up_on: contact.followUpOn,
    run: contact.run,
    recorded_at: now.toISOString(),
  });
  const link = db.prepare(
    `insert into contact_invoice (contact_id, invoice_id, step, step_day, tone, remaining_cents, days_late, counts)
     values (?, ?, ?, ?, ?, ?, ?, 1)`,
  );
  try {
    for (const entry of contact.invoices)
      link.run(
        id,
        entry.invoiceId,
        entry.step,
        entry.stepDay,
        entry.tone,
        entry.remainingCents,
        entry.daysLate,
      );
  } catch (error) {
    throw isConstraint(error, 'contact_invoice.step') ? alreadyMade() : error;
  }
  if (isSaid(contact)) answerReplies(db, contact.clientId, contact.onDay);
  return id;
};

/** What a client said on the telephone beside the outcome of the call. */
export interface CallAnswer {
  /** Who has to approve the invoice, and for which day. */
  approvalBy: string | null;
  approvalOn: LocalDate | null;
  /** The day on which the client says to have paid. */
  paidOn: LocalDate | null;
}

export const insertCallAnswer = (
  db: Database,
  contactId: number,
  { approvalBy, approvalOn, paidOn }: CallAnswer,
): void => {
  if (approvalBy === null && approvalOn === null && paidOn === null) return;
  db.prepare(
    'insert into call_answer (contact_id, approval_by, approval_on, paid_on) values (?, ?, ?, ?)',
  ).run(contactId, approvalBy, approvalOn, paidOn);
};

/** The client's words are answered; returns how many were waiting. */
export const answerReplies = (db: Database, clientId: number, on: LocalDate): number =>
  db
    .prepare(
      "update contact set answered_on = ? where client_id = ? and direction = 'in' and answered_on is null and on_day <= ?",
    )
    .run(on, clientId, on).changes;

/** One entry that needs no answer. */
export const updateContactAnswered = (db: Database, id: number, on: LocalDate): void => {
  db.prepare('update contact set answered_on = max(on_day, ?) where id = ?').run(on, id);
};

const HIGHEST_STEP =
  '(select step from contact_invoice where contact_id = c.id and step is not null order by step_day desc limit 1) step';
const INVOICE_NUMBERS =
  '(select json_group_array(i.number) from contact_invoice ci join invoice i on i.id = ci.invoice_id where ci.contact_id = c.id) invoices';
const OTHER_NUMBERS = `(select json_group_array(i.number order by i.due_on, i.id) from contact_invoice other join invoice i on i.id = other.invoice_id
  where other.contact_id = c.id and other.invoice_id <> ci.invoice_id) others`;
const CONTACT_COLUMNS = `c.id, c.at, c.on_day onDay, c.channel, c.direction, c.status, c.outcome, m.subject,
  m.message_id messageId, c.note, c.error`;

export const listContacts = (db: Database, invoiceId: number, today: LocalDate): Contact[] =>
  db
    .prepare<[number, string], Omit<Contact, 'with'> & { others: string }>(
      `select ${CONTACT_COLUMNS}, ci.step, ${OTHER_NUMBERS} from contact_invoice ci join contact c on c.id = ci.contact_id
       left join message m on m.contact_id = c.id
       where ci.invoice_id = ? and c.on_day <= ? order by c.on_day, c.at, c.id`,
    )
    .all(invoiceId, today)
    .map(({ others, ...contact }) => ({ ...contact, with: JSON.parse(others) as string[] }));

type OpenRow = Omit<OpenContact, 'invoices' | 'client'> & {
  invoices: string;
  clientId: number;
  clientName: string;
  clientKind: ClientKind;
};

/** Said as the index says it, or SQLite reads the whole log: 14 ms for 100 000 invoices. */
const PENDING = "c.status in ('sending', 'uncertain', 'draft')";

const listOpen = (db: Database, index: string, where: string, today: LocalDate): OpenContact[] =>
  db
    .prepare<[{ today: string }], OpenRow>(
      `select c.id contact, c.client_id clientId, client.name clientName, client.kind clientKind, c.status, c.direction, c.channel, c.at, c.on_day onDay, c.note,
         ${HIGHEST_STEP}, ${INVOICE_NUMBERS}
       from contact c indexed by ${index} join client on client.id = c.client_id where ${where} and c.on_day <= @today order by c.id`,
    )
    .all({ today })
    .map(({ clientId, clientName, clientKind, ...row }) => ({
      ...row,
      client: { id: clientId, name: clientName, kind: clientKind },
      invoices: JSON.parse(row.invoices) as string[],
    }));

export const listUncertain = (db: Database, today: LocalDate): OpenContact[] =>
  listOpen(db, 'contact_pending', `${PENDING} and c.status = 'uncertain'`, today);
export const listDrafts = (db: Database, today: LocalDate): OpenContact[] =>
  listOpen(db, 'contact_pending', `${PENDING} and c.status = 'draft'`, today);
export const listUnanswered = (db: Database, today: LocalDate): OpenContact[] =>
  listOpen(
    db,
    'contact_unanswered',
    `c.direction = 'in' and c.answered_on is null and ${stillOwes('c.client_id', '@today')}`,
    today,
  );

/** Records the outcome of an attempt. */
export const updateContactStatus = (
  db: Database,
  id: number,
  status: ContactStatus,
  { error = null, response = null }: { error?: string | null; response?: string | null } = {},
): void => {
  db.transaction(() => {
    db.prepare(
      "update contact set status = @status, error = coalesce(@error, error), was_uncertain = was_uncertain or @status = 'uncertain' where id = @id",
    ).run({ id, status, error });
    // Only what has left answers the client.
    if (status === 'sent') {
      const { clientId, onDay } = findContact(db, id);
      answerReplies(db, clientId, onDay);
    }
    if (response !== null)
      db.prepare('update message set response = ? where contact_id = ?').run(response, id);
  }).immediate();
};

export const hasSending = (db: Database): boolean =>
  db
    .prepare(
      `select 1 from contact c indexed by contact_pending where ${PENDING} and c.status = 'sending' limit 1`,
    )
    .get() !== undefined;

/** While holding the lock, a row still « sending » belongs to a run that died: nobody knows whether it left. */
export const markOrphansUncertain = (db: Database): number =>
  db
    .prepare(
      "update contact set status = 'uncertain', was_uncertain = 1, error = 'envoi interrompu' where status in ('sending', 'uncertain', 'draft') and status = 'sending'",
    )
    .run().changes;

export interface ContactDetail extends Contact {
  clientId: number;
  clientName: string;
  clientKind: ClientKind;
  recipients: string | null;
  /** Numbers of the invoices that it spoke of. */
  invoices: string[];
}

export const findContact = (db: Database, id: number): ContactDetail => {
  const contact = db
    .prepare<[number], Omit<ContactDetail, 'invoices'> & { invoices: string }>(
      `select ${CONTACT_COLUMNS}, ${HIGHEST_STEP}, c.client_id clientId, client.name clientName, client.kind clientKind, m.recipients,
         ${INVOICE_NUMBERS}
       from contact c join client on client.id = c.client_id left join message m on m.contact_id = c.id where c.id = ?`,
    )
    .get(id);
  if (!contact)
    throw new RelanceError(`Le contact n° ${id} n’existe pas`, {
      code: 'unknown-contact',
      hint: 'relance due montre les envois à éclaircir',
    });
  return { ...contact, invoices: JSON.parse(contact.invoices) as string[] };
};

export const insertStepMark = (db: Database, mark: StepMark, now: Date): void => {
  db.prepare(
    'insert into step_mark (invoice_id, kind, step, step_day, on_day, reason, recorded_at) values (?, ?, ?, ?, ?, ?, ?)',
  ).run(mark.invoiceId, mark.kind, mark.step, mark.stepDay, mark.onDay, mark.reason, now.toISOString());
};

export const listStepMarks = (db: Database, invoiceId: number, today: LocalDate): StepMark[] =>
  db
    .prepare<[number, string], StepMark>(
      `select invoice_id invoiceId, kind, step, step_day stepDay, on_day onDay, reason from step_mark
       where invoice_id = ? and on_day <= ? order by on_day, id`,
    )
    .all(invoiceId, today);
