import { carriedText } from '../../domain/schedule/constraints.ts';
import { askedDueOn, askedInstalments } from '../../domain/schedule/asked.ts';
import type { OpenContact } from '../../domain/schedule/contact.ts';
import { formatDay } from '../../domain/dates.ts';
import type { Action, Waiting } from '../../domain/schedule/grouping.ts';
import { formatAmount } from '../../domain/money/money.ts';
import type { Overpayment } from '../../domain/money/payment.ts';
import { stepTitle } from '../../domain/schedule/payment-plan.ts';
import { blockedText, fallbackText } from '../../domain/schedule/effective-channel.ts';
import { oneLine, truncate } from '../../domain/typography.ts';
import type { DueView } from '../../desk/decision-json.ts';
import { CHANNEL_LABELS, plural } from '../../ui/labels.ts';
import { instalmentText } from '../../desk/payment-plan-view.ts';
import type { Style } from '../../ui/style.ts';
import { pad, padLeft, wrap } from '../../ui/text.ts';
import { waitingLinesView } from '../../desk/waiting-lines-view.ts';

interface Screen {
  style: Style;
  columns: number;
  isAll: boolean;
  /** The day has already been named above. */
  isUntitled?: boolean;
}

const NUMBER_WIDTH = 16;
const AMOUNT_WIDTH = 16;

const lateness = (dueOn: string, daysLate: number): string =>
  daysLate === 0
    ? `échéance le ${formatDay(dueOn)}`
    : `échue le ${formatDay(dueOn)}, ${plural(daysLate, 'jour', 'jours')}`;

