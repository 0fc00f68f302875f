import { addDays, addMonths, endOfMonth, isLocalDate, type LocalDate } from '../dates.ts';
import { endOfMonthTerms } from './payment-term.ts';
import { withoutAccents } from '../typography.ts';
import { withFigures } from '../written-number.ts';

/** Beyond it, a figure that is no term to pay. */
const MOST_DAYS = 180;
/** Beyond it, general conditions. */
const MOST_TEXT = 2000;

const MONTHS = [
  'janvier',
  'fevrier',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'aout',
  'septembre',
  'octobre',
  'novembre',
  'decembre',
];
const MONTH = MONTHS.join('|');
const UNIT = 'jours?|jrs?|j|days?|d|tage?n?|semaines?|sem|weeks?|wochen?|mois|months?|monate?n?';
const FROM =
  'calendaires?|nets?|netto|df|date de (?:la )?facture|a (?:compter|partir) de (?:la )?(?:date (?:de |d. ?))?(?:la )?(?:facture|facturation|emission|reception)(?: de (?:la )?facture)?';
/** « net », a figure, its unit, from when it runs, the end of the month, a day of the month. */
const DELAY = new RegExp(
  `(?:(?<![\\p{L}\\d])(net ?(?:a )?|n/)|(?<![\\d,./]|\\d ))(\\d{1,3}) ?(${UNIT})?(?![\\p{L}\\d'%€]| ?(?:[%€/]|eur|ouvr|fin de dec|[.,]\\d|\\d))((?: (?:${FROM}))*)( fin de mois(?: (?:le |\\+ ?)?(\\d{1,2})(?![\\d/.-]| (?:${MONTH}|\\p{L}*jour)))?| le (\\d{1,2})(?![\\d/.-]| (?:${MONTH})))?( du mois suivant)?`,
  'gu',
);
const AFTER_MONTH = /fin de mois ?(?:\+|plus|a) ?(\d{1,3}) ?j(?:ours?)?(?!\p{L})/gu;
const END_OF_MONTH = /(?<!\d ?)fin de mois( suivant)?(?: le (\d{1,2})(?!\d))?/gu;
const NEXT_MONTH = /(?<!\p{L})(?:le|au) (\d{1,2})(?:er)? du mois suivant/gu;
const DAY = /(?<!\d)(?:(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})|(\d{4})-(\d{2})-(\d{2}))(?!\d)/gu;
const LONG_DAY = new RegExp(`(?<!\\d)(\\d{1,2})(?:er)? (${MONTH})(?: (\\d{4}))?(?!\\d)`, 'gu');
const AT_ONCE =
  /(?:^| )(?:(?:a|des|sur|on|upon) (?:la )?(?:reception|receipt)|comptant|immediat|immediatement|immediate|sofort|a vue|d.avance|a la (?:commande|livraison))(?!\p{L})/u;
const LATENESS =
  /retard|penalit|indemnit|impay|a defaut|defaut de|interet|\blate\b|overdue|verzug|mahn|conditions generales/u;
const DISCOUNT = /escompte|skonto|discount|rabais|remise/u;
const NO_DISCOUNT = /(?:sans|pas d.|aucun) ?escompte.*/u;

/** The day of a month that comes first from a day on, that day included; the last one when the month is shorter. */
const nextDayOfMonth = (from: LocalDate, day: number): LocalDate => {
  const inMonth = (start: LocalDate): LocalDate => {
    const end = endOfMonth(start);
    return day >= Number(end.slice(8)) ? end : `${end.slice(0, 8)}${two(String(day))}`;
  };
  const first = inMonth(from);
  return first >= from ? first : inMonth(addDays(endOfMonth(from), 1));
};

const two = (text: string | undefined): string => (text ?? '').padStart(2, '0');

