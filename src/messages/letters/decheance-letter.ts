import type { Context } from '../../context.ts';
import { findInvoice } from '../../db/invoices.ts';
import { creditedCentsOf } from '../../domain/money/balance.ts';
import { formatLongDay } from '../../domain/dates.ts';
import type { Letter, Sending } from '../../domain/law/letter.ts';
import { formatAmount } from '../../domain/money/money.ts';
import type { InstalmentReading } from '../../domain/schedule/payment-plan.ts';
import { RelanceError } from '../../errors.ts';
import { requireCreditor } from '../compose-message.ts';
import { readDecision } from '../../desk/day-decisions.ts';
import { readPlanOf } from '../../desk/payment-plans.ts';
import { instalmentsTable, type ClaimedInvoice } from './letter-blocks.ts';
import { missingParts, invoicesOfOneClient, type ComposedLetter, composeLetter } from './compose-letter.ts';
import { requireLetter } from './standing-letter.ts';

/** Days that the agreement itself leaves, once the letter is presented (its article 5). */
const DELAY_DAYS = 8;

const unpaidOn = (
  ctx: Context,
  agreement: Letter,
): { due: InstalmentReading[]; balanceCents: number; penaltiesCents: number } => {
  const plan = readPlanOf(ctx, agreement);
  const due = (plan?.instalments ?? []).filter(({ state }) => state === 'late' || state === 'missed');
  if (due.length === 0)
    throw new RelanceError('Aucune échéance de cet échéancier n’est en retard', {
      code: 'plan-kept',
      hint: 'relance plan <facture> montre où il en est',
    });
  const balanceCents = (plan?.instalments ?? []).reduce((sum, { remainingCents }) => sum + remainingCents, 0);
  return { due, balanceCents, penaltiesCents: plan?.penaltiesCents ?? 0 };
};

/** What its agreement covers and is still owed. */
const claimedOf = async (ctx: Context, agreement: Letter): Promise<ClaimedInvoice[]> => {
  const claimed: ClaimedInvoice[] = [];
  for (const id of agreement.invoiceIds) {
    const decision = await readDecision(ctx, { today: ctx.today, invoiceId: id });
    if (decision && decision.remainingCents > 0)
      claimed.push({
        invoice: findInvoice(ctx.db(), id),
        claimedCents: decision.remainingCents,
        creditedCents: creditedCentsOf(decision.invoice),
      });
  }
  return claimed;
};

/** The demand that an instalment be paid, after which the whole balance falls due (clause of the agreement; C. civ. 1305-4, 1344). */
export const composeDecheance = async (
  ctx: Context,
  reference: string,
  { sending = 'lrar', tracking = null }: { sending?: Sending; tracking?: string | null },
): Promise<ComposedLetter> => {
  const { letter: agreement } = requireLetter(ctx, [reference], 'agreement', 'plan');
  const { client, currency } = invoicesOfOneClient(ctx, [reference]);
  const { due, balanceCents, penaltiesCents } = unpaidOn(ctx, agreement);
  const claimed = await claimedOf(ctx, agreement);
  const creditor = requireCreditor(ctx);
  const totalCents = due.reduce((sum, { remainingCents }) => sum + remainingCents, 0);
  return composeLetter(ctx, {
    kind: 'decheance-du-terme',
    ...{ client, creditor, claimed, currency, totalCents, sending, tracking },
    delayDays: DELAY_DAYS,
    words: {
      delai: 'huit jours',
      protocole_du: formatLongDay(agreement.signedOn ?? agreement.writtenOn),
      echeances_plusieurs: due.length > 1,
      echeances_entamees: due.some(({ remainingCents, amountCents }) => remainingCents < amountCents),
      protocole_penalites: penaltiesCents > 0 ? formatAmount(penaltiesCents, currency) : null,
      solde: formatAmount(balanceCents, currency),
    },
    blocks: {
      schedule: [
        instalmentsTable(
          due.map(({ number, dueOn, remainingCents }) => ({ number, dueOn, amountCents: remainingCents })),
          currency,
        ),
      ],
    },
    warnings: missingParts(creditor),
  });
};
