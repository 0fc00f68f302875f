import type { BankLine, KnownPayer, OpenEntry, Payable, Receipt } from '../domain/bank/bank-line.ts';
import { buildBankIndex } from '../domain/bank/bank-index.ts';
import { findWaiting, type WaitingLine } from '../domain/bank/bank-waiting.ts';
import { isAccountAlike } from '../domain/bank/bank-twin.ts';
import { addDays, type LocalDate } from '../domain/dates.ts';
import type { Database } from './open.ts';

/** Days between the same money in two formats, one of which gives the day of its value. */
const TWIN_DAYS = 3;

type LineRow = Omit<BankLine, 'isReversal' | 'twin'> & {
  isReversal: number;
  account: string;
  format: string;
  layout: string;
};

/** The line that a statement of another format brought within days, with the same sum. */
const findTwin = (
  db: Database,
  { id, on, totalCents, currency, account, format, layout }: LineRow,
): BankLine['twin'] => {
  const twin = db
    .prepare<
      [{ totalCents: number; on: LocalDate; currency: string; id: number; format: string; layout: string }],
      { id: number; on: LocalDate; account: string }
    >(
      `select e.id, e.on_day "on", e.account from bank_entry e join bank_statement s on s.id = e.statement_id
       where e.amount_cents = @totalCents and e.on_day between date(@on, '-${TWIN_DAYS} days') and date(@on, '+${TWIN_DAYS} days')
         and e.currency = @currency and e.id < @id and (s.format, s.layout) <> (@format, @layout) order by e.id desc`,
    )
    .all({ totalCents, on, currency, id, format, layout })
    .find((candidate) => isAccountAlike(candidate.account, account));
  return twin ? { id: twin.id, on: twin.on } : null;
};

const LINES = `select e.id, e.on_day "on", e.open_cents amountCents, e.amount_cents totalCents, e.currency, e.label, e.reference,
    e.counterparty, e.iban, e.is_reversal isReversal, e.account, s.format, s.layout
  from bank_entry e join bank_statement s on s.id = e.statement_id`;

const toLines = (db: Database, rows: readonly LineRow[]): BankLine[] =>
  rows.map((row) => {
    const { account: _account, format: _format, layout: _layout, isReversal, ...line } = row;
    return { ...line, isReversal: isReversal === 1, twin: findTwin(db, row) };
  });

/** Credits that pay nothing yet, and returned payments that take nothing back yet, oldest first; those set aside apart. */
export const listWaitingEntries = (db: Database, today: LocalDate): BankLine[] =>
  toLines(
    db,
    db
      .prepare<[LocalDate], LineRow>(
        `${LINES} where e.open_cents > 0 and e.ignored_on is null and (e.amount_cents > 0 or e.is_reversal = 1)
           and e.on_day <= ? order by e.on_day, e.id`,
      )
      .all(today),
  );

/** The credits that nobody has confirmed and that may pay an invoice, of one client or of all, as known on that day. */
export const listWaitingLines = (db: Database, today: LocalDate, ofClient?: number): WaitingLine[] => {
  const lines = listWaitingEntries(db, today);
  if (!lines.some(({ totalCents }) => totalCents > 0)) return [];
  const payables = listPayables(db, today, ofClient);
  return findWaiting(lines, payables, buildBankIndex(payables, listKnownPayers(db)));
};

/** Lines that no one has settled: credits, and returned payments. */
export const countWaitingEntries = (db: Database, today: LocalDate): { credits: number; returns: number } => {
  const row = db
    .prepare<[LocalDate], { credits: number; returns: number }>(
      `select coalesce(sum(amount_cents > 0), 0) credits, coalesce(sum(amount_cents < 0), 0) returns from bank_entry
       where open_cents > 0 and ignored_on is null and (amount_cents > 0 or is_reversal = 1) and on_day <= ?`,
    )
    .get(today);
  return row ?? { credits: 0, returns: 0 };
};

/** Credits of that sum, in the weeks before a debit, that pay nothing, set aside or not. */
export const listUnmatchedCredits = (db: Database, debit: BankLine, days: number): OpenEntry[] =>
  db
    .prepare<[{ amountCents: number; currency: string; on: LocalDate }], OpenEntry>(
      `select id, on_day "on", open_cents amountCents, currency, label, reference, counterparty, iban from bank_entry
       where amount_cents = @amountCents and on_day between coalesce(date(@on, '-${days} days'), '') and @on
         and currency = @currency and open_cents > 0`,
    )
    .all({ amountCents: -debit.totalCents, currency: debit.currency, on: debit.on });

