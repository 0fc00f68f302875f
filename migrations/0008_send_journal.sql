-- Messages that the journal beside the base knew and the base did not, having been restored from before them: a line for
-- each invoice found again.
create table recovered_sending (
  message_id  text not null,
  -- Of the bytes that left: a message made again keeps its Message-ID.
  sha256      text not null,
  invoice_id  integer not null references invoice (id),
  -- The contact that holds the step until somebody says what became of it; null when there was none left to hold.
  contact_id  integer references contact (id),
  recorded_at text not null,
  primary key (message_id, sha256, invoice_id)
) strict, without rowid;
