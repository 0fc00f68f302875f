import { decodeText } from '../text-encoding.ts';
import type { BankEntry, BankStatement } from './types.ts';
import {
  plainAmountOf,
  dayOf,
  ibanOrNull,
  isReversalLabel,
  labelOf,
  orNull,
  unreadable,
  type Place,
} from './values.ts';

interface Element {
  name: string;
  value: string;
  children: Element[];
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

const unescaped = (text: string): string =>
  text.replaceAll(
    /&(?:#(\d{1,7})|([a-z]+));/gi,
    (whole, code: string | undefined, name: string | undefined) =>
      code === undefined
        ? (ENTITIES[(name ?? '').toLowerCase()] ?? whole)
        : String.fromCodePoint(Math.min(Number(code), 0x10ffff)),
  );

const DEEPEST = 30;

/**
 * OFX 1 is SGML whose values are never closed, OFX 2 is XML: one reader serves both. An element that holds a text is closed
 * by the next tag.
 */
const parseElements = (text: string, place: Place): Element => {
  const root: Element = { name: '', value: '', children: [] };
  const stack: Element[] = [root];
  for (const [, closing, name = '', value = ''] of text.matchAll(/<(\/?)([A-Za-z0-9_.]+)\s*\/?>([^<]*)/g)) {
    const tag = name.toUpperCase();
    if (closing === '/') {
      const at = stack.findLastIndex((element) => element.name === tag);
      if (at > 0) stack.length = at;
      continue;
    }
    const content = unescaped(value).trim();
    const element: Element = { name: tag, value: content, children: [] };
    stack.at(-1)?.children.push(element);
    if (content === '') stack.push(element);
    if (stack.length > DEEPEST * 20) throw unreadable(place, 'les éléments OFX sont trop imbriqués');
  }
  return root;
};

const findAll = (element: Element, names: readonly string[]): Element[] =>
  element.children.flatMap((child) => (names.includes(child.name) ? [child] : findAll(child, names)));

const valueOf = (element: Element, name: string): string | null => {
  const found = findAll(element, [name])[0];
  return found === undefined || found.value === '' ? null : found.value;
};

const entryOf = (transaction: Element, currency: string, place: Place): BankEntry | null => {
  const day = valueOf(transaction, 'DTPOSTED') ?? valueOf(transaction, 'DTUSER');
  const amount = valueOf(transaction, 'TRNAMT');
  if (day === null || amount === null) return null;
  const date = dayOf(day);
  const cents = plainAmountOf(amount, currency);
  if (date === null) throw unreadable(place, `la date «\u00a0${day}\u00a0» d’une opération ne se lit pas`);
  if (cents === null)
    throw unreadable(place, `le montant «\u00a0${amount}\u00a0» d’une opération ne se lit pas`);
  if (cents === 0) return null;
  const name = orNull(valueOf(transaction, 'NAME'));
  const label = labelOf(name, valueOf(transaction, 'MEMO'), valueOf(transaction, 'CHECKNUM'));
  return {
    date,
    amountCents: cents,
    currency,
    label,
    reference: orNull(valueOf(transaction, 'REFNUM')),
    counterparty: null,
    iban: ibanOrNull(valueOf(transaction, 'ACCTID')),
    bankId: orNull(valueOf(transaction, 'FITID')),
    isReversal: isReversalLabel(label),
  };
};

const statementOf = (element: Element, place: Place): BankStatement => {
  const currency = (valueOf(element, 'CURDEF') ?? 'EUR').toUpperCase();
  const from = dayOf(valueOf(element, 'DTSTART') ?? '');
  const entries = findAll(element, ['STMTTRN'])
    .map((transaction) => entryOf(transaction, currency, place))
    .filter((entry) => entry !== null);
  const account = findAll(element, ['BANKACCTFROM', 'CCACCTFROM'])[0];
  const number = account
    ? [valueOf(account, 'BANKID'), valueOf(account, 'ACCTID')].filter((part) => part !== null)
    : [];
  const last =
    entries
      .map(({ date }) => date)
      .toSorted()
      .at(-1) ?? null;
  return {
    format: 'ofx',
    account: number.length === 0 ? null : number.join('-').replaceAll(/\s/g, ''),
    currency,
    from,
    to: dayOf(valueOf(element, 'DTEND') ?? '') ?? last,
    entries,
    pending: 0,
  };
};

const HEADER_CHARSETS: Record<string, string> = {
  '1252': 'windows-1252',
  '8859-1': 'windows-1252',
  '8859-15': 'iso-8859-15',
};

export const readOfx = (bytes: Uint8Array, place: Place): BankStatement[] => {
  const head = Buffer.from(bytes.subarray(0, 600)).toString('latin1');
  const charset = /^CHARSET:\s*(\S+)/m.exec(head)?.[1];
  const isUtf8 = /ENCODING:\s*(?:UTF-?8|UNICODE)/i.test(head) || /^\s*<\?xml/.test(head);
  const encoding = isUtf8 || charset === undefined ? undefined : HEADER_CHARSETS[charset];
  const text = decodeText(bytes, encoding);
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text))
    throw unreadable(place, 'un fichier OFX ne déclare ni DOCTYPE ni entité');
  const root = parseElements(text.slice(Math.max(0, text.search(/<OFX>/i))), place);
  const statements = findAll(root, ['STMTRS', 'CCSTMTRS']);
  if (statements.length === 0) throw unreadable(place, 'aucun relevé de compte dans ce fichier OFX');
  return statements.map((statement) => statementOf(statement, place));
};
