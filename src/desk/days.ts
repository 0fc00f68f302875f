import type { Context } from '../context.ts';
import { type LocalDate, formatDay } from '../domain/dates.ts';
import { RelanceError, usageError } from '../errors.ts';

/** The day of a reading (`--date`): any day, today when not given. */
export const readDay = async (ctx: Context, input: string | undefined): Promise<LocalDate> => {
  if (input === undefined) return ctx.today;
  const { parseDay } = await import('../domain/date-input.ts');
  return parseDay(input, ctx.today);
};

/** The day of a fact (`--le`): today when not given, never in the future. */
export const readFactDay = async (
  ctx: Context,
  input: string | undefined,
  flag = '--le',
): Promise<LocalDate> => {
  const day = await readDay(ctx, input);
  if (day > ctx.today)
    throw usageError(
      `${flag} : le ${formatDay(day)} est dans le futur`,
      `un fait se note au plus tard aujourd’hui, le ${formatDay(ctx.today)}`,
      'future-date',
    );
  return day;
};

export const notIssuedYet = (
  number: string,
  on: LocalDate,
  hint = 'choisissez une date plus tardive',
): RelanceError =>
  new RelanceError(`La facture ${number} n’était pas encore émise le ${formatDay(on)}`, {
    code: 'not-issued-yet',
    hint,
  });

/** Instant of a fact: now for today, else noon in Paris or so. */
export const instantOf = (ctx: Context, day: LocalDate): string =>
  day === ctx.today ? ctx.now.toISOString() : `${day}T11:00:00.000Z`;
