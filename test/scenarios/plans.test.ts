import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plain, said } from '../helpers/refused.ts';
import { Story } from '../helpers/story.ts';

const PROFILE = '--forme EI --adresse "1 rue des Lilas" --cp 75011 --ville Paris';
const CLIENT =
  '--client "Atelier Durand" --type entreprise --email compta@durand.example --adresse "4 rue du Port" --cp 33000 --ville Bordeaux';

interface Instalment {
  number: number;
  remainingCents: number;
  state: string;
}

/** 3 600 € due on 4 March, first reminder said, agreement signed on 10 March: three parts from 15 April. */
const signed = async (flags = '--abandon-penalites'): Promise<Story> => {
  const story = await Story.begin('2026-03-05', PROFILE);
  const folder = mkdtempSync(join(tmpdir(), 'relance-plan-'));
  await story.on(
    '2026-03-05',
    `add --numero F-1 ${CLIENT} --montant 3600 --emise 02/02/2026 --echeance 04/03/2026 --objet "Refonte du site"`,
  );
  await story.until('2026-03-09');
  await story.on(
    '2026-03-10',
    `plan F-1 --mensualites 3 --premiere 15/04/2026 ${flags} --yes --sortie ${folder}`,
    'plan F-1 --signe 10/03/2026',
  );
  story.told.length = 0;
  return story;
};

const instalments = async (story: Story): Promise<[number, number, string][]> => {
  const { instalments: read } = await story.world.json<{ instalments: Instalment[] }>('plan F-1');
  return read.map(({ number, remainingCents, state }) => [number, remainingCents, state]);
};

it('a plan that is kept: each instalment is announced, and what it gave up is not asked', async () => {
  const story = await signed();
  await story.on('2026-04-14', 'pay F-1 1200');
  await story.on('2026-05-15', 'pay F-1 1200');
  await story.until('2026-06-12');
  expect(story.told).toEqual([
    ['2026-04-13', 'Échéancier — versement de 1 200,00 € le 15 avril 2026'],
    ['2026-05-12', 'Échéancier — versement de 1 200,00 € le 15 mai 2026'],
    ['2026-06-12', 'Échéancier — versement de 1 200,00 € le 15 juin 2026'],
  ]);
  expect(story.lastText).toContain('(échéance 3 sur 3)');
  expect(story.lastText).not.toMatch(/retard|pénalité|indemnité/i);
  expect(await instalments(story)).toEqual([
    [1, 0, 'paid'],
    [2, 0, 'paid'],
    [3, 120_000, 'coming'],
  ]);
  await story.on('2026-06-15', 'pay F-1 1200', 'plan F-1 --fin');
  await story.until('2026-07-15');
  expect(story.told).toHaveLength(3);
  // Kept to its end, it gives up the penalties for good.
  expect((await story.world.json<{ invoice: object }>('show F-1')).invoice).toMatchObject({
    state: 'paid',
    interestCents: 0,
    indemnityCents: 0,
  });
});

it('one that is late: a courteous reminder, and the plan goes on', async () => {
  const story = await signed();
  await story.until('2026-04-19');
  expect(story.told).toEqual([['2026-04-13', 'Échéancier — versement de 1 200,00 € le 15 avril 2026']]);
  await story.until('2026-04-20');
  expect(story.told.at(-1)).toEqual(['2026-04-20', 'Échéancier — versement du 15 avril 2026, 1 200,00 €']);
  expect(story.lastText).toContain('c’est peut-être un oubli');
  expect(await instalments(story)).toEqual([
    [1, 120_000, 'late'],
    [2, 120_000, 'coming'],
    [3, 120_000, 'coming'],
  ]);
  await story.on('2026-04-22', 'pay F-1 1200');
  await story.until('2026-05-11');
  expect(story.told).toHaveLength(2);
  const { rules } = await story.world.json<{ rules: { code: string; text: string }[] }>('why F-1');
  expect(rules.map(({ code, text }) => [code, plain(text)])).toEqual([
    ['hold-plan', 'échéancier en cours : échéance 2 sur 3, le 15/05/2026'],
  ]);
});

