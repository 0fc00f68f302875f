const UNITS =
  'zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize'.split(' ');
const VALUES = new Map<string, number>([
  ...UNITS.map((word, value): [string, number] => [word, value]),
  ['une', 1],
  ['vingt', 20],
  ['vingts', 20],
  ['trente', 30],
  ['quarante', 40],
  ['cinquante', 50],
  ['soixante', 60],
  ['cent', 100],
]);

const WORD = [...VALUES.keys()].toSorted((a, b) => b.length - a.length).join('|');
const NUMBER = new RegExp(
  `(?<![\\p{L}\\d])(?:${WORD})(?:(?:-| )(?:et(?:-| ))?(?:${WORD})){0,5}(?![\\p{L}\\d])`,
  'gu',
);

const valueOf = (words: string): number => {
  let total = 0;
  for (const word of words.split(/-et-| et |[- ]/)) {
    const value = VALUES.get(word) ?? 0;
    const isEighty = total % 100 === 4 && value === 20;
    total += isEighty ? 76 : value;
  }
  return total;
};

/** Figures in place of French numbers in letters, up to 199: « quarante-cinq jours » → « 45 jours ». Small letters, no accents. */
export const withFigures = (text: string): string =>
  text.replaceAll(NUMBER, (words) => String(valueOf(words)));
