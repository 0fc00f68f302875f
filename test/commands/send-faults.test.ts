import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { connect } from '../../src/db/engine.ts';
import { atWork, recipientsOf } from '../helpers/at-work.ts';
import { addClaim, attempts, statuses } from '../helpers/claims.ts';
import { plain } from '../helpers/refused.ts';
import type { World } from '../helpers/world.ts';

interface Report {
  sent: { client: { name: string }; note: string | null }[];
  failed: { client: { name: string }; error: string }[];
  uncertain: { contact: number }[];
  skipped: { client: { name: string }; reason: string }[];
  stopped: { code: string; message: string } | null;
}

const withClaims = async (...names: string[]) => {
  const work = await atWork();
  for (const name of names) addClaim(work.world, name);
  return work;
};

const namesIn = (list: { client: { name: string } }[]): string[] => list.map(({ client }) => client.name);

/** A message in the thread of Alpha whose Message-ID no mail program would have written. */
const spoilThread = (world: World): void => {
  const contact = world.execute(
    `insert into contact (client_id, at, on_day, channel, direction, status, about_overdue, recorded_at)
     select id, '2026-11-02T10:00:00Z', '2026-11-02', 'email', 'out', 'sent', 0, '2026-11-02' from client where name = 'Alpha'`,
  );
  world.execute(
    `insert into contact_invoice (contact_id, invoice_id, remaining_cents, days_late, counts)
     select ?, id, 120000, 0, 1 from invoice where number = 'F-Alpha'`,
    contact,
  );
  world.execute(
    `insert into message (contact_id, message_id, sender, recipients, subject, body_text, body_html, currency, total_cents, sha256, raw)
     values (?, 'sans-chevrons', 'a@b.example', '{}', '', '', '', 'EUR', 0, '', x'')`,
    contact,
  );
};

describe('a defect of one message', () => {
  it('refuses that message, says why, and the others leave', async () => {
    const { world, sink } = await withClaims('Alpha', 'Beta');
    world.execute(
      `create trigger spoilt before insert on message when new.recipients like '%alpha%'
       begin select raise(abort, 'la ligne est de travers'); end`,
    );
    // Otherwise the base would be refused at once, as one that another program has changed.
    world.execute('update schema_seal set cookie = (select schema_version from pragma_schema_version)');
    const result = await world.relance('send --yes');
    expect(result.exitCode).toBe(3);
    expect(plain(result.stdout)).toContain('✗ Alpha, relance-1, F-Alpha : défaut de relance : la ligne est');
    expect(result.stdout).toContain('✓ Beta');
    expect(recipientsOf(sink)).toEqual(['compta@beta.example']);
    const { failed, sent } = await world.json<Report>('send --yes');
    expect([namesIn(failed), sent]).toEqual([['Alpha'], []]);
  });

  it('is the same for the bytes that cannot be made, and the rehearsal says it too', async () => {
    const { world, sink } = await withClaims('Alpha', 'Beta');
    spoilThread(world);
    const rehearsal = await world.relance('send --dry-run --json');
    expect(rehearsal.exitCode).toBe(3);
    const { planned, failed } = JSON.parse(rehearsal.stdout) as Report & { planned: Report['sent'] };
    expect([namesIn(planned), namesIn(failed)]).toEqual([['Beta'], ['Alpha']]);
    expect((await world.relance('send --dry-run')).stdout).toContain('✗ Alpha');
    const result = await world.relance('send --yes');
    expect(result.exitCode).toBe(3);
    expect(recipientsOf(sink)).toEqual(['compta@beta.example']);
    expect(plain(result.stdout)).toContain(failed[0]?.error);
    // Nothing was reserved for it: once mended, it leaves.
    expect(statuses(world)).toEqual(['Alpha sent', 'Beta sent']);
  });

  it('does not keep another client of its run from being told about Ctrl-C', async () => {
    const { world } = await withClaims('Alpha', 'Beta');
    spoilThread(world);
    const result = await world.atTerminal('send', [
      ['Message 1/2 pour Alpha', '\r'],
      ['Message 2/2 pour Beta', '\u0003'],
    ]);
    expect(result.stdout).toContain('✗ Alpha');
    expect(result.stdout).toContain('– Beta');
    expect(result.exitCode).toBe(3);
  });
});

