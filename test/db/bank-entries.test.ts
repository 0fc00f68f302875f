import { describe, expect, it } from 'vitest';
import {
  countWaitingEntries,
  ignoreEntry,
  listOpenEntries,
  listUnmatchedCredits,
  listWaitingEntries,
} from '../../src/db/bank-entries.ts';
import type { NewEntry } from '../../src/db/bank-statements.ts';
import type { Database } from '../../src/db/open.ts';
import { reversePayment } from '../../src/db/payments.ts';
import type { BankLine } from '../../src/domain/bank/bank-line.ts';
import { line, pays, readStatement, takesBack } from '../helpers/bank-lines.ts';
import { aClient, anInvoice, aPayment, openBase, refusal, TODAY } from '../helpers/base.ts';

/** A client who owes 1 000,00 €, and one line of 300,00 €. */
const waiting = (): Database => {
  const db = openBase();
  anInvoice(db, aClient(db).id);
  readStatement(db, [line()]);
  return db;
};

const openCents = (db: Database): number[] =>
  db.prepare<[], number>('select open_cents from bank_entry order by id').pluck().all();
const idsOf = (lines: { id: number }[]): number[] => lines.map(({ id }) => id);

const DEBIT = line({ amountCents: -30_000, label: 'REJET PRLV', date: '2026-11-10', isReversal: true });

describe('what of a line pays nothing yet', () => {
  it('goes down with each payment that it makes', () => {
    const db = waiting();
    pays(db, 1, aPayment(db, 1, { amountCents: 10_000 }));
    expect(openCents(db)).toEqual([20_000]);
    pays(db, 1, aPayment(db, 1, { amountCents: 20_000 }));
    expect(openCents(db)).toEqual([0]);
  });

  it('is never less than nothing: payments above the line are refused', () => {
    const db = waiting();
    pays(db, 1, aPayment(db, 1, { amountCents: 10_000 }));
    const more = aPayment(db, 1, { amountCents: 20_001 });
    expect(refusal(() => pays(db, 1, more))).toBe('the payments exceed the bank entry');
    expect(openCents(db)).toEqual([20_000]);
  });

  it('comes back when the payment was noted by mistake, and may pay again', () => {
    const db = waiting();
    const mistake = aPayment(db, 1);
    pays(db, 1, mistake);
    reversePayment(db, mistake, TODAY, null);
    expect(openCents(db)).toEqual([30_000]);
    pays(db, 1, aPayment(db, 1));
    expect(openCents(db)).toEqual([0]);
  });

  it('does not come back when the bank takes the money back: neither line is to be matched again', () => {
    const db = waiting();
    readStatement(db, [DEBIT]);
    const paid = aPayment(db, 1);
    pays(db, 1, paid);
    reversePayment(db, paid, '2026-11-10', 'rejet');
    takesBack(db, 2, paid);
    expect(openCents(db)).toEqual([0, 0]);
  });

  it('is of one line: a payment is made once', () => {
    const db = waiting();
    readStatement(db, [line({ amountCents: 40_000 })]);
    const paid = aPayment(db, 1);
    pays(db, 1, paid);
    expect(refusal(() => pays(db, 2, paid))).toBe(
      'UNIQUE constraint failed: bank_match.payment_id, bank_match.kind',
    );
  });
});

