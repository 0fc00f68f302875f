import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plain } from '../helpers/refused.ts';
import { Story } from '../helpers/story.ts';

const CLIENT =
  '--client "Atelier Durand" --type entreprise --siren 552100554 --email compta@durand.example --tel "01 98 76 54 32" --contact "Mme Claire Durand" --adresse "4 rue du Port" --cp 33000 --ville Bordeaux';

const begin = async (flags = ''): Promise<Story> => {
  const story = await Story.begin(
    '2026-10-02',
    '--forme EI --adresse "1 rue des Lilas" --cp 75011 --ville Paris',
  );
  await story.world.ok(
    `add --numero F-1 ${CLIENT} --montant 1200 --emise 01/09/2026 --echeance 01/10/2026 ${flags}`,
  );
  return story;
};

const oneLine = (text: string): string => plain(text).replaceAll(/\s+/g, ' ');

it('thanks, confirmations and copies are no reminders: neither mails, calls nor letters count them', async () => {
  const story = await begin();
  await story.mornings('2026-10-05');
  story.world.today = '2026-10-07';
  await story.world.ok('pay F-1 500 --le 07/10/2026');
  await story.world.ok('send F-1 --modele recu --yes');
  const pdf = join(story.world.home, 'f.pdf');
  writeFileSync(pdf, '%PDF-1.4\n%%EOF\n');
  await story.world.ok(['edit', 'F-1', '--pdf', pdf]);
  await story.world.ok('send F-1 --modele facture --yes');
  await story.mornings('2026-10-14');
  expect(story.told.at(-1)?.[1]).toContain('échue depuis 13 jours');
  expect(story.lastText).toContain('après mon rappel du 5 octobre 2026');
  story.world.today = '2026-10-15';
  await story.world.ok('promise F-1 19/10/2026');
  await story.world.ok('send F-1 --modele promesse --yes');
  story.world.today = '2026-10-20';
  const { script } = await story.world.json<{ script: string }>('call F-1');
  expect(plain(script)).toContain('mon dernier rappel date du 14 octobre 2026');
  story.world.today = '2026-10-23';
  const letter = oneLine(await story.world.ok('mise-en-demeure F-1 --dry-run'));
  expect(letter).toContain('rappels des 5 et 14 octobre 2026');
});

it('a call that reached nobody reminds nobody; one that did, a text message, a letter and a reminder noted do', async () => {
  const story = await begin();
  await story.mornings('2026-10-05');
  story.world.today = '2026-10-06';
  await story.world.ok('call F-1 --issue injoignable');
  story.world.today = '2026-10-08';
  await story.world.ok('sms F-1 --envoye');
  story.world.today = '2026-10-09';
  await story.world.ok('call F-1 --issue refus');
  story.world.today = '2026-10-12';
  await story.world.ok('log F-1 --canal courrier --note "rappel par courrier"');
  const folder = mkdtempSync(join(tmpdir(), 'relance-letters-'));
  story.world.today = '2026-10-13';
  await story.world.ok(`lettre F-1 --yes --sortie ${folder}`);
  await story.world.ok('lettre F-1 --postee 13/10/2026');
  story.world.today = '2026-10-20';
  expect(oneLine(await story.world.ok('mise-en-demeure F-1 --dry-run'))).toContain(
    'rappels des 5, 8, 9, 12 et 13 octobre 2026',
  );
});

it('an answer to the client is no reminder, nor is what was said before the due date', async () => {
  const story = await begin('--scenario doux');
  await story.on('2026-10-08');
  await story.until('2026-10-08');
  story.world.today = '2026-10-12';
  await story.world.ok('log F-1 --entrant --canal email --note "Je regarde"');
  story.world.today = '2026-10-13';
  await story.world.ok('log F-1 --canal email --note "Merci de votre retour"');
  story.world.today = '2026-10-20';
  expect(oneLine(await story.world.ok('lettre F-1 --dry-run'))).toContain('8 octobre 2026');
  expect(oneLine(await story.world.ok('lettre F-1 --dry-run'))).not.toContain('13 octobre');
});
