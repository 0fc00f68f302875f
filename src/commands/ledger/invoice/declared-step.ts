import type { Context } from '../../../context.ts';
import type { StepMark } from '../../../domain/schedule/contact.ts';
import { formatDay, type LocalDate } from '../../../domain/dates.ts';
import type { ClientKind } from '../../../domain/people/client-kind.ts';
import { scenarioNameOf, type Scenario, type Step } from '../../../domain/schedule/scenario.ts';
import { quoted } from '../../../domain/typography.ts';
import { usageError } from '../../../errors.ts';
import { loadScenarios, scenarioNamed } from '../../../desk/scenarios.ts';

/** The last step made elsewhere, before relance knew the invoice. */
export interface DeclaredStep {
  step: Step;
  on: LocalDate;
}

const stepNamed = (scenario: Scenario, id: string): Step => {
  const step = scenario.steps.find((candidate) => candidate.id === id.toLowerCase());
  if (step) return step;
  throw usageError(
    `Le scénario « ${scenario.name} » n’a pas d’étape ${quoted(id)}`,
    `choisissez parmi : ${scenario.steps.map((candidate) => candidate.id).join(', ')}`,
    'unknown-step',
  );
};

/** `--etape` as a step of the scenario that the invoice follows. */
export const readDeclaredStep = async (
  ctx: Context,
  invoice: { scenario: string | null; issuedOn: LocalDate },
  client: { scenario: string | null; kind: ClientKind },
  declared: { id: string; on: LocalDate } | null,
): Promise<DeclaredStep | null> => {
  if (declared === null) return null;
  const scenario = scenarioNamed(await loadScenarios(ctx), scenarioNameOf(invoice, client));
  const step = stepNamed(scenario, declared.id);
  if (declared.on < invoice.issuedOn)
    throw usageError(
      `--etape-le : le ${formatDay(declared.on)} précède l’émission, le ${formatDay(invoice.issuedOn)}`,
      'vérifiez --emise et --etape-le',
      'before-issue',
    );
  return { step, on: declared.on };
};

export const markOf = (invoiceId: number, { step, on }: DeclaredStep): StepMark => ({
  invoiceId,
  kind: 'declared',
  step: step.id,
  stepDay: step.day,
  onDay: on,
  reason: null,
});
