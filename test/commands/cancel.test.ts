import { expect, test } from 'vitest';
import { World } from '../helpers/world.ts';

const invoiced = async (): Promise<World> => {
  const world = new World('2026-11-23');
  await world.ok(
    'add --numero F-1 --client Dupont --type entreprise --email a@x.fr --montant 1200 --emise 15/09/2026',
  );
  return world;
};

test('a cancelled invoice is no longer reminded, and says why', async () => {
  const world = await invoiced();
  const out = await world.ok('annuler F-1 --motif "émise deux fois" --le hier');
  expect(out).toBe(
    'Facture F-1 (Dupont) annulée le 22/11/2026\u00a0: 1\u202f200,00\u00a0€ ne sont plus réclamés.\n→ relance show F-1\n',
  );
  expect(world.rows('select closed_on, closed_as, closed_reason from invoice')).toEqual([
    { closed_on: '2026-11-22', closed_as: 'cancelled', closed_reason: 'émise deux fois' },
  ]);
  expect(await world.ok('show F-1')).toContain('Annulée le 22/11/2026 (émise deux fois).');
  expect(await world.ok('due')).toContain('Rien à relancer');
});

test('--irrecouvrable writes off', async () => {
  const world = await invoiced();
  const { invoice } = await world.json<{ invoice: Record<string, unknown> }>(
    'cancel F-1 --motif "liquidation close" --irrecouvrable',
  );
  expect(invoice).toMatchObject({ state: 'written-off', remainingCents: 0, nextStep: null });
});

test.each([
  ['cancel F-1', 'Il manque --motif', 2],
  ['cancel F-1 --motif ""', 'motif ne peut pas être vide', 2],
  ['cancel F-1 --motif x --le demain', 'est dans le futur', 2],
  ['cancel F-1 --motif x --le 14/09/2026', 'précède l’émission', 2],
])('%s is refused', async (line, sentence, code) => {
  const world = await invoiced();
  const { exitCode, stderr } = await world.relance(line);
  expect(exitCode).toBe(code);
  expect(stderr).toContain(sentence);
  expect(world.rows('select closed_on from invoice')).toEqual([{ closed_on: null }]);
});

test('twice, or once paid, is refused', async () => {
  const world = await invoiced();
  await world.ok('cancel F-1 --motif x');
  const twice = await world.relance('cancel F-1 --motif y');
  expect(twice.exitCode).toBe(1);
  expect(twice.stderr).toBe('La facture F-1 est déjà annulée depuis le 23/11/2026\n→ relance show F-1\n');
  const edited = await world.relance('edit F-1 --montant 5');
  expect(edited.stderr).toContain('est annulée\u00a0: elle ne change plus');
  await world.ok('add --numero F-2 --client Dupont --montant 10');
  await world.ok('pay F-2');
  expect((await world.relance('cancel F-2 --motif y')).stderr).toContain('est déjà réglée');
});

test('the reason is asked at the terminal', async () => {
  const world = await invoiced();
  const { exitCode } = await world.atTerminal('cancel F-1', [
    ['Pourquoi annuler la facture F-1', 'doublon\r'],
  ]);
  expect(exitCode).toBe(0);
  expect(world.rows('select closed_reason from invoice')).toEqual([{ closed_reason: 'doublon' }]);
});
