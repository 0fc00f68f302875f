import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { atWork, recipientsOf } from '../helpers/at-work.ts';
import { NEXT_REMINDER, addClaim, addClient, addInvoice } from '../helpers/claims.ts';
import { plain } from '../helpers/refused.ts';
import type { World } from '../helpers/world.ts';

interface Due {
  uncertain: { contact: number; client: { name: string }; step: string; invoices: string[] }[];
  actions: { client: { name: string } }[];
}

const journalOf = (world: World): string => `${world.databasePath}.journal-envois`;
const linesOf = (world: World): { messageId: string; client: string; invoices: { number: string }[] }[] =>
  readFileSync(journalOf(world), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as never);

const save = (world: World): (() => void) => {
  const copy = join(world.home, 'sauvegarde.db');
  copyFileSync(world.databasePath, copy);
  return () => copyFileSync(copy, world.databasePath);
};

/** Alpha and Beta have been reminded, then the base of before is put back. */
const restored = async () => {
  const { world, sink } = await atWork();
  for (const name of ['Alpha', 'Beta']) addClaim(world, name);
  const restore = save(world);
  await world.ok('send --yes');
  restore();
  return { world, sink };
};

const LEFT = ['compta@alpha.example', 'compta@beta.example'];

describe('an older base put back', () => {
  it('does not send twice: due shows what left, and resolve settles it', async () => {
    const { world, sink } = await restored();
    const { uncertain, actions } = await world.json<Due>('due');
    expect(uncertain).toMatchObject([
      { client: { name: 'Alpha' }, step: 'relance-1', invoices: ['F-Alpha'] },
      { client: { name: 'Beta' }, step: 'relance-1', invoices: ['F-Beta'] },
    ]);
    expect(actions).toEqual([]);
    const [alpha, beta] = uncertain.map(({ contact }) => contact);
    expect((await world.relance('send --yes')).exitCode).toBe(3);
    expect(recipientsOf(sink)).toEqual(LEFT);
    await world.ok(`resolve ${alpha} --parti`);
    await world.ok(`resolve ${beta} --pas-parti`);
    await world.ok('send --yes');
    expect(recipientsOf(sink)).toEqual([...LEFT, 'compta@beta.example']);
    world.today = NEXT_REMINDER;
    await world.ok('send --yes');
    expect(recipientsOf(sink).slice(3)).toEqual(LEFT);
    expect(world.rows("select step from contact_invoice where step = 'relance-2'")).toHaveLength(2);
    expect((await world.json<Due>('due')).uncertain).toEqual([]);
  });

  it('is said by the sending that finds it, once', async () => {
    const { world, sink } = await restored();
    const first = await world.relance('send --yes');
    expect(first.exitCode).toBe(3);
    expect(plain(first.stderr)).toContain(
      'connaît 2 messages partis que cette base ignore : une base plus ancienne',
    );
    expect(first.stdout).toContain('relance resolve');
    expect((await world.relance('send --yes')).stderr).toBe('');
    expect(recipientsOf(sink)).toEqual(LEFT);
  });

  it('put back a second time, holds them again', async () => {
    const { world, sink } = await atWork();
    addClaim(world, 'Alpha');
    const restore = save(world);
    for (let count = 0; count < 3; count += 1) {
      await world.relance('send --yes');
      restore();
    }
    expect((await world.relance('send --yes')).exitCode).toBe(3);
    expect(recipientsOf(sink)).toEqual(['compta@alpha.example']);
    expect((await world.json<Due>('due')).uncertain).toHaveLength(1);
  });

  it('that does not know an invoice yet: it is said, and held once it is recorded again', async () => {
    const { world, sink } = await atWork();
    const client = addClient(world, 'Alpha');
    addInvoice(world, client, 'F-1');
    const restore = save(world);
    addInvoice(world, client, 'F-2');
    await world.ok('send --yes');
    restore();
    const told = await world.relance('send --yes');
    expect(plain(told.stderr)).toContain('des factures que cette base ne connaît pas : F-2');
    const [held] = (await world.json<Due>('due')).uncertain;
    expect(held?.invoices).toEqual(['F-1']);
    await world.ok(`resolve ${held?.contact} --parti`);
    addInvoice(world, client, 'F-2');
    expect((await world.relance('send --yes')).exitCode).toBe(3);
    const { uncertain } = await world.json<Due>('due');
    expect(uncertain.map(({ invoices }) => invoices)).toEqual([['F-2']]);
    await world.ok(`resolve ${uncertain[0]?.contact} --pas-parti`);
    // Free again, and not held a second time by the same line.
    expect((await world.json<Due>('due')).uncertain).toEqual([]);
    expect(sink.received).toHaveLength(1);
  });

  it('leaves alone what was done again by another way, and what another client bears', async () => {
    const { world } = await atWork();
    for (const name of ['Alpha', 'Beta']) addClaim(world, name);
    const restore = save(world);
    await world.ok('send --yes');
    restore();
    await world.relance('send --dry-run');
    world.execute("update client set name = 'Autre', email = 'x@autre.example' where name = 'Beta'");
    world.execute(
      `insert into contact (client_id, at, on_day, channel, direction, status, about_overdue, recorded_at)
       select id, '2026-11-23T09:00:00Z', '2026-11-23', 'call', 'out', 'logged', 1, '2026-11-23T09:00:00Z' from client where name = 'Alpha'`,
    );
    world.execute(
      `insert into contact_invoice (contact_id, invoice_id, step, step_day, tone, remaining_cents, days_late, counts)
       select max(c.id), i.id, 'relance-1', 3, 'courtoisie', 120000, 3, 1 from contact c, invoice i where i.number = 'F-Alpha'`,
    );
    const result = await world.relance('send --yes');
    expect(plain(result.stderr)).toContain('ne connaît pas : F-Beta');
    expect(result.exitCode).toBe(0);
    expect((await world.json<Due>('due')).uncertain).toEqual([]);
  });
});

