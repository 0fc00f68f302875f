-- The copy that a message owes to the Sent folder, noted with its outcome. The message has left, whatever becomes of the copy.
create table sent_copy (
  contact_id integer primary key references message (contact_id),
  -- Whose Sent folder: the copy goes into that of no other mailbox.
  account    text    not null,
  -- given-up: no copy by us, because the provider files it, no folder is there for it, or a month has gone by.
  state      text    not null default 'due' check (state in ('due', 'filed', 'given-up')),
  due_at     text    not null,
  -- Where it is, put there by us or found.
  folder     text,
  settled_at text,
  check ((state = 'due') = (settled_at is null)),
  check ((state = 'filed') = (folder is not null))
) strict;
create index sent_copy_due on sent_copy (account) where state = 'due';
create trigger sent_copy_path before update on sent_copy
when old.state <> 'due' or (new.contact_id, new.account, new.due_at) is not (old.contact_id, old.account, old.due_at)
begin select raise(abort, 'a copy is settled once'); end;
create trigger sent_copy_never_erased before delete on sent_copy
begin select raise(abort, 'what became of a copy is kept'); end;

-- The Message-ID under which a mail program has sent one of our drafts.
create table message_alias (
  message_id text    not null primary key,
  contact_id integer not null unique references message (contact_id)
) strict, without rowid;
create trigger message_alias_frozen before update on message_alias
begin select raise(abort, 'what was sent stays as it was'); end;
create trigger message_alias_never_erased before delete on message_alias
begin select raise(abort, 'what was sent is kept'); end;
