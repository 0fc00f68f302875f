import type { Scenario, Step } from '../../domain/schedule/scenario.ts';
import { signedDay } from '../../domain/schedule/constraints.ts';
import { oneLine, pad, padLeft } from '../../domain/typography.ts';
import { CHANNEL_LABELS, plural } from '../../ui/labels.ts';
import type { Screen } from '../../ui/style.ts';
import { wrap } from '../../ui/text.ts';

type ShownScenario = Scenario & { isUsers: boolean };

const TONE_LABELS: Record<Step['tone'], string> = {
  service: 'service',
  courtoisie: 'courtoisie',
  rappel: 'rappel',
  fermete: 'fermeté',
  dernier: 'dernier',
};

const widest = (texts: string[]): number => Math.max(0, ...texts.map((text) => text.length));

const groupingText = ({ groupingDays }: Scenario): string =>
  groupingDays === 0
    ? 'Chaque facture échue avance à son jour, même rappelée avec d’autres.'
    : `Les factures échues d’un client avancent ensemble quand leur étape viendrait dans les ${plural(groupingDays, 'jour', 'jours')}.`;

/** The steps around the due date, one a line, as they come in time. */
export const renderScenario = (scenario: ShownScenario, { style, columns }: Screen): string => {
  const { steps } = scenario;
  const idWidth = widest(steps.map(({ id }) => id));
  const channelWidth = widest(steps.map(({ channel }) => CHANNEL_LABELS[channel]));
  const line = (step: Step): string =>
    `  ${padLeft(signedDay(step.day), 5)}  ${pad(CHANNEL_LABELS[step.channel], channelWidth)}  ${pad(step.id, idWidth)}  ton ${TONE_LABELS[step.tone]}`;
  const before = steps.filter(({ day }) => day < 0);
  const after = steps.filter(({ day }) => day >= 0);
  return [
    `${style.bold(scenario.name)}${scenario.isUsers ? ' (le vôtre)' : ''}`,
    ...wrap(oneLine(scenario.description), columns),
    '',
    ...before.map(line),
    style.dim(`  ${padLeft('J', 5)}  échéance`),
    ...after.map(line),
    '',
    `Au moins ${plural(scenario.minGapDays, 'jour', 'jours')} entre deux e-mails ou SMS au même client.`,
    ...wrap(groupingText(scenario), columns),
  ].join('\n');
};

/** Every scenario, how many steps it has and how far it goes. */
export const renderScenarioList = (scenarios: ShownScenario[], { style, columns }: Screen): string =>
  [
    ...scenarios.flatMap((scenario) => {
      const last = scenario.steps.at(-1);
      const extent = last ? `, jusqu’à ${signedDay(last.day)}` : '';
      return [
        `${style.bold(scenario.name)}  ${plural(scenario.steps.length, 'étape', 'étapes')}${extent}${scenario.isUsers ? ', le vôtre' : ''}`,
        ...wrap(oneLine(scenario.description), columns - 2).map((text) => `  ${text}`),
      ];
    }),
    '',
    '→ relance scenario show <nom>, relance scenario copier <nom> <nouveau-nom>',
  ].join('\n');

export const scenarioJson = (scenario: ShownScenario) => ({
  name: scenario.name,
  description: scenario.description,
  minGapDays: scenario.minGapDays,
  groupingDays: scenario.groupingDays,
  origin: scenario.isUsers ? 'user' : 'packaged',
  steps: scenario.steps.map(({ id, day, channel, tone, template }) => ({ id, day, channel, tone, template })),
});
