import { describe, expect, it } from 'vitest';
import { Story } from '../helpers/story.ts';
import type { World } from '../helpers/world.ts';

/** Everything that a message could say of penalties. */
const PENALTIES = /pénalit|indemnité|40 €|intérêts|L441|D441/i;

const invoice = (type: string, more = ''): string =>
  `add --numero F-1 --client Dupont --type ${type} --email compta@dupont.example --montant 3600 --emise 01/09/2026 --echeance 30/09/2026 ${more}`;

/** The e-mails of the standard road: before the due date, first, second, last reminder. */
const standardRoad = async (
  type: string,
  profile: string,
  more = '--scenario standard',
): Promise<string[]> => {
  const story = await Story.begin('2026-09-01', `--forme EI ${profile}`);
  await story.on('2026-09-01', invoice(type, more));
  await story.mornings('2026-09-25', '2026-10-05', '2026-10-12');
  story.sleepUntil('2026-10-20');
  await story.on('2026-10-20', 'log F-1 --etape appel --issue message');
  await story.mornings('2026-10-27');
  return story.mails.map(({ text }) => (text ?? '').replaceAll(/[\u00a0\u202f\s]+/g, ' '));
};

describe('what the messages of a life say of penalties', () => {
  it('to a company, by default: that they exist, from the second reminder on', async () => {
    const mails = await standardRoad('entreprise', '');
    expect(mails.map((text) => PENALTIES.test(text))).toEqual([false, false, true, true]);
    expect(mails.some((text) => text.includes('leur montant est de'))).toBe(false);
  });

  it('with --penalites montant: their amount to date, line by line, in the last one', async () => {
    const mails = await standardRoad('entreprise', '--penalites montant');
    expect(mails.map((text) => text.includes('leur montant est de'))).toEqual([false, false, false, true]);
    expect(mails[3]).toContain('Du 01/10/2026 au 27/10/2026 : 3 600,00 € × 12,40 % × 27 j / 365 33,02 €');
    expect(mails[3]).toContain('Au 27 octobre 2026, leur montant est de 73,02 €, en plus du reste dû');
    // The sum asked stays the reste dû.
    expect(mails[3]).toContain('Il reste 3 600,00 € à régler');
  });

  it('with --penalites jamais, or for one client alone: nothing', async () => {
    for (const [profile, more] of [
      ['--penalites jamais', ''],
      ['--penalites montant', '--penalites jamais'],
    ] as const) {
      const mails = await standardRoad('entreprise', profile, more);
      expect(mails.some((text) => PENALTIES.test(text))).toBe(false);
      expect(mails).toHaveLength(4);
    }
  });

  it.each(['particulier', 'association'])('to a %s: never, whatever the settings', async (type) => {
    const mails = await standardRoad(
      type,
      '--penalites montant --taux 15',
      '--scenario standard --penalites montant',
    );
    expect(mails).toHaveLength(4);
    expect(mails.some((text) => PENALTIES.test(text))).toBe(false);
  });

  it('to a public body: its own interest, under its own code', async () => {
    const mails = await standardRoad('public', '--penalites montant');
    expect(mails[3]).toContain('intérêts moratoires');
    expect(mails[3]).toContain('L2192-13');
    expect(mails[3]).not.toContain('L441-10');
    // 8 points, not 10.
    expect(mails[3]).toContain('10,40 %');
  });

  it('after a waiver: nothing more', async () => {
    const story = await Story.begin('2026-09-01', '--forme EI --penalites montant');
    await story.on('2026-09-01', invoice('entreprise'));
    await story.mornings('2026-09-25', '2026-10-05');
    await story.on('2026-10-07', 'interets F-1 --renoncer --motif "client fidèle"');
    await story.mornings('2026-10-12');
    expect(story.mails).toHaveLength(3);
    expect(PENALTIES.test(story.lastText)).toBe(false);
  });

  it('of a part that is disputed: no amount', async () => {
    const story = await Story.begin('2026-09-01', '--forme EI --penalites montant');
    await story.on('2026-09-01', invoice('entreprise', '--scenario standard'));
    await story.mornings('2026-10-05', '2026-10-12');
    story.sleepUntil('2026-10-20');
    await story.on(
      '2026-10-20',
      'log F-1 --etape appel --issue message',
      'dispute F-1 --motif "deux jours en trop" --montant 600',
    );
    await story.mornings('2026-10-27');
    expect(story.lastText).toContain('Hors les 600,00 € dont nous parlons, il reste 3 000,00 €');
    expect(story.lastText).not.toContain('leur montant est de');
  });
});

/** Somebody else records it, then Enter is pressed. */
const receiveTenEuros = (world: World) => () => {
  world.execute(
    `insert into payment (invoice_id, received_on, amount_cents, kind, method, recorded_at)
     values (1, '2026-10-15', 1000, 'penalties', 'transfer', '2026-10-15T11:00:00.000Z')`,
  );
  return '\r';
};

