-- The columns of a CSV, as it names them: one bank has several exports, as unlike one another as two formats.
alter table bank_statement add column layout text not null default '';
