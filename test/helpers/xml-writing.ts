import { minorUnits } from '../../src/domain/money/money.ts';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** `<name attributes>text</name>`, or nothing when there is no text. */
export const leaf = (name: string, text: string | null, attributes = ''): string =>
  text === null ? '' : `<${name}${attributes}>${escape(text)}</${name.split(' ')[0]}>`;

export const node = (name: string, ...children: string[]): string =>
  `<${name}>${children.join('')}</${name}>`;

/** `-12.50` from -1250. */
export const decimalOf = (cents: number, currency: string): string => {
  const digits = minorUnits(currency);
  const figures = String(Math.abs(cents)).padStart(digits + 1, '0');
  const cut = figures.length - digits;
  return `${cents < 0 ? '-' : ''}${figures.slice(0, cut)}${digits === 0 ? '' : `.${figures.slice(cut)}`}`;
};
