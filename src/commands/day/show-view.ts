import { stepTitle } from '../../domain/schedule/payment-plan.ts';
import { natureOf } from '../../domain/law/letter.ts';
import type { Contact, StepMark } from '../../domain/schedule/contact.ts';
import { formatDay, type LocalDate } from '../../domain/dates.ts';
import { formatAmount } from '../../domain/money/money.ts';
import type { Payment } from '../../domain/money/payment.ts';
import type { Figures } from '../../domain/law/interest.ts';
import { interestText } from '../../domain/law/interest-accrual.ts';
import { penaltyRateLabel } from '../../domain/law/penalty-rate.ts';
import { daysLateOn } from '../../domain/money/balance.ts';
import { computePrescription, nearPrescription } from '../../domain/law/prescription-period.ts';
import { oneLine, padLeft, truncate } from '../../domain/typography.ts';
import { remainingCentsOfInvoice } from '../../domain/money/invoice.ts';
import { type InvoiceStory } from '../../desk/invoice-json.ts';
import {
  CHANNEL_LABELS,
  KIND_LABELS,
  outcomeLabel,
  PAYMENT_METHOD_LABELS,
  plural,
  STATUS_LABELS,
} from '../../ui/labels.ts';
import { letterLifeText } from '../../desk/letter-status.ts';
import { nextStepLine } from '../../desk/next-step-line.ts';
import { prescriptionText } from '../../desk/prescription-view.ts';
import type { Screen } from '../../ui/style.ts';
import { wrap } from '../../ui/text.ts';

export interface StoryView {
  story: InvoiceStory;
  /** Steps waived, or declared as made elsewhere. */
  marks: StepMark[];
  today: LocalDate;
}

const AMOUNT_WIDTH = 16;
const MARK_LABELS = { skipped: 'passée', declared: 'déjà faite ailleurs' } as const;
const PAYMENT_KIND_LABELS: Record<Payment['kind'], string> = {
  payment: 'règlement',
  'credit-note': 'avoir',
  penalties: 'pénalités',
  overpayment: 'trop-perçu',
};

const stateSentence = ({ invoice }: InvoiceStory, today: LocalDate): string => {
  const { closedAs, closedOn, closedReason, dueOn, settledOn } = invoice;
  if (closedAs !== null)
    return `${closedAs === 'cancelled' ? 'Annulée' : 'Passée en perte'} le ${formatDay(closedOn ?? today)} (${oneLine(closedReason ?? '')})`;
  if (remainingCentsOfInvoice(invoice) <= 0) return `Réglée${settledOn ? ` le ${formatDay(settledOn)}` : ''}`;
  const late = daysLateOn(dueOn, today);
  return late > 0
    ? `Échue le ${formatDay(dueOn)}, depuis ${plural(late, 'jour', 'jours')}`
    : `À payer le ${formatDay(dueOn)}`;
};

const headLines = ({ story, today }: StoryView, { columns, style }: Screen): string[] => {
  const { invoice, client } = story;
  const title = truncate(
    `${oneLine(invoice.number)}  ${oneLine(client.name)} (${KIND_LABELS[client.kind]})`,
    columns,
  );
  const dates = [
    `Émise le ${formatDay(invoice.issuedOn)}`,
    ...(invoice.performedOn ? [`travail achevé le ${formatDay(invoice.performedOn)}`] : []),
  ];
  return [
    style.bold(title),
    ...(invoice.subject ? [truncate(oneLine(invoice.subject), columns)] : []),
    ...wrap(`${stateSentence(story, today)}. ${dates.join(', ')}.`, columns),
  ];
};

const MAX_INTEREST_LINES = 4;

/** How the interest is counted, when a few lines say it; `relance interets` says it whole. */
const interestLines = ({ lines }: Figures, currency: string, columns: number): string[] =>
  lines.length > MAX_INTEREST_LINES
    ? []
    : lines.flatMap((line) => wrap(interestText(line, currency), columns - 6).map((part) => `      ${part}`));

const figureLines = (
  { story: { invoice, figures } }: StoryView,
  line: (label: string, cents: number) => string,
  { style, columns }: Screen,
): string[] => {
  const { interestCents, indemnityCents, waivedCents, isProvisional } = figures;
  if (waivedCents > 0)
    return [style.dim(`  Pénalités abandonnées : ${formatAmount(waivedCents, invoice.currency)}`)];
  if (interestCents + indemnityCents === 0) return [];
  return [
    ...(interestCents > 0
      ? [line('Intérêts', interestCents), ...interestLines(figures, invoice.currency, columns).map(style.dim)]
      : []),
    ...(indemnityCents > 0 ? [line('Indemnité', indemnityCents)] : []),
    line('Ensemble', figures.totalCents),
    style.dim(
      `      ${isProvisional ? 'taux provisoires ; ' : ''}le détail : relance interets ${oneLine(invoice.number)}`,
    ),
  ];
};

