import PostalMime from 'postal-mime';
import { expect, it } from 'vitest';
import { renderEpcQr } from '../../src/mail/epc-qr.ts';
import { plain, refused } from '../helpers/refused.ts';
import { ATELIER, Story } from '../helpers/story.ts';

const invoice = (number: string, amount: string, due: string, rest = '--client Atelier') =>
  `add --numero ${number} ${rest} --montant ${amount} --emise 02/02/2026 --echeance ${due}`;

const two = async (): Promise<Story> => {
  const story = await Story.begin('2026-03-09');
  await story.world.ok(invoice('A-1', '1000', '04/03/2026', ATELIER));
  await story.world.ok(invoice('A-2', '250', '06/03/2026'));
  return story;
};

interface Planned {
  planned: { subject: string; text: string; refs: { number: string; remainingCents: number }[] }[];
}

it('a promise of a part is that part everywhere: words, QR code, its alternative, screen and JSON', async () => {
  const story = await two();
  await story.world.ok('promise A-1 16/03/2026 300');
  const { planned } = await story.world.json<Planned>('send A-1 --modele promesse --dry-run');
  expect(plain(planned[0]?.text ?? '')).toContain('300,00 €');
  expect(planned[0]?.refs).toMatchObject([{ number: 'A-1', remainingCents: 30_000 }]);
  const screen = plain(await story.world.ok('send A-1 --modele promesse --yes'));
  expect(screen).toContain('promesse, A-1 : 300,00 €');
  const { raw } = story.sink.received.at(-1) ?? { raw: Buffer.alloc(0) };
  const { html, attachments } = await PostalMime.parse(raw);
  expect(plain(/alt="([^"]*)"/.exec(html ?? '')?.[1] ?? '')).toBe(
    'QR code pour régler 300,00 € par virement, référence A-1',
  );
  const drawn = renderEpcQr({
    holder: 'Jeanne Martin EI',
    iban: 'FR7630006000011234567890189',
    bic: null,
    reference: 'A-1',
    amountCents: 30_000,
    currency: 'EUR',
  })?.png;
  expect(Buffer.from(attachments[0]?.content as ArrayBuffer)).toEqual(drawn);
  expect(story.world.rows('select total_cents from message')).toEqual([{ total_cents: 30_000 }]);
});

it('one promise on two invoices is recalled for both', async () => {
  const story = await two();
  await story.world.ok('call A-1 A-2 --issue promesse --promesse 16/03/2026');
  const { planned } = await story.world.json<Planned>('send A-1 A-2 --modele promesse --dry-run');
  expect(plain(planned[0]?.text ?? '')).toContain('1 250,00 €');
  await story.mornings('2026-03-19');
  expect(story.lastText).toContain('1 250,00 € pour le 16 mars 2026 ; je ne l’ai pas encore reçu');
  expect(story.told).toHaveLength(1);
});

it('promises of two days are confirmed one by one, and the last day is the one recalled', async () => {
  const story = await two();
  await story.world.ok('promise A-1 16/03/2026');
  await story.world.ok('promise A-2 17/03/2026');
  expect((await refused(story.world, 'send A-1 A-2 --modele promesse --yes')).slice(1)).toEqual([
    'Ces promesses ne sont pas pour le même jour',
    'relance send A-1 --modele promesse, puis les autres',
  ]);
  await story.mornings('2026-03-23');
  expect(story.lastText).toContain('250,00 € pour le 17 mars 2026 ; je ne l’ai pas encore reçu');
  expect(story.lastText).not.toContain('1 250,00 € pour');
});

it('only the invoices that are promised are named', async () => {
  const story = await two();
  await story.world.ok('promise A-1 16/03/2026');
  const { planned } = await story.world.json<Planned>('send A-1 A-2 --modele promesse --dry-run');
  expect(planned[0]?.refs.map(({ number }) => number)).toEqual(['A-1']);
  expect(planned[0]?.text).not.toContain('A-2');
});