it('one that is missed: it is said, the letter is offered, and the invoice is back where it was', async () => {
  const story = await signed('');
  await story.until('2026-04-25');
  const before = await story.world.json<{ decision: { step: string } }>('why F-1');
  expect(before.decision.step).toBeNull();
  const interest = async () =>
    (await story.world.json<{ interestCents: number }>('interets F-1')).interestCents;
  const whileKept = await interest();
  await story.on('2026-04-27');
  await story.until('2026-04-27');
  // The first reminder had been made: the second one follows, and recalls the date that was agreed.
  expect(story.told.at(-1)).toEqual([
    '2026-04-27',
    expect.stringMatching(/^Facture F-1 : 3 600,00 €, échue depuis 54 jours$/),
  ]);
  expect(story.lastText).toContain('pour le 15 avril 2026 ; je ne l’ai pas encore reçu');
  // The agreement no longer holds: interest runs again from the due date.
  expect(await interest()).toBeGreaterThan(whileKept);
  const due = plain(await story.world.ok('due'));
  expect(due).toContain('Atelier Durand, F-1 : échéance 1/3 le 15/04/2026');
  expect(due).toContain('→ relance decheance F-1');
  const letter = plain(await story.world.ok('decheance F-1 --dry-run')).replaceAll(/\s+/g, ' ');
  for (const part of [
    'mise en demeure de payer une échéance – protocole du 10 mars 2026',
    'dans un délai de huit jours à compter de sa première présentation',
    'la totalité du solde, soit 3',
  ])
    expect(letter).toContain(part);
  // Paid late, it stands again.
  await story.on('2026-04-29', 'pay F-1 1300');
  expect((await instalments(story))[0]?.[2]).toBe('paid');
  expect((await story.world.json<{ rules: { code: string }[] }>('why F-1')).rules[0]?.code).toBe('hold-plan');
});

it('the letter of an instalment has its life: posted, presented, and the plan is over', async () => {
  const story = await signed();
  await story.until('2026-04-25');
  const folder = mkdtempSync(join(tmpdir(), 'relance-plan-'));
  await story.on('2026-04-27', `decheance F-1 --yes --sortie ${folder}`);
  expect(plain(await story.world.ok('due')).replaceAll(/\s+/g, ' ')).toContain(
    'mise en demeure de payer une échéance écrite le 27/04/2026, à poster',
  );
  await story.world.ok('decheance F-1 --postee 27/04/2026 --lrar "1A 123 456 7890 1"');
  story.world.today = '2026-04-29';
  await story.world.ok('decheance F-1 --presentee 29/04/2026');
  story.world.today = '2026-05-08';
  expect(plain(await story.world.ok('due')).replaceAll(/\s+/g, ' ')).toContain(
    'mise en demeure de payer une échéance : délai expiré depuis le 07/05/2026',
  );
  expect((await said(story.world, 'plan F-1 --fin'))[0]).toContain('suit de nouveau son scénario');
});

it('a client who only answers the phone is called about the instalment, once it is late', async () => {
  const story = await signed();
  await story.world.ok('client edit Durand --tel "05 56 00 00 01" --canal telephone');
  await story.until('2026-04-17');
  expect(await story.asked()).toEqual([]);
  await story.until('2026-04-20');
  expect(await story.asked()).toEqual(['call plan:1:1:rappel']);
  await story.world.ok('log F-1 --etape plan:1:1:rappel');
  expect(await story.asked()).toEqual([]);
});

it('one instalment on screen: its own date and sum, in words, without what the agreement stops', async () => {
  const story = await signed('');
  const { world } = story;
  interface Shown {
    actions: { totalCents: number; invoices: { dueOn: string; daysLate: number; interestCents: number }[] }[];
  }
  for (const [day, name, late] of [
    ['2026-04-13', 'échéance 1 de l’échéancier', 'échéance le 15/04/2026'],
    ['2026-04-20', 'rappel de l’échéance 1 de l’échéancier', 'échue le 15/04/2026, 5 jours'],
  ] as const) {
    world.today = day;
    const due = plain(await world.ok('due'));
    expect(due).toContain(`e-mail « ${name} »`);
    expect(due).toContain(late);
    expect(due).not.toMatch(/intérêts|indemnité|04\/03\/2026/);
    const { actions } = await world.json<Shown>('due');
    expect(actions[0]).toMatchObject({
      totalCents: 121_573,
      invoices: [{ dueOn: '2026-04-15', interestCents: 0, indemnityCents: 0 }],
    });
    for (const line of ['why F-1', 'preview F-1', 'send --yes', 'show F-1']) {
      const screen = plain(await world.ok(line));
      expect(screen, line).not.toContain('plan:1');
      expect(screen, line).toContain(name);
    }
    expect(await world.ok('matin')).not.toContain('plan:1');
  }
  await world.relance('resolve 3 --non-remis');
  expect(plain((await world.relance('resolve 3 --non-remis')).stderr)).not.toContain('plan:');
});
