import { describe, expect, it } from 'vitest';
import {
  closeInvoice,
  findInvoice,
  findInvoiceByNumber,
  insertInvoice,
  listInvoices,
  listPenaltyRates,
  resolveInvoice,
  resolveInvoices,
  searchInvoices,
  updateInvoice,
  type InvoiceFilter,
} from '../../src/db/invoices.ts';
import type { Database } from '../../src/db/open.ts';
import type { Invoice, InvoiceFields } from '../../src/domain/money/invoice.ts';
import { aClient, anInvoice, aPayment, NOW, openBase, refusal, sentence, TODAY } from '../helpers/base.ts';

const numbersOf = (invoices: Invoice[]): string[] => invoices.map(({ number }) => number);

const numbered = (...numbers: string[]): Database => {
  const db = openBase();
  const { id } = aClient(db);
  for (const number of numbers) anInvoice(db, id, number);
  return db;
};

describe('the invoice that a person means', () => {
  it.each([
    ['its number', 'F-12', ['F-12']],
    ['its number in small letters', 'f-12', ['F-12']],
    ['a number within another', 'F-1', ['F-1']],
    ['a part of one', '120', ['F-120']],
    ['a part in small letters', 'av', ['AV-7']],
    ['its rank', '#2', ['F-12']],
    ['a rank that no invoice has', '#99', []],
    ['a negative sum, never the end of a number', '-12', []],
    ['no number', 'G', []],
    ['a sign that stands for others in SQL', '%', []],
  ])('%s', (_what, typed, numbers) => {
    expect(numbersOf(searchInvoices(numbered('F-1', 'F-12', 'F-120', 'AV-7'), typed))).toEqual(numbers);
  });

  it.each([
    ['F-9', 'unknown-invoice'],
    ['  ', 'unknown-invoice'],
    ['F', 'ambiguous-invoice'],
    [' F-1 ', ''],
  ])('« %s » is refused as %s', (typed, code) => {
    expect(refusal(() => resolveInvoice(numbered('F-1', 'F-12'), typed))).toBe(code);
  });

  it.each([
    [8, 8, false],
    [9, 8, true],
  ])('is one of %i: %i are named, the others told: %s', (count, named, isCut) => {
    const db = numbered(...Array.from({ length: count }, (_, index) => `2026-${index + 1}`));
    const said = sentence(() => resolveInvoice(db, '2026'));
    expect([said.match(/2026-\d/g)?.length, said.endsWith('…')]).toEqual([named, isCut]);
  });

  it('is named once however often it is typed, in the order typed', () => {
    const db = numbered('F-1', 'F-2', 'F-3');
    expect(numbersOf(resolveInvoices(db, ['F-3', 'f-1', '#3', 'F-1']))).toEqual(['F-3', 'F-1']);
  });

  it('is not there under a rank or a number never given', () => {
    const db = numbered('F-1');
    expect([refusal(() => findInvoice(db, 9)), findInvoiceByNumber(db, 'F-')]).toEqual([
      'unknown-invoice',
      null,
    ]);
  });
});

const WHOLE: InvoiceFields = {
  number: 'F-2026-042',
  clientId: 1,
  issuedOn: '2026-09-15',
  dueOn: '2026-10-15',
  performedOn: '2026-09-10',
  requestReceivedOn: '2026-09-16',
  currency: 'CHF',
  totalCents: 123_456,
  subject: 'Refonte du site',
  penaltyRate: '10 %',
  scenario: 'doux',
};

