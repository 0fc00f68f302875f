import { electronicFormatIBAN, isValidBIC, validateIBAN, ValidationErrorsIBAN } from 'ibantools';
import { usageError } from '../../errors.ts';
import { quoted } from '../typography.ts';

/** The form to store and compare: no space, dot or hyphen, in capitals. */
export const compactIdentifier = (input: string): string => input.replace(/[\s.-]/gu, '').toUpperCase();

/** Luhn's checksum, for a text of digits. */
const hasLuhnKey = (digits: string): boolean => {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit : 2 * digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
};

/** Nine digits with Luhn's key; spaces and dots are allowed. */
export const isValidSiren = (input: string): boolean => {
  const siren = compactIdentifier(input);
  return /^\d{9}$/.test(siren) && siren !== '000000000' && hasLuhnKey(siren);
};

const LA_POSTE_SIREN = '356000000';
const LA_POSTE_HEAD_OFFICE = '35600000000048';

/**
 * A SIREN and five digits, the whole with Luhn's key. La Poste ran out of numbers: for its establishments INSEE only
 * asks that the digits add up to a multiple of five, the head office apart.
 */
export const isValidSiret = (input: string): boolean => {
  const siret = compactIdentifier(input);
  if (!/^\d{14}$/.test(siret) || !isValidSiren(siret.slice(0, 9))) return false;
  if (!siret.startsWith(LA_POSTE_SIREN) || siret === LA_POSTE_HEAD_OFFICE) return hasLuhnKey(siret);
  return siret.split('').reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0;
};

/** Without I and O, too close to 1 and 0. */
const VAT_KEY_ALPHABET = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

const hasVatKey = (key: string, siren: string): boolean => {
  if (/^\d\d$/.test(key)) return Number(key) === (12 + 3 * (Number(siren) % 97)) % 97;
  const first = VAT_KEY_ALPHABET.indexOf(key.charAt(0));
  const second = VAT_KEY_ALPHABET.indexOf(key.charAt(1));
  if (first < 0 || second < 0) return false;
  const check = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100;
  return (Number(siren) + 1 + Math.floor(check / 11)) % 11 === check % 11;
};

/** `FR`, two characters of key, the SIREN. Monaco's numbers (`FRxx000…`) have the key but no SIREN inside. */
export const isValidFrenchVatNumber = (input: string): boolean => {
  const match = /^FR([0-9A-Z]{2})(\d{9})$/.exec(compactIdentifier(input));
  const [, key = '', siren = ''] = match ?? [];
  if (match === null || !hasVatKey(key, siren)) return false;
  return siren.startsWith('000') || isValidSiren(siren);
};

const explainIban = (errors: readonly ValidationErrorsIBAN[]): string => {
  if (errors.includes(ValidationErrorsIBAN.NoIBANProvided)) return 'il est vide';
  if (errors.includes(ValidationErrorsIBAN.NoIBANCountry)) return 'il ne commence pas par un pays connu';
  if (errors.includes(ValidationErrorsIBAN.WrongBBANLength))
    return 'il n’a pas la longueur voulue pour ce pays';
  if (errors.includes(ValidationErrorsIBAN.WrongBBANFormat)) return 'il n’a pas la forme voulue pour ce pays';
  return 'sa clé de contrôle est fausse';
};

/**
 * The IBAN in capitals without spaces, its keys checked (the French clé RIB included).
 * @throws RelanceError `invalid-iban`
 */
export const normaliseIban = (input: string): string => {
  const iban = electronicFormatIBAN(compactIdentifier(input).replace(/^IBAN:?/, '')) ?? '';
  const { valid, errorCodes } = validateIBAN(iban);
  if (valid) return iban;
  const hint = 'Recopier l’IBAN du relevé d’identité bancaire, par exemple FR14 2004 1010 0505 0001 3M02 606';
  throw usageError(
    `L’IBAN ${quoted(input)} n’est pas valide : ${explainIban(errorCodes)}`,
    hint,
    'invalid-iban',
  );
};

/** Groups of four, apart by ordinary spaces: banks' forms refuse non-breaking ones when the IBAN is pasted. */
export const formatIban = (iban: string): string =>
  (compactIdentifier(iban).match(/.{1,4}/gu) ?? []).join(' ');

export const isValidBic = (input: string): boolean => isValidBIC(compactIdentifier(input));

const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** The domain as it travels (IDNA), or '' when no domain can be made of it. */
const asciiDomain = (domain: string): string => {
  if (!/^[\p{L}\p{N}][\p{L}\p{M}\p{N}.-]*$/u.test(domain)) return '';
  return URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : '';
};

const isMailDomain = (domain: string): boolean => {
  const labels = domain.split('.');
  if (domain.length > 253 || labels.length < 2 || !/^(?:[a-z]{2,}|xn--[a-z0-9-]+)$/.test(labels.at(-1) ?? ''))
    return false;
  return labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
};

const explainEmail = (email: string): string | null => {
  if (/[\s\p{Cc},;<>]/u.test(email)) return 'écrire une seule adresse, sans nom ni espace';
  const at = email.lastIndexOf('@');
  if (at < 1) return 'il manque ce qui précède ou suit l’arobase';
  const [local, domain] = [email.slice(0, at), email.slice(at + 1)];
  if (!LOCAL_PART.test(local)) return 'un caractère n’est pas permis avant l’arobase';
  const ascii = asciiDomain(domain);
  if (!isMailDomain(ascii)) return 'le domaine après l’arobase n’est pas valide';
  // RFC 5321, 4.5.3.1: 64 octets before the @, 256 for a path, its two angle brackets included.
  return local.length > 64 || local.length + 1 + ascii.length > 254 ? 'elle est trop longue' : null;
};

/**
 * One bare address, trimmed, its domain in lower case (accents kept: they are encoded when the message leaves).
 * @throws RelanceError `invalid-email`
 */
export const parseEmail = (input: string): string => {
  const email = input.trim().normalize('NFC');
  const reason = explainEmail(email);
  if (reason !== null) {
    const message = `L’adresse e-mail ${quoted(input)} n’est pas valide : ${reason}`;
    throw usageError(message, 'Écrire par exemple compta@client.fr', 'invalid-email');
  }
  const at = email.lastIndexOf('@');
  return email.slice(0, at + 1) + email.slice(at + 1).toLowerCase();
};

/**
 * A French number as `01 23 45 67 89`, whether typed so or with +33; any other as `+` and its digits (E.164).
 * @throws RelanceError `invalid-phone`
 */
export const parsePhone = (input: string): string => {
  const text = input.trim().replace(/^\+\s*/, '+');
  const digits = text
    .replace(/\(0\)/, '')
    .replace(/[\s.\-/()]/gu, '')
    .replace(/^00/, '+');
  const national = digits.replace(/^\+330?(?=[1-9])/, '0');
  if (/^0[1-9]\d{8}$/.test(national)) return (national.match(/\d\d/g) ?? []).join(' ');
  if (/^\+(?!33)[1-9]\d{6,14}$/.test(digits)) return digits;
  const hint = 'Écrire par exemple 01 23 45 67 89, ou +32 2 123 45 67 hors de France';
  throw usageError(`Le numéro de téléphone ${quoted(input)} n’est pas valide`, hint, 'invalid-phone');
};
