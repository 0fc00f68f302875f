-- What of a line of the bank pays, or takes back, nothing yet: a line that waits holds the reminders of what it may pay.

alter table bank_entry add column open_cents integer not null default 0 check (open_cents >= 0);
update bank_entry set open_cents = max(0, abs(amount_cents) - coalesce((
  select sum(p.amount_cents) from bank_match m join payment p on p.id = m.payment_id
  where m.entry_id = bank_entry.id and (m.kind = 'takes-back' or p.reversed_on is null
    or exists (select 1 from bank_match back where back.payment_id = p.id and back.kind = 'takes-back'))), 0));

create trigger bank_match_takes after insert on bank_match
begin
  update bank_entry set open_cents = open_cents - (select amount_cents from payment where id = new.payment_id)
  where id = new.entry_id;
end;
-- Money that came and went: the credit is not to be matched again.
create trigger bank_match_taken_back after insert on bank_match when new.kind = 'takes-back'
begin
  update bank_entry set open_cents = open_cents - (select amount_cents from payment where id = new.payment_id)
  where id = (select entry_id from bank_match where payment_id = new.payment_id and kind = 'pays');
end;
-- A payment noted by mistake gives its line back.
create trigger payment_reversed_opens_line after update of reversed_on on payment when new.reversed_on is not null
begin
  update bank_entry set open_cents = open_cents + new.amount_cents
  where id = (select entry_id from bank_match where payment_id = new.id and kind = 'pays');
end;

drop index bank_entry_open;
create index bank_entry_open on bank_entry (on_day)
  where open_cents > 0 and ignored_on is null and (amount_cents > 0 or is_reversal = 1);
-- The same money in another format: same day, or nearly, and same sum.
create index bank_entry_sum on bank_entry (amount_cents, on_day);
