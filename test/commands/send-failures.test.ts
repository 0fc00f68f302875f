import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { atWork, recipientsOf } from '../helpers/at-work.ts';
import {
  TODAY,
  addClaim,
  addClient,
  addInvoice,
  attempts,
  openBusiness,
  statuses,
} from '../helpers/claims.ts';
import { plain } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

interface Refusal {
  error: { code: string; message: string; hint: string | null };
}

describe('an address refused for good', () => {
  const NO_SUCH_USER = { code: 550, text: '5.1.1 No such user' };
  const refuse = (address: string) => (to: string) => (to === address ? NO_SUCH_USER : null);

  it.each([
    [
      'a call',
      { phone: '01 23 45 67 89', address: '2 rue Basse', city: 'Lyon' },
      { channel: 'call', blocked: null },
    ],
    ['a letter', { address: '2 rue Basse', city: 'Lyon' }, { channel: 'letter', blocked: null }],
    ['an address to complete', {}, { channel: 'email', blocked: 'no-email' }],
  ])('makes of the step %s, and nothing is tried again', async (_what, fields, expected) => {
    const { world, sink } = await atWork({ refuseRecipient: refuse('compta@alpha.example') });
    addClaim(world, 'Alpha', fields);
    const result = await world.relance('send --yes');
    expect(result.exitCode).toBe(3);
    expect(result.stdout).toContain('compta@alpha.example');
    expect(statuses(world)).toEqual(['Alpha failed']);
    const due = await world.json<{ actions: unknown[] }>('due');
    expect(due.actions).toMatchObject([{ step: 'relance-1', ...expected }]);
    for (const line of ['due', 'matin', 'why F-Alpha'])
      expect(plain(await world.ok(line)).replaceAll(/\s+/g, ' ')).toContain(
        'adresse refusée le 23/11/2026 : compta@alpha.example',
      );
    delete sink.options.refuseRecipient;
    expect((await world.relance('send --yes')).exitCode).toBe(0);
    expect(sink.received).toEqual([]);
  });

  it('is tried again when the refusal is not for good, and the others leave', async () => {
    const { world, sink } = await atWork({
      refuseRecipient: (to) =>
        to === 'compta@alpha.example' ? { code: 450, text: '4.2.0 Greylisted' } : null,
    });
    for (const name of ['Alpha', 'Beta']) addClaim(world, name, { phone: '01 23 45 67 89' });
    expect((await world.relance('send --yes')).exitCode).toBe(3);
    expect(statuses(world)).toEqual(['Alpha failed', 'Beta sent']);
    delete sink.options.refuseRecipient;
    await world.ok('send --yes');
    expect(statuses(world)).toEqual(['Alpha failed', 'Beta sent', 'Alpha sent']);
    expect(recipientsOf(sink)).toEqual(['compta@beta.example', 'compta@alpha.example']);
  });

  it('is no delivery when the copy alone was accepted', async () => {
    const { world, sink } = await atWork({ refuseRecipient: refuse('compta@alpha.example') });
    addClaim(world, 'Alpha', { cc: 'direction@alpha.example', phone: '01 23 45 67 89' });
    const result = await world.relance('send --yes --json');
    expect(result.exitCode).toBe(3);
    expect(JSON.parse(result.stdout)).toMatchObject({ sent: [], failed: [{ invoices: ['F-Alpha'] }] });
    expect(attempts(world)).toMatchObject([{ status: 'undelivered', counts: 0 }]);
    expect(sink.received).toHaveLength(1);
    expect((await world.json<{ actions: unknown[] }>('due')).actions).toMatchObject([
      { channel: 'call', step: 'relance-1' },
    ]);
  });

  it('of a copy is said, and the reminder has left', async () => {
    const { world } = await atWork({ refuseRecipient: refuse('direction@alpha.example') });
    addClaim(world, 'Alpha', { cc: 'direction@alpha.example' });
    expect(await world.ok('send --yes')).toContain('copie refusée\u00a0: direction@alpha.example');
    expect(statuses(world)).toEqual(['Alpha sent']);
  });
});

