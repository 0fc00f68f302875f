import { expect, it } from 'vitest';
import { atWork, recipientsOf } from '../helpers/at-work.ts';
import { TODAY, addClaim, addPdf } from '../helpers/claims.ts';
import { plain } from '../helpers/refused.ts';

const afterTomorrow = async () => {
  const work = await atWork();
  addPdf(work.world, addClaim(work.world, 'Alpha').invoice);
  work.world.today = '2026-11-25';
  await work.world.ok('log F-Alpha --canal telephone --entrant --note "rappellera"');
  await work.world.ok('resume F-Alpha');
  work.world.today = TODAY;
  return work;
};

it.each([['send --yes'], ['send --yes --brouillons brouillons'], ['send F-Alpha --modele facture --yes']])(
  'a clock that went back: %s refuses, and says what to do',
  async (line) => {
    const { world, sink } = await afterTomorrow();
    const { error } = await world.json<{ error: { code: string; message: string; hint: string } }>(line);
    expect(error.code).toBe('clock-back');
    expect(plain(error.message)).toBe(
      'La base connaît des faits du 25/11/2026, et cet ordinateur se croit le 23/11/2026 : rien n’est envoyé',
    );
    expect(error.hint).toContain('--horloge-juste');
    expect(sink.received).toEqual([]);
    for (const reading of ['due', 'matin', 'show F-Alpha', 'send --dry-run']) await world.ok(reading);
    world.today = '2026-11-25';
    await world.ok('send --yes');
    expect(recipientsOf(sink)).toEqual(['compta@alpha.example']);
  },
);

it('a clock that is right after all: said by the person, or on the line', async () => {
  const { world, sink } = await afterTomorrow();
  const refused = await world.atTerminal('send', [['La date de l’ordinateur est-elle juste', 'n\r']]);
  expect(refused.exitCode).toBe(130);
  await world.ok('send --yes --horloge-juste');
  expect(recipientsOf(sink)).toEqual(['compta@alpha.example']);
});

it('a clock set back by some minutes is no matter', async () => {
  const { world, sink } = await atWork();
  addClaim(world, 'Alpha');
  await world.ok('pause F-Alpha --jusqu-au 24/11/2026 --motif x');
  await world.ok('resume F-Alpha');
  const result = await world.relance('send --yes', { now: new Date(`${TODAY}T10:52:00Z`) });
  expect(result.exitCode).toBe(0);
  expect(recipientsOf(sink)).toEqual(['compta@alpha.example']);
  const later = await world.relance('send --yes', { now: new Date(`${TODAY}T10:30:00Z`) });
  expect(later.exitCode).toBe(1);
});
