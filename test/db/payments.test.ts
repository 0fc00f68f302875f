import { describe, expect, it } from 'vitest';
import { closeInvoice, findInvoice, updateInvoice } from '../../src/db/invoices.ts';
import type { Database } from '../../src/db/open.ts';
import {
  findPayment,
  isEmptyDatabase,
  listOverpayments,
  listPayments,
  listPaymentsSince,
  reversePayment,
} from '../../src/db/payments.ts';
import { aClient, anInvoice, aPayment, openBase, refusal, TODAY } from '../helpers/base.ts';

const DAY = '2026-11-02';

const owing = (): { db: Database; client: number; invoice: number } => {
  const db = openBase();
  const client = aClient(db).id;
  return { db, client, invoice: anInvoice(db, client) };
};

const sumsOf = (db: Database, invoice: number): [paidCents: number, settledOn: string | null] => {
  const { paidCents, settledOn } = findInvoice(db, invoice);
  return [paidCents, settledOn];
};

describe('what remains due of 1 000,00 €', () => {
  it.each([
    ['payment', 30_000],
    ['credit-note', 30_000],
    ['penalties', 0],
    ['overpayment', 0],
  ] as const)('after a %s of 300,00 € is lowered by %i cents', (kind, paidCents) => {
    const { db, invoice } = owing();
    aPayment(db, invoice, { kind });
    expect(sumsOf(db, invoice)).toEqual([paidCents, null]);
  });

  it('is nothing on the day of the last payment received, in whatever order they are noted', () => {
    const { db, invoice } = owing();
    aPayment(db, invoice, { amountCents: 60_000, receivedOn: '2026-11-12' });
    aPayment(db, invoice, { amountCents: 40_000, receivedOn: '2026-11-05' });
    expect(sumsOf(db, invoice)).toEqual([100_000, '2026-11-12']);
  });

  it('counts neither the day of penalties nor that of a payment taken back', () => {
    const { db, invoice } = owing();
    aPayment(db, invoice, { kind: 'penalties', receivedOn: '2026-11-20' });
    reversePayment(db, aPayment(db, invoice, { receivedOn: '2026-11-19' }), TODAY, null);
    aPayment(db, invoice, { amountCents: 100_000, receivedOn: '2026-11-12' });
    expect(sumsOf(db, invoice)).toEqual([100_000, '2026-11-12']);
  });

  it('comes back when a payment is taken back', () => {
    const { db, invoice } = owing();
    const paid = aPayment(db, invoice, { amountCents: 100_000 });
    reversePayment(db, paid, TODAY, 'chèque sans provision');
    expect(sumsOf(db, invoice)).toEqual([0, null]);
    expect(findPayment(db, paid.id)).toEqual({
      ...paid,
      reversedOn: TODAY,
      reversedReason: 'chèque sans provision',
    });
  });

  it.each([
    [70_001, 'payment-exceeds'],
    [70_000, ''],
  ])('refuses %i cents once 300,00 € came in: « %s »', (amountCents, code) => {
    const { db, invoice } = owing();
    aPayment(db, invoice);
    expect(refusal(() => aPayment(db, invoice, { amountCents }))).toBe(code);
  });

  it('refuses no sum above it that is an overpayment', () => {
    const { db, invoice } = owing();
    expect(refusal(() => aPayment(db, invoice, { kind: 'overpayment', amountCents: 900_000 }))).toBe('');
  });

  it('follows the total of the invoice, which never goes below what came in', () => {
    const { db, invoice } = owing();
    aPayment(db, invoice);
    const lower = (totalCents: number): string =>
      refusal(() => updateInvoice(db, findInvoice(db, invoice), { totalCents }));
    expect(lower(29_999)).toBe('total-below-paid');
    expect(lower(30_000)).toBe('');
    expect(sumsOf(db, invoice)).toEqual([30_000, DAY]);
    expect(lower(30_001)).toBe('');
    expect(sumsOf(db, invoice)).toEqual([30_000, null]);
  });

  it('is nothing from the day on which the invoice is closed, whatever comes and goes after', () => {
    const { db, invoice } = owing();
    const paid = aPayment(db, invoice);
    closeInvoice(db, invoice, { on: '2026-11-10', as: 'written-off', reason: 'liquidation' });
    expect(sumsOf(db, invoice)).toEqual([30_000, '2026-11-10']);
    reversePayment(db, paid, TODAY, null);
    expect(sumsOf(db, invoice)).toEqual([0, '2026-11-10']);
  });
});

const overpaid = () => {
  const { db, client, invoice } = owing();
  const source = aPayment(db, invoice, { kind: 'overpayment', amountCents: 20_000 });
  const next = anInvoice(db, client, 'F-2');
  const draw = (amountCents: number, overpaymentId = source.id) =>
    aPayment(db, next, { amountCents, method: 'overpayment', overpaymentId });
  const available = (): number[] => listOverpayments(db, TODAY).map(({ availableCents }) => availableCents);
  return { db, client, invoice, source, draw, available };
};

