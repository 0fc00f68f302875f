import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/dates.ts';
import type { InvoiceFacts } from '../../src/domain/schedule/facts.ts';
import {
  aClient,
  aHold,
  anInvoice,
  aPayment,
  aScenario,
  declared,
  DUE,
  made,
  mailsOn,
  pending,
  planOn,
  SCENARIOS,
  shownOn,
  skipped,
  type DayOptions,
} from '../helpers/facts.ts';

/** Thursday 19 March 2026: a working day, far from any holiday. */
const TODAY = '2026-03-19';
const daysAgo = (count: number): string => addDays(TODAY, -count);

/** Number of days that the invoice is late today; its first reminder is due from 3. */
const late = (number: string, days: number, facts: Partial<InvoiceFacts> = {}): InvoiceFacts =>
  anInvoice({ number, dueOn: daysAgo(days), ...facts });

/** relance-1 has been sent, and relance-2 is due today. */
const atReminder = (number: string, facts: Partial<InvoiceFacts> = {}): InvoiceFacts =>
  late(number, 10, { steps: [made('relance-1', daysAgo(7))], ...facts });

/** The last reminder is due today. */
const atLast = (number: string, facts: Partial<InvoiceFacts> = {}): InvoiceFacts =>
  late(number, 24, {
    steps: [made('relance-1', daysAgo(21)), made('relance-2', daysAgo(14)), made('appel', daysAgo(7))],
    ...facts,
  });

/** The call is for today. */
const atCall = (number: string, facts: Partial<InvoiceFacts> = {}): InvoiceFacts =>
  late(number, 17, { steps: [made('relance-1', daysAgo(14)), made('relance-2', daysAgo(7))], ...facts });

const soonDue = (number: string, facts: Partial<InvoiceFacts> = {}): InvoiceFacts => late(number, -5, facts);

const waitingOn = (invoices: InvoiceFacts[]): string[] =>
  planOn(TODAY, invoices).waiting.map(({ decision }) => decision.invoice.number);

describe('one message per client and currency', () => {
  it('two invoices of a client go in one message, the oldest first', () => {
    const client = aClient();
    expect(shownOn(TODAY, [late('B', 3, { client }), late('A', 4, { client })])).toEqual([
      { channel: 'email', step: 'relance-1', invoices: ['A', 'B'], totalCents: 200_000, isNeutral: false },
    ]);
  });

  it('two clients get one each', () => {
    expect(mailsOn(TODAY, [late('A', 3), late('B', 3)]).map(({ invoices }) => invoices)).toEqual([
      ['A'],
      ['B'],
    ]);
  });

  it('two currencies make two messages, which never add up', () => {
    const client = aClient();
    const invoices = [
      late('E1', 3, { client, totalCents: 10_000 }),
      late('U1', 3, { client, totalCents: 20_000, currency: 'USD' }),
      late('E2', 4, { client, totalCents: 30_000 }),
      late('U2', 2, { client, totalCents: 40_000, currency: 'USD' }),
    ];
    const { actions } = planOn(TODAY, invoices);
    expect(actions.map(({ currency, totalCents }) => [currency, totalCents])).toEqual([
      ['EUR', 40_000],
      ['USD', 60_000],
    ]);
    expect(mailsOn(TODAY, invoices).map((mail) => mail.invoices)).toEqual([
      ['E2', 'E1'],
      ['U1', 'U2'],
    ]);
  });

  it('two clients of the same name stay two', () => {
    const invoices = [1, 2].map(() => late('A', 3, { client: aClient({ name: 'Dupont' }) }));
    expect(mailsOn(TODAY, invoices)).toHaveLength(2);
  });
});

