import type { Context } from '../context.ts';
import { listOpenHolds } from '../db/holds.ts';
import { findInvoice } from '../db/invoices.ts';
import { planTogether, type MailAction } from '../domain/grouping.ts';
import { remainingCentsOfInvoice } from '../ui/invoice-json.ts';

import type { Step } from '../domain/scenario.ts';
import type { Decision } from '../domain/schedule.ts';
import { EXIT, RelanceError, usageError } from '../errors.ts';
import { readFigures } from '../reading/figures.ts';
import { planDay, readDecision, scheduleRulesOf } from '../reading/plan.ts';
import { loadScenarios } from '../reading/scenarios.ts';
import { renderMessageView } from '../ui/message-view.ts';
import { isPartial, renderSendSummary, sendJson } from '../ui/send-report.ts';
import { missingCopy, withoutCopy } from './attachments.ts';
import { composeMessage, type ComposedMessage } from './compose.ts';
import { confirmMessage, sendSingle, singleReport } from './single.ts';

/** Messages outside any scenario: the invoice again, what was agreed, thanks for a payment. */
export const ASIDE_MODELS = ['facture', 'promesse', 'recu'] as const;
export type AsideModel = (typeof ASIDE_MODELS)[number];

export interface AsideRequest {
  invoiceIds: number[];
  model: AsideModel;
  isYes: boolean;
  isDryRun?: boolean;
  isClockRight?: boolean;
}

const readDecisions = async (ctx: Context, ids: readonly number[]): Promise<Decision[]> => {
  const decisions: Decision[] = [];
  for (const invoiceId of ids) {
    const decision = await readDecision(ctx, { today: ctx.today, invoiceId });
    if (decision) decisions.push(decision);
  }
  return decisions;
};

const invoicesOf = (decisions: readonly Decision[]) => decisions.map(({ invoice }) => invoice);

const refuse = (ctx: Context, decisions: readonly Decision[], model: AsideModel): void => {
  const [first] = decisions;
  if (!first) throw usageError('Il manque la facture', 'relance send <facture> --modele facture');
  const { client, number } = first.invoice;
  if (decisions.some(({ invoice }) => invoice.client.id !== client.id))
    throw usageError(
      'Ces factures ne sont pas du même client',
      'un message s’adresse à un seul client',
      'several-clients',
    );
  if (client.email === null || client.emailRefusedOn !== null)
    throw new RelanceError('Ce client n’a pas d’adresse e-mail valable', {
      code: 'no-email',
      hint: `relance client edit ${client.id} --email …`,
    });
  const frozen = decisions
    .flatMap(({ holds }) => holds)
    .find(({ kind }) => kind === 'insolvency' || kind === 'handover');
  if (frozen && model !== 'recu')
    throw new RelanceError(`${number}\u00a0: ${frozen.text}`, {
      code: frozen.kind,
      hint: `relance show ${number}`,
    });
  if (model === 'recu' && decisions.every(({ invoice }) => invoice.payments.length === 0))
    throw new RelanceError(`Aucun règlement n’est enregistré sur ${number}`, {
      code: 'no-payment',
      hint: `relance pay ${number}`,
    });
  const [uncopied] = model === 'facture' ? withoutCopy(ctx.db(), invoicesOf(decisions)) : [];
  if (uncopied) throw missingCopy(uncopied.number, 'il n’y a rien à renvoyer');
};

/** What the standing promises on these invoices say together: the last day, the whole sum. */
const agreedOn = (ctx: Context, decisions: readonly Decision[]): { on: string; amountCents: number } => {
  const promises = decisions.flatMap(({ invoice }) =>
    listOpenHolds(ctx.db(), { invoiceId: invoice.id })
      .filter(({ kind, untilOn }) => kind === 'promise' && untilOn !== null && untilOn >= ctx.today)
      .slice(-1),
  );
  const on = promises
    .map(({ untilOn }) => untilOn ?? '')
    .toSorted()
    .at(-1);
  if (on === undefined)
    throw new RelanceError('Aucune promesse n’est notée pour une date à venir', {
      code: 'no-promise',
      hint: `relance promise ${decisions[0]?.invoice.number ?? '<facture>'} <date>`,
    });
  return { on, amountCents: promises.reduce((sum, { amountCents }) => sum + (amountCents ?? 0), 0) };
};

