import type { LocalDate } from '../dates.ts';
import { addWorkingDays, type HolidayZone } from '../working-days.ts';

/** Working days after which the bank is no longer known well enough to remind. */
const BANK_MAX_AGE_DAYS = 5;

export interface BankFreshness {
  /** Last day that a statement covers. */
  knownUntil: LocalDate;
  isStale: boolean;
}

/** Null as long as no statement was ever imported: the user tells payments by hand. */
export const bankFreshness = (
  knownUntil: LocalDate | null,
  today: LocalDate,
  { maxAgeDays, zone }: { maxAgeDays: number | null; zone: HolidayZone },
): BankFreshness | null =>
  knownUntil === null
    ? null
    : { knownUntil, isStale: today > addWorkingDays(knownUntil, maxAgeDays ?? BANK_MAX_AGE_DAYS, zone) };
