import { foldedWords, quoted } from '../../domain/typography.ts';
import { CellFault } from '../table/cell-fault.ts';
import { nameOrIgnore } from './csv-columns.ts';
import type { Table } from './csv-cells.ts';
import { directionOf, type Direction } from './csv-words.ts';

/** What says whether a line comes in or goes out, beside its amount. */
export interface Sign {
  /** Null: the amount alone says it. */
  column: number | null;
  /** Lines that go out are written below zero here, above zero there: neither can be trusted. */
  isMixed: boolean;
  /** Every amount is what left the account: the list of Stripe's payouts. */
  isAllOut: boolean;
}

const isBelowZero = (amount: string): boolean => /[-−–(]/.test(amount);

const cellsAt = ({ rows }: Table, index: number): string[] => rows.map(({ cells }) => cells[index] ?? '');

const isSign = (text: string): boolean => directionOf(text) !== null;

/** What only leaves an account, in a column that says the kind of each line. */
const OUTGOING =
  /\b(?:prelevements?|retraits?|achats?|virements? emis|paiements? par carte|carte|cotisations?)\b/;

const amountsOf = (table: Table): string[] =>
  cellsAt(table, table.columns.amount?.[0] ?? -1).filter((text) => /[1-9]/.test(text));

/** Refuses a table whose amounts are all above zero when a column seems to say which go out. */
const refuseUnread = (table: Table): void => {
  const { headers, columns } = table;
  if (columns.amount === undefined || columns.debit !== undefined || amountsOf(table).some(isBelowZero))
    return;
  for (const [index, header] of headers.entries()) {
    if (header === '') continue;
    const words = cellsAt(table, index).filter((text) => text !== '');
    const isKind = columns.type?.[0] === index;
    const isOut = (word: string): boolean =>
      directionOf(word) === 'out' || (isKind && OUTGOING.test(foldedWords(word)));
    if ((isKind || words.every(isSign)) && words.some(isOut))
      throw new CellFault(
        `aucun montant n’est négatif, et la colonne ${quoted(header, 30)} semble dire lesquels sont des débits`,
        nameOrIgnore('sens', header),
      );
  }
};

/** How this table signs its amounts. Throws CellFault. */
export const signOf = (table: Table): Sign => {
  const { columns, headers } = table;
  const names = new Set(headers.map(foldedWords));
  const filled = (index: number): string[] => cellsAt(table, index).filter((text) => text !== '');
  const named = columns.direction?.find((index) => filled(index).length > 0);
  const kind = columns.type?.find((index) => filled(index).length > 0 && filled(index).every(isSign));
  const column = named ?? kind ?? null;
  const isAllOut = names.has('arrival date utc') && names.has('destination');
  if (column === null && !isAllOut) refuseUnread(table);
  const out = table.rows
    .filter(({ cells }) => column !== null && directionOf(cells[column] ?? '') === 'out')
    .map(({ cells }) => cells[columns.amount?.[0] ?? -1] ?? '')
    .filter((text) => /[1-9]/.test(text));
  return { column, isAllOut, isMixed: out.some(isBelowZero) && !out.every(isBelowZero) };
};

/** What the sign of a line says; null when the table has none. Throws CellFault. */
export const directionIn = ({ column }: Sign, cells: readonly string[]): Direction | null => {
  if (column === null) return null;
  const text = cells[column] ?? '';
  const direction = directionOf(text);
  if (direction !== null) return direction;
  throw new CellFault(
    text === '' ? 'le sens manque' : `le sens ${quoted(text, 30)} n’est ni débit ni crédit`,
    'attendu : débit ou crédit, D ou C, + ou -',
  );
};

/** An amount under what its line says of its sign. Throws CellFault when they contradict each other. */
export const signed = (
  cents: number,
  direction: Direction | null,
  { isMixed, isAllOut }: Sign,
  text: string,
): number => {
  if (isAllOut) return -cents;
  if (direction === 'in' && cents < 0)
    throw new CellFault(`${quoted(text, 30)} est négatif, et le sens dit crédit`);
  if (direction === 'out' && isMixed)
    throw new CellFault(`la colonne écrit ses débits tantôt négatifs, tantôt positifs (${quoted(text, 30)})`);
  return direction === 'out' ? -Math.abs(cents) : cents;
};
