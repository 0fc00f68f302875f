import courrier from '../../templates/scenarios/courrier.yaml';
import doux from '../../templates/scenarios/doux.yaml';
import particulier from '../../templates/scenarios/particulier.yaml';
import secteurPublic from '../../templates/scenarios/secteur-public.yaml';
import standard from '../../templates/scenarios/standard.yaml';
import telephoneDAbord from '../../templates/scenarios/telephone-d-abord.yaml';
import { addDays, type LocalDate } from '../../src/domain/dates.ts';
import type {
  ClientFacts,
  HoldFact,
  InvoiceFacts,
  PaymentFact,
  StepFact,
} from '../../src/domain/schedule/facts.ts';
import { type Action, type Plan } from '../../src/domain/schedule/action.ts';
import { planActions } from '../../src/domain/schedule/grouping.ts';
import {
  scenarioNameOf,
  toScenario,
  type Channel,
  type Scenario,
  type Step,
  type Tone,
} from '../../src/domain/schedule/scenario.ts';
import { decide, type Decision } from '../../src/domain/schedule/decision.ts';
import type { RuleCode } from '../../src/domain/schedule/rules.ts';
import { type Blocked } from '../../src/domain/schedule/effective-channel.ts';
import type { HolidayZone } from '../../src/domain/working-days.ts';