describe('it holds the invoices whose e-mail step is due, plus the other overdue ones, which advance with it', () => {
  it.each([
    ['due today', 0, ['A']],
    ['overdue since yesterday', 1, ['A', 'B']],
    ['overdue for two days', 2, ['A', 'B']],
    ['whose step is due', 3, ['A', 'B']],
    ['not yet due', -9, ['A']],
  ])('another invoice %s', (_, days, invoices) => {
    const client = aClient();
    expect(mailsOn(TODAY, [late('A', 4, { client }), late('B', days, { client })])).toMatchObject([
      { invoices },
    ]);
  });

  it('nothing is listed where no step is due', () => {
    const client = aClient();
    expect(shownOn(TODAY, [late('A', 1, { client }), late('B', 2, { client })])).toEqual([]);
  });

  it('one that is only listed keeps its own next step', () => {
    const client = aClient();
    const other = late('B', 9, { client, steps: [made('relance-1', daysAgo(2))] });
    const { waiting } = planOn(TODAY, [late('A', 4, { client }), other]);
    expect(waiting).toMatchObject([
      { decision: { invoice: { number: 'B' }, act: false }, nextOn: '2026-03-24' },
    ]);
  });

  it.each([
    ['at courtoisie', [made('relance-1', daysAgo(4))], true],
    ['at rappel', [made('relance-2', daysAgo(4))], false],
    ['at rappel, the step being skipped and so never said', [skipped('relance-2', daysAgo(4))], true],
    ['at rappel, elsewhere, as declared', [declared('relance-2', daysAgo(4))], false],
    ['called', [made('appel', daysAgo(4))], false],
    ['at dernier', [made('dernier-rappel', daysAgo(4))], false],
    ['at dernier, elsewhere, as declared', [declared('dernier-rappel', daysAgo(4))], false],
    ['after a mise en demeure', [made('mise-en-demeure', daysAgo(4))], false],
    ['after a mise en demeure declared', [declared('mise-en-demeure', daysAgo(4))], false],
  ] as const)('its own last tone must not be higher than courtoisie: %s', (_, steps, isListed) => {
    const client = aClient();
    // Due 9 days ago, so that its own next step, at J+10 or later, is not for today.
    const other = late('B', 9, { client, steps: [...steps] });
    const mails = mailsOn(TODAY, [late('A', 3, { client }), other]);
    expect(mails).toMatchObject([{ step: 'relance-1', invoices: isListed ? ['(B)', 'A'] : ['A'] }]);
  });

  it('one below the minimum is not worth a line', () => {
    const client = aClient();
    const invoices = [late('A', 4, { client }), late('B', 2, { client, totalCents: 99 })];
    expect(mailsOn(TODAY, invoices)).toMatchObject([{ invoices: ['A'], totalCents: 100_000 }]);
    expect(waitingOn(invoices)).toEqual(['B']);
  });

  it('a paid one is nowhere', () => {
    const client = aClient();
    const invoices = [late('A', 4, { client }), late('B', 5, { client, payments: [aPayment(100_000, DUE)] })];
    expect(mailsOn(TODAY, invoices)).toMatchObject([{ invoices: ['A'], totalCents: 100_000 }]);
    expect(waitingOn(invoices)).toEqual([]);
  });

  it('the total is what remains and is not disputed', () => {
    const client = aClient();
    const invoices = [
      late('A', 4, { client, payments: [aPayment(25_000, '2026-03-01')] }),
      late('B', 3, { client, holds: [aHold('dispute', { amountCents: 10_000 })] }),
      late('C', 1, { client, payments: [aPayment(1, '2026-03-01', 'credit-note')] }),
    ];
    expect(mailsOn(TODAY, invoices)).toMatchObject([
      { invoices: ['A', 'B', 'C'], totalCents: 75_000 + 90_000 + 99_999, isNeutral: false },
    ]);
  });
});