describe('an invoice', () => {
  it('is what was given, when it is made and when it is changed', () => {
    const db = openBase();
    aClient(db);
    const unpaid = { closedOn: null, closedAs: null, closedReason: null, paidCents: 0, settledOn: null };
    expect(insertInvoice(db, WHOLE, NOW)).toEqual({ id: 1, ...WHOLE, ...unpaid });
    anInvoice(db, 1);
    expect(updateInvoice(db, findInvoice(db, 2), { ...WHOLE, number: 'F-2' })).toEqual({
      id: 2,
      ...WHOLE,
      number: 'F-2',
      ...unpaid,
    });
  });

  it('that nothing changes is as it was', () => {
    const db = numbered('F-1');
    const before = findInvoice(db, 1);
    expect(updateInvoice(db, before, {})).toEqual(before);
  });

  it.each<[string, Partial<InvoiceFields>, string]>([
    ['the number of another', { number: 'f-2' }, 'duplicate-invoice'],
    ['its own number in other letters', { number: 'f-1' }, ''],
    ['a due date before its issue', { dueOn: '2026-09-14' }, 'due-before-issue'],
    ['a due date on its issue', { dueOn: '2026-09-15' }, ''],
    ['a total below what came in', { totalCents: 29_999 }, 'total-below-paid'],
  ])('given %s is refused as %s', (_what, fields, code) => {
    const db = numbered('F-1', 'F-2');
    aPayment(db, 1);
    expect(refusal(() => updateInvoice(db, findInvoice(db, 1), fields))).toBe(code);
  });

  it('of a number already there, or due before its issue, is not recorded', () => {
    const db = numbered('F-1');
    expect(refusal(() => anInvoice(db, 1, 'f-1'))).toBe('duplicate-invoice');
    expect(refusal(() => anInvoice(db, 1, 'F-2', { dueOn: '2026-09-14' }))).toBe('due-before-issue');
    expect(numbersOf(listInvoices(db, { today: TODAY }))).toEqual(['F-1']);
  });
});

/** One of each kind, of Durand; and one of Petit, overdue. */
const sorted = (): Database => {
  const db = openBase();
  const durand = aClient(db, 'Durand').id;
  const add = (number: string, dueOn: string, issuedOn = '2026-09-15'): number =>
    anInvoice(db, durand, number, { dueOn, issuedOn });
  aPayment(db, add('PAYEE', '2026-10-01'), { amountCents: 100_000 });
  add('A-ECHOIR', TODAY);
  add('ECHUE', '2026-11-22');
  add('A-VENIR', '2026-12-24', '2026-11-24');
  closeInvoice(db, add('ANNULEE', '2026-09-30'), { on: TODAY, as: 'cancelled', reason: 'erreur' });
  closeInvoice(db, add('PERDUE', '2026-10-31'), { on: TODAY, as: 'written-off', reason: 'liquidation' });
  anInvoice(db, aClient(db, 'Petit').id, 'PETIT', { dueOn: '2026-11-20' });
  return db;
};

describe('the invoices of a day', () => {
  it.each<[string, Partial<InvoiceFilter>, string[]]>([
    ['all, what is owed first', {}, ['PETIT', 'ECHUE', 'A-ECHOIR', 'ANNULEE', 'PAYEE', 'PERDUE']],
    ['open: due today is not late', { state: 'open' }, ['A-ECHOIR']],
    ['overdue since yesterday', { state: 'overdue' }, ['PETIT', 'ECHUE']],
    ['paid, not closed', { state: 'paid' }, ['PAYEE']],
    ['cancelled', { state: 'cancelled' }, ['ANNULEE']],
    ['written off', { state: 'written-off' }, ['PERDUE']],
    ['of one client', { state: 'overdue', clientId: 1 }, ['ECHUE']],
    ['the first two', { limit: 2 }, ['PETIT', 'ECHUE']],
    ['once issued', { state: 'open', today: '2026-11-24' }, ['A-VENIR']],
  ])('%s', (_what, filter, numbers) => {
    expect(numbersOf(listInvoices(sorted(), { today: TODAY, ...filter }))).toEqual(numbers);
  });

  it('due on one day come in the order of their recording', () => {
    expect(numbersOf(listInvoices(numbered('Z', 'A', 'M'), { today: TODAY }))).toEqual(['Z', 'A', 'M']);
  });

  it('carry each rate of their own once, as long as they are unpaid', () => {
    const db = openBase();
    const { id } = aClient(db);
    for (const [number, penaltyRate] of [
      ['F-1', '10 %'],
      ['F-2', '10 %'],
      ['F-3', null],
      ['F-4', '12 %'],
    ] as const)
      anInvoice(db, id, number, { penaltyRate });
    closeInvoice(db, 4, { on: TODAY, as: 'cancelled', reason: 'erreur' });
    expect(listPenaltyRates(db)).toEqual(['10 %']);
  });
});
