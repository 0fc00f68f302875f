import type { Run } from './markup.ts';

/** A column of a table in a letter. */
export interface TableColumn {
  header: string;
  align: 'left' | 'right';
}

/** Cells are ready to print. The total, if any, has one cell per column. */
export interface TableContent {
  columns: TableColumn[];
  rows: string[][];
  totals: string[][];
}

/** What a document holds, from top to bottom, ready to be laid out. */
export type Content =
  | { kind: 'paragraph'; runs: Run[]; isKeptWithNext?: boolean }
  | { kind: 'heading'; text: string }
  | { kind: 'title'; text: string }
  | { kind: 'list'; items: Run[][]; isNumbered?: boolean }
  | { kind: 'table'; table: TableContent }
  /** Label and value, one below the other: how to pay. */
  | { kind: 'details'; title: string | null; lines: { label: string; value: string }[] }
  /** Where the writer signs, then who they are. */
  | { kind: 'signature'; lines: string[] }
  /** Side by side: the two parties of an agreement, each with room to sign. */
  | { kind: 'parties'; columns: { title: string; lines: string[] }[] }
  | { kind: 'small'; lines: string[] }
  /** Lines as they were written: the words of a message. */
  | { kind: 'verbatim'; lines: string[] };

/** A text without bold. */
export const plainRuns = (text: string): Run[] => [{ text, bold: false }];
