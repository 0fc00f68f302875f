import { oneLine, withoutAccents } from '../typography.ts';

/** A text of the bank, as it is searched. */
export const bankText = (text: string): string => withoutAccents(oneLine(text)).toUpperCase();

/** Words of a name that tell it apart: legal forms do not. */
const FORMS = new Set([
  ...[
    'SA',
    'SAS',
    'SASU',
    'SARL',
    'EURL',
    'SCI',
    'SNC',
    'SCP',
    'SELARL',
    'EI',
    'STE',
    'SOCIETE',
    'ASSOCIATION',
  ],
  ...['ET', 'DE', 'DU', 'DES', 'LA', 'LE', 'LES', 'AND', 'CIE', 'M', 'MME', 'MR', 'MONSIEUR', 'MADAME'],
]);

/** The words of a name that tell it apart, as a text of the bank bears them. */
export const nameWordsOf = (name: string): string[] =>
  bankText(name)
    .split(/[^A-Z0-9]+/)
    .filter((word) => word.length > 1 && !FORMS.has(word));

/** They pay for anybody: nothing is learnt from them. */
const INTERMEDIARIES = /\b(?:STRIPE|PAYPAL|SUMUP|GOCARDLESS|MOLLIE|ADYEN|LYDIA|ALMA|PAYPLUG|SQUARE)\b/;

export const isIntermediary = (text: string): boolean => INTERMEDIARIES.test(bankText(text));

/** A name as it is learnt and compared. */
export const payerName = (name: string): string => nameWordsOf(name).toSorted().join(' ');

/** Whether a text of the bank bears all the words of a name. */
export const isNamed = (text: string, name: string): boolean => {
  const wanted = nameWordsOf(name);
  if (wanted.length === 0 || wanted.join('').length < 4) return false;
  const found = new Set(nameWordsOf(text));
  return wanted.every((word) => found.has(word));
};
