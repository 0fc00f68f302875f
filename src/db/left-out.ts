import type { LocalDate } from '../domain/dates.ts';
import type { LeftInvoice, OwedInvoice } from '../domain/schedule/message-account.ts';
import type { Database } from './open.ts';

const SETTLING = "p.kind in ('payment', 'credit-note')";
const STANDING = 'p.received_on <= @today and (p.reversed_on is null or p.reversed_on > @today)';

interface Named {
  clientId: number;
  currency: string;
  /** Invoices of the message. */
  invoiceIds: readonly number[];
  /** Agreements whose instalments it asks: what else they cover is not apart. */
  agreementIds: readonly number[];
  today: LocalDate;
}

const bind = ({ clientId, currency, invoiceIds, agreementIds, today }: Named) => ({
  clientId,
  currency,
  today,
  ids: JSON.stringify(invoiceIds),
  agreements: JSON.stringify(agreementIds),
});

/** Overdue invoices of the client that a message does not name; one that a collective proceeding freezes is not spoken of. */
export const listOwedBesides = (db: Database, named: Named): OwedInvoice[] =>
  db
    .prepare<[Record<string, string | number>], OwedInvoice>(
      `select i.number, i.total_cents - coalesce((select sum(p.amount_cents) from payment p
           where p.invoice_id = i.id and ${SETTLING} and ${STANDING}), 0) remainingCents
       from invoice i left join insolvency s on s.client_id = i.client_id and s.judged_on <= @today
         and (s.cancelled_on is null or s.cancelled_on > @today)
       where i.client_id = @clientId and i.currency = @currency and i.issued_on <= @today and i.due_on < @today
         and (i.settled_on is null or i.settled_on > @today)
         and (s.judged_on is null or coalesce(i.performed_on, i.issued_on) >= s.judged_on)
         and i.id not in (select value from json_each(@ids))
         and i.id not in (select li.invoice_id from letter_invoice li where li.letter_id in (select value from json_each(@agreements)))
       order by i.due_on, i.id`,
    )
    .all(bind(named))
    .filter(({ remainingCents }) => remainingCents > 0);

/** The last reminder by e-mail to the client, and what of it is settled since, unless a later message has told it. */
export const findLeftSince = (
  db: Database,
  named: Named,
): { on: LocalDate; invoices: LeftInvoice[] } | null => {
  const previous = db
    .prepare<[Record<string, string | number>], { id: number; on: LocalDate }>(
      `select c.id, c.on_day "on" from contact c join message m on m.contact_id = c.id
       where c.client_id = @clientId and m.currency = @currency and c.status = 'sent' and c.on_day <= @today and c.about_overdue = 1
         and exists (select 1 from contact_invoice ci where ci.contact_id = c.id and ci.step <> 'reclamation')
       order by c.id desc limit 1`,
    )
    .get(bind(named));
  if (!previous) return null;
  const invoices = db
    .prepare<[Record<string, string | number>], LeftInvoice>(
      `select i.number, case
           when i.closed_as is not null then i.closed_as
           when exists (select 1 from payment p where p.invoice_id = i.id and p.kind = 'payment' and ${STANDING}
             and p.received_on >= @previousOn) then 'paid'
           else 'credited' end cause
       from contact_invoice ci join invoice i on i.id = ci.invoice_id
       where ci.contact_id = @previous and i.settled_on <= @today and i.id not in (select value from json_each(@ids))
         and not exists (select 1 from contact_invoice later join contact c on c.id = later.contact_id
           join message m on m.contact_id = c.id
           where later.invoice_id = i.id and c.id > @previous and c.status = 'sent' and c.on_day <= @today)
       order by i.due_on, i.id`,
    )
    .all({ ...bind(named), previous: previous.id, previousOn: previous.on });
  return { on: previous.on, invoices };
};
