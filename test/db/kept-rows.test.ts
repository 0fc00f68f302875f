import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open.ts';
import { aClient, aContact, anInvoice, aPayment, openBase, refusal, step } from '../helpers/base.ts';

const AT = '2026-11-23T11:00:00.000Z';

/** One row of each kind, all with the id 1 but the overpayment and the contact of the letter. */
const lived = (): Database => {
  const db = openBase();
  const { id } = aClient(db);
  const invoice = anInvoice(db, id);
  aPayment(db, invoice, { reference: 'VIR 1' });
  aPayment(db, invoice, { kind: 'overpayment', amountCents: 5000 });
  aContact(db, id, [step(invoice)]);
  db.exec(`
    insert into letter (client_id, kind, written_on, currency, total_cents, delay_days, sending, recorded_at)
      values (1, 'mise-en-demeure', '2026-11-02', 'EUR', 70000, 8, 'lrar', '${AT}');
    insert into interruption (invoice_id, kind, on_day, recorded_at) values (1, 'summons', '2026-11-02', '${AT}');
    insert into waiver (invoice_id, on_day, reason, recorded_at) values (1, '2026-11-02', 'geste', '${AT}');
    insert into document (invoice_id, kind, name, sha256, bytes, content, recorded_at)
      values (1, 'invoice', 'F-1.pdf', 'a', 1, x'00', '${AT}');
    insert into client_sign (client_id, kind, on_day, recorded_at) values (1, 'haggling', '2026-11-02', '${AT}');
    insert into client_check (client_id, item, answer, on_day, recorded_at)
      values (1, 'identity', 'yes', '2026-11-02', '${AT}');
    insert into bank_statement (file_name, sha256, format, account, currency, to_on, recorded_at)
      values ('r.ofx', 'b', 'ofx', 'FR76', 'EUR', '2026-11-20', '${AT}');
    insert into bank_entry (statement_id, account, entry_key, on_day, amount_cents, currency, label, is_reversal, open_cents, recorded_at)
      values (1, 'FR76', 'k1', '2026-11-02', 30000, 'EUR', 'VIR DURAND', 0, 30000, '${AT}');`);
  return db;
};

describe('what was recorded is never lost', () => {
  it.each([
    ['payment', 'payment rows are never erased'],
    ['invoice', 'invoice rows are never erased'],
    ['contact', 'the contact log is append-only'],
    ['letter', 'letter rows are never erased'],
    ['interruption', 'interruption rows are never erased'],
    ['waiver', 'waiver rows are never erased'],
    ['document', 'a stored document is kept'],
    ['client_sign', 'client_sign rows are never erased'],
    ['client_check', 'client_check rows are never erased'],
    ['bank_statement', 'bank statements are never erased'],
    ['bank_entry', 'bank entries are never erased'],
  ])('%s: neither by a deletion nor under a row put in its place', (table, words) => {
    const db = lived();
    const rows = db.prepare(`select * from ${table}`).all();
    expect(refusal(() => db.exec(`delete from ${table} where id = 1`))).toBe(words);
    expect(
      refusal(() => db.exec(`insert or replace into ${table} select * from ${table} where id = 1`)),
    ).toBe(words);
    expect(db.prepare(`select * from ${table}`).all()).toEqual(rows);
  });

  it('a client that has invoices', () => {
    expect(refusal(() => lived().exec('delete from client'))).toBe('FOREIGN KEY constraint failed');
  });

  it('an invoice, under another one of the same number', () => {
    const db = lived();
    expect(
      refusal(() =>
        db.exec(`insert or replace into invoice (number, client_id, issued_on, due_on, currency, total_cents, recorded_at)
          values ('f-1', 1, '2026-11-01', '2026-12-01', 'EUR', 1, '${AT}')`),
      ),
    ).toBe('invoice rows are never erased');
  });

  it.each([
    ['the day of a payment', "update payment set received_on = '2026-11-03'"],
    ['its sum', 'update payment set amount_cents = 1'],
    ['what it pays', "update payment set kind = 'penalties'"],
    [
      'its sum, while it is reversed',
      "update payment set amount_cents = 1, reversed_on = '2026-11-04' where id = 1",
    ],
  ])('%s is not rewritten', (_what, sql) => {
    expect(refusal(() => lived().exec(sql))).toBe('a payment can only be reversed, once');
  });

  it.each([
    ["reversed_on = '2026-11-06'", 'a second time'],
    ['reversed_on = null', 'to stand again'],
  ])('a payment taken back is not changed %s: %s', (change) => {
    const db = lived();
    db.exec("update payment set reversed_on = '2026-11-05' where id = 1");
    expect(refusal(() => db.exec(`update payment set ${change} where id = 1`))).toBe(
      'a payment can only be reversed, once',
    );
  });

  it.each(["kind = 'reminder', delay_days = null", 'total_cents = 1', 'delay_days = 15', "currency = 'USD'"])(
    'a letter claims what it claimed when it was written: %s',
    (change) => {
      expect(refusal(() => lived().exec(`update letter set ${change}`))).toBe(
        'a letter is frozen once written',
      );
    },
  );

  it.each([
    ['amount_cents = 1', 'a bank entry is frozen'],
    ["on_day = '2026-11-03'", 'a bank entry is frozen'],
    ["label = 'VIR PETIT'", 'a bank entry is frozen'],
    ["ignored_on = '2026-11-23'", ''],
  ])('a line of the bank says what the bank wrote: %s', (change, words) => {
    expect(refusal(() => lived().exec(`update bank_entry set ${change}`))).toBe(words);
  });
});
