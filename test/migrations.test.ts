import { chmodSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { connect } from '../src/db/engine.ts';
import { FORMER, migrationsAsOf, sha256 } from './helpers/former-migrations.ts';
import { contentOf, copiesOf, shippedMigrations, writeBase } from './helpers/migrations.ts';
import { plain } from './helpers/refused.ts';
import { World } from './helpers/world.ts';

const TODAY = '2026-11-23';

/** A migration that has landed is never edited: a base that exists would not know. A new one adds its line here. */
const FROZEN: Record<string, string> = {
  '0001_init.sql': '67c4b435164db01c5838c1034f76a5810d1ce530db75d90aa3fb3bbd6a14933d',
  '0002_law.sql': 'cd7eec69002c098d92a501ceb13a1f853c8089a7b7b281b0073a3b8b178df790',
  '0003_letters.sql': '09aeee57bdf903fd96692b438e00e39d9c575718db145f8205a2e505b3c77012',
  '0004_people.sql': '9787c798e5dc87e265d2774fee83b8998ea9ea527801abab320ae29639c597a2',
  '0005_import.sql': 'f273d0b64c0deb87001feb3fb1f803a8cafbc77f2e2183a71dd412a47a0ac921',
  '0006_repair.sql': 'aab2be0b2a4763e63b3880fe684913cfe6c66cc30c80002ab89800df9059ba58',
  '0007_bank_waiting.sql': '36575d22ac6c54a090aafb77cb055c7789842da411535bfd8fdd859c7ad495eb',
  '0008_send_journal.sql': '4933582b005a35c4d4e0686b3e603588b030e426078da73d3883a3efd5f10743',
  '0009_bank_layout.sql': 'f7193294d074596b096c37ff1062da9f73d3a699f2911b9ec82cf29e5ee4e17c',
  '0010_salutation.sql': '53a1c12b5dd70b6cf5852fcebe6dd2adfb862707b32fa9d69b546e157cbb1e30',
  '0011_answers.sql': 'ceeca7f6f69f61761e0a975eef1f21b211e3097e4cff156abc21f5b3f30f9ded',
  '0012_mailbox.sql': '8bbed26b570b688e10e040447c418eb440fbdb098e89ea3d7f3571a035db07b4',
  '0013_sent_copy.sql': 'f9015d1390fbe1c58e7f98a871e2fd2a7d76dc073e3783ac2aea47ca0b5dd97a',
};

it('a migration that has landed is as it was', () => {
  expect(Object.fromEntries(shippedMigrations().map(({ name, sql }) => [name, sha256(sql)]))).toEqual(FROZEN);
});

interface Content {
  schema: { name: string; sql: string | null }[];
  rows: [string, unknown[][]][];
}

const contents = (path: string): Content => contentOf(path) as Content;
const rowsOf = (path: string, table: string): unknown[][] =>
  contents(path).rows.find(([name]) => name === table)?.[1] ?? [];

/** The schema in the words of SQLite, but for its own tables of statistics. */
const schemaOf = (path: string) => contents(path).schema.filter(({ name }) => !name.startsWith('sqlite_'));

const freshSchema = () => {
  const world = new World(TODAY);
  world.createBase();
  return schemaOf(world.databasePath);
};

const LIFE = `
  insert into contact (id, client_id, at, on_day, channel, direction, status, about_overdue, recorded_at)
    values (1, 1, '2026-11-01T10:00:00.000Z', '2026-11-01', 'email', 'out', 'sent', 1, '2026-11-01T10:00:00.000Z');
  insert into contact_invoice values (1, 1, 'relance-1', 3, 'courtoisie', 360000, 200, 1);
  insert into message (contact_id, message_id, sender, recipients, subject, body_text, body_html, currency, total_cents, sha256, raw)
    values (1, '<a@b>', 'a@b', '{}', 's', 't', 'h', 'EUR', 360000, 'x', x'00');
  insert into message_attachment values (1, 'f.pdf', 'x');
  update client set note = 'à ménager';`;
const LAW = `
  insert into interruption (id, invoice_id, kind, on_day, note, recorded_at)
    values (7, 1, 'summons', '2026-10-01', 'note', '2026-10-01T10:00:00.000Z');
  insert into waiver (invoice_id, on_day, reason, recorded_at) values (1, '2026-10-01', 'geste', '2026-10-01');
  update client set legal_term_days = 45;`;
const LETTERS = `
  insert into letter (id, client_id, kind, written_on, currency, total_cents, delay_days, sending, recorded_at)
    values (3, 1, 'mise-en-demeure', '2026-11-02', 'EUR', 360000, 8, 'lrar', '2026-11-02T10:00:00.000Z'),
      (4, 1, 'agreement', '2026-11-03', 'EUR', 360000, null, 'none', '2026-11-03T10:00:00.000Z');
  insert into letter_invoice values (3, 1, 360000), (4, 1, 360000);
  insert into letter_contact values (1, 3, 'posted');
  insert into instalment values (4, '2026-12-01', 360000);
  insert into document (id, letter_id, kind, name, sha256, bytes, content, recorded_at)
    values (9, 3, 'letter', 'l.pdf', 'y', 1, x'01', '2026-11-02T10:00:00.000Z');`;
const PEOPLE = `
  update letter set waives_penalties = 1 where id = 4;
  insert into hold (kind, invoice_id, letter_id, from_on, recorded_at) values ('plan', 1, 4, '2026-11-03', '2026-11-03');
  insert into client_sign (client_id, kind, on_day, recorded_at) values (1, 'other', '2026-11-03', '2026-11-03');`;

const FACTS = [
  'client',
  'letter',
  'interruption',
  'contact',
  'contact_invoice',
  'message',
  'message_attachment',
];

describe('a base made by a former state of the migrations', () => {
  // Each state alone, all the oldest together, and those on their way.
  const STATES = [
    [5, 0, 3, 1],
    [5, 1, 3, 1],
    [5, 2, 0, 1],
    [5, 2, 1, 1],
    [5, 2, 2, 1],
    [5, 2, 3, 0],
    [5, 2, 3, 1],
    ...[5, 4, 3, 2, 1].map((version) => [version, 0, 0, 0]),
    [4, 1, 1, 0],
    [3, 1, 2, 1],
  ].map(([version = 0, init = 0, letters = 0, people = 0]) => ({
    version,
    state: `${init}${letters}${people}`,
    former: [FORMER.init[init], FORMER.letters[letters], FORMER.people[people]].map((state) => state ?? null),
  }));

  it.each(STATES)(
    'version $version, state $state, is repaired, and loses nothing',
    async ({ version, former }) => {
      const world = new World(TODAY);
      const life = [
        LIFE,
        version >= 2 ? LAW : '',
        version >= 3 ? LETTERS : '',
        version >= 4 ? PEOPLE : '',
      ].join('');
      writeBase(world, migrationsAsOf(version, former), life);
      const before = FACTS.map((table) => rowsOf(world.databasePath, table));
      await world.ok('show F-1');
      expect(schemaOf(world.databasePath)).toEqual(freshSchema());
      expect(world.rows('pragma foreign_key_check')).toEqual([]);
      expect(world.rows('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      // Columns are added at the end of a row, or the day of a signature before the last.
      for (const [index, table] of FACTS.entries()) {
        const after = rowsOf(world.databasePath, table);
        expect(after).toHaveLength(before[index]?.length ?? 0);
        for (const [row, values] of (before[index] ?? []).entries())
          expect(after[row]?.filter((value) => value !== null)).toEqual(
            expect.arrayContaining(values.filter((value) => value !== null)),
          );
      }
      // And it works as one that was made today.
      await world.ok('client edit Petit --plafond 5000');
      expect(() => world.execute("update message_attachment set sha256 = 'z'")).toThrow(/frozen/);
    },
  );

  it('keeps the day of a signature, and gives a currency to a ceiling that had none', async () => {
    const signed = new World(TODAY);
    writeBase(
      signed,
      migrationsAsOf(5, [FORMER.letters[2] ?? null]),
      `${LIFE}${LAW}${LETTERS}${PEOPLE}
      update letter set signed_on = '2026-11-05' where id = 4;`,
    );
    await signed.ok('list');
    expect(signed.rows('select signed_on, waives_penalties from letter order by id')).toEqual([
      { signed_on: null, waives_penalties: 0 },
      { signed_on: '2026-11-05', waives_penalties: 1 },
    ]);
    const capped = new World(TODAY);
    writeBase(
      capped,
      migrationsAsOf(5, [FORMER.people[0] ?? null]),
      `
      update client set ceiling_cents = 100000; update invoice set currency = 'USD';
      insert into client (id, name, kind, ceiling_cents, recorded_at) values (2, 'Roux', 'entreprise', 5, '2026-11-01');`,
    );
    await capped.ok('list');
    expect(capped.rows('select name, ceiling_cents, ceiling_currency from client order by id')).toEqual([
      { name: 'Petit', ceiling_cents: 100_000, ceiling_currency: 'USD' },
      { name: 'Roux', ceiling_cents: 5, ceiling_currency: 'EUR' },
    ]);
  });
});

const present = (): string[] => shippedMigrations().map(({ sql }) => sql);

const refusedAs = async (world: World): Promise<string> => {
  const before = readFileSync(world.databasePath);
  const { exitCode, stdout, stderr } = await world.relance('due');
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(readFileSync(world.databasePath).equals(before)).toBe(true);
  expect(copiesOf(world)).toEqual([]);
  return plain(stderr);
};

describe('a base whose schema something else has changed', () => {
  it.each([
    ['drop trigger contact_frozen', 'contact_frozen'],
    ['drop index step_once', 'step_once'],
    ['create table notes (text text)', 'notes'],
    ['alter table client add column phone2 text', 'client'],
    [
      'drop trigger payment_within_total; create trigger payment_within_total before insert on payment begin select 1; end',
      'payment_within_total',
    ],
  ])('is refused, and left as it was: %s', async (sql, name) => {
    const world = new World(TODAY);
    await world.ok('client add Petit --type entreprise');
    await world.ok('list');
    const db = connect(world.databasePath);
    db.exec(sql);
    db.close();
    const sentence = `La base ${world.databasePath} n’a pas la structure que cette version attend (${name}) : rien n’a été changé\n→ reprenez votre dernière sauvegarde, ou défaites ce qu’un autre programme a changé dans la base\n`;
    expect(await refusedAs(world)).toBe(sentence);
    expect(await refusedAs(world)).toBe(sentence);
  });

  it('of the former version is refused too, without a copy at each start', async () => {
    const world = new World(TODAY);
    writeBase(world, migrationsAsOf(5, []), 'drop index hold_client;');
    expect(await refusedAs(world)).toContain('(hold_client)');
  });

  it('and changed back is taken again', async () => {
    const world = new World(TODAY);
    await world.ok('client add Petit --type entreprise');
    const sql = world.rows<{ sql: string }>("select sql from sqlite_schema where name = 'contact_frozen'")[0]
      ?.sql;
    const db = connect(world.databasePath);
    db.exec('drop trigger contact_frozen');
    expect(await refusedAs(world)).toContain('contact_frozen');
    db.exec(sql ?? '');
    db.close();
    await world.ok('list');
  });

  it('with a client that no longer exists is refused', async () => {
    const world = new World(TODAY);
    writeBase(world, migrationsAsOf(5, []), 'pragma foreign_keys = off; update invoice set client_id = 99;');
    expect(await refusedAs(world)).toContain('se contredit');
  });
});

const cookies = (world: World) => [
  world.rows<{ schema_version: number }>('pragma schema_version')[0]?.schema_version,
  world.rows<{ cookie: number }>('select cookie from schema_seal').map(({ cookie }) => cookie),
];

describe('the seal of the schema', () => {
  it('follows what changes nothing: statistics of SQLite, a vacuum, a copy', async () => {
    const world = new World(TODAY);
    await world.ok('client add Petit --type entreprise');
    for (const sql of ['analyze', 'vacuum']) {
      const db = connect(world.databasePath);
      db.exec(sql);
      db.close();
      const [changed, kept] = cookies(world);
      expect(kept).not.toEqual([changed]);
      await world.ok('list');
      const [version, sealed] = cookies(world);
      expect(sealed).toEqual([version]);
    }
  });

  it('is written once: a start that has nothing to compare writes nothing', async () => {
    const world = new World(TODAY);
    writeBase(world, present());
    await world.ok('list');
    const before = readFileSync(world.databasePath);
    chmodSync(world.databasePath, 0o400);
    await world.ok('list');
    expect(readFileSync(world.databasePath).equals(before)).toBe(true);
  });
});

/** A call with the pause that followed it, as it was written before its answers had a place. */
const call = (id: number, outcome: string, reason: string): string => `
  insert into contact (id, client_id, at, on_day, channel, direction, status, outcome, about_overdue, recorded_at)
    values (${id}, 1, '2026-11-0${id}T10:00:00.000Z', '2026-11-0${id}', 'call', 'out', 'logged', '${outcome}', 1, '2026-11-0${id}T10:00:00.000Z');
  insert into contact_invoice values (${id}, 1, null, null, null, 360000, 200, 1);
  insert into hold (kind, invoice_id, from_on, until_on, reason, recorded_at)
    values ('pause', 1, '2026-11-0${id}', '2026-12-01', '${reason}', '2026-11-0${id}T10:00:00.000Z');`;

it('what was said on the telephone is found again in the words of the pauses', async () => {
  const world = new World(TODAY);
  const life = [
    call(1, 'attente-validation', 'validation attendue de Mme de La Tour pour le 20/11/2026'),
    call(2, 'attente-validation', 'validation attendue de M. Roche jusqu’au 12/11/2026'),
    call(3, 'attente-validation', 'validation attendue pour le 21/11/2026'),
    call(4, 'attente-validation', 'validation attendue jusqu’au 12/11/2026'),
    call(5, 'deja-paye', 'dit avoir payé le 02/11/2026 par virement\u00a0: à vérifier'),
    call(6, 'deja-paye', 'dit avoir payé par virement\u00a0: à vérifier'),
    call(7, 'facture-non-recue', 'facture envoyée de nouveau'),
  ].join('');
  writeBase(world, migrationsAsOf(10, []), life);
  await world.ok('show F-1');
  expect(
    world.rows('select * from call_answer where coalesce(approval_by, approval_on, paid_on) is not null'),
  ).toEqual([
    { contact_id: 1, approval_by: 'Mme de La Tour', approval_on: '2026-11-20', paid_on: null },
    { contact_id: 2, approval_by: 'M. Roche', approval_on: null, paid_on: null },
    { contact_id: 3, approval_by: null, approval_on: '2026-11-21', paid_on: null },
    { contact_id: 5, approval_by: null, approval_on: null, paid_on: '2026-11-02' },
  ]);
});
