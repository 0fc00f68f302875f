import { expect, it } from 'vitest';
import { plain } from '../helpers/refused.ts';
import { Story } from '../helpers/story.ts';

const CLIENT =
  '--client "Atelier Durand" --type entreprise --siren 552100554 --email compta@durand.example --tel "01 98 76 54 32" --contact "Mme Claire Durand"';

const begin = async (flags = '', profile = '--forme EI'): Promise<Story> => {
  const story = await Story.begin('2026-10-02', profile);
  await story.world.ok(
    `add --numero F-1 ${CLIENT} --montant 1200 --emise 01/09/2026 --echeance 01/10/2026 --scenario telephone-d-abord ${flags}`,
  );
  return story;
};

/** What the first e-mail says after a call of 5 October. */
const after = async (call: string, flags = '', profile = '--forme EI'): Promise<string> => {
  const story = await begin(flags, profile);
  story.world.today = '2026-10-05';
  await story.world.ok(`call F-1 ${call}`);
  story.sleepUntil('2026-10-06');
  for (let day = 6; day <= 28 && story.told.length === 0; day += 1)
    await story.mornings(`2026-10-${String(day).padStart(2, '0')}`);
  expect(story.lastText).not.toMatch(/oubli/);
  return story.lastText;
};

it.each([
  [
    '--issue attente-validation --qui "Mme Roche" --quand 09/10/2026',
    'Suite à notre échange du 5 octobre : Mme Roche devait valider la facture pour le 9 octobre.',
  ],
  ['--issue attente-validation', 'Suite à notre échange du 5 octobre : la facture attendait une validation.'],
  [
    '--issue deja-paye --paye-le 02/10/2026',
    'Suite à notre échange du 5 octobre : vous m’indiquiez un règlement du 2 octobre, que je n’ai pas encore retrouvé.',
  ],
  [
    '--issue facture-non-recue',
    'Suite à notre échange du 5 octobre : la facture ne vous était pas parvenue.',
  ],
])('a call answered is known by the next e-mail: %s', async (call, sentence) => {
  expect(await after(call)).toContain(sentence);
});

it('speaks of it as the reader is spoken to, by one person or by a company', async () => {
  expect(await after('--issue deja-paye', '--tutoiement', '--forme SARL')).toContain(
    'Suite à notre échange du 5 octobre : tu nous indiquais un règlement, que nous n’avons pas encore retrouvé.',
  );
  expect(await after('--issue facture-non-recue', '--tutoiement')).toContain(
    'la facture ne t’était pas parvenue.',
  );
});

it('a message left is known too, and a person who could not be reached is not said to forget', async () => {
  const story = await begin();
  story.world.today = '2026-10-05';
  await story.world.ok('call F-1 --issue message');
  await story.world.ok('log F-1 --etape appel --issue message');
  await story.mornings('2026-10-08', '2026-10-09', '2026-10-12');
  expect(story.lastText).toContain('J’ai cherché à vous joindre le 5 octobre.');
  expect(story.lastText).not.toContain('oubli');
});

it('the words of the client too', async () => {
  const story = await begin('--scenario doux');
  story.world.today = '2026-10-05';
  await story.world.ok('log F-1 --entrant --canal email --note "Je regarde"');
  await story.world.ok('resume "Atelier Durand"');
  await story.mornings('2026-10-08', '2026-10-09');
  expect(story.lastText).toContain('Je vous écris à la suite de votre message du 5 octobre.');
  expect(story.lastText).not.toContain('oubli');
});

it('once a reminder has said it, the next quotes that reminder', async () => {
  const story = await begin();
  story.world.today = '2026-10-05';
  await story.world.ok('call F-1 --issue attente-validation --qui "Mme Roche" --quand 06/10/2026');
  await story.mornings('2026-10-08', '2026-10-15');
  expect(story.told).toHaveLength(2);
  expect(story.lastText).toContain('après mon rappel du 8 octobre 2026');
  expect(story.lastText).not.toMatch(/échange|oubli/);
});

it('the last reminder tells what was done, and how', async () => {
  const story = await Story.begin('2026-10-02');
  await story.world.ok(`add --numero F-1 ${CLIENT} --montant 1200 --emise 01/09/2026 --echeance 01/10/2026`);
  await story.mornings('2026-10-05', '2026-10-12');
  story.world.today = '2026-10-19';
  await story.world.ok('log F-1 --etape appel --issue message');
  await story.mornings('2026-10-26');
  expect(story.told.at(-1)?.[1]).toContain('Dernier rappel');
  expect(story.lastText).toContain(
    'Je vous ai écrit les 5 et 12 octobre et j’ai cherché à vous joindre le 19 octobre.',
  );
});

it('with a call answered, it says so; with one letter, it says one', async () => {
  const story = await Story.begin('2026-10-02', '--forme SARL');
  await story.world.ok(
    `add --numero F-1 ${CLIENT} --tutoiement --montant 1200 --emise 01/09/2026 --echeance 01/10/2026 --etape relance-1 --etape-le 02/10/2026`,
  );
  await story.mornings('2026-10-12');
  story.world.today = '2026-10-19';
  await story.world.ok('call F-1 --issue refus');
  expect(plain(await story.world.ok('preview F-1 --etape dernier-rappel')).replaceAll(/\s+/g, ' ')).toContain(
    'Nous t’avons écrit le 12 octobre et nous avons échangé le 19 octobre.',
  );
});

it('the call sheet opens with the last exchange', async () => {
  const story = await begin();
  story.world.today = '2026-10-05';
  await story.world.ok('call F-1 --issue attente-validation --qui "Mme Roche" --quand 06/10/2026');
  story.world.today = '2026-10-20';
  const { script } = await story.world.json<{ script: string }>('call F-1');
  expect(plain(script)).toContain('suite à notre échange du 5 octobre');
});

it('a letter knows it too, and quotes what was written', async () => {
  const story = await begin('--adresse "4 rue du Port" --cp 33000 --ville Bordeaux');
  await story.world.ok('profil --adresse "1 rue des Lilas" --cp 75011 --ville Paris');
  await story.mornings('2026-10-06');
  story.world.today = '2026-10-07';
  await story.world.ok('log F-1 --canal email --note "rappel"');
  story.world.today = '2026-10-08';
  await story.world.ok('call F-1 --issue attente-validation --qui "Mme Roche" --quand 09/10/2026');
  const letter = plain(await story.world.ok('lettre F-1 --dry-run')).replaceAll(/\s+/g, ' ');
  expect(letter).toContain(
    'Suite à notre échange du 8 octobre : Mme Roche devait donner sa validation pour le 9 octobre.',
  );
  expect(letter).toContain('du 7 octobre 2026');
  expect(letter).not.toContain('7 et 8 octobre');
});
