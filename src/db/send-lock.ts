import { realpathSync } from 'node:fs';
import { RelanceError } from '../errors.ts';
import { hasSending, markOrphansUncertain } from './contacts.ts';
import { codeOf, connect, createFile, type Database } from './engine.ts';
import { isBehindJournal, recoverSendings } from './recovery.ts';
import { readJournal } from './send-journal.ts';

/**
 * The lock is an exclusive transaction on a file beside the database: the system frees it when the process dies, however it dies.
 * @returns what frees it; null when another process has it
 */
const lockBeside = (db: Database, end: string): (() => void) | null => {
  const path = `${realpathSync(db.name)}.${end}`;
  createFile(path);
  const lock = connect(path, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (codeOf(error) === 'SQLITE_BUSY') return null;
    throw error;
  }
  return () => {
    lock.close();
  };
};

/** One sending at a time per database. Returns what frees it. */
export const lockSending = (db: Database): (() => void) => {
  const free = lockBeside(db, 'envoi');
  if (free === null)
    throw new RelanceError('Un autre envoi est en cours sur cette base', {
      code: 'sending-locked',
      hint: 'attendez qu’il se termine, puis recommencez',
    });
  return free;
};

/** One filing at a time, which keeps no sending waiting: two that search at once would both find nothing. */
export const lockFiling = (db: Database): (() => void) | null => lockBeside(db, 'classement');

/**
 * Attempts left « sending » by a run that died become uncertain, and so do the messages that only the journal remembers, so
 * that a reading shows them at once. While a sending is under way nothing is an orphan, and nothing changes.
 */
export const settleOrphans = (db: Database): void => {
  if (!hasSending(db) && !isBehindJournal(db)) return;
  let unlock: () => void;
  try {
    unlock = lockSending(db);
  } catch (error) {
    if (error instanceof RelanceError && error.code === 'sending-locked') return;
    throw error;
  }
  try {
    markOrphansUncertain(db);
    recoverSendings(db, readJournal(db));
  } finally {
    unlock();
  }
};