describe('an invoice handled otherwise is not in it, and the wording is neutral', () => {
  it.each([
    ['in dispute', { holds: [aHold('dispute')] }],
    ['on pause', { holds: [aHold('pause', { untilOn: TODAY })] }],
    ['promised', { holds: [aHold('promise', { untilOn: TODAY, amountCents: 100_000 })] }],
    ['on a plan', { holds: [aHold('plan')] }],
    ['handed over', { holds: [aHold('handover')] }],
    ['on a hold that cannot be read', { holds: [aHold('?')] }],
    ['with a deadline that ends today', { deadlineOn: TODAY, steps: [made('relance-1', daysAgo(5))] }],
    ['with a deadline running', { deadlineOn: '2026-03-30', steps: [made('relance-1', daysAgo(5))] }],
    ['whose reminder may have left', { steps: [pending('relance-1', daysAgo(1))] }],
  ])('%s', (_, facts) => {
    const client = aClient();
    expect(mailsOn(TODAY, [late('A', 4, { client }), late('B', 8, { client, ...facts })])).toMatchObject([
      { invoices: ['A'], isNeutral: true },
    ]);
  });

  it.each([
    ['a dispute about a part', { holds: [aHold('dispute', { amountCents: 1 })] }],
    ['a pause that ended', { holds: [aHold('pause', { untilOn: daysAgo(1) })] }],
    ['a deadline that has passed', { deadlineOn: daysAgo(1), steps: [made('relance-1', daysAgo(5))] }],
  ])('%s leaves it in the message, worded as usual', (_, facts) => {
    const client = aClient();
    const [mail] = mailsOn(TODAY, [late('A', 4, { client }), late('B', 8, { client, ...facts })]);
    expect(mail?.isNeutral).toBe(false);
    expect(mail?.invoices).toHaveLength(2);
  });

  it('insolvency freezes the claims of before: the later ones are worded neutrally', () => {
    const client = aClient({ insolvencyJudgedOn: '2026-03-01' });
    const before = late('B', 40, { client });
    const after = late('A', 4, { client, issuedOn: '2026-03-02' });
    expect(mailsOn(TODAY, [before, after])).toMatchObject([{ invoices: ['A'], isNeutral: true }]);
  });

  it.each([
    ['a call', {}, 'appel', 'call'],
    ['a letter that must be posted', { scenario: 'courrier' }, 'lettre', 'lrar'],
  ] as const)('%s pending for a person', (_, facts, step, channel) => {
    const client = aClient();
    const person = atCall('B', { client, ...facts });
    expect(shownOn(TODAY, [late('A', 4, { client }), person])).toMatchObject([
      { channel, step, invoices: ['B'] },
      { channel: 'email', invoices: ['A'], isNeutral: true },
    ]);
  });

  it('a decision to take after the last step', () => {
    const client = aClient();
    const exhausted = late('B', 60, { client, steps: [made('remise', daysAgo(10))] });
    expect(mailsOn(TODAY, [late('A', 4, { client }), exhausted])).toMatchObject([
      { invoices: ['A'], isNeutral: true },
    ]);
  });

  it('a paid invoice that was in dispute changes nothing', () => {
    const client = aClient();
    const paid = late('B', 8, { client, holds: [aHold('dispute')], payments: [aPayment(100_000, DUE)] });
    expect(mailsOn(TODAY, [late('A', 4, { client }), paid])).toMatchObject([{ isNeutral: false }]);
  });

  it('that of another client changes nothing', () => {
    const invoices = [late('A', 4), late('B', 8, { holds: [aHold('dispute')] })];
    expect(mailsOn(TODAY, invoices)).toMatchObject([{ invoices: ['A'], isNeutral: false }]);
  });

  it('a message about what is not yet due is worded neutrally too', () => {
    const client = aClient();
    const disputed = late('B', 8, { client, holds: [aHold('dispute')] });
    expect(mailsOn(TODAY, [soonDue('A', { client }), disputed])).toMatchObject([
      { invoices: ['A'], step: 'pre-echeance', isNeutral: true },
    ]);
  });
});

describe('the tone is the highest among the due steps', () => {
  it.each([
    ['rappel over courtoisie', 'standard', 'relance-2'],
    ['fermete over courtoisie', 'telephone-d-abord', 'relance-2'],
  ] as const)('%s', (_, scenario, step) => {
    const client = aClient();
    const first = late('A', 3, { client });
    const own = SCENARIOS[scenario].steps.find(({ id }) => id === 'relance-1');
    const second = late('B', 20, {
      client,
      scenario,
      steps: [{ ...made('relance-1', daysAgo(17)), day: own?.day ?? 0 }],
    });
    expect(mailsOn(TODAY, [first, second])).toMatchObject([{ step, invoices: ['B', 'A'] }]);
  });

  it('an older invoice does not raise it', () => {
    const client = aClient();
    const old = late('A', 300, { client });
    expect(mailsOn(TODAY, [old, atReminder('B', { client })])).toMatchObject([
      { step: 'relance-2', invoices: ['A', 'B'] },
    ]);
  });

  it('a step of a person does not raise it', () => {
    const client = aClient();
    expect(mailsOn(TODAY, [late('A', 3, { client }), atCall('B', { client })])).toMatchObject([
      { step: 'relance-1', invoices: ['A'] },
    ]);
  });

  it('an invoice that was chased up to rappel is listed in a message at rappel', () => {
    const client = aClient();
    const other = late('B', 12, { client, steps: [made('relance-2', daysAgo(4))] });
    expect(mailsOn(TODAY, [atReminder('A', { client }), other])).toMatchObject([
      { step: 'relance-2', invoices: ['(B)', 'A'] },
    ]);
  });
});