/** Small letters without accents, figures for numbers in letters, one way to write « fin de mois ». */
const plainOf = (text: string): string =>
  withFigures(withoutAccents(text).toLowerCase().replaceAll('’', "'").replaceAll(/\s+/gu, ' '))
    .replaceAll(/(\d{1,3}) ?\( ?\1 ?\)/g, '$1')
    .replaceAll(/(?:1 )?huitaine/g, '8 jours')
    .replaceAll(/(?:1 )?quinzaine/g, '15 jours')
    .replaceAll(/(?<!\p{L})j\.? ?n?\.? ?f\.?d?\.?m(?!\p{L})\.?/gu, ' jours fin de mois ')
    .replaceAll(
      /(?<!\p{L})(?:f\.?d\.?m|eom|fin (?:du|de) mois|fin mois|end of (?:the )?month)(?!\p{L})\.?/gu,
      ' fin de mois ',
    )
    .replaceAll(/(?<=\d ?)(?:jours?|jrs?|j)\./g, 'jours')
    .replaceAll(/mois (?:prochain|d'apres|\+ ?1)(?!\d)/g, 'mois suivant')
    .replaceAll(/,(?= *(?:et |a )?(?:fin de mois|le \d))/g, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();

/** The parts that may say a term: what comes of a late payment is none. */
const clausesOf = (text: string): string[] =>
  text
    .slice(0, MOST_TEXT)
    .split(/\.(?=\s+\p{Lu}\p{Ll})|[;!?\n]/u)
    .map((sentence) => plainOf(sentence).split(LATENESS, 1)[0] ?? '')
    .flatMap((sentence) => sentence.split(/,(?!\d)/))
    .map((clause) => clause.trim().replace(NO_DISCOUNT, ''))
    .filter((clause) => !/^(?:si|if|bei|en cas) /u.test(clause));

const afterDelay = (issuedOn: LocalDate, count: number, unit: string): LocalDate => {
  if (unit.startsWith('mo')) return addMonths(issuedOn, count);
  return addDays(issuedOn, /^[sw]/.test(unit) ? 7 * count : count);
};

const delaysIn = (clause: string, issuedOn: LocalDate): LocalDate[] =>
  [...clause.matchAll(DELAY)].flatMap((match) => {
    const [, lead, count = '', unit, tail = '', ending, dayOfEnd, dayAfter, nextMonth] = match;
    const endsMonth = ending?.startsWith(' fin de mois') === true;
    if (unit === undefined && lead === undefined && !endsMonth && !/ nets?(?!\p{L})/u.test(tail)) return [];
    const day = afterDelay(issuedOn, Number(count), unit ?? '');
    const isInDays = !/^(?:mo|[sw])/.test(unit ?? '');
    const ends = endsMonth
      ? isInDays
        ? Object.values(endOfMonthTerms(issuedOn, Number(count)))
        : [endOfMonth(day)]
      : [nextMonth === undefined ? day : addDays(endOfMonth(day), 1)];
    const on = dayOfEnd ?? dayAfter;
    return on === undefined ? ends : ends.map((end) => nextDayOfMonth(end, Number(on)));
  });

const endsOfMonthIn = (clause: string, issuedOn: LocalDate): LocalDate[] => [
  ...[...clause.matchAll(AFTER_MONTH)].map(([, count]) => addDays(endOfMonth(issuedOn), Number(count))),
  ...[...clause.matchAll(END_OF_MONTH)].map(([, isNext, day]) => {
    const end = endOfMonth(isNext === undefined ? issuedOn : addDays(endOfMonth(issuedOn), 1));
    return day === undefined ? end : nextDayOfMonth(end, Number(day));
  }),
  ...[...clause.matchAll(NEXT_MONTH)].map(([, day]) =>
    nextDayOfMonth(addDays(endOfMonth(issuedOn), 1), Number(day)),
  ),
];

const daysIn = (clause: string, issuedOn: LocalDate): LocalDate[] => [
  ...[...clause.matchAll(DAY)].map(([, day, month, year = '', isoYear, isoMonth, isoDay]) =>
    isoYear === undefined
      ? `${year.length === 2 ? `20${year}` : year}-${two(month)}-${two(day)}`
      : `${isoYear}-${isoMonth}-${isoDay}`,
  ),
  ...[...clause.matchAll(LONG_DAY)].map(([, day, month = '', year]) => {
    const inYear = (one: string): LocalDate => `${one}-${two(String(MONTHS.indexOf(month) + 1))}-${two(day)}`;
    const own = inYear(year ?? issuedOn.slice(0, 4));
    return year === undefined && own < issuedOn ? inYear(String(Number(issuedOn.slice(0, 4)) + 1)) : own;
  }),
];

/** What a clause says; of a discount and the term that it shortens, the term. */
const termsIn = (clause: string, issuedOn: LocalDate): LocalDate[] => {
  const days = [
    ...delaysIn(clause, issuedOn),
    ...endsOfMonthIn(
      clause.replaceAll(DELAY, (text) => (text.includes('fin de mois') ? '' : text)),
      issuedOn,
    ),
    ...daysIn(clause, issuedOn),
  ].filter((day) => isLocalDate(day) && day >= issuedOn && day <= addDays(issuedOn, MOST_DAYS));
  return DISCOUNT.test(clause) ? days.toSorted().slice(1).slice(-1) : days;
};

/**
 * The day that terms written in words make an invoice due, the last of several: « 45 JFDM », « deux mois », « à réception »,
 * « avant le 09.12.2026 », and their English and German likes. « 45 jours fin de mois » is counted in two lawful ways: the later
 * one reminds nobody too early. Null: they do not say, or not in a way that is understood.
 */
export const dueOnFromTerms = (terms: string | null, issuedOn: LocalDate): LocalDate | null => {
  const clauses = clausesOf(terms ?? '');
  const latest = clauses
    .flatMap((clause) => termsIn(clause, issuedOn))
    .toSorted()
    .at(-1);
  const isAtOnce = clauses.some((clause) => AT_ONCE.test(clause) && !DISCOUNT.test(clause));
  return latest ?? (isAtOnce ? issuedOn : null);
};
