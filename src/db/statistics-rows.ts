import type { ClientKind } from '../domain/people/client-kind.ts';
import type { LocalDate } from '../domain/dates.ts';
import { YEAR_DAYS, type MonthInvoiced } from '../domain/money/dso.ts';
import type { SettledRow } from '../domain/people/payment-habits.ts';
import type { RecoveryRow } from '../domain/money/statistics.ts';
import type { Database } from './open.ts';

/** Facts from `since` to `today`, both included; what is dated later is not seen. */
export interface FlowQuery {
  today: LocalDate;
  since: LocalDate;
  clientId?: number | undefined;
}

const bind = ({ today, since, clientId }: FlowQuery): Record<string, string | number | null> => ({
  today,
  since,
  clientId: clientId ?? null,
});

type Bindings = [Record<string, string | number | null>];

const isCounted = (payment: string): string =>
  `${payment}.received_on <= @today and (${payment}.reversed_on is null or ${payment}.reversed_on > @today)`;

/** Day on which the money was there: a trop-perçu drawn on had come before. */
const PAID_ON = `coalesce((select max(source.received_on, i.issued_on) from payment source
  where source.id = p.overpayment_id), p.received_on)`;

/** Cancelled on that day, an invoice never was; one cancelled since still counts. */
const STANDS =
  "(@clientId is null or i.client_id = @clientId) and not (i.closed_as is 'cancelled' and i.closed_on <= @today)";

export interface InvoicedRow extends MonthInvoiced {
  currency: string;
  /** Part of the month within the last 365 days. */
  yearCents: number;
}

/** Invoices issued, month by month, less their credit notes: that part was never owed. */
export const listInvoicedByMonth = (db: Database, query: FlowQuery): InvoicedRow[] =>
  db
    .prepare<Bindings, InvoicedRow>(
      // The unary + keeps the index of days out: every row is to be read, in its order.
      `with credit as materialized (
         select p.invoice_id, sum(p.amount_cents) cents from payment p
         where p.kind = 'credit-note' and +${isCounted('p')} group by p.invoice_id),
       issued as materialized (
         select i.currency, i.issued_on, i.total_cents - coalesce(credit.cents, 0) cents
         from invoice i left join credit on credit.invoice_id = i.id
         where i.issued_on between @since and @today and ${STANDS})
       select currency, substr(issued_on, 1, 7) month, sum(cents) invoicedCents,
         sum(case when issued_on > date(@today, '-${YEAR_DAYS} days') then cents else 0 end) yearCents
       from issued group by 1, 2 order by 1, 2`,
    )
    .all(bind(query));

/** An invoice issued more than 365 days before. */
export const hasInvoiceOfPastYears = (db: Database, { today, clientId }: FlowQuery): boolean =>
  db
    .prepare<Bindings>(
      `select 1 from invoice i where i.issued_on <= date(@today, '-${YEAR_DAYS} days') and ${STANDS} limit 1`,
    )
    .get(bind({ today, since: today, clientId })) !== undefined;

/** Payments received, month by month. */
export const listReceivedByMonth = (
  db: Database,
  query: FlowQuery,
): { currency: string; month: string; receivedCents: number }[] =>
  db
    .prepare<Bindings, { currency: string; month: string; receivedCents: number }>(
      `select i.currency, substr(p.received_on, 1, 7) month, sum(p.amount_cents) receivedCents
       from payment p join invoice i on i.id = p.invoice_id
       where p.kind = 'payment' and p.received_on >= @since and ${isCounted('p')} and ${STANDS}
       group by 1, 2 order by 1, 2`,
    )
    .all(bind(query));

/**
 * Payments by the last step made before them, when they came after the due date. The conditions on contact_invoice are those of
 * the index `step_once`, which holds all that is asked of it.
 */
export const listRecoveries = (db: Database, query: FlowQuery): RecoveryRow[] =>
  db
    .prepare<Bindings, RecoveryRow>(
      `with received as materialized (
         select i.currency, i.id invoice_id, i.due_on, p.amount_cents, ${PAID_ON} paid_on
         from payment p join invoice i on i.id = p.invoice_id
         where p.kind = 'payment' and p.received_on >= @since and ${isCounted('p')} and ${STANDS}),
       paid as materialized (
         select *, paid_on > due_on is_late, case when paid_on > due_on then (
             select c.id from contact_invoice ci cross join contact c on c.id = ci.contact_id
             where ci.invoice_id = received.invoice_id and ci.counts = 1 and ci.step is not null and ci.step <> 'decide'
               and c.channel <> 'decide' and c.on_day <= paid_on
             order by c.on_day desc, c.id desc limit 1) end contact_id
         from received)
       select currency, case when paid.contact_id is not null then 'step' when is_late then 'unprompted' else 'on-time' end cause,
         case when ci.step like 'plan:%' then 'plan' else ci.step end step, c.channel,
         cast(julianday(paid_on) - julianday(c.on_day) as integer) days,
         count(*) payments, sum(amount_cents) amountCents
       from paid left join contact c on c.id = paid.contact_id
         left join contact_invoice ci on ci.contact_id = paid.contact_id and ci.invoice_id = paid.invoice_id
       group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
    )
    .all(bind(query));

interface SettledSqlRow extends Omit<SettledRow, 'client'> {
  id: number;
  name: string;
  kind: ClientKind;
}

/**
 * How each client settled: the day of the last payment beside the due date. What credit notes alone settled tells nothing; what a
 * payment reversed since had settled was settled then.
 */
export const listSettled = (db: Database, query: FlowQuery): SettledRow[] =>
  db
    .prepare<Bindings, SettledSqlRow>(
      `with reversed as materialized (select distinct invoice_id from payment where reversed_on > @today),
       settled as materialized (
         select i.client_id, i.currency, i.due_on, (
           select max(${PAID_ON}) from payment p
           where p.invoice_id = i.id and p.kind = 'payment' and ${isCounted('p')}) paid_on
         from invoice i where i.settled_on between @since and @today and i.closed_on is null and ${STANDS}
         union all
         select i.client_id, i.currency, i.due_on, max(${PAID_ON})
         from reversed cross join invoice i on i.id = reversed.invoice_id cross join payment p on p.invoice_id = i.id
         where (i.settled_on is null or i.settled_on > @today) and p.kind in ('payment', 'credit-note')
           and ${isCounted('p')} and ${STANDS}
         group by i.id having sum(p.amount_cents) >= i.total_cents and max(p.received_on) >= @since),
       late as (select client_id, currency, julianday(paid_on) - julianday(due_on) days from settled where paid_on is not null)
       select client.id, client.name, client.kind, currency, count(*) settled, sum(days <= 0) onTime,
         cast(sum(days) as integer) totalDelayDays, cast(max(days) as integer) worstDelayDays
       from late join client on client.id = client_id
       group by client_id, currency order by client_id, currency`,
    )
    .all(bind(query))
    .map(({ id, name, kind, ...row }) => ({ client: { id, name, kind }, ...row }));

/** What was given up in the period, as it stood on the day of closing. */
export const sumWrittenOff = (db: Database, query: FlowQuery): Map<string, number> =>
  new Map(
    db
      .prepare<Bindings, { currency: string; cents: number }>(
        `select i.currency, sum(i.total_cents - coalesce((
           select sum(p.amount_cents) from payment p
           where p.invoice_id = i.id and p.kind in ('payment', 'credit-note') and ${isCounted('p')}), 0)) cents
         from invoice i
         where i.settled_on between @since and @today and i.closed_as = 'written-off' and ${STANDS} group by 1`,
      )
      .all(bind(query))
      .map(({ currency, cents }) => [currency, cents]),
  );
