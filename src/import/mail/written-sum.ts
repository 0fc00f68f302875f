import { parseAmount } from '../../domain/money/money.ts';
import { RelanceError } from '../../errors.ts';
import { plainWords } from './written-day.ts';

/** What a text says of sums in euros; null: a sum that cannot be read for sure. */
export interface WrittenSums {
  sums: (number | null)[];
  /** « la moitié », « un acompte »: not everything. */
  isPart: boolean;
}

const DIGITS = String.raw`\d+(?:[.,]\d+| \d{3}(?!\d))*`;
const SUM = new RegExp(
  String.raw`(?<![\w.,-])(?:(?:€|eur) ?(?<after>${DIGITS}(?: ?k\b)?)|(?<before>${DIGITS} ?k?) ?(?:€|euros?\b|eur\b)(?<cents> ?\d{1,2}\b)?(?<net> ?h\.?t\b)?)`,
  'g',
);
/** In a signature: « SARL au capital de 10 000 € ». */
const CAPITAL = /\bcapital(?: social)?(?: \S+)?[ :]+\d[\d .,]*(?:€|euros?\b|eur\b)/g;
const PART =
  /\b(?:la moitie|une partie|partiel\w*|en partie|(?:un |d')acompte|un tiers|deux tiers|un quart|half|part of|in part|partial\w*|deposit|(?:en|par) (?:\d+|deux|trois|quatre|plusieurs) (?:fois|mensualites|versements|virements))\b/;

const centsOf = (text: string): number | null => {
  try {
    return parseAmount(text);
  } catch (error) {
    if (error instanceof RelanceError) return null;
    throw error;
  }
};

const MOST_TEXT = 20_000;

export const writtenSums = (text: string): WrittenSums => {
  const words = plainWords(text.slice(0, MOST_TEXT)).replaceAll(CAPITAL, '');
  const sums = [...words.matchAll(SUM)].map(({ groups = {}, index }) => {
    const { after, before, cents, net } = groups;
    // « le 12 500 € »: the 12th, or twelve thousand.
    const isDay = words.slice(0, index).endsWith('le ') && /^\d\d? \d/.test(before ?? '');
    return cents === undefined && net === undefined && !isDay
      ? centsOf((after ?? before ?? '').trim())
      : null;
  });
  return { sums, isPart: PART.test(words) };
};

const SEVERAL =
  /\b(?:les|vos|ces|nos) (?:deux|trois|quatre|cinq|six|[2-9]) (?:\S+ )?factures\b|\b(?:toutes|ensemble de) (?:les|vos|ces|nos) factures\b|\b(?:both|all|the two|the three)\b(?: \S+){0,2} invoices\b/;

/** « les deux factures » */
export const namesSeveral = (text: string): boolean => SEVERAL.test(plainWords(text.slice(0, MOST_TEXT)));
