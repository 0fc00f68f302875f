import { addDays, dayOfWeek, type LocalDate } from './dates.ts';

/** Where the public holidays of the user are those of the law; the names are what the user types. */
export const HOLIDAY_ZONES = [
  'metropole',
  'alsace-moselle',
  'guadeloupe',
  'guyane',
  'martinique',
  'mayotte',
  'la-reunion',
  'saint-barthelemy',
  'saint-martin',
] as const;

export type HolidayZone = (typeof HOLIDAY_ZONES)[number];

/** Code du travail, art. L3133-1: the eleven holidays of the whole country; these eight have a fixed day. */
const FIXED_HOLIDAYS: readonly (readonly [monthDay: string, name: string])[] = [
  ['01-01', '1er janvier'],
  ['05-01', '1er mai'],
  ['05-08', '8 mai'],
  ['07-14', '14 juillet'],
  ['08-15', 'Assomption'],
  ['11-01', 'Toussaint'],
  ['11-11', '11 novembre'],
  ['12-25', 'Jour de Noël'],
];

/** Code du travail, art. L3422-2, and décret n° 83-1003 du 23 novembre 1983. */
const ABOLITION_DAYS: Partial<Record<HolidayZone, string>> = {
  mayotte: '04-27',
  martinique: '05-22',
  guadeloupe: '05-27',
  guyane: '06-10',
  'saint-barthelemy': '10-09',
  'la-reunion': '12-20',
};

/**
 * The code still says 27 May for Saint-Martin, a known slip: since 2018 a yearly circular (loi n° 2017-256 du
 * 28 février 2017) lets the Collectivité keep 28 May, and the State's own holiday calendar follows.
 */
const abolitionDay = (year: number, zone: HolidayZone): string | undefined => {
  if (zone === 'saint-martin') return year >= 2018 ? '05-28' : '05-27';
  return ABOLITION_DAYS[zone];
};

/** Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8; letters as printed there). */
const easterSunday = (year: number): LocalDate => {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const monthAndDay = h + l - 7 * m + 114;
  const month = Math.floor(monthAndDay / 31);
  const day = (monthAndDay % 31) + 1;
  return `${year}-0${month}-${String(day).padStart(2, '0')}`;
};

const computeHolidays = (year: number, zone: HolidayZone): Map<LocalDate, string> => {
  const easter = easterSunday(year);
  const holidays = new Map<LocalDate, string>();
  for (const [monthDay, name] of FIXED_HOLIDAYS) holidays.set(`${year}-${monthDay}`, name);
  const abolition = abolitionDay(year, zone);
  if (abolition !== undefined) holidays.set(`${year}-${abolition}`, 'Abolition de l’esclavage');
  if (zone === 'alsace-moselle') {
    // Code du travail, art. L3134-13. Good Friday is one only where there is a Protestant church, which covers
    // nearly every town; the State's own calendar takes it for the whole zone.
    holidays.set(addDays(easter, -2), 'Vendredi saint');
    holidays.set(`${year}-12-26`, 'Second jour de Noël');
  }
  holidays.set(addDays(easter, 1), 'Lundi de Pâques');
  // In 2008 the Ascension fell on 1 May: the day then keeps the name of the movable feast.
  holidays.set(addDays(easter, 39), 'Ascension');
  holidays.set(addDays(easter, 50), 'Lundi de Pentecôte');
  return holidays;
};

const holidaysByZone = new Map<string, Map<LocalDate, string>>();

const holidaysOf = (yearText: string, zone: HolidayZone): Map<LocalDate, string> => {
  const key = yearText + zone;
  const known = holidaysByZone.get(key);
  if (known !== undefined) return known;
  const holidays = computeHolidays(Number(yearText), zone);
  holidaysByZone.set(key, holidays);
  return holidays;
};

/** The French name of the public holiday that falls on this day, or null. */
export const holidayName = (day: LocalDate, zone: HolidayZone): string | null =>
  holidaysOf(day.slice(0, 4), zone).get(day) ?? null;

/** Neither a Saturday, nor a Sunday, nor a public holiday (the solidarity day on Whit Monday stays a holiday). */
export const isWorkingDay = (day: LocalDate, zone: HolidayZone): boolean =>
  dayOfWeek(day) <= 5 && holidayName(day, zone) === null;

const firstWorkingDay = (day: LocalDate, zone: HolidayZone, direction: 1 | -1): LocalDate => {
  let candidate = day;
  while (!isWorkingDay(candidate, zone)) candidate = addDays(candidate, direction);
  return candidate;
};

/** The day itself if it is a working day, else the first one after it. */
export const nextWorkingDay = (day: LocalDate, zone: HolidayZone): LocalDate => firstWorkingDay(day, zone, 1);

/** The day itself if it is a working day, else the last one before it. */
export const previousWorkingDay = (day: LocalDate, zone: HolidayZone): LocalDate =>
  firstWorkingDay(day, zone, -1);

/**
 * The `count`-th working day after `day` (before it when negative); `day` itself is never counted.
 * 0 gives the day back, working or not.
 */
export const addWorkingDays = (day: LocalDate, count: number, zone: HolidayZone): LocalDate => {
  const direction = count < 0 ? -1 : 1;
  let current = day;
  for (let left = Math.abs(count); left > 0; left -= 1) {
    current = firstWorkingDay(addDays(current, direction), zone, direction);
  }
  return current;
};
