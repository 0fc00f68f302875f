import type DatabaseConstructor from 'better-sqlite3';
import { connect } from '../../../src/db/engine.ts';
import type { World } from '../world.ts';

/** Six consonants: a format may put words before or after them. */
const TOKEN = /\b[B-DF-HJ-NP-TV-XZ]{6}\b/;

/** A line of the bank, as the program keeps it. */
export interface Row {
  id: number;
  token: string;
  on: string;
  cents: number;
  leftCents: number;
  isIgnored: number;
  counterparty: string | null;
  iban: string | null;
}

export interface PaymentRow {
  id: number;
  invoiceId: number;
  cents: number;
  kind: string;
  isReversed: number;
  on: string;
  /** The line of the bank that makes it. */
  entry: number | null;
}

/** What the program has recorded. */
export interface Books {
  rows: Row[];
  payments: PaymentRow[];
  /** What is left of each invoice. */
  leftOf: Map<number, number>;
}

// A payment that came back is not left to be made again.
const ROWS = `select e.id, e.label, e.on_day "on", e.amount_cents cents, e.counterparty, e.iban, e.ignored_on is not null isIgnored,
    abs(e.amount_cents) - coalesce((select sum(p.amount_cents) from bank_match m join payment p on p.id = m.payment_id
      where m.entry_id = e.id and (m.kind = 'takes-back' or p.reversed_on is null or exists
        (select 1 from bank_match b where b.payment_id = p.id and b.kind = 'takes-back'))), 0) leftCents
  from bank_entry e order by e.on_day, e.id`;
const PAYMENTS = `select p.id, p.invoice_id invoiceId, p.amount_cents cents, p.kind, p.reversed_on is not null isReversed,
    p.received_on "on", (select m.entry_id from bank_match m where m.payment_id = p.id and m.kind = 'pays') entry
  from payment p`;
const LEFT = `select i.id, i.total_cents - coalesce((select sum(p.amount_cents) from payment p where p.invoice_id = i.id
    and p.kind in ('payment', 'credit-note') and p.reversed_on is null), 0) leftCents from invoice i`;

/** Reads the file itself, beside the program; one connection for a month, which would else be spent in opening it. */
export class BooksReader {
  readonly #db: DatabaseConstructor.Database;
  readonly #rows: DatabaseConstructor.Statement<[], Omit<Row, 'token'> & { label: string }>;
  readonly #payments: DatabaseConstructor.Statement<[], PaymentRow>;
  readonly #left: DatabaseConstructor.Statement<[], { id: number; leftCents: number }>;

  constructor(world: World) {
    // Not `readonly`: what a killed process left behind is then for the next one to undo, this one too.
    this.#db = connect(world.databasePath);
    this.#rows = this.#db.prepare(ROWS);
    this.#payments = this.#db.prepare(PAYMENTS);
    this.#left = this.#db.prepare(LEFT);
  }

  read(): Books {
    return this.#db.transaction(() => ({
      rows: this.#rows.all().map(({ label, ...row }) => ({ ...row, token: TOKEN.exec(label)?.[0] ?? '' })),
      payments: this.#payments.all(),
      leftOf: new Map(this.#left.all().map(({ id, leftCents }) => [id, leftCents])),
    }))();
  }

  /** What SQLite itself finds wrong in the file. */
  damages(): unknown[] {
    return [
      ...this.#db.prepare('pragma foreign_key_check').all(),
      ...this.#db.prepare("select * from pragma_integrity_check where integrity_check <> 'ok'").all(),
    ];
  }

  close(): void {
    this.#db.close();
  }
}
