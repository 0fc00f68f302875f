import { findInvoice } from '../../../db/invoices.ts';
import type { Database } from '../../../db/open.ts';
import {
  findPayment,
  insertPayment,
  listOverpayments,
  reversePayment,
  type NewPayment,
} from '../../../db/payments.ts';
import {
  allocate,
  oldestFirst,
  sumOfRemaining,
  type PayableInvoice,
} from '../../../domain/money/allocation.ts';
import type { LocalDate } from '../../../domain/dates.ts';
import { type Invoice, remainingCentsOfInvoice } from '../../../domain/money/invoice.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import type { Payment } from '../../../domain/money/payment.ts';
import { RelanceError } from '../../../errors.ts';
import type { PaymentRequest } from './payment-request.ts';

export type PayableOf = Invoice & PayableInvoice;

export const payable = (invoice: Invoice): PayableOf => ({
  ...invoice,
  remainingCents: remainingCentsOfInvoice(invoice),
});

const SETTLED_AS = { cancelled: 'annulée', 'written-off': 'passée en perte' } as const;

/** Without an amount, or among others, an invoice on which nothing is due is a mistake. */
export const refuseSettled = (invoices: PayableOf[], request: PaymentRequest): void => {
  const settled = invoices.find((invoice) => invoice.remainingCents <= 0);
  if (!settled || request.kind === 'penalties') return;
  const takesExcess = request.kind === 'payment' && request.method !== 'overpayment';
  if (takesExcess && request.amountCents !== null && invoices.length === 1) return;
  const state = settled.closedAs === null ? 'déjà réglée' : SETTLED_AS[settled.closedAs];
  throw new RelanceError(`La facture ${settled.number} est ${state} : rien n’y est dû`, {
    code: 'already-settled',
    hint:
      takesExcess && invoices.length === 1
        ? `pour garder un trop-perçu : relance pay ${settled.number} <montant> --yes`
        : `relance show ${settled.number}`,
  });
};

const rowOf = (request: PaymentRequest, invoiceId: number, amountCents: number): NewPayment => ({
  invoiceId,
  amountCents,
  receivedOn: request.receivedOn,
  kind: request.kind,
  method: request.method,
  reference: request.reference,
  effectiveOn: request.effectiveOn,
});

const changed = (): RelanceError =>
  new RelanceError('Ce règlement dépasse le reste dû, qui a changé entre-temps', {
    code: 'payment-exceeds',
    hint: 'recommencez la commande',
  });

/** Where every cent of a payment goes. */
export interface Place {
  invoiceIds: number[];
  /** What exceeds the reste dû: penalties and indemnity of these invoices, or an overpayment; null: nothing may exceed it. */
  excess: { kind: 'penalties'; shares: PenaltyShare[] } | { kind: 'overpayment' } | null;
  /** Of a payment received as penalties, the part that the law grants. */
  penaltyCents?: number;
}

export interface PenaltyShare {
  invoiceId: number;
  amountCents: number;
}

const excessRows = (
  request: PaymentRequest,
  { invoiceIds, excess }: Place,
  excessCents: number,
): NewPayment[] => {
  const last = invoiceIds.at(-1);
  if (excess === null || last === undefined) throw changed();
  if (excess.kind === 'overpayment') return [{ ...rowOf(request, last, excessCents), kind: 'overpayment' }];
  if (excess.shares.reduce((sum, { amountCents }) => sum + amountCents, 0) !== excessCents) throw changed();
  return excess.shares
    .filter(({ amountCents }) => amountCents > 0)
    .map(({ invoiceId, amountCents }) => ({ ...rowOf(request, invoiceId, amountCents), kind: 'penalties' }));
};

const penaltyRows = (
  request: PaymentRequest,
  { penaltyCents }: Place,
  invoiceId: number,
  amountCents: number,
): NewPayment[] => {
  const granted = Math.min(amountCents, penaltyCents ?? amountCents);
  return [
    ...(granted > 0 ? [rowOf(request, invoiceId, granted)] : []),
    ...(amountCents > granted
      ? [{ ...rowOf(request, invoiceId, amountCents - granted), kind: 'overpayment' as const }]
      : []),
  ];
};

