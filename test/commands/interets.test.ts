import { describe, expect, it } from 'vitest';
import { atWork, readMails } from '../helpers/at-work.ts';
import { attempts } from '../helpers/claims.ts';
import { plain, refused, said } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

interface Interest {
  regime: string;
  from: string | null;
  to: string;
  lines: {
    from: string;
    to: string;
    days: number;
    baseCents: number;
    rateBps: number;
    amountCents: number;
  }[];
  interestCents: number;
  indemnityCents: number;
  principalCents: number;
  remainingCents: number;
  totalCents: number;
  perDayCents: number;
  provisional: boolean;
  waivedCents: number;
  penaltiesReceivedCents: number;
}

const DUPONT = '--client Dupont --type entreprise --email compta@dupont.example';
const LATE = `add --numero F-1 ${DUPONT} --montant 3600 --emise 16/03/2026 --echeance 15/04/2026`;
const TODAY = '2026-11-22';

const late = async (line = LATE): Promise<World> => {
  const world = new World(TODAY);
  await world.begin(line);
  return world;
};

describe('interets', () => {
  it('prints a table that can be checked by hand', async () => {
    const world = await late();
    expect(await said(world, 'interets F-1')).toEqual([
      'F-1  Dupont',
      'Pénalités de retard entre professionnels au 22/11/2026 (C. com. L441-10 II et',
      'D441-5).',
      '',
      'Période                  Jours        Base     Taux     Montant',
      '16/04/2026 – 30/06/2026     76  3 600,00 €  12,15 %     91,08 €',
      '01/07/2026 – 22/11/2026    145  3 600,00 €  12,40 %    177,34 €',
      '───────────────────────────────────────────────────────────────',
      'Intérêts                                               268,42 €',
      'Indemnité forfaitaire                                   40,00 €',
      'Reste dû                                             3 600,00 €',
      'Total au 22/11/2026                                  3 908,42 €',
      '',
      'Par jour de plus après le 22/11/2026 : 1,22 € (3 600,00 € × 12,40 % / 365).',
      'Chaque ligne : base × taux × jours / 365, arrondie au centime ; le premier et le',
      'dernier jour comptent.',
      '',
      'À savoir',
      '– Chaque jour suit le taux de son semestre : c’est la lettre du texte, aucune',
      '  décision ne l’a encore tranché.',
    ]);
  });

  it('gives scripts the same figures', async () => {
    const world = await late();
    const figures = await world.json<Interest>('interets F-1');
    expect(figures).toMatchObject({
      number: 'F-1',
      regime: 'entreprise',
      from: '2026-04-16',
      to: TODAY,
      interestCents: 26_842,
      indemnityCents: 4_000,
      principalCents: 360_000,
      totalCents: 390_842,
      perDayCents: 122,
      provisional: false,
    });
    expect(figures.lines[0]).toMatchObject({
      from: '2026-04-16',
      to: '2026-06-30',
      days: 76,
      baseCents: 360_000,
      rateBps: 1_215,
      amountCents: 9_108,
    });
  });

  it('counts at another day, with another rate, imputed on the interest', async () => {
    const world = await late();
    await world.ok('pay F-1 1500 --le 15/05/2026');
    expect((await world.json<Interest>('interets F-1 --au 2027-02-10')).provisional).toBe(true);
    const interest = await world.json<Interest>('interets F-1 --imputation interets');
    expect(interest).toMatchObject({ principalCents: 213_595, remainingCents: 210_000 });
    expect(interest.totalCents).toBe(
      interest.principalCents + interest.interestCents + interest.indemnityCents,
    );
    expect(plain(await world.ok('interets F-1 --imputation interets'))).toContain(
      'règlement 1 500,00 €, dont 35,95 € sur les intérêts et',
    );
    const other = await world.json<Interest>('interets F-1 --taux 10');
    expect(other.lines.map(({ rateBps }) => rateBps)).toEqual([1_000, 1_000, 1_000]);
    expect((await world.json<Interest>('interets F-1 --au 15/04/2026')).lines).toEqual([]);
  });

  it('reads the rate of the invoice, else that of the profile', async () => {
    const world = await late();
    await world.ok('profil --nom Zoé --taux 11');
    expect((await world.json<Interest>('interets F-1')).lines[0]?.rateBps).toBe(1_100);
    await world.ok('edit F-1 --taux 3x');
    expect((await world.json<Interest>('interets F-1')).lines[0]?.rateBps).toBe(786);
  });

  it('lets a credit note count from the due date, unless its day is said', async () => {
    const world = await late();
    await world.ok('pay F-1 1600 --avoir --ref A-1');
    expect((await world.json<Interest>('interets F-1')).lines.map(({ baseCents }) => baseCents)).toEqual([
      200_000, 200_000,
    ]);
    const other = await late();
    await other.ok('pay F-1 1600 --avoir --le 30/06/2026');
    expect((await other.json<Interest>('interets F-1')).lines.map(({ baseCents }) => baseCents)).toEqual([
      360_000, 200_000,
    ]);
  });

  it('asks a consumer nothing until the mise en demeure is presented', async () => {
    const world = await late(
      'add --numero F-1 --client Petit --type particulier --montant 850 --emise 01/04/2026 --echeance 30/04/2026',
    );
    expect(await world.json<Interest>('interets F-1')).toMatchObject({
      regime: 'particulier',
      from: null,
      lines: [],
      totalCents: 85_000,
    });
    await world.ok('log F-1 --canal lrar --issue presentee --le 10/06/2026');
    expect(await world.json<Interest>('interets F-1')).toMatchObject({
      from: '2026-06-11',
      interestCents: 1_051,
      indemnityCents: 0,
      totalCents: 86_051,
    });
    // Typed on the wrong invoice: the presentation is taken back, and nothing runs any more.
    await world.ok('log F-1 --issue presentation-annulee');
    expect(await world.json<Interest>('interets F-1')).toMatchObject({ from: null, totalCents: 85_000 });
    expect((await refused(world, 'log F-1 --canal telephone --issue presentee'))[1]).toContain(
      'présentée par courrier',
    );
  });

  it('follows a public debtor’s own time to pay', async () => {
    const world = await late(
      'add --numero F-1 --client Mairie --type public --montant 1500 --emise 01/07/2026 --recue 02/07/2026',
    );
    expect(world.rows('select due_on from invoice')).toEqual([{ due_on: '2026-08-03' }]);
    await world.ok('pay F-1 --le 15/10/2026');
    expect(await world.json<Interest>('interets F-1')).toMatchObject({
      regime: 'public',
      from: '2026-08-04',
      interestCents: 3_120,
      indemnityCents: 4_000,
    });
  });

  it('stops the day before an opening judgment', async () => {
    const world = await late(
      `add --numero F-1 ${DUPONT} --montant 9000 --emise 01/01/2026 --echeance 31/01/2026`,
    );
    await world.ok('procedure Dupont --type redressement --jugement 20/04/2026');
    expect(await world.json<Interest>('interets F-1')).toMatchObject({
      interestCents: 23_368,
      indemnityCents: 4_000,
      totalCents: 927_368,
      perDayCents: 0,
    });
  });

  it.each([
    ['interets F-9', 2, /F-9/],
    ['interets F-1 --au 01/01/2026', 1, /n’était pas encore émise le 01\/01\/2026/],
    ['interets F-1 --imputation moitie', 2, /--imputation/],
    ['interets F-1 --taux 0', 2, /n’est pas entre 0 et 100/],
    ['interets F-1 --taux -3', 2, /est négatif/],
    ['interets F-1 --taux 120', 2, /n’est pas entre 0 et 100/],
    ['interets F-1 --motif geste', 2, /--motif ne s’emploie pas seul/],
    ['interets F-1 --renoncer --reclamer', 2, /ne vont pas ensemble/],
    ['interets F-1 --reclamer --au hier', 2, /--reclamer et --au ne vont pas ensemble/],
    ['interets F-1 --renoncer', 2, /Il manque --motif/],
    ['interets F-1 --reprendre', 1, /Vous n’avez pas renoncé/],
    ['interets F-1 --reclamer --yes', 1, /n’est pas encore réglée/],
  ])('%s is refused', async (line, exitCode, message) => {
    const answer = await refused(await late(), line);
    expect(answer[0]).toBe(exitCode);
    expect(answer[1]).toMatch(message);
    expect(answer[2]).toBeTruthy();
  });

  it('refuses another rate where the law fixes it', async () => {
    const world = await late(
      'add --numero F-1 --client Petit --type particulier --montant 850 --emise 01/04/2026',
    );
    expect((await refused(world, 'interets F-1 --taux 12'))[1]).toContain(
      '--taux ne vaut qu’entre professionnels',
    );
  });
});

