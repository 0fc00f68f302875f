import type { Context } from '../../context.ts';
import { listOpenHolds } from '../../db/hold-rows.ts';
import { findInvoice } from '../../db/invoices.ts';
import { withinAgreements } from '../../domain/schedule/asked.ts';
import type { LocalDate } from '../../domain/dates.ts';
import { type MailAction } from '../../domain/schedule/action.ts';
import { planTogether } from '../../domain/schedule/grouping.ts';
import { remainingCentsOfInvoice } from '../../domain/money/invoice.ts';

import type { Step } from '../../domain/schedule/scenario.ts';
import type { Decision } from '../../domain/schedule/decision.ts';
import { EXIT, RelanceError, usageError } from '../../errors.ts';
import { readFigures } from '../../desk/figures.ts';
import { planDay, readDecision, scheduleRulesOf } from '../../desk/day-decisions.ts';
import { loadScenarios } from '../../desk/scenarios.ts';
import { renderMessageView } from '../../messages/message-view.ts';
import { isPartial, renderSendSummary, sendJson } from '../../messages/send-report.ts';
import { missingCopy, withoutCopy } from '../../messages/attachments.ts';
import { composeMessage, type ComposedMessage } from '../../messages/compose-message.ts';
import { confirmMessage, sendSingle, singleReport } from '../../messages/send-alone.ts';

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
    throw new RelanceError(`${number} : ${frozen.text}`, {
      code: frozen.kind,
      hint: `relance show ${number}`,
    });
  if (
    model === 'recu' &&
    !decisions.some(({ invoice }) => invoice.payments.some(({ kind }) => kind === 'payment'))
  )
    throw new RelanceError(`Aucun règlement n’est enregistré sur ${number}`, {
      code: 'no-payment',
      hint: `relance pay ${number}`,
    });
  const [uncopied] = model === 'facture' ? withoutCopy(ctx.db(), invoicesOf(decisions)) : [];
  if (uncopied) throw missingCopy(uncopied.number, 'il n’y a rien à renvoyer');
};

interface Promised {
  on: LocalDate;
  /** The invoices that it pays, each with its part. */
  decisions: Decision[];
}

/** The promise that stands on these invoices: one day, and what is to come that day for each. */
const promisedOn = (ctx: Context, decisions: readonly Decision[]): Promised => {
  const number = decisions[0]?.invoice.number ?? '<facture>';
  const promised = decisions.flatMap((decision) => {
    const hold = listOpenHolds(ctx.db(), { invoiceId: decision.invoice.id }).findLast(
      ({ kind, untilOn }) => kind === 'promise' && untilOn !== null && untilOn >= ctx.today,
    );
    if (!hold || hold.untilOn === null) return [];
    return [{ on: hold.untilOn, decision: { ...decision, claimedCents: hold.amountCents ?? 0 } }];
  });
  const [first] = promised;
  if (!first)
    throw new RelanceError('Aucune promesse n’est notée pour une date à venir', {
      code: 'no-promise',
      hint: `relance promise ${number} <date>`,
    });
  if (promised.some(({ on }) => on !== first.on))
    throw new RelanceError('Ces promesses ne sont pas pour le même jour', {
      code: 'several-promises',
      hint: `relance send ${number} --modele promesse, puis les autres`,
    });
  return { on: first.on, decisions: promised.map(({ decision }) => decision) };
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
  const named = withinAgreements(await readDecisions(ctx, invoiceIds), ctx.today);
  refuse(ctx, named, model);
  const promise = model === 'promesse' ? promisedOn(ctx, named) : null;
  const decisions = promise?.decisions ?? named;
  const step: Step = { id: model, day: 0, channel: 'email', tone: 'courtoisie', template: model };
  const rules = { today: ctx.today, zone: scheduleRulesOf(ctx.db()).zone };
  // No step is made: none of the invoices advances.
  const action = { ...planTogether(decisions, step, rules, () => false), following: null } as MailAction;
  return composeMessage(ctx, action, ctx.today, {
    penalties: { isMentioned: false, amounts: null },
    ...(promise !== null && { agreedOn: promise.on }),
    ...(model === 'recu' && { isAllSettled: await isAllSettled(ctx, decisions) }),
  });
};

const CHANGED = 'les factures ont changé entre-temps';

/** Shows, asks and sends one message outside the scenario; it makes no step. */
export const sendAside = async (ctx: Context, request: AsideRequest): Promise<void> => {
  const message = await composeAside(ctx, request);
  if (request.isDryRun) {
    ctx.show(sendJson.planned([message], []), () => `${renderMessageView(message, ctx)}\nRien n’est parti.`);
    return;
  }
  await confirmMessage(ctx, message, request.isYes);
  const stands = (): boolean =>
    message.action.invoices.every(
      ({ decision }) =>
        remainingCentsOfInvoice(findInvoice(ctx.db(), decision.invoice.id)) === decision.remainingCents,
    );
  const report = singleReport(ctx, message, await sendSingle(ctx, message, stands, request), CHANGED);
  ctx.show(sendJson.report(report), () =>
    renderSendSummary(report, { date: ctx.today, actions: [], waiting: [] }, ctx),
  );
  if (isPartial(report)) ctx.setExitCode(EXIT.partial);
};

const QUESTIONS: Record<AsideModel, string> = {
  promesse: 'Confirmer cette date par e-mail maintenant ?',
  facture: 'Renvoyer la facture par e-mail maintenant ?',
  recu: 'Accuser réception par e-mail maintenant ?',
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
