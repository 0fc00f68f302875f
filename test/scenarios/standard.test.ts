import { expect, it } from 'vitest';
import { ATELIER, Story } from '../helpers/story.ts';

// Due on Wednesday 4 March 2026.
const INVOICE = `add --numero 2026-014 ${ATELIER} --montant "1 200,00" --emise 02/02/2026 --echeance 04/03/2026`;

it('paid on time: one word before the due date, and silence', async () => {
  const story = await Story.begin('2026-02-02');
  await story.on('2026-02-02', INVOICE);
  await story.on('2026-03-04', 'pay 2026-014');
  await story.until('2026-04-15');
  expect(story.told).toEqual([['2026-02-27', 'Facture 2026-014 — échéance le 4 mars 2026']]);
});

it('paid late, after two reminders', async () => {
  const story = await Story.begin('2026-02-02');
  await story.on('2026-02-02', INVOICE);
  await story.on('2026-03-20', 'pay 2026-014 --le 20/03/2026');
  await story.until('2026-04-20');
  expect(story.told).toEqual([
    ['2026-02-27', 'Facture 2026-014 — échéance le 4 mars 2026'],
    // D+3 is a Saturday.
    ['2026-03-09', 'Rappel : facture 2026-014 échue le 4 mars 2026'],
    ['2026-03-16', 'Facture 2026-014 : 1 200,00 €, échue depuis 12 jours'],
  ]);
  expect((await story.world.ok('due')).trim()).toBe('Rien à relancer le 20/04/2026.');
});

it('the whole road: call, last reminder, mise en demeure, hand-over, and then a decision every 30 days', async () => {
  const story = await Story.begin('2026-03-05');
  await story.on('2026-03-05', INVOICE);
  await story.until('2026-03-23');
  expect(await story.asked()).toEqual(['call appel']);
  await story.on('2026-03-24', 'log 2026-014 --etape appel --note "attend la signature"');
  await story.until('2026-03-31');
  expect(story.told.at(-1)).toEqual([
    '2026-03-31',
    'Dernier rappel avant mise en demeure — facture 2026-014',
  ]);
  // The next step would come on D+32, not before 8 days after the last reminder.
  expect(story.lastText).toContain('d’ici au 7 avril 2026 inclus');
  await story.until('2026-04-07');
  expect(await story.asked()).toEqual([]);
  await story.until('2026-04-08');
  // No postal address: it stays, and says what is missing.
  const { actions } = await story.world.json<{ actions: { blocked: string; channel: string }[] }>('due');
  expect(actions).toMatchObject([{ channel: 'mise-en-demeure', blocked: 'no-postal-address' }]);
  await story.on(
    '2026-04-09',
    'client edit Atelier --adresse "3 rue des Forges" --cp 35000 --ville Rennes',
    'log 2026-014 --etape mise-en-demeure',
  );
  // Posted on the 9th, presented three days later at the latest, 8 days to pay: the 20th; and 13 days between the steps.
  await story.until('2026-04-21');
  expect(await story.asked()).toEqual([]);
  await story.until('2026-04-22');
  expect(await story.asked()).toEqual(['handover remise']);
  await story.on('2026-04-23', 'skip 2026-014 --motif "pas de dossier pour cette somme"');
  expect(await story.asked()).toEqual(['decide']);
  await story.on('2026-04-24', 'log 2026-014 --etape decide --note "j’attends"');
  await story.until('2026-05-23');
  expect(await story.asked()).toEqual([]);
  await story.until('2026-05-24');
  expect(await story.asked()).toEqual(['decide']);
  expect(story.told).toHaveLength(3);
});

it('the file handed over is frozen until it comes back', async () => {
  const story = await Story.begin('2026-03-05');
  await story.on('2026-03-05', `${INVOICE} --etape mise-en-demeure --etape-le 20/02/2026`);
  await story.until('2026-04-18');
  expect(await story.asked()).toEqual(['handover remise']);
  await story.on('2026-04-20', 'log 2026-014 --etape remise --note "étude Martin"');
  await story.until('2026-06-01');
  expect(await story.asked()).toEqual([]);
  await story.on('2026-06-02', 'log 2026-014 --entrant --issue dossier-rendu', 'resume 2026-014');
  expect(await story.asked()).toEqual(['decide']);
  expect(story.told).toEqual([]);
});

