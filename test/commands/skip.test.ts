import { beforeEach, expect, it } from 'vitest';
import { TODAY, addClient, addInvoice, openBusiness } from '../helpers/claims.ts';
import { refused, said } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

let world: World;
let petit: number;

beforeEach(async () => {
  world = new World(TODAY);
  await openBusiness(world);
  petit = addClient(world, 'Atelier Petit', { phone: '01 23 45 67 89' });
  addInvoice(world, petit, 'F-1');
});

const marks = () => world.rows('select kind, step, step_day, on_day, reason from step_mark order by id');

it('the next step is skipped with its reason, and the one after is said', async () => {
  expect(await said(world, 'skip F-1 --motif "vu au téléphone"')).toEqual([
    'Étape « relance-1 » passée pour F-1 (Atelier Petit) : vu au téléphone.',
    'Ensuite : e-mail « relance-2 », le 30/11/2026.',
  ]);
  expect(marks()).toEqual([
    { kind: 'skipped', step: 'relance-1', step_day: 3, on_day: TODAY, reason: 'vu au téléphone' },
  ]);
});

it('a step that is not due yet may be skipped, up to the last', async () => {
  for (const step of ['relance-1', 'relance-2', 'appel', 'dernier-rappel', 'mise-en-demeure', 'remise'])
    expect((await said(world, 'passer F-1 --motif x'))[0]).toBe(
      `Étape « ${step} » passée pour F-1 (Atelier Petit) : x.`,
    );
});

it('after the last step, the decision is put off by 30 days', async () => {
  for (let step = 0; step < 6; step += 1) await world.ok('skip F-1 --motif x');
  expect(await said(world, 'skip F-1 --motif "on verra"')).toEqual([
    'Décision remise à plus tard pour F-1 (Atelier Petit) : on verra.',
    'Ensuite : à décider, le 23/12/2026.',
  ]);
  expect(marks().at(-1)).toMatchObject({ step: 'decide', step_day: 0 });
  expect(await refused(world, 'skip F-1 --motif x')).toEqual([
    1,
    'Il n’y a pas d’étape à passer pour F-1 (toutes les étapes sont faites : à décider de nouveau le 23/12/2026)',
    'relance why F-1',
  ]);
  world.today = '2026-12-22';
  expect((await refused(world, 'skip F-1 --motif x'))[0]).toBe(1);
  world.today = '2026-12-23';
  await world.ok('skip F-1 --motif x');
});

it('an invoice that is paid has no step to skip', async () => {
  await world.ok('pay F-1');
  expect(await refused(world, 'skip F-1 --motif x')).toEqual([
    1,
    'Il n’y a pas d’étape à passer pour F-1 (plus rien n’est dû)',
    'relance why F-1',
  ]);
});

it.each(['uncertain', 'draft', 'sending'])('a step whose attempt is %s is not skipped', async (status) => {
  world.execute(
    `insert into contact (client_id, at, on_day, channel, direction, status, about_overdue, recorded_at)
     values (?, '2026-11-23T10:00:00Z', '2026-11-23', 'email', 'out', ?, 1, '2026-11-23T10:00:00Z')`,
    petit,
    status,
  );
  world.execute("insert into contact_invoice values (1, 1, 'relance-1', 3, 'courtoisie', 120000, 3, 1)");
  expect(await refused(world, 'skip F-1 --motif x')).toEqual([
    1,
    'L’étape « relance-1 » de F-1 est peut-être déjà partie',
    'dites-le d’abord : relance resolve 1',
  ]);
});

it('the reason is always said: named without a terminal, asked with one', async () => {
  expect(await refused(world, 'skip F-1')).toEqual([
    2,
    'Il manque --motif',
    'relance skip F-1 --motif "déjà vu au téléphone"',
  ]);
  await world.atTerminal('skip F-1', [['Pourquoi passer', 'vu\r']]);
  expect(marks()).toMatchObject([{ step: 'relance-1', reason: 'vu' }]);
});

it('is known to scripts', async () => {
  expect(await world.json('skip F-1 --motif x')).toMatchObject({
    invoice: { nextStep: { id: 'relance-2', channel: 'email', on: '2026-11-30' } },
  });
});
