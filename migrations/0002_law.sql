-- What the figures of the law need: reference rates, terms, receipt by a public debtor, prescription, waivers.

alter table creditor add column legal_term_days integer check (legal_term_days between 1 and 120);
alter table client add column legal_term_days integer check (legal_term_days between 1 and 120);
alter table invoice add column request_received_on text check (request_received_on = date(request_received_on));

-- Day from which a credit note counts, when it was said; null: from the due date, for that part was never owed.
alter table payment add column effective_on text
  check (effective_on is null or (kind = 'credit-note' and effective_on = date(effective_on)));

-- Rates that the user has added to those that come with the program, or in place of one of them.
create table reference_rate (
  kind        text    not null check (kind in ('bce', 'legal')),
  from_on     text    not null check (from_on = date(from_on)),
  bps         integer not null check (bps between 0 and 2000),
  source      text    not null,
  recorded_at text    not null,
  primary key (kind, from_on),
  constraint legal_by_semester check (kind <> 'legal' or substr(from_on, 6) in ('01-01', '07-01'))
) strict, without rowid;

-- Last day on which the ECB's own series was read: the rate then in force is known up to that day.
create table rate_check (
  kind       text not null primary key check (kind = 'bce'),
  checked_on text not null check (checked_on = date(checked_on))
) strict, without rowid;

-- What starts the time to sue again (C. civ. 2240 and 2241, C. com. L622-25-1).
create table interruption (
  id           integer primary key,
  invoice_id   integer not null references invoice (id),
  kind         text    not null check (kind in ('acknowledgement', 'order-served', 'summons', 'claim-declared')),
  on_day       text    not null check (on_day = date(on_day)),
  note         text,
  recorded_at  text    not null,
  cancelled_on text    check (cancelled_on = date(cancelled_on))
) strict;
create index interruption_invoice on interruption (invoice_id);
create trigger interruption_never_erased before delete on interruption
begin select raise(abort, 'interruption rows are never erased'); end;

-- Penalties and indemnity that the creditor gives up.
create table waiver (
  id           integer primary key,
  invoice_id   integer not null references invoice (id),
  on_day       text    not null check (on_day = date(on_day)),
  reason       text    not null check (trim(reason) <> ''),
  recorded_at  text    not null,
  cancelled_on text    check (cancelled_on = date(cancelled_on))
) strict;
create unique index waiver_standing on waiver (invoice_id) where cancelled_on is null;
create trigger waiver_never_erased before delete on waiver
begin select raise(abort, 'waiver rows are never erased'); end;
