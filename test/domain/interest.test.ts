import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/domain/law/claim.ts';
import { addDays } from '../../src/domain/dates.ts';
import type { Imputation } from '../../src/domain/law/interest-accrual.ts';
import { computeFigures } from '../../src/domain/law/interest.ts';
import { aClaim, credited, figuresAt, paid, penalties, ratesWith } from '../helpers/claim.ts';

interface Example {
  id: string;
  principal: string;
  interest_runs_from: string;
  to_inclusive: string;
  lines: { from: string; to: string; days: number; rate: string; amount: string }[];
  days: number;
  interest_sum_of_rounded_lines: string;
  indemnity: string;
  total_due: string;
}

const { examples } = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'golden', 'interest-examples.json'), 'utf8'),
) as { examples: Example[] };

const cents = (euros: string): number => Math.round(Number(euros) * 100);

/** What the words of each example say beside its figures. */
const PARTICULARS: Partial<Record<string, Parameters<typeof aClaim>[0]>> = {
  E09a: { penaltyRate: '1000' },
  E09b: { penaltyRate: '3x' },
  E10a: { penaltyRate: '800' },
  E11: { debtor: { kind: 'particulier' }, dueOn: '2026-04-30', presentedOn: '2026-06-10' },
  E12: { debtor: { kind: 'public' }, requestReceivedOn: '2026-05-05', issuedOn: '2026-05-01' },
  E13: {
    debtor: { kind: 'public', legalTermDays: 50 },
    requestReceivedOn: '2026-05-20',
    issuedOn: '2026-05-01',
  },
  E14: {
    debtor: { kind: 'public' },
    requestReceivedOn: '2026-07-02',
    dueOn: '2026-08-01',
    issuedOn: '2026-05-01',
  },
  E16: { debtor: { judgedOn: '2026-04-20' } },
};

const claimOf = (example: Example): Claim =>
  aClaim({
    totalCents: cents(example.principal),
    dueOn: addDays(example.interest_runs_from, -1),
    issuedOn: '2012-01-01',
    ...PARTICULARS[example.id],
  });

describe('the worked examples', () => {
  it.each(examples.map((example) => [example.id, example] as const))('%s', (id, example) => {
    // The opening judgment is known from its day on: the count is asked later, and stops by itself.
    const to = id === 'E16' ? '2026-11-22' : example.to_inclusive;
    const claim = claimOf(example);
    const figures = figuresAt(
      { ...claim, receipts: id.startsWith('E17a') ? [paid(claim.totalCents, to)] : [] },
      to,
    );
    expect(
      figures.lines.map(({ from, to: last, days, rateBps, amountCents }) => ({
        from,
        to: last,
        days,
        rate: rateBps,
        amount: amountCents,
      })),
    ).toEqual(
      example.lines.map(({ rate, amount, ...line }) => ({
        ...line,
        rate: cents(rate),
        amount: cents(amount),
      })),
    );
    expect(figures.accruedCents).toBe(cents(example.interest_sum_of_rounded_lines));
    expect(figures.indemnityCents).toBe(cents(example.indemnity));
    // E17a is paid: its total is what had been due.
    expect(figures.totalCents).toBe(id === 'E17a' ? 0 : cents(example.total_due));
  });
});

