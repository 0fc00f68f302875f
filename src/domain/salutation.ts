import { oneLine } from './typography.ts';

const CIVILITIES: Record<string, string> = {
  'm.': 'Monsieur',
  m: 'Monsieur',
  mr: 'Monsieur',
  monsieur: 'Monsieur',
  mme: 'Madame',
  'mme.': 'Madame',
  madame: 'Madame',
  mlle: 'Madame',
  me: 'Maître',
  maître: 'Maître',
  maitre: 'Maître',
  dr: 'Docteur',
  docteur: 'Docteur',
};

/**
 * How a message greets its reader: « Bonjour Madame Petit, » with a civility, « Bonjour Jeanne, » when one says `tu`,
 * the full name when nothing else is known, « Bonjour, » without a name.
 */
export const salutationFor = (contactName: string | null, isTutoiement: boolean): string => {
  const words = oneLine(contactName ?? '')
    .split(' ')
    .filter((word) => word !== '');
  const civility = CIVILITIES[words[0]?.toLowerCase() ?? ''];
  const names = civility ? words.slice(1) : words;
  if (isTutoiement) return names[0] ? `Bonjour ${names[0]},` : 'Bonjour,';
  if (civility === 'Maître') return 'Maître,';
  if (civility) {
    // « Mme Petit » and « Mme Jeanne Petit » both greet by the family name.
    const family = names.length > 1 ? names.slice(1).join(' ') : names[0];
    return family ? `Bonjour ${civility} ${family},` : `Bonjour ${civility},`;
  }
  return names.length > 0 ? `Bonjour ${names.join(' ')},` : 'Bonjour,';
};

/** How a letter calls its reader, and names them again in its closing formula: « Madame », « Madame, Monsieur ». */
export const formalCivility = (contactName: string | null): string => {
  const first = oneLine(contactName ?? '').split(' ')[0] ?? '';
  return CIVILITIES[first.toLowerCase()] ?? 'Madame, Monsieur';
};
