import type { LocalDate } from '../domain/dates.ts';
import { PLAN_KEPT, readPlan, type PlanFact } from '../domain/plan.ts';
import type { Database } from './open.ts';

type PlanRow = Omit<PlanFact, 'instalments' | 'owedInvoiceIds'> & {
  instalments: string;
  owedInvoiceIds: string;
};

/**
 * The agreements that open plans carry out. What came in on their invoices since they were written pays the instalments, penalties
 * received included; on the very day, what was recorded after.
 */
export const loadPlans = (
  db: Database,
  letterIds: readonly number[],
  today: LocalDate,
): Map<number, PlanFact> =>
  new Map(
    db
      .prepare<[{ ids: string; today: string }], PlanRow>(
        `select l.id letterId, l.written_on writtenOn, coalesce(l.signed_on, l.written_on) signedOn,
           (select json_group_array(json_object('dueOn', due_on, 'amountCents', amount_cents) order by due_on)
            from instalment where letter_id = l.id) instalments,
           (select json_group_array(i.id order by i.due_on, i.id) from letter_invoice li join invoice i on i.id = li.invoice_id
            where li.letter_id = l.id and (i.settled_on is null or i.settled_on > @today)) owedInvoiceIds,
           (select coalesce(sum(p.amount_cents), 0) from letter_invoice li join payment p on p.invoice_id = li.invoice_id
            where li.letter_id = l.id and p.kind <> 'overpayment' and p.received_on <= @today
              and (p.reversed_on is null or p.reversed_on > @today)
              and (p.received_on > l.written_on or (p.received_on = l.written_on and p.recorded_at >= l.recorded_at))) receivedCents
         from json_each(@ids) wanted join letter l on l.id = wanted.value`,
      )
      .all({ ids: JSON.stringify(letterIds), today })
      .map((row) => [
        row.letterId,
        {
          ...row,
          instalments: JSON.parse(row.instalments) as PlanFact['instalments'],
          owedInvoiceIds: JSON.parse(row.owedInvoiceIds) as number[],
        },
      ]),
  );

/** What an agreement changes to the figures of an invoice while it is kept, and for good once it was. */
export interface StandingAgreement {
  /** Nothing runs after that day. */
  countedOn: LocalDate;
  /** Penalties counted then are given up. */
  isWaiving: boolean;
}

/** By invoice; an agreement broken, or ended before its end, changes nothing. */
export const loadAgreements = (
  db: Database,
  invoiceIds: readonly number[],
  today: LocalDate,
): Map<number, StandingAgreement> => {
  const rows = db
    .prepare<
      [{ ids: string; today: string }],
      { invoiceId: number; letterId: number; isWaiving: number; isOver: number }
    >(
      `select h.invoice_id invoiceId, h.letter_id letterId, l.waives_penalties isWaiving,
         h.ended_on is not null and h.ended_on <= @today isOver
       from json_each(@ids) wanted join hold h on h.invoice_id = wanted.value join letter l on l.id = h.letter_id
       where h.kind = 'plan' and h.from_on <= @today
         and (h.ended_on is null or h.ended_on > @today or h.ended_reason = '${PLAN_KEPT}') order by h.id`,
    )
    .all({ ids: JSON.stringify(invoiceIds), today });
  if (rows.length === 0) return new Map();
  const plans = loadPlans(db, [...new Set(rows.map(({ letterId }) => letterId))], today);
  return new Map(
    rows.flatMap(({ invoiceId, letterId, isWaiving, isOver }) => {
      const plan = plans.get(letterId);
      if (!plan || (isOver === 0 && !readPlan(plan, today).isKept)) return [];
      return [[invoiceId, { countedOn: plan.writtenOn, isWaiving: isWaiving === 1 }]];
    }),
  );
};
