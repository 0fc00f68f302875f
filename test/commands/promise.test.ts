import { beforeEach, expect, it } from 'vitest';
import { TODAY, addClient, addInvoice, openBusiness } from '../helpers/claims.ts';
import { refused, said, verdict } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

interface Why {
  decision: { act: boolean; on: string | null };
  rules: { code: string }[];
}

let world: World;

beforeEach(async () => {
  world = new World(TODAY);
  await openBusiness(world);
  addInvoice(world, addClient(world, 'Atelier Petit'), 'F-1');
});

const holds = () =>
  world.rows('select kind, from_on, until_on, amount_cents, ended_on from hold order by id');

it('a promise holds the reminders until two working days after its day', async () => {
  expect(await said(world, 'promise F-1 27/11/2026')).toEqual([
    'Promesse notée pour F-1 (Atelier Petit) : 1 200,00 € le 27/11/2026.',
    'Les relances attendent jusqu’au 01/12/2026 inclus.',
    'Ensuite : e-mail « relance-1 », le 02/12/2026.',
  ]);
  expect(holds()).toEqual([
    { kind: 'promise', from_on: TODAY, until_on: '2026-11-27', amount_cents: 120_000, ended_on: null },
  ]);
  world.today = '2026-12-01';
  expect((await world.json<Why>('why F-1')).decision.act).toBe(false);
  world.today = '2026-12-02';
  expect((await world.json<Why>('why F-1')).decision.act).toBe(true);
});

it.each([
  ['hier', 'Une promesse porte sur aujourd’hui ou plus tard, pas sur le 22/11/2026'],
  ['aujourd’hui', ''],
  ['demain', ''],
])('a promise for %s', async (day, message) => {
  expect(await verdict(world, ['promise', 'F-1', day])).toBe(message);
  expect(holds()).toHaveLength(message === '' ? 1 : 0);
});

it('a promise of a part is kept once that part is paid, and not a cent before', async () => {
  await world.ok('promise F-1 +10j 500,00');
  const codes = async () => (await world.json<Why>('why F-1')).rules.map(({ code }) => code);
  await world.ok('pay F-1 499,99');
  expect(await codes()).toContain('hold-promise');
  await world.ok('pay F-1 0,01');
  expect(await codes()).not.toContain('hold-promise');
});

it('a promise above the reste dû is refused, the reste dû is not', async () => {
  await world.ok('pay F-1 200');
  expect(await refused(world, 'promise F-1 +4j 1000,01')).toEqual([
    1,
    'La promesse dépasse le reste dû de 1 000,00 €',
    expect.stringContaining('relance promise F-1'),
  ]);
  await world.ok('promise F-1 +4j 1000');
});

it('a new promise replaces the former one', async () => {
  await world.ok('promise F-1 +2j');
  world.today = '2026-11-24';
  expect((await said(world, 'promise F-1 +10j 300'))[0]).toBe(
    'Promesse notée pour F-1 (Atelier Petit) : 300,00 € le 04/12/2026, à la place de la précédente.',
  );
  expect(holds()).toMatchObject([{ ended_on: '2026-11-24' }, { ended_on: null, amount_cents: 30_000 }]);
});

it('a promise made days ago keeps its day', async () => {
  await world.ok('promise F-1 +2j --le 20/11/2026');
  expect(holds()).toMatchObject([{ from_on: '2026-11-20' }]);
  expect((await refused(world, 'promise F-1 +2j --le demain'))[1]).toBe(
    '--le : le 24/11/2026 est dans le futur',
  );
});

it('nothing is promised on an invoice that is paid', async () => {
  await world.ok('pay F-1');
  expect(await refused(world, 'promise F-1 +2j')).toEqual([
    1,
    'Plus rien n’est dû sur F-1',
    'relance show F-1',
  ]);
});

it.each([
  ['promise F-1', 'Il manque date'],
  ['promise F-1 bientôt', '« bientôt » n’est pas une date'],
  ['promise F-1 +2j beaucoup', '« beaucoup » n’est pas un montant en EUR'],
])('%s is refused', async (line, message) => {
  expect((await refused(world, line)).slice(0, 2)).toEqual([2, message]);
});

it('is known to scripts, by its French name too', async () => {
  const story = await world.json('promesse F-1 27/11/2026 600');
  expect(story).toMatchObject({ invoice: { holds: [{ kind: 'promise', until: '2026-12-01' }] } });
});