const amountLines = (view: StoryView, screen: Screen): string[] => {
  const {
    story: { invoice },
  } = view;
  const line = (label: string, cents: number): string =>
    `  ${label.padEnd(12)}${padLeft(formatAmount(cents, invoice.currency), AMOUNT_WIDTH)}`;
  return [
    '',
    line('Total TTC', invoice.totalCents),
    ...(invoice.paidCents > 0 ? [line('Reçu', invoice.paidCents)] : []),
    line('Reste dû', remainingCentsOfInvoice(invoice)),
    ...figureLines(view, line, screen),
  ];
};

/** Until when a court can be asked; a warning when it is near. */
const prescriptionLines = (
  { decision }: InvoiceStory,
  today: LocalDate,
  { columns, style }: Screen,
): string[] => {
  if (decision === null || decision.daysLate === 0 || decision.remainingCents <= 0) return [];
  const text = prescriptionText(computePrescription(decision.invoice), today);
  const mark = nearPrescription(decision.invoice, today) === null ? style.dim : style.yellow;
  return wrap(text, columns).map(mark);
};

const nextLines = ({ story, today }: StoryView, { columns, style }: Screen): string[] => {
  const { decision, invoice, scenario } = story;
  const rate = invoice.penaltyRate ? ` Taux de pénalité : ${penaltyRateLabel(invoice.penaltyRate)}.` : '';
  const lines = wrap(`Scénario ${scenario}.${rate}`, columns);
  if (decision === null || decision.channel === null) return ['', ...lines];
  const reason = decision.act || decision.holds.length > 0 ? [] : wrap(decision.reason.text(), columns - 2);
  return [
    '',
    ...lines,
    ...prescriptionLines(story, today, { columns, style }),
    ...wrap(nextStepLine(decision), columns).map((line) => style.cyan(line)),
    ...reason.map((line) => style.dim(`  ${line}`)),
    ...decision.holds.flatMap((hold) =>
      wrap(`Suspendue : ${oneLine(hold.text)}`, columns).map((line) => style.yellow(line)),
    ),
  ];
};

const section = (title: string, lines: string[], { style }: Screen): string[] =>
  lines.length === 0 ? [] : ['', style.bold(title), ...lines];

const contactLines = (contact: Contact, columns: number): string[] => {
  const what = [
    CHANNEL_LABELS[contact.channel] + (contact.direction === 'in' ? ' reçu' : ''),
    ...(contact.step ? [stepTitle(contact.step)] : []),
    ...(contact.direction === 'in' ? [] : [STATUS_LABELS[contact.status]]),
    ...(contact.outcome ? [oneLine(outcomeLabel(contact.outcome))] : []),
    ...(contact.with && contact.with.length > 0 ? [`avec ${contact.with.map(oneLine).join(', ')}`] : []),
  ];
  const words = [contact.subject, contact.note, contact.error].filter((text) => text !== null);
  return [
    truncate(`  n° ${contact.id}  ${formatDay(contact.onDay)}  ${what.join(', ')}`, columns),
    ...words.map((text) => truncate(`      ${oneLine(text)}`, columns)),
  ];
};

const paymentLine = (payment: Payment, currency: string): string => {
  const details = [
    payment.kind === 'payment' || payment.kind === 'credit-note' ? null : PAYMENT_KIND_LABELS[payment.kind],
    PAYMENT_METHOD_LABELS[payment.method],
    payment.reference === null ? null : oneLine(payment.reference),
    payment.reversedOn === null ? null : `annulé le ${formatDay(payment.reversedOn)}`,
  ].filter((detail) => detail !== null);
  return `  n° ${payment.id}  ${formatDay(payment.receivedOn)}  ${formatAmount(payment.amountCents, currency)}  ${details.join(', ')}`;
};

const markLine = (mark: StepMark): string =>
  `  ${formatDay(mark.onDay)}  ${stepTitle(mark.step)}, ${MARK_LABELS[mark.kind]}${mark.reason ? ` : ${oneLine(mark.reason)}` : ''}`;

export const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))}\u00a0Ko`
    : `${(bytes / 1024 / 1024).toFixed(1).replace('.', ',')} Mo`;

/** The whole story of an invoice, from its amounts to its documents. */
export const renderStory = (view: StoryView, screen: Screen): string => {
  const { story, marks } = view;
  const { columns } = screen;
  const fit = (line: string): string => truncate(line, columns);
  return [
    ...headLines(view, screen),
    ...amountLines(view, screen),
    ...nextLines(view, screen),
    ...section(
      'Échanges',
      story.contacts.flatMap((contact) => contactLines(contact, columns)),
      screen,
    ),
    ...section(
      'Lettres',
      story.letters.flatMap((letter) =>
        wrap(`  ${natureOf(letter).title} : ${letterLifeText(letter)}`, columns - 4).map((line, index) =>
          index === 0 ? line : `    ${line}`,
        ),
      ),
      screen,
    ),
    ...section(
      'Règlements',
      story.payments.map((payment) => fit(paymentLine(payment, story.invoice.currency))),
      screen,
    ),
    ...section(
      'Étapes sans envoi',
      marks.map((mark) => fit(markLine(mark))),
      screen,
    ),
    ...section(
      'Documents',
      story.documents.map(({ id, name, bytes }) => fit(`  n° ${id}  ${oneLine(name)}, ${sizeText(bytes)}`)),
      screen,
    ),
  ].join('\n');
};