describe('the lines that wait', () => {
  it('are told whole, with what is left of them', () => {
    const db = openBase();
    anInvoice(db, aClient(db).id);
    const said = { reference: 'F-1', counterparty: 'Atelier Durand', iban: 'FR1420041010050500013M02606' };
    readStatement(db, [line(said)]);
    pays(db, 1, aPayment(db, 1, { amountCents: 10_000 }));
    const left: BankLine = {
      id: 1,
      on: '2026-11-02',
      amountCents: 20_000,
      totalCents: 30_000,
      currency: 'EUR',
      label: 'VIR SEPA ATELIER DURAND',
      ...said,
      isReversal: false,
      twin: null,
    };
    expect(listWaitingEntries(db, TODAY)).toEqual([left]);
    expect(listOpenEntries(db, [1])).toEqual([left]);
  });

  it.each<[string, Partial<NewEntry>, { credits: number; returns: number }]>([
    ['a credit', {}, { credits: 1, returns: 0 }],
    ['a credit of today', { date: TODAY }, { credits: 1, returns: 0 }],
    ['a credit of tomorrow', { date: '2026-11-24' }, { credits: 0, returns: 0 }],
    ['a payment that came back', DEBIT, { credits: 0, returns: 1 }],
    ['an expense', { amountCents: -30_000 }, { credits: 0, returns: 0 }],
  ])('%s', (_what, fields, count) => {
    const db = openBase();
    readStatement(db, [line(fields)]);
    expect(countWaitingEntries(db, TODAY)).toEqual(count);
    expect(listWaitingEntries(db, TODAY)).toHaveLength(count.credits + count.returns);
  });

  it('are none of those set aside, or matched to the cent', () => {
    const db = waiting();
    readStatement(db, [line({ amountCents: 500 })]);
    pays(db, 1, aPayment(db, 1));
    expect([ignoreEntry(db, 2, TODAY), ignoreEntry(db, 2, TODAY), ignoreEntry(db, 9, TODAY)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([listWaitingEntries(db, TODAY), listOpenEntries(db, [1, 2])]).toEqual([[], []]);
    expect(countWaitingEntries(db, TODAY)).toEqual({ credits: 0, returns: 0 });
  });

  it('come by day, an expense too when it is asked for', () => {
    const db = openBase();
    readStatement(db, [
      line({ date: '2026-11-12' }),
      line({ amountCents: -500 }),
      line({ date: '2026-11-05' }),
    ]);
    expect(idsOf(listWaitingEntries(db, TODAY))).toEqual([3, 1]);
    expect(idsOf(listOpenEntries(db, [1, 2, 3, 99]))).toEqual([2, 3, 1]);
  });

  it.each([
    ['three days before', '2026-10-30', true],
    ['three days after', '2026-11-05', true],
    ['four days before', '2026-10-29', false],
    ['four days after', '2026-11-06', false],
  ])('may be the same money as one of another format %s', (_when, date, isTwin) => {
    const db = waiting();
    readStatement(db, [line({ date, label: 'PETIT' })], { format: 'qif', account: '' });
    const twins = listOpenEntries(db, [1, 2]).map(({ id, twin }) => [id, twin]);
    expect(Object.fromEntries(twins)).toEqual({ 1: null, 2: isTwin ? { id: 1, on: '2026-11-02' } : null });
  });

  it('may be the same money as the last of several alike', () => {
    const db = waiting();
    readStatement(db, [line({ date: '2026-11-03', key: 'b' })]);
    readStatement(db, [line({ date: '2026-11-04', label: 'PETIT' })], { format: 'qif', account: '' });
    expect(listOpenEntries(db, [3]).map(({ twin }) => twin)).toEqual([{ id: 2, on: '2026-11-03' }]);
  });
});

describe('the credits that a debit may give back', () => {
  const debit: BankLine = { ...DEBIT, id: 9, on: DEBIT.date, totalCents: -30_000, twin: null };

  it.each<[string, Partial<NewEntry>, number]>([
    ['of its day', { date: '2026-11-10' }, 1],
    ['of the first day looked at', { date: '2026-10-31' }, 1],
    ['of the day before that', { date: '2026-10-30' }, 0],
    ['of the day after', { date: '2026-11-11' }, 0],
    ['of a cent less', { amountCents: 29_999 }, 0],
    ['in another currency', { currency: 'CHF' }, 0],
  ])('%s: %o', (_what, fields, count) => {
    const db = openBase();
    readStatement(db, [line(fields)]);
    expect(listUnmatchedCredits(db, debit, 10)).toHaveLength(count);
  });

  it('are those set aside too, none that pays something whole', () => {
    const db = waiting();
    readStatement(db, [line({ date: '2026-11-03' })]);
    ignoreEntry(db, 2, TODAY);
    pays(db, 1, aPayment(db, 1));
    expect(idsOf(listUnmatchedCredits(db, debit, 10))).toEqual([2]);
  });
});
