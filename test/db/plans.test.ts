import { describe, expect, it } from 'vitest';
import { endHold, insertHold } from '../../src/db/hold-rows.ts';
import { insertInstalments, listInstalments, signLetter } from '../../src/db/letters.ts';
import type { Database } from '../../src/db/open.ts';
import { reversePayment } from '../../src/db/payments.ts';
import { loadAgreements, loadPlans } from '../../src/db/plans.ts';
import { PLAN_KEPT, type PlanFact } from '../../src/domain/schedule/payment-plan.ts';
import { aClient, aLetter, anInvoice, aPayment, NOW, openBase, tellLetter, TODAY } from '../helpers/base.ts';

const WRITTEN = '2026-09-21';
const AT = new Date(`${WRITTEN}T11:00:00Z`);
const FIRST = '2026-10-01';
const SECOND = '2026-12-01';

/** 2 000,00 € on two invoices, and the protocol that gives two days to pay them. */
const agreed = (isWaiving = false): { db: Database; letterId: number; holdId: number } => {
  const db = openBase();
  const client = aClient(db).id;
  anInvoice(db, client, 'F-1', { issuedOn: '2026-08-01', dueOn: '2026-09-10' });
  anInvoice(db, client, 'F-2', { issuedOn: '2026-08-01', dueOn: '2026-09-01' });
  const letter = { kind: 'agreement', writtenOn: WRITTEN, sending: 'none', isWaiving } as const;
  const letterId = aLetter(db, client, [1, 2], letter, AT);
  // Typed in any order, they are owed in that of their days.
  insertInstalments(db, letterId, [
    { dueOn: SECOND, amountCents: 120_000 },
    { dueOn: FIRST, amountCents: 80_000 },
  ]);
  const holdId = insertHold(db, { kind: 'plan', invoiceId: 1, fromOn: '2026-09-25', letterId }, AT);
  return { db, letterId, holdId };
};

const planOf = (db: Database, letterId: number, today = TODAY): PlanFact | undefined =>
  loadPlans(db, [letterId], today).get(letterId);

/** The letter that demands what is overdue, posted on the 12th: eight days from its presentation, on the 14th. */
const demand = (db: Database): number => {
  const id = aLetter(db, 1, [1, 2], { kind: 'decheance-du-terme', writtenOn: '2026-10-12' });
  tellLetter(db, id, 'posted', '2026-10-12');
  tellLetter(db, id, 'presented', '2026-10-14');
  return id;
};
const DEADLINE = '2026-10-22';

describe('a plan', () => {
  it('is its instalments, what it covers and what came in', () => {
    const { db, letterId } = agreed();
    signLetter(db, letterId, '2026-09-25');
    aPayment(db, 1, { receivedOn: '2026-10-05', amountCents: 100_000 });
    expect(planOf(db, letterId)).toEqual({
      letterId,
      writtenOn: WRITTEN,
      signedOn: '2026-09-25',
      instalments: [
        { dueOn: FIRST, amountCents: 80_000 },
        { dueOn: SECOND, amountCents: 120_000 },
      ],
      receivedCents: 100_000,
      principalCents: 200_000,
      lapsedOn: null,
      demandedUntil: null,
      owedInvoiceIds: [2],
    });
  });

  it('not signed yet counts from the day it was written, the invoice due first carrying its reminders', () => {
    const { db, letterId } = agreed();
    const plan = planOf(db, letterId);
    expect([plan?.signedOn, plan?.owedInvoiceIds]).toEqual([WRITTEN, [2, 1]]);
  });

  it('lists its instalments by day, of itself alone', () => {
    const { db, letterId } = agreed();
    expect(listInstalments(db, letterId).map(({ dueOn }) => dueOn)).toEqual([FIRST, SECOND]);
    expect(listInstalments(db, 99)).toEqual([]);
  });

  const before = new Date(AT.getTime() - 1000);

  it.each([
    ['a transfer of the day after', { receivedOn: '2026-09-22' }, NOW, 30_000],
    ['penalties', { receivedOn: '2026-10-05', kind: 'penalties' as const }, NOW, 30_000],
    ['a credit note', { receivedOn: '2026-10-05', kind: 'credit-note' as const }, NOW, 30_000],
    ['an overpayment', { receivedOn: '2026-10-05', kind: 'overpayment' as const }, NOW, 0],
    ['what came the day before it was written', { receivedOn: '2026-09-20' }, NOW, 0],
    ['what was noted that day, before it', { receivedOn: WRITTEN }, before, 0],
    ['what was noted that day, with it', { receivedOn: WRITTEN }, AT, 30_000],
    ['what comes tomorrow', { receivedOn: '2026-11-24' }, NOW, 0],
  ])('is paid by %s', (_what, fields, now, receivedCents) => {
    const { db, letterId } = agreed();
    aPayment(db, 1, fields, now);
    expect(planOf(db, letterId)?.receivedCents).toBe(receivedCents);
  });

  it('is no more paid by a transfer from the day it is taken back', () => {
    const { db, letterId } = agreed();
    reversePayment(db, aPayment(db, 1, { receivedOn: '2026-10-05' }), '2026-11-10', null);
    const received = ['2026-11-09', '2026-11-10'].map((day) => planOf(db, letterId, day)?.receivedCents);
    expect(received).toEqual([30_000, 0]);
  });

  it('of no letter is none', () => {
    expect(loadPlans(agreed().db, [], TODAY)).toEqual(new Map());
  });
});

