-- Letters written for a client, and what becomes of each.

create table letter (
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
  check (signed_on is null or kind = 'agreement'),
  check ((kind in ('mise-en-demeure', 'decheance-du-terme')) = (delay_days is not null))
) strict;
create index letter_standing on letter (client_id) where cancelled_on is null;
create trigger letter_never_erased before delete on letter
begin select raise(abort, 'letter rows are never erased'); end;
create trigger letter_frozen before update on letter
when (new.id, new.client_id, new.kind, new.written_on, new.currency, new.total_cents, new.delay_days, new.recorded_at) is not
     (old.id, old.client_id, old.kind, old.written_on, old.currency, old.total_cents, old.delay_days, old.recorded_at)
begin select raise(abort, 'a letter is frozen once written'); end;

create table letter_invoice (
  letter_id       integer not null references letter (id),
  invoice_id      integer not null references invoice (id),
  remaining_cents integer not null,
  primary key (letter_id, invoice_id)
) strict, without rowid;
create index letter_invoice_of on letter_invoice (invoice_id);

-- The entries of the log that tell the life of a letter.
create table letter_contact (
  contact_id integer primary key references contact (id),
  letter_id  integer not null references letter (id),
  event      text    not null check (event in ('posted', 'presented', 'received', 'refused', 'unclaimed', 'unknown-address'))
) strict;
create index letter_contact_of on letter_contact (letter_id);
-- Never twice: one letter is posted once.
create unique index letter_posted_once on letter_contact (letter_id) where event = 'posted';
create trigger letter_posted_stands before insert on letter_contact
when exists (select 1 from letter where id = new.letter_id and cancelled_on is not null)
begin select raise(abort, 'a cancelled letter has no further life'); end;

-- The instalments of an agreement, as it was written.
create table instalment (
  letter_id    integer not null references letter (id),
  due_on       text    not null check (due_on = date(due_on)),
  amount_cents integer not null check (amount_cents > 0),
  primary key (letter_id, due_on)
) strict, without rowid;

-- A letter has its PDF; a contact may have a proof of deposit or of receipt.
alter table document add column letter_id integer references letter (id);
alter table document add column contact_id integer references contact (id);
create index document_letter on document (letter_id) where letter_id is not null;
create index document_contact on document (contact_id) where contact_id is not null;
create trigger document_never_erased before delete on document
begin select raise(abort, 'a stored document is kept'); end;

-- What follows the request for an order to pay.
create table court_order (
  letter_id   integer primary key references letter (id),
  ordered_on  text not null check (ordered_on = date(ordered_on)),
  served_on   text check (served_on = date(served_on)),
  opposed_on  text check (opposed_on = date(opposed_on)),
  recorded_at text not null,
  check (served_on is null or served_on >= ordered_on),
  check (opposed_on is null or (served_on is not null and opposed_on >= served_on))
) strict;

-- A written demand to a public debtor interrupts as well (loi 68-1250, art. 2): the list of kinds grows.
create table interruption_with_demands (
  id           integer primary key,
  invoice_id   integer not null references invoice (id),
  kind         text    not null check (kind in ('acknowledgement', 'order-served', 'summons', 'claim-declared', 'written-demand')),
  on_day       text    not null check (on_day = date(on_day)),
  note         text,
  recorded_at  text    not null,
  cancelled_on text    check (cancelled_on = date(cancelled_on))
) strict;
insert into interruption_with_demands select id, invoice_id, kind, on_day, note, recorded_at, cancelled_on from interruption;
drop trigger interruption_never_erased;
drop table interruption;
alter table interruption_with_demands rename to interruption;
create index interruption_invoice on interruption (invoice_id);
create trigger interruption_never_erased before delete on interruption
begin select raise(abort, 'interruption rows are never erased'); end;
