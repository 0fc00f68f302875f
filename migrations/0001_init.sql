-- Money is integer minor units; days are text YYYY-MM-DD; instants are UTC ISO text.
-- `x = date(x)` refuses a day that does not exist.

create table creditor (
  id             integer primary key check (id = 1),
  name           text    not null check (trim(name) <> ''),
  legal_form     text,
  siret          text,
  address        text,
  postal_code    text,
  city           text,
  country        text    not null default 'FR',
  email          text,
  phone          text,
  iban           text,
  bic            text,
  vat_regime     text    check (vat_regime in ('assujetti', 'franchise')),
  penalty_rate   text,
  sender         text,
  signature      text,
  penalites      text    not null default 'mention' check (penalites in ('jamais', 'mention', 'montant')),
  holiday_zone   text    not null default 'metropole',
  minimum_cents  integer not null default 100 check (minimum_cents >= 0)
) strict;

create table client (
  id               integer primary key,
  name             text    not null unique collate nocase check (trim(name) <> ''),
  kind             text    not null check (kind in ('entreprise', 'association', 'particulier', 'public')),
  email            text,
  cc               text,
  phone            text,
  siren            text,
  siret            text,
  vat_number       text,
  address          text,
  postal_code      text,
  city             text,
  country          text    not null default 'FR',
  contact_name     text,
  tutoiement       integer not null default 0 check (tutoiement in (0, 1)),
  scenario         text,
  language         text    not null default 'fr',
  channel          text    check (channel in ('email', 'call', 'sms', 'letter', 'lrar', 'visio', 'other')),
  penalites        text    check (penalites in ('jamais', 'mention', 'montant')),
  per_invoice      integer not null default 0 check (per_invoice in (0, 1)),
  note             text,
  -- The address that a server refused for good; a new address clears it.
  email_refused_on text    check (email_refused_on = date(email_refused_on)),
  recorded_at      text    not null
) strict;

create table invoice (
  id            integer primary key,
  number        text    not null unique collate nocase check (trim(number) <> ''),
  client_id     integer not null references client (id),
  issued_on     text    not null check (issued_on = date(issued_on)),
  due_on        text    not null check (due_on = date(due_on)),
  performed_on  text    check (performed_on = date(performed_on)),
  currency      text    not null check (length(currency) = 3),
  total_cents   integer not null check (total_cents > 0),
  subject       text,
  penalty_rate  text,
  scenario      text,
  recorded_at   text    not null,
  closed_on     text    check (closed_on = date(closed_on)),
  closed_as     text    check (closed_as in ('cancelled', 'written-off')),
  closed_reason text,
  -- Both are kept by the triggers below, from payment and closed_on.
  paid_cents    integer not null default 0,
  settled_on    text,
  constraint due_after_issue check (due_on >= issued_on),
  constraint closed_whole check ((closed_on is null) = (closed_as is null))
) strict;
create index invoice_open on invoice (due_on) where settled_on is null;
create index invoice_settled on invoice (settled_on) where settled_on is not null;
create index invoice_client on invoice (client_id);

create table payment (
  id              integer primary key,
  invoice_id      integer not null references invoice (id),
  received_on     text    not null check (received_on = date(received_on)),
  amount_cents    integer not null check (amount_cents > 0),
  -- Only `payment` and `credit-note` lower the reste dû.
  kind            text    not null check (kind in ('payment', 'credit-note', 'penalties', 'overpayment')),
  method          text    not null check (method in ('transfer', 'cheque', 'card', 'cash', 'direct-debit', 'overpayment', 'credit-note', 'other')),
  reference       text,
  overpayment_id  integer references payment (id),
  recorded_at     text    not null,
  reversed_on     text    check (reversed_on = date(reversed_on)),
  reversed_reason text,
  check ((method = 'overpayment') = (overpayment_id is not null))
) strict;
create index payment_invoice on payment (invoice_id);
create index payment_received on payment (received_on);
create index payment_overpayment on payment (kind) where kind = 'overpayment' or overpayment_id is not null;

create trigger payment_never_erased before delete on payment
begin select raise(abort, 'payment rows are never erased'); end;

create trigger payment_only_reversed before update on payment
when old.reversed_on is not null or new.reversed_on is null
  or (new.invoice_id, new.received_on, new.amount_cents, new.kind, new.method) is not
     (old.invoice_id, old.received_on, old.amount_cents, old.kind, old.method)
begin select raise(abort, 'a payment can only be reversed, once'); end;

-- Past the total, a payment must be recorded as an overpayment or as penalties: paid + remaining = total, always.
create trigger payment_within_total before insert on payment
when new.kind in ('payment', 'credit-note')
  and new.amount_cents > (select total_cents - paid_cents from invoice where id = new.invoice_id)
begin select raise(abort, 'payment exceeds the reste dû'); end;

