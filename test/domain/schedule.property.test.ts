import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { addDays, daysBetween, type LocalDate } from '../../src/domain/dates.ts';
import type {
  ClientFacts,
  HoldFact,
  InvoiceFacts,
  PaymentFact,
  StepFact,
} from '../../src/domain/schedule/facts.ts';
import { type Action, type Plan } from '../../src/domain/schedule/action.ts';
import { planActions } from '../../src/domain/schedule/grouping.ts';
import { effectiveChannel } from '../../src/domain/schedule/effective-channel.ts';
import { isFormal, isThreat, toneRank, type Channel, type Step } from '../../src/domain/schedule/scenario.ts';
import { type Decision } from '../../src/domain/schedule/decision.ts';
import { remainingCentsOf } from '../../src/domain/money/balance.ts';
import { isWorkingDay } from '../../src/domain/working-days.ts';
import { casesOf } from '../helpers/cases.ts';
import {
  aClient,
  aHold,
  anInvoice,
  decideOn,
  made,
  SCENARIO_NAMES,
  SCENARIOS,
  scenarioOf,
  told,
} from '../helpers/facts.ts';

const ZONE = 'metropole';
/** Stories told: the same ones for every property, and others at each start. */
const NUM_RUNS = casesOf(40);
const SEED = Math.trunc(Math.random() * 0x7fff_ffff);
/** Milliseconds, for one property and the smallest story that breaks it. */
const PATIENCE = casesOf(4000);
const MINIMUM_CENTS = 100;
/** Easter, the change of year, 29 February 2028, or any day of the years around. */
const anyStart = fc.oneof(
  fc.constantFrom('2026-02-20', '2026-12-10', '2027-12-20', '2028-02-01'),
  fc.integer({ min: 0, max: 1500 }).map((count) => addDays('2025-06-01', count)),
);

const clientArbitrary = fc.record({
  kind: fc.constantFrom('entreprise', 'association', 'particulier', 'public'),
  email: fc.constantFrom('a@b.example', 'c@d.example', null),
  emailRefusedOn: fc.constantFrom(null, null, '2025-01-01'),
  phone: fc.constantFrom('01 23 45 67 89', null),
  hasPostalAddress: fc.boolean(),
  isPerInvoice: fc.constantFrom(false, false, true),
} satisfies { [Key in keyof ClientFacts]?: fc.Arbitrary<ClientFacts[Key]> });

/** Days are counted from the start of the story. */
const invoiceArbitrary = fc.record({
  client: fc.nat(1),
  issued: fc.integer({ min: -60, max: 5 }),
  term: fc.integer({ min: 0, max: 45 }),
  totalCents: fc.integer({ min: 50, max: 100_000 }),
  currency: fc.constantFrom('EUR', 'EUR', 'USD'),
  scenario: fc.constantFrom(null, ...SCENARIO_NAMES),
  payments: fc.array(fc.record({ day: fc.nat(90), cents: fc.integer({ min: 1, max: 40_000 }) }), {
    maxLength: 2,
  }),
  holds: fc.array(
    fc.record({
      kind: fc.constantFrom('pause', 'promise', 'dispute', 'plan', '?'),
      day: fc.nat(60),
      length: fc.nat(20),
      amountCents: fc.option(fc.integer({ min: 1, max: 60_000 })),
      endedAfter: fc.integer({ min: 1, max: 40 }),
    }),
    { maxLength: 2 },
  ),
});

const storyArbitrary = fc.record({
  start: anyStart,
  clients: fc.tuple(clientArbitrary, clientArbitrary),
  invoices: fc.array(invoiceArbitrary, { minLength: 1, maxLength: 4 }),
  /** How the people and the days behave, drawn one after the other. */
  draws: fc.array(fc.nat(5), { minLength: 7, maxLength: 23 }),
});
type Story = typeof storyArbitrary extends fc.Arbitrary<infer T> ? T : never;

interface Said {
  run: number;
  on: LocalDate;
  client: number;
  invoice: number;
  step: string | null;
  jour: number;
  channel: Channel;
  isOverdue: boolean;
  /** Another invoice led the message: it made this step before its day, or over another one. */
  isCarried: boolean;
  /** Number of the message, call or letter, and the words of it. */
  contact: number;
  template: string | null;
  currency: string;
  /** Last day left to the client, as printed. */
  deadlineOn: LocalDate | null;
}

