import { describe, expect, it } from 'vitest';
import { addDays, formatDay, parisDay, type LocalDate } from '../../src/domain/dates.ts';
import type { ClientFacts, InvoiceFacts, StepFact } from '../../src/domain/schedule/facts.ts';
import type { Plan } from '../../src/domain/schedule/action.ts';
import {
  miseEnDemeureDelayDays,
  PRESENTATION_DAYS,
  scenarioNameOf,
  type Channel,
} from '../../src/domain/schedule/scenario.ts';
import { checkScenario } from '../../src/import/scenario-file.ts';
import {
  aClient,
  actingDays,
  aHold,
  anInvoice,
  aPayment,
  aScenario,
  decided,
  decideOn,
  declared,
  DUE,
  made,
  pending,
  planOn,
  SCENARIOS,
  skipped,
  tellOn,
} from '../helpers/facts.ts';

/** A day counted from the due date of the fixtures. */
const day = (count: number): string => addDays(DUE, count);
const chased = (...steps: StepFact[]): InvoiceFacts => anInvoice({ steps });

describe('rule 1: nothing owed', () => {
  it.each([
    ['paid', { payments: [aPayment(100_000, '2026-02-20')] }],
    ['paid in two parts', { payments: [aPayment(60_000, '2026-02-20'), aPayment(40_000, '2026-03-01')] }],
    ['overpaid', { payments: [aPayment(100_001, '2026-02-20')] }],
    ['credited', { payments: [aPayment(100_000, '2026-02-20', 'credit-note')] }],
    ['paid and credited', { payments: [aPayment(1, DUE), aPayment(99_999, DUE, 'credit-note')] }],
    ['cancelled or written off', { isClosed: true }],
    ['of nothing', { totalCents: 0 }],
  ])('%s: no reminder, ever', (_, facts) => {
    for (const count of [-5, 3, 10, 60, 400])
      expect(tellOn(day(count), anInvoice(facts))).toMatchObject({
        act: false,
        on: null,
        step: null,
        reason: 'nothing-owed',
      });
  });

  it.each([
    [99, false, 'below-minimum'],
    [100, true, 'due'],
    [101, true, 'due'],
  ])('%d cents left, the minimum being 1 €', (totalCents, act, reason) => {
    expect(tellOn(day(3), anInvoice({ totalCents }))).toMatchObject({ act, reason });
  });

  it('the minimum is what remains, not the total', () => {
    const invoice = anInvoice({ payments: [aPayment(98_001, '2026-02-20')] });
    expect(tellOn(day(3), invoice, { minimumCents: 2000 })).toMatchObject({
      act: false,
      reason: 'below-minimum',
    });
  });
});

it.each([
  [-1, 0],
  [0, 0],
  [1, 1],
])('on D%d an invoice is %d days late', (count, daysLate) => {
  expect(decideOn(day(count), anInvoice()).daysLate).toBe(daysLate);
});