describe('the life of penalties', () => {
  it('an invoice paid late, its penalties claimed a month later, received, and silence', async () => {
    const story = await Story.begin('2026-09-01', '--forme EI --penalites montant');
    await story.on('2026-09-01', invoice('entreprise'));
    await story.mornings('2026-10-05');
    await story.on('2026-10-15', 'pay F-1 --le 14/10/2026');
    await story.mornings('2026-10-27', '2026-11-09');
    story.sleepUntil('2026-11-16');
    const before = story.mails.length;
    await story.on('2026-11-16', 'interets F-1 --reclamer --yes');
    expect(story.sink.received).toHaveLength(before + 1);
    // 14 days at 12,40 % are 17,12 €.
    expect(await story.world.json('interets F-1')).toMatchObject({
      interestCents: 1_712,
      indemnityCents: 4_000,
    });
    story.sleepUntil('2026-11-24');
    await story.on('2026-11-24', 'pay F-1 57,12 --penalites');
    expect(await story.world.json('interets F-1')).toMatchObject({ totalCents: 0 });
    await story.mornings('2026-12-01', '2027-01-15');
    expect(story.sink.received).toHaveLength(before + 1);
  });

  it('a consumer’s file: nothing is added before the letter, the legal rate after it', async () => {
    const story = await Story.begin('2026-09-01');
    await story.on('2026-09-01', invoice('particulier'));
    await story.mornings('2026-10-05');
    await story.on('2026-10-15', 'log F-1 --etape appel --issue message');
    await story.mornings('2026-10-26');
    expect(await story.world.json('interets F-1')).toMatchObject({ totalCents: 360_000 });
    story.sleepUntil('2026-11-12');
    await story.on('2026-11-12', 'log F-1 --etape mise-en-demeure --note "LRAR 1A 123"');
    await story.on('2026-11-16', 'log F-1 --canal lrar --issue presentee --le 14/11/2026');
    story.world.today = '2026-11-30';
    // 16 days at 2,75 %.
    expect(await story.world.json('interets F-1 --au 2026-11-30')).toMatchObject({
      from: '2026-11-15',
      interestCents: 434,
      indemnityCents: 0,
    });
  });

  it('a payment made while the claim is on the screen: nothing leaves', async () => {
    const story = await Story.begin('2026-09-01');
    await story.on('2026-09-01', invoice('entreprise'));
    story.sleepUntil('2026-10-15');
    await story.on('2026-10-15', 'pay F-1');
    const before = story.sink.received.length;
    const { stdout } = await story.world.atTerminal('interets F-1 --reclamer', [
      ['Envoyer ce message', receiveTenEuros(story.world)],
    ]);
    expect(stdout).toContain('Non parti');
    expect(story.sink.received).toHaveLength(before);
  });
});

const addOne = async (line: string): Promise<{ dueOn: string; warnings: string[] }> => {
  const story = await Story.begin('2026-11-23');
  const answer = await story.world.json<{ invoice: { dueOn: string }; warnings: string[] }>(
    `add --numero F-1 --client Dupont --montant 100 ${line}`,
  );
  return { dueOn: answer.invoice.dueOn, warnings: answer.warnings };
};

describe('the term of payment, when an invoice is recorded', () => {
  it.each([
    ['--type entreprise --emise 15/01/2026 --echeance 16/03/2026', /^$/],
    ['--type entreprise --emise 15/01/2026 --echeance 31/03/2026', /^À vérifier.*45 jours fin de mois/],
    ['--type entreprise --emise 15/01/2026 --echeance 01/04/2026', /^Contraire à la loi.*76 jours/],
    ['--type particulier --emise 15/01/2026 --echeance 01/06/2026', /^$/],
    [
      '--type entreprise --delai-legal 30 --emise 15/01/2026 --echeance 16/02/2026',
      /^Contraire.*30 jours de votre secteur/,
    ],
    ['--type public --emise 15/01/2026 --recue 16/01/2026 --echeance 17/03/2026', /^Contraire.*16\/02\/2026/],
  ])('%s', async (line, message) => {
    expect((await addOne(line)).warnings.join('')).toMatch(message);
  });

  it.each([
    ['--type entreprise --emise 01/11/2026', '2026-12-01'],
    ['--type entreprise --emise 01/11/2026 --realisee 10/11/2026', '2026-12-10'],
    ['--type entreprise --emise 10/11/2026 --realisee 01/11/2026', '2026-12-10'],
    ['--type public --emise 01/07/2026 --recue 02/07/2026', '2026-08-03'],
    ['--type public --delai-legal 50 --emise 01/05/2026 --recue 20/05/2026', '2026-07-09'],
    ['--type public --emise 01/07/2026', '2026-08-03'],
    // A public debtor's Saturday goes to Monday, a company's stays.
    ['--type public --emise 01/07/2026 --echeance 01/08/2026', '2026-08-03'],
    ['--type entreprise --emise 01/07/2026 --echeance 01/08/2026', '2026-08-01'],
  ])('%s is due on %s', async (line, dueOn) => {
    expect((await addOne(line)).dueOn).toBe(dueOn);
  });

  it.each([
    ['--type entreprise --recue 20/11/2026', /--recue ne concerne que le secteur public/],
    ['--type public --delai-legal 45', /30, 50 ou 60/],
    ['--type entreprise --delai-legal 400', /dépasse/],
    ['--type public --emise 20/11/2026 --recue 19/11/2026', /avant la facture/],
  ])('%s is refused', async (line, message) => {
    const story = await Story.begin('2026-11-23');
    const { exitCode, stderr } = await story.world.relance(
      `add --numero F-1 --client Dupont --montant 100 ${line}`,
    );
    expect(exitCode).toBe(2);
    expect(stderr.replaceAll('\u00a0', ' ')).toMatch(message);
  });
});