describe('show, list and due', () => {
  it('carry interest and indemnity to date', async () => {
    const world = await late();
    const figures = { interestCents: 26_842, indemnityCents: 4_000 };
    expect((await world.json<{ invoice: object }>('show F-1')).invoice).toMatchObject(figures);
    expect((await world.json<{ invoices: object[] }>('list')).invoices[0]).toMatchObject(figures);
    world.today = '2026-11-23';
    const { actions } = await world.json<{ actions: { invoices: object[] }[] }>('due');
    expect(actions[0]?.invoices[0]).toMatchObject({ interestCents: 26_964, indemnityCents: 4_000 });
    expect(plain(await world.ok('due'))).toContain('+ 269,64 € d’intérêts et 40,00 € d’indemnité à ce jour');
    const shown = plain(await world.ok('show F-1'));
    expect(shown).toContain('16/04/2026 – 30/06/2026 : 3 600,00 € × 12,15 % × 76 j / 365 = 91,08 €');
    expect(shown).toContain('À réclamer en justice au plus tard le 15/03/2031');
    expect((await world.relance('list', { columns: 120 })).stdout).toContain('Pénalités');
  });

  it('see an earlier day as it was', async () => {
    const world = await late();
    const { invoice } = await world.json<{ invoice: object }>('show F-1 --date 16/04/2026');
    expect(invoice).toMatchObject({ interestCents: 120, indemnityCents: 4_000 });
  });
});

