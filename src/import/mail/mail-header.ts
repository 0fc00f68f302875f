import { addressParser, decodeWords } from 'postal-mime';
import { oneLine } from '../../domain/typography.ts';
import { fieldOf, type HeaderField } from './header-fields.ts';
import type { MailHeader } from './received-mail.ts';

const MOST_ADDRESS_LIST = 10_000;
const MOST_ADDRESSES = 100;
const MOST_ADDRESS = 320;
const MOST_IDS = 100;
const MOST_SUBJECT = 1000;
const MOST_NAME = 200;

/** At most `most` characters, and never half of one. */
export const cutLine = (text: string, most: number): string => {
  const line = oneLine(text.slice(0, 4 * most));
  return line.length <= most ? line : [...line.slice(0, most)].join('').replace(/[\ud800-\udbff]$/u, '');
};

/** Headers as people read them: encoded words are decoded (RFC 2047), one harmless line. */
export const readableLine = (value: string, most: number): string =>
  cutLine(decodeWords(value.slice(0, 8 * most)), most);

interface Mailbox {
  address: string;
  name: string | null;
}

/** « Jeanne Martin <jeanne@client.fr> », several of them, in groups or not. */
export const mailboxesIn = (value: string | null): Mailbox[] =>
  addressParser((value ?? '').slice(0, MOST_ADDRESS_LIST), { flatten: true })
    .slice(0, MOST_ADDRESSES)
    .flatMap(({ address = '', name }) => {
      const bare = oneLine(address).replaceAll(/\s/g, '');
      if (bare === '' || bare.length > MOST_ADDRESS) return [];
      return [{ address: bare, name: cutLine(name, MOST_NAME) || null }];
    });

/** `<…@…>`, each once and in order. */
export const messageIdsIn = (value: string | null): string[] => {
  const ids = (value ?? '').match(/<[^<>\s]{1,500}>/g) ?? [];
  return [...new Set(ids.map(oneLine))].slice(-MOST_IDS);
};

/** Of this message: some write it without its brackets. */
export const messageIdOf = (fields: readonly HeaderField[]): string | null => {
  const value = fieldOf(fields, 'message-id');
  const [id] = messageIdsIn(value);
  if (id !== undefined) return id;
  const bare = /^[^\s<>@]{1,250}@[^\s<>@]{1,250}$/.exec(value ?? '')?.[0];
  return bare === undefined ? null : `<${oneLine(bare)}>`;
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DATE =
  /\b(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s-]+(\d{4}|\d{2})[\s,]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([+-]\d{4})?/i;

/** RFC 5322, two figures of year and no zone (read as UTC) included. `Date.parse` would ask the machine for its zone. */
const instantOf = (value: string | null): string | null => {
  const found = DATE.exec((value ?? '').slice(0, 200));
  if (!found) return null;
  const [, day, month = '', year = '', hours, minutes, seconds = '0', zone = '+0000'] = found;
  const monthIndex = MONTHS.indexOf(month.toLowerCase());
  const fullYear = year.length === 2 ? 2000 + Number(year) : Number(year);
  const local = Date.UTC(fullYear, monthIndex, Number(day), Number(hours), Number(minutes), Number(seconds));
  const offset = (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3))) * (zone.startsWith('-') ? -1 : 1);
  const instant = new Date(local - offset * 60_000);
  const isSensible = monthIndex !== -1 && fullYear >= 1990 && fullYear <= 2099 && Number(day) <= 31;
  return isSensible ? instant.toISOString() : null;
};

export const mailHeaderOf = (fields: readonly HeaderField[]): MailHeader => ({
  messageId: messageIdOf(fields),
  from: mailboxesIn(fieldOf(fields, 'from'))[0] ?? null,
  to: mailboxesIn(fieldOf(fields, 'to')).map(({ address }) => address),
  subject: readableLine(fieldOf(fields, 'subject') ?? '', MOST_SUBJECT),
  sentAt: instantOf(fieldOf(fields, 'date')),
  inReplyTo: messageIdsIn(fieldOf(fields, 'in-reply-to')),
  references: messageIdsIn(fieldOf(fields, 'references')),
});
