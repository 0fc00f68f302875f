import type { Client } from './client.ts';
import { isCivility, readContact, UNKNOWN, type ContactName } from './contact-name.ts';

/** What a greeting depends on. */
export type Greeted = Pick<Client, 'name' | 'kind' | 'contactName' | 'tutoiement' | 'salutation'>;

/** A private person is the one written to; their own name counts only where it says a civility. */
const readerOf = ({ name, kind, contactName }: Greeted): ContactName => {
  if (contactName !== null) return readContact(contactName);
  const own = kind === 'particulier' ? readContact(name) : UNKNOWN;
  return own.civilities.length > 0 ? own : UNKNOWN;
};

/** « Madame », « Madame, Monsieur », « Monsieur le Maire »; null when nothing says it. */
const addressOf = ({ civilities, title }: ContactName): string | null => {
  const [civility] = civilities;
  if (civility === undefined) return null;
  if (civilities.length === 1) return title === null ? civility : `${civility} ${title}`;
  if (civilities.some((one) => one !== 'Madame' && one !== 'Monsieur')) return null;
  if (new Set(civilities).size > 1) return 'Madame, Monsieur';
  return civility === 'Madame' ? 'Mesdames' : 'Messieurs';
};

const asFirstLine = (text: string): string => (/[\p{L}\d)]$/u.test(text) ? `${text},` : text);

/**
 * The first line of whatever is written or said to a client: as typed with `--salutation`; else « Bonjour Madame
 * Petit, » with a civility, « Bonjour Jeanne, » when one says `tu`, « Bonjour Jeanne Petit, » without civility. What is
 * doubtful is left out: « Bonjour Madame, », « Bonjour, ».
 */
export const greetingOf = (client: Greeted): string => {
  if (client.salutation !== null) return asFirstLine(client.salutation);
  const reader = readerOf(client);
  const { first, family, full } = reader;
  const address = addressOf(reader);
  if (client.tutoiement) return first !== null ? `Bonjour ${first},` : 'Bonjour,';
  if (address === null) return full === null ? 'Bonjour,' : `Bonjour ${full},`;
  if (address === 'Maître') return 'Maître,';
  return `Bonjour ${[address, family].filter((part) => part !== null).join(' ')},`;
};

/** How a letter calls its reader, and names them again in its closing formula: « Madame », « Madame, Monsieur ». */
export const formalAddressOf = (client: Greeted): string => {
  const typed = client.salutation?.replace(/^(?:bonjour|bonsoir|chère?)\s+/iu, '') ?? '';
  return addressOf(readContact(typed)) ?? addressOf(readerOf(client)) ?? 'Madame, Monsieur';
};

/** One says `tu` to a person whose first name is not known. */
export const lacksFirstName = (
  client: Pick<Greeted, 'contactName' | 'tutoiement' | 'salutation'>,
): boolean => {
  if (!client.tutoiement || client.salutation !== null || client.contactName === null) return false;
  const { civilities, title, first, family } = readContact(client.contactName);
  const isOne = civilities.length === 1 && title === null;
  return first === null && (isOne || family !== null);
};

/** « M. Durand » → « M. Paul Durand », « DURAND » → « Paul DURAND ». */
export const withFirstName = (contactName: string, firstName: string): string => {
  const [head = '', ...rest] = contactName.split(' ');
  return (isCivility(head) ? [head, firstName, ...rest] : [firstName, head, ...rest]).join(' ');
};
