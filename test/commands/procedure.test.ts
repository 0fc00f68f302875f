import { beforeEach, expect, it } from 'vitest';
import { TODAY, addClient, addInvoice, openBusiness } from '../helpers/claims.ts';
import { refused, said } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

let world: World;
let petit: number;

beforeEach(async () => {
  world = new World(TODAY);
  await openBusiness(world);
  petit = addClient(world, 'Atelier Petit');
  addInvoice(world, petit, 'F-1', { issuedOn: '2026-10-09', dueOn: '2026-11-09' });
  addInvoice(world, petit, 'F-2', { issuedOn: '2026-10-10', dueOn: '2026-11-10' });
});

const OPEN = 'procedure petit --type redressement --jugement 10/10/2026';

it('freezes what was born before the judgment, not what came on its day or after', async () => {
  expect(await said(world, OPEN)).toEqual([
    'Atelier Petit : redressement judiciaire, jugement du 10/10/2026.',
    'Gelées, plus de relance :',
    '  F-1, reste dû 1 200,00 €',
    'Ces créances doivent être déclarées au mandataire judiciaire.',
    'Nées après le jugement, toujours relancées :',
    '  F-2, reste dû 1 200,00 €',
  ]);
  expect(await world.json('why F-1')).toMatchObject({ decision: { act: false, on: null } });
  expect(await world.json('why F-2')).toMatchObject({ decision: { act: true } });
});

it('is completed by a second call, which repeats nothing', async () => {
  await world.ok(OPEN);
  expect(await said(world, 'procedure petit --bodacc 20/10/2026 --mandataire "Me Blanc"')).toEqual([
    'Atelier Petit : redressement judiciaire, jugement du 10/10/2026, publié au Bodacc le 20/10/2026.',
    'Gelées, plus de relance :',
    '  F-1, reste dû 1 200,00 €',
    'Ces créances doivent être déclarées au mandataire judiciaire, Me Blanc.',
    'Nées après le jugement, toujours relancées :',
    '  F-2, reste dû 1 200,00 €',
  ]);
  await world.ok('procedure petit --type liquidation');
  expect(world.rows('select type, judged_on, bodacc_on, mandataire, cancelled_on from insolvency')).toEqual([
    {
      type: 'liquidation',
      judged_on: '2026-10-10',
      bodacc_on: '2026-10-20',
      mandataire: 'Me Blanc',
      cancelled_on: null,
    },
  ]);
});

it('says so when it freezes nothing', async () => {
  expect(await said(world, 'procedure petit --type sauvegarde --jugement 09/10/2026')).toContain(
    'Aucune facture impayée n’est née avant le jugement : rien n’est gelé.',
  );
});

it('once cancelled, the reminders go on', async () => {
  await world.ok(OPEN);
  expect(await said(world, 'procedure petit --annuler')).toEqual([
    'Atelier Petit : procédure collective annulée, les relances reprennent.',
    '→ relance due',
  ]);
  expect(await world.json('why F-1')).toMatchObject({ decision: { act: true } });
  expect(await refused(world, 'procedure petit --annuler')).toEqual([
    1,
    'Aucune procédure collective n’est notée pour Atelier Petit',
    `relance client show ${petit}`,
  ]);
  await world.ok(OPEN);
  expect(world.rows('select cancelled_on from insolvency order by id')).toEqual([
    { cancelled_on: TODAY },
    { cancelled_on: null },
  ]);
});

it.each([
  ['procedure petit --jugement hier', 'Il manque --type'],
  ['procedure petit --type redressement', 'Il manque --jugement'],
  ['procedure petit --type faillite --jugement hier', '--type ne connaît pas « faillite »'],
  ['procedure petit --type redressement --jugement demain', '--jugement : le 24/11/2026 est dans le futur'],
  [`${OPEN} --bodacc demain`, '--bodacc : le 24/11/2026 est dans le futur'],
  [
    `${OPEN} --bodacc 09/10/2026`,
    'La publication au Bodacc (09/10/2026) ne peut pas précéder le jugement (10/10/2026)',
  ],
  ['procedure petit --annuler --type redressement', '--annuler et --type ne vont pas ensemble'],
  ['procedure zut --annuler', 'Aucun client ne s’appelle « zut »'],
])('%s is refused', async (line, message) => {
  expect((await refused(world, line)).slice(0, 2)).toEqual([2, message]);
});

it.each(['aujourd’hui', 'hier'])('a judgment of %s is taken', async (day) => {
  await world.ok(['procedure', 'petit', '--type', 'redressement', '--jugement', day]);
  const story = await world.ok(['procedure', 'petit', '--bodacc', 'aujourd’hui']);
  expect(story).not.toBe('');
});

it('at the terminal, what is missing is asked', async () => {
  await world.atTerminal('procedure petit', [
    ['Sauvegarde', 'liquidation\r'],
    ['jugement d’ouverture', 'hier\r'],
  ]);
  expect(world.rows('select type, judged_on from insolvency')).toEqual([
    { type: 'liquidation', judged_on: '2026-11-22' },
  ]);
});

it('is known to scripts', async () => {
  expect(await world.json(`${OPEN} --mandataire "Me Blanc"`)).toMatchObject({
    client: { id: petit, name: 'Atelier Petit' },
    insolvency: { type: 'redressement', judgedOn: '2026-10-10', bodaccOn: null, mandataire: 'Me Blanc' },
    frozen: ['F-1'],
  });
  expect(await world.json('procedure petit --annuler')).toMatchObject({ insolvency: null, frozen: [] });
});
