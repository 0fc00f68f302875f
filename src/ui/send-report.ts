import type { OpenContact } from '../domain/contact.ts';
import type { Action, Plan } from '../domain/grouping.ts';
import { formatAmount } from '../domain/money.ts';
import { oneLine } from '../domain/typography.ts';
import { clientJson, invoiceRefsJson, uncertainJson } from './due-json.ts';
import { plural } from './labels.ts';
import type { Style } from './style.ts';

interface ReportedMessage {
  action: Action;
  to: { address: string }[];
  messageId: string;
  subject: string;
  text: string;
}

export interface SendReport {
  /** Sent, or written as a draft when `path` is set. */
  sent: { message: ReportedMessage; contact: number; path: string | null; note: string | null }[];
  failed: { action: Action; error: string }[];
  skipped: { action: Action; reason: string }[];
  /** Every uncertain sending still open, those of former runs included. */
  uncertain: OpenContact[];
  isDraft: boolean;
  /** Stopped by Ctrl-C at a question. */
  isCancelled: boolean;
}

const numbersOf = (action: Action): string[] =>
  action.invoices.map(({ decision }) => decision.invoice.number);

const headJson = (action: Action) => ({
  client: clientJson(action.client),
  step: action.step?.id ?? null,
  invoices: numbersOf(action),
});

export const sendJson = {
  planned: (messages: ReportedMessage[]) => ({
    planned: messages.map(({ action, messageId, to, subject, text }) => ({
      contact: null,
      ...headJson(action),
      refs: invoiceRefsJson(action),
      messageId,
      to: to.map(({ address }) => address),
      subject,
      text,
    })),
  }),
  report: ({ sent, failed, skipped, uncertain }: SendReport) => ({
    sent: sent.map(({ message, contact, path }) => ({
      contact,
      ...headJson(message.action),
      messageId: message.messageId,
      to: message.to.map(({ address }) => address),
      path,
    })),
    failed: failed.map(({ action, error }) => ({ ...headJson(action), error })),
    uncertain: uncertainJson(uncertain),
    skipped: skipped.map(({ action, reason }) => ({ ...headJson(action), reason })),
  }),
};

const line = (action: Action): string =>
  `${oneLine(action.client.name)}, ${action.step?.id ?? ''}, ${numbersOf(action).join(', ')}`;

/** What left, what did not, and the next command. */
export const renderSendSummary = (report: SendReport, plan: Plan, { style }: { style: Style }): string => {
  const { sent, failed, skipped, uncertain, isDraft } = report;
  const lines: string[] = [];
  for (const { message, path, note } of sent) {
    const target = path ?? message.to.map(({ address }) => address).join(', ');
    lines.push(
      `${style.green('✓')} ${line(message.action)}\u00a0: ${formatAmount(message.action.totalCents, message.action.currency)} → ${target}`,
    );
    if (note) lines.push(`  ${style.yellow(note)}`);
  }
  for (const { action, error } of failed) lines.push(`${style.red('✗')} ${line(action)}\u00a0: ${error}`);
  for (const { action, reason } of skipped) lines.push(`${style.dim('–')} ${line(action)}\u00a0: ${reason}`);
  if (uncertain.length > 0) {
    lines.push('', style.red('Envois incertains\u00a0: dites ce qu’il en est avant toute autre relance.'));
    for (const contact of uncertain)
      lines.push(
        `  n°\u00a0${contact.contact}  ${oneLine(contact.client.name)}, ${contact.invoices.join(', ')}  → relance resolve ${contact.contact} --parti | --pas-parti`,
      );
  }
  const byHand = plan.actions.filter((action) => action.channel !== 'email' || action.blocked !== null);
  if (sent.length === 0 && failed.length === 0 && skipped.length === 0)
    lines.push('Aucune relance à envoyer.');
  else if (isDraft && sent.length > 0)
    lines.push(
      '',
      `${plural(sent.length, 'brouillon écrit', 'brouillons écrits')}. Une fois partis\u00a0: relance resolve <n°> --parti`,
    );
  else if (sent.length > 0) lines.push('', `${plural(sent.length, 'relance envoyée', 'relances envoyées')}.`);
  if (byHand.length > 0)
    lines.push(`Il reste ${plural(byHand.length, 'action', 'actions')} à faire vous-même  → relance due`);
  return lines.join('\n');
};
