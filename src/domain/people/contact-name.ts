import { isFirstName } from './first-names.ts';
import { capitalized, caseOf, foldedWord, isParticle } from './name-case.ts';
import { NO_NAMES, readNames, type PersonNames } from './person-names.ts';
import { oneLine } from '../typography.ts';

type Civility = 'Madame' | 'Monsieur' | 'Maître' | 'Docteur' | 'Professeur';

const CIVILITY_WORDS: readonly [words: string, civilities: Civility[]][] = [
  ['m mr monsieur', ['Monsieur']],
  ['mme madame mlle melle mademoiselle ms mrs miss', ['Madame']],
  ['mm messieurs', ['Monsieur', 'Monsieur']],
  ['mmes mesdames mlles mesdemoiselles', ['Madame', 'Madame']],
  ['me maitre', ['Maître']],
  ['dr docteur', ['Docteur']],
  ['pr professeur', ['Professeur']],
];
const CIVILITIES = new Map(
  CIVILITY_WORDS.flatMap(([words, civilities]) =>
    words.split(' ').map((word): [string, Civility[]] => [word, civilities]),
  ),
);

const TITLES = new Set(
  (
    'maire directeur directrice president presidente gerant gerante tresorier tresoriere proviseur proviseure principal ' +
    'principale recteur rectrice prefet prefete ministre depute deputee senateur senatrice conseiller conseillere ' +
    'secretaire comptable responsable chef cheffe commissaire juge procureur procureure greffier greffiere batonnier ' +
    'batonniere consul consule ambassadeur ambassadrice doyen doyenne professeur professeure docteur docteure intendant ' +
    'intendante payeur payeuse receveur receveuse percepteur perceptrice notaire cure abbe adjoint adjointe agent agente ' +
    'regisseur regisseuse administrateur administratrice liquidateur liquidatrice mandataire syndic ordonnateur ' +
    'ordonnatrice gestionnaire inspecteur inspectrice delegue deleguee pdg dg daf'
  ).split(' '),
);

