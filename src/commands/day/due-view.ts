import { askedDueOn, askedInstalments } from '../../domain/schedule/asked.ts';
import { formatDay } from '../../domain/dates.ts';
import type { Action } from '../../domain/schedule/action.ts';
import { formatAmount } from '../../domain/money/money.ts';
import { stepTitle } from '../../domain/schedule/payment-plan.ts';
import { blockedText, fallbackText } from '../../domain/schedule/effective-channel.ts';
import { oneLine, pad, padLeft, truncate } from '../../domain/typography.ts';
import type { DueView } from '../../desk/decision-json.ts';
import { CHANNEL_LABELS, plural } from '../../ui/labels.ts';
import { wrap } from '../../ui/text.ts';
import { waitingLinesView } from '../../desk/waiting-lines-view.ts';
import {
  bankLine,
  mailboxLine,
  callAgainLines,
  creditLines,
  instalmentLines,
  letterLines,
  numbersOf,
  NUMBER_WIDTH,
  openLines,
  waitingLines,
  warningLines,
  writtenFor,
  type Screen,
} from './due-besides.ts';

const AMOUNT_WIDTH = 16;

const lateness = (dueOn: string, daysLate: number): string =>
  daysLate === 0
    ? `échéance le ${formatDay(dueOn)}`
    : `échue le ${formatDay(dueOn)}, ${plural(daysLate, 'jour', 'jours')}`;

/** The act, as a person would say it: « e-mail « relance-2 » », « appel ». */
const actionTitle = (action: Action): string => {
  const label = CHANNEL_LABELS[action.channel];
  if (action.step === null)
    return `${label} : poursuivre, échelonner, remettre le dossier ou passer en perte`;
  const name = stepTitle(action.step.id);
  return name === label ? label : `${label} « ${name} »`;
};

/** Why it is not the e-mail that was planned. */
const fallbackLines = (action: Action, { style, columns }: Screen): string[] =>
  action.step === null || action.channel === action.step.channel
    ? []
    : [style.dim(truncate(`    ${fallbackText(action.channel, action.client)}`, columns))];

/** What the law adds to the reste dû; `relance interets` tells how each is counted. */
const penaltiesLine = (action: Action, { figures }: DueView, { style, columns }: Screen): string[] => {
  let interestCents = 0;
  let indemnityCents = 0;
  for (const { decision } of action.invoices) {
    // An agreement has counted them, or stops them.
    const of = askedInstalments(decision.plan) === null ? figures.get(decision.invoice.id) : undefined;
    interestCents += of?.interestCents ?? 0;
    indemnityCents += of?.indemnityCents ?? 0;
  }
  const amount = (cents: number): string => formatAmount(cents, action.currency);
  const parts = [
    ...(interestCents > 0 ? [`${amount(interestCents)} d’intérêts`] : []),
    ...(indemnityCents > 0 ? [`${amount(indemnityCents)} d’indemnité`] : []),
  ];
  return parts.length === 0
    ? []
    : [style.dim(truncate(`    + ${parts.join(' et ')} à ce jour (relance interets)`, columns))];
};

/** The command of each act that a person does. */
const ACT_COMMANDS: Partial<Record<Action['channel'], string>> = {
  call: 'call',
  sms: 'sms',
  'mise-en-demeure': 'mise-en-demeure',
  letter: 'lettre',
  lrar: 'lettre --recommandee',
  handover: 'dossier',
};

/** What to type for an act: to do it, or, for a letter, to say that it has left. */
const commandLines = (action: Action, { letters }: DueView): string[] => {
  const numbers = numbersOf(action);
  // Until the déchéance the whole cannot be demanded: its own letter comes first.
  const isUnlapsed =
    action.channel === 'mise-en-demeure' &&
    action.invoices.some(({ decision }) => askedInstalments(decision.plan) !== null);
  const command = isUnlapsed ? 'decheance' : ACT_COMMANDS[action.channel];
  if (command === undefined || action.blocked !== null) return [];
  const written = writtenFor(action, letters);
  if (written) return [`    ${written.text}`, `    → ${written.command}`];
  const named = command === 'call' || command === 'sms' ? numbers.slice(0, 1) : numbers;
  return [`    → relance ${command} ${named.map(oneLine).join(' ')}`];
};

