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
import { addressesOf, recipientLines, requireIdentity, requirePostalAddress } from './addresses.ts';
import {
  EMPTY_PLACES,
  enclosuresBlock,
  instalmentsTable,
  invoicesTable,
  paymentDetails,
  signatureBlock,
} from './letter-blocks.ts';
import { claimInvoices } from './claimed-invoices.ts';
import { composeWords, missingParts, type ComposedLetter } from './compose-letter.ts';
import { enclosedInvoices, letterContext, uncopiedNumbers } from './letter-data.ts';
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
    totalCents: shares.reduce((sum, { claimedCents }) => sum + claimedCents, 0),
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
  requirePostalAddress(client);
  requireIdentity(creditor);
  const wish = penaltiesWish(client, creditor);
  const enclosed = enclosedInvoices(ctx, claimed);
  const context = {
    ...letterContext(ctx, {
      creditor,
      client,
      claimed,
      currency,
      on: ctx.today,
      sending,
      totalCents,
      isWrittenOnly: true,
      decisions,
      agreementIds: asked === null ? [] : [asked.plan.letterId],
    }),
    ...instalmentsContext(asked),
    penalites_mention:
      asked === null &&
      (client.kind === 'entreprise' || client.kind === 'public') &&
      wish !== 'jamais' &&
      !areWaived(ctx, claimed),
  };
  return {
    kind: 'reminder',
    client,
    creditor,
    claimed,
    currency,
    totalCents,
    delayDays: null,
    sending,
    tracking,
    on: ctx.today,
    ...composeWords(ctx, 'lettre', context, {
      ...EMPTY_PLACES,
      invoices: asked === null ? [invoicesTable(claimed, currency)] : [],
      schedule: asked === null ? [] : [instalmentsTable(leftOf(asked), currency)],
      payment: paymentDetails(
        creditor,
        claimed.map(({ invoice }) => invoice.number),
      ),
      signature: [signatureBlock(creditor)],
      enclosures: enclosuresBlock(enclosed.map(({ number }) => `copie de la facture ${number}`)),
    }),
    addresses: addressesOf(creditor, recipientLines(client, creditor.country), {
      sending,
      tracking,
      on: ctx.today,
    }),
    warnings: [...doubts, ...missingParts(creditor, uncopiedNumbers(claimed, enclosed))],
  };
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
