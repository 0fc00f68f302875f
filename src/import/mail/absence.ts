import { addDays, type LocalDate } from '../../domain/dates.ts';
import { isSoon, plainWords, writtenDays } from './written-day.ts';

/** What stands before a day, up to it. */
const BACK =
  /\b(?:(?:de|mon|notre|son) retour|retour (?:est )?prevu|je (?:reviens|rentre|reprends|reprendrai|reviendrai|rentrerai)|nous (?:reprenons|reprendrons|rouvrons|rouvrirons)|(?:a|de) nouveau (?:joignable|disponible|presente?|ouverte?)|reouverture|back(?! to (?:you|me|us))|returning|return(?: to (?:the office|work))?|available again|reopen(?:ing|s)?)\b[^.!?]{0,40}$/;
const UNTIL_FR = /\bjusqu'(?:au|a)(?: la date du)? (?:le )?$/;
const UNTIL_EN = /\b(?:until|till|til) (?:the )?$/;
const THROUGH = /\b(?:through|thru|until and including|up to and including) (?:the )?$/;
const FROM_TO = /\b(?:du|from)\b[^.!?]{0,40} (?:au|to) (?:the )?$/;
/** Of whom or of what it is said: an offer ends on a day too. */
const AWAY =
  /\b(?:absen|conge|ferme|deplacement|indisponible|vacances|arret|away|out of|on leave|vacation|holiday|closed|unavailable|off\b)/;
const INCLUDED = /^[ ,(]{0,3}(?:inclus|compris|inclusive|included)/;
const EXCLUDED = /^[ ,(]{0,3}(?:exclus?|non (?:inclus|compris)|exclusive)/;

/** What the words around a day say of the return: that day, the day after, or nothing. */
const returnAt = (before: string, after: string, day: LocalDate): LocalDate | null => {
  const isUntil = UNTIL_FR.test(before) || UNTIL_EN.test(before);
  if (isUntil && EXCLUDED.test(after)) return day;
  if ((isUntil && INCLUDED.test(after)) || THROUGH.test(before)) return addDays(day, 1);
  // « jusqu’au 14 » is the last day away for a French reader; « until 14 October » is the first one back in English.
  if (UNTIL_FR.test(before) || FROM_TO.test(before)) return addDays(day, 1);
  if (UNTIL_EN.test(before)) return day;
  return null;
};

/** « 10/12 » is October in one English office and December in the next. */
const isAmbiguous = (figures: string, before: string): boolean => {
  const [, first = '', second = ''] = /(\d{1,2})[/.-](\d{1,2})(?:[/.-]\d+)?$/.exec(figures) ?? [];
  const isEnglish = /\b(?:back|until|till|return(?:ing)?|through|available)\b[^.!?]{0,20}$/.test(before);
  return isEnglish && first !== '' && Number(first) <= 12 && Number(second) <= 12 && first !== second;
};

const MOST_BEFORE = 120;

/**
 * The day of return that an absence message says, for a mail of the day `written`; null when it says none, several,
 * or one that is past or beyond a year.
 */
export const returnDayIn = (text: string, written: LocalDate, today: LocalDate): LocalDate | null => {
  const words = plainWords(text);
  const back = new Set<LocalDate | null>();
  const until = new Set<LocalDate | null>();
  for (const { day, begin, end } of writtenDays(words, written)) {
    const before = words.slice(Math.max(0, begin - MOST_BEFORE), begin);
    const sure = day !== null && !isAmbiguous(words.slice(begin, end), before) ? day : null;
    const left = sure === null ? null : returnAt(before, words.slice(end, end + 20), sure);
    // « Du lundi au vendredi » are the hours of an office.
    const isRange = FROM_TO.test(before) && /\d/.test(words.slice(begin, end));
    const isUntil = UNTIL_FR.test(before) || UNTIL_EN.test(before) || THROUGH.test(before);
    const isLeft = AWAY.test(before) && (isRange || isUntil);
    if (isLeft) until.add(left);
    else if (BACK.test(before)) back.add(sure);
  }
  const said = back.size > 0 ? back : until;
  const [day = null] = said;
  return said.size === 1 && day !== null && isSoon(day, today) ? day : null;
};

const ADDRESS = /[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9](?:[a-z0-9.-]{0,200})\.[a-z]{2,24}/gi;
const ASKED =
  /\b(?:urgen|contact|ecri|joindre|adress|renseignement|assist|absence|remplac|reach|email|e-mail|mail|please|directly|during)/;
const NOBODY = /^(?:no-?reply|ne-?pas-?repondre|do-?not-?reply|mailer-daemon|postmaster)@/i;
const MOST_SENTENCE = 250;

/** The one address, other than those of the sender and of the reader, that an absence message gives to write to. */
export const substituteIn = (text: string, known: readonly string[]): string | null => {
  const others = new Set(known.map((address) => address.toLowerCase()));
  const found = new Map<string, string>();
  for (const match of text.matchAll(ADDRESS)) {
    const before = plainWords(text.slice(Math.max(0, match.index - MOST_SENTENCE), match.index));
    const address = match[0].toLowerCase();
    if (!others.has(address) && !NOBODY.test(address) && ASKED.test(before)) found.set(address, match[0]);
  }
  const [address] = found.values();
  return found.size === 1 && address !== undefined ? address : null;
};
