import { addDays, formatDay, type LocalDate } from '../../domain/dates.ts';
import { type Decision } from '../../domain/schedule/decision.ts';
import { effectiveChannel } from '../../domain/schedule/effective-channel.ts';
import {
  miseEnDemeureDelayDays,
  PRESENTATION_DAYS,
  type Channel,
  type Step,
  type Tone,
  DECIDE,
} from '../../domain/schedule/scenario.ts';
import { quoted } from '../../domain/typography.ts';
import { RelanceError, usageError } from '../../errors.ts';

/** A step made by hand, as the log keeps it. */
export interface LoggedStep {
  id: string;
  day: number;
  tone: Tone | null;
  channel: Channel;
  /** Day until which a mise en demeure lets the client pay. */
  deadlineOn: LocalDate | null;
  isHandover: boolean;
  /** Steps before it that nobody will make any more. */
  lapsed: string[];
}

/** The steps that a contact of that day could be, for a refusal to name them. */
const namesLeft = ({ scenario, invoice }: Decision, on: LocalDate): string =>
  scenario.steps
    .filter((step) => (step.day < 0 ? on < invoice.dueOn : on > invoice.dueOn))
    .filter((step) => !invoice.steps.some((fact) => fact.step === step.id && fact.kind !== 'skipped'))
    .map(({ id }) => id)
    .join(', ') || 'aucune';

const refuseUnknown = (decision: Decision, id: string, on: LocalDate): never => {
  throw usageError(
    `L’étape ${quoted(id)} n’existe pas dans le scénario ${decision.scenario.name}`,
    `étapes à faire : ${namesLeft(decision, on)}`,
    'unknown-step',
  );
};

const refuseBehind = (decision: Decision, id: string, on: LocalDate): void => {
  const { invoice } = decision;
  const behind = invoice.steps.find((fact) => fact.step === id && fact.kind !== 'skipped');
  if (!behind) return;
  if (behind.kind === 'pending')
    throw new RelanceError(`L’étape ${quoted(id)} est en cours d’envoi depuis le ${formatDay(behind.on)}`, {
      code: 'step-pending',
      hint: `dites d’abord si le message est parti : relance resolve ${behind.contact}`,
    });
  throw new RelanceError(`L’étape ${quoted(id)} est déjà faite, le ${formatDay(behind.on)}`, {
    code: 'step-already-made',
    hint: `étapes à faire : ${namesLeft(decision, on)}`,
  });
};

const decided = (decision: Decision): LoggedStep => {
  if (decision.channel !== 'decide' || !decision.act)
    throw new RelanceError(`Rien n’est à décider pour ${decision.invoice.number} aujourd’hui`, {
      code: 'nothing-to-decide',
      hint: `relance why ${decision.invoice.number}`,
    });
  return {
    id: DECIDE,
    day: 0,
    tone: null,
    channel: 'decide',
    deadlineOn: null,
    isHandover: false,
    lapsed: [],
  };
};

/** The reminder of an instalment, made by hand. */
const ofPlan = ({ channel: planned }: Decision, step: Step, asked: Channel | undefined): LoggedStep => ({
  id: step.id,
  day: step.day,
  tone: step.tone,
  channel: asked ?? planned ?? step.channel,
  deadlineOn: null,
  isHandover: false,
  lapsed: [],
});

/** The later of two steps lapses those between: they are said, so that nobody waits for them. */
const lapsedBefore = ({ step: next, scenario }: Decision, step: Step): string[] =>
  next === null
    ? []
    : scenario.steps.filter(({ day }) => day >= next.day && day < step.day).map(({ id }) => id);

const channelOf = (decision: Decision, step: Step, asked: Channel | undefined): Channel =>
  step.channel === 'mise-en-demeure' || step.channel === 'handover'
    ? step.channel
    : (asked ?? effectiveChannel(step, decision.invoice.client).channel);

/**
 * The step that a contact made by hand counts as.
 * @param decision of today, whatever the day of the contact
 * @throws RelanceError when the scenario has no such step, or when it is already behind
 */
export const readLoggedStep = (
  decision: Decision,
  id: string,
  { on, channel }: { on: LocalDate; channel: Channel | undefined },
): LoggedStep => {
  if (id === DECIDE) return decided(decision);
  refuseBehind(decision, id, on);
  if (decision.instalment !== null && decision.step?.id === id)
    return ofPlan(decision, decision.step, channel);
  const { invoice, scenario } = decision;
  const step = scenario.steps.find((candidate) => candidate.id === id);
  if (!step) return refuseUnknown(decision, id, on);
  if (step.day < 0 && on >= invoice.dueOn)
    throw new RelanceError(
      `L’étape ${quoted(id)} ne se fait qu’avant l’échéance, le ${formatDay(invoice.dueOn)}`,
      { code: 'step-too-late', hint: `relance why ${invoice.number}` },
    );
  if (step.day > 0 && on <= invoice.dueOn)
    throw new RelanceError(
      `L’étape ${quoted(id)} ne se fait qu’après l’échéance, le ${formatDay(invoice.dueOn)}`,
      { code: 'step-too-early', hint: `relance log ${invoice.number} sans --etape` },
    );
  const isMiseEnDemeure = step.channel === 'mise-en-demeure';
  return {
    id,
    day: step.day,
    tone: step.tone,
    channel: channelOf(decision, step, channel),
    deadlineOn: isMiseEnDemeure
      ? addDays(on, PRESENTATION_DAYS + miseEnDemeureDelayDays(invoice.client.kind))
      : null,
    isHandover: step.channel === 'handover',
    lapsed: lapsedBefore(decision, step),
  };
};
