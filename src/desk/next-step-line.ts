import { formatDay } from '../domain/dates.ts';
import { stepTitle } from '../domain/schedule/payment-plan.ts';
import type { Decision } from '../domain/schedule/decision.ts';
import { CHANNEL_LABELS } from '../ui/labels.ts';

/** One line after a change: what comes next for the invoice, and when. */
export const nextStepLine = (decision: Decision | null): string => {
  if (!decision?.channel) return `Ensuite : ${decision?.reason.text() ?? 'rien'}.`;
  const { channel, step, on, act } = decision;
  const label = CHANNEL_LABELS[channel];
  const name = step ? stepTitle(step.id) : null;
  const what = name === null || name === label ? label : `${label} « ${name} »`;
  if (act) return `Ensuite : ${what}, dès aujourd’hui.`;
  if (on !== null) return `Ensuite : ${what}, le ${formatDay(on)}.`;
  return `Ensuite : ${what}, sans date (${decision.reason.text()}).`;
};
