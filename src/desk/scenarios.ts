import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import courrier from '../../templates/scenarios/courrier.yaml';
import doux from '../../templates/scenarios/doux.yaml';
import particulier from '../../templates/scenarios/particulier.yaml';
import secteurPublic from '../../templates/scenarios/secteur-public.yaml';
import standard from '../../templates/scenarios/standard.yaml';
import telephoneDAbord from '../../templates/scenarios/telephone-d-abord.yaml';
import type { Context } from '../context.ts';
import { toScenario, type Scenario } from '../domain/schedule/scenario.ts';
import { quoted } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';

const EXTENSION = '.yaml';
const BUILT_IN = [standard, telephoneDAbord, courrier, doux, particulier, secteurPublic];

/** `isUsers`: the user's own file. */
type KnownScenario = Scenario & { isUsers: boolean };
export interface Scenarios {
  known: Map<string, KnownScenario>;
  /** What is wrong with a user's file, by the name of its scenario: an error for those who follow it, and for them alone. */
  faults: Map<string, RelanceError>;
}

/** Files of the user's own scenarios, which win over the packaged ones of the same name. */
const userScenarioFiles = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(EXTENSION))
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

/** Every scenario. A user's file with a fault never gives way to the packaged one that it replaces. */
export const loadScenarios = async (ctx: Context): Promise<Scenarios> => {
  const known: Scenarios['known'] = new Map();
  const faults: Scenarios['faults'] = new Map();
  for (const file of BUILT_IN) known.set(file.nom, { ...toScenario(file), isUsers: false });
  const own = userScenarioFiles(ctx.config.userScenarios);
  if (own.length === 0) return { known, faults };
  // YAML is read only for those who have scenarios of their own.
  const { readScenarioFile } = await import('../import/scenario-file.ts');
  for (const path of own) {
    const name = basename(path, EXTENSION);
    try {
      known.set(name, { ...readScenarioFile(path, hasEmailTemplate(ctx)), isUsers: true });
    } catch (error) {
      if (!(error instanceof RelanceError)) throw error;
      known.delete(name);
      faults.set(name, error);
    }
  }
  return { known, faults };
};

const warned = new WeakSet<Context>();

/** Nothing that is followed has a fault: the others are said, once a run. */
export const warnOfFaults = (ctx: Context, { faults }: Scenarios): void => {
  if (warned.has(ctx)) return;
  warned.add(ctx);
  for (const { message } of faults.values()) ctx.warn(`Attention : ${message}`);
};

/** @throws RelanceError when nothing bears that name, or when its file has a fault. */
export const scenarioNamed = ({ known, faults }: Scenarios, name: string, forWhat = ''): KnownScenario => {
  const scenario = known.get(name);
  if (scenario) return scenario;
  throw (
    faults.get(name) ??
    new RelanceError(`Le scénario ${quoted(name)}${forWhat} n’existe pas`, {
      code: 'unknown-scenario',
      hint: `choisissez parmi : ${[...known.keys()].join(', ')}`,
    })
  );
};