describe('at dernier, only the invoices that reached it', () => {
  it('an overdue one that did not is neither in the table, nor in the total, nor in the deadline', () => {
    const client = aClient();
    const invoices = [atLast('A', { client }), late('B', 1, { client, totalCents: 500 })];
    expect(mailsOn(TODAY, invoices)).toEqual([
      { channel: 'email', step: 'dernier-rappel', invoices: ['A'], totalCents: 100_000, isNeutral: false },
    ]);
    expect(planOn(TODAY, invoices).actions[0]?.following?.deadlineOn).toBe(daysAgo(-7));
  });

  it('one whose earlier step is due waits, and is told so', () => {
    const client = aClient();
    const invoices = [atLast('A', { client }), atReminder('B', { client }), late('C', 3, { client })];
    expect(mailsOn(TODAY, invoices)).toMatchObject([{ step: 'dernier-rappel', invoices: ['A'] }]);
    expect(waitingOn(invoices)).toEqual(['B', 'C']);
  });

  it('two that reached it share the message', () => {
    const client = aClient();
    expect(mailsOn(TODAY, [atLast('A', { client }), atLast('B', { client })])).toMatchObject([
      { step: 'dernier-rappel', invoices: ['A', 'B'], totalCents: 200_000 },
    ]);
  });

  it('one date for both: no step of either comes before it', () => {
    const client = aClient();
    const second = atLast('B', { client, dueOn: daysAgo(30) });
    const [action] = planOn(TODAY, [atLast('A', { client }), second]).actions;
    expect(action?.following).toMatchObject({ step: { id: 'mise-en-demeure' }, deadlineOn: daysAgo(-7) });
  });

  it('an invoice in dispute still makes the wording neutral', () => {
    const client = aClient();
    const disputed = late('B', 8, { client, holds: [aHold('dispute')] });
    expect(mailsOn(TODAY, [atLast('A', { client }), disputed])).toMatchObject([
      { invoices: ['A'], isNeutral: true },
    ]);
  });

  it('in another currency, the message is another one', () => {
    const client = aClient();
    const invoices = [atLast('A', { client }), late('B', 4, { client, currency: 'USD' })];
    expect(mailsOn(TODAY, invoices).map((mail) => mail.invoices)).toEqual([['A'], ['B']]);
  });
});

it('what a message announces is the next step of the highest tone, when several would come on one day', () => {
  const client = aClient();
  // Both leave seven days: a second reminder for the one, a call for the other.
  const invoices = [late('A', 60, { client }), atReminder('B', { client })];
  for (const order of [invoices, invoices.toReversed()])
    expect(planOn(TODAY, order).actions).toMatchObject([
      { step: { id: 'relance-2' }, following: { step: { id: 'appel' }, deadlineOn: daysAgo(-6) } },
    ]);
});