interface World {
  clients: ClientFacts[];
  invoices: InvoiceFacts[];
  said: Said[];
  runs: { today: LocalDate; run: number; decisions: Decision[]; plan: Plan }[];
  /** Delays of the mises en demeure. */
  notices: { client: number; invoice: InvoiceFacts; on: LocalDate; until: LocalDate }[];
}

const latest = (a: LocalDate | null, b: LocalDate | null): LocalDate | null =>
  a === null || (b !== null && b > a) ? b : a;

const openWorld = ({ start, clients, invoices }: Story): World => {
  const people = clients.map((client, index) => aClient({ id: index + 1, ...client }));
  const claims = invoices.map(({ client, issued, term, totalCents, currency, scenario }, index) => {
    const issuedOn = addDays(start, issued);
    const owner = people[client];
    if (!owner) throw new Error('no such client');
    const dueOn = addDays(issuedOn, term);
    return anInvoice({ id: index + 1, client: owner, issuedOn, dueOn, totalCents, currency, scenario });
  });
  return { clients: people, invoices: claims, said: [], runs: [], notices: [] };
};

const paidCentsOf = (story: Story, { id }: InvoiceFacts, count: number): number =>
  (story.invoices[id - 1]?.payments ?? [])
    .filter(({ day }) => day <= count)
    .reduce((sum, { cents }) => sum + cents, 0);

/** The facts known on that day: those dated later are not seen. */
const factsOn = (story: Story, world: World, count: number): InvoiceFacts[] => {
  const today = addDays(story.start, count);
  const isPaid = (invoice: InvoiceFacts): boolean => paidCentsOf(story, invoice, count) >= invoice.totalCents;
  const clients = new Map(
    world.clients.map((client) => {
      const notice = world.notices.find(
        ({ client: id, until, invoice }) => id === client.id && until >= today && !isPaid(invoice),
      );
      const lately = client.lately.filter(({ on }) => daysBetween(on, today) < 7);
      return [
        client.id,
        {
          ...client,
          lately,
          formalNotice: notice ? { number: notice.invoice.number, until: notice.until } : null,
        },
      ];
    }),
  );
  return world.invoices.map((invoice, index) => {
    const { payments, holds } = story.invoices[index] ?? { payments: [], holds: [] };
    return {
      ...invoice,
      client: clients.get(invoice.client.id) ?? invoice.client,
      payments: payments
        .filter(({ day }) => day <= count)
        .map(({ day, cents }): PaymentFact => ({
          receivedOn: addDays(story.start, day),
          amountCents: cents,
          kind: 'payment',
        })),
      holds: holds
        .filter(({ day, endedAfter }) => day <= count && count < day + endedAfter)
        .map(({ kind, day, length, amountCents }): HoldFact => ({
          kind,
          fromOn: addDays(story.start, day),
          untilOn: kind === 'pause' || kind === 'promise' ? addDays(story.start, day + length) : null,
          amountCents: kind === 'promise' ? (amountCents ?? invoice.totalCents) : amountCents,
          reason: null,
        })),
    };
  });
};

const decideAll = (invoices: InvoiceFacts[], today: LocalDate): Decision[] =>
  invoices.map((invoice) => decideOn(today, invoice, { zone: ZONE, minimumCents: MINIMUM_CENTS }));

/** As if nothing were known of the client's other invoices. */
const decideApart = (invoices: InvoiceFacts[], today: LocalDate): Decision[] =>
  decideAll(
    invoices.map((invoice) => ({
      ...invoice,
      listedOn: null,
      client: { ...invoice.client, lately: [], formalNotice: null },
    })),
    today,
  );

const planOf = (decisions: Decision[], today: LocalDate): Plan =>
  planActions(decisions, today, { zone: ZONE });

