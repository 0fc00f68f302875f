-- How far each folder of a mailbox was read; what was read is kept in the same transaction.
create table mailbox_folder (
  account      text    not null,
  name         text    not null,
  uid_validity integer not null check (uid_validity >= 0),
  last_uid     integer not null check (last_uid >= 0),
  primary key (account, name)
) strict, without rowid;

-- The instant until which all its folders were read whole.
create table mailbox (
  account    text not null primary key,
  read_until text not null
) strict, without rowid;

-- A mail that a client, or a server about one of our messages, has sent. Nothing else of the mailbox is kept.
create table received_mail (
  id           integer primary key,
  -- Its Message-ID, else the digest of its bytes: it is kept once, whatever the folder and however often it is read.
  key          text    not null unique,
  kind         text    not null check (kind in ('reply', 'automatic', 'bounce', 'delivery')),
  client_id    integer not null references client (id),
  -- The entry of the log that a reply makes, or the message of ours that a server speaks of.
  contact_id   integer references contact (id),
  sender       text    not null,
  subject      text    not null,
  text         text    not null,
  received_at  text    not null,
  on_day       text    not null check (on_day = date(on_day)),
  -- 0: that it is the client's word about these invoices is not sure.
  is_sure      integer not null default 1 check (is_sure in (0, 1)),
  -- Of a bounce.
  address      text,
  status       text,
  is_permanent integer check (is_permanent in (0, 1)),
  -- Of an automatic answer.
  returns_on   text    check (returns_on = date(returns_on)),
  substitute   text,
  recorded_at  text    not null,
  check ((kind in ('bounce', 'delivery')) = (is_permanent is not null)),
  check (kind <> 'reply' or contact_id is not null)
) strict;
create index received_mail_client on received_mail (client_id, kind);
create index received_mail_contact on received_mail (contact_id) where contact_id is not null;
create trigger received_mail_frozen before update on received_mail
begin select raise(abort, 'what was received stays as it was'); end;
create trigger received_mail_never_erased before delete on received_mail
begin select raise(abort, 'what was received is kept'); end;
