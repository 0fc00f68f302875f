import { beforeEach, expect, it } from 'vitest';
import { TODAY, addClient, addInvoice, openBusiness } from '../helpers/claims.ts';
import { refused, said } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

let world: World;

beforeEach(async () => {
  world = new World(TODAY);
  await openBusiness(world);
  addInvoice(world, addClient(world, 'Atelier Petit'), 'F-1');
});

const due = async () =>
  (await world.json<{ actions: { totalCents: number }[] }>('due')).actions.map(
    ({ totalCents }) => totalCents,
  );

it('a dispute takes the invoice out of the reminders', async () => {
  expect(await said(world, 'dispute F-1 --motif "livraison contestée"')).toEqual([
    'Litige noté sur F-1 (Atelier Petit) : livraison contestée.',
    'Plus de relance tant qu’il dure ; la facture reste due.',
    '→ une fois le litige réglé : relance resume F-1',
  ]);
  expect(await due()).toEqual([]);
  expect(await world.json('why F-1')).toMatchObject({ decision: { act: false, on: null } });
});

it('a dispute of a part leaves the rest claimed', async () => {
  expect(await said(world, 'litige F-1 --motif "une journée" --montant 300')).toEqual([
    'Litige de 300,00 € noté sur F-1 (Atelier Petit) : une journée.',
    'Le reste, 900,00 €, continue d’être relancé.',
    '→ une fois le litige réglé : relance resume F-1',
  ]);
  expect(await due()).toEqual([90_000]);
});

it('disputes add up to the reste dû, never above', async () => {
  await world.ok('dispute F-1 --motif un --montant 300');
  expect(await refused(world, 'dispute F-1 --motif deux --montant 900,01')).toEqual([
    1,
    'Le litige dépasse le reste dû encore réclamé de 900,00 €',
    'relance dispute F-1 --motif "…"',
  ]);
  await world.ok('dispute F-1 --motif deux --montant 900');
  expect(await due()).toEqual([]);
  expect(await refused(world, 'dispute F-1 --motif trois --montant 1')).toEqual([
    1,
    'La facture F-1 est déjà en litige',
    'relance resume F-1',
  ]);
});

it('an amount above the reste dû is refused', async () => {
  expect((await refused(world, 'dispute F-1 --motif tout --montant 1200,01'))[1]).toBe(
    'Le litige dépasse le reste dû de 1 200,00 €',
  );
  await world.ok('dispute F-1 --motif tout --montant 1200');
});

it('the reason is always said: named without a terminal, asked with one', async () => {
  expect(await refused(world, 'dispute F-1')).toEqual([
    2,
    'Il manque --motif',
    'relance dispute F-1 --motif "prestation contestée"',
  ]);
  await world.atTerminal('dispute F-1', [['Que conteste', 'la qualité\r']]);
  expect(world.rows('select kind, reason, amount_cents, from_on from hold')).toEqual([
    { kind: 'dispute', reason: 'la qualité', amount_cents: null, from_on: TODAY },
  ]);
});

it('an invoice that is paid has nothing to dispute, and no dispute begins tomorrow', async () => {
  expect((await refused(world, 'dispute F-1 --motif x --le demain'))[0]).toBe(2);
  await world.ok('dispute F-1 --motif x --le hier --montant 10');
  await world.ok('pay F-1');
  expect((await refused(world, 'dispute F-1 --motif x'))[1]).toBe('Plus rien n’est dû sur F-1');
});

it('is known to scripts', async () => {
  expect(await world.json('dispute F-1 --motif x')).toMatchObject({
    invoice: { holds: [{ kind: 'dispute', reason: 'x', until: null }] },
  });
});
