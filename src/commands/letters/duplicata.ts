import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { resolveInvoice } from '../../db/invoices.ts';
import { parsePercentage } from '../../domain/law/penalty-rate.ts';
import { composeVatDuplicate } from '../../messages/letters/vat-duplicate.ts';
import { writeLetter } from './write-letter.ts';

interface DuplicataFlags {
  taux?: string;
  sortie?: string;
  yes?: boolean;
  dryRun?: boolean;
}

export const duplicataCommand = (ctx: Context): Command =>
  new Command('duplicata')
    .description(
      'Écrit au client la lettre qui accompagne le duplicata d’une facture définitivement perdue, pour récupérer la TVA versée (CGI 272).',
    )
    .argument('<facture>', 'numéro, ou partie qui suffit à la désigner')
    .option('--taux <pourcentage>', 'taux de TVA de la facture (par défaut : 20)')
    .option('--sortie <dossier>', 'où écrire le PDF (par défaut : le dossier courant)')
    .option('--yes', 'écrit sans demander')
    .option('--dry-run', 'montre la lettre, rien n’est enregistré')
    .addHelpText('after', '\nExemple :\n  relance duplicata 2026-014 --taux 20\n')
    .action((reference: string, flags: DuplicataFlags) => duplicata(ctx, reference, flags));

const duplicata = (ctx: Context, reference: string, flags: DuplicataFlags): Promise<void> =>
  writeLetter(
    ctx,
    composeVatDuplicate(
      ctx,
      resolveInvoice(ctx.db(), reference),
      flags.taux === undefined ? undefined : parsePercentage(flags.taux, 'par exemple --taux 20'),
    ),
    flags,
  );
