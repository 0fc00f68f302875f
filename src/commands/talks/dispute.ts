import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { resolveInvoice } from '../../db/invoices.ts';
import { formatAmount, parseAmount } from '../../domain/money/money.ts';
import { parseChoice } from '../../domain/text-input.ts';
import { readFactDay } from '../../desk/days.ts';
import { requireOwed } from '../../desk/owed.ts';
import { requireReason } from '../../desk/flags.ts';
import { recordDispute } from './record-dispute.ts';
import { readStory } from '../../desk/story.ts';
import { storyJson } from '../../desk/invoice-json.ts';
import { DISPUTE_CATEGORY_WORDS } from '../../ui/labels.ts';
import { invoiceTitle } from '../../desk/payment-view.ts';

interface DisputeOptions {
  motif?: string;
  categorie?: string;
  montant?: string;
  le?: string;
}

export const disputeCommand = (ctx: Context): Command =>
  new Command('dispute')
    .description(
      'Note un litige : la facture, ou la part contestée, sort des relances et reste due. Il dure jusqu’à « relance resume ».',
    )
    .argument('<facture>', 'numéro, ou partie qui suffit à la désigner')
    .option('--motif <texte>', 'ce que le client conteste')
    .option('--categorie <catégorie>', 'prestation, montant, livraison, commande, facture ou autre')
    .option('--montant <montant>', 'part contestée ; le reste continue d’être relancé')
    .option('--le <date>', 'jour de la contestation (par défaut : aujourd’hui)')
    .addHelpText(
      'after',
      '\nExemple :\n  relance dispute 2026-014 --motif "deuxième journée contestée" --montant 300,00\n',
    )
    .action((reference: string, options: DisputeOptions) => dispute(ctx, reference, options));

const dispute = async (ctx: Context, reference: string, options: DisputeOptions): Promise<void> => {
  const invoice = resolveInvoice(ctx.db(), reference);
  const { currency, number } = invoice;
  requireOwed(invoice);
  const cents = options.montant === undefined ? null : parseAmount(options.montant, currency);
  const on = await readFactDay(ctx, options.le);
  const reason = await requireReason(ctx, options.motif, {
    question: 'Que conteste le client ?',
    example: `relance dispute ${number} --motif "prestation contestée"`,
  });
  const category =
    options.categorie === undefined
      ? null
      : DISPUTE_CATEGORY_WORDS[
          parseChoice(
            options.categorie,
            Object.keys(DISPUTE_CATEGORY_WORDS) as (keyof typeof DISPUTE_CATEGORY_WORDS)[],
            '--categorie',
          )
        ];
  const restCents = recordDispute(ctx.db(), invoice.id, { cents, on, reason, category }, ctx.now);
  const story = await readStory(ctx, invoice.id);
  const what = cents === null ? 'Litige noté' : `Litige de ${formatAmount(cents, currency)} noté`;
  ctx.show(storyJson(story, ctx.today), () => [
    `${what} sur ${invoiceTitle(story)} : ${reason}.`,
    restCents > 0
      ? `Le reste, ${formatAmount(restCents, currency)}, continue d’être relancé.`
      : 'Plus de relance tant qu’il dure ; la facture reste due.',
    `→ une fois le litige réglé : relance resume ${number}`,
  ]);
};