describe('rule 3: position', () => {
  it.each([
    ['standard', 'relance-1'],
    ['telephone-d-abord', 'appel'],
    ['courrier', 'relance-1'],
    ['doux', 'relance-1'],
    ['particulier', 'relance-1'],
    ['secteur-public', 'relance-1'],
  ] as const)('recorded 60 days late, %s starts at %s', (name, step) => {
    expect(tellOn('2026-05-04', anInvoice({ scenario: name, dueOn: '2026-03-05' }))).toMatchObject({
      act: true,
      step,
    });
  });

  it.each([
    ['nothing', [], 'relance-1', day(3)],
    ['relance-1', [made('relance-1', day(3))], 'relance-2', day(10)],
    ['relance-2', [made('relance-1', day(3)), made('relance-2', day(10))], 'appel', day(17)],
    ['relance-1 skipped', [skipped('relance-1', day(3))], 'relance-2', day(10)],
    ['relance-2 declared', [declared('relance-2', day(12))], 'appel', day(17)],
    ['the call, before the e-mails', [made('appel', day(1))], 'dernier-rappel', day(24)],
    [
      'the call, then relance-2',
      [made('appel', day(1)), made('relance-2', day(2))],
      'dernier-rappel',
      day(24),
    ],
    ['the mise en demeure', [made('mise-en-demeure', day(32))], 'remise', day(45)],
  ] as const)('after %s', (_, steps, step, on) => {
    const decision = tellOn(day(2), chased(...steps));
    expect(decision).toMatchObject({ step, on });
  });

  it('the same facts in another order give the same step', () => {
    expect(tellOn(day(20), chased(made('relance-2', day(10)), made('relance-1', day(3)))).step).toBe('appel');
  });

  describe('changing scenario never goes back', () => {
    it.each([
      ['a call declared at J+17', 'telephone-d-abord', 'appel-2', declared('appel', day(1))],
      ['a call skipped at J+17', 'telephone-d-abord', 'appel-2', skipped('appel', day(17))],
      [
        'relance-2 made at J+20 of doux',
        'standard',
        'dernier-rappel',
        made('relance-2', day(20), SCENARIOS.doux),
      ],
      ['relance-3, which standard has not', 'standard', 'remise', made('relance-3', day(35), SCENARIOS.doux)],
      ['relance-1, later in doux', 'doux', 'relance-2', made('relance-1', day(3))],
      ['relance-2, much later in doux', 'doux', 'relance-3', made('relance-2', day(10))],
      [
        'the mise en demeure, later in particulier',
        'particulier',
        'remise',
        made('mise-en-demeure', day(32)),
      ],
    ] as const)('%s, then %s: the next one is %s', (_, scenario, next, step) => {
      expect(tellOn(day(36), anInvoice({ steps: [step], scenario })).step).toBe(next);
    });

    it.each(['courrier', 'doux', 'particulier'] as const)(
      'a hand-over already made: nothing before it is done again in %s',
      (scenario) => {
        const invoice = anInvoice({ scenario, steps: [made('remise', day(45))] });
        const { step } = decideOn(day(70), invoice);
        expect(step === null || step.day > 45).toBe(true);
      },
    );
  });

  it('a step made that the file now puts later: what was inserted before it is not done after it', () => {
    const scenario = aScenario(3, ['rappel-doux', 5], ['relance-1', 12], ['relance-2', 20]);
    expect(tellOn(day(12), chased(made('relance-1', day(3))), { scenario }).step).toBe('relance-2');
  });

  describe('a step before the due date', () => {
    it.each([
      [-6, false],
      [-5, true],
      [-4, true],
      [-3, true],
    ])('of J−5, on D%d: %s', (count, act) => {
      expect(tellOn(day(count), anInvoice()).act).toBe(act);
    });

    it.each([
      [6, false],
      [7, false],
      [8, true],
      [9, true],
    ])('not within 7 days after issue: %d days after, %s', (count, act) => {
      // Issued on a Monday and due 12 days later, so that J−5 is the 7th day.
      const invoice = anInvoice({ issuedOn: '2026-03-03', dueOn: '2026-03-15' });
      expect(tellOn(addDays('2026-03-03', count), invoice)).toMatchObject({ act, step: 'pre-echeance' });
    });

    it.each([
      ['the day before', '2026-03-12', 'pre-echeance', true],
      ['on the day itself', '2026-03-13', 'relance-1', false],
      ['the day after', '2026-03-14', 'relance-1', false],
    ])('can only be made before that date: %s', (_, today, step, act) => {
      expect(tellOn(today, anInvoice({ dueOn: '2026-03-13' }))).toMatchObject({ step, act });
    });

    it('once late, it is not the next one either, even under a hold without end', () => {
      expect(tellOn(day(1), anInvoice({ holds: [aHold('dispute')] }))).toMatchObject({ step: 'relance-1' });
    });

    it.each([
      ['issued too late for it', { issuedOn: '2026-02-22' }],
      [
        'held until the due date',
        { holds: [aHold('pause', { untilOn: '2026-03-01', fromOn: '2026-02-20' })] },
      ],
      ['which only a week-end could still make', { holds: [aHold('pause', { untilOn: '2026-02-27' })] }],
    ])('%s is left out: the next one is the first after the due date', (_, facts) => {
      expect(tellOn('2026-02-26', anInvoice(facts))).toMatchObject({ step: 'relance-1', act: false });
    });
  });
});

describe('rule 4: gap', () => {
  it.each([
    ['relance-1', 3, -1],
    ['relance-1', 3, 0],
    ['relance-1', 3, 1],
  ] as const)('%s is due from D+%d (%d)', (step, from, shift) => {
    expect(tellOn(day(from + shift), anInvoice())).toMatchObject({ act: shift >= 0, step });
  });

  it.each([
    ['on time', 3, 10],
    ['four days late', 7, 14],
    ['five weeks late', 38, 45],
    ['at D+1, early, by hand', 1, 10],
  ])('the first sent %s (D+%d): the second not before D+%d', (_, sentOn, next) => {
    const invoice = chased(made('relance-1', day(sentOn)));
    expect(actingDays([next - 1, next, next + 1], { steps: invoice.steps })).toEqual([next, next + 1]);
    const before = decideOn(day(next - 1), invoice);
    expect(before.on).toBe(day(next));
  });

  it.each([
    ['skipped', skipped('relance-1', day(9))],
    ['declared', declared('relance-1', day(5))],
    ['before the due date', made('relance-1', day(-1))],
    ['on the due date', made('relance-1', day(0))],
  ])('a step %s does not count', (_, step) => {
    expect(actingDays([9, 10, 11], { steps: [step] })).toEqual([10, 11]);
  });

  it('a step before the due date does not count, even when the due date was moved before it', () => {
    // The reminder of J−5 left for another due date; it now stands two days after the one that was corrected.
    expect(actingDays([2, 3, 4], { steps: [made('pre-echeance', day(2))] })).toEqual([3, 4]);
  });

  it('lapsed steps do not count: only the last one really made does', () => {
    const steps = [made('relance-1', day(3)), made('appel', day(8))];
    expect(actingDays([23, 24, 25], { steps })).toEqual([24, 25]);
  });

  it('two steps made on one day: the last one is the highest, in whatever order they are written', () => {
    const steps = [made('appel', day(30)), made('relance-2', day(30))];
    // 30 + (24 − 17)
    expect(tellOn(day(30), chased(...steps)).on).toBe(day(37));
    expect(tellOn(day(30), chased(...steps.toReversed())).on).toBe(day(37));
  });

  it('a step made and the next skipped: the gap is counted from the one made', () => {
    const steps = [made('relance-1', day(9)), skipped('relance-2', day(11))];
    // 9 + (17 − 3)
    expect(actingDays([22, 23, 24], { steps })).toEqual([23, 24]);
  });

  it.each([
    ['2028-02-29', '2028-03-03', '2028-03-10', '2028-03-17'],
    ['2028-02-28', '2028-03-02', '2028-03-09', '2028-03-16'],
    ['2027-02-26', '2027-03-01', '2027-03-08', '2027-03-15'],
    ['2026-12-28', '2026-12-31', '2027-01-07', '2027-01-14'],
    ['2026-03-27', '2026-03-30', '2026-04-07', '2026-04-14'],
    ['2026-10-23', '2026-10-26', '2026-11-02', '2026-11-09'],
  ])('due on %s: reminders on %s, %s and the call on %s', (dueOn, first, second, call) => {
    expect(tellOn(dueOn, anInvoice({ dueOn })).on).toBe(first);
    const steps = [made('relance-1', first)];
    expect(tellOn(first, anInvoice({ dueOn, steps })).on).toBe(second);
    expect(tellOn(second, anInvoice({ dueOn, steps: [...steps, made('relance-2', second)] })).on).toBe(call);
  });
});