describe('invoices not yet due', () => {
  it('go in a message of their own', () => {
    const client = aClient();
    const invoices = [late('A', 4, { client }), soonDue('B', { client }), soonDue('C', { client })];
    expect(mailsOn(TODAY, invoices)).toMatchObject([
      { step: 'relance-1', invoices: ['A'] },
      { step: 'pre-echeance', invoices: ['B', 'C'], totalCents: 200_000 },
    ]);
  });

  it('one per currency', () => {
    const client = aClient();
    const invoices = [soonDue('A', { client }), soonDue('B', { client, currency: 'CHF' })];
    expect(mailsOn(TODAY, invoices)).toHaveLength(2);
  });

  it.each([
    ['in the same words within a week is announced at once', -11, {}, ['A', 'B']],
    ['a week later or more waits for its day', -12, {}, ['A']],
    ['and that was issued these last days waits for its day', -9, { issuedOn: daysAgo(3) }, ['A']],
    ['and is on hold', -9, { holds: [aHold('pause', { untilOn: daysAgo(-1) })] }, ['A']],
  ])('one that would be announced %s', (_, days, facts, invoices) => {
    const client = aClient();
    expect(mailsOn(TODAY, [soonDue('A', { client }), late('B', days, { client, ...facts })])).toMatchObject([
      { step: 'pre-echeance', invoices },
    ]);
  });

  it.each([
    ['another at fermete', late('B', 20, { steps: [made('appel', daysAgo(3))] }), true],
    ['another whose last reminder is for today', atLast('B'), false],
    ['another at dernier', late('B', 26, { steps: [made('dernier-rappel', daysAgo(2))] }), false],
    [
      'another at dernier, whose deadline runs',
      late('B', 26, { steps: [made('dernier-rappel', daysAgo(2))], deadlineOn: daysAgo(-5) }),
      false,
    ],
    [
      'another at dernier, as declared',
      late('B', 26, { steps: [declared('dernier-rappel', daysAgo(2))] }),
      false,
    ],
    [
      'another at dernier, in dollars',
      late('B', 26, { steps: [made('dernier-rappel', daysAgo(2))], currency: 'USD' }),
      false,
    ],
    [
      'another after a mise en demeure',
      late('B', 33, { steps: [made('mise-en-demeure', daysAgo(1))] }),
      false,
    ],
    [
      'another after a mise en demeure, as declared',
      late('B', 33, { steps: [declared('mise-en-demeure', daysAgo(1))] }),
      false,
    ],
    [
      'another handed over',
      late('B', 50, { steps: [made('remise', daysAgo(4))], holds: [aHold('handover')] }),
      false,
    ],
    [
      'another handed over and come back, whatever its tone',
      late('B', 50, { steps: [{ ...made('remise', daysAgo(4)), tone: null }] }),
      false,
    ],
    [
      'another at dernier, paid since',
      late('B', 26, {
        steps: [made('dernier-rappel', daysAgo(2))],
        payments: [aPayment(100_000, daysAgo(5))],
      }),
      true,
    ],
    [
      'another whose last reminder was skipped',
      late('B', 26, { steps: [skipped('dernier-rappel', daysAgo(2))] }),
      true,
    ],
  ])('%s', (_, other, goes) => {
    const client = aClient();
    const invoices = [soonDue('A', { client }), { ...other, client }];
    const early = mailsOn(TODAY, invoices).filter(({ step }) => step === 'pre-echeance');
    expect(early).toHaveLength(goes ? 1 : 0);
    expect(waitingOn(invoices).includes('A')).toBe(!goes);
  });
});

const apart = (isPerInvoice: boolean) => {
  const client = aClient({ isPerInvoice });
  return [late('A', 4, { client }), late('B', 3, { client }), late('C', 1, { client })];
};

describe('one message per invoice', () => {
  it('by the setting of the client', () => {
    expect(mailsOn(TODAY, apart(true)).map(({ invoices }) => invoices)).toEqual([['A'], ['B']]);
  });

  it('by --par-facture', () => {
    expect(mailsOn(TODAY, apart(false), { isPerInvoice: true }).map(({ invoices }) => invoices)).toEqual([
      ['A'],
      ['B'],
    ]);
  });

  it('for what is not yet due as well', () => {
    const client = aClient({ isPerInvoice: true });
    expect(mailsOn(TODAY, [soonDue('A', { client }), soonDue('B', { client })])).toHaveLength(2);
  });

  it('each with its own tone, and its own deadline', () => {
    const client = aClient({ isPerInvoice: true });
    expect(mailsOn(TODAY, [atLast('A', { client }), late('B', 3, { client })])).toMatchObject([
      { step: 'dernier-rappel', invoices: ['A'] },
      { step: 'relance-1', invoices: ['B'] },
    ]);
  });

  it('neutral when another is in dispute', () => {
    const client = aClient({ isPerInvoice: true });
    const disputed = late('B', 8, { client, holds: [aHold('dispute')] });
    expect(mailsOn(TODAY, [late('A', 4, { client }), disputed])).toMatchObject([{ isNeutral: true }]);
  });

  it('not neutral because of the other messages', () => {
    expect(mailsOn(TODAY, apart(true)).map(({ isNeutral }) => isNeutral)).toEqual([false, false]);
  });
});

