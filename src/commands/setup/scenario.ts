import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { quoted } from '../../domain/typography.ts';
import { EXIT, usageError } from '../../errors.ts';
import { checkScenario } from '../../import/scenario-file.ts';
import {
  listScenarioSources,
  listUnreadScenarioFiles,
  renamedScenario,
  scenarioSourceNamed,
  type ScenarioSource,
} from './scenario-files.ts';
import { hasEmailTemplate, loadScenarios, scenarioNamed, warnOfFaults } from '../../desk/scenarios.ts';
import { writeUserCopy, renderFaults, type FileFault } from './user-files.ts';
import { plural } from '../../ui/labels.ts';
import { renderScenario, renderScenarioList, scenarioJson } from './scenario-view.ts';

export const scenarioCommand = (ctx: Context): Command => {
  const command = new Command('scenario')
    .description('Montre les scénarios de relance, les copie pour les modifier, les vérifie.')
    .addHelpText('after', '\nExemple :\n  relance scenario show standard\n');
  command
    .command('list', { isDefault: true })
    .alias('liste')
    .description('les scénarios (par défaut)')
    .addHelpText('after', '\nExemple :\n  relance scenario\n')
    .action(() => list(ctx));
  command
    .command('show')
    .description('montre les étapes d’un scénario, jour après jour')
    .argument('<nom>', 'nom du scénario')
    .addHelpText('after', '\nExemple :\n  relance scenario show doux\n')
    .action((name: string) => show(ctx, name));
  command
    .command('copier')
    .alias('copy')
    .description('copie un scénario dans votre dossier, et dit où')
    .argument('<nom>', 'nom du scénario')
    .argument('[nouveau-nom]', 'nom de la copie ; sans lui, elle remplace le scénario fourni')
    .addHelpText('after', '\nExemple :\n  relance scenario copier standard grands-comptes\n')
    .action((name: string, newName: string | undefined) => copy(ctx, name, newName));
  command
    .command('check')
    .description('vérifie un scénario, ou tous')
    .argument('[nom]', 'nom du scénario')
    .addHelpText('after', '\nExemple :\n  relance scenario check grands-comptes\n')
    .action((name: string | undefined) => check(ctx, name));
  return command;
};

const list = async (ctx: Context): Promise<void> => {
  const loaded = await loadScenarios(ctx);
  const scenarios = [...loaded.known.values()];
  ctx.show({ scenarios: scenarios.map(scenarioJson) }, () => renderScenarioList(scenarios, ctx));
  warnOfFaults(ctx, loaded);
};

const show = async (ctx: Context, name: string): Promise<void> => {
  const scenario = scenarioNamed(await loadScenarios(ctx), name);
  ctx.show({ scenario: scenarioJson(scenario) }, () => renderScenario(scenario, ctx));
};

const parseName = (name: string): string => {
  if (/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) return name;
  throw usageError(
    `${quoted(name)} ne peut pas nommer un scénario`,
    'des minuscules sans accent, des chiffres et des tirets : grands-comptes',
    'invalid-name',
  );
};

const copy = (ctx: Context, name: string, newName: string | undefined): void => {
  const source = scenarioSourceNamed(listScenarioSources(ctx), name);
  const target = parseName(newName ?? name);
  const file = join(ctx.config.userScenarios, `${target}.yaml`);
  writeUserCopy(file, renamedScenario(source, target));
  if (ctx.isJson) ctx.printJson({ scenario: { name: target, origin: 'user', file } });
  else ctx.printAsIs(file);
  ctx.warn(
    target === name
      ? 'Votre copie remplace désormais le scénario fourni\n→ après l’avoir modifiée : relance scenario check'
      : `→ pour le suivre : relance client edit <client> --scenario ${target}`,
  );
};

const faultsOf = (ctx: Context, { name, file }: ScenarioSource): FileFault[] =>
  checkScenario(readFileSync(file, 'utf8'), name, hasEmailTemplate(ctx)).map(({ line, message }) => ({
    file,
    line,
    message,
  }));

const unread = (file: string): FileFault => ({
  file,
  line: 1,
  message: 'ce fichier n’est pas lu : son nom doit finir par .yaml',
});

const check = (ctx: Context, name: string | undefined): void => {
  const sources = listScenarioSources(ctx);
  const checked = name === undefined ? sources : [scenarioSourceNamed(sources, name)];
  const faults = [
    ...checked.flatMap((source) => faultsOf(ctx, source)),
    ...(name === undefined ? listUnreadScenarioFiles(ctx).map(unread) : []),
  ];
  if (faults.length > 0) ctx.setExitCode(EXIT.refused);
  ctx.show({ checked: checked.map((source) => source.name), faults }, () =>
    renderFaults(faults, plural(checked.length, 'scénario vérifié', 'scénarios vérifiés')),
  );
};
