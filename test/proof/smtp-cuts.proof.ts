import { describe, expect, it, onTestFinished } from 'vitest';
import {
  NEXT_REMINDER,
  TODAY,
  addClaim,
  addInvoice,
  attempts,
  openBusiness,
  statuses,
} from '../helpers/claims.ts';
import { FaultySmtpServer, type Fault } from '../helpers/faulty-smtp-server.ts';
import { World } from '../helpers/world.ts';

/** Three reminders to send; the server fails at the first of them, once. */
const atWork = async (fault?: Fault): Promise<{ world: World; server: FaultySmtpServer }> => {
  const server = await FaultySmtpServer.start({
    offersAuth: true,
    faults: fault ? [{ times: 1, ...fault }] : [],
  });
  onTestFinished(() => server.close());
  const world = new World(TODAY);
  await openBusiness(world, server.port);
  world.env['RELANCE_SMTP_URL'] = `smtp://jeanne:secret@127.0.0.1:${server.port}`;
  for (const name of ['Alpha', 'Beta', 'Gamma']) addClaim(world, name);
  return { world, server };
};

const arrivedAt = (server: FaultySmtpServer, name: string): number =>
  server.received.filter(({ to }) => to.includes(`compta@${name}.example`)).length;

// The settings are tried on a connection of their own: what strikes a message skips that one.
const CERTAINLY_NOT_SENT: [string, Fault][] = [
  ['cut before the greeting', { at: 'greeting', do: 'cut', skip: 1 }],
  ['reset before the greeting', { at: 'greeting', do: 'reset', skip: 1 }],
  ['554 for a greeting', { at: 'greeting', do: '554 5.3.2 Not now', skip: 1 }],
  ['cut at EHLO', { at: 'ehlo', do: 'cut', skip: 1 }],
  ['421 at EHLO', { at: 'ehlo', do: '421 4.3.2 Closing', skip: 1 }],
  ['cut at AUTH', { at: 'auth', do: 'cut', skip: 1 }],
  ['535 at AUTH', { at: 'auth', do: '535 5.7.8 Bad credentials', skip: 1 }],
  ['454 at AUTH', { at: 'auth', do: '454 4.7.0 Temporary failure', skip: 1 }],
  ['cut at MAIL FROM', { at: 'mail', do: 'cut' }],
  ['reset at MAIL FROM', { at: 'mail', do: 'reset' }],
  ['451 at MAIL FROM', { at: 'mail', do: '451 4.3.0 Later' }],
  ['550 at MAIL FROM', { at: 'mail', do: '550 5.1.0 Sender refused' }],
  ['cut at RCPT TO', { at: 'rcpt', do: 'cut' }],
  ['reset at RCPT TO', { at: 'rcpt', do: 'reset' }],
  ['450 at RCPT TO', { at: 'rcpt', do: '450 4.2.0 Greylisted' }],
  ['552 at RCPT TO', { at: 'rcpt', do: '552 5.2.2 Mailbox full' }],
  ['cut at DATA, before the 354', { at: 'data', do: 'cut' }],
  ['reset at DATA, before the 354', { at: 'data', do: 'reset' }],
  ['451 at DATA', { at: 'data', do: '451 4.3.0 Later' }],
  ['421 at DATA', { at: 'data', do: '421 4.3.2 Closing' }],
  ['452 after the final dot', { at: 'end', do: '452 4.5.3 Too many messages' }],
  ['554 after the final dot', { at: 'end', do: '554 5.6.0 Refused' }],
  ['421 after the final dot', { at: 'end', do: '421 4.3.2 Closing' }],
];

const MAY_HAVE_LEFT: [string, Fault, number][] = [
  ['cut in the middle of the text', { at: 'body', do: 'cut' }, 0],
  ['reset in the middle of the text', { at: 'body', do: 'reset' }, 0],
  ['cut after the final dot, the message thrown away', { at: 'end', do: 'cut' }, 0],
  ['reset after the final dot, the message thrown away', { at: 'end', do: 'reset' }, 0],
  ['cut after the final dot, the message kept', { at: 'accepted', do: 'cut' }, 1],
  ['reset after the final dot, the message kept', { at: 'accepted', do: 'reset' }, 1],
];

