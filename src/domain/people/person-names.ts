import {
  isDoubleFirstName,
  isEasternFamilyName,
  isFirstName,
  isOnlyFirstName,
  isUsualDouble,
} from './first-names.ts';
import { frenchName, isInitial, isLoneParticle, isParticle, isUpper } from './name-case.ts';

/** What is known for sure of a person's names; null is a doubt. */
export interface PersonNames {
  /** By which one says « tu ». */
  first: string | null;
  /** By which one says « Madame ». */
  family: string | null;
  /** « Jeanne Petit », in that order. */
  full: string | null;
}

export const NO_NAMES: PersonNames = { first: null, family: null, full: null };

const callable = (words: readonly string[]): string | null =>
  words.length === 0 || words.some(isInitial) ? null : frenchName(words);

/** Given names, then the family name. */
const named = (given: readonly string[], family: readonly string[]): PersonNames => {
  const isDouble = isDoubleFirstName(given[0] ?? '', given[1] ?? '');
  return {
    first: callable(given.slice(0, isDouble ? 2 : 1)),
    family: frenchName(family),
    full: [frenchName(given), frenchName(family)].filter((name) => name !== '').join(' '),
  };
};

/** The family name is the one in capitals: « PETIT Jeanne », « Jean de LA FONTAINE ». */
const readByCapitals = (words: readonly string[]): PersonNames | null => {
  const capitals = words.flatMap((word, index) => (isUpper(word) ? [index] : []));
  const [firstIndex] = capitals;
  const last = capitals.at(-1);
  if (firstIndex === undefined || last === undefined) return null;
  let start = firstIndex;
  while (start > 0 && isParticle(words[start - 1] ?? '')) start -= 1;
  const family = words.slice(start, last + 1);
  const before = words.slice(0, start);
  const after = words.slice(last + 1);
  const isBroken = family.some((word) => !isUpper(word) && !isParticle(word));
  // « JP Durand » and « NG Paul »: initials or a name, nobody knows.
  const isShort = family.length === 1 && /^[B-DF-HJ-NP-TV-XZ]{2,3}$/u.test(family[0] ?? '');
  if (isBroken || isShort || (before.length > 0 && after.length > 0)) return NO_NAMES;
  return named(before.length > 0 ? before : after, family);
};

/** One word: a family name after a civility, a first name without. */
const readOne = (word: string, hasCivility: boolean): PersonNames => {
  const first = callable([word]);
  if (first === null) return NO_NAMES;
  if (isOnlyFirstName(word)) return { first, family: null, full: first };
  if (hasCivility) return { first: null, family: frenchName([word]), full: null };
  if (isFirstName(word)) return { first, family: null, full: first };
  return isUpper(word) ? { ...NO_NAMES, family: frenchName([word]) } : { ...NO_NAMES, first };
};

/** The particle begins the family name: « Jean de La Fontaine », « Le Goff », « Ben Salah Fatima ». */
const readByParticle = (words: readonly string[], start: number): PersonNames => {
  const last = words.at(-1) ?? '';
  if (start === 0) {
    const isReversed =
      words.length > (isLoneParticle(words[0] ?? '') ? 2 : 1) &&
      !isLoneParticle(words.at(-2) ?? '') &&
      isFirstName(last);
    if (!isReversed) return { first: null, family: frenchName(words), full: null };
    return isOnlyFirstName(last) ? named([last], words.slice(0, -1)) : NO_NAMES;
  }
  const given = words.slice(0, start);
  const full = frenchName(words);
  const isGiven = given.every((word) => isInitial(word) || isFirstName(word));
  if (isGiven) return { ...named(given, words.slice(start)), full };
  return {
    first: isEasternFamilyName(given[0] ?? '') ? null : callable(given.slice(0, 1)),
    family: null,
    full,
  };
};

const isGivenAfter = (first: string, word: string): boolean =>
  isInitial(word) || isOnlyFirstName(word) || isDoubleFirstName(first, word);

/** Two words or more, none of them a particle, all typed alike. */
const readByOrder = (words: readonly string[], isCapital: boolean): PersonNames => {
  const [head = '', ...rest] = words;
  const last = rest.at(-1) ?? '';
  const isHeadGiven = isInitial(head) || isFirstName(head);
  if (isEasternFamilyName(head)) return NO_NAMES;
  if (isInitial(last)) return { ...NO_NAMES, first: isFirstName(head) ? frenchName([head]) : null };
  if (!isHeadGiven && isFirstName(last))
    return words.length === 2 && isOnlyFirstName(last) ? named([last], [head]) : NO_NAMES;
  // In capitals, the family name comes first as often as last.
  if (isCapital && (!isHeadGiven || (!isInitial(head) && isFirstName(last)))) return NO_NAMES;
  // « Jeanne Sophie », « Jean Claude »: where is the family name?
  if (isHeadGiven && !isInitial(head) && (isOnlyFirstName(last) || isUsualDouble(words)))
    return { ...named(words, []), family: null };
  if (rest.slice(0, -1).every((word) => isGivenAfter(head, word))) return named(words.slice(0, -1), [last]);
  return { first: callable([head]), family: null, full: frenchName(words) };
};

/** @param words of one person, without civility */
export const readNames = (words: readonly string[], hasCivility: boolean): PersonNames => {
  const [only = ''] = words;
  if (words.length === 0) return NO_NAMES;
  if (words.length === 1) return readOne(only, hasCivility);
  const spelled = words.filter((word) => !isInitial(word));
  const isCapital = spelled.every(isUpper);
  const byCapitals = isCapital ? null : readByCapitals(words);
  if (byCapitals) return byCapitals;
  const start = words.findIndex(
    (word, index) => isParticle(word) && (index < words.length - 1 || /’/u.test(word)),
  );
  return start === -1 ? readByOrder(words, isCapital) : readByParticle(words, start);
};
