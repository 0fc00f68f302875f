import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/dates.ts';
import type { ClientFacts, InvoiceFacts } from '../../src/domain/schedule/facts.ts';
import {
  aClient,
  aHold,
  anInvoice,
  aPayment,
  aPromise,
  decideOn,
  DUE,
  tellOn,
  type DayOptions,
} from '../helpers/facts.ts';

const kindsOn = (today: string, facts: Partial<InvoiceFacts>, options: DayOptions = {}): string[] =>
  decideOn(today, anInvoice(facts), options).holds.map(({ kind }) => kind);

const kindsOfClientOn = (today: string, client: Partial<ClientFacts>, options: DayOptions = {}): string[] =>
  kindsOn(today, { client: aClient(client) }, options);

describe('insolvency', () => {
  it.each([
    ['the day before the judgment', '2026-02-09', ['insolvency']],
    ['the day of the judgment', '2026-02-10', []],
    ['the day after the judgment', '2026-02-11', []],
  ])('a claim born %s: frozen or not', (_, issuedOn, kinds) => {
    expect(
      kindsOn('2026-03-05', { issuedOn, client: aClient({ insolvencyJudgedOn: '2026-02-10' }) }),
    ).toEqual(kinds);
  });

  it.each([
    ['before the judgment and billed after it', '2026-02-01', '2026-02-20', ['insolvency']],
    ['after the judgment and billed before it', '2026-02-20', '2026-02-01', []],
  ])('what was performed %s: the performance decides', (_, performedOn, issuedOn, kinds) => {
    const client = aClient({ insolvencyJudgedOn: '2026-02-10' });
    expect(kindsOn('2026-03-05', { performedOn, issuedOn, client })).toEqual(kinds);
  });

  it('lasts until the procedure is cancelled, so that nobody can tell the next day', () => {
    const client = aClient({ insolvencyJudgedOn: '2026-02-10' });
    const invoice = anInvoice({ client });
    expect(tellOn('2027-03-05', invoice)).toMatchObject({ act: false, on: null, reason: 'hold-insolvency' });
    const cancelled = anInvoice({ client: { ...client, insolvencyJudgedOn: null } });
    expect(tellOn('2027-03-05', cancelled)).toMatchObject({ act: true, step: 'relance-1' });
  });
});

describe('hand-over and plan', () => {
  it.each(['handover', 'plan', 'dispute'])('%s holds without end', (kind) => {
    const invoice = anInvoice({ holds: [aHold(kind)] });
    expect(tellOn('2030-01-02', invoice)).toMatchObject({ act: false, on: null, reason: `hold-${kind}` });
  });
});

describe('dispute', () => {
  it('of the whole invoice leaves the reminders and stays in the balance', () => {
    const decision = decideOn('2026-03-05', anInvoice({ holds: [aHold('dispute')] }));
    expect(decision.act).toBe(false);
    expect(decision.remainingCents).toBe(100_000);
  });

  it.each([
    ['less than', 29_999, 70_001, []],
    ['one cent less than', 99_999, 1, []],
    ['exactly', 100_000, 0, ['dispute']],
    ['more than', 100_001, 0, ['dispute']],
  ])('of %s the reste dû: the rest stays claimed', (_, amountCents, claimedCents, kinds) => {
    const invoice = anInvoice({ holds: [aHold('dispute', { amountCents })] });
    const decision = decideOn('2026-03-05', invoice, { minimumCents: 1 });
    expect(decision.holds.map(({ kind }) => kind)).toEqual(kinds);
    expect(decision.act).toBe(kinds.length === 0);
    expect(decision.remainingCents).toBe(100_000);
    expect(decision.act ? decision.claimedCents : 0).toBe(claimedCents);
  });

  it('of a part, all the rest being paid: nothing is claimed any more', () => {
    const invoice = anInvoice({
      holds: [aHold('dispute', { amountCents: 30_000 })],
      payments: [aPayment(70_000, '2026-02-20')],
    });
    expect(tellOn('2026-03-05', invoice)).toMatchObject({ act: false, reason: 'hold-dispute' });
  });

  it.each([
    [40_000, 59_999, true, 1],
    [40_000, 60_000, false, 0],
    [40_000, 60_001, false, 0],
  ])('two parts, %d and %d, add up', (first, second, act, claimedCents) => {
    const holds = [aHold('dispute', { amountCents: first }), aHold('dispute', { amountCents: second })];
    const decision = decideOn('2026-03-05', anInvoice({ holds }), { minimumCents: 1 });
    expect(decision).toMatchObject({ act, claimedCents });
  });
});

