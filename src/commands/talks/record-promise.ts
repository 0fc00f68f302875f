import { endHold, insertHold, listOpenHolds } from '../../db/hold-rows.ts';
import { findInvoice } from '../../db/invoices.ts';
import type { Database } from '../../db/open.ts';
import type { LocalDate } from '../../domain/dates.ts';
import { formatAmount } from '../../domain/money/money.ts';
import { RelanceError } from '../../errors.ts';
import { requireOwed } from '../../desk/owed.ts';

export interface NewPromise {
  /** Day promised. */
  on: LocalDate;
  /** Null: the whole reste dû. */
  cents: number | null;
  madeOn: LocalDate;
}

/** The last promise stands in for the former ones. */
export const recordPromise = (
  db: Database,
  invoiceId: number,
  { on, cents, madeOn }: NewPromise,
  now: Date,
): { promisedCents: number; replaced: boolean } =>
  db
    .transaction(() => {
      const invoice = findInvoice(db, invoiceId);
      const remaining = requireOwed(invoice);
      const promisedCents = cents ?? remaining;
      if (promisedCents > remaining)
        throw new RelanceError(
          `La promesse dépasse le reste dû de ${formatAmount(remaining, invoice.currency)}`,
          { code: 'promise-exceeds', hint: `relance promise ${invoice.number} ${on}` },
        );
      const former = listOpenHolds(db, { invoiceId }).filter(({ kind }) => kind === 'promise');
      for (const hold of former) endHold(db, hold.id, madeOn, 'nouvelle promesse');
      insertHold(
        db,
        { kind: 'promise', invoiceId, fromOn: madeOn, untilOn: on, amountCents: promisedCents },
        now,
      );
      return { promisedCents, replaced: former.length > 0 };
    })
    .immediate();
