import type { WaitingLine } from '../domain/bank/bank-waiting.ts';
import type { LocalDate } from '../domain/dates.ts';
import type { ClientKind } from '../domain/people/client-kind.ts';
import type {
  ClientFacts,
  HoldFact,
  InvoiceFacts,
  PaymentFact,
  SaidStep,
  StepFact,
} from '../domain/schedule/facts.ts';
import type { PlanFact } from '../domain/schedule/payment-plan.ts';
import type { Interruption } from '../domain/law/interruption.ts';
import { SAME_WORDS_DAYS } from '../domain/schedule/constraints.ts';
import {
  DECIDE,
  MAX_MIN_GAP_DAYS,
  scenarioNameOf,
  type Channel,
  type Tone,
} from '../domain/schedule/scenario.ts';
import { listWaitingLines } from './bank-statements.ts';
import type { Database } from './open.ts';
import { loadPlans } from './plans.ts';
import { listInterruptions } from './interruptions.ts';

export interface FactsQuery {
  today: LocalDate;
  clientId?: number | undefined;
  invoiceId?: number | undefined;
  /** Run whose own contacts do not space out its next messages. */
  run?: string | undefined;
}

interface InvoiceRow {
  id: number;
  number: string;
  clientId: number;
  issuedOn: LocalDate;
  dueOn: LocalDate;
  performedOn: LocalDate | null;
  currency: string;
  totalCents: number;
  scenario: string | null;
  closedOn: LocalDate | null;
}

interface ClientRow {
  id: number;
  name: string;
  kind: ClientKind;
  email: string | null;
  emailRefusedOn: LocalDate | null;
  phone: string | null;
  address: string | null;
  city: string | null;
  scenario: string | null;
  channel: Channel | null;
  perInvoice: number;
  lastOutboundOn: LocalDate | null;
  unansweredReplyOn: LocalDate | null;
  insolvencyJudgedOn: LocalDate | null;
}

/**
 * The invoices that were open on that day, as a subquery. Facts dated later are not seen, so an invoice
 * settled since is open again; the two partial indexes serve the two halves.
 */
const openInvoices = ({ clientId, invoiceId }: FactsQuery): string => {
  const narrow = [
    'issued_on <= @today',
    ...(clientId === undefined ? [] : ['client_id = @clientId']),
    ...(invoiceId === undefined ? [] : ['id = @invoiceId']),
  ].join(' and ');
  if (invoiceId !== undefined) return `select * from invoice where ${narrow}`;
  return `select * from invoice where settled_on is null and ${narrow}
    union all select * from invoice where settled_on > @today and ${narrow}`;
};

const push = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};

type Bindings = Record<string, string | number | null>;

const bind = (query: FactsQuery): Bindings => ({
  today: query.today,
  ...(query.clientId !== undefined && { clientId: query.clientId }),
  ...(query.invoiceId !== undefined && { invoiceId: query.invoiceId }),
});

const loadPayments = (db: Database, query: FactsQuery): Map<number, PaymentFact[]> => {
  const rows = db
    .prepare<[Bindings], Required<PaymentFact> & { invoiceId: number }>(
      `select p.invoice_id invoiceId, p.received_on receivedOn, p.amount_cents amountCents, p.kind, p.recorded_at recordedAt
       from (${openInvoices(query)}) i cross join payment p on p.invoice_id = i.id
       where p.kind in ('payment', 'credit-note') and p.received_on <= @today
         and (p.reversed_on is null or p.reversed_on > @today)
       order by p.received_on, p.id`,
    )
    .all(bind(query));
  const byInvoice = new Map<number, PaymentFact[]>();
  for (const { invoiceId, receivedOn, amountCents, kind, recordedAt } of rows)
    push(byInvoice, invoiceId, { receivedOn, amountCents, kind, recordedAt });
  return byInvoice;
};

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

interface Steps {
  steps: Map<number, StepFact[]>;
  deadlines: Map<number, LocalDate>;
  /** Deadlines of the mises en demeure, of an instalment too, by invoice. */
  formal: Map<number, { number: string; deadlineOn: LocalDate }>;
  listedOn: Map<number, LocalDate>;
}

