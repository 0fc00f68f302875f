import {
  compactIdentifier,
  isValidSiren,
  isValidSiret,
  parseEmail,
} from '../../domain/people/identifiers.ts';
import { RelanceError } from '../../errors.ts';
import { lineOf, linesOf } from './fields.ts';
import type { RawIdentifier, RawParty } from './raw.ts';
import type { Party } from './einvoice-types.ts';

const SIREN_LENGTH = 9;
/** ISO 6523: SIRENE (a SIREN, often written with the NIC), SIRET. */
const FRENCH_SCHEMES = new Set(['0002', '0009']);
/** Address of a French platform: a SIREN, then what tells its mailboxes apart. */
const PLATFORM_SCHEME = '0225';

/** Without a scheme, nine digits may be anybody’s number: only a French party’s, with the right key, is a SIREN. */
const isFrenchNumber =
  (length: number, isValid: (number: string) => boolean, country: string | null) =>
  ({ value, scheme }: RawIdentifier): boolean =>
    value.length === length &&
    /^\d+$/.test(value) &&
    (scheme === null ? country === 'FR' && isValid(value) : FRENCH_SCHEMES.has(scheme));

const vatNumberOf = (taxNumbers: readonly RawIdentifier[]): string | null => {
  const numbers = taxNumbers.map(({ value, scheme }) => ({ value: compactIdentifier(value), scheme }));
  const own = numbers.find(({ scheme }) => scheme === 'VA' || scheme === 'VAT');
  const bare = numbers.find(
    ({ value, scheme }) => scheme === null && /^[A-Z]{2}[0-9A-Z+*]{2,13}$/.test(value),
  );
  return lineOf((own ?? bare)?.value);
};

/** Monaco’s numbers begin like a French one and hold none. A wrong VAT key does not make a SIREN with the right key wrong. */
const sirenOfVat = (vatNumber: string | null): string | null => {
  const siren = /^FR[0-9A-Z]{2}(\d{9})$/.exec(vatNumber ?? '')?.[1] ?? null;
  return siren !== null && !siren.startsWith('000') && isValidSiren(siren) ? siren : null;
};

const identifiersOf = ({ identifiers, endpoints, taxNumbers, country }: RawParty) => {
  const vatNumber = vatNumberOf(taxNumbers);
  const numbers = identifiers.map(({ value, scheme }) => ({ value: compactIdentifier(value), scheme }));
  const found = numbers.find(isFrenchNumber(14, isValidSiret, country))?.value ?? null;
  const platform = endpoints.find(
    ({ value, scheme }) => scheme === PLATFORM_SCHEME && /^\d{9}(?:_|$)/.test(value),
  );
  const siren =
    numbers.find(isFrenchNumber(SIREN_LENGTH, isValidSiren, country))?.value ??
    found?.slice(0, SIREN_LENGTH) ??
    sirenOfVat(vatNumber) ??
    platform?.value.slice(0, SIREN_LENGTH) ??
    null;
  // An establishment of another company is not this party’s.
  return { siren, siret: siren !== null && found?.startsWith(siren) ? found : null, vatNumber };
};

/** The first that is an address to write to: platforms’ identifiers are not. */
const emailOf = (candidates: readonly (string | null)[]): string | null => {
  for (const candidate of candidates) {
    const text = candidate?.trim().replace(/^mailto:/i, '') ?? '';
    if (!text.includes('@')) continue;
    try {
      parseEmail(text);
      return text;
    } catch (error) {
      if (!(error instanceof RelanceError)) throw error;
    }
  }
  return null;
};

/** Tools fill what is compulsory with nothing. */
const sayingOf = (text: string | null): string | null => {
  const line = lineOf(text);
  return line !== null && /^(?:n\/?a|none|null|-+|\.+)$/i.test(line) ? null : line;
};

/** A party typed; its name is empty when the document gives none at all. */
export const partyOf = (raw: RawParty): Party => {
  const country = raw.country?.trim().toUpperCase() ?? '';
  const name = lineOf(raw.name) ?? lineOf(raw.tradingName) ?? lineOf(raw.contactName) ?? '';
  const tradingName = lineOf(raw.tradingName);
  return {
    name,
    tradingName: tradingName === name ? null : tradingName,
    ...identifiersOf(raw),
    address: linesOf(raw.addressLines).join('\n') || null,
    postalCode: lineOf(raw.postalCode),
    city: lineOf(raw.city),
    country: /^[A-Z]{2}$/.test(country) ? country : null,
    email: emailOf([...raw.emails, ...raw.endpoints.map(({ value }) => value)]),
    phone: sayingOf(raw.phone),
    contactName: sayingOf(raw.contactName),
  };
};
