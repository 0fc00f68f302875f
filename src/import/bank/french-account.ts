import { composeIBAN } from 'ibantools';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** A and J count 1, B, K and S 2… */
const DIGITS = '12345678912345678923456789';

const asDigits = (text: string): bigint =>
  BigInt(text.replaceAll(/[A-Z]/g, (letter) => DIGITS.charAt(LETTERS.indexOf(letter))));

/** The IBAN of a French account from its RIB, so that two formats of one bank name the account alike; else null. */
const frenchIban = (bank: string, branch: string, number: string): string | null => {
  if (!/^\d{5}$/.test(bank) || !/^\d{5}$/.test(branch) || !/^[0-9A-Z]{11}$/.test(number)) return null;
  const key = 97n - ((89n * asDigits(bank) + 15n * asDigits(branch) + 3n * asDigits(number)) % 97n);
  const bban = `${bank}${branch}${number}${String(key).padStart(2, '0')}`;
  return composeIBAN({ countryCode: 'FR', bban });
};

/** An account by its parts, those that are known. */
export const accountOf = (
  bank: string | null,
  branch: string | null,
  number: string | null,
): string | null => {
  const [code, office, rest] = [bank, branch, number].map((part) =>
    (part ?? '').replaceAll(/\s/g, '').toUpperCase(),
  ) as [string, string, string];
  return frenchIban(code, office, rest) ?? ([code, office, rest].filter(Boolean).join('-') || null);
};

/** An account as a statement writes it in one piece: an IBAN, a RIB, a number. */
export const accountIn = (text: string): string | null => {
  const bare = text
    .trim()
    .replace(/\s[A-Z]{3}$/, '')
    .replaceAll(/[\s"]/g, '');
  const rib = /^(\d{5})[-/]?(\d{5})[-/]?([0-9A-Z]{11})(?:[-/]?\d{2})?$/.exec(bare);
  return (rib && frenchIban(rib[1] ?? '', rib[2] ?? '', rib[3] ?? '')) ?? (bare || null);
};
