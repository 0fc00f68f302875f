import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from './sqlite.js';

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'migrations');
const HISTORY_DAYS = 3650;
/** Unpaid invoices are among the last issued. */
const RECENT_DAYS = 90;
const INVOICES_PER_CLIENT = 20;
const PAID_PER_UNPAID = 99;

/** An empty database as the program would make it, written without regard for a power cut. */
const create = (path) => {
  const db = new Database(path);
  db.pragma('journal_mode = off');
  db.pragma('synchronous = off');
  db.pragma('cache_size = -500000');
  db.pragma('foreign_keys = off');
  for (const name of readdirSync(MIGRATIONS).toSorted()) {
    db.exec(readFileSync(join(MIGRATIONS, name), 'utf8'));
    db.pragma(`user_version = ${Number(name.slice(0, 4))}`);
  }
  db.pragma('application_id = 0x726c6e63');
  db.exec(`insert into creditor (id, name, siret, address, postal_code, city, email, iban, sender)
    values (1, 'Atelier Banc d’essai', '73282932000074', '1 rue de la Paix', '75002', 'Paris',
      'facturation@atelier.example', 'FR7630006000011234567890189', 'Jeanne Martin')`);
  return db;
};

/** Rows first, indexes after: ten times faster. The triggers' work is done by the rows themselves. */
const withoutIndexes = (db, fill) => {
  const parts = db
    .prepare(
      "select type, name, sql from sqlite_schema where type in ('index', 'trigger') and sql is not null",
    )
    .all();
  for (const { type, name } of parts) db.exec(`drop ${type} ${name}`);
  fill();
  for (const { sql } of parts) db.exec(sql);
};

const insertClients = (db, count) =>
  db
    .prepare(
      `insert into client (id, name, kind, email, phone, address, postal_code, city, contact_name, recorded_at)
       with recursive n (id) as (select 1 union all select id + 1 from n where id < @count)
       select id, 'Client ' || id, case when id % 20 < 17 then 'entreprise' when id % 20 < 19 then 'particulier' else 'association' end,
         'compta@client-' || id || '.example', '01 23 45 67 89', '12 rue des Lilas', '69003', 'Lyon', 'Mme Claire Petit',
         '2016-01-04T08:00:00.000Z' from n`,
    )
    .run({ count });

/** What each invoice becomes, days as numbers; `roll` is 0 to 999, the same at each run. */
const DRAFTS = `
  create temp table draft as
  with recursive n (id) as (select 1 union all select id + 1 from n where id < @count),
  drawn as (select id, id * 2654435761 % 4294967296 / 65536 roll, cast(@count as integer) - id age from n),
  dated as (
    select id, roll % 1000 roll, cast(roll * 7919 % @clients as integer) + 1 client, 5000 + roll * 31 % 500000 total,
      unixepoch(@today) / 86400 - 1 - cast(age * @historyDays / @count as integer) issued,
      age < @recent and cast(age * @unpaid / @recent as integer) < cast((age + 1) * @unpaid / @recent as integer) unpaid
    from drawn)
  select *, issued + 30 due, max(issued, min(unixepoch(@today) / 86400 - 1, issued + 20 + roll * roll / 20000)) paid from dated`;

/** The reminders of the standard scenario, and to which invoices they were made. */
const STEPS = `
  create temp table step (rank integer, name text, day integer, tone text, channel text);
  insert into step values (0, 'pre-echeance', -5, 'service', 'email'), (1, 'relance-1', 3, 'courtoisie', 'email'),
    (2, 'relance-2', 10, 'rappel', 'email'), (3, 'appel', 17, 'fermete', 'call'), (4, 'dernier-rappel', 24, 'dernier', 'email'),
    (5, 'mise-en-demeure', 32, 'dernier', 'mise-en-demeure');
  create temp view made as
  select draft.id * 8 + rank id, draft.id invoice, client, total, name, day, tone, channel, date((due + day) * 86400, 'unixepoch') made_on
  from draft cross join step
  where case when unpaid then due + day <= (select max(issued) from draft) - roll % 14 else due + day < paid and rank > 0 end`;