/** The six built-in scenarios, read from their files. */
export const SCENARIOS = {
  standard: toScenario(standard),
  'telephone-d-abord': toScenario(telephoneDAbord),
  courrier: toScenario(courrier),
  doux: toScenario(doux),
  particulier: toScenario(particulier),
  'secteur-public': toScenario(secteurPublic),
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as ScenarioName[];

/** A Monday whose steps of `standard` all fall on working days: 5, 12, 19, 26 March, 3 and 16 April 2026. */
export const DUE: LocalDate = '2026-03-02';

let lastId = 0;
const newId = (): number => (lastId += 1);

/** A company that can be reached by every channel and with which nothing has happened yet. */
export const aClient = (facts: Partial<ClientFacts> = {}): ClientFacts => {
  const id = facts.id ?? newId();
  return {
    id,
    name: `Client ${id}`,
    kind: 'entreprise',
    email: `compta@client-${id}.example`,
    emailRefusedOn: null,
    phone: '01 23 45 67 89',
    hasPostalAddress: true,
    scenario: null,
    channel: null,
    isPerInvoice: false,
    lastOutboundOn: null,
    lately: [],
    formalNotice: null,
    unansweredReplyOn: null,
    replyReadOn: null,
    insolvencyJudgedOn: null,
    ...facts,
  };
};

/** 1 000,00 € due on {@link DUE}, issued 30 days before, never chased. */
export const anInvoice = (facts: Partial<InvoiceFacts> = {}): InvoiceFacts => {
  const id = facts.id ?? newId();
  const dueOn = facts.dueOn ?? DUE;
  return {
    id,
    number: `F-${id}`,
    client: facts.client ?? aClient(),
    issuedOn: addDays(dueOn, -30),
    dueOn,
    performedOn: null,
    currency: 'EUR',
    totalCents: 100_000,
    scenario: null,
    isClosed: false,
    payments: [],
    holds: [],
    steps: [],
    interruptions: [],
    listedOn: null,
    deadlineOn: null,
    callAgainOn: null,
    bankLines: [],
    ...facts,
  };
};

const stepNamed = (id: string, scenario: Scenario): Step => {
  const step = scenario.steps.find((candidate) => candidate.id === id);
  if (!step) throw new Error(`no step ${id} in ${scenario.name}`);
  return step;
};

/** A step said to the client on that day, as it stands in its scenario. */
export const made = (id: string, on: LocalDate, scenario: Scenario = SCENARIOS.standard): StepFact => {
  const { day, tone, channel } = stepNamed(id, scenario);
  const status = channel === 'email' ? 'sent' : 'logged';
  return { step: id, day, tone, channel, on, kind: 'made', contact: newId(), status };
};

/** Marks carry neither tone nor channel: only what the user typed, and the `jour` of that day. */
const mark =
  (kind: 'skipped' | 'declared') =>
  (id: string, on: LocalDate, scenario: Scenario = SCENARIOS.standard): StepFact => ({
    step: id,
    day: stepNamed(id, scenario).day,
    tone: null,
    channel: 'other',
    on,
    kind,
    contact: null,
    status: null,
  });
export const skipped = mark('skipped');
/** Made elsewhere, before the invoice was recorded (`add --etape`). */
export const declared = mark('declared');

export const pending = (
  id: string,
  on: LocalDate,
  status: 'sending' | 'uncertain' | 'draft' = 'uncertain',
): StepFact => ({ ...made(id, on), kind: 'pending', status });

/** A decision taken after the last step, as it is logged. */
export const decided = (on: LocalDate): StepFact => ({
  step: 'decide',
  day: 0,
  tone: null,
  channel: 'decide',
  on,
  kind: 'made',
  contact: newId(),
  status: 'logged',
});

export const aPayment = (
  amountCents: number,
  receivedOn: LocalDate,
  kind: PaymentFact['kind'] = 'payment',
): PaymentFact => ({ amountCents, receivedOn, kind });

export const aHold = (kind: string, facts: Partial<HoldFact> = {}): HoldFact => ({
  kind,
  fromOn: DUE,
  untilOn: null,
  amountCents: null,
  reason: null,
  ...facts,
});

export const aPromise = (amountCents: number, untilOn: LocalDate, fromOn: LocalDate = DUE): HoldFact =>
  aHold('promise', { amountCents, untilOn, fromOn });

type ShortStep = [id: string, day: number, channel?: Channel, tone?: Tone];

/** A scenario of the user's own; its steps are e-mails unless said otherwise. */
export const aScenario = (minGapDays: number, ...steps: ShortStep[]): Scenario => ({
  name: 'perso',
  description: '',
  minGapDays,
  groupingDays: 10,
  steps: steps.map(([id, day, channel = 'email', tone = day < 0 ? 'service' : 'rappel']) => ({
    id,
    day,
    channel,
    tone,
    template: id,
  })),
});

export interface DayOptions {
  /** Followed by every invoice, instead of its own. */
  scenario?: Scenario;
  zone?: HolidayZone;
  minimumCents?: number;
  isPerInvoice?: boolean;
}

/** The templates of the built-in scenarios. */
const templateOf = (scenario: string, step: string): string | undefined =>
  isBuiltIn(scenario) ? SCENARIOS[scenario].steps.find(({ id }) => id === step)?.template : undefined;

const isBuiltIn = (name: string): name is ScenarioName => Object.hasOwn(SCENARIOS, name);

export const scenarioOf = (invoice: InvoiceFacts): Scenario => {
  const name = scenarioNameOf(invoice, invoice.client);
  if (!isBuiltIn(name)) throw new Error(`no built-in scenario ${name}`);
  return SCENARIOS[name];
};

export const decideOn = (today: LocalDate, invoice: InvoiceFacts, options: DayOptions = {}): Decision =>
  decide(invoice, options.scenario ?? scenarioOf(invoice), today, {
    minimumCents: options.minimumCents ?? 100,
    zone: options.zone ?? 'metropole',
    templateOf,
  });

export interface Told {
  act: boolean;
  channel: Channel | null;
  step: string | null;
  on: LocalDate | null;
  reason: RuleCode;
  blocked: Blocked | null;
}

/** What a decision says, without its texts. */
export const told = ({ act, channel, step, on, reason, blocked }: Decision): Told => ({
  act,
  channel,
  step: step?.id ?? null,
  on,
  reason: reason.code,
  blocked,
});

/** What the user is told about one invoice on that day. */
export const tellOn = (today: LocalDate, invoice: InvoiceFacts, options: DayOptions = {}): Told =>
  told(decideOn(today, invoice, options));

/** Days out of `days` (from the due date) on which the invoice has something to do. */
export const actingDays = (
  days: number[],
  facts: Partial<InvoiceFacts> = {},
  options: DayOptions = {},
): number[] => {
  const invoice = anInvoice(facts);
  return days.filter((day) => decideOn(addDays(invoice.dueOn, day), invoice, options).act);
};

export const planOn = (today: LocalDate, invoices: InvoiceFacts[], options: DayOptions = {}): Plan =>
  planActions(
    invoices.map((invoice) => decideOn(today, invoice, options)),
    today,
    { zone: options.zone ?? 'metropole', isPerInvoice: options.isPerInvoice ?? false },
  );

export interface ShownAction {
  channel: Channel;
  step: string | null;
  /** Numbers of the invoices; a listed one, which does not advance, is between brackets. */
  invoices: string[];
  totalCents: number;
  isNeutral: boolean;
}

const show = (action: Action): ShownAction => ({
  channel: action.channel,
  step: action.step?.id ?? null,
  invoices: action.invoices.map(({ decision, advances }) =>
    advances ? decision.invoice.number : `(${decision.invoice.number})`,
  ),
  totalCents: action.totalCents,
  isNeutral: action.hasOtherExchanges,
});

export const shownOn = (
  today: LocalDate,
  invoices: InvoiceFacts[],
  options: DayOptions = {},
): ShownAction[] => planOn(today, invoices, options).actions.map(show);

/** The messages of a day by e-mail, without what a person does. */
export const mailsOn = (
  today: LocalDate,
  invoices: InvoiceFacts[],
  options: DayOptions = {},
): ShownAction[] => shownOn(today, invoices, options).filter(({ channel }) => channel === 'email');