describe('what a person does', () => {
  it('is one call for several invoices of a client', () => {
    const client = aClient();
    expect(shownOn(TODAY, [atCall('A', { client }), atCall('B', { client })])).toMatchObject([
      { channel: 'call', step: 'appel', invoices: ['A', 'B'], totalCents: 200_000 },
    ]);
  });

  it('an e-mail that became a call joins the calls', () => {
    const client = aClient({ email: null });
    expect(shownOn(TODAY, [atCall('A', { client }), late('B', 3, { client })])).toMatchObject([
      { channel: 'call', step: 'appel', invoices: ['A', 'B'] },
    ]);
  });

  it('blocked, is not sent and says what is missing', () => {
    const client = aClient({ email: null, phone: null, hasPostalAddress: false });
    const { actions } = planOn(TODAY, [late('A', 3, { client })]);
    expect(actions).toMatchObject([
      { channel: 'email', blocked: 'no-email', reason: { code: 'no-address' } },
    ]);
  });
});

it('the most pressing client comes first, each client with its own actions together', () => {
  const calm = aClient();
  const pressing = aClient();
  const invoices = [
    late('calm', 3, { client: calm }),
    late('first', 3, { client: pressing, currency: 'USD' }),
    atLast('last', { client: pressing }),
  ];
  expect(shownOn(TODAY, invoices).map((action) => action.invoices)).toEqual([['last'], ['first'], ['calm']]);
});

it('every unpaid invoice has an answer with its reason, also when it is nothing', () => {
  const client = aClient();
  const invoices = [
    late('far', -200, { client }),
    late('held', 8, { client, holds: [aHold('dispute')] }),
    late('small', 8, { client, totalCents: 10 }),
    late('unsure', 8, { client, steps: [pending('relance-1', daysAgo(2))] }),
  ];
  const { actions, waiting } = planOn(TODAY, invoices);
  expect(actions).toEqual([]);
  expect(waiting.map(({ reason }) => reason.code)).toEqual([
    'position',
    'hold-dispute',
    'below-minimum',
    'position',
  ]);
  for (const { reason } of waiting) expect(reason.text()).not.toBe('');
});

it('an e-mail scenario of the user’s own, whose steps share a tone, is grouped by tone', () => {
  const client = aClient();
  const scenario = aScenario(3, ['un', 3], ['deux', 10]);
  const second = late('B', 10, { client, steps: [{ ...made('relance-1', daysAgo(7)), step: 'un' }] });
  expect(mailsOn(TODAY, [late('A', 3, { client }), second], { scenario })).toMatchObject([
    { step: 'deux', invoices: ['B', 'A'] },
  ]);
});

/** The step that each invoice of the first act of the day makes; null for one that is only listed. */
const stepsOn = (invoices: InvoiceFacts[], options: DayOptions = {}): Record<string, string | null> =>
  Object.fromEntries(
    (planOn(TODAY, invoices, options).actions[0]?.invoices ?? []).map(({ decision, advances }) => [
      decision.invoice.number,
      advances ? (decision.step?.id ?? null) : null,
    ]),
  );

/** The mise en demeure is for today. */
const atFormal = (number: string, facts: Partial<InvoiceFacts> = {}): InvoiceFacts =>
  late(number, 32, {
    steps: [made('relance-1', daysAgo(29)), made('appel', daysAgo(15)), made('dernier-rappel', daysAgo(8))],
    ...facts,
  });