describe('the déchéance of an agreement', () => {
  it.each([
    ['before the letter is posted', '2026-10-11', null, null],
    ['the last day of its delay', DEADLINE, null, DEADLINE],
    ['the day after', '2026-10-23', '2026-10-23', null],
  ])('%s', (_when, day, lapsedOn, demandedUntil) => {
    const { db, letterId } = agreed();
    demand(db);
    const plan = planOf(db, letterId, day);
    expect([plan?.lapsedOn, plan?.demandedUntil]).toEqual([lapsedOn, demandedUntil]);
  });

  it.each([
    ['all that was overdue, on the last day', 80_000, DEADLINE, null],
    ['a cent less', 79_999, DEADLINE, '2026-10-23'],
    ['all of it, too late', 80_000, '2026-10-23', '2026-10-23'],
  ])('depends on what came in: %s', (_what, amountCents, receivedOn, lapsedOn) => {
    const { db, letterId } = agreed();
    demand(db);
    aPayment(db, 1, { receivedOn, amountCents });
    expect(planOf(db, letterId)?.lapsedOn).toBe(lapsedOn);
  });

  it('does not come of a letter that found nobody at its address', () => {
    const { db, letterId } = agreed();
    tellLetter(db, demand(db), 'unknown-address', '2026-10-14');
    expect(planOf(db, letterId)?.lapsedOn).toBe(null);
  });
});

describe('what an agreement changes to the figures of an invoice', () => {
  it.each([[true], [false]])('penalties given up: %s', (isWaiving) => {
    const { db } = agreed(isWaiving);
    expect(loadAgreements(db, [1, 2], TODAY)).toEqual(new Map([[1, { countedOn: WRITTEN, isWaiving }]]));
  });

  it.each([
    ['the day before its plan begins', '2026-09-24', []],
    ['from that day', '2026-09-25', [1]],
    ['the day before the déchéance', DEADLINE, [1]],
    ['no more from the déchéance on', '2026-10-23', []],
  ])('%s', (_when, day, ids) => {
    const { db } = agreed();
    demand(db);
    expect([...loadAgreements(db, [1], day).keys()]).toEqual(ids);
  });

  it.each([
    ['kept to its end: for good', PLAN_KEPT, [1]],
    ['ended before: no more', 'accord rompu', []],
  ])('%s', (_what, reason, ids) => {
    const { db, holdId } = agreed();
    endHold(db, holdId, '2026-11-10', reason);
    expect([...loadAgreements(db, [1], TODAY).keys()]).toEqual(ids);
    expect([...loadAgreements(db, [1], '2026-11-09').keys()]).toEqual([1]);
  });
});
