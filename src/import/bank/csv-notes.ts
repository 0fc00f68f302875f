import type { Cell } from './csv-columns.ts';
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

/** A balance of a day: its label says no more, and it names nobody. */
const isBalance = (cell: Cell): boolean =>
  isDatedSum(cell('label')) && cell('counterparty') === '' && cell('reference') === '';

/** The lines between the balances that stand at either end. */
export const withoutBalances = <T>(rows: readonly T[], cellOf: (row: T) => Cell): T[] => {
  const isEntry = (row: T): boolean => !isBalance(cellOf(row));
  const first = rows.findIndex(isEntry);
  return first === -1 ? [] : rows.slice(first, rows.findLastIndex(isEntry) + 1);
};
