import { askedInstalments } from '../../domain/schedule/asked.ts';
import { formatDay } from '../../domain/dates.ts';
import { formatAmount } from '../../domain/money/money.ts';
import { stepTitle } from '../../domain/schedule/payment-plan.ts';
import type { Decision } from '../../domain/schedule/decision.ts';
import { displayWidth, oneLine, truncate } from '../../domain/typography.ts';
import { CHANNEL_LABELS } from '../../ui/labels.ts';
import type { Screen } from '../../ui/style.ts';
import { wrap } from '../../ui/text.ts';

const verdict = (decision: Decision): string => {
  const { act, channel, step, on } = decision;
  if (channel === null) return 'Rien à faire.';
  const label = CHANNEL_LABELS[channel];
  const what = step && step.id !== label ? `${label} « ${stepTitle(step.id)} »` : label;
  if (act) return `Aujourd’hui : ${what}.`;
  return on === null ? `Suspendu, sans date : ${what}.` : `Le ${formatDay(on)} : ${what}.`;
};

/** One line per rule: the mark tells what stands in the way. */
export const renderWhy = (decision: Decision, { style, columns }: Screen): string => {
  const { invoice } = decision;
  const asked = askedInstalments(decision.plan);
  const late =
    asked?.state === 'missed'
      ? `échéance du ${formatDay(asked.dueOn)} non réglée`
      : decision.daysLate > 0
        ? `échue depuis ${decision.daysLate} j`
        : `échéance le ${formatDay(invoice.dueOn)}`;
  const amount = `${formatAmount(decision.remainingCents, invoice.currency)}, ${late}`;
  const number = truncate(oneLine(invoice.number), columns - 2);
  const room = columns - displayWidth(number) - displayWidth(amount) - 4;
  const name = truncate(oneLine(invoice.client.name), Math.max(room, 0));
  const lines = [
    // On a narrow screen the sum goes below.
    ...(room >= 12
      ? [`${style.bold(number)}  ${name}  ${amount}`]
      : [style.bold(number), truncate(oneLine(invoice.client.name), columns), amount]),
    verdict(decision),
    '',
    ...decision
      .rules()
      .flatMap((rule) =>
        wrap(rule.text(), columns - 4).map((line, index) =>
          index > 0 ? `    ${line}` : `  ${rule.isHolding ? style.yellow('✗') : style.green('✓')} ${line}`,
        ),
      ),
  ];
  if (decision.blocked !== null) lines.push('', `→ relance client edit ${invoice.client.id}`);
  return lines.join('\n');
};
