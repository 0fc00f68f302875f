import { beforeEach, expect, it } from 'vitest';
import { TODAY, addClient, addInvoice, openBusiness } from '../helpers/claims.ts';
import { refused } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

let world: World;

beforeEach(async () => {
  world = new World(TODAY);
  await openBusiness(world);
  const petit = addClient(world, 'Atelier Petit');
  for (const number of ['2026-101', '2026-102', '2026-103']) addInvoice(world, petit, number);
});

const paidCents = (): number[] =>
  world.rows<{ paid: number }>('select paid_cents paid from invoice order by id').map(({ paid }) => paid);

it.each(['pay 101 102', 'pay 101 102 --yes', 'pay 101 102 --avoir'])(
  'a sum that names another open invoice is never guessed: %s',
  async (line) => {
    expect(await refused(world, line)).toEqual([
      2,
      '« 102 » peut être un montant de 102,00 €, ou la facture 2026-102',
      'écrivez 102,00 pour le montant, 2026-102 pour la facture',
    ]);
  },
);

it('a script is told so by a code', async () => {
  expect(await world.json('pay 101 102 --yes')).toMatchObject({ error: { code: 'ambiguous-amount' } });
  expect(paidCents()).toEqual([0, 0, 0]);
});

it.each([
  ['pay 101 102,00', [10_200, 0, 0]],
  ['pay 101 102.00', [10_200, 0, 0]],
  ['pay 101 102€', [10_200, 0, 0]],
  ['pay 101 102 €', [10_200, 0, 0]],
  ['pay 101 102 EUR', [10_200, 0, 0]],
  ['pay 101 2026-102 --yes', [120_000, 120_000, 0]],
  // Itself, several, or none: a sum.
  ['pay 101 101', [10_100, 0, 0]],
  ['pay 101 10', [1000, 0, 0]],
  ['pay 101 800', [80_000, 0, 0]],
  ['pay 101 1 100', [110_000, 0, 0]],
])('what can only be read one way is not asked: %s', async (line, sums) => {
  await world.ok(line);
  expect(paidCents()).toEqual(sums);
});

it('a settled invoice is not meant', async () => {
  await world.ok('pay 2026-102');
  await world.ok('pay 101 102');
  expect(paidCents()).toEqual([10_200, 120_000, 0]);
});

it.each([
  ['the amount', '\r', [10_200, 0, 0]],
  ['the invoice', '\u001b[B\r', [120_000, 120_000, 0]],
])('at the terminal, %s is asked', async (_what, keys, sums) => {
  await world.atTerminal('pay 101 102 --yes', [['un montant, ou une facture', keys]]);
  expect(paidCents()).toEqual(sums);
});

it('the invoice chosen, what each one owes is still shown and asked', async () => {
  await world.atTerminal('pay 101 102', [
    ['un montant, ou une facture', '\u001b[B\r'],
    ['Noter ces 2 règlements', 'n\r'],
  ]);
  expect(paidCents()).toEqual([0, 0, 0]);
});

it('three invoices are not one sum of six figures', async () => {
  expect((await refused(world, 'pay 101 102 103 --yes'))[1]).toBe(
    '« 102 103 » peut être un montant de 102 103,00 €, ou la facture 2026-102',
  );
  await world.atTerminal('pay 101 102 103 --yes', [
    ['102 103', '\u001b[B\r'],
    ['2026-103', '\u001b[B\r'],
  ]);
  expect(paidCents()).toEqual([120_000, 120_000, 120_000]);
});

it('figures that start with a zero are no thousands: two invoices, then a sum', async () => {
  const durand = addClient(world, 'Durand');
  addInvoice(world, durand, '2026-014');
  addInvoice(world, durand, '2026-015');
  await world.ok('pay 014 015 800,00');
  await world.ok('pay 014 015 100');
  expect(paidCents()).toEqual([0, 0, 0, 90_000, 0]);
  expect((await refused(world, 'pay 014 015'))[2]).toBe(
    'écrivez 15,00 pour le montant, 2026-015 pour la facture',
  );
});
