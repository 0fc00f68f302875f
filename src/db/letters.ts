import type { LocalDate } from '../domain/dates.ts';
import type { Letter, LetterEvent, LetterKind, Sending } from '../domain/law/letter.ts';
import { RelanceError } from '../errors.ts';
import { sha256Of } from './documents.ts';
import { isConstraint, type Database } from './open.ts';
import { insertRow } from './columns.ts';

export interface NewLetter {
  clientId: number;
  kind: LetterKind;
  writtenOn: LocalDate;
  currency: string;
  totalCents: number;
  delayDays?: number | null;
  sending: Sending;
  tracking?: string | null;
  /** An agreement that gives up the penalties if it is kept. */
  isWaiving?: boolean;
  invoices: { invoiceId: number; remainingCents: number }[];
}

/** Records a letter and its PDF. Call it inside a transaction. */
export const insertLetter = (
  db: Database,
  letter: NewLetter,
  file: { name: string; content: Uint8Array },
  now: Date,
): number => {
  const id = insertRow(db, 'letter', {
    client_id: letter.clientId,
    kind: letter.kind,
    written_on: letter.writtenOn,
    currency: letter.currency,
    total_cents: letter.totalCents,
    delay_days: letter.delayDays,
    sending: letter.sending,
    tracking: letter.tracking,
    waives_penalties: letter.isWaiving ?? false,
    recorded_at: now.toISOString(),
  });
  const link = db.prepare(
    'insert into letter_invoice (letter_id, invoice_id, remaining_cents) values (?, ?, ?)',
  );
  for (const { invoiceId, remainingCents } of letter.invoices) link.run(id, invoiceId, remainingCents);
  insertFile(db, { letterId: id, kind: letter.kind, ...file }, now);
  return id;
};

/** Stores the PDF of a letter, or a proof attached to an entry of the log. */
export const insertFile = (
  db: Database,
  file: { letterId?: number; contactId?: number; kind: string; name: string; content: Uint8Array },
  now: Date,
): void => {
  const content = Buffer.from(file.content);
  insertRow(db, 'document', {
    letter_id: file.letterId,
    contact_id: file.contactId,
    kind: file.kind,
    name: file.name,
    sha256: sha256Of(content),
    bytes: content.length,
    content,
    recorded_at: now.toISOString(),
  });
};

interface LetterRow extends Omit<Letter, 'invoiceIds' | 'returned'> {
  invoiceIds: string;
  returnedOn: LocalDate | null;
  returnedReason: NonNullable<Letter['returned']>['reason'] | null;
}

/** The last entry of a kind counts: a day typed wrong is typed again. */
const eventDay = (event: LetterEvent): string =>
  `(select c.on_day from letter_contact lc join contact c on c.id = lc.contact_id
    where lc.letter_id = l.id and lc.event = '${event}' and c.on_day <= @today order by c.id desc limit 1)`;

const RETURNED = "lc.event in ('refused', 'unclaimed', 'unknown-address')";

const select = (db: Database, where: string, bindings: Record<string, string | number>): Letter[] =>
  db
    .prepare<[Record<string, string | number>], LetterRow>(
      `select l.id, l.client_id clientId, l.kind, l.written_on writtenOn, l.currency, l.total_cents totalCents,
         l.delay_days delayDays, l.sending, l.tracking,
         case when l.signed_on <= @today then l.signed_on end signedOn,
         ${eventDay('posted')} postedOn, ${eventDay('presented')} presentedOn, ${eventDay('received')} receivedOn,
         (select c.on_day from letter_contact lc join contact c on c.id = lc.contact_id
          where lc.letter_id = l.id and ${RETURNED} and c.on_day <= @today order by c.id desc limit 1) returnedOn,
         (select lc.event from letter_contact lc join contact c on c.id = lc.contact_id
          where lc.letter_id = l.id and ${RETURNED} and c.on_day <= @today order by c.id desc limit 1) returnedReason,
         (select json_group_array(invoice_id) from letter_invoice where letter_id = l.id) invoiceIds
       from letter l where l.written_on <= @today and ${where} order by l.id`,
    )
    .all(bindings)
    .map(({ returnedOn, returnedReason, ...row }) => ({
      ...row,
      invoiceIds: JSON.parse(row.invoiceIds) as number[],
      returned:
        returnedOn === null || returnedReason === null ? null : { on: returnedOn, reason: returnedReason },
    }));

/** Letters of an invoice that were neither replaced nor given up, oldest first. */
export const listLettersOf = (db: Database, invoiceId: number, today: LocalDate): Letter[] =>
  select(
    db,
    'l.cancelled_on is null and l.id in (select letter_id from letter_invoice where invoice_id = @invoiceId)',
    { today, invoiceId },
  );

/** Letters that demanded instalments of an agreement, and were posted. */
export const listInstalmentDemands = (db: Database, agreementId: number, today: LocalDate): Letter[] =>
  select(
    db,
    `l.cancelled_on is null and l.kind = 'decheance-du-terme' and l.id > @agreementId and exists (
       select 1 from letter_invoice li where li.letter_id = l.id and li.invoice_id in
         (select invoice_id from letter_invoice where letter_id = @agreementId))`,
    { today, agreementId },
  ).filter(({ postedOn }) => postedOn !== null);

