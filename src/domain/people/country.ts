import { usageError } from '../../errors.ts';
import { parseLine } from '../text-input.ts';
import { quoted, withoutAccents } from '../typography.ts';

/** Codes that Intl names and that are no country of ISO 3166-1. */
const NOT_COUNTRIES = new Set(['EU', 'EZ', 'UN', 'XA', 'XB', 'ZZ', 'QO']);

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

const names = (): Intl.DisplayNames => new Intl.DisplayNames('fr', { type: 'region', fallback: 'none' });

const plain = (text: string): string =>
  withoutAccents(text)
    .replaceAll(/[^\p{L}]+/gu, ' ')
    .trim()
    .toLowerCase();

/**
 * The two-letter code of a country typed as a code or by its French name.
 * @throws RelanceError `invalid-country`
 */
export const parseCountry = (input: string): string => {
  const known = names();
  const code = input.trim().toUpperCase();
  if (/^[A-Z]{2}$/.test(code) && !NOT_COUNTRIES.has(code) && known.of(code) !== undefined) return code;
  const wanted = plain(input);
  const found = LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).find(
    (candidate) => !NOT_COUNTRIES.has(candidate) && plain(known.of(candidate) ?? '') === wanted,
  );
  if (wanted !== '' && found !== undefined) return found;
  throw usageError(
    `Le pays ${quoted(input)} n’est pas connu`,
    'écrivez son nom en français ou son code à deux lettres, par exemple FR',
    'invalid-country',
  );
};

export const countryName = (code: string): string => names().of(code) ?? code;

/**
 * Five digits in France; elsewhere, whatever is short enough.
 * @throws RelanceError `invalid-postal-code`
 */
export const parsePostalCode = (input: string, country: string): string => {
  if (country !== 'FR') return parseLine(input, '--cp', 12);
  const code = input.replace(/\s/gu, '');
  if (/^\d{5}$/.test(code)) return code;
  throw usageError(
    `Le code postal ${quoted(input)} n’a pas cinq chiffres`,
    'hors de France, ajoutez --pays',
    'invalid-postal-code',
  );
};