describe('reply', () => {
  it.each([
    ['2026-03-09', 'the day itself', ['reply']],
    ['2026-03-13', 'the 4th working day', ['reply']],
    ['2026-03-14', 'a Saturday', ['reply']],
    ['2026-03-16', 'the 5th working day', ['reply']],
    ['2026-03-17', 'after 5 working days', []],
  ])('an inbound contact of Monday 9 March 2026 holds on %s (%s)', (today, _, kinds) => {
    expect(kindsOfClientOn(today, { unansweredReplyOn: '2026-03-09' })).toEqual(kinds);
  });

  it.each([
    ['metropole', '2026-04-08', ['reply']],
    ['metropole', '2026-04-09', []],
    ['alsace-moselle', '2026-04-09', ['reply']],
    ['alsace-moselle', '2026-04-10', []],
  ] as const)('over Easter, in %s on %s', (zone, today, kinds) => {
    expect(kindsOfClientOn(today, { unansweredReplyOn: '2026-03-31' }, { zone })).toEqual(kinds);
  });

  it.each([
    ['2026-03-27', ['reply']],
    ['2026-03-28', []],
  ])('read in the mailbox on Friday 20 March 2026, it holds from there: %s', (today, kinds) => {
    const client = { unansweredReplyOn: '2026-03-09', replyReadOn: '2026-03-20' };
    expect(kindsOfClientOn(today, client)).toEqual(kinds);
  });

  it('is said once it no longer holds', () => {
    const invoice = anInvoice({ client: aClient({ unansweredReplyOn: '2026-03-09' }) });
    expect(decideOn('2026-03-16', invoice).staleReplyOn).toBeNull();
    expect(decideOn('2026-03-17', invoice)).toMatchObject({ act: true, staleReplyOn: '2026-03-09' });
  });

  it('holds every invoice of the client, those not yet due included', () => {
    const client = aClient({ unansweredReplyOn: '2026-03-09' });
    expect(tellOn('2026-03-10', anInvoice({ client }))).toMatchObject({ reason: 'hold-reply' });
    expect(tellOn('2026-03-10', anInvoice({ client, dueOn: '2026-03-13' }))).toMatchObject({
      act: false,
      reason: 'hold-reply',
    });
  });
});

describe('pause', () => {
  it.each([
    ['2026-03-11', ['pause']],
    ['2026-03-12', ['pause']],
    ['2026-03-13', []],
  ])('until 12 March included: on %s', (today, kinds) => {
    expect(kindsOn(today, { holds: [aHold('pause', { untilOn: '2026-03-12' })] })).toEqual(kinds);
  });

  it('tells the first day after it, a working day', () => {
    const invoice = anInvoice({ holds: [aHold('pause', { untilOn: '2026-03-13' })] });
    expect(tellOn('2026-03-05', invoice)).toMatchObject({
      act: false,
      on: '2026-03-16',
      reason: 'hold-pause',
    });
  });
});

describe('promise', () => {
  it.each([
    ['a Friday, hence Tuesday', '2026-03-06', '2026-03-10', 'metropole'],
    ['a Saturday', '2026-03-07', '2026-03-10', 'metropole'],
    ['before Easter', '2026-04-02', '2026-04-07', 'metropole'],
    ['before Easter, where Good Friday is a holiday', '2026-04-02', '2026-04-08', 'alsace-moselle'],
    ['before 1 May', '2026-04-30', '2026-05-05', 'metropole'],
    ['before 8 May', '2026-05-07', '2026-05-12', 'metropole'],
    ['over the change of year', '2026-12-30', '2027-01-04', 'metropole'],
    ['around 29 February', '2028-02-28', '2028-03-01', 'metropole'],
    ['over summer time', '2026-03-27', '2026-03-31', 'metropole'],
  ] as const)('%s: for %s, held until %s in %s, then broken', (_, promisedOn, lastDay, zone) => {
    const invoice = anInvoice({
      dueOn: '2026-01-05',
      holds: [aPromise(100_000, promisedOn, '2026-01-10')],
    });
    const [before, on, after] = [-1, 0, 1].map((days) => decideOn(addDays(lastDay, days), invoice, { zone }));
    expect(before?.holds).toHaveLength(1);
    expect(on?.holds).toHaveLength(1);
    expect(on?.brokenPromise).toBeNull();
    expect(after?.holds).toEqual([]);
    expect(after?.brokenPromise).toEqual({ on: promisedOn, amountCents: 100_000, isBegun: false });
  });

  it.each([
    [39_999, ['promise'], false],
    [40_000, [], true],
    [40_001, [], true],
  ])('of 400 €: kept when the payments since reach it (%d cents)', (paid, kinds, isKept) => {
    const facts = { holds: [aPromise(40_000, '2026-03-20')], payments: [aPayment(paid, '2026-03-10')] };
    expect(kindsOn('2026-03-16', facts)).toEqual(kinds);
    expect(decideOn('2026-04-01', anInvoice(facts)).brokenPromise === null).toBe(isKept);
  });

  it('is kept by several payments together', () => {
    const payments = [aPayment(15_000, '2026-03-06'), aPayment(25_000, '2026-03-10')];
    expect(kindsOn('2026-03-16', { holds: [aPromise(40_000, '2026-03-20')], payments })).toEqual([]);
  });

  it.each([
    ['before', '2026-03-03', ['promise']],
    ['on', '2026-03-04', []],
  ])('a payment received %s the day of the promise', (_, receivedOn, kinds) => {
    const holds = [aPromise(40_000, '2026-03-20', '2026-03-04')];
    expect(kindsOn('2026-03-16', { holds, payments: [aPayment(40_000, receivedOn)] })).toEqual(kinds);
  });

  it('renewed before its day: the new day holds', () => {
    const holds = [
      aPromise(100_000, '2026-03-10', '2026-03-04'),
      aPromise(100_000, '2026-03-24', '2026-03-09'),
    ];
    expect(tellOn('2026-03-16', anInvoice({ holds }))).toMatchObject({
      on: '2026-03-27',
      reason: 'hold-promise',
    });
    expect(decideOn('2026-03-16', anInvoice({ holds })).brokenPromise).toBeNull();
    expect(decideOn('2026-03-27', anInvoice({ holds })).brokenPromise?.on).toBe('2026-03-24');
  });

  it('renewed once broken: it holds again', () => {
    const holds = [
      aPromise(100_000, '2026-03-10', '2026-03-04'),
      aPromise(100_000, '2026-03-24', '2026-03-16'),
    ];
    expect(kindsOn('2026-03-16', { holds })).toEqual(['promise']);
    expect(kindsOn('2026-03-26', { holds })).toEqual(['promise']);
    expect(kindsOn('2026-03-27', { holds })).toEqual([]);
  });

  it('two can stand: the second one kept does not end the first', () => {
    const holds = [
      aPromise(100_000, '2026-03-31', '2026-03-04'),
      aPromise(50_000, '2026-03-10', '2026-03-05'),
    ];
    const payments = [aPayment(50_000, '2026-03-09')];
    expect(kindsOn('2026-03-20', { holds, payments })).toEqual(['promise']);
  });

  it('without a sum is for what was owed on that day, not for the whole invoice', () => {
    const invoice = anInvoice({
      payments: [aPayment(40_000, '2026-02-20')],
      holds: [aHold('promise', { untilOn: '2026-03-10', fromOn: '2026-03-05' })],
    });
    expect(decideOn('2026-03-16', invoice).brokenPromise).toEqual({
      on: '2026-03-10',
      amountCents: 60_000,
      isBegun: false,
    });
  });
});

