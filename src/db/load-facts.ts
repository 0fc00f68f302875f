import type { WaitingLine } from '../domain/bank/bank-waiting.ts';
import type { LocalDate } from '../domain/dates.ts';
import type { ClientFacts, HoldFact, InvoiceFacts, PaymentFact } from '../domain/schedule/facts.ts';
import type { PlanFact } from '../domain/schedule/payment-plan.ts';
import type { Interruption } from '../domain/law/interruption.ts';
import { listWaitingLines } from './bank-entries.ts';
import type { Database } from './open.ts';
import { loadPlans } from './plans.ts';
import { listInterruptions } from './interruptions.ts';

import { bind, openInvoices, push, type Bindings, type FactsQuery } from './facts-query.ts';
import { loadClients } from './load-clients.ts';
import { loadSteps, type Steps } from './load-steps.ts';

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
