import type { Database } from './engine.ts';

/** Rows changed on a connection and that are no fact recorded by a command: migrations, rehearsals, what is only staged. */
const apart = new WeakMap<Database, number>();

const changesOf = (db: Database): number =>
  db.prepare<[], number>('select total_changes()').pluck().get() ?? 0;

/** From here on, what changes is recorded by the command. */
export const beginRecording = (db: Database): void => {
  apart.set(db, changesOf(db));
};

/** A work whose changes are taken back, or kept apart. */
export const withoutRecording = <T>(db: Database, work: () => T): T => {
  const before = changesOf(db);
  try {
    return work();
  } finally {
    apart.set(db, (apart.get(db) ?? 0) + changesOf(db) - before);
  }
};

/** Whether the command has recorded anything: a person who stops there must not be told that nothing was. */
export const hasRecorded = (db: Database): boolean => changesOf(db) > (apart.get(db) ?? 0);

/** Plays a work for real and takes it back: what it gives is what the real run would. */
export const rehearse = <T>(db: Database, work: () => T): T =>
  withoutRecording(db, () => {
    db.exec('begin immediate');
    try {
      return work();
    } finally {
      db.exec('rollback');
    }
  });