/** Carries one action out: what it says is recorded on its invoices and its client. */
const carryOut = (
  world: World,
  action: Action,
  today: LocalDate,
  run: number,
  kind: 'made' | 'skipped',
): void => {
  const isOverdue = action.invoices.some(({ decision }) => decision.daysLate > 0);
  const deadlineOn =
    kind === 'made' && action.channel === 'email' && action.step && toneRank(action.step) >= 2
      ? (action.following?.deadlineOn ?? null)
      : null;
  const contact = (world.said.at(-1)?.contact ?? 0) + 1;
  const isFormalAct = kind === 'made' && action.channel === 'mise-en-demeure';
  const isReminder = kind === 'made' && isOverdue && action.step !== null;
  for (const { decision, advances, ownStep } of action.invoices) {
    const invoice = world.invoices.find(({ id }) => id === decision.invoice.id);
    if (!invoice) continue;
    // Nobody skips what was only to go along with another.
    if (kind === 'skipped' && action.step !== null && ownStep === null) continue;
    invoice.deadlineOn = latest(
      invoice.deadlineOn,
      isFormalAct && advances ? addDays(today, 11) : deadlineOn,
    );
    if (!advances && isReminder) invoice.listedOn = today;
    if (!advances) continue;
    if (isFormalAct)
      world.notices.push({ client: action.client.id, invoice, on: today, until: addDays(today, 11) });
    const step = kind === 'skipped' ? ownStep : decision.step;
    const fact: StepFact = {
      step: step?.id ?? 'decide',
      day: step?.day ?? 0,
      tone: kind === 'made' ? (step?.tone ?? null) : null,
      channel: kind === 'made' ? action.channel : 'other',
      on: today,
      kind,
      contact: kind === 'made' ? world.said.length + 1 : null,
      status: kind === 'made' ? (action.channel === 'email' ? 'sent' : 'logged') : null,
    };
    invoice.steps = [...invoice.steps, fact];
    if (kind === 'made')
      world.said.push({
        run,
        on: today,
        client: action.client.id,
        invoice: invoice.id,
        step: step?.id ?? null,
        jour: fact.day,
        channel: action.channel,
        isOverdue,
        isCarried: ownStep?.id !== step?.id,
        contact,
        template: action.step?.template ?? null,
        currency: action.currency,
        deadlineOn,
      });
  }
  const client = world.clients.find(({ id }) => id === action.client.id);
  const isSaid = kind === 'made' && action.channel !== 'decide';
  if (client && isOverdue && isSaid) client.lastOutboundOn = today;
  if (client && isSaid)
    client.lately = [
      ...client.lately,
      ...action.invoices
        .filter(({ advances }) => advances)
        .flatMap(({ decision: { invoice, step, scenario } }) =>
          step === null
            ? []
            : [
                {
                  contact,
                  invoiceId: invoice.id,
                  currency: action.currency,
                  scenario: scenario.name,
                  step: step.id,
                  channel: action.channel,
                  on: today,
                },
              ],
        ),
    ];
};

const STORY_DAYS = 120;

/** Lives the story day by day: mails leave at each run, people do their part late, skip it, or forget it. */
const live = (story: Story, decided: typeof decideAll = decideAll): World => {
  const world = openWorld(story);
  let drawn = 0;
  let run = 0;
  const draw = (): number => story.draws[drawn++ % story.draws.length] ?? 0;
  for (let count = 0; count < STORY_DAYS; count += 1) {
    if (draw() === 5) continue;
    const today = addDays(story.start, count);
    // Twice on a day when something was to be done: the second run must not send again what the first one sent.
    for (let time = 0, isBusy = true; isBusy && time < 2; time += 1) {
      run += 1;
      const decisions = decided(factsOn(story, world, count), today);
      const plan = planOf(decisions, today);
      isBusy = plan.actions.length > 0;
      world.runs.push({ today, run, decisions, plan });
      for (const action of plan.actions) {
        if (action.blocked !== null) {
          if (draw() === 0) carryOut(world, action, today, run, 'skipped');
        } else if (action.channel === 'email') carryOut(world, action, today, run, 'made');
        else if (draw() <= 1) carryOut(world, action, today, run, draw() === 5 ? 'skipped' : 'made');
      }
    }
  }
  return world;
};

const invoiceOf = (world: World, id: number): InvoiceFacts => {
  const invoice = world.invoices.find((candidate) => candidate.id === id);
  if (!invoice) throw new Error(`no invoice ${id}`);
  return invoice;
};

const idsOf = (decisions: Decision[]): number[] =>
  decisions.map(({ invoice }) => invoice.id).toSorted((a, b) => a - b);

/** Pairs of one invoice’s own steps, each with the one before. */
const successions = (said: Said[]): [Said, Said][] => {
  const pairs: [Said, Said][] = [];
  for (const id of new Set(said.map(({ invoice }) => invoice))) {
    const own = said.filter(({ invoice, step }) => invoice === id && step !== null);
    for (const [index, next] of own.entries()) {
      const previous = own[index - 1];
      if (previous) pairs.push([previous, next]);
    }
  }
  return pairs;
};

