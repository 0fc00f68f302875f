import { addDays, formatDay, type LocalDate } from '../dates.ts';
import { isByMail } from './effective-channel.ts';
import { daysLateOn } from '../money/balance.ts';
import type { InvoiceFacts, SaidStep, StepFact } from './facts.ts';
import { isPlanStep } from './payment-plan.ts';
import { DECIDE, isFormal, type Channel, type Scenario, type Step } from './scenario.ts';

/** A step before the due date leaves the client alone for the first days after issue. */
const QUIET_DAYS_AFTER_ISSUE = 7;
/** Days during which a client is not sent the same words again, nor called again, about another invoice. */
export const SAME_WORDS_DAYS = 7;

/** The first day that one rule leaves free for a step. */
export interface Constraint {
  code: 'position' | 'gap' | 'deadline' | 'spacing' | 'call-again';
  from: LocalDate;
  text: () => string;
}

export const latest = (days: LocalDate[]): LocalDate => days.reduce((a, b) => (a > b ? a : b));

/** The last step really made after the due date: a late reminder delays the next by as much. */
export const lastMade = (invoice: InvoiceFacts): StepFact | null =>
  invoice.steps
    .filter(
      (fact) =>
        fact.kind === 'made' &&
        fact.day >= 0 &&
        fact.on > invoice.dueOn &&
        fact.step !== DECIDE &&
        !isPlanStep(fact.step),
    )
    .reduce<StepFact | null>(
      (last, fact) =>
        last === null || fact.on > last.on || (fact.on === last.on && fact.day > last.day) ? fact : last,
      null,
    );

/** `J−5`, `J+3`: a day relative to the due date. */
export const signedDay = (day: number): string => (day < 0 ? `J−${-day}` : `J+${day}`);

/** A step that an invoice made before its day, or over an earlier one, because another was reminded of. */
const isCarried = (invoice: InvoiceFacts, scenario: Scenario, { step, day, on }: StepFact): boolean =>
  daysLateOn(invoice.dueOn, on) < day ||
  scenario.steps.some(
    (former) =>
      former.day > 0 &&
      former.day < day &&
      former.id !== step &&
      !invoice.steps.some((fact) => fact.step === former.id),
  );

/** The last step of an invoice, when another one carried it along. */
export const carriedText = (invoice: InvoiceFacts, scenario: Scenario): string | null => {
  const made = lastMade(invoice);
  return made?.with && isCarried(invoice, scenario, made)
    ? `rappelée avec ${made.with} le ${formatDay(made.on)} : compte pour « ${made.step} »`
    : null;
};

/** The first day on which a step before the due date leaves the client alone no longer. */
export const quietUntil = (invoice: InvoiceFacts): LocalDate =>
  addDays(invoice.issuedOn, QUIET_DAYS_AFTER_ISSUE + 1);

/** Rules 3 to 6: the first day that each of them leaves free. */
export const constraintsOn = (
  invoice: InvoiceFacts,
  scenario: Scenario,
  step: Step,
  channel: Channel,
  templateOf: TemplateOf | undefined,
): Constraint[] => {
  const scheduledOn = addDays(invoice.dueOn, step.day);
  const constraints: Constraint[] = [
    {
      code: 'position',
      from: step.day < 0 ? latest([scheduledOn, quietUntil(invoice)]) : scheduledOn,
      text: () =>
        `prochaine étape « ${step.id} » du scénario ${scenario.name}, prévue à ${signedDay(step.day)} soit le ${formatDay(scheduledOn)}`,
    },
  ];
  const made = lastMade(invoice);
  if (made) {
    const gap = step.day - made.day;
    const from = addDays(made.on, gap);
    constraints.push({
      code: 'gap',
      from,
      text: () =>
        `${carriedText(invoice, scenario) ?? `« ${made.step} » faite le ${formatDay(made.on)}`}, ${gap} jours les séparent : pas avant le ${formatDay(from)}`,
    });
  }
  const { deadlineOn } = invoice;
  if (deadlineOn !== null)
    constraints.push({
      code: 'deadline',
      from: addDays(deadlineOn, 1),
      text: () => `délai annoncé au client jusqu’au ${formatDay(deadlineOn)} inclus`,
    });
  const { formalNotice } = invoice.client;
  if (formalNotice !== null && formalNotice.number !== invoice.number && step.day > 0 && !isFormal(step))
    constraints.push({
      code: 'deadline',
      from: addDays(formalNotice.until, 1),
      text: () =>
        `mise en demeure de ce client pour ${formalNotice.number} : rien de plus doux avant la fin de son délai, le ${formatDay(formalNotice.until)} inclus`,
    });
  const { callAgainOn } = invoice;
  if (channel === 'call' && callAgainOn !== null)
    constraints.push({
      code: 'call-again',
      from: callAgainOn,
      text: () => `personne n’a pu être joint : à rappeler le ${formatDay(callAgainOn)}`,
    });
  const same = templateOf && sameWordsOn(invoice, step, channel, templateOf);
  if (same) constraints.push(same);
  if (isByMail(channel)) {
    const spacing = spacingOn(invoice, scenario.minGapDays);
    if (spacing) constraints.push(spacing);
  }
  return constraints;
};

/** The template of a step, by the name of its scenario; undefined when that scenario has no such step. */
export type TemplateOf = (scenario: string, step: string) => string | undefined;

/** One voice per client: the same words, or a call, are not for another invoice again within a week. */
const sameWordsOn = (
  { id, client, currency }: InvoiceFacts,
  step: Step,
  channel: Channel,
  templateOf: TemplateOf,
): Constraint | null => {
  if (client.isPerInvoice || channel === 'handover') return null;
  const own = new Set(client.lately.filter((said) => said.invoiceId === id).map(({ contact }) => contact));
  const last = client.lately
    .filter((said) => said.currency === currency && !own.has(said.contact))
    .filter(
      (said) =>
        (channel === 'call' && said.channel === 'call') ||
        (templateOf(said.scenario, said.step) ?? said.step) === step.template,
    )
    .reduce<SaidStep | null>((a, b) => (a === null || b.on > a.on ? b : a), null);
  if (last === null) return null;
  const from = addDays(last.on, SAME_WORDS_DAYS);
  return {
    code: 'spacing',
    from,
    text: () =>
      `${channel === 'call' ? 'ce client a été appelé' : 'le même message est parti à ce client'} le ${formatDay(last.on)} pour une autre facture, ${SAME_WORDS_DAYS} jours d’écart : pas avant le ${formatDay(from)}`,
  };
};

export const spacingOn = (invoice: InvoiceFacts, minGapDays: number): Constraint | null => {
  const declared = invoice.steps
    .filter((fact) => fact.kind === 'declared')
    .map((fact) => ({ on: fact.on, what: 'relance faite ailleurs' }));
  const paid = invoice.payments.map((payment) => ({ on: payment.receivedOn, what: 'règlement reçu' }));
  const outbound = invoice.client.lastOutboundOn;
  const events = [
    ...declared,
    ...paid,
    ...(outbound === null ? [] : [{ on: outbound, what: 'dernier contact avec ce client' }]),
  ];
  const last = events.reduce<(typeof events)[number] | null>(
    (a, b) => (a === null || b.on > a.on ? b : a),
    null,
  );
  if (last === null) return null;
  const from = addDays(last.on, minGapDays);
  return {
    code: 'spacing',
    from,
    text: () =>
      `${last.what} le ${formatDay(last.on)}, ${minGapDays} jours d’écart : pas avant le ${formatDay(from)}`,
  };
};