describe('one voice per client: an overdue invoice that is listed advances to the step of the message', () => {
  it.each([
    [4, 'relance-1'],
    [3, null],
    [0, null],
  ])('within %d days, its next step being 4 days away: %s', (groupingDays, step) => {
    const client = aClient();
    const scenario = { ...SCENARIOS.standard, groupingDays };
    const invoices = [late('A', 4, { client }), late('B', 1, { client })];
    expect(stepsOn(invoices, { scenario })).toEqual({ A: 'relance-1', B: step });
  });

  it.each([
    ['never reminded of, before its day', late('B', 1), 'relance-2'],
    ['never reminded of, on its day', late('B', 3), 'relance-2'],
    ['of a softer scenario: at the tone of the message', late('B', 1, { scenario: 'doux' }), 'relance-2'],
    ['of a scenario without that tone', late('B', 4, { scenario: 'courrier' }), 'relance-1'],
    ['whose next step is for a person', late('B', 1, { scenario: 'telephone-d-abord' }), null],
    [
      'whose scenario is firmer: at a lower tone',
      late('B', 4, {
        scenario: 'telephone-d-abord',
        steps: [made('appel', daysAgo(3), SCENARIOS['telephone-d-abord'])],
      }),
      'relance-1',
    ],
    ['spoken of the day before yesterday', late('B', 5, { steps: [made('relance-1', daysAgo(2))] }), null],
    ['paid in part the day before yesterday', late('B', 5, { payments: [aPayment(100, daysAgo(2))] }), null],
    ['whose next step is above', late('B', 16, { steps: [made('relance-2', daysAgo(6))] }), null],
  ])('%s', (_, other, step) => {
    const client = aClient();
    const b = { ...other, client };
    expect(stepsOn([atReminder('A', { client }), b])).toEqual({ A: 'relance-2', B: step });
  });

  it('is told why, and waits for nothing else', () => {
    const client = aClient();
    const { actions, waiting } = planOn(TODAY, [atReminder('A', { client }), late('B', 1, { client })]);
    const b = actions[0]?.invoices.find(({ decision }) => decision.invoice.number === 'B')?.decision;
    expect(b?.reason.text()).toBe('rappelée avec A le 19/03/2026 : compte pour « relance-2 »');
    expect(waiting).toEqual([]);
  });

  it('sets no date: the one announced is that of the invoice that leads', () => {
    const client = aClient();
    const [action] = planOn(TODAY, [atReminder('A', { client }), late('B', 1, { client })]).actions;
    expect(action?.following).toMatchObject({ step: { id: 'appel' }, deadlineOn: daysAgo(-6) });
  });

  it.each([
    ['called 7 days ago', [made('relance-1', daysAgo(15)), made('appel', daysAgo(7))], true],
    ['called 6 days ago', [made('relance-1', daysAgo(15)), made('appel', daysAgo(6))], false],
    ['never called', [made('relance-1', daysAgo(15)), made('relance-2', daysAgo(8))], false],
  ])('into the last reminder after the gap of its scenario alone: %s', (_, steps, isIn) => {
    const client = aClient();
    const invoices = [atLast('A', { client }), late('B', 18, { client, steps })];
    expect(stepsOn(invoices)).toEqual({ A: 'dernier-rappel', ...(isIn && { B: 'dernier-rappel' }) });
  });

  it.each([
    ['never', null, false],
    ['13 days ago', daysAgo(13), false],
    ['14 days ago', daysAgo(14), true],
  ])('nor without a reminder, were it in a list: %s', (_, listedOn, isIn) => {
    const client = aClient();
    const scenario = aScenario(3, ['un', 3], ['deux', 10], ['trois', 24, 'email', 'dernier']);
    const steps = [made('relance-1', daysAgo(21)), made('relance-2', daysAgo(14))];
    const a = late('A', 24, {
      client,
      steps: steps.map((fact, index) => ({ ...fact, step: ['un', 'deux'][index] ?? '' })),
    });
    const shown = stepsOn([a, late('B', 20, { client, listedOn })], { scenario });
    expect(shown).toEqual({ A: 'trois', ...(isIn && { B: 'trois' }) });
  });

  it('in a call as in a message, unless its own message leaves today', () => {
    const client = aClient();
    const b = late('B', 9, { client, steps: [made('relance-1', daysAgo(6))] });
    const called = [atCall('A', { client }), b];
    expect(stepsOn(called)).toEqual({ A: 'appel', B: 'appel' });
    expect(shownOn(TODAY, [atCall('A', { client }), atReminder('C', { client })])).toMatchObject([
      { channel: 'call', invoices: ['A'] },
      { channel: 'email', invoices: ['C'] },
    ]);
  });

  it('a call speaks of one that makes no step as well', () => {
    const client = aClient();
    const b = late('B', 9, { client, steps: [made('relance-1', daysAgo(2))] });
    expect(stepsOn([atCall('A', { client }), b])).toEqual({ A: 'appel', B: null });
  });

  it('a mise en demeure takes those that were reminded of, and names no other', () => {
    const client = aClient();
    const b = late('B', 26, {
      client,
      steps: [made('appel', daysAgo(15)), made('dernier-rappel', daysAgo(8))],
    });
    expect(stepsOn([atFormal('A', { client }), b, late('C', 1, { client })])).toEqual({
      A: 'mise-en-demeure',
      B: 'mise-en-demeure',
    });
  });
});

