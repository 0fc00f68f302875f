import { join } from 'node:path';
import { Command } from 'commander';
import { letterFolders } from '../../messages/letters/letter-data.ts';
import { spokenFolders } from '../../messages/spoken.ts';
import { templateFolders } from '../../messages/compose-message.ts';
import type { Context } from '../../context.ts';
import { quoted } from '../../domain/typography.ts';
import { EXIT, RelanceError } from '../../errors.ts';
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
} from '../../document/template-files.ts';
import { checkTemplates } from '../../document/load.ts';
import { writeUserCopy, renderFaults } from './user-files.ts';
import { plural } from '../../ui/labels.ts';
import { renderTemplateList, type TemplateKind } from './template-list.ts';

export const templatesCommand = (ctx: Context): Command => {
  const command = new Command('templates')
    .description(
      'Montre les modèles d’e-mail, de lettre, d’appel et de SMS, les copie pour les modifier, les vérifie.',
    )
    .addHelpText(
      'after',
      '\nExemples :\n  relance templates copier relance-1\n  relance templates copier lettres/mise-en-demeure\n',
    );
  command
    .command('liste', { isDefault: true })
    .alias('list')
    .description('les modèles et les partiels (par défaut)')
    .addHelpText('after', '\nExemple :\n  relance templates\n')
    .action(() => list(ctx));
  command
    .command('show')
    .description('montre le texte d’un modèle ou d’un partiel')
    .argument('<nom>', 'nom du modèle, lettres/nom, appels/nom, sms/nom, ou partiels/nom')
    .addHelpText('after', '\nExemple :\n  relance templates show relance-1\n')
    .action((name: string) => show(ctx, name));
  command
    .command('copier')
    .alias('copy')
    .description('copie un modèle fourni dans votre dossier, et dit où')
    .argument('<nom>', 'nom du modèle, lettres/nom, appels/nom, sms/nom, ou partiels/nom')
    .addHelpText('after', '\nExemple :\n  relance templates copier partiels/croisement\n')
    .action((name: string) => copy(ctx, name));
  command
    .command('check')
    .description('vérifie tous les modèles, les vôtres compris')
    .addHelpText('after', '\nExemple :\n  relance templates check\n')
    .action(() => check(ctx));
  return command;
};

/** E-mails first, then the others, whose names are typed after their shelf. */
const shelves = (
  ctx: Context,
): { prefix: string; kind: TemplateKind; folders: TemplateFolders; own: string }[] => [
  { prefix: '', kind: 'email', folders: templateFolders(ctx), own: 'emails' },
  { prefix: 'lettres/', kind: 'letter', folders: letterFolders(ctx), own: 'letters' },
  { prefix: 'appels/', kind: 'call', folders: spokenFolders(ctx, 'calls'), own: 'calls' },
  { prefix: 'sms/', kind: 'sms', folders: spokenFolders(ctx, 'sms'), own: 'sms' },
];

const entryJson =
  (prefix: string, kind: TemplateKind | 'partial') =>
  ({ name, origin, overrides, file }: TemplateEntry) => ({
    name: `${prefix}${name}`,
    kind,
    origin,
    overrides,
    file,
  });

const list = (ctx: Context): void => {
  const all = shelves(ctx).map(({ prefix, kind, folders }) => ({
    prefix,
    kind,
    templates: listTemplates(folders),
    partials: listPartials(folders),
  }));
  if (ctx.isJson)
    ctx.printJson({
      templates: all.flatMap(({ prefix, kind, templates, partials }) => [
        ...templates.map(entryJson(prefix, kind)),
        ...partials.map(entryJson(prefix, 'partial')),
      ]),
    });
  else ctx.print(renderTemplateList(all, ctx.style));
};

interface Found extends TemplateFile {
  kind: TemplateKind | 'partial';
  /** Folder of the user's own, under `templates`. */
  own: string;
  prefix: string;
}

/** A template, else a partial, of an e-mail, else of another shelf; `partiels/nom` is a partial only, `lettres/nom` a letter's. */
const find = (ctx: Context, typed: string, isPackagedOnly = false): Found => {
  const name = typed.replace(/\.hbs$/, '');
  const named = shelves(ctx).find(({ prefix }) => prefix !== '' && name.startsWith(prefix));
  const bare = name.slice(named?.prefix.length ?? 0);
  const asPartial = `${PARTIALS}/`;
  for (const { prefix, kind, folders, own } of shelves(ctx)) {
    if (named !== undefined && kind !== named.kind) continue;
    const shelf = isPackagedOnly ? { ...folders, user: null } : folders;
    const template = bare.startsWith(asPartial) ? null : findTemplate(bare, shelf);
    if (template) return { ...template, kind, own, prefix };
    const partial = findPartial(bare.startsWith(asPartial) ? bare.slice(asPartial.length) : bare, shelf);
    if (partial) return { ...partial, kind: 'partial', own, prefix };
  }
  throw new RelanceError(
    `Le modèle ${quoted(typed)} n’existe pas${isPackagedOnly ? ' parmi ceux fournis' : ''}`,
    { code: 'unknown-template', hint: 'relance templates' },
  );
};

const show = (ctx: Context, typed: string): void => {
  const { name, kind, origin, file, prefix } = find(ctx, typed);
  const source = readSource(file);
  if (ctx.isJson) ctx.printJson({ template: { name: `${prefix}${name}`, kind, origin, file, source } });
  else ctx.printAsIs(source.trimEnd());
};

const copy = (ctx: Context, typed: string): void => {
  const packaged = find(ctx, typed, true);
  const { name, kind, own, prefix } = packaged;
  const folder = join(ctx.config.userTemplates, own, ...(kind === 'partial' ? [PARTIALS] : []));
  const file = join(folder, `${name}.hbs`);
  writeUserCopy(file, readSource(packaged.file));
  if (ctx.isJson) ctx.printJson({ template: { name: `${prefix}${name}`, kind, origin: 'user', file } });
  else ctx.printAsIs(file);
  ctx.warn(
    'Votre copie remplace désormais le texte fourni\n→ après l’avoir modifiée : relance templates check',
  );
};

const check = (ctx: Context): void => {
  const faults = shelves(ctx).flatMap(({ folders }) => checkTemplates(folders));
  if (faults.length > 0) ctx.setExitCode(EXIT.refused);
  const checked = shelves(ctx).reduce(
    (count, { folders }) => count + listTemplates(folders).length + listPartials(folders).length,
    0,
  );
  ctx.show({ checked, faults }, () =>
    renderFaults(faults, plural(checked, 'modèle vérifié', 'modèles vérifiés')),
  );
};
