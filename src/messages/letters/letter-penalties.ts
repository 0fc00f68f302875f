import type { Context } from '../../context.ts';
import { loadClaims } from '../../db/claims.ts';
import type { Client } from '../../domain/people/client.ts';
import type { Creditor } from '../../domain/people/creditor.ts';
import type { Figures } from '../../domain/law/interest.ts';
import { penaltiesWish, penaltyAmounts, type MessagePenalties } from '../message-penalties.ts';
import { readFigures } from '../../desk/figures.ts';
import { formatAmount } from '../../domain/money/money.ts';
import type { ClaimedInvoice } from './letter-blocks.ts';
import type { LetterContext } from './letter-context.ts';

interface LetterPenalties {
  amounts: MessagePenalties['amounts'];
  figures: Figures[];
  /** The creditor gave up those of every invoice: nothing is said of them. */
  isWaived: boolean;
  /** Of the whole, for each day to come. */
  perDayCents: number;
  /** The rate of a day of the account, or of those to come, is not known yet. */
  isProvisional: boolean;
}

/** Whether the penalties of each invoice were given up. */
export const areWaived = (ctx: Context, claimed: readonly ClaimedInvoice[]): boolean => {
  const claims = loadClaims(
    ctx.db(),
    claimed.map(({ invoice }) => invoice.id),
    ctx.today,
  );
  return [...claims.values()].every(({ waiver }) => waiver !== null);
};

/** Penalties of the whole claims; none on an invoice that is partly disputed, none when the creditor never claims any. */
export const letterPenalties = (
  ctx: Context,
  claimed: readonly ClaimedInvoice[],
  { creditor, client, currency }: { creditor: Creditor; client: Client; currency: string },
): LetterPenalties => {
  const isWaived = areWaived(ctx, claimed);
  if (penaltiesWish(client, creditor) === 'jamais')
    return { amounts: null, figures: [], isWaived, perDayCents: 0, isProvisional: false };
  const read = readFigures(
    ctx.db(),
    claimed.map(({ invoice }) => invoice.id),
    ctx.today,
  );
  const kept = claimed.flatMap(({ invoice, claimedCents }) => {
    const figures = read.get(invoice.id);
    return figures && figures.waivedCents === 0 && figures.remainingCents === claimedCents
      ? [{ number: invoice.number, figures }]
      : [];
  });
  return {
    amounts: penaltyAmounts(kept, currency, ctx.today),
    figures: kept.map(({ figures }) => figures),
    isWaived,
    perDayCents: kept.reduce((sum, { figures }) => sum + figures.perDayCents, 0),
    isProvisional: kept.some(({ figures }) => figures.isProvisional || figures.isPerDayProvisional),
  };
};

/** What a letter that claims penalties says of them. */
export const penaltyWords = (
  { amounts, figures, perDayCents, isProvisional }: Omit<LetterPenalties, 'isWaived'>,
  currency: string,
): Pick<LetterContext, 'penalites' | 'indemnite' | 'par_jour' | 'provisoire'> => ({
  penalites: amounts !== null,
  indemnite: figures.some(({ indemnityCents }) => indemnityCents > 0),
  par_jour: perDayCents > 0 ? formatAmount(perDayCents, currency) : null,
  provisoire: isProvisional,
});
