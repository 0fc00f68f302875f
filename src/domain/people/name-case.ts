import { withoutAccents } from '../typography.ts';

const listed = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Words that belong to the family name which follows them. */
const PARTICLES = listed(
  'le la les lo los las de du des da das do dos di del della degli dal dalla y ' +
    'van von der den het ter ten te zu zum zur und af av ' +
    'el al ben ibn bin bint abu abou ould ait bel mac mc saint sainte st ste san santa santo',
);
/** Small wherever they are: « Monsieur de La Fontaine ». */
const SMALL = listed('de du des von zu zum zur und y');
/** Small after another: « Van der Berg ». */
const SMALL_INSIDE = listed('der den het ter ten te');

export const foldedWord = (word: string): string =>
  withoutAccents(word).toLowerCase().replace(/\.$/, '').replaceAll('’', "'");

export const isLoneParticle = (word: string): boolean => PARTICLES.has(foldedWord(word));

/** A particle, or a name that begins by « d’ » or « l’ ». */
export const isParticle = (word: string): boolean => isLoneParticle(word) || /^[dl]’\p{L}/iu.test(word);

/** « J. », « J.-P. », « J.P. », « J ». */
export const isInitial = (word: string): boolean =>
  /^(?:\p{L}\.?|(?:\p{L}\.)+|\p{L}\.?-\p{L}\.?)$/u.test(word);

/** How a word is typed, without its « d’ »: all in capitals, all in small letters, or with care. */
export const caseOf = (word: string): 'upper' | 'lower' | 'mixed' => {
  const letters = word.replace(/^[dl]’(?=\p{L})/iu, '').replaceAll(/[^\p{L}]/gu, '');
  const upper = letters.toLocaleUpperCase('fr');
  const lower = letters.toLocaleLowerCase('fr');
  if (upper === lower) return 'mixed';
  return letters === upper ? 'upper' : letters === lower ? 'lower' : 'mixed';
};

export const isUpper = (word: string): boolean => caseOf(word) === 'upper' && !isInitial(word);

export const capitalized = (word: string): string =>
  word.replace(/^\p{L}/u, (letter) => letter.toLocaleUpperCase('fr'));

/** « DUPONT-MORETTI » → « Dupont-Moretti », « O’BRIEN » → « O’Brien », « MCDONALD » → « McDonald ». */
const recased = (word: string): string =>
  word
    .toLocaleLowerCase('fr')
    // « İ » has no small letter of its own in French.
    .replaceAll('i\u0307', 'i')
    .split(/(?<=[-’.])/u)
    .map((part) => (/^[dl]’$|^(?:de|du|des|en|sur|sous)-$/u.test(part) ? part : capitalized(part)))
    .join('')
    .replace(/(?<=^Mc)\p{L}/u, (letter) => letter.toLocaleUpperCase('fr'));

const particleCase = (word: string, index: number): string => {
  const key = foldedWord(word);
  const isSmall = SMALL.has(key) || (index > 0 && SMALL_INSIDE.has(key));
  return isSmall ? word.toLocaleLowerCase('fr') : recased(word);
};

/** Names with French capitals; what was typed with care stays as it is. */
export const frenchName = (words: readonly string[]): string => {
  const isHasty = words.every((word) => caseOf(word) === 'lower');
  return words
    .map((word, index) => {
      const typed = caseOf(word);
      // « Ortega y Gasset », « Almeida e Castro »
      const isLink = word === 'y' || word === 'e';
      const isTyped = isLink || typed === 'mixed' || (typed === 'lower' && !isHasty && isParticle(word));
      if (isTyped) return word;
      return isLoneParticle(word) ? particleCase(word, index) : recased(word);
    })
    .join(' ');
};
