import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat.js';
import { usageError } from '../errors.ts';
import { addDays, addMonths, type LocalDate } from './dates.ts';
import { quoted } from './typography.ts';

dayjs.extend(customParseFormat);

const EXAMPLES = 'Exemples : 2026-11-22, 22/11/2026, 22/11, hier, demain, +30j, -2s, +1m';

/** Days from today; typed with or without accents, hyphens and the curly apostrophe. */
const WORDS: Readonly<Record<string, number>> = {
  "aujourd'hui": 0,
  aujourdhui: 0,
  auj: 0,
  hier: -1,
  'avant-hier': -2,
  demain: 1,
  'apres-demain': 2,
};

// Strict parsing compares the text with what dayjs would print, so a 31/02 that rolled into March is refused.
const FORMATS = ['YYYY', 'YY'].flatMap((year) => [
  `DD/MM/${year}`,
  `D/M/${year}`,
  `DD/M/${year}`,
  `D/MM/${year}`,
]);

const FIRST_YEAR = 2000;
const LAST_YEAR = 2099;

const refuse = (message: string): never => {
  throw usageError(message, EXAMPLES, 'invalid-date');
};

const parseRelative = (text: string, today: LocalDate): LocalDate | null => {
  const match = /^([+\-\u2212])(\d{1,4}) ?([jsm])$/.exec(text);
  if (match === null) return null;
  const count = Number(match[2]) * (match[1] === '+' ? 1 : -1);
  if (match[3] === 'm') return addMonths(today, count);
  return addDays(today, match[3] === 's' ? 7 * count : count);
};

const parseCalendar = (text: string, today: LocalDate): LocalDate | null => {
  const iso = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const french = /^(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?$/.exec(text);
  if (!iso && french === null) return null;
  const written = french === null ? text : `${french[1]}/${french[3]}/${french[4] ?? today.slice(0, 4)}`;
  const day = dayjs(written, iso ? 'YYYY-MM-DD' : FORMATS, true);
  if (!day.isValid()) return refuse(`La date ${quoted(text)} n’existe pas dans le calendrier`);
  return day.format('YYYY-MM-DD');
};

/**
 * The day that the user typed: `2026-11-22`, `22/11/2026` (or `-`, or `.`), `22/11/26`, `22/11` (this year), `hier`,
 * `+30j`, `-3j`, `+2s` (semaines), `+1m` (mois). A year outside 2000–2099 is taken for a slip of the finger.
 * @throws RelanceError `invalid-date`
 */
export const parseDay = (input: string, today: LocalDate): LocalDate => {
  const text = input.normalize('NFC').replaceAll('’', "'").trim().toLowerCase();
  const word = text.replaceAll('è', 'e').replace(/^(avant|apres) /, '$1-');
  const offset = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (offset !== undefined) return addDays(today, offset);

  const day = parseRelative(text, today) ?? parseCalendar(text, today);
  if (day === null) return refuse(`${quoted(input)} n’est pas une date`);
  const year = Number(day.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    return refuse(`L’année de ${quoted(input)} n’est pas entre ${FIRST_YEAR} et ${LAST_YEAR}`);
  }
  return day;
};
