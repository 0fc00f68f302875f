-- What comes from files: bank statements and their lines, who pays for whom, columns of spreadsheets.

create table bank_statement (
  id          integer primary key,
  file_name   text    not null,
  sha256      text    not null,
  format      text    not null check (format in ('ofx', 'camt053', 'mt940', 'cfonb120', 'qif', 'csv')),
  -- IBAN or number of the account, as the statement says it; '' when it says none.
  account     text    not null,
  currency    text    not null,
  from_on     text    check (from_on = date(from_on)),
  -- Last day that it covers: the bank is known up to there.
  to_on       text    check (to_on = date(to_on)),
  recorded_at text    not null
) strict;
create index bank_statement_known on bank_statement (to_on);
create trigger bank_statement_never_erased before delete on bank_statement
begin select raise(abort, 'bank statements are never erased'); end;

create table bank_entry (
  id           integer primary key,
  statement_id integer not null references bank_statement (id),
  account      text    not null,
  -- The bank's own number, or a digest of the line and its rank in the day: the same line never comes in twice.
  entry_key    text    not null,
  on_day       text    not null check (on_day = date(on_day)),
  -- Above zero when it came in.
  amount_cents integer not null check (amount_cents <> 0),
  currency     text    not null,
  label        text    not null,
  reference    text,
  counterparty text,
  iban         text,
  is_reversal  integer not null check (is_reversal in (0, 1)),
  -- Set aside by the user: it pays no invoice.
  ignored_on   text    check (ignored_on = date(ignored_on)),
  recorded_at  text    not null,
  unique (account, entry_key)
) strict;
create index bank_entry_open on bank_entry (on_day) where ignored_on is null;
create trigger bank_entry_never_erased before delete on bank_entry
begin select raise(abort, 'bank entries are never erased'); end;
create trigger bank_entry_frozen before update on bank_entry
when (new.id, new.statement_id, new.account, new.entry_key, new.on_day, new.amount_cents, new.currency, new.label, new.recorded_at) is not
     (old.id, old.statement_id, old.account, old.entry_key, old.on_day, old.amount_cents, old.currency, old.label, old.recorded_at)
begin select raise(abort, 'a bank entry is frozen'); end;

-- The payments that a line of the bank makes, or takes back.
create table bank_match (
  entry_id   integer not null references bank_entry (id),
  payment_id integer not null references payment (id),
  -- `takes-back`: an unpaid direct debit, a returned cheque.
  kind       text    not null check (kind in ('pays', 'takes-back')),
  primary key (payment_id, kind)
) strict, without rowid;
create index bank_match_entry on bank_match (entry_id);
-- What a line pays never exceeds it.
create trigger bank_match_within_entry before insert on bank_match when new.kind = 'pays'
  and (select amount_cents from payment where id = new.payment_id)
      + coalesce((select sum(p.amount_cents) from bank_match m join payment p on p.id = m.payment_id
                  where m.entry_id = new.entry_id and m.kind = 'pays' and p.reversed_on is null), 0)
      > (select amount_cents from bank_entry where id = new.entry_id)
begin select raise(abort, 'the payments exceed the bank entry'); end;

-- Accounts and names that have paid for a client before.
create table client_payer (
  client_id   integer not null references client (id),
  kind        text    not null check (kind in ('iban', 'name')),
  value       text    not null,
  recorded_at text    not null,
  primary key (kind, value, client_id)
) strict, without rowid;

-- Columns of a spreadsheet, as the user named them.
create table import_mapping (
  name        text not null primary key,
  columns     text not null check (json_valid(columns)),
  recorded_at text not null
) strict, without rowid;

-- Working days after which the bank is no longer known well enough to remind; null: 5.
alter table creditor add column bank_max_age_days integer check (bank_max_age_days between 1 and 60);
