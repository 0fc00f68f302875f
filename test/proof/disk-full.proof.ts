import { statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { atWork, recipientsOf } from '../helpers/at-work.ts';
import { addClaim, statuses } from '../helpers/claims.ts';
import { useBuiltProgram } from '../helpers/child.ts';
import { plain } from '../helpers/refused.ts';

const program = useBuiltProgram();

/** Three reminders, that to Beta with a heavy invoice, on a disk with so much room left. */
const sendWith = async (roomBytes: number) => {
  const { world, sink } = await atWork();
  const pdf = Buffer.alloc(400_000, '%PDF-1.4 ');
  for (const name of ['Alpha', 'Beta', 'Gamma']) {
    const { invoice } = addClaim(world, name);
    if (name === 'Beta')
      world.execute(
        `insert into document (invoice_id, kind, name, sha256, bytes, content, recorded_at)
         values (?, 'invoice', 'facture.pdf', 'abc', ?, ?, '2026-11-01')`,
        invoice,
        pdf.length,
        pdf,
      );
  }
  const mostKilobytes = Math.floor((statSync(world.databasePath).size + roomBytes) / 1024);
  const result = await program(world, ['send', '--yes'], { mostKilobytes }).ended;
  expect(result).toMatchObject({ exitCode: 3, signal: null });
  const said = plain(result.stdout);
  expect(said).toContain('L’envoi s’est arrêté : Le disque est plein ou ne répond plus');
  expect(said).toContain('✓ Alpha');
  expect(said).toContain('– Gamma, relance-1, F-Gamma : envoi arrêté');
  return { world, sink, said };
};

it('a disk too full for the next message ends the run, and what left is said', async () => {
  const { world, sink, said } = await sendWith(300_000);
  expect(said).toContain('– Beta, relance-1, F-Beta : envoi arrêté');
  expect(recipientsOf(sink)).toEqual(['compta@alpha.example']);
  // Once there is room again, the others leave, and only they.
  await world.ok('send --yes');
  expect(recipientsOf(sink).slice(1)).toEqual(['compta@beta.example', 'compta@gamma.example']);
  expect(statuses(world)).toEqual(['Alpha sent', 'Beta sent', 'Gamma sent']);
});

it('a disk too full to note that a message has left: it is said, and does not leave twice', async () => {
  const { world, sink, said } = await sendWith(900_000);
  expect(said).toContain('✓ Beta');
  expect(said).toContain(
    'accepté par le serveur, mais la base n’a pas pu le noter : relance resolve 2 --parti',
  );
  expect((await world.relance('send --yes')).exitCode).toBe(3);
  await world.ok('resolve 2 --parti');
  await world.ok('send --yes');
  expect(recipientsOf(sink)).toEqual(['compta@alpha.example', 'compta@beta.example', 'compta@gamma.example']);
});