describe('the cases of the law', () => {
  const partPaid = aClaim({
    totalCents: 480_000,
    dueOn: '2026-03-31',
    receipts: [paid(150_000, '2026-05-15'), paid(100_000, '2026-07-20')],
  });

  it('imputes on the principal first, as the client sees it', () => {
    const figures = figuresAt(partPaid, '2026-11-22');
    expect(figures.lines.map(({ amountCents }) => amountCents)).toEqual([7190, 5053, 2242, 9767]);
    expect(figures.lines.map(({ baseCents }) => baseCents)).toEqual([480_000, 330_000, 330_000, 230_000]);
    expect(figures).toMatchObject({
      principalCents: 230_000,
      remainingCents: 230_000,
      interestCents: 24_252,
      indemnityCents: 4_000,
      totalCents: 258_252,
    });
    expect(figures.notes.join(' ')).toContain('d’abord sur le capital');
  });

  it('imputes on the interest first when asked, and shows both principals', () => {
    const figures = figuresAt(partPaid, '2026-11-22', 'interets');
    expect(figures.lines.map(({ amountCents }) => amountCents)).toEqual([7190, 5163, 2291, 10_389]);
    expect(figures.receipts.map(({ toInterestCents }) => toInterestCents)).toEqual([7190, 7454]);
    expect(figures).toMatchObject({
      principalCents: 244_644,
      remainingCents: 230_000,
      interestCents: 10_389,
      totalCents: 259_033,
    });
    expect(figures.notes.join(' ')).toContain('1343-1');
  });

  it.each([
    ['480.00 due 31 August', 48_000, '2026-08-31', 83, 1353],
    ['1 250.50 due 30 September', 125_050, '2026-09-30', 53, 2252],
    ['15.00 due 31 October', 1_500, '2026-10-31', 22, 11],
  ])('%s', (_, totalCents, dueOn, days, interestCents) => {
    const figures = figuresAt(aClaim({ totalCents, dueOn }), '2026-11-22');
    expect(figures.lines.map((line) => line.days)).toEqual([days]);
    expect(figures).toMatchObject({ interestCents, indemnityCents: 4_000 });
  });

  it('rounds a tiny sum to nothing, and the indemnity stays', () => {
    const figures = figuresAt(aClaim({ totalCents: 1_234, dueOn: '2026-11-21' }), '2026-11-22');
    expect(figures).toMatchObject({ interestCents: 0, indemnityCents: 4_000, totalCents: 5_234 });
  });

  it('prints the amount of one more day, at the rate of that day', () => {
    expect(figuresAt(aClaim(), '2026-11-22').perDayCents).toBe(34);
    // 30 June is the last day of its semester: one more day falls in the next one.
    const big = aClaim({ totalCents: 10_000_000, dueOn: '2026-05-31' });
    expect(figuresAt(big, '2026-06-29').perDayCents).toBe(3_329);
    expect(figuresAt(big, '2026-06-30').perDayCents).toBe(3_397);
    expect(figuresAt(aClaim(), '2026-06-29').perDayCents).toBe(0);
    expect(figuresAt(aClaim(), '2026-06-30').perDayCents).toBe(34);
  });

  it.each([
    ['2026-06-29', 0, 0],
    ['2026-06-30', 0, 0],
    ['2026-07-01', 34, 4_000],
  ])('on %s, around the due date', (on, interestCents, indemnityCents) => {
    expect(figuresAt(aClaim(), on)).toMatchObject({ interestCents, indemnityCents });
  });

  it('keeps interest and indemnity after a late payment in full, and lets them grow no more', () => {
    const claim = aClaim({ receipts: [paid(100_000, '2026-07-10')] });
    const figures = figuresAt(claim, '2026-11-22');
    expect(figures).toMatchObject({
      remainingCents: 0,
      interestCents: 340,
      indemnityCents: 4_000,
      totalCents: 4_340,
      perDayCents: 0,
    });
    expect(figuresAt(claim, '2027-12-31').interestCents).toBe(340);
  });

  it.each([
    ['on the due date', '2026-06-30'],
    ['before it', '2026-06-01'],
  ])('asks nothing when all was paid %s', (_, on) => {
    const figures = figuresAt(aClaim({ receipts: [paid(100_000, on)] }), '2026-11-22');
    expect(figures).toMatchObject({ lines: [], interestCents: 0, indemnityCents: 0, totalCents: 0 });
  });

  it('asks the whole indemnity although a part was paid in time', () => {
    const figures = figuresAt(aClaim({ receipts: [paid(99_999, '2026-06-30')] }), '2026-11-22');
    expect(figures.indemnityCents).toBe(4_000);
  });

  it('counts a credit note from the day it is given for', () => {
    const whole = figuresAt(aClaim({ receipts: [credited(100_000, '2026-06-30')] }), '2026-11-22');
    expect(whole).toMatchObject({ interestCents: 0, indemnityCents: 0 });
    const since = figuresAt(aClaim({ receipts: [credited(50_000, '2026-07-10')] }), '2026-11-22');
    expect(since.lines.map(({ baseCents }) => baseCents)).toEqual([100_000, 50_000]);
  });

  it('lets a credit note lower the principal alone, whatever the imputation', () => {
    const figures = figuresAt(
      aClaim({ receipts: [credited(50_000, '2026-07-10')] }),
      '2026-11-22',
      'interets',
    );
    expect(figures).toMatchObject({ imputedCents: 0, principalCents: 50_000 });
  });

  it('takes what is received for penalties from the interest, then from the indemnity', () => {
    const some = figuresAt(aClaim({ receipts: [penalties(4_000, '2026-11-01')] }), '2026-11-22');
    expect(some).toMatchObject({ interestCents: 926, indemnityCents: 4_000, principalCents: 100_000 });
    const more = figuresAt(aClaim({ receipts: [penalties(5_000, '2026-11-01')] }), '2026-11-22');
    expect(more).toMatchObject({ interestCents: 0, indemnityCents: 3_926 });
  });

  it('never computes on the indemnity, nor on penalties', () => {
    const figures = figuresAt(aClaim({ receipts: [penalties(4_926, '2026-11-22')] }), '2026-12-31');
    expect(figures.lines.every(({ baseCents }) => baseCents === 100_000)).toBe(true);
  });

  it('asks nothing that was given up', () => {
    const waiver = { on: '2026-11-01', reason: 'geste' };
    const figures = figuresAt(aClaim({ waiver }), '2026-11-22');
    expect(figures).toMatchObject({
      interestCents: 0,
      indemnityCents: 0,
      waivedCents: 8_926,
      totalCents: 100_000,
    });
    expect(figuresAt(aClaim({ waiver }), '2026-10-31').waivedCents).toBe(0);
  });

  it('asks nothing of a cancelled invoice, nor of one given up as lost', () => {
    for (const closedAs of ['cancelled', 'written-off'] as const)
      expect(figuresAt(aClaim({ closedAs }), '2026-11-22')).toMatchObject({ totalCents: 0, lines: [] });
  });
});

