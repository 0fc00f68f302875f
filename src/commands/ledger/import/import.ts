import { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { readColumns, readDayOrder } from './columns-flag.ts';
import { abandoned, missingYes } from '../../../desk/doubts.ts';
import { importFiles } from './named-sources.ts';
import { findMapping, listMappings, saveMapping } from '../../../db/import-mappings.ts';
import { CLIENT_KINDS } from '../../../domain/people/client-kind.ts';
import { parseChoice, parseLine } from '../../../domain/text-input.ts';
import { quoted } from '../../../domain/typography.ts';
import { EXIT, usageError } from '../../../errors.ts';
import { importFilesInto } from './import-files.ts';
import type { ImportReport } from './import-run.ts';
import { renderImport } from './import-view.ts';

interface ImportFlags {
  colonnes?: string;
  modele?: string;
  type?: string;
  dates?: string;
  emetteurDifferent?: boolean;
  dryRun?: boolean;
  yes?: boolean;
}

export const importCommand = (ctx: Context): Command =>
  new Command('import')
    .description(
      'Enregistre des factures depuis un dossier (Factur-X, ZUGFeRD, CII, UBL) ou un tableur : CSV de votre outil, FEC de votre comptable. Tout est montré d’abord, puis noté d’un coup ; recommencer n’ajoute rien.',
    )
    .argument('<fichier...>', 'fichiers, ou dossiers')
    .option('--colonnes <paires>', 'colonnes d’un CSV : numero=Facture,client=Nom,emise=Date,montant=TTC')
    .option('--modele <nom>', 'avec --colonnes, les garde sous ce nom ; seul, les reprend')
    .option('--dates <ordre>', 'ordre des dates d’un CSV qui ne le montre pas : jour ou mois d’abord')
    .option('--type <type>', `type des clients dont le fichier ne dit rien : ${CLIENT_KINDS.join(', ')}`)
    .option('--emetteur-different', 'prend aussi les factures émises par un autre que vous')
    .option('--dry-run', 'montre ce qui serait enregistré')
    .option('--yes', 'enregistre sans demander')
    .addHelpText(
      'after',
      '\nExemples :\n  relance import ~/factures/2026-11\n  relance import export.csv --type entreprise\n  relance import export.csv --modele compta \\\n    --colonnes numero=Pièce,client=Tiers,emise=Le,montant=TTC\n',
    )
    .action((paths: string[], flags: ImportFlags) => runImport(ctx, paths, flags));

const columnsOf = (ctx: Context, flags: ImportFlags): Record<string, string> | undefined => {
  const typed = readColumns(flags.colonnes);
  if (flags.modele === undefined || typed !== undefined) return typed;
  const name = parseLine(flags.modele, '--modele', 60);
  const known = findMapping(ctx.db(), name);
  if (known) return known;
  throw usageError(
    `Le modèle ${quoted(name)} n’existe pas`,
    `modèles : ${listMappings(ctx.db()).join(', ') || 'aucun'} ; --colonnes avec --modele en garde un`,
    'unknown-mapping',
  );
};

const runImport = async (ctx: Context, paths: string[], flags: ImportFlags): Promise<void> => {
  ctx.allowNewDatabase();
  if (!flags.yes && !flags.dryRun && !ctx.isInteractive)
    throw missingYes('ou --dry-run pour voir ce qui serait enregistré');
  const columns = columnsOf(ctx, flags);
  const kind = flags.type === undefined ? null : parseChoice(flags.type, CLIENT_KINDS, '--type');
  let preview: ImportReport | null = null;
  const report = await importFilesInto(ctx, {
    files: importFiles(paths),
    isAnyIssuer: flags.emetteurDifferent === true,
    columns,
    dayOrder: flags.dates === undefined ? null : readDayOrder(flags.dates),
    defaultKind: kind,
    accept:
      flags.yes && !flags.dryRun
        ? undefined
        : async (shown) => {
            preview = shown;
            ctx.print(renderImport(shown, false, ctx));
            return flags.dryRun !== true && isAccepted(ctx, shown);
          },
  });
  if (report !== null && flags.modele !== undefined && flags.colonnes !== undefined && columns !== undefined)
    saveMapping(ctx.db(), parseLine(flags.modele, '--modele', 60), columns, ctx.now);
  finish(ctx, report, preview);
};

const isAccepted = async (ctx: Context, shown: ImportReport): Promise<boolean> => {
  if (shown.ids.length === 0 && shown.creditNotes === 0) return false;
  const prompts = await ctx.prompts();
  if (!(await prompts.confirm('Enregistrer ?'))) throw abandoned();
  return true;
};

const finish = (ctx: Context, report: ImportReport | null, preview: ImportReport | null): void => {
  const told = report ?? preview;
  if (told === null) return;
  if (told.errors.length > 0) ctx.setExitCode(EXIT.partial);
  if (ctx.isJson)
    ctx.printJson({
      added: told.ids.length,
      recorded: report !== null,
      creditNotes: told.creditNotes,
      newClients: told.newClients,
      unreadTerms: told.unreadTerms,
      skipped: told.skipped,
      errors: told.errors,
    });
  else if (report !== null) ctx.print(renderImport(report, true, ctx));
  if (report !== null && report.ids.length > 0) ctx.print('→ relance due');
};