/** Another program locks the whole file while the server reads the message to Beta, and never lets go. */
const locked = async () => {
  const { world, sink } = await withClaims('Alpha', 'Beta', 'Gamma');
  const other = connect(world.databasePath);
  sink.options.refuseMessage = () => {
    if (sink.received.length === 1) other.exec('begin exclusive');
    return null;
  };
  const result = await world.relance('send --yes');
  other.close();
  return { world, sink, result };
};

describe('a database that is taken away in the middle of a run', () => {
  it('stops the run, and what left is said', async () => {
    const { world, sink, result } = await locked();
    expect(result.exitCode).toBe(3);
    const said = plain(result.stdout);
    expect(said).toContain('✓ Alpha');
    expect(said).toContain('✓ Beta');
    const id = attempts(world).find(({ client }) => client === 'Beta')?.id;
    expect(said).toContain(`la base n’a pas pu le noter : relance resolve ${id} --parti`);
    expect(said).toContain('– Gamma, relance-1, F-Gamma : envoi arrêté');
    expect(said).toContain('L’envoi s’est arrêté : La base');
    expect(recipientsOf(sink)).toEqual(['compta@alpha.example', 'compta@beta.example']);
    // Beta's is found again, and waits for an answer.
    await world.relance('send --yes');
    expect(statuses(world)).toEqual(['Alpha sent', 'Beta uncertain', 'Gamma sent']);
    await world.ok(`resolve ${id} --parti`);
    expect(recipientsOf(sink)).toHaveLength(3);
  });
});

/** While the server reads the message to Beta, the file changes under the program. */
const changed = async (change: (world: World) => void) => {
  const { world, sink } = await withClaims('Alpha', 'Beta', 'Gamma');
  copyFileSync(world.databasePath, `${world.databasePath}.ancienne`);
  sink.options.refuseMessage = () => {
    if (sink.received.length === 1) change(world);
    return null;
  };
  const result = await world.relance('send --yes --json');
  return { sink, result, report: JSON.parse(result.stdout) as Report };
};

describe('a base that another takes the place of, in the middle of a run', () => {
  it.each([
    [
      'replaced',
      (world: World) => renameSync(`${world.databasePath}.ancienne`, world.databasePath),
      'a été remplacée par une autre pendant l’envoi',
    ],
    ['deleted', (world: World) => rmSync(world.databasePath), 'a été supprimée ou déplacée pendant l’envoi'],
  ])('%s: it is told as such, with what left, and nothing more leaves', async (_what, change, told) => {
    const { sink, result, report } = await changed(change);
    expect(result.exitCode).toBe(3);
    expect(namesIn(report.sent)).toEqual(['Alpha', 'Beta']);
    expect(report.sent[1]?.note).toContain(
      'accepté par le serveur, mais la base qui l’attendait n’est plus là',
    );
    expect(report.stopped).toMatchObject({
      code: 'database-replaced',
      message: expect.stringContaining(told) as string,
    });
    expect(namesIn(report.skipped)).toEqual(['Gamma']);
    expect(recipientsOf(sink)).toEqual(['compta@alpha.example', 'compta@beta.example']);
  });

  it('before the first message: refused, and nothing leaves', async () => {
    const { world, sink } = await withClaims('Alpha');
    copyFileSync(world.databasePath, `${world.databasePath}.ancienne`);
    const result = await world.atTerminal('send', [
      [
        'Message 1/1 pour Alpha',
        () => {
          renameSync(`${world.databasePath}.ancienne`, world.databasePath);
          return '\r';
        },
      ],
    ]);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('a été remplacée par une autre');
    expect(sink.received).toEqual([]);
  });
});
