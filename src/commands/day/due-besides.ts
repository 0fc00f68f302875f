import { carriedText } from '../../domain/schedule/constraints.ts';
import type { OpenContact } from '../../domain/schedule/contact.ts';
import { formatDay, parisDay } from '../../domain/dates.ts';
import { formatAmount } from '../../domain/money/money.ts';
import type { Overpayment } from '../../domain/money/payment.ts';
import { stepTitle } from '../../domain/schedule/payment-plan.ts';
import { oneLine, pad, truncate } from '../../domain/typography.ts';
import { mailboxText } from '../../desk/mailbox-freshness.ts';
import { plural } from '../../ui/labels.ts';
import { instalmentText } from '../../desk/payment-plan-view.ts';
import { wrap } from '../../ui/text.ts';
import type { Action, Waiting } from '../../domain/schedule/action.ts';
import type { Style } from '../../ui/style.ts';
import type { DueView } from '../../desk/decision-json.ts';

export interface Screen {
  style: Style;
  columns: number;
  isAll: boolean;
  /** The day has already been named above. */
  isUntitled?: boolean;
}

export const NUMBER_WIDTH = 16;

const WRITTEN: ReadonlySet<Action['channel']> = new Set(['mise-en-demeure', 'letter', 'lrar']);

export const numbersOf = (action: Action): string[] =>
  action.invoices.filter(({ advances }) => advances).map(({ decision }) => decision.invoice.number);

/** The letter already written for an action, if any. */
export const writtenFor = (
  action: Action,
  letters: DueView['letters'],
): DueView['letters'][number] | undefined => {
  const kind = action.channel === 'mise-en-demeure' ? 'mise-en-demeure' : 'reminder';
  if (!WRITTEN.has(action.channel)) return undefined;
  const numbers = numbersOf(action);
  return letters.find(
    ({ letter, state, numbers: of }) =>
      letter.kind === kind && state === 'to-post' && numbers.every((number) => of.includes(number)),
  );
};

export const openLines = (
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
            `  n° ${contact.contact}  ${oneLine(contact.client.name)}, ${contact.invoices.join(', ')}${contact.step ? `, ${stepTitle(contact.step)}` : ''}, le ${formatDay(contact.onDay)}`,
            columns,
          ),
          ...(contact.note ? [`  « ${truncate(oneLine(contact.note), columns - 8)} »`] : []),
          `  → ${command(contact)}`,
        ]),
      ];

export const creditLines = (overpayments: Overpayment[], { style }: Screen): string[] =>
  overpayments.length === 0
    ? []
    : [
        '',
        style.yellow('Trop-perçus à imputer avant toute relance :'),
        ...overpayments.map(
          (overpayment) =>
            `  ${oneLine(overpayment.client.name)} : ${formatAmount(overpayment.availableCents, overpayment.currency)}, reçus avec ${overpayment.invoiceNumber}`,
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

export const waitingLines = (waiting: Waiting[], { style, columns }: Screen): string[] => [
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
export const letterLines = ({ letters, plan, limit }: DueView, { style, columns }: Screen): string[] => {
  const shown = new Set(plan.actions.slice(0, limit).map((action) => writtenFor(action, letters)));
  const left = letters.filter((letter) => !shown.has(letter));
  return left.length === 0
    ? []
    : [
        '',
        style.yellow('Lettres à suivre :'),
        ...left.flatMap(({ client, numbers, text, command }) => [
          ...wrap(`  ${oneLine(client.name)}, ${numbers.map(oneLine).join(', ')} : ${text}`, columns),
          `  → ${command}`,
        ]),
      ];
};

export const callAgainLines = ({ callsAgain }: DueView, { style, columns }: Screen): string[] =>
  callsAgain.length === 0
    ? []
    : [
        '',
        style.yellow('À rappeler :'),
        ...callsAgain.flatMap(({ client, numbers, on }) => [
          ...wrap(
            `  ${oneLine(client.name)}, ${numbers.map(oneLine).join(', ')} : personne n’avait pu être joint, depuis le ${formatDay(on)}`,
            columns,
          ),
          `  → relance call ${numbers.map(oneLine).join(' ')}`,
        ]),
      ];

/** Instalments of the week, late or missed, that no act shown above is about. */
export const instalmentLines = ({ instalments }: DueView, { style, columns }: Screen): string[] =>
  instalments.length === 0
    ? []
    : [
        '',
        style.yellow('Échéanciers :'),
        ...instalments.flatMap((instalment) => [
          ...wrap(
            `  ${oneLine(instalment.client.name)}, ${instalment.numbers.map(oneLine).join(', ')} : ${instalmentText(instalment)}`,
            columns,
          ),
          instalment.state === 'missed'
            ? `  → relance decheance ${oneLine(instalment.numbers[0] ?? '')}, ou relance plan ${oneLine(instalment.numbers[0] ?? '')}`
            : `  → une fois reçue : relance pay ${instalment.numbers.map(oneLine).join(' ')} <montant>`,
        ]),
      ];

export const warningLines = ({ warnings }: DueView, { style, columns }: Screen): string[] =>
  warnings.length === 0
    ? []
    : [
        '',
        style.yellow('À surveiller :'),
        ...warnings.flatMap(({ number, text, command }) => [
          ...wrap(`  ${number === null ? '' : `${oneLine(number)} : `}${text}`, columns),
          `  → ${command}`,
        ]),
      ];

/** Until when the mailbox is known: an answer that came since is not. */
export const mailboxLine = ({ mailbox, plan }: DueView, { style }: Screen): string[] => {
  if (mailbox === null) return [];
  const { readUntil } = mailbox;
  const isOld = readUntil !== null && parisDay(new Date(readUntil)) < plan.date;
  const text = `${mailboxText(mailbox)}${isOld ? '  → relance inbox' : ''}`;
  return [readUntil === null || isOld ? style.yellow(text) : style.dim(text)];
};

/** Up to which day payments are known: what is shown as unpaid may have been paid since. */
export const bankLine = ({ bank }: DueView, { style }: Screen): string[] => {
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