describe('a message that certainly did not leave', () => {
  it.each(CERTAINLY_NOT_SENT)('%s: the others leave, and it is tried again', async (_what, fault) => {
    const { world, server } = await atWork(fault);
    const result = await world.relance('send --yes');
    expect(statuses(world)).toEqual(['Alpha failed', 'Beta sent', 'Gamma sent']);
    expect(result.exitCode).toBe(3);
    expect(result.stdout).toContain('✗ Alpha');
    expect(attempts(world)[0]).toMatchObject({ counts: 0, error: expect.stringMatching(/./) as string });
    expect(JSON.stringify(result)).not.toContain('secret');

    await world.ok('send --yes');
    expect(statuses(world).slice(3)).toEqual(['Alpha sent']);
    expect(await world.ok('send --yes')).toContain('Aucune relance à envoyer.');
    for (const name of ['alpha', 'beta', 'gamma']) expect(arrivedAt(server, name)).toBe(1);
  });
});

interface Doubts {
  uncertain: { contact: number; client: { name: string }; step: string; invoices: string[] }[];
}

describe('a message that may have left', () => {
  it.each(MAY_HAVE_LEFT)('%s: it is not sent again, and said', async (_what, fault, arrived) => {
    const { world, server } = await atWork(fault);
    const first = await world.relance('send --yes');
    expect(statuses(world)).toEqual(['Alpha uncertain', 'Beta sent', 'Gamma sent']);
    expect(first.exitCode).toBe(3);
    expect(arrivedAt(server, 'alpha')).toBe(arrived);
    const id = attempts(world)[0]?.id;
    const doubt = { contact: id, client: { name: 'Alpha' }, step: 'relance-1', invoices: ['F-Alpha'] };
    expect((await world.json<Doubts>('due')).uncertain).toMatchObject([doubt]);

    for (const day of [TODAY, NEXT_REMINDER, '2026-12-14']) {
      world.today = day;
      const { exitCode, stdout } = await world.relance('send --yes --client Alpha --json');
      expect(exitCode).toBe(3);
      expect((JSON.parse(stdout) as Doubts).uncertain).toMatchObject([doubt]);
    }
    expect(arrivedAt(server, 'alpha')).toBe(arrived);
  });

  it('comes first in « due »', async () => {
    const { world } = await atWork({ at: 'end', do: 'cut' });
    await world.relance('send --yes');
    addClaim(world, 'Urgent');
    const screen = await world.ok('due');
    expect(screen.indexOf('Alpha')).toBeGreaterThan(-1);
    expect(screen.indexOf('Alpha')).toBeLessThan(screen.indexOf('Urgent'));
  });

  it('is made again, under the same Message-ID, once the person knows that it did not leave', async () => {
    const { world, server } = await atWork({ at: 'end', do: 'cut' });
    await world.relance('send --yes');
    const [lost] = attempts(world);
    await world.ok(`resolve ${lost?.id} --pas-parti`);
    // The second attempt is refused: the third keeps the same Message-ID too.
    server.faults = [{ at: 'mail', do: '451 4.3.0 Later', times: 1 }];
    expect((await world.relance('send --yes')).exitCode).toBe(3);
    await world.ok('send --yes');
    const again = attempts(world).filter(({ client }) => client === 'Alpha');
    expect(again.map(({ status }) => status)).toEqual(['failed', 'failed', 'sent']);
    expect(new Set(again.map(({ messageId }) => messageId)).size).toBe(1);
    expect(arrivedAt(server, 'alpha')).toBe(1);
  });

  it('keeps its Message-ID when it spoke of invoices at different steps', async () => {
    const { world, server } = await atWork();
    const client = world.rows<{ id: number }>("select id from client where name = 'Alpha'")[0]?.id;
    // The oldest, recorded late, is at its first reminder when the other comes to the second.
    await world.ok('send --yes');
    addInvoice(world, Number(client), 'F-ancienne', {
      issuedOn: '2026-08-01',
      dueOn: '2026-09-01',
    });
    // One voice: it advances to the step of its own scenario that is not above the message's tone.
    world.execute("update invoice set scenario = 'particulier' where number = 'F-ancienne'");
    world.today = NEXT_REMINDER;
    server.faults = [{ at: 'end', do: 'cut', times: 1 }];
    await world.relance('send --yes --client Alpha');
    const lost = attempts(world).filter(({ status }) => status === 'uncertain');
    expect(lost.map(({ step }) => step).toSorted()).toEqual(['relance-1', 'relance-2']);
    await world.ok(`resolve ${lost[0]?.id} --pas-parti`);
    await world.ok('send --yes --client Alpha');
    expect(attempts(world).at(-1)).toMatchObject({ status: 'sent', messageId: lost[0]?.messageId });
  });

  it('is behind us once the person knows that it left', async () => {
    const { world, server } = await atWork({ at: 'accepted', do: 'cut' });
    await world.relance('send --yes');
    await world.ok(`resolve ${attempts(world)[0]?.id} --parti`);
    expect(await world.ok('send --yes')).toContain('Aucune relance à envoyer.');
    world.today = NEXT_REMINDER;
    await world.ok('send --yes --client Alpha');
    expect(attempts(world).at(-1)).toMatchObject({ client: 'Alpha', step: 'relance-2', status: 'sent' });
    expect(arrivedAt(server, 'alpha')).toBe(2);
  });

  it('a message that bounced is made again', async () => {
    const { world, server } = await atWork();
    await world.ok('send --yes');
    await world.ok(`resolve ${attempts(world)[0]?.id} --non-remis`);
    expect(statuses(world)[0]).toBe('Alpha undelivered');
    world.execute(
      "update client set email = 'direction@alpha.example', email_refused_on = null where name = 'Alpha'",
    );
    await world.ok('send --yes');
    expect(server.received.at(-1)?.to).toEqual(['direction@alpha.example']);
  });
});

