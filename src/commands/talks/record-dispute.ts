import { insertHold, listOpenHolds } from '../../db/hold-rows.ts';
import { findInvoice } from '../../db/invoices.ts';
import type { Database } from '../../db/open.ts';
import type { LocalDate } from '../../domain/dates.ts';
import { formatAmount } from '../../domain/money/money.ts';
import type { DisputeCategory } from '../../domain/schedule/recorded-hold.ts';
import { RelanceError } from '../../errors.ts';
import { requireOwed } from '../../desk/owed.ts';

export interface NewDispute {
  /** Null: the whole reste dû. */
  cents: number | null;
  on: LocalDate;
  reason: string;
  category: DisputeCategory | null;
}

/** Several disputes add up, never above the reste dû. Returns what stays claimed. */
export const recordDispute = (
  db: Database,
  invoiceId: number,
  { cents, on, reason, category }: NewDispute,
  now: Date,
): number =>
  db
    .transaction(() => {
      const invoice = findInvoice(db, invoiceId);
      const remaining = requireOwed(invoice);
      const standing = listOpenHolds(db, { invoiceId }).filter(({ kind }) => kind === 'dispute');
      const disputed = standing.reduce((sum, hold) => sum + (hold.amountCents ?? remaining), 0);
      if (disputed >= remaining)
        throw new RelanceError(`La facture ${invoice.number} est déjà en litige`, {
          code: 'already-disputed',
          hint: `relance resume ${invoice.number}`,
        });
      if (cents !== null && disputed + cents > remaining)
        throw new RelanceError(
          `Le litige dépasse le reste dû${disputed > 0 ? ' encore réclamé' : ''} de ${formatAmount(remaining - disputed, invoice.currency)}`,
          { code: 'dispute-exceeds', hint: `relance dispute ${invoice.number} --motif "…"` },
        );
      insertHold(db, { kind: 'dispute', invoiceId, fromOn: on, amountCents: cents, reason, category }, now);
      return cents === null ? 0 : remaining - disputed - cents;
    })
    .immediate();
