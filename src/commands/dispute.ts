import { Command } from 'commander';
import type { Context } from '../context.ts';
import { insertHold, listOpenHolds } from '../db/holds.ts';
import { findInvoice, resolveInvoice } from '../db/invoices.ts';
import type { LocalDate } from '../domain/dates.ts';
import { formatAmount, parseAmount } from '../domain/money.ts';
import { RelanceError } from '../errors.ts';
import { readFactDay } from '../asking/days.ts';
import { requireOwed } from '../reading/owed.ts';
import { requireReason } from '../asking/required-flag.ts';
import { readStory } from '../reading/story.ts';
import { storyJson } from '../ui/invoice-json.ts';
import { invoiceTitle } from '../ui/payment-view.ts';

interface DisputeOptions {
  motif?: string;
  montant?: string;
  le?: string;
}

export const disputeCommand = (ctx: Context): Command =>
  new Command('dispute')
    .description(
      'Note un litige\u00a0: la facture, ou la part contestée, sort des relances et reste due. Il dure jusqu’à «\u00a0relance resume\u00a0».',
    )
    .argument('<facture>', 'numéro, ou partie qui suffit à la désigner')
    .option('--motif <texte>', 'ce que le client conteste')
    .option('--montant <montant>', 'part contestée\u00a0; le reste continue d’être relancé')
    .option('--le <date>', 'jour de la contestation (par défaut\u00a0: aujourd’hui)')
    .addHelpText(
      'after',
      '\nExemple\u00a0:\n  relance dispute 2026-014 --motif "deuxième journée contestée" --montant 300,00\n',
    )
    .action((reference: string, options: DisputeOptions) => dispute(ctx, reference, options));

const dispute = async (ctx: Context, reference: string, options: DisputeOptions): Promise<void> => {
  const invoice = resolveInvoice(ctx.db(), reference);
  const { currency, number } = invoice;
  requireOwed(invoice);
  const cents = options.montant === undefined ? null : parseAmount(options.montant, currency);
  const on = await readFactDay(ctx, options.le);
  const reason = await requireReason(ctx, options.motif, {
    question: 'Que conteste le client\u202f?',
    example: `relance dispute ${number} --motif "prestation contestée"`,
  });
  const restCents = record(ctx, invoice.id, { cents, on, reason });
  const story = await readStory(ctx, invoice.id);
  if (ctx.isJson) ctx.printJson(storyJson(story, ctx.today));
  const what = cents === null ? 'Litige noté' : `Litige de ${formatAmount(cents, currency)} noté`;
  ctx.print(`${what} sur ${invoiceTitle(story)}\u00a0: ${reason}.`);
  ctx.print(
    restCents > 0
      ? `Le reste, ${formatAmount(restCents, currency)}, continue d’être relancé.`
      : 'Plus de relance tant qu’il dure\u00a0; la facture reste due.',
  );
  ctx.print(`→ une fois le litige réglé\u00a0: relance resume ${number}`);
};

/** Several disputes add up, never above the reste dû. Returns what stays claimed. */
const record = (
  ctx: Context,
  invoiceId: number,
  { cents, on, reason }: { cents: number | null; on: LocalDate; reason: string },
): number => {
  const db = ctx.db();
  return db
    .transaction(() => {
      const invoice = findInvoice(db, invoiceId);
      const remaining = requireOwed(invoice);
      const standing = listOpenHolds(db, { invoiceId }).filter(({ kind }) => kind === 'dispute');
      const disputed = standing.reduce((sum, hold) => sum + (hold.amountCents ?? remaining), 0);
      if (disputed >= remaining)
        throw new RelanceError(`La facture ${invoice.number} est déjà en litige`, {
          code: 'already-disputed',
          hint: `relance resume ${invoice.number}`,
        });
      if (cents !== null && disputed + cents > remaining)
        throw new RelanceError(
          `Le litige dépasse le reste dû${disputed > 0 ? ' encore réclamé' : ''} de ${formatAmount(remaining - disputed, invoice.currency)}`,
          { code: 'dispute-exceeds', hint: `relance dispute ${invoice.number} --motif "…"` },
        );
      insertHold(db, { kind: 'dispute', invoiceId, fromOn: on, amountCents: cents, reason }, ctx.now);
      return cents === null ? 0 : remaining - disputed - cents;
    })
    .immediate();
};