const NOW = '2026-11-23';

/** Paid on the day, seven months late: 269,64 € of interest and 40 €. */
const paidLate = async () => {
  const { world, sink } = await atWork();
  await world.ok(LATE);
  await world.ok('pay F-1');
  return { world, sink };
};

describe('penalties after a late payment in full', () => {
  it('stay open, without any reminder', async () => {
    const { world } = await paidLate();
    expect((await world.json<{ invoice: object }>('show F-1')).invoice).toMatchObject({
      state: 'paid',
      interestCents: 26_964,
      indemnityCents: 4_000,
      nextStep: null,
    });
    world.today = '2027-06-30';
    expect((await world.json<{ actions: unknown[] }>('due')).actions).toEqual([]);
    expect((await world.json<{ invoice: object }>('show F-1')).invoice).toMatchObject({
      interestCents: 26_964,
    });
  });

  it('are claimed in one message, at the user’s word, and once', async () => {
    const { world, sink } = await paidLate();
    expect(plain(await world.ok('interets F-1 --reclamer --dry-run'))).toContain('Rien n’est parti.');
    expect(sink.received).toEqual([]);
    const { sent } = await world.json<{ sent: object[] }>('interets F-1 --reclamer --yes');
    expect(sent).toMatchObject([{ step: 'reclamation', invoices: ['F-1'], to: ['compta@dupont.example'] }]);
    const [mail] = await readMails(sink);
    const text = plain(mail?.text ?? '');
    expect(text).toContain('Du 16/04/2026 au 30/06/2026 : 3 600,00 € × 12,15 % × 76 j / 365');
    expect(text).toContain('309,64 €');
    expect(attempts(world)).toMatchObject([{ step: 'reclamation', status: 'sent' }]);
    expect((await refused(world, 'interets F-1 --reclamer --yes'))[1]).toContain('déjà été réclamées');
    expect(sink.received).toHaveLength(1);
  });

  it('are received as such', async () => {
    const { world } = await paidLate();
    await world.ok('pay F-1 200 --penalites');
    expect(await world.json<Interest>('interets F-1')).toMatchObject({
      penaltiesReceivedCents: 20_000,
      interestCents: 6_964,
      indemnityCents: 4_000,
    });
    await world.ok('pay F-1 109,64 --penalites');
    expect((await refused(world, 'interets F-1 --reclamer --yes'))[1]).toContain('Aucune pénalité n’est due');
    expect((await refused(world, 'pay F-1 0,01 --penalites'))[1]).toContain('plus que les pénalités');
  });

  it('are given up with a reason, and taken back when that was a mistake', async () => {
    const { world } = await paidLate();
    expect(await said(world, 'interets F-1 --renoncer --motif geste')).toContain(
      '– Vous avez renoncé le 23/11/2026 à ce que la loi ajoute au reste dû (geste).',
    );
    expect((await world.json<{ invoice: object }>('show F-1')).invoice).toMatchObject({
      interestCents: 0,
      indemnityCents: 0,
    });
    expect((await refused(world, 'interets F-1 --renoncer --motif encore'))[1]).toContain('déjà renoncé');
    expect((await refused(world, 'interets F-1 --reclamer --yes'))[1]).toContain('renoncé');
    await world.ok('interets F-1 --reprendre');
    expect(await world.json<Interest>('interets F-1')).toMatchObject({ interestCents: 26_964 });
  });

  it('are asked of a person before they leave', async () => {
    const { world, sink } = await paidLate();
    const no = await world.atTerminal('interets F-1 --reclamer', [['Envoyer ce message', 'n\r']]);
    expect([no.exitCode, sink.received.length]).toEqual([130, 0]);
    const yes = await world.atTerminal('interets F-1 --reclamer', [['Envoyer ce message', '\r']]);
    expect([yes.exitCode, sink.received.length]).toEqual([0, 1]);
  });

  it.each([
    ['a consumer', 'particulier', 'ne doit ni pénalités'],
    ['an association', 'association', 'ne doit ni pénalités'],
  ])('are never claimed from %s', async (_, kind, message) => {
    const { world } = await atWork();
    await world.ok(LATE.replace('entreprise', kind));
    await world.ok('pay F-1');
    expect((await refused(world, 'interets F-1 --reclamer --yes'))[1]).toContain(message);
  });
});

