import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open.ts';
import { insertRow, ROWS, type Row, type Table } from '../helpers/base-rows.ts';
import { aClient, aContact, anInvoice, openBase, refusal, step } from '../helpers/base.ts';

/** Two invoices of one client, the first one reminded, and a protocol. */
const lived = (): Database => {
  const db = openBase();
  const { id } = aClient(db);
  const invoice = anInvoice(db, id);
  anInvoice(db, id, 'F-0');
  aContact(db, id, [step(invoice)]);
  insertRow(db, 'letter', { kind: 'agreement' });
  return db;
};

const check = (expression: string): string => `CHECK constraint failed: ${expression}`;

describe('the base accepts', () => {
  it.each(Object.keys(ROWS) as Table[])('a row of %s as the program writes it', (table) => {
    const db = lived();
    expect(refusal(() => insertRow(db, table, {}))).toBe('');
  });
});

describe('the base refuses', () => {
  it.each<[string, Table, Row, string]>([
    ['a second creditor', 'creditor', { id: 2 }, check('id = 1')],
    ['a creditor without a name', 'creditor', { name: ' ' }, check("trim(name) <> ''")],
    [
      'a bank known for ever',
      'creditor',
      { bank_max_age_days: 61 },
      check('bank_max_age_days between 1 and 60'),
    ],
    ['a client without a name', 'client', { name: '' }, check("trim(name) <> ''")],
    [
      'two clients of one name',
      'client',
      { name: 'ATELIER DURAND' },
      'UNIQUE constraint failed: client.name',
    ],
    [
      'a ceiling of no currency',
      'client',
      { ceiling_cents: 1 },
      check('(ceiling_cents is null) = (ceiling_currency is null)'),
    ],
    ['an invoice of nothing', 'invoice', { total_cents: 0 }, check('total_cents > 0')],
    ['two invoices of one number', 'invoice', { number: 'f-1' }, 'UNIQUE constraint failed: invoice.number'],
    ['an invoice of no client', 'invoice', { client_id: 9 }, 'FOREIGN KEY constraint failed'],
    ['an invoice due before it is issued', 'invoice', { due_on: '2026-10-31' }, check('due_after_issue')],
    ['an invoice closed without saying why', 'invoice', { closed_on: '2026-12-01' }, check('closed_whole')],
    [
      'a day that does not exist',
      'invoice',
      { issued_on: '2026-02-30' },
      check('issued_on = date(issued_on)'),
    ],
    ['a day with its hour', 'invoice', { due_on: '2026-12-01 10:00' }, check('due_on = date(due_on)')],
    [
      'cents with decimals',
      'invoice',
      { total_cents: 99.5 },
      'cannot store REAL value in INTEGER column invoice.total_cents',
    ],
    ['a payment of nothing', 'payment', { amount_cents: 0 }, check('amount_cents > 0')],
    [
      'a day of effect for money',
      'payment',
      { effective_on: '2026-11-02' },
      check("effective_on is null or (kind = 'credit-note' and effective_on = date(effective_on))"),
    ],
    [
      'an overpayment used that is none',
      'payment',
      { method: 'overpayment' },
      check("(method = 'overpayment') = (overpayment_id is not null)"),
    ],
    ['a hold of nobody', 'hold', { invoice_id: null }, check('(client_id is null) <> (invoice_id is null)')],
    [
      'a hold of an invoice and of its client',
      'hold',
      { client_id: 1 },
      check('(client_id is null) <> (invoice_id is null)'),
    ],
    [
      'a pause without end',
      'hold',
      { kind: 'pause' },
      check("kind not in ('pause', 'promise') or until_on is not null"),
    ],
    [
      'a promise of no sum',
      'hold',
      { kind: 'promise', until_on: '2026-12-01' },
      check("kind <> 'promise' or amount_cents is not null"),
    ],
    [
      'the subject of a dispute on a pause',
      'hold',
      { kind: 'pause', until_on: '2026-12-01', category: 'amount' },
      check(
        "category is null or (kind = 'dispute' and category in ('service', 'amount', 'delivery', 'order', 'invoice', 'other'))",
      ),
    ],
    [
      'a dispute that carries out an agreement',
      'hold',
      { letter_id: 1 },
      check("letter_id is null or kind = 'plan'"),
    ],
    [
      'words of the client that a server sent',
      'contact',
      { direction: 'in', status: 'sent' },
      check("direction = 'out' or status = 'logged'"),
    ],
    [
      'an answer to our own words',
      'contact',
      { answered_on: '2026-11-23' },
      check("answered_on is null or direction = 'in'"),
    ],
    [
      'a step without its day',
      'contact_invoice',
      { step: 'relance-1' },
      check('(step is null) = (step_day is null)'),
    ],
    [
      'a contact told twice of an invoice',
      'contact_invoice',
      { invoice_id: 1 },
      'UNIQUE constraint failed: contact_invoice.contact_id, contact_invoice.invoice_id',
    ],
    [
      'a mise en demeure without a delay',
      'letter',
      { kind: 'mise-en-demeure' },
      check("(kind in ('mise-en-demeure', 'decheance-du-terme')) = (delay_days is not null)"),
    ],
    [
      'a delay of three months and more',
      'letter',
      { kind: 'mise-en-demeure', delay_days: 91 },
      check('delay_days between 1 and 90'),
    ],
    [
      'a signature on a mere letter',
      'letter',
      { signed_on: '2026-11-03' },
      check("signed_on is null or kind = 'agreement'"),
    ],
    [
      'an agreement signed before it is written',
      'letter',
      { kind: 'agreement', signed_on: '2026-11-01' },
      check('signed_on >= written_on and signed_on = date(signed_on)'),
    ],
    [
      'penalties given up by a mere letter',
      'letter',
      { waives_penalties: 1 },
      check("waives_penalties in (0, 1) and (waives_penalties = 0 or kind = 'agreement')"),
    ],
    [
      'an order served before it is made',
      'court_order',
      { served_on: '2026-11-09' },
      check('served_on is null or served_on >= ordered_on'),
    ],
    [
      'an opposition to an order not served',
      'court_order',
      { opposed_on: '2026-12-01' },
      check('opposed_on is null or (served_on is not null and opposed_on >= served_on)'),
    ],
    [
      'a legal rate in the middle of a semester',
      'reference_rate',
      { kind: 'legal', from_on: '2026-03-01' },
      check('legal_by_semester'),
    ],
    ['a rate of more than twenty per cent', 'reference_rate', { bps: 2001 }, check('bps between 0 and 2000')],
    ['a waiver without a reason', 'waiver', { reason: ' ' }, check("trim(reason) <> ''")],
    [
      'a format that no reader has',
      'bank_statement',
      { format: 'pdf' },
      check("format in ('ofx', 'camt053', 'mt940', 'cfonb120', 'qif', 'csv')"),
    ],
    ['columns that are not JSON', 'import_mapping', { columns: '{' }, check('json_valid(columns)')],
  ])('%s', (_what, table, spoilt, words) => {
    const db = lived();
    expect(refusal(() => insertRow(db, table, spoilt))).toBe(words);
  });

  it('two instalments on one day', () => {
    const db = lived();
    insertRow(db, 'instalment', {});
    expect(refusal(() => insertRow(db, 'instalment', { amount_cents: 5 }))).toBe(
      'UNIQUE constraint failed: instalment.letter_id, instalment.due_on',
    );
  });

  it.each<[Table, string]>([
    ['insolvency', 'insolvency.client_id'],
    ['waiver', 'waiver.invoice_id'],
  ])('a second %s, until the first is cancelled', (table, column) => {
    const db = lived();
    insertRow(db, table, {});
    expect(refusal(() => insertRow(db, table, {}))).toBe(`UNIQUE constraint failed: ${column}`);
    db.exec(`update ${table} set cancelled_on = '2026-11-20'`);
    expect(refusal(() => insertRow(db, table, {}))).toBe('');
  });
});
