import { parisDay, type LocalDate } from '../../domain/dates.ts';
import { dayOf } from '../values.ts';

const MOMENT =
  /^(\d{4})-?(\d{2})-?(\d{2})[T ]?(\d{2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)?(Z|[+-]00:?00|\[[+-]?0*(?:[.:]\w*)?\])?$/;

const instantOf = ([, year, month, day, hour, minute, second = '0']: RegExpExecArray): Date =>
  new Date(
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)),
  );

/**
 * The day that a bank books on: the one that it writes, in its own zone. A midnight of Paris written in UTC
 * (`2026-01-13T23:00:00Z`) is the day that begins.
 */
export const bookedDay = (text: string): LocalDate | null => {
  const bare = text.trim().replace(/^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})$/, '$1');
  const written = dayOf(bare);
  const moment = MOMENT.exec(bare);
  if (written === null || moment?.[7] === undefined) return written;
  const instant = instantOf(moment);
  const day = parisDay(instant);
  return parisDay(new Date(instant.getTime() - 1)) === day ? written : day;
};

/** The day in Paris of a moment that a column says to be in UTC; a day alone is as it is. */
export const dayFromUtc = (text: string): LocalDate | null => {
  const french = /^(\d{2})[-/](\d{2})[-/](\d{4})(?=[T ])/;
  const moment = MOMENT.exec(text.trim().replace(french, '$3-$2-$1'));
  return moment === null || dayOf(text) === null ? dayOf(text) : parisDay(instantOf(moment));
};

/** The first and the last of some days. */
export const spanOf = (
  days: readonly (LocalDate | null)[],
): { first: LocalDate | null; last: LocalDate | null } => {
  const sorted = days.filter((day) => day !== null).toSorted();
  return { first: sorted[0] ?? null, last: sorted.at(-1) ?? null };
};
