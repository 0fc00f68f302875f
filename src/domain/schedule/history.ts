import { isUnreached } from './call-outcome.ts';
import type { LocalDate } from '../dates.ts';
import { isLetterOutcome, type LetterKind } from '../law/letter.ts';
import type { Channel } from './scenario.ts';

/** One entry of the log about the invoices of a message, as it was said. */
export interface HistoryEntry {
  on: LocalDate;
  channel: Channel;
  direction: 'out' | 'in';
  outcome: string | null;
  /** The program wrote it; otherwise somebody noted it. */
  isMessage: boolean;
  /** Steps that it made, for any invoice. */
  steps: string[];
  /** Of what it asked, 0 up to its date. */
  daysLate: number;
  letterKind: LetterKind | null;
  /** It answered words of the client. */
  isAnswer: boolean;
  /** What the client said of it: who approves and for when, the day of a payment. */
  approvalBy: string | null;
  approvalOn: LocalDate | null;
  paidOn: LocalDate | null;
  /** Of the invoices of the message, those that it was about. */
  numbers: string[];
}

const WRITTEN: ReadonlySet<Channel> = new Set(['email', 'sms', 'letter', 'lrar']);
const SPOKEN: ReadonlySet<Channel> = new Set(['call', 'visio']);

/** Claims of penalties for themselves: the sum owed has been paid. */
const PENALTY_CLAIM = 'reclamation';

const isSpoken = ({ channel, direction, outcome }: HistoryEntry): boolean =>
  direction === 'out' && SPOKEN.has(channel) && !isLetterOutcome(outcome);

/** Neither the client nor anybody for them was spoken to: a wrong person cannot answer. */
const isAttempt = (entry: HistoryEntry): boolean =>
  isSpoken(entry) && (isUnreached(entry.outcome) || entry.outcome === 'mauvais-contact');

const isConversation = (entry: HistoryEntry): boolean => isSpoken(entry) && !isAttempt(entry);

/** Somebody was spoken to, or wrote: an answer, whatever it was. */
const isExchange = (entry: HistoryEntry): boolean => entry.direction === 'in' || isConversation(entry);

/** After these the sum was not claimed as it stood: not received, said to be paid, or disputed. */
const UNCLAIMED: ReadonlySet<string | null> = new Set(['facture-non-recue', 'deja-paye', 'litige']);

const CLAIMING_LETTERS: ReadonlySet<LetterKind> = new Set(['reminder', 'decheance-du-terme']);

/**
 * It claims an overdue sum in writing: a step of a scenario, the reminder of an instalment, the letter that demands one, or a reminder
 * noted by hand. A receipt, a confirmation, a copy of the invoice make no step; a claim of penalties, an answer and a letter of another
 * kind claim no overdue sum.
 */
const isWrittenReminder = (entry: HistoryEntry): boolean => {
  const { channel, direction, outcome, daysLate, isMessage, steps, letterKind, isAnswer } = entry;
  if (direction === 'in' || daysLate === 0 || !WRITTEN.has(channel) || isLetterOutcome(outcome)) return false;
  if (steps.length > 0) return steps.some((step) => step !== PENALTY_CLAIM);
  if (isMessage) return false;
  return letterKind === null ? !isAnswer : CLAIMING_LETTERS.has(letterKind);
};

/** A call reminds when it reached the client, and the sum was claimed of them. */
const isReminder = (entry: HistoryEntry): boolean =>
  isWrittenReminder(entry) || (isConversation(entry) && entry.daysLate > 0 && !UNCLAIMED.has(entry.outcome));

const daysOf = (entries: readonly HistoryEntry[]): LocalDate[] => [...new Set(entries.map(({ on }) => on))];

/** What was said before a message, oldest first, as it may quote it. */
export interface MessageHistory {
  /** Days of the reminders, written or spoken. */
  remindedOn: LocalDate[];
  writtenOn: LocalDate[];
  spokenOn: LocalDate[];
  /** Calls that reached nobody. */
  attemptsOn: LocalDate[];
  writtenCount: number;
  /** The client has answered once, by any means. */
  hasAnswered: boolean;
  /** The last exchange, while no reminder in writing has followed it. */
  exchange: HistoryEntry | null;
  /** The last call that reached nobody, while neither has followed it. */
  attempt: HistoryEntry | null;
}

export const historyOf = (entries: readonly HistoryEntry[]): MessageHistory => {
  const written = entries.filter(isWrittenReminder);
  const last = entries.findLastIndex(isWrittenReminder);
  const exchangeAt = entries.findLastIndex(isExchange);
  const attemptAt = entries.findLastIndex(isAttempt);
  return {
    remindedOn: daysOf(entries.filter(isReminder)),
    writtenOn: daysOf(written),
    spokenOn: daysOf(entries.filter(isConversation)),
    attemptsOn: daysOf(entries.filter(isAttempt)),
    writtenCount: written.length,
    hasAnswered: exchangeAt >= 0,
    exchange: exchangeAt > last ? (entries[exchangeAt] ?? null) : null,
    attempt: attemptAt > Math.max(last, exchangeAt) ? (entries[attemptAt] ?? null) : null,
  };
};
