import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { renderEpcQr } from '../../src/mail/epc-qr.ts';
import { plain, refused } from '../helpers/refused.ts';
import { Story } from '../helpers/story.ts';

const PROFILE = '--forme EI --adresse "1 rue des Lilas" --cp 75011 --ville Paris';
const CLIENT =
  '--client "Atelier Durand" --type entreprise --siren 552100554 --email compta@durand.example --tel "01 98 76 54 32" --contact "Mme Claire Durand" --adresse "4 rue du Port" --cp 33000 --ville Bordeaux';

/** 1 000 € due on 1 October 2026, and 47,12 € of penalties: an agreement of 3 × 349,04 € signed on 22 October, from 16 November. */
const signed = async (flags = ''): Promise<Story> => {
  const story = await Story.begin('2026-10-22', PROFILE);
  const folder = mkdtempSync(join(tmpdir(), 'relance-sums-'));
  await story.world.ok(
    `add --numero L-1 ${CLIENT} --montant 1000 --emise 01/09/2026 --echeance 01/10/2026 ${flags}`,
  );
  await story.world.ok(`plan L-1 --mensualites 3 --premiere 16/11/2026 --yes --sortie ${folder}`);
  await story.world.ok('plan L-1 --signe 22/10/2026');
  return story;
};

const oneLine = (text: string): string => plain(text).replaceAll(/\s+/g, ' ');
const sms = async ({ world }: Story): Promise<string> => (await world.json<{ text: string }>('sms L-1')).text;
const call = ({ world }: Story): Promise<{ totalCents: number; script: string }> => world.json('call L-1');

/** The image that a bank's application reads, drawn apart. */
const qrOf = (amountCents: number): Buffer | undefined =>
  renderEpcQr({
    holder: 'Jeanne Martin EI',
    iban: 'FR7630006000011234567890189',
    bic: null,
    reference: 'L-1',
    amountCents,
    currency: 'EUR',
  })?.png;

const lastQr = ({ mails }: Story): Buffer =>
  Buffer.from(
    (mails.at(-1)?.attachments.find(({ mimeType }) => mimeType === 'image/png')?.content as ArrayBuffer) ??
      new ArrayBuffer(0),
  );

it('while a plan stands, text message and call speak of the instalment, of its own sum and date', async () => {
  const story = await signed();
  story.sleepUntil('2026-10-26');
  expect(await sms(story)).toBe(
    'Bonjour Madame Durand, petit rappel : le versement de 349,04 € de notre échéancier est prévu le 16 novembre 2026. Merci, Jeanne Martin',
  );
  const sheet = await call(story);
  expect(sheet.totalCents).toBe(34_904);
  expect(plain(sheet.script)).toContain('le versement de 349,04 € est prévu pour le 16 novembre 2026');
  expect(oneLine(await story.world.ok('call L-1'))).toContain('À demander : 349,04 €');
  expect((await refused(story.world, 'lettre L-1 --yes')).slice(1)).toEqual([
    'L-1 suit un échéancier, et rien n’en est en retard : 349,04 € le 16/11/2026',
    'relance plan L-1',
  ]);
  // Nothing is late: what was said is no reminder.
  await story.world.ok('sms L-1 --envoye');
  await story.world.ok('call L-1 --issue message');
  expect(story.world.rows('select days_late from contact_invoice')).toEqual([
    { days_late: 0 },
    { days_late: 0 },
  ]);
});

it('one that is late is asked for by itself, everywhere', async () => {
  const story = await signed();
  await story.mornings('2026-11-19');
  expect(story.told).toEqual([['2026-11-19', 'Échéancier — versement du 16 novembre 2026, 349,04 €']]);
  expect(lastQr(story)).toEqual(qrOf(34_904));
  expect(await sms(story)).toBe(
    "Bonjour Madame Durand, le versement de 349,04 € de notre échéancier, prévu le 16 novembre 2026, ne m'est pas encore parvenu. Pouvez-vous me dire quand il partira ? Merci, Jeanne Martin",
  );
  expect((await call(story)).totalCents).toBe(34_904);
  expect(plain((await call(story)).script)).toContain(
    'le versement de 349,04 € était prévu le 16 novembre 2026',
  );
  const letter = oneLine(await story.world.ok('lettre L-1 --dry-run'));
  expect(letter).toContain(
    'L’échéance de 349,04 € du 16 novembre 2026, prévue par notre protocole du 22 octobre 2026, n’est pas encore réglée.',
  );
  expect(letter).toContain('Merci de me régler la somme de 349,04 €');
  expect(letter).not.toContain('1 000,00');
});

