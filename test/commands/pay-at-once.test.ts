import { expect, it } from 'vitest';
import { useBuiltProgram } from '../helpers/child.ts';
import { TODAY, addClient, addInvoice, openBusiness } from '../helpers/claims.ts';
import { World } from '../helpers/world.ts';

const start = useBuiltProgram();

it('two payments recorded at the same moment never exceed the total', async () => {
  const world = new World(TODAY);
  await openBusiness(world);
  addInvoice(world, addClient(world, 'Atelier Petit'), 'F-1');
  const results = await Promise.all(
    ['800', '800', '800'].map((amount) => start(world, ['pay', 'F-1', amount]).ended),
  );
  expect(results.map(({ exitCode }) => exitCode).toSorted()).toEqual([0, 1, 1]);
  expect(world.rows('select paid_cents from invoice')).toEqual([{ paid_cents: 80_000 }]);
  expect(world.rows('select count(*) n from payment')).toEqual([{ n: 1 }]);
});

it('two payments that both fit are both recorded', async () => {
  const world = new World(TODAY);
  await openBusiness(world);
  addInvoice(world, addClient(world, 'Atelier Petit'), 'F-1');
  const results = await Promise.all(
    ['500', '700'].map((amount) => start(world, ['pay', 'F-1', amount]).ended),
  );
  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(world.rows('select paid_cents from invoice')).toEqual([{ paid_cents: 120_000 }]);
});

it('the reste dû paid twice at the same moment is paid once', async () => {
  const world = new World(TODAY);
  await openBusiness(world);
  addInvoice(world, addClient(world, 'Atelier Petit'), 'F-1');
  const results = await Promise.all([start(world, ['pay', 'F-1']).ended, start(world, ['pay', 'F-1']).ended]);
  expect(results.map(({ exitCode }) => exitCode).toSorted()).toEqual([0, 1]);
  expect(world.rows('select paid_cents from invoice')).toEqual([{ paid_cents: 120_000 }]);
});