const isWarnedAbroad = (country: string): boolean =>
  figuresAt(aClaim({ debtor: { country } }), '2026-11-22').notes.some((note) =>
    note.includes('hors de France'),
  );

const judgedOn = (day: string) =>
  figuresAt(aClaim({ issuedOn: '2026-05-31', debtor: { judgedOn: day } }), '2026-11-22');

describe('who owes what', () => {
  it('asks a consumer nothing before the mise en demeure, then the legal rate, never the 40 €', () => {
    const before = figuresAt(aClaim({ debtor: { kind: 'particulier' } }), '2026-11-22');
    expect(before).toMatchObject({ from: null, interestCents: 0, indemnityCents: 0, totalCents: 100_000 });
    expect(before.notes.join(' ')).toContain('mise en demeure');
  });

  it('starts a consumer’s interest after the due date although the letter came before it', () => {
    const early = aClaim({ debtor: { kind: 'particulier' }, presentedOn: '2026-06-20' });
    expect(figuresAt(early, '2026-11-22').from).toBe('2026-07-01');
  });

  it('treats an association as a consumer is, and says why', () => {
    const figures = figuresAt(
      aClaim({ debtor: { kind: 'association' }, presentedOn: '2026-06-30' }),
      '2026-11-22',
    );
    expect(figures).toMatchObject({ regime: 'association', indemnityCents: 0, interestCents: 1_092 });
    expect(figures.notes.join(' ')).toContain('association');
  });

  it('ignores the rate of the terms for whoever is no professional', () => {
    for (const kind of ['particulier', 'association', 'public'] as const) {
      const facts = { debtor: { kind }, presentedOn: '2026-06-30' };
      expect(figuresAt(aClaim({ ...facts, penaltyRate: '2000' }), '2026-11-22').interestCents).toBe(
        figuresAt(aClaim(facts), '2026-11-22').interestCents,
      );
    }
  });

  it('fixes a public debtor’s rate at the semester in which interest began', () => {
    const figures = figuresAt(
      aClaim({ debtor: { kind: 'public' }, issuedOn: '2024-04-15', dueOn: '2024-05-15' }),
      '2026-11-22',
    );
    expect(new Set(figures.lines.map(({ rateBps }) => rateBps))).toEqual(new Set([1_250]));
  });

  it('raises a rate too low to the floor of each semester, and says so once', () => {
    const figures = figuresAt(aClaim({ penaltyRate: '300', dueOn: '2025-12-31' }), '2026-11-22');
    expect(figures.lines.map(({ rateBps }) => rateBps)).toEqual([786, 825]);
    expect(figures.notes.filter((note) => note.includes('sous le minimum'))).toHaveLength(1);
  });

  it('keeps ECB + 10 although three times the legal rate was higher in 2024', () => {
    expect(figuresAt(aClaim({ dueOn: '2024-06-30' }), '2024-12-31').lines[0]?.rateBps).toBe(1_425);
  });

  it('warns about a debtor abroad, not overseas', () => {
    expect(['BE', 'FR', 'RE'].map(isWarnedAbroad)).toEqual([true, false, false]);
  });

  it('counts penalties in the invoice’s currency, and the 40 € only in euros', () => {
    const figures = figuresAt(aClaim({ currency: 'USD' }), '2026-11-22');
    expect(figures).toMatchObject({ interestCents: 4_926, indemnityCents: 0 });
    expect(figures.notes.join(' ')).toContain('en USD');
  });

  it('asks no indemnity for what fell due after the opening judgment', () => {
    expect(judgedOn('2026-06-30')).toMatchObject({ indemnityCents: 0, interestCents: 0 });
    expect(judgedOn('2026-07-02')).toMatchObject({ indemnityCents: 4_000, interestCents: 34 });
    // Born after the judgment: paid at its due date, like any other.
    expect(judgedOn('2026-05-31').interestCents).toBe(4_926);
  });
});