/** Records a payment on invoices read afresh, so that two that cross never exceed a total. */
export const recordPayment = (db: Database, request: PaymentRequest, place: Place, now: Date): Payment[] =>
  db
    .transaction(() => {
      const invoices = place.invoiceIds.map((id) => payable(findInvoice(db, id)));
      refuseSettled(invoices, request);
      const amountCents = request.amountCents ?? sumOfRemaining(invoices);
      const last = invoices.at(-1);
      if (request.kind === 'penalties' && last)
        return penaltyRows(request, place, last.id, amountCents).map((row) => insertPayment(db, row, now));
      const { shares, excessCents } = allocate(invoices, amountCents);
      const payments = shares.map((share) =>
        insertPayment(db, rowOf(request, share.invoice.id, share.amountCents), now),
      );
      if (excessCents > 0)
        payments.push(...excessRows(request, place, excessCents).map((row) => insertPayment(db, row, now)));
      return payments;
    })
    .immediate();

const refuseDraw = (message: string, code: string, hint: string): never => {
  throw new RelanceError(message, { code, hint });
};

/** How much to draw: what is asked, else as much as is due and available. */
const drawnCents = (request: PaymentRequest, first: PayableOf, due: number, available: number): number => {
  const { currency, number } = first;
  const amount = request.amountCents ?? Math.min(due, available);
  if (available === 0)
    refuseDraw('Ce client n’a aucun trop-perçu à imputer', 'no-overpayment', `relance pay ${number}`);
  if (amount > available)
    refuseDraw(
      `Le trop-perçu de ce client n’est que de ${formatAmount(available, currency)}`,
      'overpayment-exceeded',
      `relance pay ${number} --trop-percu`,
    );
  if (amount > due)
    refuseDraw(
      `Le reste dû n’est que de ${formatAmount(due, currency)}`,
      'payment-exceeds',
      `relance pay ${number} --trop-percu`,
    );
  return amount;
};

/** Draws on what the client paid too much, oldest first. */
export const recordFromOverpayment = (db: Database, request: PaymentRequest, now: Date): Payment[] =>
  db
    .transaction(() => {
      const invoices = oldestFirst(request.invoices.map(({ id }) => payable(findInvoice(db, id))));
      const [first] = invoices;
      if (!first) return [];
      refuseSettled(invoices, request);
      const sources = listOverpayments(db, request.receivedOn, first.clientId).filter(
        (overpayment) => overpayment.currency === first.currency,
      );
      const available = sources.reduce((sum, source) => sum + source.availableCents, 0);
      const amount = drawnCents(request, first, sumOfRemaining(invoices), available);
      const rows: NewPayment[] = [];
      for (const share of allocate(invoices, amount).shares) {
        let missing = share.amountCents;
        for (const source of sources) {
          const drawn = Math.min(missing, source.availableCents);
          if (drawn <= 0) continue;
          source.availableCents -= drawn;
          missing -= drawn;
          rows.push({ ...rowOf(request, share.invoice.id, drawn), overpaymentId: source.id });
        }
      }
      return rows.map((row) => insertPayment(db, row, now));
    })
    .immediate();

/** Reverses one payment of that invoice: a mistake is reversed, never erased. */
export const recordReversal = (
  db: Database,
  {
    invoice,
    paymentId,
    on,
    reason,
  }: { invoice: Invoice; paymentId: number; on: LocalDate; reason: string | null },
): Payment =>
  db
    .transaction(() => {
      const payment = findPayment(db, paymentId);
      if (payment.invoiceId !== invoice.id)
        throw new RelanceError(`Le règlement n° ${payment.id} n’est pas de la facture ${invoice.number}`, {
          code: 'other-invoice',
          hint: `relance pay ${findInvoice(db, payment.invoiceId).number} --annuler ${payment.id}`,
        });
      reversePayment(db, payment, on, reason);
      return findPayment(db, paymentId);
    })
    .immediate();
