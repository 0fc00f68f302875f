import type { LocalDate } from '../domain/dates.ts';
import { deadlineOf } from '../domain/law/letter.ts';
import { lapseAfter, PLAN_KEPT, type PlanFact } from '../domain/schedule/payment-plan.ts';
import { listInstalmentDemands } from './letters.ts';
import type { Database } from './open.ts';

type Demanded = Pick<PlanFact, 'lapsedOn' | 'demandedUntil'>;

type PlanRow = Omit<PlanFact, 'instalments' | 'owedInvoiceIds' | keyof Demanded> & {
  instalments: string;
  owedInvoiceIds: string;
};

const RECEIVED = `(select coalesce(sum(p.amount_cents), 0) from letter_invoice li join payment p on p.invoice_id = li.invoice_id
            where li.letter_id = l.id and p.kind <> 'overpayment' and p.received_on <= @until
              and (p.reversed_on is null or p.reversed_on > @today)
              and (p.received_on > l.written_on or (p.received_on = l.written_on and p.recorded_at >= l.recorded_at)))`;

/** Its déchéance, once a letter to an address that exists has stayed without effect for its days; until then, their last one. */
const demandedOf = (
  db: Database,
  letterId: number,
  instalments: PlanFact['instalments'],
  today: LocalDate,
): Demanded => {
  let demandedUntil: LocalDate | null = null;
  for (const letter of listInstalmentDemands(db, letterId, today)) {
    const deadlineOn = deadlineOf(letter);
    if (deadlineOn === null || letter.returned?.reason === 'unknown-address') continue;
    if (deadlineOn >= today) {
      demandedUntil = deadlineOn;
      continue;
    }
    const row = db
      .prepare<[Record<string, string | number>], { cents: number }>(
        `select ${RECEIVED} cents from letter l where l.id = @letterId`,
      )
      .get({ letterId, today, until: deadlineOn });
    const lapsedOn = lapseAfter({ writtenOn: letter.writtenOn, deadlineOn }, instalments, row?.cents ?? 0);
    if (lapsedOn !== null) return { lapsedOn, demandedUntil: null };
  }
  return { lapsedOn: null, demandedUntil };
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
      .prepare<[{ ids: string; today: string; until: string }], PlanRow>(
        `select l.id letterId, l.written_on writtenOn, coalesce(l.signed_on, l.written_on) signedOn,
           (select json_group_array(json_object('dueOn', due_on, 'amountCents', amount_cents) order by due_on)
            from instalment where letter_id = l.id) instalments,
           (select json_group_array(i.id order by i.due_on, i.id) from letter_invoice li join invoice i on i.id = li.invoice_id
            where li.letter_id = l.id and (i.settled_on is null or i.settled_on > @today)) owedInvoiceIds,
           (select coalesce(sum(remaining_cents), 0) from letter_invoice where letter_id = l.id) principalCents,
           ${RECEIVED} receivedCents
         from json_each(@ids) wanted join letter l on l.id = wanted.value`,
      )
      .all({ ids: JSON.stringify(letterIds), today, until: today })
      .map((row) => {
        const instalments = JSON.parse(row.instalments) as PlanFact['instalments'];
        return [
          row.letterId,
          {
            ...row,
            instalments,
            owedInvoiceIds: JSON.parse(row.owedInvoiceIds) as number[],
            ...demandedOf(db, row.letterId, instalments, today),
          },
        ];
      }),
  );

/** What an agreement changes to the figures of an invoice until its déchéance, and for good once it was kept. */
export interface StandingAgreement {
  /** Nothing runs after that day. */
  countedOn: LocalDate;
  /** Penalties counted then are given up. */
  isWaiving: boolean;
}

/** By invoice; an agreement that has lapsed, or was ended before its end, changes nothing. */
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
      if (!plan || (isOver === 0 && plan.lapsedOn !== null)) return [];
      return [[invoiceId, { countedOn: plan.writtenOn, isWaiving: isWaiving === 1 }]];
    }),
  );
};