/** The act, as a person would say it: « e-mail « relance-2 » », « appel ». */
const actionTitle = (action: Action): string => {
  const label = CHANNEL_LABELS[action.channel];
  if (action.step === null)
    return `${label}\u00a0: poursuivre, échelonner, remettre le dossier ou passer en perte`;
  const name = stepTitle(action.step.id);
  return name === label ? label : `${label} «\u00a0${name}\u00a0»`;
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

const WRITTEN: ReadonlySet<Action['channel']> = new Set(['mise-en-demeure', 'letter', 'lrar']);

const numbersOf = (action: Action): string[] =>
  action.invoices.filter(({ advances }) => advances).map(({ decision }) => decision.invoice.number);

/** The letter already written for an action, if any. */
const writtenFor = (action: Action, letters: DueView['letters']): DueView['letters'][number] | undefined => {
  const kind = action.channel === 'mise-en-demeure' ? 'mise-en-demeure' : 'reminder';
  if (!WRITTEN.has(action.channel)) return undefined;
  const numbers = numbersOf(action);
  return letters.find(
    ({ letter, state, numbers: of }) =>
      letter.kind === kind && state === 'to-post' && numbers.every((number) => of.includes(number)),
  );
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
      ...wrap(`    à compléter\u00a0: ${blockedText(action.blocked, action.client)}`, columns).map(
        style.yellow,
      ),
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

const openLines = (
  title: string,
  contacts: OpenContact[],
  command: (contact: OpenContact) => string,
  { style, columns }: Screen,
): string[] =>
  contacts.length === 0
    ? []
    : [
        '',
        style.red(title),
        ...contacts.flatMap((contact) => [
          truncate(
            `  n°\u00a0${contact.contact}  ${oneLine(contact.client.name)}, ${contact.invoices.join(', ')}${contact.step ? `, ${stepTitle(contact.step)}` : ''}, le ${formatDay(contact.onDay)}`,
            columns,
          ),
          ...(contact.note ? [`  «\u00a0${truncate(oneLine(contact.note), columns - 8)}\u00a0»`] : []),
          `  → ${command(contact)}`,
        ]),
      ];

const creditLines = (overpayments: Overpayment[], { style }: Screen): string[] =>
  overpayments.length === 0
    ? []
    : [
        '',
        style.yellow('Trop-perçus à imputer avant toute relance\u00a0:'),
        ...overpayments.map(
          (overpayment) =>
            `  ${oneLine(overpayment.client.name)}\u00a0: ${formatAmount(overpayment.availableCents, overpayment.currency)}, reçus avec ${overpayment.invoiceNumber}`,
        ),
        '  → relance pay <facture> --trop-percu',
      ];

/** What its last step owes to another invoice, unless the reason has just said it. */
const carriedLine = (
  { invoice, scenario }: Waiting['decision'],
  reason: string,
  columns: number,
): string[] => {
  const text = carriedText(invoice, scenario);
  return text === null || reason.startsWith(text) ? [] : [`    ${truncate(oneLine(text), columns - 4)}`];
};

const waitingLines = (waiting: Waiting[], { style, columns }: Screen): string[] => [
  '',
  style.bold('En attente'),
  ...waiting.flatMap(({ decision, reason, nextOn }) => [
    truncate(
      `  ${pad(truncate(oneLine(decision.invoice.number), NUMBER_WIDTH - 1), NUMBER_WIDTH)}${nextOn ? `le ${formatDay(nextOn)}` : 'sans date'}  ${oneLine(decision.invoice.client.name)}`,
      columns,
    ),
    style.dim(`    ${truncate(reason.text(), columns - 4)}`),
    ...carriedLine(decision, reason.text(), columns).map(style.dim),
  ]),
];

/** Letters that wait for a person, those of an action shown above apart. */
const letterLines = ({ letters, plan, limit }: DueView, { style, columns }: Screen): string[] => {
  const shown = new Set(plan.actions.slice(0, limit).map((action) => writtenFor(action, letters)));
  const left = letters.filter((letter) => !shown.has(letter));
  return left.length === 0
    ? []
    : [
        '',
        style.yellow('Lettres à suivre\u00a0:'),
        ...left.flatMap(({ client, numbers, text, command }) => [
          ...wrap(`  ${oneLine(client.name)}, ${numbers.map(oneLine).join(', ')}\u00a0: ${text}`, columns),
          `  → ${command}`,
        ]),
      ];
};

const callAgainLines = ({ callsAgain }: DueView, { style, columns }: Screen): string[] =>
  callsAgain.length === 0
    ? []
    : [
        '',
        style.yellow('À rappeler\u00a0:'),
        ...callsAgain.flatMap(({ client, numbers, on }) => [
          ...wrap(
            `  ${oneLine(client.name)}, ${numbers.map(oneLine).join(', ')}\u00a0: personne n’avait pu être joint, depuis le ${formatDay(on)}`,
            columns,
          ),
          `  → relance call ${numbers.map(oneLine).join(' ')}`,
        ]),
      ];

/** Instalments of the week, late or missed, that no act shown above is about. */
const instalmentLines = ({ instalments }: DueView, { style, columns }: Screen): string[] =>
  instalments.length === 0
    ? []
    : [
        '',
        style.yellow('Échéanciers\u00a0:'),
        ...instalments.flatMap((instalment) => [
          ...wrap(
            `  ${oneLine(instalment.client.name)}, ${instalment.numbers.map(oneLine).join(', ')}\u00a0: ${instalmentText(instalment)}`,
            columns,
          ),
          instalment.state === 'missed'
            ? `  → relance decheance ${oneLine(instalment.numbers[0] ?? '')}, ou relance plan ${oneLine(instalment.numbers[0] ?? '')}`
            : `  → une fois reçue\u00a0: relance pay ${instalment.numbers.map(oneLine).join(' ')} <montant>`,
        ]),
      ];

const warningLines = ({ warnings }: DueView, { style, columns }: Screen): string[] =>
  warnings.length === 0
    ? []
    : [
        '',
        style.yellow('À surveiller\u00a0:'),
        ...warnings.flatMap(({ number, text, command }) => [
          ...wrap(`  ${number === null ? '' : `${oneLine(number)}\u00a0: `}${text}`, columns),
          `  → ${command}`,
        ]),
      ];

/** Up to which day payments are known: what is shown as unpaid may have been paid since. */
const bankLine = ({ bank }: DueView, { style }: Screen): string[] => {
  if (bank === null) return [];
  const { credits, returns } = bank.unexplained;
  const text = `Banque connue jusqu’au ${formatDay(bank.knownUntil)}.`;
  return [
    ...(returns > 0
      ? [
          style.yellow(
            `Au relevé, ${plural(returns, 'règlement revenu impayé est à rattacher', 'règlements revenus impayés sont à rattacher')}  → relance bank liste`,
          ),
        ]
      : []),
    ...(credits > 0
      ? [
          style.dim(
            `Au relevé, ${plural(credits, 'crédit ne désigne aucune facture', 'crédits ne désignent aucune facture')}  → relance bank liste`,
          ),
        ]
      : []),
    bank.isStale ? style.yellow(`${text} → relance bank import <relevé>`) : style.dim(text),
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
      `À envoyer\u00a0: ${plural(mails.length, 'e-mail', 'e-mails')}, ${sumByCurrency(mails)}  → relance send`,
    );
  if (byHand.length > 0)
    lines.push(
      `À faire vous-même\u00a0: ${plural(byHand.length, 'action', 'actions')}, ${sumByCurrency(byHand)}`,
    );
  if (plan.waiting.length > 0 && !isAll)
    lines.push(
      `En attente\u00a0: ${plural(plan.waiting.length, 'facture', 'factures')}  → relance due --all`,
    );
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
    'Envois incertains, à éclaircir d’abord\u00a0:',
    uncertain,
    ({ contact }) => `relance resolve ${contact} --parti | --pas-parti`,
    screen,
  );
  const answers = openLines(
    'Réponses reçues, sans réponse de votre part\u00a0:',
    replies,
    ({ invoices }) => `relance show ${invoices[0] ?? ''}`,
    screen,
  );
  const written = openLines(
    'Brouillons à confirmer\u00a0:',
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
  ].join('\n');
};
