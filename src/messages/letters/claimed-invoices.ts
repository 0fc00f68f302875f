import type { Context } from '../../context.ts';
import { findInsolvency } from '../../db/hold-rows.ts';
import { askedInstalments } from '../../domain/schedule/asked.ts';
import { creditedCentsOf } from '../../domain/money/balance.ts';
import type { Client } from '../../domain/people/client.ts';
import { formatDay } from '../../domain/dates.ts';
import type { Invoice } from '../../domain/money/invoice.ts';
import { formatAmount } from '../../domain/money/money.ts';
import { isPrescribed } from '../../domain/law/prescription-period.ts';
import type { Decision } from '../../domain/schedule/decision.ts';
import { RelanceError } from '../../errors.ts';
import { nothingOwed, requireNoWaitingLine } from '../../desk/owed.ts';
import { readDecision } from '../../desk/day-decisions.ts';
import type { ClaimedInvoice } from './letter-blocks.ts';
import { invoicesOfOneClient } from './compose-letter.ts';

export interface ClaimRules {
  /** It announces a court: nothing prescribed, nothing that an agreement suspends. */
  isThreat: boolean;
  /** Claims what is disputed as well. */
  isDespiteDispute?: boolean;
}

const refuse = (message: string, code: string, hint: string): never => {
  throw new RelanceError(message, { code, hint });
};

/** Until the déchéance that an agreement itself lays down, only what of it is overdue may be claimed (C. civ. 1305-2). */
const refuseUnlapsed = ({ invoice: { number, currency }, plan, holds }: Decision): void => {
  const asked = askedInstalments(plan);
  if (asked?.state === 'missed')
    refuse(
      `Le protocole signé le ${formatDay(asked.plan.signedOn)} tient jusqu’à la déchéance du terme : seul ce qui en est échu peut être réclamé, ${formatAmount(asked.cents, currency)} sur ${number}`,
      'plan',
      `relance decheance ${number}`,
    );
  if (holds.some(({ kind }) => kind === 'plan'))
    refuse(`Un échéancier est en cours pour ${number}`, 'plan', `relance show ${number}`);
};

/** Nothing is demanded that is not owed, late, and still to be had in court. */
const refuseUnclaimable = (
  ctx: Context,
  client: Client,
  { invoice, decision }: { invoice: Invoice; decision: Decision | null },
  { isThreat, isDespiteDispute = false }: ClaimRules,
): void => {
  const { number } = invoice;
  if (decision === null || decision.remainingCents <= 0) throw nothingOwed(number);
  if (decision.daysLate === 0)
    refuse(
      `${number} n’est pas en retard : son échéance est le ${formatDay(invoice.dueOn)}`,
      'not-late',
      `relance why ${number}`,
    );
  if (isThreat && isPrescribed(decision.invoice, ctx.today))
    refuse(
      `La créance ${number} est prescrite : elle ne peut plus être exigée`,
      'prescribed',
      `relance prescription ${number}`,
    );
  requireNoWaitingLine(decision.invoice);
  const holds = new Map(decision.holds.map((hold) => [hold.kind, hold]));
  if (holds.has('insolvency'))
    refuse(
      `${client.name} est en procédure collective depuis le ${formatDay(findInsolvency(ctx.db(), client.id)?.judgedOn ?? ctx.today)} : ${number} se déclare, elle ne se réclame plus`,
      'insolvency',
      `relance declaration ${client.id}`,
    );
  if (holds.has('handover'))
    refuse(`Le dossier de ${number} est remis`, 'handover', `relance log ${number} --issue dossier-rendu`);
  if (isThreat) refuseUnlapsed(decision);
  if (holds.has('dispute') && !isDespiteDispute)
    refuse(
      `Un litige est en cours sur ${number}`,
      'dispute',
      `répondez-y d’abord, puis relance resume ${number}${isThreat ? ' ; ou --malgre-litige' : ''}`,
    );
};

/** Holds that do not forbid the letter, but that a person should have in mind. */
const doubtsOf = (decision: Decision): string[] =>
  decision.holds
    .filter(({ kind }) => kind === 'promise' || kind === 'reply' || kind === 'pause')
    .map(({ text }) => `${decision.invoice.number} : ${text}`);

const claimedOf = (invoice: Invoice, decision: Decision, isDespiteDispute: boolean): ClaimedInvoice => ({
  invoice,
  claimedCents: isDespiteDispute ? decision.remainingCents : decision.claimedCents,
  creditedCents: creditedCentsOf(decision.invoice),
});

/** The invoices named, once each may be claimed, the oldest first, and what a person should have in mind. */
export const claimInvoices = async (
  ctx: Context,
  references: readonly string[],
  rules: ClaimRules,
): Promise<{
  client: Client;
  currency: string;
  claimed: ClaimedInvoice[];
  doubts: string[];
  decisions: Decision[];
}> => {
  const { client, invoices, currency } = invoicesOfOneClient(ctx, references);
  const doubts: string[] = [];
  const claimed: ClaimedInvoice[] = [];
  const decisions: Decision[] = [];
  for (const invoice of invoices.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1))) {
    const decision = await readDecision(ctx, { today: ctx.today, invoiceId: invoice.id });
    refuseUnclaimable(ctx, client, { invoice, decision }, rules);
    if (decision === null) continue;
    doubts.push(...doubtsOf(decision));
    claimed.push(claimedOf(invoice, decision, rules.isDespiteDispute === true));
    decisions.push(decision);
  }
  return { client, currency, claimed, doubts, decisions };
};
