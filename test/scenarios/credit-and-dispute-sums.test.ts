import { expect, it } from 'vitest';
import { plain, refused } from '../helpers/refused.ts';
import { Story } from '../helpers/story.ts';

const CLIENT =
  '--client "Atelier Durand" --type entreprise --siren 552100554 --email compta@durand.example --tel "01 98 76 54 32" --contact "Mme Claire Durand" --adresse "4 rue du Port" --cp 33000 --ville Bordeaux';

const begin = async (flags = ''): Promise<Story> => {
  const story = await Story.begin(
    '2026-10-02',
    '--forme EI --adresse "1 rue des Lilas" --cp 75011 --ville Paris',
  );
  await story.world.ok(
    `add --numero F-2 ${CLIENT} --montant 1200 --emise 01/09/2026 --echeance 01/10/2026 ${flags}`,
  );
  return story;
};

const oneLine = (text: string): string => plain(text).replaceAll(/\s+/g, ' ');

it('a credit note is deducted, never received', async () => {
  const story = await begin();
  await story.world.ok('pay F-2 200 --avoir');
  expect((await refused(story.world, 'send F-2 --modele recu --yes'))[1]).toBe(
    'Aucun règlement n’est enregistré sur F-2',
  );
  await story.mornings('2026-10-05');
  expect(story.lastText).toContain('Après l’avoir de 200,00 € du 2 octobre, il reste 1 000,00 € à régler');
  expect(story.lastText).not.toContain('reçu');
  await story.mornings('2026-10-12');
  expect(story.lastText).toContain('Après l’avoir de 200,00 € du 2 octobre, il reste 1 000,00 € à régler');
  expect(story.lastText).not.toContain('reçu');
  const letter = oneLine(await story.world.ok('mise-en-demeure F-2 --dry-run'));
  expect(letter).toContain(
    'Montant TTC Avoir Reste dû F-2 01/09/2026 01/10/2026 1 200,00 € 200,00 € 1 000,00 €',
  );
  expect(letter).not.toContain('Déjà réglé');
});

it('what was paid and what was credited are told apart, in mails, receipts and letters', async () => {
  const story = await begin();
  await story.world.ok('pay F-2 200 --avoir');
  await story.world.ok('pay F-2 300 --le 02/10/2026');
  const { planned } = await story.world.json<{ planned: { text: string }[] }>(
    'send F-2 --modele recu --dry-run',
  );
  expect(oneLine(planned[0]?.text ?? '')).toContain(
    'J’ai bien reçu 300,00 € le 2 octobre 2026. Après l’avoir de 200,00 € du 2 octobre, il reste 700,00 € à régler',
  );
  await story.mornings('2026-10-06');
  expect(story.lastText).toContain('J’ai bien reçu 300,00 € le 2 octobre 2026.');
  expect(story.lastText).toContain('Après l’avoir de 200,00 € du 2 octobre, il reste 700,00 € à régler');
  expect(oneLine(await story.world.ok('mise-en-demeure F-2 --dry-run'))).toContain(
    'Montant TTC Déjà réglé Avoir Reste dû F-2 01/09/2026 01/10/2026 1 200,00 € 300,00 € 200,00 € 700,00 €',
  );
});

it('several credit notes are told as one sum', async () => {
  const story = await begin();
  await story.world.ok('pay F-2 200 --avoir');
  await story.world.ok('pay F-2 100 --avoir');
  await story.mornings('2026-10-05');
  expect(story.lastText).toContain('Après les avoirs, de 300,00 € en tout, il reste 900,00 € à régler');
});

it('a disputed part is left aside with its reserve, in mails, text messages, calls and letters', async () => {
  const story = await begin();
  await story.world.ok('dispute F-2 --motif "une journée en trop" --montant 300');
  await story.mornings('2026-10-05');
  expect(story.lastText).toContain('Hors les 300,00 € dont nous parlons, il reste 900,00 € à régler');
  expect(story.lastText).not.toMatch(/oubli|Reste dû/);
  expect(story.lastText).toContain('Hors litige');
  await story.mornings('2026-10-12');
  expect(story.lastText).toContain('Hors les 300,00 € dont nous parlons, il reste 900,00 € à régler');
  expect((await story.world.json<{ text: string }>('sms F-2')).text).toContain(
    'il reste 900,00 € à régler sur la facture F-2, hors les 300,00 € dont nous parlons',
  );
  story.world.today = '2026-10-20';
  const sheet = await story.world.json<{ script: string; totalCents: number }>('call F-2');
  expect(sheet.totalCents).toBe(90_000);
  expect(plain(sheet.script)).toContain(
    'des 900,00 € qui restent à régler sur la facture F-2, hors les 300,00 € dont nous parlons',
  );
  const letter = oneLine(await story.world.ok('mise-en-demeure F-2 --dry-run'));
  expect(letter).toContain('Montant TTC Hors litige F-2');
  expect(letter).toContain('Cette somme ne comprend pas les 300,00 € dont nous parlons');
  expect(oneLine(await story.world.ok('lettre F-2 --dry-run'))).toContain(
    'la somme de 900,00 €, hors les 300,00 € dont nous parlons',
  );
});
