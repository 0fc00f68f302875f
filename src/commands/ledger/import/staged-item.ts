import type { IncomingInvoice } from '../../../domain/money/incoming-invoice.ts';

/** One thing read from a file, waiting for the transaction that records it. */
export type StagedItem =
  | {
      kind: 'invoice';
      invoice: IncomingInvoice;
      /** Numbers of the invoices that a facture rectificative replaces. */
      corrects?: string[];
    }
  | {
      kind: 'credit-note';
      source: string;
      number: string;
      on: string;
      amountCents: number;
      currency: string;
      preceding: string[];
    }
  | { kind: 'skipped'; source: string; reason: string }
  | {
      kind: 'error';
      source: string;
      line: number | null;
      field: string | null;
      message: string;
      /** What to do, when the file as a whole is refused. */
      hint?: string;
    };