const announcedOn = (today: string, invoice: InvoiceFacts, scenario = SCENARIOS.standard): string | null =>
  planOn(today, [invoice], { scenario }).actions[0]?.following?.deadlineOn ?? null;

describe('rule 5: announced deadlines', () => {
  const steps = [made('relance-1', day(3)), made('relance-2', day(10)), made('appel', day(17))];
  it.each([
    ['2026-03-29', false],
    ['2026-03-30', false],
    ['2026-03-31', true],
  ])('until 30 March: on %s, %s', (today, act) => {
    const invoice = anInvoice({ steps, deadlineOn: '2026-03-30' });
    expect(tellOn(today, invoice)).toMatchObject({
      act,
      on: '2026-03-31',
      reason: act ? 'due' : 'deadline',
      step: 'dernier-rappel',
    });
  });

  it.each([
    ['appel', 'call', [made('relance-1', day(3)), made('relance-2', day(10))]],
    ['mise-en-demeure', 'mise-en-demeure', [...steps, made('dernier-rappel', day(24))]],
    ['remise', 'handover', [made('mise-en-demeure', day(32))]],
  ] as const)('steps done by a person wait for it too: %s', (step, channel, before) => {
    const invoice = anInvoice({ steps: [...before], deadlineOn: '2026-05-18' });
    expect(tellOn('2026-05-18', invoice)).toMatchObject({ act: false, reason: 'deadline', step });
    expect(tellOn('2026-05-19', invoice)).toMatchObject({ act: true, step, channel });
  });

  it('nor is a decision asked before it', () => {
    const invoice = anInvoice({ steps: [made('remise', day(45))], deadlineOn: '2026-05-18' });
    expect(tellOn('2026-05-18', invoice)).toMatchObject({ act: false, channel: 'decide', on: '2026-05-19' });
    expect(tellOn('2026-05-19', invoice)).toMatchObject({ act: true, channel: 'decide' });
  });

  it.each([
    ['entreprise', 8],
    ['association', 8],
    ['public', 8],
    ['particulier', 15],
  ] as const)('the mise en demeure leaves a client of type %s %d days', (kind, days) => {
    expect(miseEnDemeureDelayDays(kind)).toBe(days);
    expect(PRESENTATION_DAYS).toBe(3);
  });

  describe('the date printed in a message is the day before the next step', () => {
    it.each([
      ['on time', 24, 31],
      ['late', 30, 37],
    ])('the last reminder sent %s, D+%d: until D+%d', (_, today, until) => {
      expect(announcedOn(day(today), anInvoice({ steps }))).toBe(day(until));
    });

    it('is never before what the gap leaves, nor on a day without work', () => {
      // Sent on Thursday D+17, the next e-mail falls on Saturday D+19, hence on Monday.
      const scenario = aScenario(0, ['un', 3], ['deux', 5]);
      expect(announcedOn(day(17), anInvoice(), scenario)).toBe(day(20));
    });

    it('a reminder before the due date does not delay the next, even sent late', () => {
      expect(announcedOn('2026-02-27', anInvoice())).toBe(day(2));
    });

    it('leaves the time that two e-mails to one client must leave', () => {
      const scenario = aScenario(5, ['un', 3], ['deux', 4]);
      // Sent on Thursday D+3; five days later is a Tuesday.
      expect(announcedOn(day(3), anInvoice(), scenario)).toBe(day(7));
    });

    it('there is none after the last step', () => {
      expect(announcedOn(day(3), anInvoice(), aScenario(3, ['seule', 3]))).toBeNull();
    });
  });
});

const withClient = (client: Partial<ClientFacts>, facts: Partial<InvoiceFacts> = {}): InvoiceFacts =>
  anInvoice({ client: aClient(client), ...facts });

