import { CellFault } from '../table/cell-fault.ts';
import { DayColumn } from '../table/day-column.ts';
import type { Columns } from './csv-columns.ts';
import type { Table } from './csv-cells.ts';

const isUnderstood = (read: () => unknown): boolean => {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof CellFault) return false;
    throw error;
  }
};

/** Under a wrong separator, a cell may begin with a day. */
const isDay = (text: string): boolean =>
  !/[;|\t]/.test(text) &&
  (['day-first', 'month-first'] as const).some((usual) =>
    isUnderstood(() => new DayColumn().read(text, { elsewhere: null, usual })),
  );

/** Whether a line holds a day and figures where the columns say; `maybe` when what stands for its day is none. */
export const isEntry = (cells: readonly string[], columns: Columns): boolean | 'maybe' => {
  const textOf = (index: number | undefined): string => cells[index ?? -1] ?? '';
  const hasAmount = (['amount', 'debit', 'credit'] as const).some((field) =>
    /\d/.test(textOf(columns[field]?.[0])),
  );
  const day = textOf(columns.date?.[0]);
  return hasAmount && (isDay(day) || (/^\d/.test(day) && 'maybe'));
};

/** LCL names no column: day, amount, kind, number of the cheque, label in one of two columns, a zero, a category. */
const LCL: Columns = { date: [0], amount: [1], label: [4, 5, 2], details: [3] };
const LCL_CELLS = 8;
const LCL_ACCOUNT = /^\d{5} \d{6}[A-Z]$/;

/** LCL writes its balance first and last: the account stands where the number of a cheque does, and there is no label. */
const isLclBalance = (cells: readonly string[]): boolean =>
  LCL_ACCOUNT.test(cells[3] ?? '') && [2, 4, 5].every((index) => (cells[index] ?? '') === '');

const isLclLine = (cells: readonly string[]): boolean =>
  /^\d{2}\/\d{2}\/\d{4}$/.test(cells[0] ?? '') &&
  /^-?\d+(?:,\d{1,2})?$/.test(cells[1] ?? '') &&
  (isLclBalance(cells) || (cells.length === LCL_CELLS && /^0?$/.test(cells[6] ?? '')));

/** The columns of LCL, when the first lines all have its shape; else null. */
export const findLcl = (lines: readonly (readonly string[])[]): Columns | null =>
  lines.length > 0 && lines.every(isLclLine) ? LCL : null;

/** The movements of LCL, with the account and the days of its balances. */
export const lclTable = (table: Table): Table => {
  const [first, last] = [table.rows[0], table.rows.at(-1)];
  const closing = last && isLclBalance(last.cells) ? last : undefined;
  const opening = first && first !== last && isLclBalance(first.cells) ? first : undefined;
  return {
    ...table,
    rows: table.rows.filter((row) => row !== opening && row !== closing),
    balances: {
      account: (closing ?? opening)?.cells[3] ?? null,
      from: opening?.cells[0] ?? null,
      to: closing?.cells[0] ?? null,
    },
  };
};