const inJanuary = (table: ReturnType<typeof ratesWith>) => computeFigures(aClaim(), table, '2027-01-31');

describe('days whose rate is not known yet', () => {
  it('stands in the last known rate, and says provisional', () => {
    const figures = figuresAt(aClaim(), '2027-01-31');
    expect(figures.lines.map(({ rateBps, isProvisional }) => [rateBps, isProvisional])).toEqual([
      [1_240, false],
      [1_265, true],
    ]);
    expect(figures.isProvisional).toBe(true);
    expect(figuresAt(aClaim(), '2026-12-31').isProvisional).toBe(false);
  });

  it('knows the semester once its rate is added, even unchanged', () => {
    expect(inJanuary(ratesWith(['bce', '2026-12-16', 240])).isProvisional).toBe(true);
    expect(inJanuary(ratesWith(['bce', '2027-01-01', 265])).isProvisional).toBe(false);
  });

  it.each<[string, Imputation]>([
    ['2026-12-31', 'capital'],
    ['2026-12-31', 'interets'],
  ])('counts no day before 2013 (%s, %s)', (to, imputation) => {
    const figures = figuresAt(aClaim({ dueOn: '2012-06-30' }), to, imputation);
    expect(figures.from).toBe('2013-01-01');
    expect(figures.notes.join(' ')).toContain('ne sont pas comptés');
  });
});
