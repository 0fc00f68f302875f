import type { LocalDate } from '../dates.ts';

/** A credit of the bank that pays nothing yet. */
export interface OpenEntry {
  id: number;
  on: LocalDate;
  /** What of it is not matched yet; above zero. */
  amountCents: number;
  currency: string;
  label: string;
  reference: string | null;
  counterparty: string | null;
  iban: string | null;
}

/** A line of the bank as it stands: a credit, or a debit that may take a payment back. */
export interface BankLine extends OpenEntry {
  /** Signed, as the bank wrote it. */
  totalCents: number;
  /** Its label or its code says that a payment came back. */
  isReversal: boolean;
  /** The same sum came within days in a statement of another format: maybe the same money. */
  twin: { id: number; on: LocalDate } | null;
}

/** An invoice as the bank's lines are held against it. */
export interface Payable {
  id: number;
  number: string;
  clientId: number;
  clientName: string;
  issuedOn: LocalDate;
  dueOn: LocalDate;
  currency: string;
  /** Zero once it is paid, cancelled or written off: its number may still stand in a label. */
  remainingCents: number;
}

/** Who has paid for a client before. */
export interface KnownPayer {
  clientId: number;
  kind: 'iban' | 'name';
  value: string;
}

/** Money already recorded: one payment, or all those of one transfer. */
export interface Receipt {
  paymentIds: number[];
  invoiceNumbers: string[];
  clientId: number;
  clientName: string;
  on: LocalDate;
  amountCents: number;
  currency: string;
  /** A line of the bank makes it; otherwise a person has noted it. */
  isMatched: boolean;
}