describe('an overpayment', () => {
  it('is what a client has paid too much, less what was drawn on it', () => {
    const { db, client, source, draw } = overpaid();
    draw(15_000);
    expect(listOverpayments(db, TODAY)).toEqual([
      {
        id: source.id,
        client: { id: client, name: 'Atelier Durand', kind: 'entreprise' },
        currency: 'EUR',
        invoiceNumber: 'F-1',
        availableCents: 5000,
      },
    ]);
  });

  it('is drawn on to its last cent, and not beyond', () => {
    const { draw, available } = overpaid();
    draw(15_000);
    expect(refusal(() => draw(5001))).toBe('overpayment-used');
    draw(5000);
    expect(available()).toEqual([]);
    expect(refusal(() => draw(1))).toBe('overpayment-used');
  });

  it('lends nothing once it is taken back, to another client, or when it is none', () => {
    const { db, source, draw } = overpaid();
    const stranger = anInvoice(db, aClient(db, 'Petit').id, 'F-3');
    const lent = { method: 'overpayment', overpaymentId: source.id, amountCents: 100 } as const;
    expect(refusal(() => aPayment(db, stranger, lent))).toBe('overpayment-used');
    const plain = aPayment(db, anInvoice(db, source.id, 'F-4'), { amountCents: 20_000 });
    expect(refusal(() => draw(100, plain.id))).toBe('overpayment-used');
    reversePayment(db, source, TODAY, null);
    expect(refusal(() => draw(100))).toBe('overpayment-used');
  });

  it('comes back when what was drawn on it is taken back', () => {
    const { db, draw, available } = overpaid();
    reversePayment(db, draw(20_000), TODAY, null);
    expect(available()).toEqual([20_000]);
  });

  it('is not taken back while a payment stands on it', () => {
    const { db, source, draw, available } = overpaid();
    const drawn = draw(5000);
    expect(refusal(() => reversePayment(db, source, TODAY, null))).toBe('overpayment-used');
    reversePayment(db, drawn, TODAY, null);
    reversePayment(db, source, TODAY, null);
    expect(available()).toEqual([]);
  });

  it.each([
    ['the day before', '2026-11-01', 0],
    ['the day', DAY, 1],
  ])('is seen %s it came in: %s', (_when, day, count) => {
    expect(listOverpayments(overpaid().db, day)).toHaveLength(count);
  });

  it('is the money of its client alone', () => {
    const { db, client } = overpaid();
    const other = aClient(db, 'Petit').id;
    expect([other, client].map((id) => listOverpayments(db, TODAY, id).length)).toEqual([0, 1]);
  });
});

describe('a payment', () => {
  it.each([
    ['that is not there', (db: Database) => findPayment(db, 9), 'unknown-payment'],
    [
      'that was taken back already',
      (db: Database) => {
        reversePayment(db, findPayment(db, 1), TODAY, null);
        reversePayment(db, findPayment(db, 1), TODAY, null);
      },
      'already-reversed',
    ],
  ])('%s is refused', (_what, work, code) => {
    const { db, invoice } = owing();
    aPayment(db, invoice);
    expect(refusal(() => work(db))).toBe(code);
  });

  it('is listed with the others of its invoice by day, those to come and those of others apart', () => {
    const { db, client, invoice } = owing();
    aPayment(db, anInvoice(db, client, 'F-2'));
    const days = ['2026-11-12', TODAY, '2026-11-24', '2026-11-05'];
    for (const receivedOn of days) aPayment(db, invoice, { receivedOn, amountCents: 100 });
    expect(listPayments(db, invoice, TODAY).map(({ receivedOn }) => receivedOn)).toEqual([
      '2026-11-05',
      '2026-11-12',
      TODAY,
    ]);
  });
});

const since = (db: Database) => listPaymentsSince(db, '2026-11-10', TODAY);

describe('what came in lately', () => {
  it.each([
    ['the day before', { receivedOn: '2026-11-09' }, 0],
    ['the first day', { receivedOn: '2026-11-10' }, 1],
    ['today', { receivedOn: TODAY }, 1],
    ['tomorrow', { receivedOn: '2026-11-24' }, 0],
    ['a credit note, which is no money', { receivedOn: TODAY, kind: 'credit-note' as const }, 0],
    ['penalties', { receivedOn: TODAY, kind: 'penalties' as const }, 1],
  ])('%s', (_what, fields, count) => {
    const { db, invoice } = owing();
    aPayment(db, invoice, fields);
    expect(since(db)).toHaveLength(count);
  });
});

it('a base is new until its first client', () => {
  const db = openBase();
  expect(isEmptyDatabase(db)).toBe(true);
  aClient(db);
  expect(isEmptyDatabase(db)).toBe(false);
});
