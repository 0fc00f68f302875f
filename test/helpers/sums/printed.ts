import type { LocalDate } from '../../../src/domain/dates.ts';

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
];

/** The sums that a text prints, in cents. A text message has plain spaces. */
export const amountsIn = (text: string): number[] =>
  [...text.matchAll(/(?<![\d,/])(\d{1,3}(?:[ \u202f]\d{3})*),(\d{2})[ \u00a0]€/gu)].map(
    ([, euros = '', cents = '']) => Number(euros.replaceAll(/\D/g, '')) * 100 + Number(cents),
  );

const DAY = '(?:1er|\\d{1,2})';
const LONG = new RegExp(
  `((?:${DAY}(?:, | et ))*${DAY})[ \\u00a0](${MONTHS.join('|')})(?:[ \\u00a0](\\d{4}))?`,
  'gu',
);

const pad = (value: string | number): string => String(value).padStart(2, '0');

/** The days that a text prints, in figures or in words; without a year, that of today. What a client has until apart. */
export const daysIn = (text: string, today: LocalDate): LocalDate[] => {
  const flat = text.replaceAll(/\s+/g, ' ').replaceAll(/d[’']ici au [^.?]*?\d{4}/gu, '');
  const short = [...flat.matchAll(/(\d{2})\/(\d{2})\/(\d{4})/g)].map(
    ([, day, month, year]) => `${year}-${month}-${day}`,
  );
  const long = [...flat.matchAll(LONG)].flatMap(([, days = '', month = '', year]) =>
    days
      .split(/, | et /)
      .map(
        (day) =>
          `${year ?? today.slice(0, 4)}-${pad(MONTHS.indexOf(month) + 1)}-${pad(Number.parseInt(day, 10))}`,
      ),
  );
  return [...short, ...long];
};
