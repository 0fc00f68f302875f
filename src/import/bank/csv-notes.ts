import type { Cell } from './csv-columns.ts';
import type { Row, Table } from './csv-cells.ts';
import { isDatedSum, isSum } from './csv-words.ts';

/** A line that holds no amount is a note of the bank. */
export const isBlank = (cell: Cell): boolean =>
  cell('amount') === '' && cell('debit') === '' && cell('credit') === '';

/** A total or a balance without day: its words may stand where the day does. */
export const isUndatedSum = (cell: Cell): boolean => {
  const date = cell('date');
  if (date !== '') return !/^\W*\d/.test(date) && isSum(date);
  return cell('label') === '' || isSum(cell('label'));
};

const OF_A_SUM = ['date', 'label', 'amount', 'debit', 'credit', 'currency'] as const;

/** A balance of a day: its label says no more, and nothing stands beside it. */
const isBalance = ({ columns }: Table, { cells }: Row): boolean => {
  const own = new Set(OF_A_SUM.flatMap((field) => columns[field] ?? []));
  return (
    isDatedSum(cells[columns.label?.[0] ?? -1] ?? '') &&
    cells.every((text, index) => text === '' || own.has(index))
  );
};

/** The lines between the balances that stand at either end. */
export const withoutBalances = (table: Table, rows: readonly Row[]): Row[] => {
  const isEntry = (row: Row): boolean => !isBalance(table, row);
  const first = rows.findIndex(isEntry);
  return first === -1 ? [] : rows.slice(first, rows.findLastIndex(isEntry) + 1);
};
