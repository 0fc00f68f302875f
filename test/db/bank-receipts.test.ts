import { describe, expect, it } from 'vitest';
import { learnPayer, listKnownPayers, listPayables, listReceipts } from '../../src/db/bank-entries.ts';
import { closeInvoice } from '../../src/db/invoices.ts';
import type { Database } from '../../src/db/open.ts';
import { reversePayment } from '../../src/db/payments.ts';
import { line, pays, readStatement } from '../helpers/bank-lines.ts';
import { aClient, anInvoice, aPayment, NOW, openBase, TODAY } from '../helpers/base.ts';

/** A client who owes 1 000,00 €, and one line of 300,00 €. */
const waiting = (): Database => {
  const db = openBase();
  anInvoice(db, aClient(db).id);
  readStatement(db, [line()]);
  return db;
};

const payable = (db: Database, ofClient?: number): [string, number][] =>
  listPayables(db, TODAY, ofClient).map(({ number, remainingCents }) => [number, remainingCents]);

describe('the invoices that a line may pay', () => {
  it('are the unpaid ones, due first, and those settled of late with nothing left', () => {
    const db = openBase();
    const { id } = aClient(db);
    anInvoice(db, id, 'F-2');
    anInvoice(db, id, 'F-1', { dueOn: '2026-10-01' });
    for (const [number, on] of [
      ['RECENTE', '2025-10-19'],
      ['ANCIENNE', '2025-10-18'],
    ] as const)
      closeInvoice(db, anInvoice(db, id, number), { on, as: 'written-off', reason: 'liquidation' });
    anInvoice(db, aClient(db, 'Petit').id, 'P-1');
    aPayment(db, 1);
    expect(payable(db, id)).toEqual([
      ['F-1', 100_000],
      ['F-2', 70_000],
      ['RECENTE', 0],
    ]);
    expect(payable(db).map(([number]) => number)).toEqual(['F-1', 'F-2', 'RECENTE', 'P-1']);
  });
});

describe('the money received', () => {
  it('is told by payment, and by transfer when one command noted several', () => {
    const db = waiting();
    anInvoice(db, 1, 'F-2');
    const at = new Date('2026-11-02T09:00:00Z');
    aPayment(db, 1, { amountCents: 100 }, at);
    aPayment(db, 2, { amountCents: 200, kind: 'penalties' }, at);
    aPayment(db, 1, { amountCents: 400 }, NOW);
    expect(listReceipts(db, TODAY).map(({ paymentIds, amountCents }) => [paymentIds, amountCents])).toEqual([
      [[1, 2], 300],
      [[1], 100],
      [[2], 200],
      [[3], 400],
    ]);
  });

  it('that a line of the bank made comes back whole or not at all', () => {
    const db = waiting();
    for (const amountCents of [10_000, 20_000]) pays(db, 1, aPayment(db, 1, { amountCents }));
    expect(listReceipts(db, TODAY)).toEqual([
      {
        paymentIds: [1, 2],
        invoiceNumbers: ['F-1'],
        clientId: 1,
        clientName: 'Atelier Durand',
        on: '2026-11-02',
        amountCents: 30_000,
        currency: 'EUR',
        isMatched: true,
      },
    ]);
  });

  it.each([
    ['a hundred days before', { receivedOn: '2026-08-15' }, 1],
    ['a day before that', { receivedOn: '2026-08-14' }, 0],
    ['a credit note', { kind: 'credit-note' as const }, 0],
    ['an overpayment', { kind: 'overpayment' as const }, 1],
  ])('is what came of it: %s', (_what, fields, count) => {
    const db = waiting();
    aPayment(db, 1, fields);
    expect(listReceipts(db, TODAY)).toHaveLength(count);
  });
});

it('money taken back, or drawn on an overpayment, was not received', () => {
  const db = waiting();
  reversePayment(db, aPayment(db, 1), TODAY, null);
  const { id: overpaymentId } = aPayment(db, 1, { kind: 'overpayment' });
  aPayment(db, 1, { method: 'overpayment', overpaymentId });
  expect(listReceipts(db, TODAY).map(({ paymentIds }) => paymentIds)).toEqual([[overpaymentId]]);
});

it('who has paid for a client is learnt once', () => {
  const db = waiting();
  const payer = { clientId: 1, kind: 'name', value: 'DURAND SARL' } as const;
  learnPayer(db, payer, NOW);
  learnPayer(db, payer, NOW);
  expect(listKnownPayers(db)).toEqual([payer]);
});