describe('rule 6: spacing', () => {
  it.each([
    [2, false],
    [3, true],
    [4, true],
  ])('%d days after a contact with the same client: %s', (count, act) => {
    const today = '2026-03-19';
    const invoice = withClient({ lastOutboundOn: addDays(today, -count) });
    expect(tellOn(today, invoice)).toMatchObject({ act, reason: act ? 'due' : 'spacing' });
  });

  it.each([
    [2, false],
    [3, true],
    [4, true],
  ])('%d days after a payment on the invoice: %s', (count, act) => {
    const today = '2026-03-19';
    const invoice = anInvoice({ payments: [aPayment(40_000, addDays(today, -count))] });
    expect(tellOn(today, invoice)).toMatchObject({ act, reason: act ? 'due' : 'spacing' });
  });

  it.each([
    [2, false],
    [3, true],
    [4, true],
  ])('%d days after a step declared as made elsewhere: %s', (count, act) => {
    const today = '2026-03-19';
    const invoice = anInvoice({ steps: [declared('relance-1', addDays(today, -count))] });
    expect(tellOn(today, invoice)).toMatchObject({ act, reason: act ? 'due' : 'spacing' });
  });

  it('a step skipped spaces nothing out: nothing was said', () => {
    expect(tellOn(day(10), chased(skipped('relance-1', day(10))))).toMatchObject({
      act: true,
      step: 'relance-2',
    });
  });

  it('the latest of them counts', () => {
    const invoice = withClient(
      { lastOutboundOn: '2026-03-16' },
      { payments: [aPayment(1000, '2026-03-17'), aPayment(1000, '2026-03-10')] },
    );
    expect(tellOn('2026-03-19', invoice)).toMatchObject({ act: false, on: '2026-03-20' });
  });

  it.each([
    [0, '2026-03-19', true],
    [1, '2026-03-19', false],
    [1, '2026-03-20', true],
    [10, '2026-03-27', false],
    [10, '2026-03-30', true],
  ])('ecart_min of %d days: on %s, %s', (minGapDays, today, act) => {
    const invoice = withClient({ lastOutboundOn: '2026-03-19' });
    expect(tellOn(today, invoice, { scenario: aScenario(minGapDays, ['un', 3]) }).act).toBe(act);
  });

  it('is 3 days where the file says nothing, and in every built-in scenario', () => {
    for (const scenario of Object.values(SCENARIOS)) expect(scenario.minGapDays).toBe(3);
  });

  it('e-mails before the due date wait too', () => {
    const invoice = withClient({ lastOutboundOn: '2026-02-24' });
    expect(tellOn('2026-02-26', invoice)).toMatchObject({
      act: false,
      step: 'pre-echeance',
      reason: 'spacing',
    });
    expect(tellOn('2026-02-27', invoice)).toMatchObject({ act: true, step: 'pre-echeance' });
  });

  it.each([
    ['email', false],
    ['sms', false],
    ['call', true],
    ['letter', true],
    ['lrar', true],
    ['mise-en-demeure', true],
    ['handover', true],
  ] as const)('the day after a contact, a step by %s: %s', (channel, act) => {
    const invoice = withClient(
      { lastOutboundOn: '2026-03-18' },
      { payments: [aPayment(1000, '2026-03-18')] },
    );
    const scenario = aScenario(3, ['etape', 3, channel]);
    expect(tellOn('2026-03-19', invoice, { scenario }).act).toBe(act);
  });

  it('an e-mail that became a call is done by a person, and so not delayed', () => {
    const invoice = withClient({ email: null, lastOutboundOn: '2026-03-18' });
    expect(tellOn('2026-03-19', invoice)).toMatchObject({ act: true, channel: 'call' });
  });
});

/** Day on which a step of that channel, foreseen on that day, really falls. */
const fallsOn = (planned: string, channel: Channel, zone: 'metropole' | 'alsace-moselle' = 'metropole') =>
  tellOn(addDays(planned, -1), anInvoice({ dueOn: addDays(planned, -20) }), {
    scenario: aScenario(3, ['etape', 20, channel]),
    zone,
  }).on;

describe('rule 7: working days', () => {
  it.each([
    ['2026-03-13', '2026-03-13', 'a Friday'],
    ['2026-03-14', '2026-03-16', 'a Saturday'],
    ['2026-03-15', '2026-03-16', 'a Sunday'],
    ['2026-03-16', '2026-03-16', 'a Monday'],
    ['2026-04-04', '2026-04-07', 'Easter Saturday'],
    ['2026-04-06', '2026-04-07', 'Easter Monday'],
    ['2026-04-30', '2026-04-30', 'the eve of 1 May'],
    ['2026-05-01', '2026-05-04', '1 May, a Friday'],
    ['2026-05-08', '2026-05-11', '8 May, a Friday'],
    ['2026-05-14', '2026-05-15', 'the Ascension'],
    ['2026-05-25', '2026-05-26', 'Whit Monday'],
    ['2026-12-25', '2026-12-28', 'Christmas, a Friday'],
    ['2026-12-31', '2026-12-31', 'the last day of the year'],
    ['2027-01-01', '2027-01-04', '1 January, a Friday'],
    ['2028-02-29', '2028-02-29', '29 February'],
    ['2026-03-29', '2026-03-30', 'the Sunday of summer time'],
    ['2026-10-25', '2026-10-26', 'the Sunday when it ends'],
  ])('foreseen on %s, it falls on %s: %s', (planned, on) => {
    for (const channel of ['email', 'sms', 'call'] as const) expect(fallsOn(planned, channel)).toBe(on);
    for (const channel of ['letter', 'lrar', 'mise-en-demeure', 'handover'] as const)
      expect(fallsOn(planned, channel)).toBe(planned);
  });

  it.each([
    ['2026-04-03', 'metropole', '2026-04-03'],
    ['2026-04-03', 'alsace-moselle', '2026-04-07'],
    ['2025-12-26', 'metropole', '2025-12-26'],
    ['2025-12-26', 'alsace-moselle', '2025-12-29'],
  ] as const)('foreseen on %s in %s: %s', (planned, zone, on) => {
    expect(fallsOn(planned, 'email', zone)).toBe(on);
  });

  it('on a day without work, the reason says so', () => {
    const invoice = anInvoice({ dueOn: '2026-03-10' });
    expect(tellOn('2026-03-13', invoice).act).toBe(true);
    expect(tellOn('2026-03-14', invoice)).toMatchObject({
      act: false,
      on: '2026-03-16',
      reason: 'working-day',
    });
    expect(tellOn('2026-03-15', invoice)).toMatchObject({
      act: false,
      on: '2026-03-16',
      reason: 'working-day',
    });
  });

  it('a day missed is caught up at the next run', () => {
    expect(actingDays([3, 4, 7, 8, 9, 30, 200])).toEqual([3, 4, 7, 8, 9, 30, 200]);
  });

  it('the due date never moves: due on a Sunday, an invoice is late on Monday', () => {
    expect(decideOn('2026-03-15', anInvoice({ dueOn: '2026-03-15' })).daysLate).toBe(0);
    expect(decideOn('2026-03-16', anInvoice({ dueOn: '2026-03-15' })).daysLate).toBe(1);
  });
});

