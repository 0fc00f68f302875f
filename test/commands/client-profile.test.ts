import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/domain/typography.ts';
import { plain, refused, said } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

const TODAY = '2026-11-23';

/** What happened on a day, before the test begins. */
const on = async (world: World, day: string, ...lines: string[]): Promise<void> => {
  world.today = day;
  await world.begin(...lines);
};

const add = (number: string, dueOn: string): string =>
  `add --numero ${number} --client Dupont --montant 1000 --echeance ${dueOn} --yes`;

/** Two years with Dupont: days late 0, 20, 10, 30, and 30 so far; one invoice not due, one cancelled, one credited. */
const twoYears = async (): Promise<World> => {
  const world = new World(TODAY);
  await on(world, '2025-01-01', 'client add Dupont --type entreprise', add('F-1', '2025-01-31'));
  await on(world, '2025-01-31', 'pay F-1');
  await on(world, '2025-06-01', add('F-2', '2025-06-30'));
  await on(world, '2025-07-05', 'dispute F-2 --motif "une journée contestée"');
  await on(world, '2025-07-20', 'resume F-2', 'pay F-2');
  await on(world, '2026-03-01', add('F-3', '2026-03-31'));
  await on(world, '2026-04-01', 'promise F-3 09/04/2026');
  await on(world, '2026-04-10', 'pay F-3');
  await on(world, '2026-06-01', add('F-4', '2026-06-30'));
  await on(world, '2026-07-05', 'promise F-4 10/07/2026');
  await on(world, '2026-07-30', 'pay F-4');
  await on(world, '2026-09-24', add('F-5', '2026-10-24'), 'pay F-5 200');
  await on(world, '2026-11-16', add('F-6', '2026-12-15'));
  await on(world, '2026-11-17', add('F-7', '2026-12-17'), 'cancel F-7 --motif doublon');
  await on(world, '2026-11-18', add('F-8', '2026-12-18'), 'pay F-8 1000 --avoir');
  world.today = TODAY;
  return world;
};

const COMPUTATION = [
  '     100  au départ',
  '     −18  retard moyen de 18 jours (1 point par jour, 40 au plus)',
  '     −16  4 factures en retard sur 5 (20 × 4 / 5)',
  '      −5  1 promesse non tenue (5 points chacune, 20 au plus)',
  '      −3  1 facture contestée sur 6 (20 × 1 / 6)',
  '    = 58  C (A dès 85, B dès 70, C dès 55, D dès 40, E en dessous)',
];