const stepOf = (world: World, { invoice, step }: Said): Step => {
  const found = scenarioOf(invoiceOf(world, invoice)).steps.find(({ id }) => id === step);
  if (!found) throw new Error(`no step ${step}`);
  return found;
};

const outlineOf = ({ today, plan }: World['runs'][number]) => ({ today, ...outline(plan) });

type Check = (world: World, story: Story) => string[];

const lives = new Map<string, World>();
afterAll(() => lives.clear());

/** A story is lived once, and read by every property. */
const lifeOf = (story: Story): World => {
  const key = JSON.stringify(story);
  const life = lives.get(key) ?? live(story);
  lives.set(key, life);
  return life;
};

/** The smallest story found in which the check has something to say; null in none. */
const counterexample = (violationsIn: Check) => {
  const holds = fc.property(storyArbitrary, (story) => violationsIn(lifeOf(story), story).length === 0);
  const {
    failed,
    seed,
    counterexample: found,
  } = fc.check(holds, { numRuns: NUM_RUNS, seed: SEED, interruptAfterTimeLimit: PATIENCE });
  if (!failed || !found) return null;
  const [story] = found;
  return { seed, violations: violationsIn(lifeOf(story), story).slice(0, 5), story: JSON.stringify(story) };
};

/** Facts of one thing that was said, when they are not as they should be. */
const unless = (isRight: boolean, { on, invoice, step }: Said, what: string): string[] =>
  isRight ? [] : [`${on} invoice ${invoice} ${step}: ${what}`];

const answersOf = ({ today, decisions, plan }: World['runs'][number]): string[] => {
  const entries = plan.actions.flatMap((action) => action.invoices);
  const advancing = entries.filter(({ advances }) => advances).map(({ decision }) => decision);
  const listed = entries.filter(({ advances }) => !advances).map(({ decision }) => decision);
  const waiting = new Set(plan.waiting.map(({ decision }) => decision));
  const unpaid = idsOf(decisions.filter(({ remainingCents }) => remainingCents > 0)).join();
  const answered = idsOf([...advancing, ...plan.waiting.map(({ decision }) => decision)]).join();
  return [
    ...(answered === unpaid ? [] : [`${today}: unpaid ${unpaid}, answered ${answered}`]),
    // One that is only listed, at most once, still waits for its own step.
    ...(new Set(listed).size === listed.length ? [] : [`${today}: listed twice`]),
    ...listed
      .filter((decision) => !waiting.has(decision))
      .map(({ invoice }) => `${today}: ${invoice.id} both`),
  ];
};

const misplacedIn = (action: Action, today: LocalDate): string[] =>
  action.invoices
    .filter(
      ({ decision: { invoice, holds } }) =>
        holds.length > 0 ||
        (invoice.deadlineOn !== null && invoice.deadlineOn >= today) ||
        remainingCentsOf(invoice) < MINIMUM_CENTS ||
        invoice.client.id !== action.client.id ||
        invoice.currency !== action.currency,
    )
    .map(({ decision }) => `${today}: invoice ${decision.invoice.id} in a message by ${action.channel}`);