const isTitle = (word: string): boolean =>
  foldedWord(word)
    .replace(/^l'/, '')
    .split('-')
    .some((part) => TITLES.has(part));

const OF = new Set('de du des d a au aux en pour par chez et'.split(' '));

/** « le Maire », « la Directrice financière », from what follows a civility; null when it is a name. */
const readTitle = (words: readonly string[]): string | null => {
  const isCapital = words.every((word) => caseOf(word) === 'upper');
  const typed = isCapital ? words.map((word) => word.toLocaleLowerCase('fr')) : words;
  const [article = '', ...rest] = typed;
  const isElided = /^l’/iu.test(article);
  // « M. Le Maire » may be a man of that name.
  if (!isElided && !/^l[ae]$/u.test(article)) return null;
  const noun = isElided ? article.slice(2) : (rest[0] ?? '');
  if (!isTitle(noun)) return null;
  const after = isElided ? rest : rest.slice(1);
  const end = after.findIndex(
    (word) => caseOf(word) !== 'lower' || OF.has(foldedWord(word).split("'")[0] ?? ''),
  );
  const kept = end === -1 ? after : after.slice(0, end);
  const start = isElided
    ? `l’${capitalized(noun)}`
    : `${article.toLocaleLowerCase('fr')} ${capitalized(noun)}`;
  return [start, ...kept].join(' ');
};

/** Words of a department or of a company: nobody bears them as a name without a civility. */
const SERVICES = new Set(
  (
    'service services comptabilite compta comptable comptables direction mairie secretariat fournisseur fournisseurs achats ' +
    'facturation factures reglements paiements tresorerie finance finances financier administration administratif gestion ' +
    'accueil contact info contentieux juridique rh drh ressources siege agence departement pole cellule equipe comptes ' +
    'account accounts accounting billing payable purchasing department team office sarl sas sasu sa eurl sci snc association ' +
    'societe entreprise cabinet etude groupe commune communaute syndicat prefecture ministere ecole lycee college ' +
    'universite hopital chu ccas dgfip perception famille indivision succession consorts copropriete ' +
    'daf dg pdg raf dsi ceo cfo cpe'
  ).split(' '),
);

const isService = (word: string): boolean =>
  foldedWord(word)
    .split(/[^a-z]+/)
    .some((part) => SERVICES.has(part));

/** What joins a second person. */
const JOINERS = new Set(['et', '&', '+', '/', ',', ';', 'ou', 'and']);
/** What begins a remark on the first one, or what goes on after the name. */
const ASIDES = new Set(
  '( – — - | : , ; / nee ne epouse ep veuve vve dit dite alias chez c/o jr sr ii iii iv'.split(' '),
);
/** « À l’attention de Mme Petit » */
const ATTENTION = /^(?:[àa] l’att(?:ention|n)?\.?|attn\.?|[àa] l’intention) (?:d(?:e|u|es) )?:? ?/iu;

const wordsOf = (text: string): string[] =>
  oneLine(text)
    .replaceAll(/[’']/g, '’')
    .replace(ATTENTION, '')
    .replace(/^(m|mr|mme|mlle|me|dr)\.(?=\p{L}{2})/iu, '$1. ')
    .replaceAll(/[,;/&+|(]/g, ' $& ')
    .replaceAll(')', ' ')
    .split(/[\s\u00a0\u202f]+/u)
    .filter((word) => /\p{L}/u.test(word) || ASIDES.has(word) || JOINERS.has(word));

export interface ContactName extends PersonNames {
  civilities: Civility[];
  /** « le Maire ». */
  title: string | null;
}

export const UNKNOWN: ContactName = { ...NO_NAMES, civilities: [], title: null };

export const isCivility = (word: string): boolean => CIVILITIES.has(foldedWord(word));

const civilityAt = (words: readonly string[], index: number): Civility[] => {
  const isFirst = index === 0 || JOINERS.has(words[index - 1] ?? '');
  return isFirst ? (CIVILITIES.get(foldedWord(words[index] ?? '')) ?? []) : [];
};

/** Without what is said after the name: a department, the name of birth. */
const withoutAsides = (words: readonly string[]): string[] => {
  const end = words.findIndex(
    (word, index) => ASIDES.has(foldedWord(word)) || (index > 0 && isService(word)),
  );
  if (end === -1) return [...words];
  const kept = words.slice(0, end);
  while (isService(words[end] ?? '') && isParticle(kept.at(-1) ?? '')) kept.pop();
  return kept;
};

const isPair = (words: readonly string[]): boolean =>
  words.some((word) => ['et', '&', '+', 'and'].includes(word.toLowerCase()));

const readPerson = (civility: Civility | null, said: readonly string[]): ContactName => {
  const civilities = civility === null ? [] : [civility];
  if (isPair(said)) return UNKNOWN;
  const title = civility === null ? null : readTitle(said);
  if (title !== null) return { ...UNKNOWN, civilities, title };
  const words = withoutAsides(said);
  if (civility !== null) {
    const isNamed = words[0] !== undefined && !isService(words[0]);
    return { civilities, title, ...(isNamed ? readNames(words, true) : NO_NAMES) };
  }
  const isDepartment = said.some((word) => isService(word)) && !isFirstName(words[0] ?? '');
  const isNobody = /^l(?:[ae]$|’)/iu.test(words[0] ?? '') && words.some(isTitle);
  if (isDepartment || isNobody || isTitle(words[0] ?? '')) return UNKNOWN;
  return { civilities, title, ...readNames(words, false) };
};

/** The one civility of a contact: « Comptabilité (Mme Petit) », « PETIT Jeanne (Mme) » have theirs later on. */
const civilityIndex = (words: readonly string[]): number =>
  civilityAt(words, 0).length > 0
    ? 0
    : words.findIndex(
        (word) => word.length > 2 && CIVILITIES.has(foldedWord(word)) && !/^[dp]r/iu.test(word),
      );

/** Who is written to, as far as the contact of a client says it. */
export const readContact = (text: string): ContactName => {
  if (/[@\d]/.test(text)) return UNKNOWN;
  const words = wordsOf(text);
  const civilities = words.flatMap((_, index) => civilityAt(words, index));
  if (civilities.length > 1) return { ...UNKNOWN, civilities };
  const index = civilityIndex(words);
  if (index === -1) return readPerson(null, words);
  const named = CIVILITIES.get(foldedWord(words[index] ?? '')) ?? [];
  if (named.length > 1) return { ...UNKNOWN, civilities: named };
  const [civility = null] = named;
  const after = words.slice(index + 1);
  // « Mme Dr Petit »
  const [profession = civility] = after.length > 1 ? (CIVILITIES.get(foldedWord(after[0] ?? '')) ?? []) : [];
  if (profession !== civility) return readPerson(profession, after.slice(1));
  return readPerson(civility, after.length > 0 || index === 0 ? after : words.slice(0, index));
};
