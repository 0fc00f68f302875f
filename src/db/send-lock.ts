import { realpathSync } from 'node:fs';
import { RelanceError } from '../errors.ts';
import { hasSending, markOrphansUncertain } from './contacts.ts';
import { codeOf, connect, createFile, type Database } from './engine.ts';
import { isBehindJournal, recoverSendings } from './recovery.ts';
import { readJournal } from './send-journal.ts';

/**
 * One sending at a time per database. The lock is an exclusive transaction on a file beside it: the system
 * frees it when the process dies, however it dies.
 * @returns what frees it
 */
export const lockSending = (db: Database): (() => void) => {
  const path = `${realpathSync(db.name)}.envoi`;
  createFile(path);
  const lock = connect(path, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (codeOf(error) === 'SQLITE_BUSY')
      throw new RelanceError('Un autre envoi est en cours sur cette base', {
        code: 'sending-locked',
        hint: 'attendez qu’il se termine, puis recommencez',
      });
    throw error;
  }
  return () => {
    lock.close();
  };
};

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