describe('rule 8: steps that a person must do', () => {
  const both = { phone: null, hasPostalAddress: false };
  it.each([
    ['call', 'no-phone'],
    ['sms', 'no-phone'],
    ['letter', 'no-postal-address'],
    ['lrar', 'no-postal-address'],
    ['mise-en-demeure', 'no-postal-address'],
    ['handover', null],
  ] as const)('%s: what is missing is said there (%s)', (channel, blocked) => {
    const scenario = aScenario(3, ['etape', 3, channel], ['apres', 10]);
    const expected = { act: true, channel, step: 'etape' };
    expect(tellOn(day(3), anInvoice(), { scenario })).toMatchObject({
      ...expected,
      blocked: null,
      reason: 'person',
    });
    expect(tellOn(day(3), anInvoice({ client: aClient(both) }), { scenario })).toMatchObject({
      ...expected,
      blocked,
      reason: blocked === null ? 'person' : 'no-address',
    });
  });

  it('stays until logged or skipped, and the next one waits for it', () => {
    const steps = [made('relance-1', day(3)), made('relance-2', day(10))];
    for (const count of [17, 18, 24, 32, 63, 100])
      expect(tellOn(day(count), chased(...steps))).toMatchObject({
        act: true,
        step: 'appel',
        channel: 'call',
      });
    expect(tellOn(day(63), chased(...steps, made('appel', day(63))))).toMatchObject({
      act: false,
      step: 'dernier-rappel',
      on: day(70),
    });
    expect(tellOn(day(63), chased(...steps, skipped('appel', day(63))))).toMatchObject({
      act: true,
      step: 'dernier-rappel',
    });
  });
});

describe('rule 9: no address', () => {
  it.each([
    ['an e-mail address', {}, 'email', null],
    ['no e-mail address but a phone', { email: null }, 'call', null],
    ['a refused address and a phone', { emailRefusedOn: '2026-03-01' }, 'call', null],
    ['only a postal address', { email: null, phone: null }, 'letter', null],
    ['a refused address and a postal one', { emailRefusedOn: '2026-03-01', phone: null }, 'letter', null],
    ['nothing at all', { email: null, phone: null, hasPostalAddress: false }, 'email', 'no-email'],
    [
      'a refused address only',
      { emailRefusedOn: '2026-03-01', phone: null, hasPostalAddress: false },
      'email',
      'no-email',
    ],
    ['an e-mail address only', { phone: null, hasPostalAddress: false }, 'email', null],
    ['a wish for paper', { channel: 'letter' }, 'letter', null],
    ['a wish for registered letters', { channel: 'lrar' }, 'lrar', null],
    [
      'a wish for paper, and no postal address',
      { channel: 'letter', hasPostalAddress: false },
      'letter',
      'no-postal-address',
    ],
    ['a channel that carries no reminder', { channel: 'visio' }, 'email', null],
  ] as const)('a client with %s', (_, client, channel, blocked) => {
    const invoice = anInvoice({ client: aClient(client) });
    expect(tellOn(day(3), invoice)).toMatchObject({ act: true, step: 'relance-1', channel, blocked });
  });

  it.each([
    ['by phone only', { email: null }],
    ['by phone, as they wish', { channel: 'call' }],
    ['by SMS, as they wish', { channel: 'sms' }],
    ['by letter only', { email: null, phone: null }],
    ['by letter, as they wish', { channel: 'letter' }],
  ] as const)('before the due date, nothing is said to a client reached %s', (_, client) => {
    const invoice = anInvoice({ client: aClient(client) });
    for (const count of [-10, -5, -1, 0])
      expect(tellOn(day(count), invoice)).toMatchObject({ act: false, step: 'relance-1' });
  });

  it('says on which day which address was refused', () => {
    const client = { email: 'compta@x.example', emailRefusedOn: '2026-03-01' } as const;
    const texts = (fields: Partial<ClientFacts>): string[] =>
      decideOn(day(3), anInvoice({ client: aClient({ ...client, ...fields }) }))
        .rules()
        .map(({ text }) => text());
    expect(texts({})).toContain('adresse refusée le 01/03/2026 : compta@x.example : un appel à passer');
    expect(texts({ phone: null, hasPostalAddress: false })).toContain(
      'adresse refusée le 01/03/2026 : compta@x.example, ni téléphone, ni adresse postale',
    );
  });

  it('blocked, the step stays day after day, as something to complete', () => {
    const client = aClient({ email: null, phone: null, hasPostalAddress: false });
    for (const count of [3, 10, 17, 45, 100])
      expect(tellOn(day(count), anInvoice({ client }))).toMatchObject({
        act: true,
        step: 'relance-1',
        reason: 'no-address',
      });
  });
});

