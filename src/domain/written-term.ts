import { addDays, endOfMonth, isLocalDate, type LocalDate } from '../../domain/dates.ts';

const DELAY =
  /(?<![\d,.])(\d{1,3})\s*(?:jours?|jrs?|j|days?|tagen?|tage)(?!\p{L})(?:\s+(?:calendaires?|nets?|date de facture))*(\s*,?\s*(?:fin de mois|fdm|end of month))?(?:\s+le\s+(\d{1,2})(?!\d))?/giu;
const DAY = /(?<!\d)(?:(\d{1,2})[./-](\d{1,2})[./-](\d{4})|(\d{4})-(\d{2})-(\d{2}))(?!\d)/gu;
const AT_ONCE = /(?:à|a|dès|des)\s+(?:la\s+)?réception|comptant|immédiat|upon receipt|immediate|sofort/iu;
/** Beyond it, a figure that is no term to pay. */
const MOST_DAYS = 180;

const two = (text: string | undefined): string => (text ?? '').padStart(2, '0');

const delaysIn = (text: string, issuedOn: LocalDate): LocalDate[] =>
  [...text.matchAll(DELAY)].map(([, days, endsMonth, dayAfter]) => {
    const day = addDays(issuedOn, Number(days));
    if (endsMonth === undefined) return day;
    // « 45 jours fin de mois » is counted in two lawful ways: the later one reminds nobody too early.
    const end = [endOfMonth(day), addDays(endOfMonth(issuedOn), Number(days))].toSorted().at(-1) ?? day;
    return dayAfter === undefined ? end : addDays(endOfMonth(day), Number(dayAfter));
  });

const daysIn = (text: string): LocalDate[] =>
  [...text.matchAll(DAY)].map(([, day, month, year, isoYear, isoMonth, isoDay]) =>
    isoYear === undefined ? `${year}-${two(month)}-${two(day)}` : `${isoYear}-${isoMonth}-${isoDay}`,
  );

/**
 * The day that terms written in words make an invoice due, the last of several: « 30 jours fin de mois », « à réception »,
 * « avant le 09.12.2026 », and their English and German likes. Null: they do not say.
 */
export const dueOnFromTerms = (terms: string | null, issuedOn: LocalDate): LocalDate | null => {
  const text = (terms ?? '').replaceAll(/[\u00a0\u202f]/gu, ' ');
  const latest = [...delaysIn(text, issuedOn), ...daysIn(text)]
    .filter((day) => isLocalDate(day) && day >= issuedOn && day <= addDays(issuedOn, MOST_DAYS))
    .toSorted()
    .at(-1);
  return latest ?? (AT_ONCE.test(text) ? issuedOn : null);
};
