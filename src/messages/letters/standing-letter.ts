import type { Context } from '../../context.ts';
import { findInvoice, resolveInvoice } from '../../db/invoices.ts';
import { listLettersOf } from '../../db/letters.ts';
import type { Invoice } from '../../domain/money/invoice.ts';
import type { Letter, LetterKind } from '../../domain/law/letter.ts';
import { RelanceError, usageError } from '../../errors.ts';

export const numbersOf = (ctx: Context, letter: Letter): string[] =>
  letter.invoiceIds.map((id) => findInvoice(ctx.db(), id).number);

/** The last letter of a kind that speaks of an invoice. */
export const lastLetter = (
  ctx: Context,
  reference: string,
  kind: LetterKind,
): { letter: Letter | undefined; invoice: Invoice } => {
  const invoice = resolveInvoice(ctx.db(), reference);
  const letters = listLettersOf(ctx.db(), invoice.id, ctx.today);
  return { invoice, letter: letters.findLast((candidate) => candidate.kind === kind) };
};

/**
 * The one letter of a kind that these invoices are in.
 * @throws RelanceError `no-letter` when there is none, `several-letters` when they are not in the same
 */
export const requireLetter = (
  ctx: Context,
  references: readonly string[],
  kind: LetterKind,
  command: string,
): { letter: Letter; invoice: Invoice } => {
  const found = references.map((reference) => lastLetter(ctx, reference, kind));
  const [first] = found.map(({ letter, invoice }) => {
    if (letter) return { letter, invoice };
    throw new RelanceError(`Aucune lettre de ce genre n’est enregistrée pour ${invoice.number}`, {
      code: 'no-letter',
      hint: `relance ${command} ${invoice.number} l’écrit ; envoyée d’ailleurs : relance log ${invoice.number} --etape <étape>`,
    });
  });
  if (!first) throw new Error('no invoice was named');
  const other = found.find(({ letter }) => letter?.id !== first.letter.id);
  if (other)
    throw usageError(
      `${first.invoice.number} et ${other.invoice.number} ne sont pas dans la même lettre`,
      `une lettre à la fois : relance ${command} ${first.invoice.number} …`,
      'several-letters',
    );
  return first;
};