const said = (
  step: string,
  on: string,
  facts: Partial<InvoiceFacts['client']['lately'][number]> = {},
): InvoiceFacts['client']['lately'][number] => ({
  contact: 1,
  invoiceId: 99_999,
  currency: 'EUR',
  scenario: 'standard',
  step,
  channel: 'email',
  on,
  ...facts,
});

describe('never the same words to the same client within 7 days', () => {
  it.each([
    ['6 days ago', [said('relance-1', daysAgo(6))], false],
    ['7 days ago', [said('relance-1', daysAgo(7))], true],
    ['in other words', [said('relance-2', daysAgo(4))], true],
    ['in dollars', [said('relance-1', daysAgo(4), { currency: 'USD' })], true],
    [
      'by another scenario with the same template',
      [said('relance-1', daysAgo(4), { scenario: 'doux' })],
      false,
    ],
    ['by a scenario that has gone', [said('relance-1', daysAgo(4), { scenario: 'ancien' })], false],
  ])('said %s', (_, lately, acts) => {
    const client = aClient({ lately });
    expect(mailsOn(TODAY, [late('A', 10, { client })])).toHaveLength(acts ? 1 : 0);
  });

  it('waits, and says until when', () => {
    const client = aClient({ lately: [said('relance-1', daysAgo(5))] });
    expect(planOn(TODAY, [late('A', 10, { client })]).waiting).toMatchObject([
      { reason: { code: 'spacing' }, nextOn: daysAgo(-4) },
    ]);
  });

  it('nor two calls, whatever their tone', () => {
    const lately = [said('appel-2', daysAgo(6), { scenario: 'telephone-d-abord', channel: 'call' })];
    expect(shownOn(TODAY, [atCall('A', { client: aClient({ lately }) })])).toEqual([]);
  });

  it('its own steps follow its scenario, and one message per invoice is what that client wants', () => {
    const own = anInvoice({ number: 'A', dueOn: daysAgo(10) });
    const lately = [said('relance-1', daysAgo(4), { invoiceId: own.id })];
    expect(mailsOn(TODAY, [{ ...own, client: aClient({ lately }) }])).toHaveLength(1);
    const apartClient = aClient({ lately: [said('relance-1', daysAgo(4))], isPerInvoice: true });
    expect(mailsOn(TODAY, [late('B', 10, { client: apartClient })])).toHaveLength(1);
  });
});

describe('after a mise en demeure, nothing softer is said of the other invoices before the end of its delay', () => {
  const formalNotice = { number: 'M', until: TODAY };
  it.each([
    ['a reminder', atReminder('A'), false],
    ['a call', atCall('A'), false],
    ['a last reminder', atLast('A'), false],
    ['another mise en demeure', atFormal('A'), true],
  ])('%s', (_, invoice, acts) => {
    const client = aClient({ formalNotice });
    expect(shownOn(TODAY, [{ ...invoice, client }])).toHaveLength(acts ? 1 : 0);
    const over = aClient({ formalNotice: { number: 'M', until: daysAgo(1) } });
    expect(shownOn(TODAY, [{ ...invoice, client: over }])).toHaveLength(1);
  });
});
