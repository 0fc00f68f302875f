import { describe, expect, it } from 'vitest';
import { listClients } from '../../src/db/clients.ts';
import { insertHold } from '../../src/db/hold-rows.ts';
import { latestRecordedAt } from '../../src/db/latest-fact.ts';
import type { Database } from '../../src/db/open.ts';
import { hasRecorded, rehearse, withoutRecording } from '../../src/db/recorded.ts';
import { openStaging } from '../../src/db/staging.ts';
import { readStatement } from '../helpers/bank-lines.ts';
import { aClient, aContact, aLetter, anInvoice, aPayment, openBase, refusal } from '../helpers/base.ts';

describe('a command that stops is told to have recorded something', () => {
  it.each<[string, (db: Database) => void, boolean]>([
    ['after a reading', (db) => listClients(db), false],
    ['after a writing', (db) => aClient(db), true],
    ['not after a rehearsal', (db) => rehearse(db, () => aClient(db)), false],
    [
      'not after a rehearsal that failed',
      (db) => refusal(() => rehearse(db, () => (aClient(db), aClient(db)))),
      false,
    ],
    ['not after what was staged', (db) => openStaging(db).put([1, 2]), false],
    ['after a rehearsal then played', (db) => (rehearse(db, () => aClient(db)), aClient(db)), true],
    [
      'after a writing then a rehearsal',
      (db) => (aClient(db), rehearse(db, () => aClient(db, 'Petit'))),
      true,
    ],
    [
      'not after a work kept apart that failed',
      (db) => refusal(() => withoutRecording(db, () => (aClient(db), aClient(db)))),
      false,
    ],
  ])('%s', (_what, work, isRecorded) => {
    const db = openBase();
    expect(hasRecorded(db)).toBe(false);
    work(db);
    expect(hasRecorded(db)).toBe(isRecorded);
  });
});

describe('a rehearsal', () => {
  it('gives what the real run would, and takes it back', () => {
    const db = openBase();
    const rehearsed = rehearse(db, () => aClient(db));
    expect([listClients(db), db.inTransaction]).toEqual([[], false]);
    expect(aClient(db)).toEqual(rehearsed);
  });

  it('that fails takes back what it had done', () => {
    const db = openBase();
    expect(refusal(() => rehearse(db, () => (aClient(db), aClient(db))))).toBe('duplicate-client');
    expect([listClients(db), db.inTransaction]).toEqual([[], false]);
  });
});

const all = (staging: { batches: () => Generator<number[]> }): number[] => [...staging.batches()].flat();

describe('what is staged', () => {
  it('comes back in its order, whatever the number of batches', () => {
    const staging = openStaging<number>(openBase());
    const items = Array.from({ length: 2001 }, (_, index) => index);
    staging.put(items);
    expect(all(staging)).toEqual(items);
    expect([...staging.batches()].map(({ length }) => length)).toEqual([1000, 1000, 1]);
  });

  it('of a file that is not read whole is forgotten, with that file alone', () => {
    const staging = openStaging<number>(openBase());
    staging.put([1, 2]);
    const mark = staging.mark();
    staging.put([3]);
    staging.forgetAfter(mark);
    staging.put([4]);
    expect(all(staging)).toEqual([1, 2, 4]);
  });

  it('is gone when another import begins', () => {
    const db = openBase();
    openStaging<number>(db).put([1]);
    const next = openStaging<number>(db);
    expect([next.mark(), all(next)]).toEqual([0, []]);
    next.drop();
    expect(refusal(() => next.put([1]))).toContain('no such table');
  });
});

describe('the instant of the last thing recorded', () => {
  const LATER = new Date('2026-11-24T09:00:00Z');

  it('is unknown in a base where nothing was', () => {
    expect(latestRecordedAt(openBase())).toBe(null);
  });

  it.each<[string, (db: Database) => unknown]>([
    ['a payment', (db) => aPayment(db, 1, {}, LATER)],
    ['a hold', (db) => insertHold(db, { kind: 'handover', invoiceId: 1, fromOn: '2026-11-24' }, LATER)],
    ['a letter', (db) => aLetter(db, 1, [1], {}, LATER)],
    ['a statement', (db) => readStatement(db, [], {}, LATER)],
  ])('is that of %s, whatever was recorded of another kind before', (_what, record) => {
    const db = openBase();
    anInvoice(db, aClient(db).id);
    aContact(db, 1, []);
    record(db);
    expect(latestRecordedAt(db)).toBe(LATER.toISOString());
  });

  it('that no clock ever gave is unknown: a clock is not judged by it', () => {
    const db = openBase();
    aClient(db);
    db.exec("update client set recorded_at = 'hier'");
    expect(latestRecordedAt(db)).toBe(null);
  });
});
