import { formatDay, type LocalDate } from '../../domain/dates.ts';
import { stepTitle } from '../../domain/schedule/payment-plan.ts';
import { PRESENTATION_DAYS } from '../../domain/schedule/scenario.ts';
import { oneLine } from '../../domain/typography.ts';
import type { InvoiceStory } from '../../desk/invoice-json.ts';
import { CHANNEL_LABELS, plural } from '../../ui/labels.ts';
import { nextStepLine } from '../../desk/next-step-line.ts';
import { invoiceTitle } from '../../desk/payment-view.ts';

interface LoggedContact {
  id: number;
  step: { id: string; deadlineOn: LocalDate | null; isHandover: boolean; lapsed: string[] } | null;
  answeredReplies: number;
  hasFileReturned: boolean;
}

/** What an outcome calls for, since noting it changes no reminder. */
const FOLLOW_UPS: Record<string, (number: string) => string> = {
  promesse: (number) => `relance promise ${number} <date>`,
  litige: (number) => `relance dispute ${number} --motif "…"`,
  presentee: (number) => `relance interets ${number}`,
  'deja-paye': (number) => `relance pay ${number} --le <date>`,
};

const stepLines = (step: NonNullable<LoggedContact['step']>): string[] => [
  `Compte comme l’étape « ${stepTitle(step.id)} ».`,
  ...(step.lapsed.length > 0 ? [`Ne se feront plus : ${step.lapsed.map(oneLine).join(', ')}.`] : []),
  ...(step.deadlineOn === null
    ? []
    : [
        `Le client a jusqu’au ${formatDay(step.deadlineOn)} inclus, en comptant ${PRESENTATION_DAYS} jours de courrier.`,
      ]),
];

const replyLines = (story: InvoiceStory, number: string): string[] => {
  const reply = story.decision?.holds.find(({ kind }) => kind === 'reply');
  return [
    reply?.until
      ? `Les relances de ce client attendent votre réponse jusqu’au ${formatDay(reply.until)} inclus.`
      : 'Cette réponse est trop ancienne pour suspendre les relances : elle reste signalée.',
    `→ relance log ${number} une fois la réponse faite, ou relance resume ${number}`,
  ];
};

/** What was noted, what it changes, what comes next. */
export const renderLogged = (story: InvoiceStory, logged: LoggedContact): string => {
  const number = oneLine(story.invoice.number);
  const contact = story.contacts.find(({ id }) => id === logged.id);
  if (!contact) return '';
  const { direction, channel, onDay, outcome } = contact;
  const label = channel === 'decide' ? 'décision de poursuivre' : CHANNEL_LABELS[channel];
  const what = `${label}${direction === 'in' ? ' du client' : ''}`;
  const lines = [`Contact n° ${logged.id} noté : ${what}, le ${formatDay(onDay)}, ${invoiceTitle(story)}.`];
  if (logged.step) lines.push(...stepLines(logged.step));
  if (logged.answeredReplies > 0)
    lines.push(
      `${plural(logged.answeredReplies, 'message reçu est tenu pour répondu', 'messages reçus sont tenus pour répondus')}.`,
    );
  if (logged.hasFileReturned) lines.push('Le dossier est revenu.');
  if (direction === 'in') return [...lines, ...replyLines(story, number)].join('\n');
  if (logged.step?.isHandover)
    return [
      ...lines,
      'Le dossier est remis : plus de relance d’ici là.',
      `→ à son retour : relance log ${number} --issue dossier-rendu`,
    ].join('\n');
  lines.push(nextStepLine(story.decision));
  const followUp = FOLLOW_UPS[outcome ?? ''];
  if (followUp) lines.push(`→ ${followUp(number)}`);
  return lines.join('\n');
};
