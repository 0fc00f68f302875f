-- 0001, 0003 and 0004 were edited when bases had already been made by them. Whatever state made a base, it is the same from
-- here on: what differed is made again. Foreign keys are off during a migration, and all checked before it is kept.

-- 0001: an index, and what freezes the log.
drop index if exists contact_day;
drop index if exists contact_spacing;
-- The last contact that spaces out the next e-mail, read from the index alone.
create index contact_spacing on contact (client_id, on_day, status, run) where direction = 'out' and about_overdue = 1;

drop trigger if exists contact_invoice_frozen;
create trigger contact_invoice_frozen before update on contact_invoice
when (new.contact_id, new.invoice_id, new.step, new.step_day, new.tone, new.remaining_cents, new.days_late) is not
     (old.contact_id, old.invoice_id, old.step, old.step_day, old.tone, old.remaining_cents, old.days_late)
  or new.counts <> (select status not in ('failed', 'undelivered') from contact where id = new.contact_id)
begin select raise(abort, 'the contact log is append-only'); end;

drop trigger message_frozen;
create trigger message_frozen before update on message
when (new.contact_id, new.message_id, new.in_reply_to, new.currency, new.sender, new.recipients, new.subject, new.body_text, new.body_html, new.total_cents, new.sha256, new.raw) is not
     (old.contact_id, old.message_id, old.in_reply_to, old.currency, old.sender, old.recipients, old.subject, old.body_text, old.body_html, old.total_cents, old.sha256, old.raw)
begin select raise(abort, 'a reserved message is frozen'); end;

drop trigger if exists message_attachment_frozen;
create trigger message_attachment_frozen before update on message_attachment
begin select raise(abort, 'a reserved message is frozen'); end;
drop trigger if exists message_attachment_never_erased;
create trigger message_attachment_never_erased before delete on message_attachment
begin select raise(abort, 'a reserved message is frozen'); end;

-- 0003: kinds of letters, the day of a signature, demands to a public debtor. A column that a base may lack is read from
-- `absent` when the table has none of that name.
drop trigger letter_posted_stands;
create table letter_repaired (
  id           integer primary key,
  client_id    integer not null references client (id),
  kind         text    not null check (kind in
    ('mise-en-demeure', 'reminder', 'agreement', 'decheance-du-terme', 'claim-declaration', 'vat-duplicate', 'injonction')),
  written_on   text    not null check (written_on = date(written_on)),
  currency     text    not null,
  -- Principal, interest and indemnity, as its words claim them.
  total_cents  integer not null check (total_cents > 0),
  -- Days left to pay, counted from the first presentation: a mise en demeure, for the whole or for an instalment missed.
  delay_days   integer check (delay_days between 1 and 90),
  sending      text    not null check (sending in ('lrar', 'lre', 'simple', 'none')),
  -- Number of the registered letter; it may come after the posting, or be corrected.
  tracking     text,
  recorded_at  text    not null,
  -- Replaced by another, or given up, before it was posted.
  cancelled_on text    check (cancelled_on = date(cancelled_on)),
  -- An agreement binds once both have signed it.
  signed_on    text    check (signed_on >= written_on and signed_on = date(signed_on)),
  waives_penalties integer not null default 0 check (waives_penalties in (0, 1) and (waives_penalties = 0 or kind = 'agreement')),
  check (signed_on is null or kind = 'agreement'),
  check ((kind in ('mise-en-demeure', 'decheance-du-terme')) = (delay_days is not null))
) strict;
insert into letter_repaired (id, client_id, kind, written_on, currency, total_cents, delay_days, sending, tracking, recorded_at, cancelled_on, signed_on, waives_penalties)
select letter.id, letter.client_id, letter.kind, letter.written_on, letter.currency, letter.total_cents, letter.delay_days, letter.sending, letter.tracking, letter.recorded_at, letter.cancelled_on,
  (select signed_on from letter as same where same.id = letter.id), letter.waives_penalties
from letter, (select null as signed_on) as absent;
drop table letter;
alter table letter_repaired rename to letter;
create index letter_standing on letter (client_id) where cancelled_on is null;
create trigger letter_never_erased before delete on letter
begin select raise(abort, 'letter rows are never erased'); end;
create trigger letter_frozen before update on letter
when (new.id, new.client_id, new.kind, new.written_on, new.currency, new.total_cents, new.delay_days, new.recorded_at) is not
     (old.id, old.client_id, old.kind, old.written_on, old.currency, old.total_cents, old.delay_days, old.recorded_at)
begin select raise(abort, 'a letter is frozen once written'); end;
create trigger letter_posted_stands before insert on letter_contact
when exists (select 1 from letter where id = new.letter_id and cancelled_on is not null)
begin select raise(abort, 'a cancelled letter has no further life'); end;

create table interruption_repaired (
  id           integer primary key,
  invoice_id   integer not null references invoice (id),
  kind         text    not null check (kind in ('acknowledgement', 'order-served', 'summons', 'claim-declared', 'written-demand')),
  on_day       text    not null check (on_day = date(on_day)),
  note         text,
  recorded_at  text    not null,
  cancelled_on text    check (cancelled_on = date(cancelled_on))
) strict;
insert into interruption_repaired (id, invoice_id, kind, on_day, note, recorded_at, cancelled_on)
select id, invoice_id, kind, on_day, note, recorded_at, cancelled_on from interruption;
drop table interruption;
alter table interruption_repaired rename to interruption;
create index interruption_invoice on interruption (invoice_id);
create trigger interruption_never_erased before delete on interruption
begin select raise(abort, 'interruption rows are never erased'); end;

-- 0004: the currency of a client's ceiling; where it was not kept, that of most of its invoices.
create table client_repaired (
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
  recorded_at      text    not null,
  legal_term_days  integer check (legal_term_days between 1 and 120),
  -- Most that the user lets a client owe at once.
  ceiling_cents    integer check (ceiling_cents > 0),
  ceiling_currency text    check ((ceiling_cents is null) = (ceiling_currency is null))
) strict;
insert into client_repaired (id, name, kind, email, cc, phone, siren, siret, vat_number, address, postal_code, city, country, contact_name, tutoiement, scenario, language, channel, penalites, per_invoice, note, email_refused_on, recorded_at, legal_term_days, ceiling_cents, ceiling_currency)
select client.id, client.name, client.kind, client.email, client.cc, client.phone, client.siren, client.siret, client.vat_number, client.address, client.postal_code, client.city, client.country, client.contact_name, client.tutoiement, client.scenario, client.language, client.channel, client.penalites, client.per_invoice, client.note, client.email_refused_on, client.recorded_at, client.legal_term_days, client.ceiling_cents,
  coalesce((select ceiling_currency from client as same where same.id = client.id),
    case when client.ceiling_cents is not null then coalesce(
      (select currency from invoice where client_id = client.id group by currency order by count(*) desc limit 1), 'EUR') end)
from client, (select null as ceiling_currency) as absent;
drop table client;
alter table client_repaired rename to client;

-- The schema as it was when it was last compared with what the migrations make: SQLite counts its changes.
create table schema_seal (
  cookie integer not null
) strict;
