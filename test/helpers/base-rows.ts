import type { Database } from '../../src/db/open.ts';

const AT = '2026-11-23T11:00:00.000Z';

export type Row = Record<string, string | number | null>;

/** A row that is accepted, by table: each test spoils one thing in one of them. */
export const ROWS = {
  creditor: { id: 1, name: 'Jeanne Martin' },
  client: { name: 'Petit', kind: 'entreprise', recorded_at: AT },
  invoice: {
    number: 'F-2',
    client_id: 1,
    issued_on: '2026-11-01',
    due_on: '2026-12-01',
    currency: 'EUR',
    total_cents: 100,
    recorded_at: AT,
  },
  payment: {
    invoice_id: 1,
    received_on: '2026-11-02',
    amount_cents: 100,
    kind: 'payment',
    method: 'transfer',
    recorded_at: AT,
  },
  hold: { kind: 'dispute', invoice_id: 1, from_on: '2026-11-02', recorded_at: AT },
  insolvency: { client_id: 1, type: 'redressement', judged_on: '2026-11-02', recorded_at: AT },
  contact: {
    client_id: 1,
    at: AT,
    on_day: '2026-11-23',
    channel: 'email',
    direction: 'out',
    status: 'logged',
    about_overdue: 1,
    recorded_at: AT,
  },
  contact_invoice: { contact_id: 1, invoice_id: 2, remaining_cents: 1, days_late: 1, counts: 1 },
  letter: {
    client_id: 1,
    kind: 'reminder',
    written_on: '2026-11-02',
    currency: 'EUR',
    total_cents: 100,
    sending: 'simple',
    recorded_at: AT,
  },
  instalment: { letter_id: 1, due_on: '2026-12-01', amount_cents: 100 },
  court_order: { letter_id: 1, ordered_on: '2026-11-10', recorded_at: AT },
  reference_rate: { kind: 'bce', from_on: '2026-01-01', bps: 215, source: 'BCE', recorded_at: AT },
  waiver: { invoice_id: 1, on_day: '2026-11-02', reason: 'geste', recorded_at: AT },
  bank_statement: {
    file_name: 'r.ofx',
    sha256: 'b',
    format: 'ofx',
    account: '',
    currency: 'EUR',
    recorded_at: AT,
  },
  client_check: { client_id: 1, item: 'identity', answer: 'yes', on_day: '2026-11-02', recorded_at: AT },
  import_mapping: { name: 'indy', columns: '{}', recorded_at: AT },
} satisfies Record<string, Row>;

export type Table = keyof typeof ROWS;

/** Writes a row as a program that ignored every rule of this one would. */
export const insertRow = (db: Database, table: Table, fields: Row): void => {
  const row: Row = { ...ROWS[table], ...fields };
  const names = Object.keys(row);
  db.prepare(`insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`).run(
    ...Object.values(row),
  );
};
