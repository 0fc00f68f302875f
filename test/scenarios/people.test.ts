import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plain } from '../helpers/refused.ts';
import { Story } from '../helpers/story.ts';

const PROFILE = '--forme EI --adresse "1 rue des Lilas" --cp 75011 --ville Paris';
const invoice = (scenario: string): string =>
  `add --numero F-1 --client "Atelier Durand" --type entreprise --email compta@durand.example --tel "05 56 00 00 01" --adresse "4 rue du Port" --cp 33000 --ville Bordeaux --montant 1200 --emise 02/02/2026 --echeance 02/03/2026 --scenario ${scenario}`;

const folder = (): string => mkdtempSync(join(tmpdir(), 'relance-people-'));

it('a relaxed call first, two mails, a second call, then the formal letter', async () => {
  const story = await Story.begin('2026-03-03', PROFILE);
  await story.on('2026-03-03', invoice('telephone-d-abord'));
  await story.until('2026-03-04');
  expect(await story.asked()).toEqual(['call appel']);
  expect(plain(await story.world.ok('call F-1'))).toContain('savez-vous où');
  await story.world.ok('call F-1 --issue attente-validation --qui "Mme Roche" --quand 06/03/2026');
  await story.until('2026-03-06');
  expect(story.told).toEqual([]);
  await story.until('2026-03-20');
  expect(story.told.map(([day]) => day)).toEqual(['2026-03-09', '2026-03-16']);
  story.sleepUntil('2026-03-23');
  await story.until('2026-03-23');
  expect(await story.asked()).toEqual(['call appel-2']);
  await story.world.ok('call F-1 --issue refus --note "ne paiera pas"');
  story.world.today = '2026-04-03';
  expect(await story.asked()).toEqual(['mise-en-demeure mise-en-demeure']);
});

it('a mail, a registered letter, then a call in which a date is promised, and kept', async () => {
  const story = await Story.begin('2026-03-03', PROFILE);
  await story.on('2026-03-03', invoice('courrier'));
  await story.until('2026-03-17');
  expect(story.told.map(([day]) => day)).toEqual(['2026-03-09']);
  story.world.today = '2026-03-19';
  expect(await story.asked()).toEqual(['lrar lettre']);
  await story.world.ok(`lettre F-1 --recommandee --yes --sortie ${folder()}`);
  await story.world.ok('lettre F-1 --postee 19/03/2026 --lrar "1A 123 456 7890 1"');
  expect(await story.asked()).toEqual([]);
  story.world.today = '2026-03-30';
  expect(await story.asked()).toEqual(['call appel']);
  await story.world.ok('call F-1 --issue promesse --promesse 03/04/2026');
  story.world.today = '2026-04-03';
  await story.world.ok('pay F-1');
  const morning = plain(await story.world.ok('matin'));
  expect(morning).toContain(
    '1 200,00 € Atelier Durand, F-1, le 03/04/2026, promesse tenue'.replace('€ ', '€  '),
  );
});

it('nobody answers: three calls, the last reminder, the formal letter, and the file is handed over', async () => {
  const story = await Story.begin('2026-03-03', PROFILE);
  await story.on('2026-03-03', invoice('standard'));
  await story.until('2026-03-19');
  expect(await story.asked()).toEqual(['call appel']);
  for (const day of ['2026-03-19', '2026-03-20', '2026-03-23']) {
    story.world.today = day;
    await story.world.ok('call F-1 --issue injoignable');
  }
  story.sleepUntil('2026-03-30');
  await story.until('2026-03-30');
  expect(story.told.at(-1)?.[1]).toContain('Dernier rappel');
  story.world.today = '2026-04-07';
  expect(await story.asked()).toEqual(['mise-en-demeure mise-en-demeure']);
  await story.world.ok(`mise-en-demeure F-1 --yes --sortie ${folder()}`);
  await story.world.ok('mise-en-demeure F-1 --postee 07/04/2026 --lrar "1A 123 456 7890 1"');
  story.world.today = '2026-04-20';
  await story.world.ok('mise-en-demeure F-1 --presentee 09/04/2026');
  expect(await story.asked()).toEqual(['handover remise']);
  await story.world.ok('dossier F-1 --remise 20/04/2026 --a "Étude Martin"');
  expect(await story.asked()).toEqual([]);
});

it('a promise that is not kept is said once, in the next message', async () => {
  const story = await Story.begin('2026-03-03', PROFILE);
  await story.on('2026-03-03', invoice('telephone-d-abord'));
  await story.until('2026-03-04');
  await story.world.ok('call F-1 --issue promesse --promesse 11/03/2026');
  await story.until('2026-03-16');
  expect(story.told.map(([day]) => day)).toEqual(['2026-03-16']);
  expect(story.lastText).toContain('pour le 11 mars 2026 ; je ne l’ai pas encore reçu');
});

it.each([
  ['courrier', 'letter', ''],
  ['lrar', 'lrar', ' --lrar "1A 123 456 7890 1"'],
])(
  'a client who only reads paper (--canal %s) gets each e-mail as a letter',
  async (word, channel, tracking) => {
    const story = await Story.begin('2026-03-03', PROFILE);
    await story.on('2026-03-03', invoice('standard'), `client edit Durand --canal ${word}`);
    await story.until('2026-03-05');
    expect(await story.asked()).toEqual([`${channel} relance-1`]);
    const command = /→ relance (lettre .*F-1)/.exec(plain(await story.world.ok('due')))?.[1] ?? '';
    await story.world.ok(`${command} --yes --sortie ${folder()}`);
    await story.world.ok(`lettre F-1 --postee 05/03/2026${tracking}`);
    expect(await story.asked()).toEqual([]);
    await story.until('2026-03-12');
    expect(await story.asked()).toEqual([`${channel} relance-2`]);
    expect(story.told).toEqual([]);
    await story.on('2026-03-12', 'client edit Durand --adresse "" --ville ""');
    expect(plain(await story.world.ok('due'))).toContain('à compléter : adresse postale à compléter');
  },
);
