import type { Context } from '../../context.ts';
import { findInsolvency } from '../../db/hold-rows.ts';
import { findInvoice } from '../../db/invoices.ts';
import { creditedCentsOf } from '../../domain/money/balance.ts';
import type { Client } from '../../domain/people/client.ts';
import { declareBefore } from '../../domain/law/declaration-delay.ts';
import { formatDay, formatLongDay } from '../../domain/dates.ts';
import { RelanceError } from '../../errors.ts';
import { requireCreditor } from '../compose-message.ts';
import { readDayPlan, scheduleRulesOf } from '../../desk/day-decisions.ts';
import {
  accountTable,
  invoicesTable,
  type ClaimedInvoice,
  claimedCentsOf,
  copiesBlock,
} from './letter-blocks.ts';
import { type ComposedLetter, composeLetter } from './compose-letter.ts';
import { enclosedInvoices } from './letter-data.ts';
import { letterPenalties } from './letter-penalties.ts';

/**
 * The claims born before the opening judgment, declared to the mandataire judiciaire (C. com. L622-24 and L622-25).
 * @param recipient lines of the mandataire's address
 * @throws RelanceError when no proceeding is recorded, or nothing was born before it
 */
export const composeClaimDeclaration = async (
  ctx: Context,
  client: Client,
  recipient: string[],
  tracking: string | null,
): Promise<ComposedLetter> => {
  const db = ctx.db();
  const insolvency = findInsolvency(db, client.id);
  if (!insolvency)
    throw new RelanceError(`Aucune procédure collective n’est notée pour ${client.name}`, {
      code: 'no-insolvency',
      hint: `relance procedure ${client.id} --type redressement --jugement <date>`,
    });
  const creditor = requireCreditor(ctx);
  const { decisions } = await readDayPlan(ctx, { today: ctx.today, clientId: client.id });
  const frozen = decisions.filter(
    ({ holds, remainingCents }) => remainingCents > 0 && holds.some(({ kind }) => kind === 'insolvency'),
  );
  const [first] = frozen;
  if (!first)
    throw new RelanceError(
      `Rien n’est à déclarer : aucune créance sur ${client.name} n’est née avant le jugement`,
      {
        code: 'nothing-owed',
        hint: `relance procedure ${client.id}`,
      },
    );
  const { currency } = first.invoice;
  const claimed: ClaimedInvoice[] = frozen
    .filter(({ invoice }) => invoice.currency === currency)
    .map(({ invoice, remainingCents }) => ({
      invoice: findInvoice(db, invoice.id),
      claimedCents: remainingCents,
      creditedCents: creditedCentsOf(invoice),
    }));
  const { amounts } = letterPenalties(ctx, claimed, { creditor, client, currency });
  const { bodaccOn, judgedOn, type, mandataire } = insolvency;
  const before =
    bodaccOn === null
      ? null
      : declareBefore(bodaccOn, { country: creditor.country, zone: scheduleRulesOf(db).zone });
  return composeLetter(ctx, {
    kind: 'claim-declaration',
    ...{ client, creditor, claimed, currency, recipient, tracking },
    totalCents: claimedCentsOf(claimed) + (amounts?.totalCents ?? 0),
    sending: 'lrar',
    words: {
      salutation: 'Maître,',
      civilite: 'Maître',
      arrete_au: formatLongDay(judgedOn),
      penalites: amounts !== null,
      procedure: type,
      jugement: formatLongDay(judgedOn),
      bodacc: bodaccOn === null ? null : formatLongDay(bodaccOn),
      declaration_avant: before === null ? null : formatLongDay(before),
      mandataire,
    },
    blocks: {
      invoices: [invoicesTable(claimed, currency)],
      account: [accountTable(claimed, amounts, { currency, on: judgedOn })],
      enclosures: copiesBlock(enclosedInvoices(ctx, claimed)),
    },
    warnings: [
      before === null
        ? 'le délai court depuis la publication au Bodacc, pour deux mois : notez-la avec relance procedure --bodacc'
        : before < ctx.today
          ? `le délai est passé depuis le ${formatDay(before)} : demandez sans attendre un relevé de forclusion, dans les six mois (C. com. L622-26)`
          : `à poster au plus tard le ${formatDay(before)}`,
      ...(claimed.length < frozen.length
        ? ['des factures dans une autre monnaie sont à déclarer à part']
        : []),
    ],
  });
};
