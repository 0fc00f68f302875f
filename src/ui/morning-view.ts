import { formatDay, type LocalDate } from '../domain/dates.ts';
import { formatAmount } from '../domain/money.ts';
import { oneLine, truncate } from '../domain/typography.ts';
import type { DueView } from './due-json.ts';
import { renderDue } from './due-view.ts';
import { formatWeekday } from './labels.ts';
import type { Style } from './style.ts';

interface MorningView extends DueView {
  received: {
    clientName: string;
    number: string;
    receivedOn: LocalDate;
    amountCents: number;
    currency: string;
  }[];
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

const receivedLines = ({ received }: MorningView, columns: number): string[] =>
  received.length === 0
    ? []
    : [
        '',
        'Reçu depuis le dernier jour ouvré\u00a0:',
        ...received.map((payment) =>
          truncate(
            `  ${formatAmount(payment.amountCents, payment.currency)}  ${oneLine(payment.clientName)}, ${payment.number}, le ${formatDay(payment.receivedOn)}`,
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
    `Prochaine étape le ${formatDay(next.nextOn)}\u00a0: ${next.decision.step?.id ?? 'à décider'}, ${oneLine(next.decision.invoice.number)}.`,
  ];
};

/** The morning: short when there is little to say. */
export const renderMorning = (
  view: MorningView,
  { style, columns }: { style: Style; columns: number },
): string =>
  [
    style.bold(capital(formatWeekday(view.plan.date))),
    ...receivedLines(view, columns),
    renderDue(view, { style, columns, isAll: false, isUntitled: true }),
    ...nextLine(view),
  ].join('\n');
