import type { Plan } from '../domain/schedule/action.ts';
import type { Decision } from '../domain/schedule/decision.ts';

/**
 * The decisions by invoice, as grouping leaves them: an e-mail that is due but waits for another invoice of the client, and
 * an invoice that another one carries along, are told as they will happen.
 */
export const decisionsByInvoice = (decisions: Decision[], plan: Plan): Map<number, Decision> => {
  const byInvoice = new Map(decisions.map((decision) => [decision.invoice.id, decision]));
  for (const { invoices, instalment } of plan.actions)
    for (const { decision, advances } of invoices)
      if (advances && instalment === null) byInvoice.set(decision.invoice.id, decision);
  for (const { decision, reason, nextOn } of plan.waiting)
    if (decision.act) {
      const rules = () => [...decision.rules().filter((rule) => rule.code !== 'due'), reason];
      byInvoice.set(decision.invoice.id, { ...decision, act: false, on: nextOn, reason, rules });
    }
  return byInvoice;
};
