/** A piece of a text, in one weight. */
export interface Run {
  text: string;
  bold: boolean;
}

/** A column of a table in a message. */
export interface TableColumn {
  header: string;
  align: 'left' | 'right';
}

export interface LabelledLine {
  label: string;
  value: string;
}

/** Cells are ready to print. The total, if any, has one cell per column. */
export interface TableContent {
  columns: TableColumn[];
  rows: string[][];
  totals: string[][];
}

/** What mails and letters both hold, from top to bottom, ready to be laid out. */
export type CommonContent =
  | { kind: 'paragraph'; runs: Run[]; isKeptWithNext?: boolean }
  | { kind: 'list'; items: Run[][]; isNumbered?: boolean }
  | { kind: 'table'; table: TableContent }
  /** Label and value, one below the other: how to pay. */
  | { kind: 'details'; title: string | null; lines: LabelledLine[] }
  /** Where the writer signs, then who they are. */
  | { kind: 'signature'; lines: string[] };

/** What a letter or a file holds: its pages are ours to lay out. */
export type Content =
  | CommonContent
  | { kind: 'heading'; text: string }
  | { kind: 'title'; text: string }
  /** Side by side: the two parties of an agreement, each with room to sign. */
  | { kind: 'parties'; columns: { title: string; lines: string[] }[] }
  | { kind: 'small'; lines: string[] }
  /** Lines as they were written: the words of a message. */
  | { kind: 'verbatim'; lines: string[] };

/** What only a mail shows, where it can. */
export interface Image {
  kind: 'image';
  cid: string;
  filename: string;
  content: Buffer;
  alt: string;
  /** Side in CSS pixels. */
  size: number;
  caption: string;
}

/** What a mail holds: its reader's program lays it out. */
export type MailContent = CommonContent | Image;

/** A text without bold. */
export const plainRuns = (text: string): Run[] => [{ text, bold: false }];

export const plainText = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('');
