import { describe, expect, it } from 'vitest';
import { listChecks, insertCheck } from '../../src/db/client-checks.ts';
import { cancelSign, insertSign, listSigns } from '../../src/db/client-signs.ts';
import {
  cancelInsolvency,
  endHold,
  findInsolvency,
  insertHold,
  listOpenHolds,
  listPromises,
  saveInsolvency,
} from '../../src/db/hold-rows.ts';
import { cancelInterruption, insertInterruption, listInterruptions } from '../../src/db/interruptions.ts';
import type { Database } from '../../src/db/open.ts';
import { cancelWaiver, insertWaiver } from '../../src/db/waivers.ts';
import { aClient, anInvoice, NOW, openBase, refusal, TODAY } from '../helpers/base.ts';

/** A client who owes two invoices. */
const owing = (): Database => {
  const db = openBase();
  const { id } = aClient(db);
  anInvoice(db, id);
  anInvoice(db, id, 'F-2');
  return db;
};

describe('a hold', () => {
  it('stands until it is ended, for its invoice or for its client alone', () => {
    const db = owing();
    const pause = insertHold(
      db,
      { kind: 'pause', clientId: 1, fromOn: TODAY, untilOn: '2026-12-01', reason: 'congés' },
      NOW,
    );
    const dispute = insertHold(
      db,
      { kind: 'dispute', invoiceId: 1, fromOn: TODAY, amountCents: 5000, category: 'amount' },
      NOW,
    );
    const shared = {
      fromOn: TODAY,
      invoiceId: null,
      clientId: null,
      untilOn: null,
      amountCents: null,
      reason: null,
    };
    expect(listOpenHolds(db, { clientId: 1 })).toEqual([
      { ...shared, id: pause, kind: 'pause', clientId: 1, untilOn: '2026-12-01', reason: 'congés' },
    ]);
    expect(listOpenHolds(db, { invoiceId: 1 })).toEqual([
      { ...shared, id: dispute, kind: 'dispute', invoiceId: 1, amountCents: 5000 },
    ]);
    expect(listOpenHolds(db, { invoiceId: 2 })).toEqual([]);
    endHold(db, dispute, TODAY, 'avoir accordé');
    expect(listOpenHolds(db, { invoiceId: 1 })).toEqual([]);
  });

  it('ended once keeps its day and its reason', () => {
    const db = owing();
    const id = insertHold(db, { kind: 'handover', invoiceId: 1, fromOn: TODAY }, NOW);
    endHold(db, id, '2026-11-20', 'rendu');
    endHold(db, id, TODAY, 'autre');
    expect(db.prepare('select ended_on, ended_reason from hold').raw().all()).toEqual([
      ['2026-11-20', 'rendu'],
    ]);
  });

  it('that is a promise is told even once broken, from the day it was made', () => {
    const db = owing();
    const promise = (fromOn: string, untilOn: string, invoiceId = 1): number =>
      insertHold(db, { kind: 'promise', invoiceId, fromOn, untilOn, amountCents: 30_000 }, NOW);
    promise(TODAY, '2026-12-01');
    endHold(db, promise('2026-11-02', '2026-11-10'), '2026-11-11', 'non tenue');
    promise('2026-11-02', '2026-11-10', 2);
    const [first, second] = [
      { madeOn: '2026-11-02', promisedOn: '2026-11-10', amountCents: 30_000 },
      { madeOn: TODAY, promisedOn: '2026-12-01', amountCents: 30_000 },
    ];
    expect(listPromises(db, 1, TODAY)).toEqual([first, second]);
    expect(listPromises(db, 1, '2026-11-22')).toEqual([first]);
  });
});

