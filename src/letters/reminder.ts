import type { Context } from '../context.ts';
import type { Invoice } from '../domain/invoice.ts';
import type { Sending } from '../domain/letter.ts';
import type { Step } from '../domain/scenario.ts';
import { requireCreditor } from '../outgoing/compose.ts';
import { penaltiesWish } from '../outgoing/penalties.ts';
import { addressesOf, recipientLines, requireIdentity, requirePostalAddress } from './addresses.ts';
import { EMPTY_PLACES, enclosuresBlock, invoicesTable, paymentDetails, signatureBlock } from './blocks.ts';
import { claimInvoices } from './claim.ts';
import { composeWords, missingParts, type ComposedLetter } from './compose.ts';
import { enclosedInvoices, letterContext, uncopiedNumbers } from './context.ts';
import { composeMiseEnDemeure } from './mise-en-demeure.ts';
import { areWaived } from './penalties.ts';

/** A reminder by post: what is owed, without penalties nor deadline. Throws RelanceError when nothing can be asked. */
export const composeReminderLetter = async (
  ctx: Context,
  references: readonly string[],
  { sending, tracking = null }: { sending: Sending; tracking?: string | null },
): Promise<ComposedLetter> => {
  const { client, currency, claimed, doubts } = await claimInvoices(ctx, references, { isThreat: false });
  const creditor = requireCreditor(ctx);
  requirePostalAddress(client);
  requireIdentity(creditor);
  const totalCents = claimed.reduce((sum, { claimedCents }) => sum + claimedCents, 0);
  const wish = penaltiesWish(client, creditor);
  const enclosed = enclosedInvoices(ctx, claimed);
  const context = {
    ...letterContext(ctx, { creditor, client, claimed, currency, on: ctx.today, sending, totalCents }),
    penalites_mention:
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
      invoices: [invoicesTable(claimed, currency)],
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