describe('several holds', () => {
  const everyHold = [
    aPromise(100_000, '2026-12-31'),
    aHold('pause', { untilOn: '2026-12-31' }),
    aHold('plan'),
    aHold('dispute'),
    aHold('handover'),
  ];
  const client = aClient({ insolvencyJudgedOn: '2026-02-25', unansweredReplyOn: '2026-03-05' });

  it('are told strongest first', () => {
    expect(kindsOn('2026-03-06', { client, holds: everyHold })).toEqual([
      'insolvency',
      'handover',
      'dispute',
      'plan',
      'reply',
      'pause',
      'promise',
    ]);
  });

  it('the strongest is the reason, and each is a rule', () => {
    const decision = decideOn('2026-03-06', anInvoice({ client, holds: everyHold }));
    expect(decision.reason.code).toBe('hold-insolvency');
    expect(decision.rules().filter((rule) => rule.code.startsWith('hold-'))).toHaveLength(7);
  });

  it('the last to end frees the invoice', () => {
    const holds = [aHold('pause', { untilOn: '2026-03-18' }), aPromise(100_000, '2026-03-10')];
    expect(tellOn('2026-03-06', anInvoice({ holds }))).toMatchObject({ act: false, on: '2026-03-19' });
  });
});

describe('a hold that cannot be read counts as a hold', () => {
  it.each([
    ['of an unknown kind', aHold('moratoire')],
    ['of an empty kind', aHold('')],
    ['a pause without end', aHold('pause')],
    ['a promise without day', aHold('promise', { amountCents: 100 })],
    ['a pause until a day that does not exist', aHold('pause', { untilOn: '2026-02-30' })],
    ['a promise for a date in another form', aHold('promise', { untilOn: '10/03/2026', amountCents: 100 })],
    ['a hand-over that began on no day', aHold('handover', { fromOn: '' })],
    ['a reply written as a hold', aHold('reply')],
    ['an insolvency written as a hold', aHold('insolvency')],
    ['a dispute of a negative sum', aHold('dispute', { amountCents: -100 })],
    ['a dispute of a sum that is not a number', aHold('dispute', { amountCents: Number.NaN })],
  ])('%s', (_, hold) => {
    const decision = decideOn('2026-03-05', anInvoice({ holds: [hold] }));
    expect(decision.holds).toHaveLength(1);
    expect(decision).toMatchObject({ act: false, on: null });
  });
});

it('a hold never acts on what is not owed: the reason stays that nothing is', () => {
  const invoice = anInvoice({ holds: [aHold('dispute')], payments: [aPayment(100_000, DUE)] });
  expect(tellOn('2026-03-05', invoice)).toMatchObject({ act: false, reason: 'nothing-owed' });
});