describe('four months told day by day, the plan being carried out', () => {
  it('each unpaid invoice gets exactly one answer a day', () => {
    expect(counterexample((world) => world.runs.flatMap(answersOf))).toBeNull();
  });

  it('every step happens at most once, in order', () => {
    expect(
      counterexample(({ said }) =>
        successions(said).flatMap(([previous, next]) =>
          unless(next.jour > previous.jour, next, `after ${previous.step}`),
        ),
      ),
    ).toBeNull();
  });

  it('no step comes before its day but with another invoice, nor a decision before the invoice is late', () => {
    expect(
      counterexample((world) =>
        world.said
          .filter(({ isCarried }) => !isCarried)
          .flatMap((said) => {
            const { dueOn } = invoiceOf(world, said.invoice);
            const from = said.step === null ? addDays(dueOn, 1) : addDays(dueOn, said.jour);
            return unless(said.on >= from, said, `not before ${from}`);
          }),
      ),
    ).toBeNull();
  });

  it('a step of before the due date is never made after it, nor within 7 days after issue', () => {
    expect(
      counterexample((world) =>
        world.said
          .filter(({ jour }) => jour < 0)
          .flatMap((said) => {
            const { dueOn, issuedOn } = invoiceOf(world, said.invoice);
            const isEarly = said.on < dueOn && daysBetween(issuedOn, said.on) > 7;
            return unless(isEarly, said, `issued on ${issuedOn}, due on ${dueOn}`);
          }),
      ),
    ).toBeNull();
  });

  it('the gap between two steps is kept, however late the first, but with another invoice before the last reminder', () => {
    expect(
      counterexample((world) =>
        successions(world.said)
          .filter(([previous]) => previous.on > invoiceOf(world, previous.invoice).dueOn)
          .filter(([, next]) => !next.isCarried || isThreat(stepOf(world, next)))
          .flatMap(([previous, next]) => {
            const isKept = daysBetween(previous.on, next.on) >= next.jour - previous.jour;
            return unless(isKept, next, `${previous.step} was on ${previous.on}`);
          }),
      ),
    ).toBeNull();
  });

  it('a step that others carry along was to come within the days of its scenario, in a tone not above theirs', () => {
    expect(
      counterexample((world) =>
        world.runs.flatMap(({ today, plan, decisions }) =>
          plan.actions.flatMap(({ invoices, step: lead }) =>
            invoices
              .filter(({ advances, decision, ownStep }) => advances && ownStep?.id !== decision.step?.id)
              .flatMap(({ decision: { invoice, step } }) => {
                const own = decisions.find((decision) => decision.invoice === invoice);
                const isRight =
                  own?.on !== null &&
                  own !== undefined &&
                  daysBetween(today, own.on) <= own.scenario.groupingDays &&
                  lead !== null &&
                  step !== null &&
                  toneRank(step) <= toneRank(lead) &&
                  step.day >= (own.step?.day ?? 0);
                return isRight ? [] : [`${today} invoice ${invoice.id}: ${step?.id} with ${lead?.id}`];
              }),
          ),
        ),
      ),
    ).toBeNull();
  });

  it('no step that a person must do is passed over, unless it was skipped', () => {
    expect(
      counterexample((world) =>
        world.runs.flatMap(({ today, plan, decisions }) =>
          plan.actions.flatMap(({ invoices, channel: actual }) =>
            invoices
              .filter(({ advances, decision }) => advances && decision.step !== null)
              .flatMap(({ decision: { invoice, step, scenario } }) => {
                const own = decisions.find((decision) => decision.invoice === invoice)?.step;
                const isForPerson = (candidate: Step): boolean => {
                  const { channel } = effectiveChannel(candidate, invoice.client);
                  return candidate.channel !== 'email' || (channel !== 'email' && channel !== actual);
                };
                const passed = scenario.steps.filter(
                  (candidate) =>
                    candidate.day >= (own?.day ?? 0) &&
                    candidate.day < (step?.day ?? 0) &&
                    !invoice.steps.some((fact) => fact.step === candidate.id) &&
                    isForPerson(candidate),
                );
                return passed.map(({ id }) => `${today} invoice ${invoice.id}: ${id} before ${step?.id}`);
              }),
          ),
        ),
      ),
    ).toBeNull();
  });

  it('no last reminder, nor what is beyond, with another invoice and without one reminder before', () => {
    expect(
      counterexample((world) =>
        world.said
          .filter((said) => said.isCarried && isThreat(stepOf(world, said)))
          .flatMap((said) => {
            const { dueOn } = invoiceOf(world, said.invoice);
            const isReminded = world.runs.some(
              ({ today, plan }) =>
                today > dueOn &&
                today < said.on &&
                plan.actions.some(({ invoices }) =>
                  invoices.some(({ decision }) => decision.invoice.id === said.invoice),
                ),
            );
            return unless(isReminded, said, 'never reminded of');
          }),
      ),
    ).toBeNull();
  });

  it('never the same words to one client, nor two calls, for other invoices within 7 days', () => {
    expect(
      counterexample(({ said, clients }) =>
        said
          .filter(({ channel }) => channel !== 'decide' && channel !== 'handover')
          .filter(({ client }) => !clients.some(({ id, isPerInvoice }) => id === client && isPerInvoice))
          .filter(({ isCarried }) => !isCarried)
          .flatMap((next) => {
            const own = new Set(
              said.filter(({ invoice }) => invoice === next.invoice).map(({ contact }) => contact),
            );
            const lead = said.filter(({ contact }) => contact === next.contact);
            return said
              .filter(
                (former) =>
                  former.contact < next.contact &&
                  former.client === next.client &&
                  former.currency === next.currency &&
                  former.step !== null &&
                  daysBetween(former.on, next.on) < 7 &&
                  !own.has(former.contact) &&
                  // Of those that share a message, the one that leads may not know the words; the others go along.
                  lead.every(({ invoice }) =>
                    said.every((other) => other.contact !== former.contact || other.invoice !== invoice),
                  ),
              )
              .filter(
                (former) =>
                  former.template === next.template || (former.channel === 'call' && next.channel === 'call'),
              )
              .map((former) => `${next.on} invoice ${next.invoice} ${next.template}: said on ${former.on}`);
          }),
      ),
    ).toBeNull();
  });

  it('nothing softer is said after a mise en demeure, about any overdue invoice, before the end of its delay', () => {
    expect(
      counterexample((world, story) =>
        world.said
          .filter((said) => said.isOverdue && said.step !== null && !isFormal(stepOf(world, said)))
          .flatMap((said) =>
            world.notices
              .filter(({ client, on, until }) => client === said.client && on < said.on && said.on <= until)
              .filter(
                ({ invoice }) =>
                  paidCentsOf(story, invoice, daysBetween(story.start, said.on)) < invoice.totalCents,
              )
              .flatMap(({ on }) => unless(false, said, `mise en demeure on ${on}`)),
          ),
      ),
    ).toBeNull();
  });

  it('a client with one invoice never hears of it', () => {
    const one = storyArbitrary.map((story) => ({
      ...story,
      invoices: story.invoices.slice(0, 1),
    }));
    fc.assert(
      fc.property(one, (story) => {
        expect(live(story).runs.map(outlineOf)).toEqual(live(story, decideApart).runs.map(outlineOf));
      }),
      { numRuns: casesOf(20), interruptAfterTimeLimit: PATIENCE },
    );
  });

  it('e-mails leave on working days only, and calls are asked for on working days', () => {
    expect(
      counterexample((world) =>
        world.runs
          .filter(({ today }) => !isWorkingDay(today, ZONE))
          .flatMap(({ today, plan }) => plan.actions.map(({ channel }) => `${channel} on ${today}`))
          .filter((what) => /^(email|call|sms) /.test(what)),
      ),
    ).toBeNull();
  });

  it('spacing is kept between the e-mails to one client', () => {
    expect(
      counterexample((world) =>
        world.said
          .filter(({ channel }) => channel === 'email')
          .flatMap((mail) => {
            const { minGapDays } = scenarioOf(invoiceOf(world, mail.invoice));
            return world.said
              .filter((other) => other.client === mail.client && other.isOverdue && other.step !== null)
              .filter((other) => other.run < mail.run && daysBetween(other.on, mail.on) < minGapDays)
              .map((other) => `${mail.on} invoice ${mail.invoice}: ${other.channel} on ${other.on}`);
          }),
      ),
    ).toBeNull();
  });

  it('an e-mail waits after a payment on its invoice', () => {
    expect(
      counterexample((world, story) =>
        world.said
          .filter(({ channel }) => channel === 'email')
          .flatMap((mail) => {
            const { minGapDays } = scenarioOf(invoiceOf(world, mail.invoice));
            return (story.invoices[mail.invoice - 1]?.payments ?? [])
              .map(({ day }) => daysBetween(addDays(story.start, day), mail.on))
              .flatMap((since) =>
                unless(since < 0 || since >= minGapDays, mail, `paid ${since} days before`),
              );
          }),
      ),
    ).toBeNull();
  });

  it('an announced deadline is never crossed', () => {
    expect(
      counterexample(({ said }) =>
        said.flatMap((next, index) =>
          said
            .slice(0, index)
            .filter(({ invoice, deadlineOn }) => invoice === next.invoice && deadlineOn !== null)
            .flatMap(({ deadlineOn }) =>
              unless(next.on > (deadlineOn ?? ''), next, `announced ${deadlineOn}`),
            ),
        ),
      ),
    ).toBeNull();
  });

  it('one message per client, currency and side of the due date, or one per invoice', () => {
    expect(
      counterexample((world) =>
        world.runs.flatMap(({ today, plan }) => {
          const keys = plan.actions
            .filter(({ channel, blocked }) => channel === 'email' && blocked === null)
            .map(({ client, currency, daysLate, invoices }) => {
              const own = client.isPerInvoice
                ? invoices.map(({ decision }) => decision.invoice.id).join('+')
                : '';
              return `${today} ${client.id} ${currency} ${daysLate > 0} ${own}`;
            });
          return keys.filter((key, index) => keys.indexOf(key) !== index);
        }),
      ),
    ).toBeNull();
  });

  it('no message holds an invoice on hold, whose deadline runs, paid, or of another client or currency', () => {
    expect(
      counterexample((world) =>
        world.runs.flatMap(({ today, plan }) => plan.actions.flatMap((action) => misplacedIn(action, today))),
      ),
    ).toBeNull();
  });

  it('the total of a message is the sum of what its invoices claim', () => {
    expect(
      counterexample((world) =>
        world.runs.flatMap(({ today, plan }) =>
          plan.actions
            .filter(
              ({ totalCents, invoices }) =>
                totalCents !== invoices.reduce((sum, { decision }) => sum + decision.claimedCents, 0),
            )
            .map(({ channel, totalCents }) => `${today} ${channel}: ${totalCents}`),
        ),
      ),
    ).toBeNull();
  });

  it('an unpaid invoice is never forgotten: something is to be done, or a day or a hold is told', () => {
    expect(
      counterexample((world) =>
        world.runs.flatMap(({ today, plan }) =>
          plan.waiting
            .filter(({ decision }) => !decision.act && decision.holds.length === 0)
            .filter(
              ({ reason, nextOn }) => reason.code !== 'below-minimum' && (nextOn === null || nextOn <= today),
            )
            .map(
              ({ decision, reason, nextOn }) =>
                `${today} invoice ${decision.invoice.id}: ${reason.code} ${nextOn}`,
            ),
        ),
      ),
    ).toBeNull();
  });

  it('what is announced for a day happens on that day, and not before, when nothing else does', () => {
    expect(
      counterexample((world) =>
        world.runs
          .filter((_, index) => index % 17 === 0)
          .flatMap(({ today, decisions }) => decisions.map((decision) => ({ today, ...decision })))
          .flatMap(({ today, act, on, step, invoice }) => {
            if (act || on === null || on <= today) return [];
            const onTheDay = decideOn(on, invoice);
            const dayBefore = addDays(on, -1);
            const isTrue = onTheDay.act && onTheDay.step?.id === step?.id;
            const isFirst = dayBefore <= today || !decideOn(dayBefore, invoice).act;
            return isTrue && isFirst ? [] : [`${today} invoice ${invoice.id}: ${step?.id} on ${on}`];
          }),
      ),
    ).toBeNull();
  });
});

