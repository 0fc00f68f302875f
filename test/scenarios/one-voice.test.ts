import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addDays } from '../../src/domain/dates.ts';
import { isWorkingDay } from '../../src/domain/working-days.ts';
import { plain } from '../helpers/refused.ts';
import { Story } from '../helpers/story.ts';

const PROFILE = '--forme EI --adresse "1 rue des Lilas" --cp 75011 --ville Paris';
const DURAND =
  '--client "Atelier Durand" --type entreprise --email compta@durand.example --tel "05 56 00 00 01" --adresse "4 rue du Port" --cp 33000 --ville Bordeaux';

interface Act {
  channel: string;
  blocked: string | null;
  invoices: { number: string; advances: boolean }[];
}

/** Three invoices due on 1, 3 and 5 October, that nobody pays. */
const begin = async (scenario: string): Promise<Story> => {
  const story = await Story.begin('2026-09-21', PROFILE);
  mkdirSync(join(story.world.home, 'courriers'));
  await story.on(
    '2026-09-21',
    `client add "Atelier Durand" ${DURAND.replace('--client "Atelier Durand" ', '')} --scenario ${scenario}`,
    'add --numero F-1 --client Durand --montant 1200 --emise 01/09/2026 --echeance 01/10/2026',
    'add --numero F-2 --client Durand --montant 300 --emise 03/09/2026 --echeance 03/10/2026',
    'add --numero F-3 --client Durand --montant 139,50 --emise 05/09/2026 --echeance 05/10/2026',
  );
  return story;
};

/** What a person does on the day it is asked: one call answered, one letter posted. */
const doWhatIsAsked = async ({ world }: Story): Promise<void> => {
  const { actions } = await world.json<{ actions: Act[] }>('due');
  const day = world.today.split('-').toReversed().join('/');
  for (const { channel, invoices } of actions) {
    const numbers = invoices.filter(({ advances }) => advances).map(({ number }) => number);
    if (channel === 'call')
      await world.ok(`call ${numbers[0]} --issue attente-validation --qui "Mme Roche" --quand ${day}`);
    if (channel !== 'mise-en-demeure') continue;
    await world.ok(['mise-en-demeure', ...numbers, '--yes', '--sortie', join(world.home, 'courriers')]);
    await world.ok(`mise-en-demeure ${numbers[0]} --postee ${day} --lrar "1A 123 456 7890 1"`);
  }
};

/** Every working morning up to that day, and all that was said to the client: day, channel, and the step of each invoice. */
const live = async (story: Story, from: string, until: string): Promise<string[]> => {
  for (let day = from; day <= until; day = addDays(day, 1)) {
    if (!isWorkingDay(day, 'metropole')) continue;
    await story.mornings(day);
    await doWhatIsAsked(story);
  }
  return story.world
    .rows<{ said: string }>(
      `select c.on_day || ' ' || c.channel || ' ' || group_concat(i.number || ' ' || coalesce(ci.step, '-'), ', ') said
       from contact c join contact_invoice ci on ci.contact_id = c.id join invoice i on i.id = ci.invoice_id
       where c.direction = 'out' group by c.id order by c.on_day, c.id`,
    )
    .map(({ said }) => said);
};

const all = (step: string): string => `F-1 ${step}, F-2 ${step}, F-3 ${step}`;

it('standard: three invoices due within five days are told with one voice', async () => {
  const story = await begin('standard');
  expect(await live(story, '2026-09-28', '2026-11-06')).toEqual([
    `2026-09-28 email ${all('pre-echeance')}`,
    '2026-10-05 email F-1 relance-1, F-2 relance-1',
    `2026-10-12 email ${all('relance-2')}`,
    `2026-10-19 call ${all('appel')}`,
    `2026-10-26 email ${all('dernier-rappel')}`,
    `2026-11-03 mise-en-demeure ${all('mise-en-demeure')}`,
  ]);
  expect(story.told.map(([day]) => day)).toEqual(['2026-09-28', '2026-10-05', '2026-10-12', '2026-10-26']);
  const subjects = story.told.map(([, subject]) => subject);
  expect(new Set(subjects).size).toBe(subjects.length);
  const texts = story.mails.map(({ text }) => plain(text ?? ''));
  for (const [index, text] of texts.entries())
    expect(['F-1', 'F-2', 'F-3'].filter((number) => text.includes(number))).toEqual(
      index === 1 ? ['F-1', 'F-2'] : ['F-1', 'F-2', 'F-3'],
    );
  expect(texts[3]).toContain('1 639,50 €');
}, 60_000);

it('doux: no message twice', async () => {
  const story = await begin('doux');
  expect(await live(story, '2026-09-24', '2026-11-17')).toEqual([
    `2026-09-24 email ${all('pre-echeance')}`,
    `2026-10-08 email ${all('relance-1')}`,
    `2026-10-21 email ${all('relance-2')}`,
    `2026-11-05 email ${all('relance-3')}`,
    `2026-11-16 call ${all('appel')}`,
  ]);
  const subjects = story.told.map(([, subject]) => subject);
  expect(new Set(subjects).size).toBe(4);
});

