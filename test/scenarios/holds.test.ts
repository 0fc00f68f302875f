import { expect, it } from 'vitest';
import { ATELIER, Story } from '../helpers/story.ts';

const INVOICE = `add --numero F-1 ${ATELIER} --montant "1 000,00" --emise 02/02/2026 --echeance 04/03/2026`;
const FIRST = ['2026-03-09', 'Rappel : facture F-1 échue le 4 mars 2026'];

it('a promise kept: silence, and nothing after', async () => {
  const story = await Story.begin('2026-03-05');
  await story.on('2026-03-05', INVOICE);
  await story.on('2026-03-10', 'promise F-1 20/03/2026');
  await story.on('2026-03-23', 'pay F-1');
  await story.until('2026-05-01');
  expect(story.told).toEqual([FIRST]);
});

it('a promise broken: two working days of patience, then the next message says so, once', async () => {
  const story = await Story.begin('2026-03-05');
  await story.on('2026-03-05', `${INVOICE} --scenario doux`);
  await story.on('2026-03-12', 'promise F-1 20/03/2026');
  await story.until('2026-05-01');
  // 20 March is a Friday: the transfer has until Tuesday 24.
  expect(story.told.map(([day]) => day)).toEqual(['2026-03-11', '2026-03-25', '2026-04-09']);
  const texts = story.mails.map(({ text = '' }) => text.replaceAll(/[\u00a0\u202f\n]/g, ' '));
  expect(texts.map((text) => text.includes('20 mars 2026'))).toEqual([false, true, false]);
});

it('a dispute of the whole stops everything; ended, the road goes on', async () => {
  const story = await Story.begin('2026-03-05');
  await story.on('2026-03-05', INVOICE);
  await story.on('2026-03-10', 'dispute F-1 --motif "livraison incomplète"');
  await story.until('2026-04-10');
  expect(story.told).toEqual([FIRST]);
  await story.on('2026-04-13', 'resume F-1');
  await story.until('2026-04-13');
  expect(story.told.at(-1)).toEqual(['2026-04-13', 'Facture F-1 : 1 000,00 €, échue depuis 40 jours']);
});

it('a dispute of a part: the rest stays claimed', async () => {
  const story = await Story.begin('2026-03-05');
  await story.on('2026-03-05', INVOICE, 'dispute F-1 --motif "une journée en trop" --montant 300');
  await story.until('2026-03-09');
  expect(story.lastText).toContain('700,00 €');
  const { totals } = await story.world.json<{ totals: { remainingCents: number }[] }>('list');
  expect(totals[0]?.remainingCents).toBe(100_000);
});

it('a pause holds until its day, included; of a client, all of its invoices', async () => {
  const story = await Story.begin('2026-03-05');
  await story.on(
    '2026-03-05',
    INVOICE,
    'add --numero F-2 --client Atelier --montant 50 --emise 02/02/2026 --echeance 03/03/2026',
    'pause "Atelier Durand" --jusqu-au 17/03/2026 --motif "congés de la comptable"',
  );
  await story.until('2026-03-18');
  expect(story.told).toEqual([['2026-03-18', 'Rappel : 2 factures échues, 1 050,00 €']]);
});

it('the client’s words wait for an answer: answered, the road goes on', async () => {
  const story = await Story.begin('2026-03-05');
  await story.on('2026-03-05', INVOICE);
  await story.on('2026-03-16', 'log F-1 --entrant --canal email --note "Je regarde"');
  await story.until('2026-03-17');
  expect(story.told).toEqual([FIRST]);
  await story.on('2026-03-18', 'log F-1 --canal email --note "Merci de votre retour"');
  await story.until('2026-03-24');
  // Three days after the answer: a Saturday, hence Monday.
  expect(story.told.slice(1)).toEqual([['2026-03-23', 'Facture F-1 : 1 000,00 €, échue depuis 19 jours']]);
});

it('forgotten, they hold for five working days, and then it is said', async () => {
  const story = await Story.begin('2026-03-05');
  await story.on('2026-03-05', INVOICE);
  await story.on('2026-03-13', 'log F-1 --entrant --canal email --note "Je regarde"');
  await story.until('2026-03-23');
  expect(story.told.slice(1)).toEqual([['2026-03-23', 'Facture F-1 : 1 000,00 €, échue depuis 19 jours']]);
});

it('a collective proceeding freezes what was owed before it, and only that', async () => {
  const story = await Story.begin('2026-03-05');
  await story.on(
    '2026-03-05',
    INVOICE,
    'procedure Atelier --type redressement --jugement 20/02/2026',
    'add --numero F-2 --client Atelier --montant 80 --emise 25/02/2026 --echeance 04/03/2026',
  );
  await story.until('2026-03-16');
  expect(story.told).toEqual([
    ['2026-03-09', 'Rappel : facture F-2 échue le 4 mars 2026'],
    ['2026-03-16', 'Facture F-2 : 80,00 €, échue depuis 12 jours'],
  ]);
  expect(story.mails.every(({ text = '' }) => !text.includes('F-1'))).toBe(true);
  expect(story.lastText).toContain('D’autres échanges sont en cours');
});