const START = '2026-03-02';
const stepArbitrary = fc.record({
  step: fc.constantFrom(...SCENARIOS.standard.steps),
  // Few days, so that several are often made on the same one.
  on: fc.constantFrom(1, 20, 21, 40).map((count) => addDays(START, count)),
  kind: fc.constantFrom('made', 'made', 'made', 'skipped', 'declared'),
});
const stepsArbitrary = fc
  .uniqueArray(stepArbitrary, { maxLength: 4, selector: ({ step }) => step.id })
  .map((facts) =>
    facts.map(({ step: { id, day, tone, channel }, on, kind }): StepFact => {
      const said = kind === 'made' ? { tone, channel } : { tone: null, channel: 'other' as const };
      return { step: id, day, ...said, on, kind, contact: null, status: null };
    }),
  );
const holdArbitrary = fc.record({
  kind: fc.constantFrom('pause', 'promise', 'promise', 'dispute', 'plan'),
  fromOn: fc.nat(10).map((count) => addDays(START, count)),
  untilOn: fc.nat(60).map((count) => addDays(START, 10 + count)),
  amountCents: fc.integer({ min: 1, max: 100_000 }),
  reason: fc.constant(null),
});
const paymentArbitrary = fc.record({
  receivedOn: fc.nat(60).map((count) => addDays(START, count)),
  amountCents: fc.integer({ min: 1, max: 40_000 }),
  kind: fc.constantFrom('payment', 'credit-note'),
});
const shuffled = <T>(items: T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length });
/** A list, and the same one in another order. */
const twice = <T>(list: fc.Arbitrary<T[]>): fc.Arbitrary<[T[], T[]]> =>
  list.chain((items) => fc.tuple(fc.constant(items), shuffled(items)));
