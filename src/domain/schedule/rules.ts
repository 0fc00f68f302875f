import type { Constraint } from './constraints.ts';
import { formatDay, type LocalDate } from '../dates.ts';
import {
  blockedText,
  fallbackText,
  isOnWorkingDays,
  PERSON_TEXT,
  type Blocked,
} from './effective-channel.ts';
import type { ClientFacts, StepFact } from './facts.ts';
import type { StandingHold } from './holds.ts';
import { formatAmount } from '../money/money.ts';
import { stepTitle } from './payment-plan.ts';
import type { Channel, Step } from './scenario.ts';

export type RuleCode =
  | 'nothing-owed'
  | 'below-minimum'
  | `hold-${StandingHold['kind']}`
  | 'position'
  | 'gap'
  | 'deadline'
  | 'spacing'
  | 'call-again'
  | 'working-day'
  | 'person'
  | 'no-address'
  | 'exhausted'
  | 'prescribed'
  | 'due';

/** One rule applied to one invoice. `isHolding`: it stands in the way today. */
export interface Rule {
  code: RuleCode;
  isHolding: boolean;
  text: () => string;
}

export const holdRule = (hold: StandingHold): Rule => ({
  code: `hold-${hold.kind}` as const,
  isHolding: true,
  text: () => (hold.command === undefined ? hold.text : `${hold.text} : ${hold.command}`),
});

export const belowMinimumRule = (cents: number, minimumCents: number, currency: string): Rule => ({
  code: 'below-minimum',
  isHolding: true,
  text: () =>
    `il ne reste que ${formatAmount(cents, currency)} à réclamer, sous le minimum de ${formatAmount(minimumCents, currency)}`,
});

/** The client's words no longer hold the reminders, but nobody has answered them. */
const staleReplyRules = (on: LocalDate | null): Rule[] =>
  on === null
    ? []
    : [
        {
          code: 'hold-reply',
          isHolding: false,
          text: () => `réponse du client du ${formatDay(on)} toujours sans réponse de votre part`,
        },
      ];

export const pendingRule = (pending: StepFact): Rule => ({
  code: 'position',
  isHolding: true,
  text: () =>
    pending.status === 'draft'
      ? `brouillon de « ${stepTitle(pending.step)} » écrit le ${formatDay(pending.on)} : dites s’il est parti (relance resolve ${pending.contact} --parti)`
      : `envoi incertain de « ${stepTitle(pending.step)} » le ${formatDay(pending.on)} : dites s’il est parti (relance resolve ${pending.contact})`,
});

/** One step of one invoice, on the day when it is looked at. */
export interface Stage {
  /** Those that stand, strongest first. */
  holds: StandingHold[];
  staleReplyOn: LocalDate | null;
  step: Step;
  channel: Channel;
  blocked: Blocked | null;
  client: ClientFacts;
  constraints: Constraint[];
  /** First day that constraints and holds leave free, and the day on which the step falls. */
  from: LocalDate;
  on: LocalDate;
  today: LocalDate;
}

const workingDayRule = ({ from, on }: Stage): Rule => ({
  code: 'working-day',
  isHolding: on !== from,
  text: () =>
    on === from
      ? `le ${formatDay(on)} est un jour ouvré`
      : `le ${formatDay(from)} n’est pas un jour ouvré : reporté au ${formatDay(on)}`,
});

/** The command that prepares and records what a person does. */
const COMMANDS: Partial<Record<Channel, string>> = {
  call: 'relance call',
  sms: 'relance sms',
  letter: 'relance lettre',
  lrar: 'relance lettre --recommandee',
  'mise-en-demeure': 'relance mise-en-demeure',
  handover: 'relance dossier',
};

/** What the step asks: to be sent, to be done by a person, or to be completed first. */
export const askingRule = ({ step, channel, blocked, client }: Stage): Rule => {
  if (blocked !== null)
    return { code: 'no-address', isHolding: true, text: () => blockedText(blocked, client) };
  if (channel === 'email')
    return { code: 'due', isHolding: false, text: () => `« ${step.id} » est à faire aujourd’hui` };
  return {
    code: 'person',
    isHolding: false,
    text: () =>
      `${PERSON_TEXT[channel] ?? channel} : ${COMMANDS[channel] === undefined ? 'à noter avec « relance log » une fois fait' : `à faire avec « ${COMMANDS[channel]} »`}`,
  };
};

const constraintRule = ({ code, from, text }: Constraint, today: LocalDate): Rule => ({
  code,
  isHolding: from > today,
  text,
});

/** Why nothing is done today: the strongest hold, else the constraint that waits longest, else the calendar. */
export const waitingRule = (stage: Stage): Rule => {
  const { holds, constraints, today } = stage;
  const [hold] = holds;
  if (hold) return holdRule(hold);
  const binding = constraints.reduce((a, b) => (b.from > a.from ? b : a));
  return binding.from > today ? constraintRule(binding, today) : workingDayRule(stage);
};

/** Every rule that bears on the step, in the order of the text. */
export const stageRules = (stage: Stage, act: boolean): Rule[] => {
  const { holds, step, channel, blocked, client, constraints, today } = stage;
  const rules = [
    ...holds.map(holdRule),
    ...staleReplyRules(stage.staleReplyOn),
    ...constraints.map((constraint) => constraintRule(constraint, today)),
  ];
  if (isOnWorkingDays(channel)) rules.push(workingDayRule(stage));
  if (channel !== step.channel)
    rules.push({
      code: 'no-address',
      isHolding: false,
      text: () => `${fallbackText(channel, client)} : ${PERSON_TEXT[channel] ?? channel}`,
    });
  if (channel !== 'email' || blocked !== null) rules.push(askingRule(stage));
  if (act) rules.push(askingRule({ ...stage, channel: 'email', blocked: null }));
  return rules;
};