/** « Tout est en ordre » is only said when nothing is asked any more: neither another invoice nor penalties. */
const isAllSettled = async (ctx: Context, decisions: readonly Decision[]): Promise<boolean> => {
  const clientId = decisions[0]?.invoice.client.id;
  const ids = decisions.map(({ invoice }) => invoice.id);
  const open = planDay(ctx.db(), await loadScenarios(ctx), { today: ctx.today, clientId }).decisions;
  if (open.some(({ remainingCents, daysLate }) => remainingCents > 0 && daysLate > 0)) return false;
  return [...readFigures(ctx.db(), ids, ctx.today).values()].every(
    ({ interestCents, indemnityCents }) => interestCents + indemnityCents === 0,
  );
};

const composeAside = async (ctx: Context, { invoiceIds, model }: AsideRequest): Promise<ComposedMessage> => {
  const decisions = await readDecisions(ctx, invoiceIds);
  refuse(ctx, decisions, model);
  const step: Step = { id: model, day: 0, channel: 'email', tone: 'courtoisie', template: model };
  const rules = { today: ctx.today, zone: scheduleRulesOf(ctx.db()).zone };
  // No step is made: none of the invoices advances.
  const action = { ...planTogether(decisions, step, rules, () => false), following: null } as MailAction;
  return composeMessage(ctx, action, ctx.today, {
    penalties: { isMentioned: false, amounts: null },
    ...(model === 'promesse' && { agreed: agreedOn(ctx, decisions) }),
    ...(model === 'recu' && { isAllSettled: await isAllSettled(ctx, decisions) }),
  });
};

const CHANGED = 'les factures ont changé entre-temps';

/** Shows, asks and sends one message outside the scenario; it makes no step. */
export const sendAside = async (ctx: Context, request: AsideRequest): Promise<void> => {
  const message = await composeAside(ctx, request);
  if (request.isDryRun) {
    if (ctx.isJson) ctx.printJson(sendJson.planned([message], []));
    else ctx.print(`${renderMessageView(message, ctx)}\nRien n’est parti.`);
    return;
  }
  await confirmMessage(ctx, message, request.isYes);
  const stands = (): boolean =>
    message.action.invoices.every(
      ({ decision }) =>
        remainingCentsOfInvoice(findInvoice(ctx.db(), decision.invoice.id)) === decision.remainingCents,
    );
  const report = singleReport(ctx, message, await sendSingle(ctx, message, stands, request), CHANGED);
  if (ctx.isJson) ctx.printJson(sendJson.report(report));
  else ctx.print(renderSendSummary(report, { date: ctx.today, actions: [], waiting: [] }, ctx));
  if (isPartial(report)) ctx.setExitCode(EXIT.partial);
};

const QUESTIONS: Record<AsideModel, string> = {
  promesse: 'Confirmer cette date par e-mail maintenant\u202f?',
  facture: 'Renvoyer la facture par e-mail maintenant\u202f?',
  recu: 'Accuser réception par e-mail maintenant\u202f?',
};

/** Asked when the client can be written to, there is something to send, and a server to do it. */
export const isAsideWanted = async (
  ctx: Context,
  decisions: readonly Decision[],
  model: AsideModel,
): Promise<boolean> => {
  const client = decisions[0]?.invoice.client;
  if (
    !client ||
    client.email === null ||
    client.emailRefusedOn !== null ||
    (model === 'facture' && withoutCopy(ctx.db(), invoicesOf(decisions)).length > 0) ||
    (await ctx.config.smtp()) === null
  )
    return false;
  return (await ctx.prompts()).confirm(QUESTIONS[model]);
};
