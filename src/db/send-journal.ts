import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { LocalDate } from '../domain/dates.ts';
import type { Tone } from '../domain/schedule/scenario.ts';
import { RelanceError } from '../errors.ts';
import type { Database } from './open.ts';

/** One message that left, or may have left: what finds its invoices again in an older base. */
export interface JournalEntry {
  at: string;
  onDay: LocalDate;
  messageId: string;
  sha256: string;
  client: string;
  to: string[];
  deadlineOn: LocalDate | null;
  invoices: {
    number: string;
    step: string | null;
    stepDay: number | null;
    tone: Tone | null;
    remainingCents: number;
    daysLate: number;
  }[];
}

export interface SendJournal {
  entries: JournalEntry[];
  /** On the disk when it returns. */
  append: (entry: JournalEntry) => void;
  close: () => void;
}

const pathOf = (db: Database): string => `${realpathSync(db.name)}.journal-envois`;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isText = (value: unknown): value is string => typeof value === 'string';
const isLine = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  isText((value as JournalEntry['invoices'][number]).number) &&
  Number.isInteger((value as JournalEntry['invoices'][number]).remainingCents) &&
  Number.isInteger((value as JournalEntry['invoices'][number]).daysLate);

const isEntry = (value: unknown): value is JournalEntry => {
  if (typeof value !== 'object' || value === null) return false;
  const { at, onDay, messageId, sha256, client, to, invoices } = value as Partial<JournalEntry>;
  return (
    [at, messageId, sha256, client].every(isText) &&
    Number.isFinite(Date.parse(at ?? '')) &&
    DAY.test(onDay ?? '') &&
    Array.isArray(to) &&
    Array.isArray(invoices) &&
    invoices.every(isLine)
  );
};

/** A line that a power cut tore, or that somebody touched, says nothing. */
const parseLine = (line: string): JournalEntry[] => {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? [value] : [];
  } catch {
    return [];
  }
};

const parse = (text: string): JournalEntry[] => text.split('\n').flatMap(parseLine);

/** Makes the name of a new file last; some systems do not let a folder be opened. */
const syncFolder = (path: string): void => {
  try {
    const folder = openSync(dirname(path), 'r');
    fsyncSync(folder);
    closeSync(folder);
  } catch {
    // The file itself is synced all the same.
  }
};

const openFile = (path: string): number => {
  try {
    const isNew = !existsSync(path);
    const file = openSync(path, 'a', 0o600);
    if (isNew) syncFolder(path);
    return file;
  } catch (error) {
    throw new RelanceError(`Le journal des envois ${path} ne peut pas être écrit : rien n’est envoyé`, {
      code: 'send-journal',
      hint: error instanceof Error ? error.message : `ls -l ${path}`,
    });
  }
};

/** Every message that the journal knows, the oldest first. */
export const readJournal = (db: Database): JournalEntry[] => {
  const path = pathOf(db);
  return existsSync(path) ? parse(readFileSync(path, 'utf8')) : [];
};

/** The journal of the sendings, beside the base. Open it under the lock of the sendings. */
export const openJournal = (db: Database): SendJournal => {
  const path = pathOf(db);
  const file = openFile(path);
  const text = readFileSync(path, 'utf8');
  let isLineOpen = text !== '' && !text.endsWith('\n');
  return {
    entries: parse(text),
    append: (entry) => {
      writeSync(file, `${isLineOpen ? '\n' : ''}${JSON.stringify(entry)}\n`);
      isLineOpen = false;
      fsyncSync(file);
    },
    close: () => closeSync(file),
  };
};

const TAIL_BYTES = 65_536;

/** The last message written down, read from the end of the file alone; null without any. */
export const lastJournaled = (db: Database): JournalEntry | null => {
  const path = pathOf(db);
  if (!existsSync(path)) return null;
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(file, tail, 0, tail.length, size - tail.length);
    return parse(tail.toString('utf8')).at(-1) ?? null;
  } finally {
    closeSync(file);
  }
};
