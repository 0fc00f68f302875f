import type { LocalDate } from '../domain/dates.ts';
import type { ClientKind } from '../domain/people/client-kind.ts';
import type { ClientFacts, SaidStep } from '../domain/schedule/facts.ts';
import { SAME_WORDS_DAYS } from '../domain/schedule/constraints.ts';
import { DECIDE, MAX_MIN_GAP_DAYS, scenarioNameOf, type Channel } from '../domain/schedule/scenario.ts';
import type { Database } from './open.ts';

import { bind, openInvoices, push, stillOwes, type Bindings, type FactsQuery } from './facts-query.ts';

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
  replyReadOn: LocalDate | null;
  insolvencyJudgedOn: LocalDate | null;
}

export const loadClients = (db: Database, query: FactsQuery): Map<number, ClientFacts> => {
  const rows = db
    .prepare<[Bindings], ClientRow>(
      `with unanswered as (
         select id, client_id, on_day from contact where direction = 'in' and answered_on is null
         union all select id, client_id, on_day from contact where answered_on > @today),
       reply as (select client_id, max(on_day) last_on,
           max((select date(recorded_at, '+2 hours') from received_mail where contact_id = unanswered.id)) read_on
         from unanswered where on_day <= @today and ${stillOwes('unanswered.client_id', '@today')} group by client_id)
       select c.id, c.name, c.kind, c.email, c.email_refused_on emailRefusedOn, c.phone, c.address, c.city, c.scenario, c.channel,
         c.per_invoice perInvoice, reply.last_on unansweredReplyOn, reply.read_on replyReadOn,
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
      replyReadOn: row.replyReadOn,
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