describe('the journal', () => {
  it('has a line for each message that left, and says nothing in the ordinary life', async () => {
    const { world, sink } = await atWork({
      refuseRecipient: (to) => (to === 'compta@beta.example' ? { code: 450, text: '4.2.0 Later' } : null),
    });
    for (const name of ['Alpha', 'Beta']) addClaim(world, name);
    const first = await world.relance('send --yes');
    expect(first.stderr).toBe('');
    expect(linesOf(world).map(({ client }) => client)).toEqual(['Alpha']);
    expect(statSync(journalOf(world)).mode & 0o777).toBe(0o600);
    delete sink.options.refuseRecipient;
    expect((await world.relance('send --yes')).stderr).toBe('');
    expect(linesOf(world).map(({ client }) => client)).toEqual(['Alpha', 'Beta']);
    expect(readFileSync(journalOf(world)).length).toBeLessThan(1200);
  });

  it('is not written by what only reads', async () => {
    const { world } = await atWork();
    addClaim(world, 'Alpha');
    for (const line of ['due', 'matin', 'send --dry-run', 'show F-Alpha']) await world.ok(line);
    expect(existsSync(journalOf(world))).toBe(false);
  });

  it('knows the drafts and the doubtful messages of a killed run', async () => {
    const { world } = await atWork();
    const { client } = addClaim(world, 'Alpha');
    await world.ok(['send', '--yes', '--brouillons', join(world.home, 'brouillons')]);
    expect(linesOf(world)).toHaveLength(1);
    const contact = world.execute(
      `insert into contact (client_id, at, on_day, channel, direction, status, about_overdue, recorded_at)
       values (?, '2026-11-23T10:00:00Z', '2026-11-23', 'email', 'out', 'sending', 1, '2026-11-23T10:00:00Z')`,
      client,
    );
    world.execute(
      `insert into message (contact_id, message_id, sender, recipients, subject, body_text, body_html, currency, total_cents, sha256, raw)
       values (?, '<tué@x.example>', 'a@b.example', '{"to":["compta@alpha.example"]}', '', '', '', 'EUR', 0, 'abc', x'')`,
      contact,
    );
    await world.relance('send --yes');
    expect(linesOf(world).map(({ messageId }) => messageId)[1]).toBe('<tué@x.example>');
    await world.relance('send --yes');
    expect(linesOf(world)).toHaveLength(2);
  });

  it('torn by a power cut, or scribbled upon, still tells the rest', async () => {
    const { world, sink } = await atWork();
    for (const name of ['Alpha', 'Beta']) addClaim(world, name);
    const restore = save(world);
    await world.ok('send --yes --client Alpha');
    appendFileSync(journalOf(world), '{"at":"2026-11-23","messageId":"<x');
    await world.ok('send --yes --client Beta');
    appendFileSync(journalOf(world), 'n’importe quoi\n{"messageId":1,"sha256":2,"invoices":[3]}\n\n');
    restore();
    expect((await world.relance('send --yes')).exitCode).toBe(3);
    expect((await world.json<Due>('due')).uncertain.map(({ client }) => client.name)).toEqual([
      'Alpha',
      'Beta',
    ]);
    expect(sink.received).toHaveLength(2);
  });

  it('that cannot be written stops the run before the first message', async () => {
    const { world, sink } = await atWork();
    addClaim(world, 'Alpha');
    mkdirSync(journalOf(world));
    const { error } = await world.json<{ error: { code: string } }>('send --yes');
    expect(error.code).toBe('send-journal');
    expect(sink.received).toEqual([]);
  });

  it('of another base, copied beside this one, holds nothing of it', async () => {
    const other = await atWork();
    addClaim(other.world, 'Gamma');
    await other.world.ok('send --yes');
    const { world, sink } = await atWork();
    addClaim(world, 'Alpha');
    writeFileSync(journalOf(world), readFileSync(journalOf(other.world)));
    const result = await world.relance('send --yes');
    expect(result.exitCode).toBe(0);
    expect(plain(result.stderr)).toContain('ne connaît pas : F-Gamma');
    expect(recipientsOf(sink)).toEqual(['compta@alpha.example']);
  });
});
