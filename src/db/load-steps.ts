import type { LocalDate } from '../domain/dates.ts';
import type { StepFact } from '../domain/schedule/facts.ts';
import { DECIDE, type Channel, type Tone } from '../domain/schedule/scenario.ts';
import type { Database } from './open.ts';

import { bind, openInvoices, push, type Bindings, type FactsQuery } from './facts-query.ts';

interface StepRow {
  invoiceId: number;
  number: string;
  daysLate: number;
  step: string | null;
  day: number | null;
  tone: Tone | null;
  channel: Channel;
  on: LocalDate;
  status: 'sent' | 'logged' | 'sending' | 'uncertain' | 'draft';
  contact: number;
  deadlineOn: LocalDate | null;
  /** A mise en demeure, of all that is owed or of an instalment: what leaves a formal delay. */
  isFormal: number;
  /** It lists the invoice beside another one that it is a reminder about. */
  isListed: number;
}

const PENDING = new Set(['sending', 'uncertain', 'draft']);

const FORMAL = `(c.channel = 'mise-en-demeure' or (c.deadline_on is not null and exists (
  select 1 from letter_contact lc join letter l on l.id = lc.letter_id where lc.contact_id = c.id and l.kind = 'decheance-du-terme')))`;

/** Contacts that made no step of the invoice, and left no deadline, are read only when they reminded of another one. */
const LISTED = `(ci.step is null and ci.days_late > 0 and c.direction = 'out' and exists (
  select 1 from contact_invoice lead where lead.contact_id = ci.contact_id and lead.step is not null and lead.step <> '${DECIDE}'))`;

export interface Steps {
  steps: Map<number, StepFact[]>;
  deadlines: Map<number, LocalDate>;
  /** Deadlines of the mises en demeure, of an instalment too, by invoice. */
  formal: Map<number, { number: string; deadlineOn: LocalDate }>;
  listedOn: Map<number, LocalDate>;
}

export const loadSteps = (db: Database, query: FactsQuery): Steps => {
  const steps: Steps['steps'] = new Map();
  const deadlines: Steps['deadlines'] = new Map();
  const listedOn: Steps['listedOn'] = new Map();
  const formal = new Map<number, { contact: number; number: string; deadlineOn: LocalDate }>();
  const rows = db
    .prepare<[Bindings], StepRow>(
      `select ci.invoice_id invoiceId, i.number, ci.days_late daysLate, ci.step, ci.step_day day, ci.tone, c.channel, c.on_day "on",
         c.status, c.id contact, c.deadline_on deadlineOn, ${FORMAL} isFormal, ${LISTED} isListed
       from (${openInvoices(query)}) i cross join contact_invoice ci on ci.invoice_id = i.id cross join contact c on c.id = ci.contact_id
       where ci.counts = 1 and c.on_day <= @today and (ci.step is not null or c.deadline_on is not null or ${LISTED})
       order by c.on_day, c.id`,
    )
    .all(bind(query));
  const companions = companionsOf(db, rows);
  for (const row of rows) {
    const { invoiceId, number, deadlineOn, step, day, tone, channel, on, status, contact } = row;
    const isFormal = row.isFormal === 1;
    const kind = PENDING.has(status) ? 'pending' : 'made';
    if (step !== null && day !== null)
      push(steps, invoiceId, {
        step,
        day,
        tone,
        channel,
        on,
        kind,
        contact,
        status,
        with: companions(row),
      });
    if (row.isListed === 1) listedOn.set(invoiceId, on);
    if (deadlineOn === null) continue;
    // The delay of a mise en demeure is counted anew from its presentation: its last deadline stands, sooner or later.
    if (isFormal && contact > (formal.get(invoiceId)?.contact ?? 0))
      formal.set(invoiceId, { contact, number, deadlineOn });
    const known = deadlines.get(invoiceId);
    if (!isFormal && (known === undefined || deadlineOn > known)) deadlines.set(invoiceId, deadlineOn);
  }
  for (const [invoiceId, { deadlineOn }] of formal)
    if (deadlineOn > (deadlines.get(invoiceId) ?? '')) deadlines.set(invoiceId, deadlineOn);
  const marks = db
    .prepare<
      [Bindings],
      { invoiceId: number; step: string; day: number; on: LocalDate; kind: 'skipped' | 'declared' }
    >(
      `select m.invoice_id invoiceId, m.step, m.step_day day, m.on_day "on", m.kind
       from (${openInvoices(query)}) i cross join step_mark m on m.invoice_id = i.id where m.on_day <= @today`,
    )
    .all(bind(query));
  for (const { invoiceId, step, day, on, kind } of marks)
    push(steps, invoiceId, {
      step,
      day,
      tone: null,
      channel: 'other',
      on,
      kind,
      contact: null,
      status: null,
    });
  return { steps, deadlines, formal, listedOn };
};

/** The other invoice that a step was made with, the latest of them; read of those paid since only when the step came early. */
const companionsOf = (db: Database, rows: readonly StepRow[]): ((row: StepRow) => string | null) => {
  const byContact = new Map<number, StepRow[]>();
  for (const row of rows) if (row.step !== null) push(byContact, row.contact, row);
  const paidSince = db
    .prepare<[number, number], string>(
      `select i.number from contact_invoice ci join invoice i on i.id = ci.invoice_id
       where ci.contact_id = ? and ci.invoice_id <> ? and ci.step is not null order by ci.days_late desc, i.id limit 1`,
    )
    .pluck();
  return ({ contact, invoiceId, daysLate, day }) => {
    const others = (byContact.get(contact) ?? []).filter((row) => row.invoiceId !== invoiceId);
    const [latest] = others.toSorted((a, b) => b.daysLate - a.daysLate);
    if (latest) return latest.number;
    return day !== null && daysLate < day ? (paidSince.get(contact, invoiceId) ?? null) : null;
  };
};
