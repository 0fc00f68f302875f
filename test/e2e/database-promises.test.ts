import { describe, expect, it, onTestFinished } from 'vitest';
import { TODAY, addClaim, attempts, openBusiness } from '../helpers/claims.ts';
import { FaultySmtpServer } from '../helpers/faulty-smtp-server.ts';
import { World } from '../helpers/world.ts';

/** One reminder that has left, and its row of the log. */
const afterOneReminder = async () => {
  const server = await FaultySmtpServer.start();
  onTestFinished(() => server.close());
  const world = new World(TODAY);
  await openBusiness(world, server.port);
  const claim = addClaim(world, 'Alpha');
  await world.ok('send --yes');
  const id = Number(attempts(world)[0]?.id);
  return { world, id, ...claim };
};

/** What a program that ignored every rule of this one would write. */
const insertAttempt = (world: World, client: number, status: string): number =>
  world.execute(
    `insert into contact (client_id, at, on_day, channel, direction, status, about_overdue, recorded_at)
     values (?, '2026-11-24T10:00:00Z', '2026-11-24', 'email', 'out', ?, 1, '2026-11-24')`,
    client,
    status,
  );

const linkStep = (world: World, contact: number, invoice: number, step: string): number =>
  world.execute(
    `insert into contact_invoice (contact_id, invoice_id, step, step_day, tone, remaining_cents, days_late, counts)
     values (?, ?, ?, 3, 'courtoisie', 120000, 4, 1)`,
    contact,
    invoice,
    step,
  );

describe('the database itself forbids', () => {
  it.each(['sending', 'sent', 'uncertain', 'draft', 'logged'])(
    'a second attempt at a step that may have left (%s)',
    async (status) => {
      const { world, client, invoice } = await afterOneReminder();
      const second = insertAttempt(world, client, status);
      expect(() => linkStep(world, second, invoice, 'relance-1')).toThrow(/UNIQUE|append-only/);
      expect(() => linkStep(world, second, invoice, 'relance-2')).not.toThrow();
    },
  );

  it('an attempt given up to count again once another has left', async () => {
    const { world, id, client, invoice } = await afterOneReminder();
    world.execute("update contact set status = 'undelivered' where id = ?", id);
    const second = insertAttempt(world, client, 'sending');
    linkStep(world, second, invoice, 'relance-1');
    expect(() => world.execute("update contact set status = 'sent' where id = ?", id)).toThrow(/status/);
    expect(() => world.execute('update contact_invoice set counts = 1 where contact_id = ?', id)).toThrow(
      /UNIQUE|append-only/,
    );
  });

  it.each([
    ['sent', 'sending'],
    ['sent', 'failed'],
    ['sent', 'uncertain'],
    ['sent', 'draft'],
    ['failed', 'sent'],
    ['failed', 'sending'],
    ['undelivered', 'sent'],
    ['uncertain', 'sending'],
    ['uncertain', 'draft'],
    ['draft', 'uncertain'],
    ['logged', 'sent'],
  ])('a status to go from %s to %s', async (from, to) => {
    const { world, client } = await afterOneReminder();
    const id = insertAttempt(world, client, from);
    expect(() => world.execute('update contact set status = ? where id = ?', to, id)).toThrow(
      'contact status cannot change that way',
    );
  });

  it.each([
    "update contact set note = 'autre chose'",
    "update contact set on_day = '2026-11-01'",
    "update contact set channel = 'call'",
    'delete from contact_invoice',
    'delete from contact',
    "update message set subject = 'autre'",
    "update message set body_text = 'autre'",
    "update message set raw = x'00'",
    "update message set message_id = '<a@b>'",
    "update message set recipients = '{}'",
    "update message set in_reply_to = '<a@b>'",
    "update message set currency = 'USD'",
    'delete from message',
    'delete from message_attachment',
    "update message_attachment set sha256 = 'autre'",
    "update contact_invoice set step = 'relance-9'",
    'update contact_invoice set remaining_cents = 1',
    'update contact_invoice set counts = 0',
  ])('to rewrite what was said: %s', async (sql) => {
    const { world, id } = await afterOneReminder();
    world.execute("insert into message_attachment (contact_id, name, sha256) values (?, 'a.pdf', 'abc')", id);
    expect(() => world.execute(sql)).toThrow(/append-only|frozen/);
  });
});