describe('a collective proceeding', () => {
  const judged = {
    clientId: 1,
    type: 'sauvegarde',
    judgedOn: '2026-11-02',
    bodaccOn: null,
    mandataire: null,
  } as const;

  it('is completed while it is open, and opened anew once it is cancelled', () => {
    const db = owing();
    expect(findInsolvency(db, 1)).toBe(null);
    saveInsolvency(db, judged, NOW);
    const completed = {
      ...judged,
      type: 'redressement',
      bodaccOn: '2026-11-10',
      mandataire: 'SELARL Axyme',
    } as const;
    saveInsolvency(db, completed, NOW);
    expect(findInsolvency(db, 1)).toEqual({ id: 1, ...completed });
    cancelInsolvency(db, 1, TODAY);
    expect(findInsolvency(db, 1)).toBe(null);
    saveInsolvency(db, judged, NOW);
    expect(findInsolvency(db, 1)).toEqual({ id: 2, ...judged });
  });
});

describe('what interrupts the prescription', () => {
  const on = '2026-11-02';
  const summons = { invoiceId: 1, kind: 'summons', on, note: 'TC Bordeaux' } as const;

  it.each([
    ['the day before it', '2026-11-01', 0],
    ['its day', on, 1],
    ['the day before it is cancelled', '2026-11-19', 1],
    ['the day it is cancelled', '2026-11-20', 0],
  ])('is known %s', (_when, day, count) => {
    const db = owing();
    const id = insertInterruption(db, summons, NOW);
    cancelInterruption(db, { id, invoiceId: 1, on: '2026-11-20' });
    expect(listInterruptions(db, day)).toEqual(Array.from({ length: count }, () => ({ id, ...summons })));
  });

  it('is of one invoice, or told for all by day', () => {
    const db = owing();
    insertInterruption(db, { ...summons, on: '2026-11-10' }, NOW);
    insertInterruption(db, { ...summons, invoiceId: 2 }, NOW);
    expect(listInterruptions(db, TODAY).map(({ id }) => id)).toEqual([2, 1]);
    expect(listInterruptions(db, TODAY, 1).map(({ id }) => id)).toEqual([1]);
  });

  it.each([
    ['of another invoice', 2],
    ['cancelled already', 1],
  ])('is not cancelled when it is %s', (_what, invoiceId) => {
    const db = owing();
    const id = insertInterruption(db, summons, NOW);
    if (invoiceId === 1) cancelInterruption(db, { id, invoiceId, on: TODAY });
    expect(refusal(() => cancelInterruption(db, { id, invoiceId, on: TODAY }))).toBe('unknown-interruption');
  });
});

it('penalties given up are claimed again once, when the waiver is taken back', () => {
  const db = owing();
  insertWaiver(db, { invoiceId: 1, on: TODAY, reason: 'geste commercial' }, NOW);
  expect([cancelWaiver(db, 2, TODAY), cancelWaiver(db, 1, TODAY), cancelWaiver(db, 1, TODAY)]).toEqual([
    false,
    true,
    false,
  ]);
});

describe('what is known of a client', () => {
  it.each([
    ['the day before', '2026-11-01', 0],
    ['the day', '2026-11-02', 1],
    ['the day before it is cancelled', '2026-11-19', 1],
    ['the day it is cancelled', '2026-11-20', 0],
  ])('is a warning sign seen %s', (_when, day, count) => {
    const db = owing();
    const sign = { kind: 'haggling', note: null, on: '2026-11-02' } as const;
    const id = insertSign(db, { clientId: 1, ...sign }, NOW);
    cancelSign(db, id, '2026-11-20');
    expect(listSigns(db, 1, day)).toEqual(Array.from({ length: count }, () => ({ id, ...sign })));
  });

  it('is the last answer to each question, of those given by then', () => {
    const db = owing();
    const no = { item: 'identity', answer: 'no', note: null, on: '2026-11-02' } as const;
    const yes = { ...no, answer: 'yes', note: 'Kbis reçu', on: TODAY } as const;
    insertCheck(db, 1, no, NOW);
    insertCheck(db, 1, yes, NOW);
    expect(listChecks(db, 1, TODAY)).toEqual(new Map([['identity', yes]]));
    expect(listChecks(db, 1, '2026-11-22')).toEqual(new Map([['identity', no]]));
  });
});
