import { claimedCentsOf } from '../../messages/letters/letter-blocks.ts';
import type { Context } from '../../context.ts';
import { searchClients } from '../../db/clients.ts';
import { resolveInvoiceOrClient } from '../../desk/invoice-or-client.ts';
import { formatAmount } from '../../domain/money/money.ts';
import { isPrescribed } from '../../domain/law/prescription-period.ts';
import type { Decision } from '../../domain/schedule/decision.ts';
import { oneLine } from '../../domain/typography.ts';
import { RelanceError } from '../../errors.ts';
import { readDayPlan } from '../../desk/day-decisions.ts';
import { invoicesOfOneClient } from '../../messages/letters/compose-letter.ts';

/** Overdue, owed whole or in part, and held by nothing: a mise en demeure may claim it without anybody being asked twice. */
const isClaimable = ({ claimedCents, reason, holds, invoice }: Decision, today: string): boolean =>
  claimedCents > 0 &&
  reason.code !== 'below-minimum' &&
  holds.length === 0 &&
  !isPrescribed(invoice, today) &&
  !invoice.steps.some(({ channel, kind }) => channel === 'mise-en-demeure' || kind === 'pending');

const readOverdue = async (ctx: Context, clientId: number): Promise<Decision[]> => {
  const { decisions } = await readDayPlan(ctx, { today: ctx.today, clientId });
  return decisions.filter(({ daysLate, remainingCents }) => daysLate > 0 && remainingCents > 0);
};

/** The invoices that were named; for a client, all their overdue ones. When none may be claimed, the letter itself says why. */
export const invoicesOrAllOf = async (ctx: Context, references: readonly string[]): Promise<string[]> => {
  const [reference = ''] = references;
  const db = ctx.db();
  if (references.length > 1 || searchClients(db, reference.trim()).length === 0) return [...references];
  const { client } = resolveInvoiceOrClient(db, reference);
  if (client === null) return [...references];
  const overdue = await readOverdue(ctx, client.id);
  const claimable = overdue.filter((decision) => isClaimable(decision, ctx.today));
  if (overdue.length > 0)
    return (claimable.length > 0 ? claimable : overdue).map(({ invoice }) => invoice.number);
  throw new RelanceError(`Aucune facture de ${client.name} n’est échue`, {
    code: 'not-late',
    hint: `relance client show ${client.id}`,
  });
};

/**
 * One letter for all that is overdue: the other invoices of the client are proposed at a terminal, and said elsewhere.
 * @returns the invoices that the letter claims, and what to say of those that it leaves
 */
export const withOtherOverdue = async (
  ctx: Context,
  references: readonly string[],
  isAsking: boolean,
): Promise<{ references: string[]; left: string[] }> => {
  const { client, invoices, currency } = invoicesOfOneClient(ctx, references);
  const named = new Set(invoices.map(({ id }) => id));
  const others = (await readOverdue(ctx, client.id)).filter(
    (decision) =>
      isClaimable(decision, ctx.today) &&
      !named.has(decision.invoice.id) &&
      decision.invoice.currency === currency,
  );
  if (others.length === 0) return { references: [...references], left: [] };
  const numbers = others.map(({ invoice }) => invoice.number);
  const shown = numbers.map(oneLine).join(', ');
  const all = [...invoices.map(({ number }) => number), ...numbers];
  if (isAsking) {
    const cents = claimedCentsOf(others);
    const prompts = await ctx.prompts();
    const question = `${numbers.length > 1 ? 'Sont échues aussi' : 'Est échue aussi'} : ${shown} (${formatAmount(cents, currency)}). Une seule lettre pour tout ?`;
    return { references: (await prompts.confirm(question, true)) ? all : [...references], left: [] };
  }
  const left = `${numbers.length > 1 ? 'sont échues aussi' : 'est échue aussi'} : ${shown} ; en une seule lettre : relance mise-en-demeure ${all.map(oneLine).join(' ')}`;
  return { references: [...references], left: [left] };
};