const exhausted = (...more: StepFact[]): InvoiceFacts =>
  anInvoice({ steps: [made('remise', day(45)), ...more] });

describe('rule 10: after the last step', () => {
  it('an unpaid invoice is never forgotten: somebody decides', () => {
    expect(tellOn(day(46), exhausted())).toMatchObject({
      act: true,
      channel: 'decide',
      step: null,
      reason: 'exhausted',
    });
    expect(tellOn(day(500), exhausted())).toMatchObject({ act: true, channel: 'decide' });
  });

  it.each([
    [29, false],
    [30, true],
    [31, true],
  ])('again every 30 days: %d days after, %s', (count, act) => {
    const on = day(50);
    const invoice = exhausted(decided(on));
    expect(tellOn(addDays(on, count), invoice)).toMatchObject({ act, channel: 'decide' });
    expect(tellOn(on, invoice).on).toBe(addDays(on, 30));
  });

  it('the last decision counts, whatever the order', () => {
    expect(tellOn(day(80), exhausted(decided(day(80)), decided(day(50)))).on).toBe(day(110));
  });

  it('a decision is no step: it brings no other one back', () => {
    const invoice = chased(made('relance-1', day(3)), decided(day(5)));
    expect(tellOn(day(10), invoice)).toMatchObject({ act: true, step: 'relance-2' });
  });

  it('the last step skipped: the same', () => {
    expect(tellOn(day(46), chased(skipped('remise', day(45))))).toMatchObject({
      act: true,
      channel: 'decide',
    });
  });

  it('a scenario that ends before the due date leaves the decision to the day after it', () => {
    const scenario = aScenario(3, ['avant', -5]);
    const invoice = anInvoice({ steps: [{ ...made('pre-echeance', day(-5)), step: 'avant' }] });
    expect(tellOn(day(0), invoice, { scenario })).toMatchObject({ act: false, on: day(1) });
    expect(tellOn(day(1), invoice, { scenario })).toMatchObject({ act: true, channel: 'decide' });
  });

  it('held, it is asked after the hold', () => {
    const steps = [made('remise', day(45))];
    const invoice = anInvoice({ steps, holds: [aHold('pause', { untilOn: day(60) })] });
    expect(tellOn(day(60), invoice)).toMatchObject({ act: false, on: day(61), reason: 'hold-pause' });
    expect(tellOn(day(61), invoice)).toMatchObject({ act: true, channel: 'decide' });
  });

  it('never names a day that is past: held without an end, it waits for that end', () => {
    const text = (on: LocalDate, facts: Partial<InvoiceFacts>): string | undefined =>
      decideOn(on, anInvoice({ steps: [made('remise', day(45)), decided(day(50))], ...facts }))
        .rules()
        .find(({ code }) => code === 'exhausted')
        ?.text();
    expect(text(day(79), {})).toContain(`à décider de nouveau le ${formatDay(day(80))}`);
    const holds = [aHold('dispute')];
    expect(text(day(79), { holds })).toContain(`à décider de nouveau le ${formatDay(day(80))}`);
    for (const on of [day(80), day(81), day(300)])
      expect(text(on, { holds })).toBe(
        'toutes les étapes sont faites : à décider quand les relances reprendront',
      );
  });
});

describe('rule 11: the clock is Europe/Paris', () => {
  it.each([
    ['2026-03-04T22:59:59Z', false],
    ['2026-03-04T23:00:00Z', true],
    ['2026-03-05T22:59:59Z', true],
  ])('J+3 being 5 March 2026, at %s: %s', (instant, act) => {
    expect(tellOn(parisDay(new Date(instant)), anInvoice()).act).toBe(act);
  });
});

describe('steps whose fate nobody knows', () => {
  it.each(['sending', 'uncertain', 'draft'] as const)('%s: nothing more leaves', (status) => {
    const invoice = chased(pending('relance-1', day(3), status));
    for (const count of [3, 4, 10, 17, 60])
      expect(tellOn(day(count), invoice)).toMatchObject({ act: false, on: null, step: 'relance-1' });
  });

  it('a hold is told first', () => {
    const invoice = anInvoice({ steps: [pending('relance-1', day(3))], holds: [aHold('dispute')] });
    expect(tellOn(day(4), invoice).reason).toBe('hold-dispute');
  });

  it('paid since, nothing is owed', () => {
    const invoice = anInvoice({
      steps: [pending('relance-1', day(3))],
      payments: [aPayment(100_000, day(4))],
    });
    expect(tellOn(day(4), invoice).reason).toBe('nothing-owed');
  });
});