/** Letters to companies and people that were written, and whose invoices are still unpaid. */
export const listStandingLetters = (db: Database, today: LocalDate): Letter[] =>
  select(
    db,
    `l.cancelled_on is null and l.kind in ('mise-en-demeure', 'decheance-du-terme', 'reminder') and exists (
       select 1 from letter_invoice li join invoice i on i.id = li.invoice_id
       where li.letter_id = l.id and i.settled_on is null)`,
    { today },
  );

export const findLetter = (db: Database, id: number, today: LocalDate): Letter => {
  const [letter] = select(db, 'l.id = @id', { id, today });
  if (!letter) throw new Error(`no letter ${id}`);
  return letter;
};

/** A letter that was not posted is replaced, or given up. */
export const cancelLetter = (db: Database, id: number, on: LocalDate): void => {
  db.prepare('update letter set cancelled_on = ? where id = ? and cancelled_on is null').run(on, id);
};

export const signLetter = (db: Database, id: number, on: LocalDate): void => {
  db.prepare('update letter set signed_on = ? where id = ?').run(on, id);
};

/** How the letter left, and under which number. */
export const updateLetterSending = (
  db: Database,
  id: number,
  { sending, tracking }: { sending?: Sending | undefined; tracking?: string | undefined },
): void => {
  db.prepare(
    'update letter set sending = coalesce(?, sending), tracking = coalesce(?, tracking) where id = ?',
  ).run(sending ?? null, tracking ?? null, id);
};

/** Links an entry of the log to the letter whose life it tells. */
export const insertLetterEvent = (
  db: Database,
  letterId: number,
  contactId: number,
  event: LetterEvent,
): void => {
  try {
    db.prepare('insert into letter_contact (contact_id, letter_id, event) values (?, ?, ?)').run(
      contactId,
      letterId,
      event,
    );
  } catch (error) {
    throw isConstraint(error, 'letter_contact.letter_id')
      ? new RelanceError('Cette lettre est déjà notée comme postée', {
          code: 'already-posted',
          hint: 'relance show <facture> montre ce qui a été noté',
        })
      : error;
  }
};

/** The PDF of a letter. */
export const findLetterFile = (
  db: Database,
  letterId: number,
): { name: string; content: Buffer; sha256: string } | null =>
  db
    .prepare<[number], { name: string; content: Buffer; sha256: string }>(
      'select name, content, sha256 from document where letter_id = ? order by id desc limit 1',
    )
    .get(letterId) ?? null;

/** The instalments of an agreement, as it was written. */
export const insertInstalments = (
  db: Database,
  letterId: number,
  instalments: readonly { dueOn: LocalDate; amountCents: number }[],
): void => {
  const insert = db.prepare('insert into instalment (letter_id, due_on, amount_cents) values (?, ?, ?)');
  for (const { dueOn, amountCents } of instalments) insert.run(letterId, dueOn, amountCents);
};

export const listInstalments = (
  db: Database,
  letterId: number,
): { dueOn: LocalDate; amountCents: number }[] =>
  db
    .prepare<[number], { dueOn: LocalDate; amountCents: number }>(
      'select due_on dueOn, amount_cents amountCents from instalment where letter_id = ? order by due_on',
    )
    .all(letterId);

/** What the court answered to a request, and what followed. */
export interface CourtOrder {
  letterId: number;
  orderedOn: LocalDate;
  servedOn: LocalDate | null;
  opposedOn: LocalDate | null;
}

export const findCourtOrder = (db: Database, letterId: number): CourtOrder | null =>
  db
    .prepare<[number], CourtOrder>(
      'select letter_id letterId, ordered_on orderedOn, served_on servedOn, opposed_on opposedOn from court_order where letter_id = ?',
    )
    .get(letterId) ?? null;

/** Records the order, or completes it. */
export const saveCourtOrder = (db: Database, order: CourtOrder, now: Date): void => {
  db.prepare(
    `insert into court_order (letter_id, ordered_on, served_on, opposed_on, recorded_at) values (?, ?, ?, ?, ?)
     on conflict (letter_id) do update set ordered_on = excluded.ordered_on, served_on = excluded.served_on,
       opposed_on = excluded.opposed_on`,
  ).run(order.letterId, order.orderedOn, order.servedOn, order.opposedOn, now.toISOString());
};

/** Orders made on unpaid invoices and not served yet. */
export const listOrdersToServe = (
  db: Database,
  today: LocalDate,
): { letterId: number; orderedOn: LocalDate; invoiceIds: number[] }[] =>
  db
    .prepare<[LocalDate], { letterId: number; orderedOn: LocalDate; invoiceIds: string }>(
      `select o.letter_id letterId, o.ordered_on orderedOn,
         (select json_group_array(invoice_id) from letter_invoice where letter_id = o.letter_id) invoiceIds
       from court_order o where o.served_on is null and o.ordered_on <= ? and exists (
         select 1 from letter_invoice li join invoice i on i.id = li.invoice_id
         where li.letter_id = o.letter_id and i.settled_on is null)`,
    )
    .all(today)
    .map((row) => ({ ...row, invoiceIds: JSON.parse(row.invoiceIds) as number[] }));
