import { expect, it } from 'vitest';
import { ATELIER, Story } from '../helpers/story.ts';

const INVOICE = `add --numero F-1 ${ATELIER} --montant "1 000,00" --emise 02/02/2026 --echeance 04/03/2026`;

it('paid in parts: each message claims what is left, and leaves the payment some room', async () => {
  const story = await Story.begin('2026-03-05');
  await story.on('2026-03-05', INVOICE);
  await story.on('2026-03-14', 'pay F-1 400');
  await story.until('2026-03-17');
  expect(story.told).toEqual([
    ['2026-03-09', 'Rappel : facture F-1 échue le 4 mars 2026'],
    // Three days after the payment, and seven after the first reminder.
    ['2026-03-17', 'Facture F-1 : 600,00 €, échue depuis 13 jours'],
  ]);
  expect(story.lastText).toContain('400,00 €');
  expect(story.lastText).not.toContain('Total 1 000,00 €');
  await story.on('2026-03-18', 'pay F-1 600');
  await story.until('2026-04-30');
  expect(story.told).toHaveLength(2);
});

it('an invoice of 1 000 with 400 received prints 600', async () => {
  const story = await Story.begin('2026-03-05');
  await story.on('2026-03-05', INVOICE, 'pay F-1 400 --le 01/03/2026');
  await story.until('2026-03-09');
  expect(story.lastText).toContain('600,00 €');
  const html = story.mails.at(-1)?.html ?? '';
  expect(html.replaceAll(/[\u00a0\u202f]/g, ' ')).toContain('600,00 €');
});

it('a credit note is never chased: what it leaves is', async () => {
  const story = await Story.begin('2026-03-05');
  await story.on('2026-03-05', INVOICE, 'pay F-1 1000 --avoir');
  await story.until('2026-05-05');
  expect(story.told).toEqual([]);
});

it('a reversed payment reopens the claim', async () => {
  const story = await Story.begin('2026-03-05');
  await story.on('2026-03-05', INVOICE);
  await story.on('2026-03-06', 'pay F-1 --mode cheque');
  await story.until('2026-03-12');
  expect(story.told).toEqual([]);
  await story.on('2026-03-13', 'pay F-1 --annuler 1 --motif "chèque sans provision"');
  await story.until('2026-03-13');
  expect(story.told).toEqual([['2026-03-13', 'Rappel : facture F-1 échue le 4 mars 2026']]);
});

it('what was paid too much is used before any reminder', async () => {
  const story = await Story.begin('2026-03-05');
  await story.on('2026-03-05', INVOICE, 'pay F-1 1150 --yes');
  await story.on(
    '2026-03-06',
    'add --numero F-2 --client Atelier --montant 500 --emise 01/02/2026 --echeance 03/03/2026',
  );
  const { skipped } = await story.world.json<{ skipped: { reason: string }[] }>('send --yes');
  expect(skipped[0]?.reason).toContain('trop-perçu');
  await story.on('2026-03-09', 'pay F-2 --trop-percu');
  await story.until('2026-03-12');
  expect(story.told).toEqual([['2026-03-12', 'Rappel : facture F-2 échue le 3 mars 2026']]);
  expect(story.lastText).toContain('350,00 €');
  // The money was there from 5 March: no penalty runs since on what it settles.
  const { lines } = await story.world.json<{ lines: { baseCents: number; to: string }[] }>('interets F-2');
  expect(lines.map(({ baseCents, to }) => [baseCents, to])).toEqual([
    [50_000, '2026-03-05'],
    [35_000, '2026-03-12'],
  ]);
});

it('one reminder on its day, none the next day, whatever the number of runs', async () => {
  const story = await Story.begin('2026-03-09');
  await story.on('2026-03-09', INVOICE);
  await story.until('2026-03-09');
  for (const day of ['2026-03-09', '2026-03-09', '2026-03-10']) {
    story.world.today = day;
    await story.world.ok('send --yes');
  }
  expect(story.sink.received).toHaveLength(1);
});