const actionLines = (action: Action, view: DueView, screen: Screen): string[] => {
  const { style, columns } = screen;
  const lines = [`  ${style.cyan(actionTitle(action))}`, ...fallbackLines(action, screen)];
  if (action.blocked !== null)
    lines.push(
      ...wrap(`    à compléter : ${blockedText(action.blocked, action.client)}`, columns).map(style.yellow),
      `    → relance client edit ${action.client.id}`,
    );
  const room = Math.max(12, columns - 4 - NUMBER_WIDTH - AMOUNT_WIDTH - 2);
  for (const { decision, advances, ownStep } of action.invoices) {
    const { invoice, daysLate } = decision;
    const late =
      lateness(askedDueOn(decision), daysLate) +
      (!advances ? ' (rappelée)' : action.step !== null && ownStep === null ? ' (avancée)' : '');
    lines.push(
      `    ${pad(truncate(oneLine(invoice.number), NUMBER_WIDTH - 1), NUMBER_WIDTH)}${pad(truncate(late, room), room)}  ${padLeft(formatAmount(decision.claimedCents, invoice.currency), AMOUNT_WIDTH)}`,
    );
  }
  return [...lines, ...penaltiesLine(action, view, screen), ...commandLines(action, view)];
};

const clientLines = (actions: Action[], view: DueView, screen: Screen): string[] => {
  const [first] = actions;
  if (!first) return [];
  return [
    '',
    screen.style.bold(truncate(oneLine(first.client.name), screen.columns)),
    ...actions.flatMap((action) => actionLines(action, view, screen)),
  ];
};

const sumByCurrency = (actions: Action[]): string => {
  const sums = new Map<string, number>();
  for (const action of actions)
    sums.set(action.currency, (sums.get(action.currency) ?? 0) + action.totalCents);
  return [...sums].map(([currency, cents]) => formatAmount(cents, currency)).join(', ');
};

/** What the day amounts to, and the next command to type. */
const summaryLines = ({ plan, limit }: DueView, isAll: boolean): string[] => {
  const mails = plan.actions.filter((action) => action.channel === 'email' && action.blocked === null);
  const byHand = plan.actions.filter((action) => !mails.includes(action));
  const lines: string[] = [];
  if (limit !== undefined && plan.actions.length > limit)
    lines.push(`… ${plan.actions.length - limit} de plus (sans --limite)`);
  if (mails.length > 0)
    lines.push(
      `À envoyer : ${plural(mails.length, 'e-mail', 'e-mails')}, ${sumByCurrency(mails)}  → relance send`,
    );
  if (byHand.length > 0)
    lines.push(`À faire vous-même : ${plural(byHand.length, 'action', 'actions')}, ${sumByCurrency(byHand)}`);
  if (plan.waiting.length > 0 && !isAll)
    lines.push(`En attente : ${plural(plan.waiting.length, 'facture', 'factures')}  → relance due --all`);
  return lines;
};

const byClient = (actions: Action[]): Action[][] => {
  const groups = new Map<number, Action[]>();
  for (const action of actions) {
    const group = groups.get(action.client.id);
    if (group) group.push(action);
    else groups.set(action.client.id, [action]);
  }
  return [...groups.values()];
};

/** The day's work as a person reads it, the most pressing client first. */
export const renderDue = (view: DueView, screen: Screen): string => {
  const { plan, uncertain, drafts, replies, overpayments, limit } = view;
  const head = openLines(
    'Envois incertains, à éclaircir d’abord :',
    uncertain,
    ({ contact }) => `relance resolve ${contact} --parti | --pas-parti`,
    screen,
  );
  const answers = openLines(
    'Réponses reçues, sans réponse de votre part :',
    replies,
    ({ contact, invoices }) => `relance show ${invoices[0] ?? ''} --message ${contact}`,
    screen,
  );
  const written = openLines(
    'Brouillons à confirmer :',
    drafts,
    ({ contact }) => `relance resolve ${contact} --parti | --pas-parti`,
    screen,
  );
  const actions = byClient(plan.actions.slice(0, limit)).flatMap((group) => clientLines(group, view, screen));
  const title =
    plan.actions.length > 0
      ? screen.style.bold(`À faire le ${formatDay(plan.date)}`)
      : `Rien à relancer le ${formatDay(plan.date)}.`;
  const summary = summaryLines(view, screen.isAll);
  return [
    ...(screen.isUntitled && plan.actions.length > 0 ? [] : [title]),
    ...head,
    ...waitingLinesView(view.bank?.waiting ?? [], screen),
    ...answers,
    ...creditLines(overpayments, screen),
    ...actions,
    ...callAgainLines(view, screen),
    ...written,
    ...letterLines(view, screen),
    ...instalmentLines(view, screen),
    ...warningLines(view, screen),
    ...(screen.isAll && plan.waiting.length > 0 ? waitingLines(plan.waiting, screen) : []),
    ...(summary.length > 0 ? ['', ...summary] : []),
    ...bankLine(view, screen),
    ...mailboxLine(view, screen),
  ].join('\n');
};