describe('which scenario', () => {
  it.each([
    ['chosen', 'doux', 'courrier', 'particulier', 'doux'],
    ['that of the client', null, 'courrier', 'particulier', 'courrier'],
    ['that of a consumer', null, null, 'particulier', 'particulier'],
    ['that of a public debtor', null, null, 'public', 'secteur-public'],
    ['that of a company', null, null, 'entreprise', 'standard'],
    ['that of an association', null, null, 'association', 'standard'],
  ] as const)('%s', (_, own, clients, kind, name) => {
    expect(scenarioNameOf({ scenario: own }, { scenario: clients, kind })).toBe(name);
  });

  it.each([
    [
      'standard',
      '-5 pre-echeance email, 3 relance-1 email, 10 relance-2 email, 17 appel call, 24 dernier-rappel email, 32 mise-en-demeure mise-en-demeure, 45 remise handover',
    ],
    [
      'telephone-d-abord',
      '2 appel call, 5 relance-1 email, 12 relance-2 email, 19 appel-2 call, 30 mise-en-demeure mise-en-demeure, 45 remise handover',
    ],
    [
      'courrier',
      '5 relance-1 email, 15 lettre lrar, 25 appel call, 35 mise-en-demeure mise-en-demeure, 50 remise handover',
    ],
    [
      'doux',
      '-7 pre-echeance email, 7 relance-1 email, 20 relance-2 email, 35 relance-3 email, 45 appel call',
    ],
    [
      'particulier',
      '-5 pre-echeance email, 5 relance-1 email, 15 appel call, 25 dernier-rappel email, 40 mise-en-demeure mise-en-demeure, 60 remise handover',
    ],
    [
      'secteur-public',
      '5 relance-1 email, 20 relance-2 email, 35 appel call, 50 dernier-rappel email, 70 mise-en-demeure mise-en-demeure',
    ],
  ] as const)('%s is the one that is described', (name, steps) => {
    expect(SCENARIOS[name].name).toBe(name);
    expect(SCENARIOS[name].steps.map((step) => `${step.day} ${step.id} ${step.channel}`).join(', ')).toBe(
      steps,
    );
  });
});

describe('the life of an invoice, told day by day', () => {
  it('standard, everything done on its day', () => {
    const steps: StepFact[] = [];
    const story: string[] = [];
    let deadlineOn: string | null = null;
    for (let count = -10; count <= 50; count += 1) {
      const plan: Plan = planOn(day(count), [anInvoice({ steps: [...steps], deadlineOn })]);
      const [action] = plan.actions;
      if (!action?.step) continue;
      story.push(`${action.step.id} ${day(count)}`);
      steps.push(made(action.step.id, day(count)));
      if (action.step.id === 'dernier-rappel') deadlineOn = action.following?.deadlineOn ?? null;
    }
    expect(story).toEqual([
      'pre-echeance 2026-02-25',
      'relance-1 2026-03-05',
      'relance-2 2026-03-12',
      'appel 2026-03-19',
      'dernier-rappel 2026-03-26',
      'mise-en-demeure 2026-04-03',
      'remise 2026-04-16',
    ]);
  });
});

describe('facts from Tryton: levels at D+5, D+20, D+40', () => {
  const scenario = aScenario(3, ['un', 5], ['deux', 20], ['trois', 40]);
  // A Saturday, so that D+4, D+5, D+20, D+30 and D+40 are working days.
  const dueOn = '2026-06-06';
  const first = { ...made('relance-1', '2026-06-11'), step: 'un', day: 5 };
  const onDay = (count: number, facts: Partial<InvoiceFacts> = {}) =>
    tellOn(addDays(dueOn, count), anInvoice({ dueOn, totalCents: 10_000, ...facts }), { scenario });

  it('D+4 nothing', () => expect(onDay(4).act).toBe(false));
  it('D+5 first level proposed', () => expect(onDay(5)).toMatchObject({ act: true, step: 'un' }));
  it('still the first at D+30 while it has not been sent', () =>
    expect(onDay(30)).toMatchObject({ act: true, step: 'un' }));
  it.each([
    [19, false],
    [20, true],
    [21, false],
  ])('once sent on D+5, the second is proposed at D+20 (D+%d, a Saturday being D+21)', (count, act) => {
    expect(onDay(count, { steps: [first] })).toMatchObject({ act, step: 'deux' });
  });
  it('blocked → nothing, unblocked → the second', () => {
    expect(onDay(20, { steps: [first], holds: [aHold('dispute')] }).act).toBe(false);
    expect(onDay(20, { steps: [first] })).toMatchObject({ act: true, step: 'deux' });
  });
  it('paid → nothing, ever', () => {
    const payments = [aPayment(10_000, '2026-06-12')];
    for (const count of [6, 20, 40, 41, 365])
      expect(onDay(count, { steps: [first], payments }).act).toBe(false);
  });
  it('never chased and 60 days late → the first level; a second run the same day does not climb', () => {
    // Wednesday 5 August 2026.
    expect(onDay(60)).toMatchObject({ act: true, step: 'un' });
    const sent = { ...first, on: addDays(dueOn, 60) };
    expect(onDay(60, { steps: [sent] })).toMatchObject({ act: false, on: addDays(dueOn, 75) });
  });
  it.each([
    ['mail', {}, 'email'],
    ['letter', { email: null, phone: null }, 'letter'],
  ] as const)('100 due, 50 received → 50 is claimed, by %s', (_, client, channel) => {
    const invoice = anInvoice({
      dueOn,
      totalCents: 10_000,
      payments: [aPayment(5000, '2026-06-02')],
      client: aClient(client),
    });
    expect(planOn(addDays(dueOn, 5), [invoice], { scenario }).actions).toMatchObject([
      { channel, totalCents: 5000 },
    ]);
  });
});

