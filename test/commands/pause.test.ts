import { beforeEach, expect, it } from 'vitest';
import { TODAY, addClient, addInvoice, openBusiness } from '../helpers/claims.ts';
import { refused, said, verdict } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

let world: World;
let petit: number;

beforeEach(async () => {
  world = new World(TODAY);
  await openBusiness(world);
  petit = addClient(world, 'Atelier Petit');
  addInvoice(world, petit, 'F-101');
});

const isActing = async (number: string): Promise<boolean> =>
  (await world.json<{ decision: { act: boolean } }>(`why ${number}`)).decision.act;

it('an invoice waits until the day said, included', async () => {
  expect(await said(world, 'pause F-101 --jusqu-au 26/11/2026 --motif "congés du client"')).toEqual([
    'F-101 : en pause jusqu’au 26/11/2026 inclus (congés du client).',
    'Les relances reprennent le 27/11/2026.',
    '→ pour reprendre plus tôt : relance resume F-101',
  ]);
  world.today = '2026-11-26';
  expect(await isActing('F-101')).toBe(false);
  world.today = '2026-11-27';
  expect(await isActing('F-101')).toBe(true);
});

it('a client waits with all their invoices, those to come included', async () => {
  expect((await said(world, 'pause petit --jusqu-au 30/11/2026 --motif congés'))[0]).toBe(
    'Atelier Petit : en pause jusqu’au 30/11/2026 inclus (congés).',
  );
  addInvoice(world, petit, 'F-102');
  expect([await isActing('F-101'), await isActing('F-102')]).toEqual([false, false]);
});

it.each([
  ['hier', 'Une pause va jusqu’à aujourd’hui ou plus tard, pas jusqu’au 22/11/2026'],
  ['aujourd’hui', ''],
  ['demain', ''],
])('until %s', async (day, message) => {
  expect(await verdict(world, ['pause', 'F-101', '--jusqu-au', day, '--motif', 'congés'])).toBe(message);
  expect(world.rows('select id from hold')).toHaveLength(message === '' ? 1 : 0);
});

it('what to type next stands in quotes when the name has several words', async () => {
  const lines = await said(world, 'pause "Atelier Petit" --jusqu-au 26/11/2026 --motif "congés"');
  expect(lines.at(-1)).toBe('→ pour reprendre plus tôt : relance resume "Atelier Petit"');
});

it('a new pause replaces the former one, shorter or longer', async () => {
  await world.ok('pause F-101 --jusqu-au +30j --motif congés');
  expect((await said(world, 'pause F-101 --jusqu-au demain --motif "retour anticipé"'))[0]).toBe(
    'F-101 : en pause jusqu’au 24/11/2026 inclus (retour anticipé), à la place de la pause précédente.',
  );
  world.today = '2026-11-25';
  expect(await isActing('F-101')).toBe(true);
});

it('without a terminal, what is missing is named', async () => {
  const example = 'relance pause F-101 --jusqu-au +15j --motif "congés du client"';
  expect(await refused(world, 'pause F-101 --motif congés')).toEqual([2, 'Il manque --jusqu-au', example]);
  expect(await refused(world, 'pause F-101 --jusqu-au demain')).toEqual([2, 'Il manque --motif', example]);
  expect((await refused(world, 'pause F-101 --jusqu-au demain --motif ""'))[1]).toBe(
    'Le motif ne peut pas être vide',
  );
});

it('at the terminal, what is missing is asked', async () => {
  const { exitCode } = await world.atTerminal('pause F-101', [
    ['jusqu’à quel jour', 'demain\r'],
    ['quelle raison', 'congés\r'],
  ]);
  expect(exitCode).toBe(0);
  expect(world.rows('select until_on, reason from hold')).toEqual([
    { until_on: '2026-11-24', reason: 'congés' },
  ]);
});

it('a name that is both an invoice and a client is refused as ambiguous', async () => {
  addClient(world, 'Garage 101');
  expect(await refused(world, 'pause 101 --jusqu-au demain --motif congés')).toEqual([
    2,
    '« 101 » désigne la facture F-101 et le client Garage 101',
    'écrivez en entier le numéro de la facture ou le nom du client',
  ]);
  await world.ok('pause F-101 --jusqu-au demain --motif congés');
  await world.ok('pause "garage 101" --jusqu-au demain --motif congés');
  expect(world.rows('select client_id is null as is_invoice from hold order by id')).toEqual([
    { is_invoice: 1 },
    { is_invoice: 0 },
  ]);
});

it('a name that is neither, or several, is refused', async () => {
  expect((await refused(world, 'pause zut --jusqu-au demain --motif congés'))[1]).toBe(
    '« zut » ne désigne ni une facture ni un client',
  );
  addInvoice(world, petit, 'F-102');
  expect((await refused(world, 'pause F-10 --jusqu-au demain --motif congés'))[1]).toContain(
    'plusieurs factures',
  );
  addClient(world, 'Petit et fils');
  expect((await refused(world, 'pause petit --jusqu-au demain --motif congés'))[1]).toContain(
    'plusieurs clients',
  );
});

it('an invoice that is paid has nothing to pause', async () => {
  await world.ok('pay F-101');
  expect((await refused(world, 'pause F-101 --jusqu-au demain --motif congés')).slice(0, 2)).toEqual([
    1,
    'Plus rien n’est dû sur F-101',
  ]);
});

it('is known to scripts', async () => {
  expect(await world.json('pause F-101 --jusqu-au demain --motif congés')).toMatchObject({
    invoice: { number: 'F-101', holds: [{ kind: 'pause', reason: 'congés', until: '2026-11-24' }] },
  });
  expect(await world.json('pause petit --jusqu-au demain --motif congés')).toMatchObject({
    client: { id: petit, name: 'Atelier Petit' },
  });
});