it('recorded 60 days late: it starts at its first step after the due date, and keeps the distances', async () => {
  const story = await Story.begin('2026-05-04');
  await story.on('2026-05-04', INVOICE);
  await story.until('2026-05-12');
  expect(story.told).toEqual([
    ['2026-05-04', 'Rappel : facture 2026-014 échue le 4 mars 2026'],
    ['2026-05-11', 'Facture 2026-014 : 1 200,00 €, échue depuis 68 jours'],
  ]);
  expect(await story.next('2026-014')).toEqual({ act: false, step: 'appel', on: '2026-05-18' });
});

it('recorded late with what was done elsewhere: it goes on from there', async () => {
  const story = await Story.begin('2026-05-04');
  await story.on('2026-05-04', `${INVOICE} --etape relance-2 --etape-le 20/03/2026`);
  await story.until('2026-05-04');
  expect(story.told).toEqual([]);
  expect(await story.asked()).toEqual(['call appel']);
});

it('a reminder that left late, after the freelancer’s holidays, delays the next by as much', async () => {
  const story = await Story.begin('2026-02-02');
  await story.on('2026-02-02', INVOICE);
  await story.until('2026-03-06');
  story.sleepUntil('2026-03-19');
  await story.until('2026-03-27');
  expect(story.told.slice(1)).toEqual([
    ['2026-03-19', 'Rappel : facture 2026-014 échue le 4 mars 2026'],
    ['2026-03-26', 'Facture 2026-014 : 1 200,00 €, échue depuis 22 jours'],
  ]);
});

it('changes of year, of hour, 29 February and holidays move nothing but the day of the mail', async () => {
  const story = await Story.begin('2027-12-20');
  await story.on(
    '2027-12-20',
    `add --numero A ${ATELIER} --montant 100 --emise 01/12/2027 --echeance 29/12/2027`,
    `add --numero B --client "Julie Roux" --type entreprise --email julie@roux.example --montant 100 --emise 01/12/2027 --echeance 26/02/2028`,
  );
  await story.until('2028-03-02');
  expect(story.told.slice(0, 3)).toEqual([
    // D−5 is Christmas Eve, a Friday.
    ['2027-12-24', 'Facture A — échéance le 29 décembre 2027'],
    // D+3 is 1 January 2028, a Saturday.
    ['2028-01-03', 'Rappel : facture A échue le 29 décembre 2027'],
    ['2028-01-10', 'Facture A : 100,00 €, échue depuis 12 jours'],
  ]);
  // D+3 of 26 February 2028 is 29 February.
  expect(await story.next('A')).toMatchObject({ step: 'appel', act: true });
  expect(story.told.slice(3)).toEqual([
    ['2028-02-21', 'Facture B — échéance le 26 février 2028'],
    ['2028-02-29', 'Rappel : facture B échue le 26 février 2028'],
  ]);
});

it.each([
  // Easter Monday 2026, then 1 and 8 May, which are Fridays.
  ['03/04/2026', '2026-04-07'],
  ['28/04/2026', '2026-05-04'],
  ['05/05/2026', '2026-05-11'],
  ['22/12/2026', '2026-12-28'],
])('an invoice due on %s is first reminded on %s, never on a day off', async (dueOn, expected) => {
  const story = await Story.begin('2026-04-01');
  await story.on(
    '2026-04-01',
    `add --numero F ${ATELIER} --montant 100 --emise 15/03/2026 --echeance ${dueOn}`,
  );
  story.sleepUntil(`${dueOn.slice(6)}-${dueOn.slice(3, 5)}-${dueOn.slice(0, 2)}`);
  await story.until(expected);
  expect(story.told.map(([day]) => day)).toEqual([expected]);
});