describe('an attempt that failed', () => {
  it('does not answer the client’s last words', async () => {
    const { world, sink } = await atWork({ refuseMessage: () => ({ code: 451, text: '4.3.0 Later' }) });
    const { client } = addClaim(world, 'Alpha');
    // More than five working days ago: the reminders go on, and the words still wait for an answer.
    world.execute(
      `insert into contact (client_id, at, on_day, channel, direction, status, about_overdue, recorded_at)
       values (?, '2026-11-10T10:00:00Z', '2026-11-10', 'email', 'in', 'logged', 0, '2026-11-10')`,
      client,
    );
    await world.relance('send --yes');
    expect(statuses(world)).toEqual(['Alpha failed']);
    const due = (): Promise<{ replies: unknown[] }> => world.json('due');
    expect((await due()).replies).toHaveLength(1);
    delete sink.options.refuseMessage;
    await world.ok('send --yes');
    expect((await due()).replies).toEqual([]);
  });
});
describe('a scenario changed since', () => {
  it('does not send a step again under its new day, and stops nobody', async () => {
    const { world, sink } = await atWork();
    addClaim(world, 'Alpha');
    await world.ok('send --yes');
    mkdirSync(join(world.home, 'scenarios'));
    writeFileSync(
      join(world.home, 'scenarios', 'standard.yaml'),
      `nom: standard
description: Les mêmes étapes, plus tard
etapes:
  - { id: relance-1, jour: 10, canal: email, ton: courtoisie, modele: relance-1 }
  - { id: relance-2, jour: 20, canal: email, ton: rappel, modele: relance-2 }
`,
    );
    world.today = '2026-12-01';
    const beta = addClient(world, 'Beta');
    addInvoice(world, beta, 'F-Beta');
    const result = await world.relance('send --yes');
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(recipientsOf(sink)).toEqual(['compta@alpha.example', 'compta@beta.example']);
  });
});
const refusedRun = async (world: World, line = 'send --yes'): Promise<Refusal['error']> => {
  const result = await world.relance(line);
  expect(result).toMatchObject({ exitCode: 1, stdout: '' });
  expect(attempts(world)).toEqual([]);
  return (await world.json<Refusal>(line)).error;
};

describe('nothing leaves', () => {
  it('when one template of the run is at fault', async () => {
    const { world, sink } = await atWork();
    addClaim(world, 'Alpha');
    const client = addClient(world, 'Beta');
    addInvoice(world, client, 'F-Beta', { dueOn: '2026-11-27' });
    mkdirSync(join(world.home, 'templates', 'emails'), { recursive: true });
    writeFileSync(
      join(world.home, 'templates', 'emails', 'pre-echeance.hbs'),
      'Objet : Bientôt\n\n{{inconnu}}\n',
    );
    expect((await refusedRun(world)).message).toContain('pre-echeance');
    expect(sink.received).toEqual([]);
  });

  it('without a server, and the drafts are offered', async () => {
    const world = new World(TODAY);
    await openBusiness(world);
    addClaim(world, 'Alpha');
    expect(await refusedRun(world)).toMatchObject({
      code: 'no-smtp',
      message: 'Aucun serveur d’envoi n’est réglé',
      hint: expect.stringContaining('--brouillons') as string,
    });
  });

  it('before the creditor is known', async () => {
    const { world } = await atWork();
    addClaim(world, 'Alpha');
    world.execute('delete from creditor');
    expect((await refusedRun(world)).code).toBe('no-creditor');
  });

  it('when no server listens', async () => {
    const { world, sink } = await atWork();
    addClaim(world, 'Alpha');
    await sink.close();
    expect((await refusedRun(world)).code).toBe('smtp-refused');
  });

  it('with a wrong password, which is repeated nowhere', async () => {
    const secret = 'S3cr3t-de-Jeanne';
    const { world, sink } = await atWork({ auth: { user: 'jeanne', password: 'autre' } });
    world.env['RELANCE_SMTP_URL'] = `smtp://jeanne@127.0.0.1:${sink.port}`;
    world.env['RELANCE_SMTP_PASSWORD'] = secret;
    addClaim(world, 'Alpha');
    expect((await refusedRun(world)).code).toBe('smtp-auth');
    const results = [await world.relance('send --yes'), await world.relance('send --yes --json')];
    const said = JSON.stringify(results) + readFileSync(world.databasePath, 'latin1');
    expect(said).not.toContain(secret);
    expect(said).not.toContain(Buffer.from(secret).toString('base64'));
    world.env['RELANCE_SMTP_PASSWORD'] = 'autre';
    await world.ok('send --yes');
    expect(sink.received).toMatchObject([{ user: 'jeanne' }]);
  });

  it.each([
    ['offers no TLS', 'none', 'smtp'],
    ['has a certificate that nobody signed', 'starttls', 'smtp'],
    ['has a certificate that nobody signed, from the first byte', 'implicit', 'smtps'],
  ] as const)('to a distant server that %s', async (_what, tls, scheme) => {
    const { world, sink } = await atWork({ tls });
    // 0.0.0.0 leads to this machine without being called loopback.
    world.env['RELANCE_SMTP_URL'] = `${scheme}://0.0.0.0:${sink.port}`;
    addClaim(world, 'Alpha');
    expect((await refusedRun(world)).code).toBe('smtp-tls');
    expect(sink.received).toEqual([]);
  });
});
