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
  addInvoice(world, petit, 'F-1');
});

const openHolds = () => world.rows('select kind from hold where ended_on is null order by id');

it('ends what the user may end, lists it, and says what comes next', async () => {
  await world.ok('dispute F-1 --motif "une journée" --montant 300');
  await world.ok('pause F-1 --jusqu-au +8j --motif congés');
  await world.ok('promise F-1 +4j');
  await world.ok('log F-1 --entrant');
  expect(await said(world, 'resume F-1')).toEqual([
    'F-1 : fin du litige de 300,00 € (une journée), de la pause prévue jusqu’au 01/12/2026 (congés), de la promesse pour le 27/11/2026, de l’attente de votre réponse (1 message reçu).',
    'Ensuite : e-mail « relance-1 », dès aujourd’hui.',
  ]);
  expect(openHolds()).toEqual([]);
});

it('says so when there is nothing to end', async () => {
  expect(await said(world, 'resume F-1')).toEqual(['F-1 : rien à reprendre.']);
  expect(await said(world, 'reprendre "Atelier Petit"')).toEqual(['Atelier Petit : rien à reprendre.']);
});

it('does not list a pause that has passed', async () => {
  await world.ok('pause F-1 --jusqu-au demain --motif congés');
  world.today = '2026-11-25';
  expect(await said(world, 'resume F-1')).toEqual(['F-1 : rien à reprendre.']);
});

it('leaves a broken promise, which the next message recalls', async () => {
  await world.ok('promise F-1 aujourd’hui');
  world.today = '2026-11-26';
  expect(await said(world, 'resume F-1')).toEqual(['F-1 : rien à reprendre.']);
  expect(openHolds()).toEqual([{ kind: 'promise' }]);
});

it('leaves a handed-over file, and says how it ends', async () => {
  world.today = '2027-01-10';
  await world.ok('log F-1 --etape remise');
  await world.ok('pause F-1 --jusqu-au +8j --motif congés');
  expect(await said(world, 'resume F-1')).toEqual([
    'F-1 : fin de la pause prévue jusqu’au 18/01/2027 (congés).',
    'Toujours suspendue, F-1 : dossier remis le 10/01/2027',
    '→ relance log F-1 --issue dossier-rendu',
    expect.stringContaining('Ensuite :'),
  ]);
  expect(openHolds()).toEqual([{ kind: 'handover' }]);
});

it('leaves a collective proceeding, and says how it ends', async () => {
  await world.ok('procedure petit --type liquidation --jugement hier');
  expect(await said(world, 'resume F-1')).toEqual([
    'F-1 : rien à reprendre.',
    expect.stringContaining('Toujours suspendue, F-1 : procédure collective ouverte le 22/11/2026'),
    `→ relance procedure ${petit} --annuler`,
  ]);
});

it('of an invoice leaves the pause of its client', async () => {
  await world.ok('pause petit --jusqu-au +8j --motif congés');
  expect(await said(world, 'resume F-1')).toEqual([
    'F-1 : rien à reprendre.',
    'Toujours suspendue, F-1 : en pause jusqu’au 01/12/2026 inclus (congés)',
    '→ relance resume "Atelier Petit"',
  ]);
  await world.ok('resume "Atelier Petit"');
  expect(openHolds()).toEqual([]);
});

it('of a client leaves the disputes of their invoices, and names them', async () => {
  await world.ok('dispute F-1 --motif x');
  await world.ok('pause petit --jusqu-au +8j --motif congés');
  await world.ok('log F-1 --entrant');
  expect(await said(world, 'resume petit')).toEqual([
    'Atelier Petit : fin de la pause prévue jusqu’au 01/12/2026 (congés), de l’attente de votre réponse (1 message reçu).',
    'Toujours suspendue, F-1 : litige depuis le 23/11/2026 (x)',
    '→ relance resume F-1',
    '→ relance due',
  ]);
});

it('an unknown name is refused', async () => {
  expect((await refused(world, 'resume zut')).slice(0, 2)).toEqual([
    2,
    '« zut » ne désigne ni une facture ni un client',
  ]);
});

it('is known to scripts', async () => {
  await world.ok('dispute F-1 --motif x');
  expect(await world.json('resume F-1')).toMatchObject({
    invoice: { number: 'F-1', holds: [] },
    ended: [{ kind: 'dispute', reason: 'x' }],
  });
  expect(await world.json('resume petit')).toMatchObject({ client: { id: petit }, ended: [] });
});
