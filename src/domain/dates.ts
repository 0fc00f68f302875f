/** A calendar day, `YYYY-MM-DD`, of the years 0001 to 9999. Days compare as strings. */
export type LocalDate = string;

const MS_PER_DAY = 86_400_000;
const MS_PER_HOUR = 3_600_000;
const MONTHS = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
] as const;

// A run handles many rows but few distinct days: both directions are remembered, within bounds.
const MEMO_LIMIT = 50_000;
const epochDays = new Map<LocalDate, number>();
const localDates = new Map<number, LocalDate>();

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const lengthOfMonth = (year: number, month: number): number =>
  month === 2
    ? isLeapYear(year)
      ? 29
      : 28
    : month === 4 || month === 6 || month === 9 || month === 11
      ? 30
      : 31;

const yearOf = (day: LocalDate): number => Number(day.slice(0, 4));
const monthOf = (day: LocalDate): number => Number(day.slice(5, 7));
const dayOfMonth = (day: LocalDate): number => Number(day.slice(8, 10));

const compose = (year: number, month: number, day: number): LocalDate =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

export const isLocalDate = (text: string): text is LocalDate => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [yearOf(text), monthOf(text), dayOfMonth(text)];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= lengthOfMonth(year, month);
};

const refuseNonDay = (day: unknown): never => {
  throw new RangeError(`not a day of the calendar: ${String(day)}`);
};

/**
 * Days since 1970-01-01, by Howard Hinnant's `days_from_civil`: the year starts in March, so that the leap day is
 * the last one and needs no special case.
 */
const toEpochDay = (day: LocalDate): number => {
  const known = epochDays.get(day);
  if (known !== undefined) return known;
  if (!isLocalDate(day)) return refuseNonDay(day);
  const month = monthOf(day);
  const year = month <= 2 ? yearOf(day) - 1 : yearOf(day);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + dayOfMonth(day) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  const epochDay = era * 146_097 + dayOfEra - 719_468;
  if (epochDays.size >= MEMO_LIMIT) epochDays.clear();
  epochDays.set(day, epochDay);
  return epochDay;
};

const fromEpochDay = (epochDay: number): LocalDate => {
  const known = localDates.get(epochDay);
  if (known !== undefined) return known;
  const date = new Date(epochDay * MS_PER_DAY);
  const year = date.getUTCFullYear();
  // Written so that an invalid date (NaN) is refused too.
  if (!(year >= 1 && year <= 9999)) return refuseNonDay(epochDay);
  const day = compose(year, date.getUTCMonth() + 1, date.getUTCDate());
  if (localDates.size >= MEMO_LIMIT) localDates.clear();
  localDates.set(epochDay, day);
  return day;
};

export const addDays = (day: LocalDate, count: number): LocalDate => fromEpochDay(toEpochDay(day) + count);

/** Nights between two days: 0 on the same day, negative when `to` comes first. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => toEpochDay(to) - toEpochDay(from);

/** 1 for Monday to 7 for Sunday. */
export const dayOfWeek = (day: LocalDate): number => {
  // 1970-01-01 was a Thursday; the double modulo keeps the days before it positive.
  const sinceMonday = (((toEpochDay(day) + 3) % 7) + 7) % 7;
  return sinceMonday + 1;
};

/** The same day of another month, or that month's last day when it is shorter (31 January + 1 → 28 February). */
export const addMonths = (day: LocalDate, count: number): LocalDate => {
  if (!isLocalDate(day)) return refuseNonDay(day);
  const months = yearOf(day) * 12 + monthOf(day) - 1 + count;
  const year = Math.floor(months / 12);
  if (!(year >= 1 && year <= 9999)) return refuseNonDay(`${day} + ${count} months`);
  const month = months - year * 12 + 1;
  return compose(year, month, Math.min(dayOfMonth(day), lengthOfMonth(year, month)));
};

