-- What a client said on the telephone beside the outcome of the call: until now it was only in the words of a pause.
create table call_answer (
  contact_id  integer primary key references contact (id),
  -- Who has to approve the invoice, and for which day.
  approval_by text    check (trim(approval_by) <> ''),
  approval_on text    check (approval_on = date(approval_on)),
  -- The day on which the client says to have paid.
  paid_on     text    check (paid_on = date(paid_on))
) strict;

insert into call_answer (contact_id, approval_by, approval_on, paid_on)
select id,
  nullif(trim(case when reason like 'validation attendue de % pour le __/__/____' then substr(reason, 24, length(reason) - 42)
    when reason like 'validation attendue de % jusqu’au __/__/____' then substr(reason, 24, length(reason) - 43) end), ''),
  case when reason like 'validation attendue% pour le __/__/____' then date(substr(reason, -4) || '-' || substr(reason, -7, 2) || '-' || substr(reason, -10, 2)) end,
  case when reason like 'dit avoir payé le __/__/____%' then date(substr(reason, 25, 4) || '-' || substr(reason, 22, 2) || '-' || substr(reason, 19, 2)) end
from (
  select c.id, (select h.reason from hold h join contact_invoice ci on ci.invoice_id = h.invoice_id
    where ci.contact_id = c.id and h.kind = 'pause' and h.from_on = c.on_day and h.recorded_at = c.recorded_at limit 1) reason
  from contact c where c.outcome in ('attente-validation', 'deja-paye')
)
where reason is not null;

create trigger call_answer_frozen before update on call_answer
begin select raise(abort, 'the contact log is append-only'); end;
create trigger call_answer_never_erased before delete on call_answer
begin select raise(abort, 'the contact log is append-only'); end;

-- A source that is no overpayment, was reversed or is another client's lends nothing: it used to compare with nothing, and let it pass.
drop trigger payment_draws_on_overpayment;
create trigger payment_draws_on_overpayment before insert on payment
when new.overpayment_id is not null and new.amount_cents > coalesce((
  select amount_cents - coalesce((select sum(used.amount_cents) from payment used
    where used.overpayment_id = source.id and used.reversed_on is null), 0)
  from payment source where source.id = new.overpayment_id and source.kind = 'overpayment' and source.reversed_on is null
    and (select client_id from invoice where id = source.invoice_id) = (select client_id from invoice where id = new.invoice_id)), 0)
begin select raise(abort, 'the overpayment is already used'); end;