/** Of these lines, those that pay or take back nothing yet, whatever they are, oldest first. */
export const listOpenEntries = (db: Database, ids: readonly number[]): BankLine[] =>
  toLines(
    db,
    db
      .prepare<[string], LineRow>(
        `${LINES} where e.id in (select value from json_each(?)) and e.open_cents > 0 and e.ignored_on is null
         order by e.on_day, e.id`,
      )
      .all(JSON.stringify(ids)),
  );

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

/** Settled invoices whose numbers may still come in a label: a second payment, thanks for the first. */
const NAMED_AGAIN_DAYS = 400;

/** Unpaid invoices, and those settled of late, on which nothing remains. */
export const listPayables = (db: Database, today: LocalDate, ofClient?: number): Payable[] =>
  db
    .prepare<[{ since: LocalDate; clientId: number | null }], Payable>(
      `select i.id, i.number, i.client_id clientId, c.name clientName, i.issued_on issuedOn, i.due_on dueOn, i.currency,
         case when i.settled_on is null then i.total_cents - i.paid_cents else 0 end remainingCents
       from (select * from invoice where settled_on is null union all select * from invoice where settled_on >= @since) i
       join client c on c.id = i.client_id where @clientId is null or i.client_id = @clientId order by i.due_on, i.id`,
    )
    .all({ since: addDays(today, -NAMED_AGAIN_DAYS), clientId: ofClient ?? null });

export const listKnownPayers = (db: Database): KnownPayer[] =>
  db.prepare<[], KnownPayer>('select client_id clientId, kind, value from client_payer').all();

/** Who has just paid is known next time. */
export const learnPayer = (db: Database, payer: KnownPayer, now: Date): void => {
  db.prepare(
    'insert into client_payer (client_id, kind, value, recorded_at) values (?, ?, ?, ?) on conflict do nothing',
  ).run(payer.clientId, payer.kind, payer.value, now.toISOString());
};

type ReceiptRow = Omit<Receipt, 'paymentIds' | 'invoiceNumbers' | 'isMatched'> & {
  paymentId: number;
  invoiceNumber: string;
  /** What makes several payments one transfer: a line of the bank, or one command. */
  transfer: string;
  isMatched: number;
};

/** How far back of a line money may have been received that it repeats or takes back. */
const RECEIPT_DAYS = 100;

/** Money received, by single payments and by whole transfers. */
export const listReceipts = (db: Database, oldest: LocalDate): Receipt[] => {
  const rows = db
    .prepare<[LocalDate], ReceiptRow>(
      `select p.id paymentId, i.number invoiceNumber, c.id clientId, c.name clientName, p.received_on "on", p.amount_cents amountCents, i.currency,
         coalesce('line ' || m.entry_id, p.recorded_at || ' ' || i.client_id || ' ' || p.received_on || ' ' || i.currency) transfer,
         m.entry_id is not null isMatched
       from payment p join invoice i on i.id = p.invoice_id join client c on c.id = i.client_id
       left join bank_match m on m.payment_id = p.id and m.kind = 'pays'
       where p.kind in ('payment', 'penalties', 'overpayment') and p.overpayment_id is null and p.reversed_on is null
         and p.received_on >= coalesce(date(?, '-${RECEIPT_DAYS} days'), '')
       order by p.received_on, p.id`,
    )
    .all(oldest);
  const transfers = new Map<string, ReceiptRow[]>();
  for (const row of rows) {
    const of = transfers.get(row.transfer);
    if (of) of.push(row);
    else transfers.set(row.transfer, [row]);
  }
  const receipt = (of: readonly ReceiptRow[]): Receipt[] => {
    const [first] = of;
    if (!first) return [];
    return [
      {
        paymentIds: of.map(({ paymentId }) => paymentId),
        invoiceNumbers: [...new Set(of.map(({ invoiceNumber }) => invoiceNumber))],
        clientId: first.clientId,
        clientName: first.clientName,
        on: first.on,
        amountCents: of.reduce((sum, { amountCents }) => sum + amountCents, 0),
        currency: first.currency,
        isMatched: first.isMatched === 1,
      },
    ];
  };
  return [...transfers.values()].flatMap((of) => [
    ...(of.length > 1 ? receipt(of) : []),
    // Of a transfer that the bank made, all comes back or nothing.
    ...(of.length > 1 && of[0]?.isMatched === 1 ? [] : of.flatMap((row) => receipt([row]))),
  ]);
};
