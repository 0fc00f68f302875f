import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { decodeText } from './text-encoding.ts';

/** An XML element as it is parsed: attributes begin with `@`. */
export type Node = Record<string, unknown>;

/** What is wrong with an XML document, in French. */
export class XmlFault extends Error {
  override readonly name = 'XmlFault';
}

const PARSER = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  htmlEntities: true,
  trimValues: true,
});

const declaredEncoding = (bytes: Uint8Array): string | undefined => {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const name = /^\s*<\?xml[^>]*encoding=["']([\w-]+)["']/i.exec(head)?.[1]?.toLowerCase();
  if (name === 'iso-8859-1' || name === 'windows-1252') return 'windows-1252';
  return name === 'iso-8859-15' ? name : undefined;
};

/** A document without entities of its own: it can neither grow nor read another file. Throws {@link XmlFault}. */
export const parseXml = (bytes: Uint8Array): Node => {
  const text = decodeText(bytes, declaredEncoding(bytes));
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text))
    throw new XmlFault('il déclare un DOCTYPE ou une entité, ce que ces fichiers n’ont jamais');
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new XmlFault(`le XML est mal formé à la ligne ${valid.err.line}`);
  try {
    return PARSER.parse(text) as Node;
  } catch (error) {
    // It refuses more than 100 elements one in another, and names such as `__proto__`, with bare errors.
    if (error instanceof Error && error.constructor === Error)
      throw new XmlFault('ses éléments sont trop imbriqués, ou portent un nom interdit', { cause: error });
    throw error;
  }
};

/** The elements of a name, in order, whether there is none, one or many. */
export const many = (node: unknown, name: string): Node[] => {
  if (typeof node !== 'object' || node === null) return [];
  const value = (node as Node)[name];
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map((item) =>
    typeof item === 'object' && item !== null ? (item as Node) : { '#text': item },
  );
};

/** The first element along a path. */
export const at = (node: unknown, ...path: string[]): Node | undefined => {
  let current: unknown = node;
  for (const name of path) {
    [current] = many(current, name);
    if (current === undefined) return undefined;
  }
  return current as Node;
};

const textIn = (node: Node | undefined): string | null => {
  const value = node?.['#text'];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};

/** The text of the first element along a path; null when it is empty or absent. */
export const textAt = (node: unknown, ...path: string[]): string | null => textIn(at(node, ...path));

export const attribute = (node: Node | undefined, name: string): string | null => {
  const value = node?.[`@${name}`];
  return typeof value === 'string' && value !== '' ? value : null;
};