describe('a payment of more than the reste dû', () => {
  it('to the cent what the law adds is taken for it, not for an overpayment', async () => {
    const world = await late();
    world.today = NOW;
    const lines = await said(world, 'pay F-1 3909,64');
    expect(lines).toEqual([
      'Règlement n° 1 : 3 600,00 € sur F-1 (Dupont), virement le 23/11/2026.',
      'Pénalités n° 2 : 309,64 € sur F-1 (Dupont), virement le 23/11/2026.',
      'F-1 : réglée.',
    ]);
    expect(await world.json<Interest>('interets F-1')).toMatchObject({ totalCents: 0 });
  });

  it('of several invoices too, each with its own', async () => {
    const world = await late();
    world.today = NOW;
    await world.ok(
      'add --numero F-2 --client Dupont --montant 1000 --emise 31/05/2026 --echeance 30/06/2026',
    );
    await world.ok('pay F-1 F-2 4999,24');
    expect(world.rows("select amount_cents cents from payment where kind = 'penalties'")).toEqual([
      { cents: 30_964 },
      { cents: 8_960 },
    ]);
  });

  it('one cent beside it is asked, and may be penalties in part', async () => {
    const world = await late();
    world.today = NOW;
    expect((await refused(world, 'pay F-1 3909,63'))[1]).toContain('plus que le reste dû');
    const { screen } = await world.atTerminal('pay F-1 3700', [['qu’en faire', '\r']]);
    expect(plain(screen)).toContain('le compter en pénalités et indemnité de retard (309,64 € sont dus)');
    expect(world.rows("select amount_cents cents from payment where kind = 'penalties'")).toEqual([
      { cents: 10_000 },
    ]);
  });
});
