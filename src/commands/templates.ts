import { join } from 'node:path';
import { Command } from 'commander';
import { templateFolders } from '../outgoing/compose.ts';
import type { Context } from '../context.ts';
import { quoted } from '../domain/typography.ts';
import { EXIT, RelanceError } from '../errors.ts';
import {
  findPartial,
  findTemplate,
  listPartials,
  listTemplates,
  PARTIALS,
  readSource,
  type TemplateEntry,
  type TemplateFile,
  type TemplateFolders,
} from '../templates/files.ts';
import { checkTemplates } from '../templates/load.ts';
import { renderFaults } from '../ui/fault-view.ts';
import { plural } from '../ui/labels.ts';
import { renderTemplateList } from '../ui/template-list.ts';
import { writeUserCopy } from '../recording/user-copy.ts';

export const templatesCommand = (ctx: Context): Command => {
  const command = new Command('templates')
    .description('Montre les modèles d’e-mail, les copie pour les modifier, les vérifie.')
    .addHelpText('after', '\nExemple\u00a0:\n  relance templates copier relance-1\n');
  command
    .command('liste', { isDefault: true })
    .alias('list')
    .description('les modèles et les partiels (par défaut)')
    .addHelpText('after', '\nExemple\u00a0:\n  relance templates\n')
    .action(() => list(ctx));
  command
    .command('show')
    .description('montre le texte d’un modèle ou d’un partiel')
    .argument('<nom>', 'nom du modèle, ou partiels/nom')
    .addHelpText('after', '\nExemple\u00a0:\n  relance templates show relance-1\n')
    .action((name: string) => show(ctx, name));
  command
    .command('copier')
    .alias('copy')
    .description('copie un modèle fourni dans votre dossier, et dit où')
    .argument('<nom>', 'nom du modèle, ou partiels/nom')
    .addHelpText('after', '\nExemple\u00a0:\n  relance templates copier partiels/croisement\n')
    .action((name: string) => copy(ctx, name));
  command
    .command('check')
    .description('vérifie tous les modèles, les vôtres compris')
    .addHelpText('after', '\nExemple\u00a0:\n  relance templates check\n')
    .action(() => check(ctx));
  return command;
};

const templateJson = (kind: 'email' | 'partial') => (entry: TemplateEntry) => ({
  name: entry.name,
  kind,
  origin: entry.origin,
  overrides: entry.overrides,
  file: entry.file,
});

const list = (ctx: Context): void => {
  const folders = templateFolders(ctx);
  const templates = listTemplates(folders);
  const partials = listPartials(folders);
  if (ctx.isJson)
    ctx.printJson({
      templates: [...templates.map(templateJson('email')), ...partials.map(templateJson('partial'))],
    });
  else ctx.print(renderTemplateList(templates, partials, ctx.style));
};

interface Found extends TemplateFile {
  kind: 'email' | 'partial';
}

/** A template, else a partial; `partiels/nom` is a partial only. */
const find = (typed: string, folders: TemplateFolders): Found => {
  const name = typed.replace(/\.hbs$/, '');
  const prefix = `${PARTIALS}/`;
  const template = name.startsWith(prefix) ? null : findTemplate(name, folders);
  if (template) return { ...template, kind: 'email' };
  const partial = findPartial(name.startsWith(prefix) ? name.slice(prefix.length) : name, folders);
  if (partial) return { ...partial, kind: 'partial' };
  throw new RelanceError(
    `Le modèle ${quoted(typed)} n’existe pas${folders.user === null ? ' parmi ceux fournis' : ''}`,
    { code: 'unknown-template', hint: 'relance templates' },
  );
};

const show = (ctx: Context, name: string): void => {
  const found = find(name, templateFolders(ctx));
  const source = readSource(found.file);
  if (ctx.isJson)
    ctx.printJson({
      template: { name: found.name, kind: found.kind, origin: found.origin, file: found.file, source },
    });
  else ctx.print(source.trimEnd());
};

const copy = (ctx: Context, name: string): void => {
  const packaged = find(name, { ...templateFolders(ctx), user: null });
  const folder = join(ctx.config.userTemplates, 'emails', ...(packaged.kind === 'partial' ? [PARTIALS] : []));
  const file = join(folder, `${packaged.name}.hbs`);
  writeUserCopy(file, readSource(packaged.file));
  if (ctx.isJson)
    ctx.printJson({ template: { name: packaged.name, kind: packaged.kind, origin: 'user', file } });
  else ctx.print(file);
  ctx.warn(
    'Votre copie remplace désormais le texte fourni\n→ après l’avoir modifiée\u00a0: relance templates check',
  );
};

const check = (ctx: Context): void => {
  const folders = templateFolders(ctx);
  const faults = checkTemplates(folders);
  if (faults.length > 0) ctx.setExitCode(EXIT.refused);
  const checked = listTemplates(folders).length + listPartials(folders).length;
  if (ctx.isJson) ctx.printJson({ checked, faults });
  else if (faults.length > 0) ctx.print(renderFaults(faults));
  else ctx.print(`${plural(checked, 'modèle vérifié', 'modèles vérifiés')}, aucune faute.`);
};
