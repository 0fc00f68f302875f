import type { LocalDate } from '../domain/dates.ts';
import type { PayerInvoice } from '../domain/people/payer-profile.ts';
import type { PayerPayment, PayerPromise, PromisedInvoice } from '../domain/people/payer-promise.ts';
import type { Database } from './open.ts';

interface Bindings {
  clientId: number | null;
  /** As JSON. */
  ids: string | null;
  today: LocalDate;
}

type InvoiceRow = Omit<PayerInvoice, 'payments' | 'promises' | 'isDisputed'> & {
  id: number;
  isDisputed: number;
};

const OF_CLIENT = 'select * from invoice where client_id = @clientId and issued_on <= @today';
const OF_IDS = 'select * from invoice where id in (select value from json_each(@ids))';

const byInvoice = <Row extends { invoiceId: number }>(rows: Row[]): Map<number, Omit<Row, 'invoiceId'>[]> => {
  const groups = new Map<number, Omit<Row, 'invoiceId'>[]>();
  for (const { invoiceId, ...row } of rows) {
    const group = groups.get(invoiceId);
    if (group) group.push(row);
    else groups.set(invoiceId, [row]);
  }
  return groups;
};

/** Each sum counts from the day that the figures of the law give it (`db/claims.ts`). */
const loadPayments = (db: Database, invoices: string, bindings: Bindings): Map<number, PayerPayment[]> =>
  byInvoice(
    db
      .prepare<[Bindings], PayerPayment & { invoiceId: number }>(
        `select p.invoice_id invoiceId, p.received_on receivedOn, p.amount_cents amountCents, p.kind, p.recorded_at recordedAt,
           case when p.kind = 'credit-note' then coalesce(p.effective_on, min(p.received_on, i.due_on))
             else coalesce(max(source.received_on, i.issued_on), p.received_on) end countsOn
         from (${invoices}) i join payment p on p.invoice_id = i.id
           left join payment source on source.id = p.overpayment_id
         where p.kind in ('payment', 'credit-note') and p.received_on <= @today
           and (p.reversed_on is null or p.reversed_on > @today)
         order by countsOn, p.id`,
      )
      .all(bindings),
  );

const loadPromises = (db: Database, invoices: string, bindings: Bindings): Map<number, PayerPromise[]> =>
  byInvoice(
    db
      .prepare<[Bindings], PayerPromise & { invoiceId: number }>(
        `select hold.invoice_id invoiceId, hold.kind, from_on fromOn, until_on untilOn, amount_cents amountCents, reason,
           hold.recorded_at recordedAt, case when ended_on <= @today then ended_on end endedOn
         from (${invoices}) i join hold on hold.invoice_id = i.id
         where hold.kind = 'promise' and from_on <= @today order by hold.id`,
      )
      .all(bindings),
  );

/** Every invoice of a client, with how it was paid; facts dated after that day are not seen. */
export const loadPayerHistory = (db: Database, clientId: number, today: LocalDate): PayerInvoice[] => {
  const bindings = { clientId, ids: null, today };
  const payments = loadPayments(db, OF_CLIENT, bindings);
  const promises = loadPromises(db, OF_CLIENT, bindings);
  return db
    .prepare<[Bindings], InvoiceRow>(
      `select id, due_on dueOn, currency, total_cents totalCents,
         case when closed_on <= @today then closed_on end closedOn, case when closed_on <= @today then closed_as end closedAs,
         exists (select 1 from hold where hold.invoice_id = i.id and hold.kind = 'dispute' and from_on <= @today) isDisputed
       from (${OF_CLIENT}) i order by due_on, id`,
    )
    .all(bindings)
    .map(({ id, isDisputed, ...row }) => ({
      ...row,
      isDisputed: isDisputed === 1,
      payments: payments.get(id) ?? [],
      promises: promises.get(id) ?? [],
    }));
};

/** Of some invoices, what was promised and what came in. */
export const loadPromised = (
  db: Database,
  invoiceIds: readonly number[],
  today: LocalDate,
): Map<number, PromisedInvoice> => {
  const bindings = { clientId: null, ids: JSON.stringify(invoiceIds), today };
  const payments = loadPayments(db, OF_IDS, bindings);
  const promises = loadPromises(db, OF_IDS, bindings);
  return new Map(
    db
      .prepare<[Bindings], { id: number; totalCents: number }>(
        `select id, total_cents totalCents from (${OF_IDS})`,
      )
      .all(bindings)
      .map(({ id, totalCents }) => [
        id,
        { totalCents, payments: payments.get(id) ?? [], promises: promises.get(id) ?? [] },
      ]),
  );
};
