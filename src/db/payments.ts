import type { ClientKind } from '../domain/people/client-kind.ts';
import type { Overpayment, Payment, PaymentKind } from '../domain/money/payment.ts';
import type { LocalDate } from '../domain/dates.ts';
import { RelanceError } from '../errors.ts';
import { isConstraint, type Database } from './open.ts';
import { insertRow } from './columns.ts';

export interface NewPayment extends Omit<Payment, 'id' | 'reversedOn' | 'reversedReason'> {
  /** The overpayment that this payment draws on. */
  overpaymentId?: number | null;
}

const SELECT = `select id, invoice_id invoiceId, received_on receivedOn, amount_cents amountCents, kind, method, reference,
  effective_on effectiveOn, reversed_on reversedOn, reversed_reason reversedReason from payment`;

export const listPayments = (db: Database, invoiceId: number, today: LocalDate): Payment[] =>
  db
    .prepare<[number, string], Payment>(
      `${SELECT} where invoice_id = ? and received_on <= ? order by received_on, id`,
    )
    .all(invoiceId, today);

export const findPayment = (db: Database, id: number): Payment => {
  const payment = db.prepare<[number], Payment>(`${SELECT} where id = ?`).get(id);
  if (!payment)
    throw new RelanceError(`Le règlement n° ${id} n’existe pas`, {
      code: 'unknown-payment',
      hint: 'relance show <facture> donne les numéros des règlements',
    });
  return payment;
};

export const insertPayment = (db: Database, payment: NewPayment, now: Date): Payment => {
  try {
    const id = insertRow(db, 'payment', {
      invoice_id: payment.invoiceId,
      received_on: payment.receivedOn,
      amount_cents: payment.amountCents,
      kind: payment.kind,
      method: payment.method,
      reference: payment.reference,
      effective_on: payment.effectiveOn,
      overpayment_id: payment.overpaymentId,
      recorded_at: now.toISOString(),
    });
    return findPayment(db, id);
  } catch (error) {
    if (isConstraint(error, 'exceeds the reste dû'))
      throw new RelanceError('Ce règlement dépasse le reste dû, qui a changé entre-temps', {
        code: 'payment-exceeds',
        hint: 'recommencez la commande',
      });
    if (isConstraint(error, 'already used'))
      throw new RelanceError('Ce trop-perçu a déjà été utilisé', {
        code: 'overpayment-used',
        hint: 'relance client show <client>',
      });
    throw error;
  }
};

/** A mistake is reversed, never erased; an overpayment already drawn on stays. */
export const reversePayment = (
  db: Database,
  payment: Payment,
  on: LocalDate,
  reason: string | null,
): void => {
  if (payment.reversedOn !== null)
    throw new RelanceError(`Le règlement n° ${payment.id} est déjà annulé`, { code: 'already-reversed' });
  const used = db
    .prepare<[number], { id: number }>(
      'select id from payment where overpayment_id = ? and reversed_on is null',
    )
    .get(payment.id);
  if (used)
    throw new RelanceError(`Ce trop-perçu a servi au règlement n° ${used.id}`, {
      code: 'overpayment-used',
      hint: `relance pay <facture> --annuler ${used.id}`,
    });
  db.prepare('update payment set reversed_on = ?, reversed_reason = ? where id = ?').run(
    on,
    reason,
    payment.id,
  );
};

type OverpaymentRow = Omit<Overpayment, 'client'> & {
  clientId: number;
  clientName: string;
  clientKind: ClientKind;
};

/** What clients paid too much and has not been used yet, oldest first. */
export const listOverpayments = (db: Database, today: LocalDate, ofClient?: number): Overpayment[] =>
  db
    .prepare<[{ today: string; clientId: number | null }], OverpaymentRow>(
      `select p.id, i.client_id clientId, client.name clientName, client.kind clientKind, i.currency, i.number invoiceNumber,
         p.amount_cents - coalesce((select sum(used.amount_cents) from payment used
           where used.overpayment_id = p.id and used.reversed_on is null), 0) availableCents
       from payment p join invoice i on i.id = p.invoice_id join client on client.id = i.client_id
       where p.kind = 'overpayment' and p.reversed_on is null and p.received_on <= @today
         and (@clientId is null or i.client_id = @clientId)
       order by p.received_on, p.id`,
    )
    .all({ today, clientId: ofClient ?? null })
    .filter((overpayment) => overpayment.availableCents > 0)
    .map(({ clientId, clientName, clientKind, ...overpayment }) => ({
      ...overpayment,
      client: { id: clientId, name: clientName, kind: clientKind },
    }));

/** What came in lately, for the morning: payments recorded since that day, newest last. */
export interface ReceivedPayment {
  invoiceId: number;
  clientName: string;
  number: string;
  receivedOn: LocalDate;
  recordedAt: string;
  kind: PaymentKind;
  amountCents: number;
  currency: string;
}

export const listPaymentsSince = (db: Database, since: LocalDate, today: LocalDate): ReceivedPayment[] =>
  db
    .prepare<[string, string], ReceivedPayment>(
      `select p.invoice_id invoiceId, client.name clientName, i.number, p.received_on receivedOn, p.recorded_at recordedAt, p.kind,
         p.amount_cents amountCents, i.currency
       from payment p join invoice i on i.id = p.invoice_id join client on client.id = i.client_id
       where p.received_on between ? and ? and p.reversed_on is null and p.kind <> 'credit-note' and p.overpayment_id is null
       order by p.received_on, p.id`,
    )
    .all(since, today);

/** Nothing has been recorded yet: the person is new here. */
export const isEmptyDatabase = (db: Database): boolean =>
  db.prepare('select 1 from invoice union all select 1 from client limit 1').get() === undefined;
