import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Context } from '../../context.ts';
import type { TemplateEntry } from '../../document/template-files.ts';
import { quoted } from '../../domain/typography.ts';
import { RelanceError } from '../../errors.ts';

export type ScenarioSource = TemplateEntry;

const EXTENSION = '.yaml';

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith(EXTENSION))
        .toSorted()
    : [];

const packagedScenarioFolder = (ctx: Context): string => join(ctx.packageRoot, 'templates', 'scenarios');

/** The files of the scenarios in force, by name: the user's replace the packaged ones of the same name. */
export const listScenarioSources = (ctx: Context): ScenarioSource[] => {
  const packaged = packagedScenarioFolder(ctx);
  const shipped = new Set(filesIn(packaged));
  const own = new Set(filesIn(ctx.config.userScenarios));
  return [...new Set([...shipped, ...own])].toSorted().map((file) => ({
    name: basename(file, EXTENSION),
    file: join(own.has(file) ? ctx.config.userScenarios : packaged, file),
    origin: own.has(file) ? ('user' as const) : ('packaged' as const),
    overrides: own.has(file) && shipped.has(file),
  }));
};

/** Files that their owner takes for scenarios and that nothing reads. */
export const listUnreadScenarioFiles = (ctx: Context): string[] =>
  existsSync(ctx.config.userScenarios)
    ? readdirSync(ctx.config.userScenarios)
        .filter((file) => /\.ya?ml$/i.test(file) && !file.endsWith(EXTENSION))
        .toSorted()
        .map((file) => join(ctx.config.userScenarios, file))
    : [];

export const scenarioSourceNamed = (sources: ScenarioSource[], name: string): ScenarioSource => {
  const source = sources.find((candidate) => candidate.name === name);
  if (source) return source;
  throw new RelanceError(`Le scénario ${quoted(name)} n’existe pas`, {
    code: 'unknown-scenario',
    hint: `choisissez parmi : ${sources.map((candidate) => candidate.name).join(', ')}`,
  });
};

/** The text of a scenario under another name: `nom` is always that of the file. */
export const renamedScenario = (source: ScenarioSource, name: string): string =>
  readFileSync(source.file, 'utf8').replace(/^nom:.*$/m, `nom: ${name}`);