it('paid in part, its rest is asked, and nobody has forgotten it', async () => {
  const story = await signed();
  story.sleepUntil('2026-11-13');
  await story.world.ok('pay L-1 200');
  await story.world.ok('send L-1 --modele recu --yes');
  await story.mornings('2026-11-19');
  expect(oneLine(story.mails.at(-1)?.text ?? '')).toContain(
    'Il reste 149,04 € sur le versement du 16 novembre 2026 prévu par notre échéancier.',
  );
  expect(story.lastText).not.toMatch(/oubli|1 000,00|800,00|349,04/);
  expect(lastQr(story)).toEqual(qrOf(14_904));
  expect(await sms(story)).toContain(
    'il reste 149,04 € sur le versement de notre échéancier prévu le 16 novembre 2026.',
  );
  expect(plain((await call(story)).script)).toContain(
    'il reste 149,04 € sur le versement qui était prévu le 16 novembre 2026',
  );
});

it('a receipt under a plan says the next instalment, and never asks for the balance', async () => {
  const story = await signed();
  story.sleepUntil('2026-11-13');
  await story.world.ok('pay L-1 200');
  const receipt = async (): Promise<string> => {
    const { planned } = await story.world.json<{
      planned: { subject: string; text: string; refs: { remainingCents: number; dueOn: string }[] }[];
    }>('send L-1 --modele recu --dry-run');
    expect(planned[0]?.subject).toBe('Règlement bien reçu — facture L-1');
    return `${oneLine(planned[0]?.text ?? '')} ${JSON.stringify(planned[0]?.refs[0])}`;
  };
  const part = await receipt();
  expect(part).toContain('Il reste 149,04 € sur le versement du 16 novembre 2026.');
  expect(part).toContain('"remainingCents":14904');
  await story.world.ok('pay L-1 149,04');
  const whole = await receipt();
  expect(whole).toContain('Le prochain versement de notre échéancier est de 349,04 €, le 16 décembre 2026.');
  expect(`${part} ${whole}`).not.toMatch(/solde|verser/);
});

it('missed, and without the déchéance: only what is overdue is claimed', async () => {
  const story = await signed();
  await story.mornings('2026-11-19', '2026-11-27');
  expect(story.told.at(-1)).toEqual([
    '2026-11-27',
    'Protocole du 22 octobre — échéance de 349,04 € non réglée',
  ]);
  expect(story.lastText).toContain(
    'L’échéance de 349,04 € du 16 novembre, prévue par notre protocole du 22 octobre, n’est pas réglée.',
  );
  expect(story.lastText).toMatch(/Pouvez-vous la régler d’ici au \d+ décembre 2026 \?/);
  expect(story.lastText).toContain('À défaut, le protocole prévoit que tout le solde devienne exigible.');
  expect(story.lastText).not.toMatch(/1 000,00|convenus|mise en demeure/);
  expect(lastQr(story)).toEqual(qrOf(34_904));
  expect(await sms(story)).toContain(
    "l'échéance de 349,04 € du 16 novembre, prévue par notre protocole du 22 octobre, n'est pas réglée.",
  );
  const sheet = await call(story);
  expect(sheet.totalCents).toBe(34_904);
  expect(plain(sheet.script)).toContain(
    'l’échéance de 349,04 € du 16 novembre, prévue par notre protocole du 22 octobre',
  );
  expect(plain(sheet.script)).not.toContain('1 000,00');
  const letter = oneLine(await story.world.ok('lettre L-1 --dry-run'));
  expect(letter).toContain('L’échéance de 349,04 € du 16 novembre');
  expect(letter).not.toContain('1 000,00');
  for (const line of ['mise-en-demeure L-1 --yes', 'injonction L-1 --yes'])
    expect((await refused(story.world, line)).slice(1)).toEqual([
      'Le protocole signé le 22/10/2026 tient jusqu’à la déchéance du terme : seul ce qui en est échu peut être réclamé, 349,04 € sur L-1',
      'relance decheance L-1',
    ]);
  expect(oneLine(await story.world.ok('preview L-1 --etape dernier-rappel'))).not.toContain('1 000,00');
});

