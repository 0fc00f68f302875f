import { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { findClient } from '../../../db/clients.ts';
import { closeInvoice, findInvoice, resolveInvoice } from '../../../db/invoices.ts';
import { formatDay, type LocalDate } from '../../../domain/dates.ts';
import { type Invoice, remainingCentsOfInvoice } from '../../../domain/money/invoice.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import { RelanceError, usageError } from '../../../errors.ts';
import { readFactDay } from '../../../desk/days.ts';
import { requireReason } from '../../../desk/flags.ts';
import { readStory } from '../../../desk/story.ts';
import { storyJson } from '../../../desk/invoice-json.ts';

interface CancelOptions {
  motif?: string;
  irrecouvrable?: boolean;
  le?: string;
}

export const cancelCommand = (ctx: Context): Command =>
  new Command('cancel')
    .description('Annule une facture, ou la passe en perte : elle n’est plus relancée.')
    .argument('<facture>', 'numéro, ou partie qui suffit à la désigner')
    .option('--motif <texte>', 'pourquoi')
    .option('--irrecouvrable', 'la somme reste due, mais on renonce à l’encaisser')
    .option('--le <date>', 'jour de la décision (par défaut : aujourd’hui)')
    .addHelpText('after', '\nExemple :\n  relance cancel 2026-014 --motif "facture émise deux fois"\n')
    .action((reference: string, options: CancelOptions) => cancel(ctx, reference, options));

const cancel = async (ctx: Context, reference: string, options: CancelOptions): Promise<void> => {
  const on = await readFactDay(ctx, options.le);
  const db = ctx.db();
  const invoice = resolveInvoice(db, reference);
  refuseSettled(invoice);
  refuseBeforeIssue(invoice, on);
  const example = `relance cancel ${invoice.number} --motif "facture émise deux fois"`;
  const reason = await requireReason(ctx, options.motif, {
    question: `Pourquoi ${options.irrecouvrable ? 'passer en perte' : 'annuler'} la facture ${invoice.number} ?`,
    example,
  });
  const as = options.irrecouvrable ? 'written-off' : 'cancelled';
  db.transaction(() => {
    // Read afresh: it may have been paid while the reason was typed.
    refuseSettled(findInvoice(db, invoice.id));
    closeInvoice(db, invoice.id, { on, as, reason });
  }).immediate();
  const story = await readStory(ctx, invoice.id);
  const left = formatAmount(remainingCentsOfInvoice(invoice), invoice.currency);
  ctx.show(storyJson(story, ctx.today), () => [
    `Facture ${invoice.number} (${findClient(db, invoice.clientId).name}) ${options.irrecouvrable ? 'passée en perte' : 'annulée'} le ${formatDay(on)} : ${left} ne ${options.irrecouvrable ? 'sont plus attendus' : 'sont plus réclamés'}.`,
    `→ relance show ${invoice.number}`,
  ]);
};

const refuseSettled = (invoice: Invoice): void => {
  const hint = `relance show ${invoice.number}`;
  if (invoice.closedAs !== null && invoice.closedOn !== null)
    throw new RelanceError(
      `La facture ${invoice.number} est déjà ${invoice.closedAs === 'cancelled' ? 'annulée' : 'passée en perte'} depuis le ${formatDay(invoice.closedOn)}`,
      { code: 'already-closed', hint },
    );
  if (invoice.paidCents >= invoice.totalCents)
    throw new RelanceError(`La facture ${invoice.number} est déjà réglée : il n’y a rien à annuler`, {
      code: 'already-settled',
      hint,
    });
};

const refuseBeforeIssue = ({ number, issuedOn }: Invoice, on: LocalDate): void => {
  if (on < issuedOn)
    throw usageError(
      `--le : le ${formatDay(on)} précède l’émission de ${number}, le ${formatDay(issuedOn)}`,
      'vérifiez la date',
      'before-issue',
    );
};
