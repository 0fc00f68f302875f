import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { readLetterLife, type LetterFlags } from './letter-flags.ts';
import { resolveClient } from '../../db/clients.ts';
import { findInsolvency } from '../../db/hold-rows.ts';
import { parseLine } from '../../domain/text-input.ts';
import { usageError } from '../../errors.ts';
import { composeClaimDeclaration } from '../../messages/letters/claim-declaration.ts';
import { writeLetter } from './write-letter.ts';

interface DeclarationFlags extends LetterFlags {
  adresse?: string;
}

export const declarationCommand = (ctx: Context): Command =>
  new Command('declaration')
    .description(
      'Écrit la déclaration de créance au mandataire judiciaire d’un client en procédure collective (PDF). relance applique les textes, il ne donne pas de conseil juridique.',
    )
    .argument('<client>', 'nom du client, ou partie qui suffit à le désigner')
    .requiredOption(
      '--adresse <lignes>',
      'adresse du mandataire, lignes séparées par des virgules : "3 rue du Palais, 33000 BORDEAUX"',
    )
    .option('--lrar <numéro>', 'numéro du recommandé, imprimé sur la lettre')
    .option('--sortie <dossier>', 'où écrire le PDF (par défaut : le dossier courant)')
    .option('--yes', 'écrit sans demander')
    .option('--dry-run', 'montre la lettre, rien n’est enregistré')
    .addHelpText(
      'after',
      '\nExemple :\n  relance declaration Petit --adresse "3 rue du Palais, 33000 BORDEAUX"\n',
    )
    .action((reference: string, flags: DeclarationFlags) => declaration(ctx, reference, flags));

const declaration = async (ctx: Context, reference: string, flags: DeclarationFlags): Promise<void> => {
  const client = resolveClient(ctx.db(), reference);
  const { tracking } = await readLetterLife(ctx, flags);
  const mandataire = findInsolvency(ctx.db(), client.id)?.mandataire ?? 'Mandataire judiciaire';
  const lines = (flags.adresse ?? '')
    .split(',')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length < 2 || lines.length > 5)
    throw usageError(
      `--adresse : ${lines.length} ligne${lines.length > 1 ? 's' : ''}, il en faut de deux à cinq`,
      'par exemple --adresse "3 rue du Palais, 33000 BORDEAUX"',
      'invalid-address',
    );
  const letter = await composeClaimDeclaration(
    ctx,
    client,
    [mandataire, ...lines.map((line) => parseLine(line, '--adresse'))],
    tracking ?? null,
  );
  await writeLetter(ctx, letter, flags);
  if (!flags.dryRun)
    for (const { invoice } of letter.claimed)
      ctx.print(`→ une fois postée : relance prescription ${invoice.number} --declaree <date>`);
};
