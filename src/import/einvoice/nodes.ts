import { attribute, many, textAt, type Node } from '../xml.ts';
import type { RawAmount, RawIdentifier } from './raw.ts';

const ownText = (node: Node): string | null => textAt({ own: node }, 'own');

/** The identifiers of some elements, with their schemes. */
export const identifiersIn = (nodes: readonly (Node | undefined)[]): RawIdentifier[] =>
  nodes.flatMap((node) => {
    const value = node === undefined ? null : ownText(node);
    return node === undefined || value === null ? [] : [{ value, scheme: attribute(node, 'schemeID') }];
  });

/** The amounts of a name. */
export const amountsIn = (node: Node | undefined, name: string): RawAmount[] =>
  many(node, name).map((amount) => ({ value: ownText(amount), currency: attribute(amount, 'currencyID') }));

/** The texts of a name, in order. */
export const textsIn = (node: Node | undefined, name: string): (string | null)[] =>
  many(node, name).map(ownText);
