import type { Claim, Receipt } from '../domain/law/claim.ts';
import { LETTER_OUTCOMES, NOT_PRESENTED } from '../domain/law/letter.ts';
import type { LocalDate } from '../domain/dates.ts';
import type { ClientKind } from '../domain/people/client-kind.ts';
import { findCreditor } from './creditor-row.ts';
import { loadAgreements } from './plans.ts';
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

/**
 * First presentation of a mise en demeure, from which legal interest runs (C. civ. 1344-1): the earliest of its letters, each by its
 * last entry, for a day typed wrong is typed again; and of the presentations that were only logged, those taken back apart.
 */
const FIRST_PRESENTATION = `(select min(on_day) from (
  select (select contact.on_day from letter_contact lc join contact on contact.id = lc.contact_id
    where lc.letter_id = letter.id and lc.event in ('presented', 'received') and contact.on_day <= @today
    order by lc.event = 'presented' desc, contact.id desc limit 1) on_day
  from letter_invoice li join letter on letter.id = li.letter_id
  where li.invoice_id = i.id and letter.kind = 'mise-en-demeure' and letter.cancelled_on is null
  union all
  select contact.on_day from contact_invoice ci join contact on contact.id = ci.contact_id
  where ci.invoice_id = i.id and contact.outcome = '${LETTER_OUTCOMES.presented}' and contact.on_day <= @today
    and contact.channel in ('letter', 'lrar', 'mise-en-demeure', 'email', 'other')
    and contact.id not in (select contact_id from letter_contact)
    and contact.id > coalesce((select max(undone.id) from contact_invoice un join contact undone on undone.id = un.contact_id
      where un.invoice_id = i.id and undone.outcome = '${NOT_PRESENTED}'), 0)))`;

const loadRows = (db: Database, bindings: Bindings): ClaimRow[] =>
  db
    .prepare<[Bindings], ClaimRow>(
      `select i.id invoiceId, i.number, c.kind, c.country, c.legal_term_days legalTermDays, insolvency.judged_on judgedOn,
         i.issued_on issuedOn, i.due_on dueOn, i.performed_on performedOn, i.request_received_on requestReceivedOn,
         i.currency, i.total_cents totalCents, i.penalty_rate penaltyRate,
         case when i.closed_on <= @today then i.closed_as end closedAs,
         waiver.on_day waivedOn, waiver.reason waivedReason,
         case when c.kind in ('particulier', 'association') then ${FIRST_PRESENTATION} end presentedOn,
         exists (select 1 from hold where hold.invoice_id = i.id and hold.kind = 'dispute' and hold.from_on <= @today
           and (hold.ended_on is null or hold.ended_on > @today)) isDisputed
       from json_each(@ids) wanted join invoice i on i.id = wanted.value
       join client c on c.id = i.client_id
       left join insolvency on insolvency.client_id = c.id and insolvency.judged_on <= @today
         and (insolvency.cancelled_on is null or insolvency.cancelled_on > @today)
       left join waiver on waiver.invoice_id = i.id and waiver.on_day <= @today and waiver.cancelled_on is null`,
    )
    .all(bindings);

/**
 * The day from which each sum counts. A credit note without a day of its own: the due date at the latest, that part was never
 * owed. Drawn on a trop-perçu: the day on which it was received, for that money was already at disposal (C. civ. 1347).
 */
const loadReceipts = (db: Database, bindings: Bindings): Map<number, Receipt[]> => {
  const rows = db
    .prepare<[Bindings], Receipt & { invoiceId: number }>(
      `select p.invoice_id invoiceId, p.amount_cents amountCents, p.kind,
         case when p.kind = 'credit-note' then coalesce(p.effective_on, min(p.received_on, i.due_on))
           else coalesce(max(source.received_on, i.issued_on), p.received_on) end "on"
       from json_each(@ids) wanted join payment p on p.invoice_id = wanted.value join invoice i on i.id = p.invoice_id
         left join payment source on source.id = p.overpayment_id
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
  const agreements = loadAgreements(db, invoiceIds, today);
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
          agreement: agreements.get(row.invoiceId) ?? null,
          isDisputed: isDisputed === 1,
          zone: creditor?.holidayZone ?? 'metropole',
        },
      ],
    ),
  );
};