create trigger payment_draws_on_overpayment before insert on payment
when new.overpayment_id is not null and new.amount_cents > (
  select amount_cents - coalesce((select sum(used.amount_cents) from payment used
    where used.overpayment_id = source.id and used.reversed_on is null), 0)
  from payment source where source.id = new.overpayment_id and source.kind = 'overpayment' and source.reversed_on is null)
begin select raise(abort, 'the overpayment is already used'); end;

create trigger payment_inserted after insert on payment when new.kind in ('payment', 'credit-note')
begin
  update invoice set
    paid_cents = paid_cents + new.amount_cents,
    settled_on = coalesce(closed_on, case when paid_cents + new.amount_cents >= total_cents then
      (select max(received_on) from payment where invoice_id = new.invoice_id and reversed_on is null and kind in ('payment', 'credit-note')) end)
  where id = new.invoice_id;
end;

create trigger payment_reversed after update of reversed_on on payment when new.kind in ('payment', 'credit-note')
begin
  update invoice set paid_cents = paid_cents - new.amount_cents, settled_on = closed_on where id = new.invoice_id;
end;

create trigger invoice_total_covers_payments before update of total_cents on invoice when new.total_cents < old.paid_cents
begin select raise(abort, 'the total cannot be lower than what was received'); end;

create trigger invoice_resettled after update of total_cents, closed_on on invoice
begin
  update invoice set settled_on = coalesce(new.closed_on, case when new.paid_cents >= new.total_cents then
    (select max(received_on) from payment where invoice_id = new.id and reversed_on is null and kind in ('payment', 'credit-note')) end)
  where id = new.id;
end;

create trigger invoice_never_erased before delete on invoice
begin select raise(abort, 'invoice rows are never erased'); end;

create table hold (
  id           integer primary key,
  kind         text    not null check (kind in ('handover', 'dispute', 'plan', 'pause', 'promise')),
  client_id    integer references client (id),
  invoice_id   integer references invoice (id),
  from_on      text    not null check (from_on = date(from_on)),
  until_on     text    check (until_on = date(until_on)),
  amount_cents integer check (amount_cents > 0),
  reason       text,
  recorded_at  text    not null,
  ended_on     text    check (ended_on = date(ended_on)),
  ended_reason text,
  check ((client_id is null) <> (invoice_id is null)),
  check (kind not in ('pause', 'promise') or until_on is not null),
  check (kind <> 'promise' or amount_cents is not null)
) strict;
create index hold_standing on hold (kind) where ended_on is null;
create index hold_invoice on hold (invoice_id);
create index hold_client on hold (client_id);

-- Collective proceedings (C. com. L620-1 and following): they freeze the claims born before the opening judgment.
create table insolvency (
  id           integer primary key,
  client_id    integer not null references client (id),
  type         text    not null check (type in ('sauvegarde', 'redressement', 'liquidation')),
  judged_on    text    not null check (judged_on = date(judged_on)),
  bodacc_on    text    check (bodacc_on = date(bodacc_on)),
  mandataire   text,
  recorded_at  text    not null,
  cancelled_on text    check (cancelled_on = date(cancelled_on))
) strict;
create unique index insolvency_open on insolvency (client_id) where cancelled_on is null;

create table contact (
  id           integer primary key,
  client_id    integer not null references client (id),
  at           text    not null,
  on_day       text    not null check (on_day = date(on_day)),
  channel      text    not null check (channel in
    ('email', 'call', 'sms', 'letter', 'lrar', 'mise-en-demeure', 'handover', 'plan', 'decide', 'visio', 'other')),
  direction    text    not null check (direction in ('out', 'in')),
  status       text    not null check (status in ('sending', 'sent', 'failed', 'uncertain', 'draft', 'undelivered', 'logged')),
  outcome      text,
  note         text,
  -- 1 when it spoke of an invoice already late: such a contact spaces out the next e-mails to the client.
  about_overdue integer not null check (about_overdue in (0, 1)),
  deadline_on  text    check (deadline_on = date(deadline_on)),
  answered_on  text    check (answered_on = date(answered_on)),
  error        text,
  -- 1 once it has been uncertain: a new attempt then keeps its Message-ID.
  was_uncertain integer not null default 0 check (was_uncertain in (0, 1)),
  run          text,
  recorded_at  text    not null,
  check (direction = 'out' or status = 'logged'),
  check (answered_on is null or direction = 'in')
) strict;
create index contact_client on contact (client_id, on_day);
-- The last contact that spaces out the next e-mail, read from the index alone.
create index contact_spacing on contact (client_id, on_day, status, run) where direction = 'out' and about_overdue = 1;
create index contact_unanswered on contact (client_id) where direction = 'in' and answered_on is null;
create index contact_answered on contact (answered_on) where answered_on is not null;
create index contact_pending on contact (status) where status in ('sending', 'uncertain', 'draft');

