-- People: what a call leads to, plans that are lived, warning signs, what to verify before signing.

-- Day on which the user means to call again, or to act, after this contact.
alter table contact add column follow_up_on text check (follow_up_on = date(follow_up_on));
drop trigger contact_frozen;
create trigger contact_frozen before update on contact
when (new.id, new.client_id, new.at, new.on_day, new.channel, new.direction, new.outcome, new.note, new.deadline_on, new.follow_up_on, new.run, new.recorded_at) is not
     (old.id, old.client_id, old.at, old.on_day, old.channel, old.direction, old.outcome, old.note, old.deadline_on, old.follow_up_on, old.run, old.recorded_at)
begin select raise(abort, 'the contact log is append-only'); end;
create index contact_follow_up on contact (client_id, follow_up_on) where follow_up_on is not null;

-- What a dispute is about, and the agreement that a plan carries out.
alter table hold add column category text check (
  category is null or (kind = 'dispute' and category in ('service', 'amount', 'delivery', 'order', 'invoice', 'other')));
alter table hold add column letter_id integer references letter (id) check (letter_id is null or kind = 'plan');

-- Penalties counted at its date are given up once the agreement is carried out to its end.
alter table letter add column waives_penalties integer not null default 0
  check (waives_penalties in (0, 1) and (waives_penalties = 0 or kind = 'agreement'));

-- Most that the user lets a client owe at once.
alter table client add column ceiling_cents integer check (ceiling_cents > 0);
alter table client add column ceiling_currency text check ((ceiling_cents is null) = (ceiling_currency is null));

create table client_sign (
  id           integer primary key,
  client_id    integer not null references client (id),
  kind         text    not null check (kind in ('other-company', 'cash-trouble', 'unknown-existence', 'haggling', 'other')),
  note         text,
  on_day       text    not null check (on_day = date(on_day)),
  recorded_at  text    not null,
  cancelled_on text    check (cancelled_on = date(cancelled_on))
) strict;
create index client_sign_of on client_sign (client_id) where cancelled_on is null;
create trigger client_sign_never_erased before delete on client_sign
begin select raise(abort, 'client_sign rows are never erased'); end;

-- Answers to what is verified before signing; the last one of an item counts.
create table client_check (
  id          integer primary key,
  client_id   integer not null references client (id),
  item        text    not null check (item in ('identity', 'existence', 'signatory', 'billing', 'terms', 'order', 'deposit')),
  answer      text    not null check (answer in ('yes', 'no', 'not-applicable')),
  note        text,
  on_day      text    not null check (on_day = date(on_day)),
  recorded_at text    not null
) strict;
create index client_check_of on client_check (client_id, item);
create trigger client_check_never_erased before delete on client_check
begin select raise(abort, 'client_check rows are never erased'); end;