describe('a server that goes away', () => {
  it('is left alone after three messages in a row; the others wait for the next run', async () => {
    const { world, server } = await atWork({ at: 'mail', do: 'cut', times: Infinity });
    for (const name of ['Delta', 'Epsilon']) addClaim(world, name);
    const result = await world.relance('send --yes --json');
    const report = JSON.parse(result.stdout) as { failed: unknown[]; skipped: unknown[] };
    expect(result.exitCode).toBe(3);
    expect([report.failed.length, report.skipped.length]).toEqual([3, 2]);
    server.faults = [];
    await world.ok('send --yes');
    expect(server.received).toHaveLength(5);
  });

  it.each(['end', 'accepted'] as const)(
    'without ever answering (%s): two doubts in a row end the run',
    async (at) => {
      const { world, server } = await atWork({ at, do: 'cut', times: Infinity });
      for (const name of ['Delta', 'Epsilon']) addClaim(world, name);
      const result = await world.relance('send --yes --json');
      const report = JSON.parse(result.stdout) as { uncertain: unknown[]; skipped: { reason: string }[] };
      expect(result.exitCode).toBe(3);
      expect(statuses(world)).toEqual(['Alpha uncertain', 'Beta uncertain']);
      expect([report.uncertain.length, report.skipped.length]).toEqual([2, 3]);
      expect(report.skipped[0]?.reason).toContain('deux envois incertains de suite');
      server.faults = [];
      expect((await world.relance('send --yes')).exitCode).toBe(3);
      expect(statuses(world).slice(2)).toEqual(['Gamma sent', 'Delta sent', 'Epsilon sent']);
    },
  );

  it('says no to every message: each is tried once, none is lost', async () => {
    const { world, server } = await atWork({ at: 'end', do: '554 5.7.1 Spam', times: Infinity });
    await world.relance('send --yes');
    expect(statuses(world)).toEqual(['Alpha failed', 'Beta failed', 'Gamma failed']);
    server.faults = [];
    await world.ok('send --yes');
    expect(server.received).toHaveLength(3);
  });
});