export const endOfMonth = (day: LocalDate): LocalDate => {
  if (!isLocalDate(day)) return refuseNonDay(day);
  return compose(yearOf(day), monthOf(day), lengthOfMonth(yearOf(day), monthOf(day)));
};

/** 01:00 UTC on the last Sunday of a 31-day month, when the whole Union changes its clocks. */
const clockChange = (year: number, month: 3 | 10): number => {
  const lastDay = compose(year, month, 31);
  const lastSunday = toEpochDay(lastDay) - (dayOfWeek(lastDay) % 7);
  return lastSunday * MS_PER_DAY + MS_PER_HOUR;
};

const summers = new Map<number, { start: number; end: number }>();

const summerOf = (year: number): { start: number; end: number } => {
  const known = summers.get(year);
  if (known !== undefined) return known;
  const summer = { start: clockChange(year, 3), end: clockChange(year, 10) };
  summers.set(year, summer);
  return summer;
};

/**
 * The day it is in Paris at an instant. Computed from the rule of directive 2000/84/CE (summer time from the last
 * Sunday of March to the last Sunday of October), because the first use of Intl costs half a start of Node.
 * Right since 1996, when the end of summer moved to October.
 */
export const parisDay = (instant: Date): LocalDate =>
  fromEpochDay(Math.floor(parisTime(instant) / MS_PER_DAY));

/** Milliseconds since 1970 as the clocks of Paris show them. */
const parisTime = (instant: Date): number => {
  const utc = instant.getTime();
  const year = instant.getUTCFullYear();
  if (!(year >= 1 && year <= 9998)) return refuseNonDay(instant);
  const { start, end } = summerOf(year);
  return utc + (utc >= start && utc < end ? 2 * MS_PER_HOUR : MS_PER_HOUR);
};

/** « 27/11/2026 à 09:12 », in Paris. @param instant ISO */
export const formatInstant = (instant: string): string => {
  const date = new Date(instant);
  return `${formatDay(parisDay(date))} à ${new Date(parisTime(date)).toISOString().slice(11, 16)}`;
};

/** `03/03/2026`, for tables. */
export const formatDay = (day: LocalDate): string =>
  `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;

/** `3 mars 2026`, for sentences; the day never parts from its month at the end of a line. */
export const formatLongDay = (day: LocalDate): string => {
  const number = dayOfMonth(day);
  const month = MONTHS[monthOf(day) - 1] ?? refuseNonDay(day);
  return `${number === 1 ? '1er' : number}\u00a0${month} ${yearOf(day)}`;
};

/** « a », « a et b », « a, b et c ». */
export const enumerate = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} et ${parts.at(-1) ?? ''}`;

/** `18 et 29 avril, 3 mai et 10 octobre 2026`: several days in a sentence, each month and year said once. */
export const formatLongDays = (days: readonly LocalDate[]): string => {
  const months = [...new Set(days.map((day) => day.slice(0, 7)))];
  return enumerate(
    months.map((month, index) => {
      const ofMonth = days.filter((day) => day.startsWith(month)).map(formatLongDay);
      const last = ofMonth.pop() ?? '';
      const numbers = ofMonth.map((day) => day.slice(0, day.indexOf('\u00a0')));
      const isYearSaidLater = months[index + 1]?.slice(0, 4) === month.slice(0, 4);
      return enumerate([...numbers, isYearSaidLater ? last.slice(0, -5) : last]);
    }),
  );
};

/** Several days in a sentence, without a year that is that of `today` for all of them. */
export const formatNearDays = (days: readonly LocalDate[], today: LocalDate): string => {
  const text = formatLongDays(days);
  return days.every((day) => day.slice(0, 4) === today.slice(0, 4)) ? text.slice(0, -5) : text;
};

/** `3 mars`, with its year when that is not the one of `today`. */
export const formatNearDay = (day: LocalDate, today: LocalDate): string => formatNearDays([day], today);