describe('the profile of a client', () => {
  test('its figures, checked by hand, and the computation of the mark', async () => {
    const world = await twoYears();
    const lines = await said(world, 'client show dupont');
    const start = lines.indexOf('Payeur  C, 58 points sur 100');
    expect(lines.slice(start + 1, start + 15)).toEqual([
      '  6 factures : 1 réglée à l’échéance, 3 réglées en retard, 1 impayée en',
      '    retard, 1 pas encore échue',
      '  Retard moyen : 18 jours ; le pire : 30 jours, les impayées comptées à ce',
      '    jour',
      '  Sur un an : 23 jours de retard moyen, contre 10 jours l’année d’avant',
      '  Litiges : 1 facture contestée (17 %)',
      '  Promesses : 1 tenue, 1 non tenue',
      '  À recevoir : 1 800,00 €, dont 800,00 € en retard',
      ...COMPUTATION,
    ]);
  });

  test('the same for scripts', async () => {
    const { profile, signs, checklist, client } = await (
      await twoYears()
    ).json<{ profile: object; signs: object[]; checklist: object[]; client: object }>('client show dupont');
    expect(profile).toEqual({
      invoices: 6,
      settled: 4,
      onTime: 1,
      late: 3,
      overdue: 1,
      writtenOff: 0,
      meanDelayDays: 18,
      worstDelayDays: 30,
      disputed: 1,
      disputedShareBps: 1667,
      promisesKept: 1,
      promisesBroken: 1,
      balances: [{ currency: 'EUR', openCents: 180_000, overdueCents: 80_000 }],
      trend: { recentMeanDelayDays: 23, previousMeanDelayDays: 10 },
      mark: 'C',
      points: 58,
      formula: [
        { code: 'start', points: 100, text: 'au départ' },
        { code: 'delay', points: -18, text: expect.stringContaining('18\u00a0jours') as string },
        { code: 'late', points: -16, text: expect.any(String) as string },
        { code: 'promises', points: -5, text: expect.any(String) as string },
        { code: 'disputes', points: -3, text: expect.any(String) as string },
      ],
    });
    expect(signs).toEqual([]);
    expect(checklist).toHaveLength(7);
    expect(client).toMatchObject({ ceilingCents: null, ceilingCurrency: null });
  });

  test('played as of another day, what came later is not seen', async () => {
    const world = await twoYears();
    const { profile } = await world.json<{ profile: object }>('client show dupont --date 2026-07-16');
    expect(profile).toMatchObject({
      invoices: 4,
      settled: 3,
      overdue: 1,
      worstDelayDays: 20,
      promisesKept: 1,
      promisesBroken: 1,
    });
  });

  test('without an invoice nothing is said; with one, no mark yet', async () => {
    const world = new World(TODAY);
    await world.ok('client add Dupont --type entreprise');
    const none = await world.json<{ profile: object }>('client show dupont');
    expect(none.profile).toMatchObject({
      mark: null,
      points: null,
      formula: [],
      balances: [],
      meanDelayDays: null,
    });
    expect(await world.ok('client show dupont')).not.toContain('Payeur');
    await world.ok('add --numero F-1 --client Dupont --montant 100 --emise 01/09/2026');
    const lines = await said(world, 'client show dupont');
    expect(lines).toContain('Payeur  pas encore de note');
    expect(lines).toContain('  Une note demande 2 factures réglées ou échues');
    expect(lines.join('\n')).not.toContain('au départ');
  });

  test.each([60, 80, 120])('on %i columns no line is longer, with or without colour', async (columns) => {
    const world = await twoYears();
    await world.ok(
      `client signal dupont --signe autre --note "${'a encore changé d’interlocuteur '.repeat(5)}"`,
    );
    await world.ok('client checklist dupont --non acompte,conditions --note "refuse tout acompte"');
    for (const line of ['client show dupont', 'client checklist dupont']) {
      const { stdout } = await world.relance(line, { columns });
      expect(stdout.split('\n').filter((text) => displayWidth(text) > columns)).toEqual([]);
      expect(stdout).not.toContain('\u001B');
    }
  });

  test('in a terminal the mark has its colour, and no colour with NO_COLOR; the words are the same', async () => {
    const world = await twoYears();
    const { stdout } = await world.relance('client show dupont');
    const bare = await world.relance('client show dupont', { isTerminal: true });
    expect(bare.stdout).toBe(stdout);
    const painted = await world.relance('client show dupont', {
      isTerminal: true,
      env: { RELANCE_HOME: world.home },
    });
    expect(painted.stdout).toContain('\u001B[33mC\u001B[39m, 58');
    // eslint-disable-next-line no-control-regex
    expect(painted.stdout.replaceAll(/\u001B\[\d+m/g, '')).toBe(stdout);
  });
});

describe('client signal', () => {
  test('a sign is noted, weighs on the mark, and is withdrawn', async () => {
    const world = await twoYears();
    expect(
      await said(
        world,
        'client signal dupont --signe tresorerie --note "attend un virement" --le 20/11/2026',
      ),
    ).toEqual([
      'Dupont : signe noté, dit avoir des difficultés de trésorerie.',
      'Signes notés',
      '  n° 1  20/11/2026  dit avoir des difficultés de trésorerie : attend un',
      '    virement',
      '→ relance client show 1',
    ]);
    await world.ok('client signe dupont --signe Autre-Société');
    const noted = await world.json<{ profile: object; signs: object[] }>('client show dupont');
    expect(noted.signs).toEqual([
      { id: 1, kind: 'cash-trouble', note: 'attend un virement', on: '2026-11-20' },
      { id: 2, kind: 'other-company', note: null, on: TODAY },
    ]);
    expect(noted.profile).toMatchObject({ points: 38, mark: 'E' });
    expect(await said(world, 'client signal dupont --annuler 1')).toContain(
      'Dupont : signe n° 1 retiré, dit avoir des difficultés de trésorerie.',
    );
    const { signs } = await world.json<{ signs: object[] }>('client signal dupont --annuler 2');
    expect(signs).toEqual([]);
    const { profile } = await world.json<{ profile: object }>('client show dupont');
    expect(profile).toMatchObject({ points: 58, mark: 'C' });
    expect(world.rows('select id, cancelled_on from client_sign')).toEqual([
      { id: 1, cancelled_on: TODAY },
      { id: 2, cancelled_on: TODAY },
    ]);
  });

  test.each([
    ['', 2, 'Il manque --signe'],
    ['--signe retard', 2, '--signe ne connaît pas « retard »'],
    ['--signe autre', 2, 'Il manque --note'],
    ['--signe tresorerie --le 24/11/2026', 2, '--le : le 24/11/2026 est dans le futur'],
    ['--signe marchandage --le 02/11/2026', 1, 'Ce signe est déjà noté (n° 1)'],
    ['--annuler 2', 1, 'Dupont n’a pas de signe n° 2'],
    ['--annuler un', 2, '--annuler attend un nombre entier à partir de 1, pas « un »'],
    ['--annuler 1 --note erreur', 2, '--annuler et --note ne vont pas ensemble'],
    ['--annuler 1 --le 01/11/2026', 2, '--le : le 01/11/2026 précède ce signe, du 02/11/2026'],
  ])('%s is refused', async (flags, code, message) => {
    const world = new World(TODAY);
    await world.ok('client add Dupont --type entreprise');
    await world.ok('client signal dupont --signe marchandage --le 02/11/2026');
    const [exitCode, text] = await refused(world, `client signal dupont ${flags}`);
    expect([exitCode, text]).toEqual([code, message]);
    expect(world.rows('select cancelled_on from client_sign')).toEqual([{ cancelled_on: null }]);
  });

  test('at the terminal the sign is chosen', async () => {
    const world = new World(TODAY);
    await world.ok('client add Dupont --type entreprise');
    const { exitCode } = await world.atTerminal('client signal dupont', [
      ['Quel signe', '\u001B[A\r'],
      ['Lequel', 'paie en espèces\r'],
    ]);
    expect(exitCode).toBe(0);
    expect(world.rows('select kind, note from client_sign')).toEqual([
      { kind: 'other', note: 'paie en espèces' },
    ]);
  });
});

describe('the ceiling', () => {
  test('is set, read in the currency that the client is billed in, and erased', async () => {
    const world = new World(TODAY);
    await world.ok('client add Dupont --type entreprise --plafond "5 000,00"');
    expect(await said(world, 'client show dupont')).toContain('  Plafond       5 000,00 €');
    await world.ok('add --numero F-1 --client Dupont --montant 10 --devise USD');
    const { client } = await world.json<{ client: object }>('client edit dupont --plafond 300');
    expect(client).toMatchObject({ ceilingCents: 30_000, ceilingCurrency: 'USD' });
    await world.ok(['client', 'edit', 'dupont', '--plafond', '']);
    expect(world.rows('select ceiling_cents, ceiling_currency from client')).toEqual([
      { ceiling_cents: null, ceiling_currency: null },
    ]);
    const [exitCode, message] = await refused(world, 'client edit dupont --plafond 0');
    expect([exitCode, message]).toEqual([2, 'Le montant doit être supérieur à zéro']);
  });

  test('given with an invoice, it completes the card but does not contradict it', async () => {
    const world = new World(TODAY);
    await world.ok('add --numero F-1 --client Dupont --type entreprise --montant 10 --plafond 500');
    await world.ok('add --numero F-2 --client Dupont --montant 10 --plafond 500');
    expect(await refused(world, 'add --numero F-3 --client Dupont --montant 10 --plafond 600')).toEqual([
      1,
      '--plafond contredit ce que l’on sait du client « Dupont » (500,00 €)',
      'relance client edit 1',
    ]);
  });
});

interface Added {
  clientWarnings: { code: string; text: string }[];
}

const codes = async (world: World, line: string): Promise<string[]> =>
  (await world.json<Added>(`add --numero F-9 --client Dupont ${line}`)).clientWarnings.map(
    ({ code }) => code,
  );

describe('add, for a client of whom one should know', () => {
  test('says the mark, what is overdue, the ceiling and the signs, and records', async () => {
    const world = await twoYears();
    await world.ok('client edit dupont --plafond 2000');
    await world.ok('client signal dupont --signe tresorerie');
    const { exitCode, stdout, stderr } = await world.relance(
      'add --numero F-9 --client Dupont --montant 300',
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Facture F-9 enregistrée');
    expect(plain(stderr)).toBe(
      [
        'À savoir sur Dupont :',
        '  – note de payeur D, 48 points sur 100',
        '  – 1 facture en retard, 800,00 €',
        '  – 2 100,00 € dus avec cette facture, plus que le plafond de 2 000,00 €',
        '  – dit avoir des difficultés de trésorerie',
        '',
      ].join('\n'),
    );
  });

  test('gives them to scripts, beside what the law says of the term', async () => {
    const world = await twoYears();
    await world.ok('client edit dupont --plafond 2000');
    await world.ok('client signal dupont --signe tresorerie');
    expect(await codes(world, '--montant 300 --echeance +120j')).toEqual([
      'payer-mark',
      'payer-overdue',
      'ceiling-exceeded',
      'warning-signs',
    ]);
  });

  test.each([
    ['--montant 200', 0],
    ['--montant 200,01', 1],
    ['--montant 5000 --devise USD', 0],
  ])('exactly the ceiling is fine: %s', async (line, exceeded) => {
    const world = await twoYears();
    await world.ok('client edit dupont --plafond 2000');
    const told = await codes(world, line);
    expect(told.filter((code) => code === 'ceiling-exceeded')).toHaveLength(exceeded);
  });

  test('a new client has no history, but may exceed the ceiling set with the invoice', async () => {
    const world = new World(TODAY);
    expect(await codes(world, '--type entreprise --montant 600 --plafond 500')).toEqual(['ceiling-exceeded']);
  });

  test('is silent for a good client', async () => {
    const world = new World(TODAY);
    await world.ok('client add Dupont --type entreprise --plafond 2000');
    const { stderr } = await world.relance('add --numero F-9 --client Dupont --montant 300');
    expect(stderr).toBe('');
  });

  test('at the terminal asks once, and a refusal writes nothing', async () => {
    const world = await twoYears();
    await world.ok('client edit dupont --plafond 2000');
    const line = 'add --numero F-9 --client Dupont --montant 300';
    const no = await world.atTerminal(line, [[/tout\s+de\s+même/, '\r']]);
    expect(no.exitCode).toBe(130);
    expect(world.rows("select 1 from invoice where number = 'F-9'")).toEqual([]);
    const yes = await world.atTerminal(line, [[/tout\s+de\s+même/, 'o\r']]);
    expect(yes.exitCode).toBe(0);
    const skipped = await world.atTerminal(line.replace('F-9', 'F-10 --yes'), []);
    expect(skipped.exitCode).toBe(0);
    expect(skipped.stderr).toContain('plafond');
  });

  test('at the terminal does not ask for an overdue invoice alone', async () => {
    const world = await twoYears();
    const { exitCode, stderr } = await world.atTerminal('add --numero F-9 --client Dupont --montant 300', []);
    expect(exitCode).toBe(0);
    expect(plain(stderr)).toBe('À savoir sur Dupont :\n  – 1 facture en retard, 800,00 €\n');
  });

  test('the wizard too, once its summary is accepted', async () => {
    const world = await twoYears();
    await world.ok('client edit dupont --plafond 2000');
    const { exitCode } = await world.atTerminal('add --montant 300', [
      ['Numéro', 'F-9\r'],
      ['Client', 'dup'],
      ['❯ Dupont', '\r'],
      ['Émise le', '\r'],
      ['Échéance le', '\r'],
      [/à\s+payer\s+le/, '\r'],
      [/tout\s+de\s+même/, 'o\r'],
    ]);
    expect(exitCode).toBe(0);
    expect(world.rows("select 1 n from invoice where number = 'F-9'")).toEqual([{ n: 1 }]);
  });
});
