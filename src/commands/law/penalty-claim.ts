import { composeMessage, type ComposedMessage } from '../../messages/compose-message.ts';
import type { Dispatch } from '../../messages/outbox.ts';
import { penaltyAmounts } from '../../messages/message-penalties.ts';
import type { Context } from '../../context.ts';
import { sendSingle } from '../../messages/send-alone.ts';
import { listContacts } from '../../db/contacts.ts';
import { loadFacts } from '../../db/load-facts.ts';
import type { Claim } from '../../domain/law/claim.ts';
import type { Figures } from '../../domain/law/interest.ts';
import { type MailAction } from '../../domain/schedule/action.ts';
import { planAlone } from '../../domain/schedule/grouping.ts';
import type { Invoice } from '../../domain/money/invoice.ts';
import { isPrescribed } from '../../domain/law/prescription-period.ts';
import type { Step } from '../../domain/schedule/scenario.ts';
import { RelanceError } from '../../errors.ts';
import { readFigures } from '../../desk/figures.ts';
import { requireNoWaitingLine } from '../../desk/owed.ts';
import { readDecision, scheduleRulesOf } from '../../desk/day-decisions.ts';

/** Penalties and indemnity claimed for themselves, once, when the principal came late: no step of a scenario. */
const PENALTY_CLAIM: Step = {
  id: 'reclamation',
  day: 0,
  channel: 'email',
  tone: 'rappel',
  template: 'reclamation',
};

const owedOn = ({ interestCents, indemnityCents }: Figures): number => interestCents + indemnityCents;

const refuse = (message: string, code: string, hint: string): never => {
  throw new RelanceError(message, { code, hint });
};

/** Only what the law grants, and once: everything else is refused with its reason. */
const refuseUnclaimable = (ctx: Context, invoice: Invoice, claim: Claim, figures: Figures): void => {
  const { number } = invoice;
  const { kind, judgedOn } = claim.debtor;
  if (kind !== 'entreprise' && kind !== 'public')
    refuse(
      owedOn(figures) > 0
        ? 'Les intérêts au taux légal ne se réclament pas par cet e-mail : écrivez vous-même à ce client, ou renoncez-y'
        : 'Ce client ne doit ni pénalités de retard ni indemnité forfaitaire',
      'no-penalties',
      `relance interets ${number} dit pourquoi`,
    );
  if (figures.waivedCents > 0)
    refuse(
      `Vous avez renoncé aux pénalités de ${number}`,
      'waived',
      `si c’était une erreur : relance interets ${number} --reprendre`,
    );
  if (figures.remainingCents > 0)
    refuse(
      `${number} n’est pas encore réglée : ses pénalités se rappellent dans les relances`,
      'not-paid-yet',
      'relance profil --penalites montant',
    );
  if (owedOn(figures) === 0)
    refuse(`Aucune pénalité n’est due sur ${number}`, 'no-penalties', `relance interets ${number}`);
  if (judgedOn !== null)
    refuse(
      'Ce client est en procédure collective : rien ne se réclame, tout se déclare',
      'insolvency',
      `relance interets ${number} donne la somme à déclarer`,
    );
  if (claim.isDisputed)
    refuse(`Un litige est en cours sur ${number}`, 'dispute', `relance resume ${number} y met fin`);
  const [facts] = loadFacts(ctx.db(), { today: ctx.today, invoiceId: invoice.id });
  if (facts) requireNoWaitingLine(facts);
  if (facts && isPrescribed(facts, ctx.today))
    refuse(
      `La créance ${number} est prescrite : elle ne peut plus être exigée`,
      'prescribed',
      `relance prescription ${number}`,
    );
  const former = listContacts(ctx.db(), invoice.id, ctx.today).find(
    ({ step, status }) => step === PENALTY_CLAIM.id && status !== 'failed' && status !== 'undelivered',
  );
  if (former)
    refuse(
      `Les pénalités de ${number} ont déjà été réclamées (contact n° ${former.id})`,
      'already-claimed',
      `relance show ${number}`,
    );
};

/** The message that claims the penalties of an invoice paid late. Throws RelanceError when nothing can be claimed. */
export const composePenaltyClaim = async (
  ctx: Context,
  invoice: Invoice,
  claim: Claim,
  figures: Figures,
): Promise<ComposedMessage> => {
  refuseUnclaimable(ctx, invoice, claim, figures);
  const decision = await readDecision(ctx, { today: ctx.today, invoiceId: invoice.id });
  if (!decision) throw new Error(`no decision for invoice ${invoice.number}`);
  const { email, emailRefusedOn, id } = decision.invoice.client;
  if (email === null || emailRefusedOn !== null)
    refuse('Ce client n’a pas d’adresse e-mail valable', 'no-email', `relance client edit ${id} --email …`);
  const action = planAlone(decision, PENALTY_CLAIM, ctx.today, scheduleRulesOf(ctx.db()).zone) as MailAction;
  const amounts = penaltyAmounts([{ number: invoice.number, figures }], invoice.currency, ctx.today);
  return composeMessage(ctx, { ...action, following: null }, ctx.today, {
    penalties: { isMentioned: true, amounts },
  });
};

/** Sends it only if the same sum is still owed. */
export const sendPenaltyClaim = (
  ctx: Context,
  invoice: Invoice,
  message: ComposedMessage,
): Promise<Dispatch> =>
  sendSingle(ctx, message, () => {
    const now = readFigures(ctx.db(), [invoice.id], ctx.today).get(invoice.id);
    return now?.remainingCents === 0 && owedOn(now) === message.penaltiesCents;
  });
