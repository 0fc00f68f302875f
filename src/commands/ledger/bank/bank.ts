import { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { ignoreEntry } from '../../../db/bank-entries.ts';
import { readWaitingItems } from './read-bank.ts';
import { itemJson } from './bank-json.ts';
import { itemText, numberedLine } from './bank-view.ts';
import { wrap } from '../../../ui/text.ts';
import { importStatement, type ImportFlags } from './import-statement.ts';
import { match, openLine } from './match-line.ts';

export const bankCommand = (ctx: Context): Command => {
  const command = new Command('bank')
    .description(
      'Lit un relevé bancaire, propose quelle ligne règle quelle facture, et note ce que vous confirmez.',
    )
    .addHelpText('after', '\nExemple :\n  relance bank import releve.ofx\n');
  command
    .command('import')
    .description('lit un relevé : OFX, CAMT.053, MT940, CFONB120, QIF ou CSV, seul ou dans une archive ZIP')
    .argument('<relevé>', 'le fichier de votre banque')
    .option('--yes', 'note les règlements certains, et eux seuls')
    .option('--dry-run', 'montre ce qui serait noté')
    .option(
      '--colonnes <paires>',
      'pour un CSV inconnu : date=Date,libelle=Libellé,montant=Montant, ou leurs rangs : date=1,montant=2,libelle=5',
    )
    .option('--dates <ordre>', 'ordre des dates d’un CSV qui ne le montre pas : jour ou mois d’abord')
    .addHelpText('after', '\nExemple :\n  relance bank import releve.ofx\n')
    .action((file: string, flags: ImportFlags) => importStatement(ctx, file, flags));
  command
    .command('liste')
    .alias('list')
    .description('les lignes qui ne règlent encore rien')
    .addHelpText('after', '\nExemple :\n  relance bank liste\n')
    .action(() => list(ctx));
  command
    .command('rapprocher')
    .description('note qu’une ligne règle ces factures, la plus ancienne d’abord, ou en reprend le règlement')
    .argument('<ligne>', 'numéro de la ligne, donné par « relance bank liste »')
    .argument('<facture...>', 'numéros, ou parties qui suffisent à les désigner')
    .option('--yes', 'sans demander pour ce qui dépasse')
    .addHelpText('after', '\nExemple :\n  relance bank rapprocher 12 2026-014\n')
    .action((line: string, references: string[], flags: { yes?: boolean }) =>
      match(ctx, line, references, flags.yes === true),
    );
  command
    .command('ignorer')
    .description('met de côté des lignes qui ne règlent aucune facture')
    .argument('<ligne...>', 'numéros des lignes')
    .addHelpText('after', '\nExemple :\n  relance bank ignorer 12\n')
    .action((lines: string[]) => ignore(ctx, lines));
  return command;
};

const list = (ctx: Context): void => {
  const db = ctx.db();
  const items = readWaitingItems(db, ctx.today);
  ctx.show({ entries: items.map(itemJson) }, () =>
    items.length === 0
      ? 'Toutes les lignes des relevés sont rapprochées, ou mises de côté.'
      : items.flatMap((item) => [
          numberedLine(item, ctx.columns),
          ...wrap(`    ${itemText(item)}`, ctx.columns),
        ]),
  );
};

const ignore = (ctx: Context, texts: string[]): void => {
  const lines = texts.map((text) => openLine(ctx, text));
  const db = ctx.db();
  db.transaction(() => {
    for (const line of lines) ignoreEntry(db, line.id, ctx.today);
  }).immediate();
  ctx.show({ entry: lines[0]?.id ?? null, entries: lines.map(({ id }) => id), ignored: true }, () =>
    lines.length === 1
      ? `Ligne n° ${lines[0]?.id} mise de côté.`
      : `${lines.length} lignes mises de côté : ${lines.map(({ id }) => `n° ${id}`).join(', ')}.`,
  );
};
