import { unreadable, type Place } from '../values.ts';

/** An OFX element: a value, or children. */
export interface Element {
  name: string;
  value: string;
  children: Element[];
  /** Where it begins in the text. */
  at: number;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

const unescaped = (text: string): string =>
  text.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi,
    (whole, decimal?: string, hexadecimal?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
      return code > 0x10_ff_ff ? whole : String.fromCodePoint(code);
    },
  );

/** What stands as it is in OFX 2, written as the rest. */
export const withoutCdata = (text: string): string => {
  const [before = '', ...sections] = text.split('<![CDATA[');
  return sections
    .reduce<string[]>(
      (parts, section) => {
        const end = section.indexOf(']]>');
        const literal = end === -1 ? section : section.slice(0, end);
        parts.push(literal.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
        if (end !== -1) parts.push(section.slice(end + 3));
        return parts;
      },
      [before],
    )
    .join('');
};

const DEEPEST = 100;
const TAG = /<(\/?)([A-Za-z][A-Za-z0-9_.]*)(?:\s[^<>]*)?(\/?)>/g;
/** What holds a value even when it is empty and not closed. */
const LEAVES = new Set(
  'ACCTID ACCTTYPE BALAMT BANKID BRANCHID CHECKNUM CURDEF CURRATE CURSYM DTASOF DTAVAIL DTEND DTPOSTED DTSTART DTUSER FITID MEMO NAME PAYEEID REFNUM SIC SRVRTID TRNAMT TRNTYPE'.split(
    ' ',
  ),
);
/** None stands within another of its name: the next one closes it. */
const NEVER_NESTED = new Set(['STMTTRN', 'STMTRS', 'CCSTMTRS', 'BANKTRANLIST']);

/**
 * OFX 1 is SGML whose values are never closed, OFX 2 is XML: one reader serves both. An element that holds a text is
 * closed by the next tag.
 */
export const parseElements = (text: string, place: Place): Element => {
  const root: Element = { name: '', value: '', children: [], at: 0 };
  const stack: Element[] = [root];
  const tags = text.matchAll(TAG);
  let next = tags.next();
  while (!next.done) {
    const tag = next.value;
    next = tags.next();
    const name = (tag[2] ?? '').toUpperCase();
    const known = stack.findLastIndex((element) => element.name === name);
    if (tag[1] === '/') {
      if (known > 0) stack.length = known;
      continue;
    }
    if (known > 0 && NEVER_NESTED.has(name)) stack.length = known;
    const end = next.done ? text.length : next.value.index;
    const value = unescaped(text.slice(tag.index + tag[0].length, end)).trim();
    const element: Element = { name, value, children: [], at: tag.index };
    stack.at(-1)?.children.push(element);
    if (value === '' && tag[3] === '' && !LEAVES.has(name)) stack.push(element);
    if (stack.length > DEEPEST) throw unreadable(place, 'les éléments OFX sont trop imbriqués');
  }
  return root;
};

/** The elements of these names, wherever they are, but not one within another. */
export const findAll = (element: Element, ...names: string[]): Element[] =>
  element.children.flatMap((child) => (names.includes(child.name) ? [child] : findAll(child, ...names)));

const findFirst = (element: Element, name: string): Element | undefined => {
  for (const child of element.children) {
    const found = child.name === name ? child : findFirst(child, name);
    if (found) return found;
  }
  return undefined;
};

/** The value of the first element of a name, or of a path; null when it is empty or absent. */
export const valueOf = (element: Element, ...path: string[]): string | null => {
  let current: Element | undefined = element;
  for (const name of path) current = current && findFirst(current, name);
  return current?.value || null;
};