create table contact_invoice (
  contact_id      integer not null references contact (id),
  invoice_id      integer not null references invoice (id),
  -- The step this contact makes for this invoice; null when the invoice is only listed.
  step            text,
  step_day        integer,
  tone            text    check (tone in ('service', 'courtoisie', 'rappel', 'fermete', 'dernier')),
  remaining_cents integer not null,
  days_late       integer not null,
  -- 1 while the contact left or may have left; kept by the trigger below from contact.status.
  counts          integer not null check (counts in (0, 1)),
  primary key (contact_id, invoice_id),
  check ((step is null) = (step_day is null))
) strict, without rowid;
create index contact_invoice_of on contact_invoice (invoice_id);
-- Never twice: for one invoice and one step, at most one attempt that left or may have left.
create unique index step_once on contact_invoice (invoice_id, step) where counts = 1 and step is not null and step <> 'decide';

create trigger contact_status_counts after update of status on contact
begin
  update contact_invoice set counts = new.status not in ('failed', 'undelivered') where contact_id = new.id;
end;

create trigger contact_status_path before update of status on contact
when not (
     (old.status = 'sending'   and new.status in ('sent', 'failed', 'uncertain', 'draft', 'undelivered'))
  or (old.status = 'uncertain' and new.status in ('sent', 'failed', 'undelivered'))
  or (old.status = 'draft'     and new.status in ('sent', 'failed', 'undelivered'))
  or (old.status = 'sent'      and new.status = 'undelivered'))
begin select raise(abort, 'contact status cannot change that way'); end;

-- The log is append-only: what was said stays as it was said.
create trigger contact_frozen before update on contact
when (new.id, new.client_id, new.at, new.on_day, new.channel, new.direction, new.outcome, new.note, new.deadline_on, new.run, new.recorded_at) is not
     (old.id, old.client_id, old.at, old.on_day, old.channel, old.direction, old.outcome, old.note, old.deadline_on, old.run, old.recorded_at)
begin select raise(abort, 'the contact log is append-only'); end;
create trigger contact_never_erased before delete on contact
begin select raise(abort, 'the contact log is append-only'); end;
create trigger contact_invoice_never_erased before delete on contact_invoice
begin select raise(abort, 'the contact log is append-only'); end;

create trigger contact_invoice_frozen before update on contact_invoice
when (new.contact_id, new.invoice_id, new.step, new.step_day, new.tone, new.remaining_cents, new.days_late) is not
     (old.contact_id, old.invoice_id, old.step, old.step_day, old.tone, old.remaining_cents, old.days_late)
  or new.counts <> (select status not in ('failed', 'undelivered') from contact where id = new.contact_id)
begin select raise(abort, 'the contact log is append-only'); end;

-- What was written to the client, frozen before the connection.
create table message (
  contact_id   integer primary key references contact (id),
  message_id   text    not null,
  in_reply_to  text,
  sender       text    not null,
  recipients   text    not null check (json_valid(recipients)),
  subject      text    not null,
  body_text    text    not null,
  body_html    text    not null,
  currency     text    not null,
  total_cents  integer not null,
  sha256       text    not null,
  raw          blob    not null,
  response     text
) strict;
create index message_by_id on message (message_id);
create trigger message_frozen before update on message
when (new.contact_id, new.message_id, new.in_reply_to, new.currency, new.sender, new.recipients, new.subject, new.body_text, new.body_html, new.total_cents, new.sha256, new.raw) is not
     (old.contact_id, old.message_id, old.in_reply_to, old.currency, old.sender, old.recipients, old.subject, old.body_text, old.body_html, old.total_cents, old.sha256, old.raw)
begin select raise(abort, 'a reserved message is frozen'); end;
create trigger message_never_erased before delete on message
begin select raise(abort, 'a reserved message is frozen'); end;

create table document (
  id          integer primary key,
  invoice_id  integer references invoice (id),
  kind        text    not null,
  name        text    not null,
  sha256      text    not null,
  bytes       integer not null,
  content     blob    not null,
  recorded_at text    not null,
  unique (invoice_id, sha256)
) strict;

create table message_attachment (
  contact_id integer not null references message (contact_id),
  name       text    not null,
  sha256     text    not null,
  primary key (contact_id, name)
) strict, without rowid;

create trigger message_attachment_frozen before update on message_attachment
begin select raise(abort, 'a reserved message is frozen'); end;
create trigger message_attachment_never_erased before delete on message_attachment
begin select raise(abort, 'a reserved message is frozen'); end;

-- A step not made by a contact: waived with a reason, or declared as already made elsewhere.
create table step_mark (
  id          integer primary key,
  invoice_id  integer not null references invoice (id),
  kind        text    not null check (kind in ('skipped', 'declared')),
  step        text    not null,
  step_day    integer not null,
  on_day      text    not null check (on_day = date(on_day)),
  reason      text,
  recorded_at text    not null
) strict;
create index step_mark_invoice on step_mark (invoice_id);