describe('facts from OCA credit-control and overdue reminder', () => {
  it.each([365, 366, 367, 368, 369, 370, 371])(
    'never chased for a year (D+%d) → the first level, whichever day the run is',
    (count) => {
      expect(tellOn(day(count), anInvoice()).step).toBe('relance-1');
    },
  );

  it.each([
    [4, false],
    [5, true],
  ])('a minimum gap of 5 days, %d days after a message: %s', (count, act) => {
    const client = aClient({ lastOutboundOn: addDays('2026-03-19', -count) });
    const scenario = aScenario(5, ['un', 3]);
    expect(tellOn('2026-03-19', anInvoice({ client }), { scenario }).act).toBe(act);
  });

  it('a first level relative to a previous one is refused with its line', () => {
    const text = [
      'nom: relatif',
      'etapes:',
      '  - { id: un, jour: 3, apres: zero, canal: telephone, ton: rappel, modele: appel }',
    ].join('\n');
    const faults = checkScenario(text, 'relatif', () => true);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ line: 3 });
    expect(faults[0]?.message).toContain('apres');
  });

  it('500 due 5 days ago and 1 000 due in 30 days → one overdue invoice, amount 500', () => {
    const client = aClient();
    const late = anInvoice({ client, dueOn: '2026-03-05', totalCents: 50_000 });
    const early = anInvoice({ client, dueOn: '2026-04-09', totalCents: 100_000 });
    const { actions } = planOn('2026-03-10', [late, early]);
    expect(actions).toHaveLength(1);
    expect(actions[0]).toMatchObject({ totalCents: 50_000, invoices: [{ decision: { invoice: late } }] });
  });
});

describe('facts from Mahnwesen: thresholds 3, 10, 20, 30', () => {
  const scenario = aScenario(3, ['un', 3], ['deux', 10], ['trois', 20], ['quatre', 30]);

  it.each([
    [2, false],
    [3, true],
  ])('day %d: %s', (count, act) => {
    expect(tellOn(day(count), anInvoice(), { scenario })).toMatchObject({ act, step: 'un' });
  });
  it('the first sent late on day 14 → the second not before day 21 (14 + (10 − 3))', () => {
    const steps = [{ ...made('relance-1', day(14)), step: 'un' }];
    expect(actingDays([17, 18, 21, 22], { steps }, { scenario })).toEqual([21, 22]);
    expect(tellOn(day(18), anInvoice({ steps }), { scenario })).toMatchObject({ on: day(21), reason: 'gap' });
  });
  it('a credit note is never chased', () => {
    expect(tellOn(day(60), anInvoice({ totalCents: -20_000 }))).toMatchObject({
      act: false,
      reason: 'nothing-owed',
    });
  });
  it('a recipient that cannot be read → no mail goes', () => {
    const client = aClient({ email: null });
    expect(planOn(day(3), [anInvoice({ client })]).actions.map(({ channel }) => channel)).toEqual(['call']);
  });
  it.each([
    ['23:59 the day, 00:01 three days later', '2026-03-16T22:59:00Z', '2026-03-18T23:01:00Z', true],
    ['00:01 the day, 23:59 two days later', '2026-03-15T23:01:00Z', '2026-03-18T22:59:00Z', false],
  ])('the gap counts whole days, whatever the hour: %s', (_, contactAt, runAt, act) => {
    const client = aClient({ lastOutboundOn: parisDay(new Date(contactAt)) });
    expect(tellOn(parisDay(new Date(runAt)), anInvoice({ client })).act).toBe(act);
  });
  it('two runs at once → one attempt: what another run reserved is not proposed', () => {
    expect(planOn(day(3), [chased(pending('relance-1', day(3), 'sending'))]).actions).toEqual([]);
  });
  it('a part payment between rendering and sending → the stale message does not go', () => {
    expect(tellOn(day(3), anInvoice()).act).toBe(true);
    expect(tellOn(day(3), anInvoice({ payments: [aPayment(10_000, day(3))] }))).toMatchObject({
      act: false,
      reason: 'spacing',
    });
  });
});

it('Dolibarr: an invoice of 1 000 with 400 received prints 600', () => {
  const decision = decideOn(day(3), anInvoice({ payments: [aPayment(40_000, '2026-02-20')] }));
  expect(decision).toMatchObject({ act: true, remainingCents: 60_000, claimedCents: 60_000 });
});

it('Akaunting: one reminder on its day, and the run of the next day sends none', () => {
  expect(tellOn(day(3), anInvoice()).act).toBe(true);
  const client = aClient({ lastOutboundOn: day(3) });
  expect(tellOn(day(4), anInvoice({ client, steps: [made('relance-1', day(3))] })).act).toBe(false);
});