const loadSteps = (db: Database, query: FactsQuery): Steps => {
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

interface HoldRow extends HoldFact {
  clientId: number | null;
  invoiceId: number | null;
  letterId: number | null;
}

const loadHolds = (
  db: Database,
  { today }: FactsQuery,
): { client: Map<number, HoldFact[]>; invoice: Map<number, HoldFact[]> } => {
  const client = new Map<number, HoldFact[]>();
  const invoice = new Map<number, HoldFact[]>();
  const rows = db
    .prepare<[{ today: string }], HoldRow>(
      `select client_id clientId, invoice_id invoiceId, kind, from_on fromOn, until_on untilOn, amount_cents amountCents, reason,
         recorded_at recordedAt, letter_id letterId
       from hold where from_on <= @today and (ended_on is null or ended_on > @today) order by id`,
    )
    .all({ today });
  const letterIds = new Set(rows.map(({ letterId }) => letterId).filter((id) => id !== null));
  const plans = letterIds.size === 0 ? new Map<number, PlanFact>() : loadPlans(db, [...letterIds], today);
  for (const { clientId, invoiceId, letterId, ...row } of rows) {
    const plan = letterId === null ? undefined : plans.get(letterId);
    const hold = plan ? { ...row, plan } : row;
    if (clientId !== null) push(client, clientId, hold);
    if (invoiceId !== null) push(invoice, invoiceId, hold);
  }
  return { client, invoice };
};

const loadClients = (db: Database, query: FactsQuery): Map<number, ClientFacts> => {
  const rows = db
    .prepare<[Bindings], ClientRow>(
      `with unanswered as (
         select client_id, on_day from contact where direction = 'in' and answered_on is null
         union all select client_id, on_day from contact where answered_on > @today),
       reply as (select client_id, min(on_day) first_on from unanswered where on_day <= @today group by client_id)
       select c.id, c.name, c.kind, c.email, c.email_refused_on emailRefusedOn, c.phone, c.address, c.city, c.scenario, c.channel,
         c.per_invoice perInvoice, reply.first_on unansweredReplyOn,
         (select on_day from contact where client_id = c.id and direction = 'out' and about_overdue = 1
           and on_day between date(@today, '-${MAX_MIN_GAP_DAYS} days') and @today
           and status not in ('failed', 'undelivered') and run is not @run order by on_day desc limit 1) lastOutboundOn,
         insolvency.judged_on insolvencyJudgedOn
       from client c
       left join reply on reply.client_id = c.id
       left join insolvency on insolvency.client_id = c.id and insolvency.judged_on <= @today
         and (insolvency.cancelled_on is null or insolvency.cancelled_on > @today)
       where c.id in (select client_id from (${openInvoices(query)}))`,
    )
    .all({ ...bind(query), run: query.run ?? '' });
  const lately = loadLately(db, query);
  const clients = new Map<number, ClientFacts>();
  for (const row of rows)
    clients.set(row.id, {
      id: row.id,
      name: row.name,
      kind: row.kind,
      email: row.email,
      emailRefusedOn:
        row.emailRefusedOn !== null && row.emailRefusedOn <= query.today ? row.emailRefusedOn : null,
      phone: row.phone,
      hasPostalAddress: row.address !== null && row.city !== null,
      scenario: row.scenario,
      channel: row.channel,
      isPerInvoice: row.perInvoice === 1,
      lastOutboundOn: row.lastOutboundOn,
      lately: lately.get(row.id) ?? [],
      formalNotice: null,
      unansweredReplyOn: row.unansweredReplyOn,
      insolvencyJudgedOn: row.insolvencyJudgedOn,
    });
  return clients;
};

/** What was said to these clients in the days during which it is not said again, their paid invoices included. */
const loadLately = (db: Database, query: FactsQuery): Map<number, SaidStep[]> => {
  const rows = db
    .prepare<
      [Bindings],
      Omit<SaidStep, 'scenario'> & {
        clientId: number;
        kind: ClientKind;
        ofInvoice: string | null;
        ofClient: string | null;
      }
    >(
      `select c.client_id clientId, ci.contact_id contact, ci.invoice_id invoiceId, i.currency, ci.step, c.channel, c.on_day "on",
         i.scenario ofInvoice, client.scenario ofClient, client.kind
       from (select distinct client_id from (${openInvoices(query)})) mine
       cross join contact c on c.client_id = mine.client_id and c.on_day between date(@today, '-${SAME_WORDS_DAYS - 1} days') and @today
       cross join contact_invoice ci on ci.contact_id = c.id cross join invoice i on i.id = ci.invoice_id
       cross join client on client.id = c.client_id
       where c.direction = 'out' and ci.counts = 1 and ci.step is not null and ci.step <> '${DECIDE}' and c.run is not @run`,
    )
    .all({ ...bind(query), run: query.run ?? '' });
  const byClient = new Map<number, SaidStep[]>();
  for (const { clientId, kind, ofInvoice, ofClient, ...said } of rows)
    push(byClient, clientId, {
      ...said,
      scenario: scenarioNameOf({ scenario: ofInvoice }, { scenario: ofClient, kind }),
    });
  return byClient;
};

type FormalNotice = NonNullable<ClientFacts['formalNotice']>;

/** The delays of mises en demeure that run on that day, by client. */
const formalNotices = (
  formal: Steps['formal'],
  clientOf: (invoiceId: number) => number | undefined,
  today: LocalDate,
): Map<number, FormalNotice> => {
  const byClient = new Map<number, FormalNotice>();
  for (const [invoiceId, { number, deadlineOn }] of formal) {
    const clientId = clientOf(invoiceId);
    if (clientId === undefined || deadlineOn < today) continue;
    const known = byClient.get(clientId);
    if (known === undefined || deadlineOn > known.until)
      byClient.set(clientId, { number, until: deadlineOn });
  }
  return byClient;
};

const loadInterruptions = (db: Database, { today, invoiceId }: FactsQuery): Map<number, Interruption[]> => {
  const byInvoice = new Map<number, Interruption[]>();
  for (const { kind, on, invoiceId: id } of listInterruptions(db, today, invoiceId))
    push(byInvoice, id, { kind, on });
  return byInvoice;
};

/** The last words to the client asked to be said again on that day. */
const loadCallsAgain = (db: Database, { today }: FactsQuery): Map<number, LocalDate> =>
  new Map(
    db
      .prepare<[{ today: string }], { invoiceId: number; on: LocalDate }>(
        `select ci.invoice_id invoiceId, c.follow_up_on "on"
         from contact c join contact_invoice ci on ci.contact_id = c.id
         where c.follow_up_on is not null and c.on_day <= @today and not exists (
           select 1 from contact_invoice later join contact l on l.id = later.contact_id
           where later.invoice_id = ci.invoice_id and later.contact_id > c.id and later.counts = 1 and l.on_day <= @today
             and l.channel <> 'decide')`,
      )
      .all({ today })
      .map(({ invoiceId, on }) => [invoiceId, on]),
  );

const NONE: readonly WaitingLine[] = [];

/** The credits that wait, by the invoices that they may pay: nothing is read of the invoices when none waits. */
const loadBankLines = (
  db: Database,
  { today }: FactsQuery,
  clientId: number | undefined,
): Map<number, WaitingLine[]> => {
  const byInvoice = new Map<number, WaitingLine[]>();
  for (const line of listWaitingLines(db, today, clientId))
    for (const { id } of line.invoices) push(byInvoice, id, line);
  return byInvoice;
};

/** Everything that decides about the invoices open on that day, in the order of their due dates. */
export const loadFacts = (db: Database, query: FactsQuery): InvoiceFacts[] => {
  const invoices = db
    .prepare<[Bindings], InvoiceRow>(
      `select id, number, client_id clientId, issued_on issuedOn, due_on dueOn, performed_on performedOn, currency,
         total_cents totalCents, scenario, closed_on closedOn
       from (${openInvoices(query)}) order by due_on, id`,
    )
    .all(bind(query));
  const clients = loadClients(db, query);
  const payments = loadPayments(db, query);
  const { steps, deadlines, formal, listedOn } = loadSteps(db, query);
  const holds = loadHolds(db, query);
  const interruptions = loadInterruptions(db, query);
  const callsAgain = loadCallsAgain(db, query);
  const ofClient = query.invoiceId === undefined ? query.clientId : invoices[0]?.clientId;
  const bankLines = loadBankLines(db, query, ofClient);
  const clientOf = new Map(invoices.map(({ id, clientId }) => [id, clientId]));
  // One invoice asked for knows of the mises en demeure of its client as well.
  const notices =
    query.invoiceId === undefined || ofClient === undefined
      ? formalNotices(formal, (id) => clientOf.get(id), query.today)
      : formalNotices(
          loadSteps(db, { today: query.today, clientId: ofClient }).formal,
          () => ofClient,
          query.today,
        );
  for (const client of clients.values()) client.formalNotice = notices.get(client.id) ?? null;
  const facts: InvoiceFacts[] = [];
  for (const row of invoices) {
    const client = clients.get(row.clientId);
    if (!client) continue;
    facts.push({
      id: row.id,
      number: row.number,
      client,
      issuedOn: row.issuedOn,
      dueOn: row.dueOn,
      performedOn: row.performedOn,
      currency: row.currency,
      totalCents: row.totalCents,
      scenario: row.scenario,
      isClosed: row.closedOn !== null && row.closedOn <= query.today,
      payments: payments.get(row.id) ?? [],
      holds: [...(holds.client.get(row.clientId) ?? []), ...(holds.invoice.get(row.id) ?? [])],
      steps: steps.get(row.id) ?? [],
      interruptions: interruptions.get(row.id) ?? [],
      listedOn: listedOn.get(row.id) ?? null,
      deadlineOn: deadlines.get(row.id) ?? null,
      callAgainOn: callsAgain.get(row.id) ?? null,
      bankLines: bankLines.get(row.id) ?? NONE,
    });
  }
  return facts;
};
