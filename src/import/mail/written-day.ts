import { parseDay } from '../../domain/date-input.ts';
import {
  addDays,
  addMonths,
  dayOfWeek,
  daysBetween,
  isLocalDate,
  type LocalDate,
} from '../../domain/dates.ts';
import { withoutAccents } from '../../domain/typography.ts';
import { RelanceError } from '../../errors.ts';

/** A day that a sentence names, and where it stands there. */
interface WrittenDay {
  /** Null for one that does not exist, or is not the day of the week that it is said to be. */
  day: LocalDate | null;
  begin: number;
  end: number;
}

/** Words as days are looked for in them: small letters without accents, straight apostrophes, single spaces. */
export const plainWords = (text: string): string =>
  withoutAccents(text.normalize('NFC').replaceAll('’', "'")).toLowerCase().replaceAll(/\s+/g, ' ').trim();

const MONTHS: readonly string[] = [
  'janvier|janv|january|jan',
  'fevrier|fevr|fev|february|feb',
  'mars|march|mar',
  'avril|avr|april|apr',
  'mai|may',
  'juin|june|jun',
  'juillet|juil|july|jul',
  'aout|august|aug',
  'septembre|sept|september|sep',
  'octobre|oct|october',
  'novembre|nov|november',
  'decembre|dec|december',
];
const WEEKDAYS: readonly string[] = [
  'lundi|monday|mon',
  'mardi|tuesday|tue',
  'mercredi|wednesday|wed',
  'jeudi|thursday|thu',
  'vendredi|friday|fri',
  'samedi|saturday|sat',
  'dimanche|sunday|sun',
];

const indexIn = (lists: readonly string[], word: string): number =>
  lists.findIndex((names) => names.split('|').includes(word));

const WEEKDAY = `(?<weekday>${WEEKDAYS.join('|')})\\.?,?`;
/** Alone, « mon » or « sat » is another word. */
const FULL_WEEKDAY = `(?<weekday>${WEEKDAYS.map((names) => names.split('|').slice(0, 2).join('|')).join('|')}),?`;
const MONTH = MONTHS.join('|');
/** In the order in which they are tried at each place. */
const FORMS = [
  `(?:${WEEKDAY} (?:le |the )?)?(?<day>\\d{1,2})(?:er|st|nd|rd|th)? (?:of )?(?<month>${MONTH})\\b\\.?(?:,? (?<year>20\\d\\d))?`,
  `(?:${WEEKDAY} )?(?<month>${MONTH})\\.? (?:the )?(?<day>\\d{1,2})(?:st|nd|rd|th)?\\b(?:,? (?<year>20\\d\\d))?`,
  `(?:${WEEKDAY} (?:le |the )?)?(?<figures>20\\d\\d-\\d\\d-\\d\\d|\\d{1,2}/\\d{1,2}(?:/(?:20)?\\d\\d)?|\\d{1,2}(?<mark>[.-])\\d{1,2}\\k<mark>(?:20)?\\d\\d)(?![\\d/.-]*\\d)`,
  `${FULL_WEEKDAY} (?:le |the )?(?<day>\\d{1,2})(?:st|nd|rd|th)?\\b(?! ?(?:h|:|%|€|eur|jours|days))`,
  `${FULL_WEEKDAY}(?= |$|[,;.!?)])(?! (?:dernier|last|passe))`,
  `(?<word>demain|tomorrow|aujourd'hui|today|apres-demain|hier|yesterday)\\b`,
].map((form) => new RegExp(`(?<![\\w/.-])${form}`, 'g'));

const ENGLISH: Readonly<Record<string, string>> = {
  tomorrow: 'demain',
  today: "aujourd'hui",
  yesterday: 'hier',
};

/** Beyond half a year ahead, a day without its year is rather one that is past. */
const MOST_AHEAD = 183;
const MOST_BEHIND = 31;

/** The year of a day that is written without one. */
const nearest = (monthDay: string, written: LocalDate): LocalDate | null => {
  const year = Number(written.slice(0, 4));
  const around = [year - 1, year, year + 1].map((candidate) => `${candidate}-${monthDay}`);
  return (
    around.find((day) => {
      const ahead = isLocalDate(day) ? daysBetween(written, day) : Number.NaN;
      return ahead >= -MOST_BEHIND && ahead <= MOST_AHEAD;
    }) ?? null
  );
};

const twoFigures = (figures: string): string => figures.padStart(2, '0');

/** With `parseDay`, which knows every form that the user may type. */
const typed = (text: string, written: LocalDate): LocalDate | null => {
  try {
    return parseDay(text, written);
  } catch (error) {
    if (error instanceof RelanceError) return null;
    throw error;
  }
};

const fromFigures = (figures: string, written: LocalDate): LocalDate | null => {
  const day = typed(figures, written);
  const hasYear = figures.length > 5;
  return day === null || hasYear ? day : nearest(day.slice(5), written);
};

/** « vendredi 12 » without a month: the next one. */
const nextNumbered = (weekday: number, number: number, written: LocalDate): LocalDate | null => {
  for (let ahead = 0; ahead <= 62; ahead += 1) {
    const day = addDays(written, ahead);
    if (dayOfWeek(day) === weekday && Number(day.slice(8)) === number) return day;
  }
  return null;
};

/** « lundi »: the first one after the day of the mail, « lundi prochain » included. */
const nextWeekday = (weekday: number, written: LocalDate): LocalDate =>
  addDays(written, ((weekday - dayOfWeek(written) + 6) % 7) + 1);

const dayOfGroups = (groups: Record<string, string | undefined>, written: LocalDate): LocalDate | null => {
  const { day: number, month, year, figures, word, weekday: name } = groups;
  const weekday = name === undefined ? null : indexIn(WEEKDAYS, name) + 1;
  if (word !== undefined) return typed(ENGLISH[word] ?? word, written);
  if (figures === undefined && month === undefined)
    return number === undefined
      ? nextWeekday(weekday ?? 1, written)
      : nextNumbered(weekday ?? 1, Number(number), written);
  let day: LocalDate | null;
  if (figures === undefined) {
    const monthDay = `${twoFigures(String(indexIn(MONTHS, month ?? '') + 1))}-${twoFigures(number ?? '')}`;
    day = year === undefined ? nearest(monthDay, written) : `${year}-${monthDay}`;
  } else day = fromFigures(figures, written);
  if (day === null || !isLocalDate(day)) return null;
  return weekday === null || dayOfWeek(day) === weekday ? day : null;
};

const MOST_DAYS = 20;
const MOST_TEXT = 20_000;

/** The days that `plainWords` name, in order, for somebody who wrote them on the day `written`. */
export const writtenDays = (text: string, written: LocalDate): WrittenDay[] => {
  const words = text.slice(0, MOST_TEXT);
  const found: WrittenDay[] = [];
  for (const form of FORMS)
    for (const match of words.matchAll(form)) {
      const [begin, end] = [match.index, match.index + match[0].length];
      if (found.some((other) => begin < other.end && end > other.begin)) continue;
      if (found.length >= MOST_DAYS) break;
      found.push({ day: dayOfGroups(match.groups ?? {}, written), begin, end });
    }
  return found.toSorted((a, b) => a.begin - b.begin);
};

/** Neither past nor more than a year ahead. */
export const isSoon = (day: LocalDate, today: LocalDate): boolean =>
  day >= today && day <= addMonths(today, 12);
