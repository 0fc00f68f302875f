import { expect, it } from 'vitest';
import { plain } from '../helpers/refused.ts';
import { Story } from '../helpers/story.ts';

const CLIENT =
  '--client "Atelier Durand" --type entreprise --siren 552100554 --email compta@durand.example --tel "01 98 76 54 32" --contact "Mme Claire Durand" --adresse "4 rue du Port" --cp 33000 --ville Bordeaux';

const add = (number: string, amount: string, due: string, rest = '--client Atelier'): string =>
  `add --numero ${number} ${rest} --montant ${amount} --emise 01/09/2026 --echeance ${due}`;

const begin = async (...lines: string[]): Promise<Story> => {
  const story = await Story.begin(
    '2026-10-02',
    '--forme EI --adresse "1 rue des Lilas" --cp 75011 --ville Paris',
  );
  for (const line of lines) await story.world.ok(line);
  return story;
};

it('a message that covers a part of what is owed says what it leaves out', async () => {
  const story = await begin(add('A-1', '1200', '01/10/2026', CLIENT), add('A-2', '439,50', '02/10/2026'));
  await story.world.ok('dispute A-1 --motif "livraison incomplète"');
  await story.mornings('2026-10-05');
  expect(story.lastText).toContain(
    'Ce message ne comprend pas la facture A-1, dont le suivi se fait à part.',
  );
  // What is owed apart from a receipt, and beside the invoices of a text message or a call.
  await story.world.ok('pay A-2 100 --le 05/10/2026');
  const { planned } = await story.world.json<{ planned: { text: string }[] }>(
    'send A-2 --modele recu --dry-run',
  );
  expect(plain(planned[0]?.text ?? '').replaceAll(/\s+/g, ' ')).toContain('ne comprend pas la facture A-1');
  expect(plain(await story.world.ok('lettre A-2 --dry-run')).replaceAll(/\s+/g, ' ')).toContain(
    'Cette lettre ne comprend pas la facture A-1, dont le suivi se fait à part.',
  );
});

it('several invoices asked for beside another say so in a text message and in a call', async () => {
  const story = await begin(
    add('A-1', '1200', '01/10/2026', CLIENT),
    add('A-2', '400', '02/10/2026'),
    add('A-3', '39,50', '02/10/2026'),
  );
  await story.mornings('2026-10-05', '2026-10-12');
  story.world.today = '2026-10-20';
  expect((await story.world.json<{ text: string }>('sms A-2 A-3')).text).toContain(
    '439,50 €, hors la facture A-1',
  );
  const { script } = await story.world.json<{ script: string }>('call A-2 A-3');
  expect(plain(script)).toContain('439,50 € en tout, hors la facture A-1');
});

it('an invoice not yet due, paid or of nothing much is not left out', async () => {
  const story = await begin(
    add('A-1', '1200', '01/10/2026', CLIENT),
    add('A-2', '400', '30/11/2026'),
    add('A-3', '100', '01/10/2026'),
    add('A-4', '0,50', '01/10/2026'),
    'pay A-3 --le 02/10/2026',
  );
  await story.mornings('2026-10-05');
  expect(story.lastText).not.toContain('ne comprend pas');
});

it('many are counted', async () => {
  const story = await begin(
    add('A-1', '1200', '01/10/2026', CLIENT),
    ...['B-1', 'B-2', 'B-3', 'B-4'].flatMap((number) => [
      add(number, '100', '01/10/2026'),
      `dispute ${number} --motif "litige"`,
    ]),
  );
  await story.mornings('2026-10-05');
  expect(story.lastText).toContain(
    'Ce message ne comprend pas 4 autres factures, dont le suivi se fait à part.',
  );
});

it('a total that falls is explained: paid, credited, cancelled', async () => {
  const story = await begin(
    add('A-1', '1200', '01/10/2026', CLIENT),
    add('A-2', '400', '01/10/2026'),
    add('A-3', '300', '01/10/2026'),
    add('A-4', '200', '01/10/2026'),
  );
  await story.mornings('2026-10-05');
  expect(story.told.at(-1)?.[1]).toBe('Rappel : 4 factures échues, 2 100,00 €');
  story.world.today = '2026-10-08';
  await story.world.ok('pay A-2 --le 08/10/2026');
  await story.world.ok('pay A-3 300 --avoir --le 08/10/2026');
  await story.world.ok('cancel A-4 --motif "double"');
  await story.mornings('2026-10-12');
  expect(story.lastText).toContain(
    'Depuis mon message du 5 octobre, j’ai bien reçu le règlement de la facture A-2, merci.',
  );
  expect(story.lastText).toContain('Un avoir a soldé la facture A-3.');
  expect(story.lastText).toContain('Plus rien n’est demandé sur la facture A-4.');
  story.world.today = '2026-10-19';
  await story.world.ok('log A-1 --etape appel --issue message');
  await story.mornings('2026-10-26');
  expect(story.told).toHaveLength(3);
  expect(story.lastText).not.toMatch(/A-2|A-3|A-4/);
});

it('what a receipt has told is not told again', async () => {
  const story = await begin(add('A-1', '1200', '01/10/2026', CLIENT), add('A-2', '400', '01/10/2026'));
  await story.mornings('2026-10-05');
  story.world.today = '2026-10-08';
  await story.world.ok('pay A-2 --le 08/10/2026');
  await story.world.ok('send A-2 --modele recu --yes');
  await story.mornings('2026-10-12');
  expect(story.lastText).toContain('1 200,00 €');
  expect(story.lastText).not.toContain('A-2');
});
