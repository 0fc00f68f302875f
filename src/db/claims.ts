import type { Claim, Receipt } from '../domain/claim.ts';
import type { LocalDate } from '../domain/dates.ts';
import type { ClientKind } from '../domain/facts.ts';
import { findCreditor } from './creditor.ts';
import type { Database } from './open.ts';

interface ClaimRow {
  invoiceId: number;
  number: string;
  kind: ClientKind;
  country: string;
  legalTermDays: number | null;
  judgedOn: LocalDate | null;
  issuedOn: LocalDate;
  dueOn: LocalDate;
  performedOn: LocalDate | null;
  requestReceivedOn: LocalDate | null;
  currency: string;
  totalCents: number;
  penaltyRate: string | null;
  presentedOn: LocalDate | null;
  closedAs: Claim['closedAs'];
  waivedOn: LocalDate | null;
  waivedReason: string | null;
  isDisputed: number;
}

interface Bindings {
  ids: string;
  today: LocalDate;
}

const loadRows = (db: Database, bindings: Bindings): ClaimRow[] =>
  db
    .prepare<[Bindings], ClaimRow>(
      `select i.id invoiceId, i.number, c.kind, c.country, c.legal_term_days legalTermDays, insolvency.judged_on judgedOn,
         i.issued_on issuedOn, i.due_on dueOn, i.performed_on performedOn, i.request_received_on requestReceivedOn,
         i.currency, i.total_cents totalCents, i.penalty_rate penaltyRate,
         case when i.closed_on <= @today then i.closed_as end closedAs,
         waiver.on_day waivedOn, waiver.reason waivedReason,
         case when c.kind in ('particulier', 'association') then
           (select contact.on_day from contact_invoice ci join contact on contact.id = ci.contact_id
            where ci.invoice_id = i.id and contact.outcome in ('presentee', 'recue') and contact.on_day <= @today
            order by contact.outcome = 'presentee' desc, contact.id desc limit 1) end presentedOn,
         exists (select 1 from hold where hold.invoice_id = i.id and hold.kind = 'dispute' and hold.from_on <= @today
           and (hold.ended_on is null or hold.ended_on > @today)) isDisputed
       from json_each(@ids) wanted join invoice i on i.id = wanted.value
       join client c on c.id = i.client_id
       left join insolvency on insolvency.client_id = c.id and insolvency.judged_on <= @today
         and (insolvency.cancelled_on is null or insolvency.cancelled_on > @today)
       left join waiver on waiver.invoice_id = i.id and waiver.on_day <= @today and waiver.cancelled_on is null`,
    )
    .all(bindings);

/** A credit note without a day of its own counts from the due date: that part was never owed. */
const loadReceipts = (db: Database, bindings: Bindings): Map<number, Receipt[]> => {
  const rows = db
    .prepare<[Bindings], Receipt & { invoiceId: number }>(
      `select p.invoice_id invoiceId, p.amount_cents amountCents, p.kind,
         case when p.kind = 'credit-note' then coalesce(p.effective_on, i.due_on) else p.received_on end "on"
       from json_each(@ids) wanted join payment p on p.invoice_id = wanted.value join invoice i on i.id = p.invoice_id
       where p.kind <> 'overpayment' and p.received_on <= @today and (p.reversed_on is null or p.reversed_on > @today)
       order by "on", p.id`,
    )
    .all(bindings);
  const byInvoice = new Map<number, Receipt[]>();
  for (const { invoiceId, ...receipt } of rows) {
    const of = byInvoice.get(invoiceId);
    if (of) of.push(receipt);
    else byInvoice.set(invoiceId, [receipt]);
  }
  return byInvoice;
};

/** What the figures of these invoices rest on, as known on that day. */
export const loadClaims = (
  db: Database,
  invoiceIds: readonly number[],
  today: LocalDate,
): Map<number, Claim> => {
  if (invoiceIds.length === 0) return new Map();
  const creditor = findCreditor(db);
  const bindings = { ids: JSON.stringify(invoiceIds), today };
  const receipts = loadReceipts(db, bindings);
  return new Map(
    loadRows(db, bindings).map(
      ({
        kind,
        country,
        legalTermDays,
        judgedOn,
        waivedOn,
        waivedReason,
        isDisputed,
        penaltyRate,
        ...row
      }) => [
        row.invoiceId,
        {
          ...row,
          debtor: { kind, country, legalTermDays, judgedOn },
          penaltyRate: penaltyRate ?? creditor?.penaltyRate ?? 'bce',
          receipts: receipts.get(row.invoiceId) ?? [],
          waiver: waivedOn === null ? null : { on: waivedOn, reason: waivedReason ?? '' },
          isDisputed: isDisputed === 1,
          zone: creditor?.holidayZone ?? 'metropole',
        },
      ],
    ),
  );
};
