import type { Columns } from './csv-columns.ts';

export interface Row {
  cells: string[];
  line: number;
}

export interface Table {
  /** What stands above the names of the columns, or of the movements. */
  preamble: string[][];
  /** The ranks of the columns in a file that does not name them. */
  headers: string[];
  isNamed: boolean;
  /** The bank is known, and writes the day first. */
  isDayFirst: boolean;
  columns: Columns;
  rows: Row[];
  /** What the balances say of the account and of the period, as it is written. */
  balances?: { account: string | null; from: string | null; to: string | null };
}
