import type { LocalDate } from '../../domain/dates.ts';
import type { ColumnsTaken } from './csv-left.ts';

export const STATEMENT_FORMATS = ['ofx', 'camt053', 'mt940', 'cfonb120', 'qif', 'csv'] as const;
export type StatementFormat = (typeof STATEMENT_FORMATS)[number];

/** A line of a statement, booked. */
export interface BankEntry {
  date: LocalDate;
  /** Above zero when it came in. */
  amountCents: number;
  currency: string;
  label: string;
  reference: string | null;
  /** Who paid, or was paid. */
  counterparty: string | null;
  /** The other party's account. */
  iban: string | null;
  /** The bank's own number, when it gives one that lasts. */
  bankId: string | null;
  /** A returned direct debit, an unpaid cheque. */
  isReversal: boolean;
}

export interface BankStatement {
  format: StatementFormat;
  /** Of a CSV, its columns: one bank has several exports. */
  layout?: string;
  columns?: ColumnsTaken;
  /** IBAN or number, without spaces. */
  account: string | null;
  currency: string;
  from: LocalDate | null;
  /** Last day that the statement covers. */
  to: LocalDate | null;
  entries: BankEntry[];
  /** Lines not booked yet, left out. */
  pending: number;
}
