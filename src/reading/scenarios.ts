import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import courrier from '../../templates/scenarios/courrier.yaml';
import doux from '../../templates/scenarios/doux.yaml';
import particulier from '../../templates/scenarios/particulier.yaml';
import secteurPublic from '../../templates/scenarios/secteur-public.yaml';
import standard from '../../templates/scenarios/standard.yaml';
import telephoneDAbord from '../../templates/scenarios/telephone-d-abord.yaml';
import type { Context } from '../context.ts';
import { toScenario, type Scenario } from '../domain/scenario.ts';
import { quoted } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';

const BUILT_IN = [standard, telephoneDAbord, courrier, doux, particulier, secteurPublic];

/** `isUsers`: the user's own file. */
type KnownScenario = Scenario & { isUsers: boolean };
export type Scenarios = Map<string, KnownScenario>;

/** Files of the user's own scenarios, which win over the packaged ones of the same name. */
const userScenarioFiles = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .toSorted()
        .map((name) => join(folder, name))
    : [];

/** An e-mail template exists under that name, the user's or a packaged one. */
export const hasEmailTemplate =
  (ctx: Context) =>
  (name: string): boolean =>
    /^[a-z0-9-]+$/.test(name) &&
    [ctx.config.userTemplates, join(ctx.packageRoot, 'templates')].some((folder) =>
      existsSync(join(folder, 'emails', `${name}.hbs`)),
    );

/** Every scenario that can be followed. A fault in a user's file refuses the run, with its line. */
export const loadScenarios = async (ctx: Context): Promise<Scenarios> => {
  const scenarios: Scenarios = new Map();
  for (const file of BUILT_IN) scenarios.set(file.nom, { ...toScenario(file), isUsers: false });
  const own = userScenarioFiles(ctx.config.userScenarios);
  if (own.length === 0) return scenarios;
  // YAML is read only for those who have scenarios of their own.
  const { readScenarioFile } = await import('../import/scenario-file.ts');
  for (const path of own) {
    const scenario = readScenarioFile(path, hasEmailTemplate(ctx));
    scenarios.set(scenario.name, { ...scenario, isUsers: true });
  }
  return scenarios;
};

/** @throws RelanceError when nothing bears that name. */
export const scenarioNamed = (scenarios: Scenarios, name: string, forWhat = ''): KnownScenario => {
  const scenario = scenarios.get(name);
  if (scenario) return scenario;
  throw new RelanceError(`Le scénario ${quoted(name)}${forWhat} n’existe pas`, {
    code: 'unknown-scenario',
    hint: `choisissez parmi\u00a0: ${[...scenarios.keys()].join(', ')}`,
  });
};
