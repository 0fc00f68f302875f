import type { Context } from '../../context.ts';
import { listLettersOf } from '../../db/letters.ts';
import { formatDay } from '../../domain/dates.ts';
import type { Invoice } from '../../domain/money/invoice.ts';
import type { Sending } from '../../domain/law/letter.ts';
import { isFrench } from '../../domain/people/french-territory.ts';
import { miseEnDemeureDelayDays } from '../../domain/schedule/scenario.ts';
import { RelanceError } from '../../errors.ts';
import { requireCreditor } from '../compose-message.ts';
import { penaltiesWish } from '../message-penalties.ts';
import { accountTable, invoicesTable, isOneTable, claimedCentsOf, copiesBlock } from './letter-blocks.ts';
import { claimInvoices } from './claimed-invoices.ts';
import { missingParts, type ComposedLetter, composeLetter } from './compose-letter.ts';
import { enclosedInvoices, uncopiedNumbers } from './letter-data.ts';
import { letterPenalties, penaltyWords } from './letter-penalties.ts';

export interface MiseEnDemeureOptions {
  delayDays?: number | undefined;
  /** Claims what is disputed as well. */
  isDespiteDispute?: boolean;
  sending?: Sending;
  tracking?: string | null;
}

/** A letter already posted, and not come back for a wrong address, is not written twice. */
const refuseSecond = (ctx: Context, invoice: Invoice): void => {
  const posted = listLettersOf(ctx.db(), invoice.id, ctx.today).findLast(
    ({ kind, postedOn }) => kind === 'mise-en-demeure' && postedOn !== null,
  );
  if (posted?.postedOn && posted.returned?.reason !== 'unknown-address')
    throw new RelanceError(
      `Une mise en demeure a déjà été postée pour ${invoice.number}, le ${formatDay(posted.postedOn)}`,
      {
        code: 'already-posted',
        hint: `relance show ${invoice.number} ; la suite : relance injonction ${invoice.number}`,
      },
    );
};

const DELAY_WORDS: Record<number, string> = {
  8: 'huit jours',
  10: 'dix jours',
  15: 'quinze jours',
  30: 'trente jours',
};

const days = (count: number): string => DELAY_WORDS[count] ?? `${count}\u00a0${count > 1 ? 'jours' : 'jour'}`;

/** Reads, decides and writes a mise en demeure. Throws RelanceError with the reason when none can be sent. */
export const composeMiseEnDemeure = async (
  ctx: Context,
  references: readonly string[],
  { delayDays, isDespiteDispute = false, sending = 'lrar', tracking = null }: MiseEnDemeureOptions = {},
): Promise<ComposedLetter> => {
  const { client, currency, claimed, doubts, decisions } = await claimInvoices(ctx, references, {
    isThreat: true,
    isDespiteDispute,
  });
  const creditor = requireCreditor(ctx);
  for (const { invoice } of claimed) refuseSecond(ctx, invoice);
  const { amounts, figures, isWaived, perDayCents, isProvisional } = letterPenalties(ctx, claimed, {
    creditor,
    client,
    currency,
  });
  const delay = delayDays ?? miseEnDemeureDelayDays(client.kind);
  const isLegalInterest = client.kind === 'particulier' || client.kind === 'association';
  const enclosed = enclosedInvoices(ctx, claimed);
  return composeLetter(ctx, {
    kind: 'mise-en-demeure',
    ...{ client, creditor, claimed, currency, sending, tracking, decisions },
    totalCents: claimedCentsOf(claimed) + (amounts?.totalCents ?? 0),
    delayDays: delay,
    words: {
      ...penaltyWords({ amounts, figures, perDayCents, isProvisional }, currency),
      penalites_mention:
        amounts === null && !isLegalInterest && !isWaived && penaltiesWish(client, creditor) !== 'jamais',
      interet_legal: isLegalInterest && amounts === null && !isWaived,
      delai: days(delay),
      suite: isFrench(client.country) && client.kind !== 'public' ? 'injonction' : 'juridiction',
    },
    blocks: {
      invoices: isOneTable(claimed) ? [] : [invoicesTable(claimed, currency)],
      account:
        amounts === null && !isOneTable(claimed)
          ? []
          : [accountTable(claimed, amounts, { currency, on: ctx.today })],
      enclosures: copiesBlock(enclosed),
    },
    warnings: [
      ...doubts,
      ...missingParts(creditor, uncopiedNumbers(claimed, enclosed)),
      ...(isFrench(client.country)
        ? []
        : [
            'client établi hors de France : le droit français ne vaut que s’il régit le contrat ; les pénalités ne sont réclamées que si vous l’avez réglé (relance client edit --penalites montant)',
          ]),
      ...(sending === 'lre' && client.kind === 'particulier'
        ? ['un particulier doit avoir accepté de recevoir des recommandés électroniques (CPCE L100)']
        : []),
    ],
  });
};