it('telephone-d-abord: never two calls the same week', async () => {
  const story = await begin('telephone-d-abord');
  expect(await live(story, '2026-10-05', '2026-11-04')).toEqual([
    '2026-10-05 call F-1 appel, F-2 appel',
    '2026-10-08 email F-1 relance-1, F-2 relance-1, F-3 -',
    '2026-10-12 call F-1 -, F-2 -, F-3 appel',
    `2026-10-15 email ${all('relance-2')}`,
    `2026-10-22 call ${all('appel-2')}`,
    `2026-11-02 mise-en-demeure ${all('mise-en-demeure')}`,
  ]);
});

it('a mise en demeure of one invoice alone: nothing softer about the others before the end of its delay', async () => {
  const story = await begin('standard');
  await live(story, '2026-09-28', '2026-10-19');
  const { world } = story;
  story.sleepUntil('2026-10-20');
  world.today = '2026-10-20';
  await world.ok(['mise-en-demeure', 'F-1', '--yes', '--sortie', join(world.home, 'courriers')]);
  await world.ok('mise-en-demeure F-1 --postee 20/10/2026 --lrar "1A 123 456 7890 1"');
  // Posted, then eight days from a presentation that is reckoned three days later.
  const before = story.told.length;
  await story.mornings('2026-10-26', '2026-10-27', '2026-10-30');
  expect(story.told).toHaveLength(before);
  expect(plain(await world.ok('why F-2')).replaceAll(/\s+/g, ' ')).toContain(
    'mise en demeure de ce client pour F-1 : rien de plus doux avant la fin de son délai',
  );
  await story.mornings('2026-11-02');
  expect(story.told.slice(before)).toEqual([
    ['2026-11-02', 'Dernier rappel avant mise en demeure — 2 factures, 439,50 €'],
  ]);
});

it('why, show and due say what an invoice owes to another one', async () => {
  const story = await begin('standard');
  const { world } = story;
  await live(story, '2026-09-28', '2026-10-04');
  world.today = '2026-10-05';
  const before = plain(await world.ok('why F-2')).replaceAll(/\s+/g, ' ');
  expect(before).toContain('Aujourd’hui : e-mail « relance-1 ».');
  expect(before).toContain('✓ rappelée avec F-1 le 05/10/2026 : compte pour « relance-1 »');
  expect(plain(await world.ok('due'))).toContain('échue le 03/10/2026, 2 jours (avancée)');
  expect(await world.json('preview F-2')).toMatchObject({ step: 'relance-1', on: '2026-10-05' });
  await live(story, '2026-10-05', '2026-10-05');
  const why = plain(await world.ok('why F-2')).replaceAll(/\s+/g, ' ');
  expect(why).toContain(
    'rappelée avec F-1 le 05/10/2026 : compte pour « relance-1 », 7 jours les séparent : pas avant le 12/10/2026',
  );
  expect(plain(await world.ok('show F-2'))).toContain('e-mail, relance-1, envoyé, avec F-1');
  expect((await story.next('F-3')).on).toBe('2026-10-12');
  world.today = '2026-10-09';
  expect(plain(await world.ok('why F-3')).replaceAll(/\s+/g, ' ')).toContain(
    'le même message est parti à ce client le 05/10/2026 pour une autre facture, 7 jours d’écart : pas avant le 12/10/2026',
  );
  expect(plain(await world.ok('due --all'))).toContain(
    'rappelée avec F-1 le 05/10/2026 : compte pour « relance-1 »',
  );
});

it('on paper, the letter about one invoice moves the others as a message would', async () => {
  const story = await begin('standard');
  const { world } = story;
  story.sleepUntil('2026-10-12');
  world.today = '2026-10-12';
  await world.ok('client edit Durand --canal courrier');
  await world.ok('log F-1 --etape relance-1 --canal courrier --le 05/10/2026');
  const command = /→ relance (lettre .*)/.exec(plain(await world.ok('due')))?.[1] ?? '';
  expect(command).toBe('lettre F-1 F-2 F-3');
  await world.ok(`${command} --yes --sortie ${join(world.home, 'courriers')}`);
  await world.ok('lettre F-1 --postee 12/10/2026');
  expect(await live(story, '2026-10-12', '2026-10-12')).toEqual([
    '2026-10-05 letter F-1 relance-1',
    `2026-10-12 letter ${all('relance-2')}`,
  ]);
});

it('a step that is skipped is that of the invoice whose day it was', async () => {
  const story = await begin('standard');
  const { world } = story;
  story.sleepUntil('2026-10-05');
  world.today = '2026-10-05';
  const { stdout } = await world.atTerminal('send', [
    ['Message 1/1', '\u001B[B\u001B[B\r'],
    ['Motif', 'déjà vu\r'],
  ]);
  expect(plain(stdout)).toContain('étape passée : déjà vu');
  expect(world.rows('select invoice_id id, step from step_mark')).toEqual([{ id: 1, step: 'relance-1' }]);
  expect((await story.next('F-2')).step).toBe('relance-1');
});