const laterDay = fc.nat(40).map((count) => addDays(START, 40 + count));
const anyDay = fc.nat(100).map((count) => addDays(START, count));

const answer = (invoice: InvoiceFacts, today: LocalDate) => {
  const decision = decideOn(today, invoice);
  const { remainingCents, claimedCents, brokenPromise, holds } = decision;
  return {
    ...told(decision),
    remainingCents,
    claimedCents,
    brokenPromise,
    holds: holds.map(({ kind, until }) => `${kind} ${until}`).toSorted(),
  };
};

const outline = ({ actions, waiting }: Plan) => ({
  actions: actions
    .map(({ client, currency, channel, step, invoices, totalCents, blocked, hasOtherExchanges, following }) =>
      JSON.stringify({
        of: [client.id, currency, channel, step?.id, totalCents, blocked, hasOtherExchanges],
        invoices: invoices.map(({ decision, advances }) => [decision.invoice.id, advances]),
        following: following && [following.step.id, following.deadlineOn],
      }),
    )
    .toSorted(),
  waiting: waiting
    .map(({ decision, reason, nextOn }) => `${decision.invoice.id} ${reason.code} ${nextOn}`)
    .toSorted(),
});

/** Invoices of two clients, chased up to some step of their scenarios. */
const portfolioArbitrary = fc.array(
  fc.record({
    client: fc.constantFrom(1, 1, 2),
    dueOn: fc.nat(20).map((count) => addDays(START, count)),
    scenario: fc.constantFrom(...SCENARIO_NAMES),
    chased: fc.nat(6),
    isDisputed: fc.constantFrom(false, false, false, true),
    currency: fc.constantFrom('EUR', 'EUR', 'USD'),
  }),
  { minLength: 2, maxLength: 5 },
);
type Portfolio = typeof portfolioArbitrary extends fc.Arbitrary<infer T> ? T : never;

