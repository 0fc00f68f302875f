import type { OpenContact } from '../domain/schedule/contact.ts';
import type { Action, Plan } from '../domain/schedule/action.ts';
import { formatAmount } from '../domain/money/money.ts';
import { stepTitle } from '../domain/schedule/payment-plan.ts';
import { oneLine } from '../domain/typography.ts';
import { clientJson, invoiceRefsJson, uncertainJson } from '../desk/decision-json.ts';
import { plural } from '../ui/labels.ts';
import type { Style } from '../ui/style.ts';

interface ReportedMessage {
  action: Action;
  to: { address: string }[];
  messageId: string;
  subject: string;
  text: string;
}

/** Where drafts were written instead of being sent. */
export type DraftsIn = 'folder' | 'mailbox';

export interface SendReport {
  /** Sent, or written as a draft: `path` is its file. */
  sent: { message: ReportedMessage; contact: number; path: string | null; note: string | null }[];
  failed: { action: Action; error: string }[];
  skipped: { action: Action; reason: string }[];
  /** Every uncertain sending still open, those of former runs included. */
  uncertain: OpenContact[];
  draftsIn: DraftsIn | null;
  /** Stopped by Ctrl-C at a question. */
  isCancelled: boolean;
  /** What ended the run after something had left or may have left. */
  stopped: { code: string; message: string; hint: string | null } | null;
}

/** Not all of it was done, or nobody knows. */
export const isPartial = ({ sent, failed, uncertain, stopped, draftsIn }: SendReport): boolean =>
  failed.length > 0 ||
  uncertain.length > 0 ||
  stopped !== null ||
  (draftsIn !== null && sent.some(({ note }) => note !== null));

const numbersOf = (action: Action): string[] =>
  action.invoices.map(({ decision }) => decision.invoice.number);

const headJson = (action: Action) => ({
  client: clientJson(action.client),
  step: action.step?.id ?? null,
  invoices: numbersOf(action),
});

const failedJson = (failed: SendReport['failed']) =>
  failed.map(({ action, error }) => ({ ...headJson(action), error }));

export const sendJson = {
  planned: (messages: ReportedMessage[], refused: SendReport['failed']) => ({
    planned: messages.map(({ action, messageId, to, subject, text }) => ({
      contact: null,
      ...headJson(action),
      refs: invoiceRefsJson(action),
      messageId,
      to: to.map(({ address }) => address),
      subject,
      text,
    })),
    failed: failedJson(refused),
  }),
  report: ({ sent, failed, skipped, uncertain, stopped }: SendReport) => ({
    sent: sent.map(({ message, contact, path, note }) => ({
      contact,
      ...headJson(message.action),
      messageId: message.messageId,
      to: message.to.map(({ address }) => address),
      path,
      note,
    })),
    failed: failedJson(failed),
    uncertain: uncertainJson(uncertain),
    skipped: skipped.map(({ action, reason }) => ({ ...headJson(action), reason })),
    stopped,
  }),
};

const line = (action: Action): string =>
  `${oneLine(action.client.name)}, ${action.step ? stepTitle(action.step.id) : ''}, ${numbersOf(action).join(', ')}`;

const draftsLine = (count: number, place: DraftsIn): string => {
  const written = plural(count, 'brouillon écrit', 'brouillons écrits');
  if (place === 'folder') return `${written}. Une fois partis : relance resolve <n°> --parti`;
  const known = count > 1 ? 'Une fois partis, ils seront reconnus' : 'Une fois parti, il sera reconnu';
  return `${written} dans votre boîte aux lettres. ${known} à la prochaine lecture (relance inbox) ; sinon : relance resolve <n°> --parti`;
};

/** What could not be written, beside what was. */
export const renderRefused = (refused: SendReport['failed'], { style }: { style: Style }): string[] =>
  refused.map(({ action, error }) => `${style.red('✗')} ${line(action)} : ${error}`);

/** What left, what did not, and the next command. */
export const renderSendSummary = (report: SendReport, plan: Plan, { style }: { style: Style }): string => {
  const { sent, failed, skipped, uncertain, draftsIn, stopped } = report;
  const lines: string[] = [];
  for (const { message, path, note } of sent) {
    const target = path ?? message.to.map(({ address }) => address).join(', ');
    lines.push(
      `${style.green('✓')} ${line(message.action)} : ${formatAmount(message.action.totalCents, message.action.currency)} → ${target}`,
    );
    if (note) lines.push(`  ${style.yellow(note)}`);
  }
  lines.push(...renderRefused(failed, { style }));
  for (const { action, reason } of skipped) lines.push(`${style.dim('–')} ${line(action)} : ${reason}`);
  if (stopped)
    lines.push(
      '',
      style.red(`L’envoi s’est arrêté : ${stopped.message}`),
      ...(stopped.hint === null ? [] : [`→ ${stopped.hint}`]),
    );
  if (uncertain.length > 0) {
    lines.push('', style.red('Envois incertains : dites ce qu’il en est avant toute autre relance.'));
    for (const contact of uncertain)
      lines.push(
        `  n° ${contact.contact}  ${oneLine(contact.client.name)}, ${contact.invoices.join(', ')}  → relance resolve ${contact.contact} --parti | --pas-parti`,
      );
  }
  const byHand = plan.actions.filter((action) => action.channel !== 'email' || action.blocked !== null);
  if (sent.length === 0 && failed.length === 0 && skipped.length === 0)
    lines.push('Aucune relance à envoyer.');
  else if (draftsIn !== null && sent.length > 0) lines.push('', draftsLine(sent.length, draftsIn));
  else if (sent.length > 0) lines.push('', `${plural(sent.length, 'relance envoyée', 'relances envoyées')}.`);
  if (byHand.length > 0)
    lines.push(`Il reste ${plural(byHand.length, 'action', 'actions')} à faire vous-même  → relance due`);
  return lines.join('\n');
};
