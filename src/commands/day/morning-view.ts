import { formatDay } from '../../domain/dates.ts';
import { formatAmount } from '../../domain/money/money.ts';
import { stepTitle } from '../../domain/schedule/payment-plan.ts';
import { oneLine, truncate } from '../../domain/typography.ts';
import type { DueView } from '../../desk/decision-json.ts';
import { renderDue } from './due-view.ts';
import type { Received } from './received.ts';
import { formatWeekday, plural } from '../../ui/labels.ts';
import type { Cash } from '../../domain/money/cash.ts';
import type { ChannelWork } from '../../domain/schedule/day-work.ts';
import type { Screen } from '../../ui/style.ts';
import { wrap } from '../../ui/text.ts';

interface MorningView extends DueView {
  received: Received[];
  work: ChannelWork[];
  cash: Cash[];
}

/** What a newcomer reads. */
export const WELCOME = (hasCreditor: boolean): string =>
  [
    'Aucune facture n’est encore enregistrée.',
    '',
    hasCreditor ? 'Vos coordonnées sont là.' : '→ relance init    dire qui vous êtes, une fois pour toutes',
    '→ relance add     enregistrer une facture',
    '→ relance demo    voir une matinée, dans un dossier jetable',
  ].join('\n');

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Kept as the profile of the client counts it; late, it is only said for when it was promised. */
const promiseWords = ({ promisedOn, isPromiseKept }: Received): string =>
  promisedOn === null ? '' : isPromiseKept ? ', promesse tenue' : `, promis pour le ${formatDay(promisedOn)}`;

const receivedLines = ({ received }: MorningView, columns: number): string[] =>
  received.length === 0
    ? []
    : [
        '',
        'Reçu depuis le dernier jour ouvré :',
        ...received.map((payment) =>
          truncate(
            `  ${formatAmount(payment.amountCents, payment.currency)}  ${oneLine(payment.clientName)}, ${payment.number}, le ${formatDay(payment.receivedOn)}${promiseWords(payment)}`,
            columns,
          ),
        ),
      ];

/** The first thing that will happen, when nothing happens today. */
const nextLine = ({ plan }: MorningView): string[] => {
  const next = plan.waiting
    .filter((waiting) => waiting.nextOn !== null)
    .toSorted((a, b) => ((a.nextOn ?? '') < (b.nextOn ?? '') ? -1 : 1))[0];
  if (!next?.nextOn || plan.actions.length > 0) return [];
  return [
    `Prochaine étape le ${formatDay(next.nextOn)} : ${next.decision.step ? stepTitle(next.decision.step.id) : 'à décider'}, ${oneLine(next.decision.invoice.number)}.`,
  ];
};

const hours = (minutes: number): string =>
  minutes < 60
    ? `${minutes}\u00a0min`
    : `${Math.floor(minutes / 60)} h\u00a0${String(minutes % 60).padStart(2, '0')}`;

const WORK_LABELS: Partial<Record<ChannelWork['channel'], [string, string]>> = {
  email: ['e-mail', 'e-mails'],
  call: ['appel', 'appels'],
  sms: ['SMS', 'SMS'],
  letter: ['lettre', 'lettres'],
  lrar: ['lettre recommandée', 'lettres recommandées'],
  'mise-en-demeure': ['mise en demeure', 'mises en demeure'],
  handover: ['dossier à remettre', 'dossiers à remettre'],
  decide: ['décision', 'décisions'],
};

/** What the day asks, by channel, and the time it takes. */
const workLines = ({ work }: MorningView, columns: number): string[] => {
  if (work.length === 0) return [];
  const parts = work.map(({ channel, count }) =>
    plural(count, ...(WORK_LABELS[channel] ?? ['acte', 'actes'])),
  );
  const total = work.reduce((sum, { minutes }) => sum + minutes, 0);
  return ['', ...wrap(`${parts.join(', ')} : ${hours(total)} environ.`, columns)];
};

/** What waits, and the first day on which something will happen. */
const waitingLine = ({ plan }: MorningView): string[] => {
  const next = plan.waiting
    .map(({ nextOn }) => nextOn)
    .filter((day) => day !== null)
    .toSorted()[0];
  return plan.actions.length === 0 || next === undefined
    ? []
    : [`Prochaine étape ensuite : le ${formatDay(next)}.`];
};

/** One line of money. */
const cashLines = ({ cash }: MorningView, columns: number): string[] =>
  cash
    .filter(({ openCents, receivedThisMonthCents }) => openCents > 0 || receivedThisMonthCents > 0)
    .flatMap(({ currency, openCents, overdueCents, receivedThisMonthCents }) => {
      const parts = [
        `${formatAmount(openCents, currency)} à recevoir${overdueCents > 0 ? `, dont ${formatAmount(overdueCents, currency)} en retard` : ''}`,
        ...(receivedThisMonthCents > 0
          ? [`${formatAmount(receivedThisMonthCents, currency)} reçus ce mois-ci`]
          : []),
      ];
      return ['', ...wrap(`${parts.join(' ; ')}.`, columns)];
    });

/** The morning: short when there is little to say. */
export const renderMorning = (view: MorningView, { style, columns }: Screen): string =>
  [
    style.bold(capital(formatWeekday(view.plan.date))),
    ...receivedLines(view, columns),
    ...workLines(view, columns),
    renderDue(view, { style, columns, isAll: false, isUntitled: true }),
    ...nextLine(view),
    ...waitingLine(view),
    ...cashLines(view, columns),
  ].join('\n');
