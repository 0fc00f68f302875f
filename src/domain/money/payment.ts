import type { ClientRef } from '../people/client.ts';
import type { LocalDate } from '../dates.ts';

export type PaymentKind = 'payment' | 'credit-note' | 'penalties' | 'overpayment';

export type PaymentMethod =
  'transfer' | 'cheque' | 'card' | 'cash' | 'direct-debit' | 'overpayment' | 'credit-note' | 'other';

export interface Payment {
  id: number;
  invoiceId: number;
  receivedOn: LocalDate;
  amountCents: number;
  kind: PaymentKind;
  method: PaymentMethod;
  reference: string | null;
  /** Day from which a credit note counts; null: the due date. Always null for a payment. */
  effectiveOn: LocalDate | null;
  reversedOn: LocalDate | null;
  reversedReason: string | null;
}

export interface Overpayment {
  id: number;
  client: ClientRef;
  currency: string;
  invoiceNumber: string;
  availableCents: number;
}