const ROWS = `
  insert into invoice (id, number, client_id, issued_on, due_on, currency, total_cents, subject, recorded_at, paid_cents, settled_on)
  select id, 'F-' || id, client, date(issued * 86400, 'unixepoch'), date(due * 86400, 'unixepoch'), 'EUR', total,
    'Prestations de conseil et de développement', date(issued * 86400, 'unixepoch') || 'T10:00:00.000Z',
    case when not unpaid then total when roll % 20 = 0 then total / 3 else 0 end,
    case when not unpaid then date(paid * 86400, 'unixepoch') end
  from draft;
  insert into payment (invoice_id, received_on, amount_cents, kind, method, recorded_at)
  select id, settled_on, total_cents, 'payment', 'transfer', settled_on || 'T10:00:00.000Z' from invoice where settled_on is not null
  union all select id, issued_on, paid_cents, 'payment', 'transfer', recorded_at from invoice where settled_on is null and paid_cents > 0;
  insert into contact (id, client_id, at, on_day, channel, direction, status, about_overdue, recorded_at)
  select id, client, made_on || 'T09:00:00.000Z', made_on, channel, 'out', case channel when 'email' then 'sent' else 'logged' end,
    day > 0, made_on || 'T09:00:00.000Z' from made;
  insert into contact_invoice (contact_id, invoice_id, step, step_day, tone, remaining_cents, days_late, counts)
  select id, invoice, name, day, tone, total, day, 1 from made;
  insert into hold (kind, invoice_id, from_on, until_on, amount_cents, reason, recorded_at)
  select case roll % 2 when 0 then 'dispute' else 'promise' end, id, date((due + 1) * 86400, 'unixepoch'),
    case roll % 2 when 1 then date((due + 20) * 86400, 'unixepoch') end, case roll % 2 when 1 then total end, 'selon son e-mail',
    date((due + 1) * 86400, 'unixepoch') || 'T10:00:00.000Z'
  from draft where unpaid and roll % 15 = 1 and due + 1 <= (select max(issued) from draft)`;

/** Ten years of invoices, one in a hundred unpaid; reminders, part payments, disputes and promises with them. */
const generateHistory = (path, count, today) => {
  const db = create(path);
  const clients = Math.ceil(count / INVOICES_PER_CLIENT);
  const recent = Math.floor((count * RECENT_DAYS) / HISTORY_DAYS);
  const unpaid = Math.round(count / (PAID_PER_UNPAID + 1));
  withoutIndexes(db, () => {
    insertClients(db, clients);
    db.prepare(DRAFTS).run({ count, clients, recent, unpaid, historyDays: HISTORY_DAYS, today });
    db.exec(STEPS);
    db.exec(ROWS);
  });
  db.close();
};

/** One overdue invoice for each of so many clients: as many messages to send that day. */
const generateMailing = (path, count, today) => {
  const db = create(path);
  insertClients(db, count);
  db.prepare(
    `insert into invoice (id, number, client_id, issued_on, due_on, currency, total_cents, recorded_at)
     select id, 'F-' || id, id, date(@today, '-36 days'), date(@today, '-6 days'), 'EUR', 120000 + id, '2026-01-05T08:00:00.000Z'
     from client`,
  ).run({ today });
  db.close();
};

/** One invoice due ten years ago, paid in so many parts since, and never whole. */
const generateInstalments = (path, count, today) => {
  const db = create(path);
  insertClients(db, 1);
  db.prepare(
    `insert into invoice (id, number, client_id, issued_on, due_on, currency, total_cents, recorded_at)
     values (1, 'F-1', 1, date(@today, '-3680 days'), date(@today, '-3650 days'), 'EUR', @total, '2016-01-05T08:00:00.000Z')`,
  ).run({ today, total: (count + 1) * 10_000 });
  db.prepare(
    `insert into payment (invoice_id, received_on, amount_cents, kind, method, recorded_at)
     with recursive n (id) as (select 1 union all select id + 1 from n where id < @count)
     select 1, date(@today, '-' || (3650 - id * 3650 / (@count + 1)) || ' days'), 10000, 'payment', 'transfer', '2016-01-05T08:00:00.000Z'
     from n`,
  ).run({ today, count });
  db.close();
};

/** In a process of its own, whose memory would slow every later start down: `node generate.js history FILE 10000 2026-11-23`. */
const [what, path, count, today] = process.argv.slice(2);
const generators = { history: generateHistory, mailing: generateMailing, instalments: generateInstalments };
generators[what](path, Number(count), today);
