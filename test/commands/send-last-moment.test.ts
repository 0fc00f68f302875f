import { describe, expect, it } from 'vitest';
import { atWork, numbersIn, readMails, recipientsOf } from '../helpers/at-work.ts';
import { addClaim, addInvoice, addPause, addPayment, statuses } from '../helpers/claims.ts';
import type { World } from '../helpers/world.ts';

/** Something happens to Beta while the server reads the message to Alpha. */
const interfere = async (change: (world: World, beta: { client: number; invoice: number }) => void) => {
  const { world, sink } = await atWork();
  addClaim(world, 'Alpha');
  const beta = addClaim(world, 'Beta');
  addClaim(world, 'Gamma');
  sink.options.refuseMessage = () => {
    if (sink.received.length === 0) change(world, beta);
    return null;
  };
  const result = await world.relance('send --yes --json');
  const report = JSON.parse(result.stdout) as { sent: { client: { name: string } }[]; skipped: unknown[] };
  return { world, sink, result, report, names: report.sent.map(({ client }) => client.name) };
};

const SKIPPED = [
  { client: { name: 'Beta' }, invoices: ['F-Beta'], reason: expect.stringContaining('depuis') as string },
];

describe('checked at the last moment', () => {
  it('an invoice paid meanwhile is dropped, and said so', async () => {
    const { report, names, result, world } = await interfere((w, { invoice }) =>
      addPayment(w, invoice, 120_000),
    );
    expect(names).toEqual(['Alpha', 'Gamma']);
    expect(report.skipped).toMatchObject(SKIPPED);
    expect(result.exitCode).toBe(0);
    expect(statuses(world)).toEqual(['Alpha sent', 'Gamma sent']);
  });

  it('a client put on pause meanwhile is left in peace', async () => {
    const { report, names } = await interfere((w, { client }) => addPause(w, client, '2026-12-31'));
    expect(names).toEqual(['Alpha', 'Gamma']);
    expect(report.skipped).toMatchObject(SKIPPED);
  });

  it('a part paid today defers the reminder', async () => {
    const { report, names } = await interfere((w, { invoice }) => addPayment(w, invoice, 50_000));
    expect(names).toEqual(['Alpha', 'Gamma']);
    expect(report.skipped).toMatchObject(SKIPPED);
  });

  it('a part paid some days ago and recorded meanwhile changes the words before they leave', async () => {
    const { sink, names } = await interfere((w, { invoice }) => addPayment(w, invoice, 50_000, '2026-11-10'));
    expect(names).toEqual(['Alpha', 'Beta', 'Gamma']);
    const text = (await readMails(sink))[1]?.text;
    expect(text).toContain('700,00\u00a0€');
    expect(text).not.toMatch(/total.*1\u202f200,00/i);
  });

  it('an address changed meanwhile is the one that is written to', async () => {
    const { sink } = await interfere((w, { client }) =>
      w.execute("update client set email = 'nouvelle@beta.example' where id = ?", client),
    );
    expect(recipientsOf(sink)).toEqual([
      'compta@alpha.example',
      'nouvelle@beta.example',
      'compta@gamma.example',
    ]);
  });

  it('an invoice added to the client meanwhile joins the message', async () => {
    const { sink } = await interfere((w, { client }) => addInvoice(w, client, 'F-Beta-2'));
    expect(await numbersIn(sink)).toEqual([['F-Alpha'], ['F-Beta', 'F-Beta-2'], ['F-Gamma']]);
  });
});