const invoicesOf = (portfolio: Portfolio): InvoiceFacts[] =>
  portfolio.map(({ client, dueOn, scenario, chased, isDisputed, currency }, index) =>
    anInvoice({
      id: index + 1,
      client: aClient({ id: client }),
      dueOn,
      scenario,
      currency,
      steps: SCENARIOS[scenario].steps
        .slice(0, chased)
        .filter(({ day }) => day > 0)
        .map(({ id, day }) => made(id, addDays(dueOn, day), SCENARIOS[scenario])),
      holds: isDisputed ? [aHold('dispute')] : [],
    }),
  );

describe('the order of the facts changes nothing', () => {
  it('of its steps', () => {
    fc.assert(
      fc.property(twice(stepsArbitrary), laterDay, ([steps, others], today) => {
        const invoice = anInvoice({ id: 1, client: aClient({ id: 1 }), dueOn: START });
        expect(answer({ ...invoice, steps: others }, today)).toEqual(answer({ ...invoice, steps }, today));
      }),
      { numRuns: casesOf(100) },
    );
  });

  it('of its holds', () => {
    fc.assert(
      fc.property(twice(fc.array(holdArbitrary, { maxLength: 4 })), anyDay, ([holds, others], today) => {
        const invoice = anInvoice({ id: 1, client: aClient({ id: 1 }), dueOn: START });
        expect(answer({ ...invoice, holds: others }, today)).toEqual(answer({ ...invoice, holds }, today));
      }),
      { numRuns: casesOf(100) },
    );
  });

  it('of its payments', () => {
    fc.assert(
      fc.property(
        twice(fc.array(paymentArbitrary, { maxLength: 4 })),
        fc.array(holdArbitrary, { maxLength: 2 }),
        anyDay,
        ([payments, others], holds, today) => {
          const invoice = anInvoice({ id: 1, client: aClient({ id: 1 }), dueOn: START, holds });
          expect(answer({ ...invoice, payments: others }, today)).toEqual(
            answer({ ...invoice, payments }, today),
          );
        },
      ),
      { numRuns: casesOf(100) },
    );
  });

  it('of the invoices', () => {
    fc.assert(
      fc.property(twice(portfolioArbitrary.map(invoicesOf)), anyDay, ([invoices, others], today) => {
        const plan = planOf(decideAll(invoices, today), today);
        expect(outline(planOf(decideAll(others, today), today))).toEqual(outline(plan));
      }),
      { numRuns: casesOf(100) },
    );
  });
});