it('two of them overdue are asked for together, each with its date', async () => {
  const story = await signed();
  story.sleepUntil('2026-12-18');
  await story.mornings('2026-12-18');
  expect(story.lastText).toContain(
    'Les échéances du 16 novembre et du 16 décembre, prévues par notre protocole du 22 octobre, ne sont pas réglées : 698,08 € en tout.',
  );
  expect(story.lastText).toMatch(/Échéance du 16\/11\/2026 .*349,04 € .*Échéance du 16\/12\/2026 .*349,04 €/);
  expect(lastQr(story)).toEqual(qrOf(69_808));
  expect((await call(story)).totalCents).toBe(69_808);
});

it('beside an ordinary invoice, its total holds the instalment alone, and says so', async () => {
  const story = await signed();
  await story.world.ok(
    'add --numero X-2 --client Atelier --montant 500 --emise 20/10/2026 --echeance 23/11/2026',
  );
  await story.mornings('2026-11-27');
  expect(story.told.at(-1)?.[1]).toBe('Rappel : 2 factures échues, 849,04 €');
  expect(story.lastText).toContain(
    'Ce message ne demande de la facture L-1 que l’échéance de 349,04 € du 16 novembre, selon notre protocole du 22 octobre.',
  );
  expect(story.lastText).not.toContain('1 349,04');
});

it('an agreement on two invoices is one debt: its instalment is asked once', async () => {
  const story = await Story.begin('2026-10-22', PROFILE);
  const folder = mkdtempSync(join(tmpdir(), 'relance-sums-'));
  await story.world.ok(
    `add --numero L-1 ${CLIENT} --penalites jamais --montant 200 --emise 01/09/2026 --echeance 01/10/2026`,
  );
  await story.world.ok(
    'add --numero L-2 --client Atelier --montant 700 --emise 01/09/2026 --echeance 02/10/2026',
  );
  await story.world.ok(`plan L-1 L-2 --mensualites 3 --premiere 16/11/2026 --yes --sortie ${folder}`);
  await story.world.ok('plan L-1 --signe 22/10/2026');
  story.sleepUntil('2026-10-26');
  for (const numbers of ['L-1', 'L-2', 'L-1 L-2'])
    expect((await story.world.json<{ text: string }>(`sms ${numbers}`)).text).toContain('300,00 €');
  await story.mornings('2026-11-27');
  expect(story.told).toEqual([['2026-11-27', 'Protocole du 22 octobre — échéance de 300,00 € non réglée']]);
  expect((await refused(story.world, 'mise-en-demeure L-2 --yes'))[2]).toBe('relance decheance L-2');
});

it('after the déchéance, the whole', async () => {
  const story = await signed('--penalites jamais');
  const folder = mkdtempSync(join(tmpdir(), 'relance-sums-'));
  story.sleepUntil('2026-11-27');
  await story.world.ok(`decheance L-1 --yes --sortie ${folder}`);
  await story.world.ok('decheance L-1 --postee 27/11/2026 --lrar "1A 123 456 7890 1"');
  await story.world.ok('decheance L-1 --presentee 27/11/2026');
  // Eight days from the presentation: until 5 December, that day included.
  story.sleepUntil('2026-12-05');
  expect((await call(story)).totalCents).toBe(33_333);
  story.sleepUntil('2026-12-07');
  expect((await call(story)).totalCents).toBe(100_000);
  await story.mornings('2026-12-09');
  expect(story.lastText).toContain('1 000,00 €');
  expect(oneLine(await story.world.ok('mise-en-demeure L-1 --dry-run'))).toContain('1 000,00 €');
  // Irrevocably: one instalment paid afterwards does not bring the plan back.
  await story.world.ok('pay L-1 333,33');
  expect((await call(story)).totalCents).toBe(66_667);
});

it('paid within the days of the letter, the agreement stands', async () => {
  const story = await signed('--penalites jamais');
  const folder = mkdtempSync(join(tmpdir(), 'relance-sums-'));
  story.sleepUntil('2026-11-27');
  await story.world.ok(`decheance L-1 --yes --sortie ${folder}`);
  await story.world.ok('decheance L-1 --postee 27/11/2026 --lrar "1A 123 456 7890 1"');
  await story.world.ok('decheance L-1 --presentee 27/11/2026');
  story.sleepUntil('2026-12-04');
  await story.world.ok('pay L-1 333,33');
  story.sleepUntil('2026-12-07');
  expect(await sms(story)).toContain(
    'le versement de 333,33 € de notre échéancier est prévu le 16 décembre 2026',
  );
});
