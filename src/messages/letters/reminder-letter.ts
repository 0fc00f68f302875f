import type { Context } from '../../context.ts';
import { askedInstalments, withinAgreements, type AskedInstalments } from '../../domain/schedule/asked.ts';
import { formatDay, formatLongDay } from '../../domain/dates.ts';
import type { Invoice } from '../../domain/money/invoice.ts';
import type { Sending } from '../../domain/law/letter.ts';
import { formatAmount } from '../../domain/money/money.ts';
import type { Step } from '../../domain/schedule/scenario.ts';
import { RelanceError } from '../../errors.ts';
import { instalmentDays, isInstalmentBegun } from '../agreement-words.ts';
import { requireCreditor } from '../compose-message.ts';
import { penaltiesWish } from '../message-penalties.ts';
import { instalmentsTable, invoicesTable, claimedCentsOf, copiesBlock } from './letter-blocks.ts';
import { claimInvoices } from './claimed-invoices.ts';
import { missingParts, type ComposedLetter, composeLetter } from './compose-letter.ts';
import { enclosedInvoices, uncopiedNumbers } from './letter-data.ts';
import { composeMiseEnDemeure } from './formal-notice.ts';
import { areWaived } from './letter-penalties.ts';

/** The invoices of a reminder, which are either those of one agreement, for its overdue instalments, or under none. */
const claimReminded = async (ctx: Context, references: readonly string[]) => {
  const { client, currency, claimed, doubts, decisions } = await claimInvoices(ctx, references, {
    isThreat: false,
  });
  const asked = askedInstalments(decisions[0]?.plan ?? null);
  const stranger = decisions.find(
    ({ plan }) => askedInstalments(plan)?.plan.letterId !== asked?.plan.letterId,
  )?.invoice.number;
  if (stranger !== undefined)
    throw new RelanceError(
      `${stranger} n’est pas du même échéancier que ${decisions[0]?.invoice.number ?? ''}`,
      {
        code: 'plan',
        hint: 'un échéancier se rappelle par une lettre à part',
      },
    );
  if (asked?.state === 'coming')
    throw new RelanceError(
      `${decisions[0]?.invoice.number ?? ''} suit un échéancier, et rien n’en est en retard : ${formatAmount(asked.cents, currency)} le ${formatDay(asked.dueOn)}`,
      { code: 'plan', hint: `relance plan ${decisions[0]?.invoice.number ?? ''}` },
    );
  const shares = withinAgreements(decisions, ctx.today);
  return {
    client,
    currency,
    doubts,
    decisions,
    asked,
    claimed: claimed.map((one, index) => ({
      ...one,
      claimedCents: shares[index]?.claimedCents ?? one.claimedCents,
    })),
    totalCents: claimedCentsOf(shares),
  };
};

/** What is left of each instalment. */
const leftOf = ({ instalments }: AskedInstalments) =>
  instalments.map(({ number, dueOn, remainingCents }) => ({ number, dueOn, amountCents: remainingCents }));

const instalmentsContext = (asked: AskedInstalments | null) =>
  asked === null
    ? {}
    : {
        echeances: instalmentDays([{ ...asked, numbers: [] }], formatLongDay),
        echeances_plusieurs: asked.instalments.length > 1,
        echeances_entamees: isInstalmentBegun([{ ...asked, numbers: [] }]),
        protocole_du: formatLongDay(asked.plan.signedOn),
        conteste: null,
      };

/** A reminder by post: what is owed, without penalties nor deadline. Throws RelanceError when nothing can be asked. */
export const composeReminderLetter = async (
  ctx: Context,
  references: readonly string[],
  { sending, tracking = null }: { sending: Sending; tracking?: string | null },
): Promise<ComposedLetter> => {
  const { client, currency, claimed, doubts, decisions, asked, totalCents } = await claimReminded(
    ctx,
    references,
  );
  const creditor = requireCreditor(ctx);
  const enclosed = enclosedInvoices(ctx, claimed);
  return composeLetter(ctx, {
    kind: 'reminder',
    ...{ client, creditor, claimed, currency, totalCents, sending, tracking, decisions },
    isWrittenOnly: true,
    agreementIds: asked === null ? [] : [asked.plan.letterId],
    words: {
      ...instalmentsContext(asked),
      penalites_mention:
        asked === null &&
        (client.kind === 'entreprise' || client.kind === 'public') &&
        penaltiesWish(client, creditor) !== 'jamais' &&
        !areWaived(ctx, claimed),
    },
    blocks: {
      invoices: asked === null ? [invoicesTable(claimed, currency)] : [],
      schedule: asked === null ? [] : [instalmentsTable(leftOf(asked), currency)],
      enclosures: copiesBlock(enclosed),
    },
    warnings: [...doubts, ...missingParts(creditor, uncopiedNumbers(claimed, enclosed))],
  });
};

/** The letter that a step of a scenario asks for. */
export const composeStepLetter = (
  ctx: Context,
  invoice: Invoice,
  step: Step | null,
): Promise<ComposedLetter> =>
  step === null || step.channel === 'mise-en-demeure'
    ? composeMiseEnDemeure(ctx, [invoice.number])
    : composeReminderLetter(ctx, [invoice.number], { sending: step.channel === 'lrar' ? 'lrar' : 'simple' });
