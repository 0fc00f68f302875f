import { countWaitingEntries } from '../../db/bank-entries.ts';
import type { Database } from '../../db/open.ts';
import type { BankFreshness } from '../../domain/bank/bank-freshness.ts';
import { waitingLinesOf, type WaitingLine } from '../../domain/bank/bank-waiting.ts';
import type { LocalDate } from '../../domain/dates.ts';
import type { Decision } from '../../domain/schedule/decision.ts';
import { readBankFreshness } from '../../desk/statement-freshness.ts';

/** What the statements read so far say of a day. */
export interface BankNews extends BankFreshness {
  /** Credits to confirm: what they may pay is not reminded. */
  waiting: WaitingLine[];
  /** Credits that no invoice explains, and payments that came back without being known. */
  unexplained: { credits: number; returns: number };
}

/** Null as long as no statement was ever imported. */
export const readBankNews = (
  db: Database,
  decisions: readonly Decision[],
  today: LocalDate,
): BankNews | null => {
  const freshness = readBankFreshness(db, today);
  if (freshness === null) return null;
  const waiting = waitingLinesOf(decisions);
  const { credits, returns } = countWaitingEntries(db, today);
  return { ...freshness, waiting, unexplained: { credits: Math.max(0, credits - waiting.length), returns } };
};
