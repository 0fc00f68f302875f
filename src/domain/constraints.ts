import { addDays, formatDay, type LocalDate } from './dates.ts';
import { isByMail } from './effective-channel.ts';
import type { InvoiceFacts, StepFact } from './facts.ts';
import { isPlanStep } from './plan.ts';
import { DECIDE, type Channel, type Scenario, type Step } from './scenario.ts';

/** A step before the due date leaves the client alone for the first days after issue. */
const QUIET_DAYS_AFTER_ISSUE = 7;

/** The first day that one rule leaves free for a step. */
export interface Constraint {
  code: 'position' | 'gap' | 'deadline' | 'spacing' | 'call-again';
  from: LocalDate;
  text: () => string;
}

export const latest = (days: LocalDate[]): LocalDate => days.reduce((a, b) => (a > b ? a : b));

/** The last step really made after the due date: a late reminder delays the next by as much. */
const lastMade = (invoice: InvoiceFacts): StepFact | null =>
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

/** Rules 3 to 6: the first day that each of them leaves free. */
export const constraintsOn = (
  invoice: InvoiceFacts,
  scenario: Scenario,
  step: Step,
  channel: Channel,
): Constraint[] => {
  const scheduledOn = addDays(invoice.dueOn, step.day);
  const constraints: Constraint[] = [
    {
      code: 'position',
      from:
        step.day < 0
          ? latest([scheduledOn, addDays(invoice.issuedOn, QUIET_DAYS_AFTER_ISSUE + 1)])
          : scheduledOn,
      text: () =>
        `prochaine étape «\u00a0${step.id}\u00a0» du scénario ${scenario.name}, prévue à ${signedDay(step.day)} soit le ${formatDay(scheduledOn)}`,
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
        `«\u00a0${made.step}\u00a0» faite le ${formatDay(made.on)}, ${gap} jours les séparent\u00a0: pas avant le ${formatDay(from)}`,
    });
  }
  const { deadlineOn } = invoice;
  if (deadlineOn !== null)
    constraints.push({
      code: 'deadline',
      from: addDays(deadlineOn, 1),
      text: () => `délai annoncé au client jusqu’au ${formatDay(deadlineOn)} inclus`,
    });
  const { callAgainOn } = invoice;
  if (channel === 'call' && callAgainOn !== null)
    constraints.push({
      code: 'call-again',
      from: callAgainOn,
      text: () => `personne n’a pu être joint\u00a0: à rappeler le ${formatDay(callAgainOn)}`,
    });
  if (isByMail(channel)) {
    const spacing = spacingOn(invoice, scenario.minGapDays);
    if (spacing) constraints.push(spacing);
  }
  return constraints;
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
      `${last.what} le ${formatDay(last.on)}, ${minGapDays} jours d’écart\u00a0: pas avant le ${formatDay(from)}`,
  };
};
