import { formatDay } from '../domain/dates.ts';
import { type Invoice, remainingCentsOfInvoice } from '../domain/money/invoice.ts';
import { formatAmount } from '../domain/money/money.ts';
import type { Payment, PaymentKind } from '../domain/money/payment.ts';
import { oneLine } from '../domain/typography.ts';
import { type InvoiceSummary } from './invoice-json.ts';
import { PAYMENT_METHOD_LABELS } from '../ui/labels.ts';

const KIND_LABELS: Record<PaymentKind, string> = {
  payment: 'Règlement',
  'credit-note': 'Avoir',
  penalties: 'Pénalités',
  overpayment: 'Trop-perçu',
};

/** `2026-014 (Atelier Petit)`. */
export const invoiceTitle = (story: Pick<InvoiceSummary, 'invoice' | 'client'>): string =>
  `${oneLine(story.invoice.number)} (${oneLine(story.client.name)})`;

/** What is left to pay, or how the invoice stands. */
const remainderLine = (invoice: Invoice): string => {
  const number = oneLine(invoice.number);
  const remaining = remainingCentsOfInvoice(invoice);
  if (invoice.closedAs === 'cancelled') return `${number} : annulée, rien n’y est dû.`;
  if (invoice.closedAs === 'written-off') return `${number} : passée en perte.`;
  if (remaining <= 0) return `${number} : réglée.`;
  return `${number} : reste dû ${formatAmount(remaining, invoice.currency)}.`;
};

/** What a reversed payment leaves to be paid again. */
export const againDueLine = (payment: Payment, invoice: Invoice): string => {
  const isPrincipal = payment.kind === 'payment' || payment.kind === 'credit-note';
  if (!isPrincipal || remainingCentsOfInvoice(invoice) <= 0) return remainderLine(invoice);
  return `${oneLine(invoice.number)} : ${formatAmount(remainingCentsOfInvoice(invoice), invoice.currency)} sont de nouveau dus.`;
};

const paymentLine = (payment: Payment, story: InvoiceSummary): string => {
  const { kind, method, amountCents, receivedOn, reference, id } = payment;
  const how = kind === 'credit-note' ? '' : `, ${PAYMENT_METHOD_LABELS[method]}`;
  const ref = reference === null ? '' : ` (${oneLine(reference)})`;
  const isInterest =
    kind === 'penalties' &&
    (story.figures.regime === 'particulier' || story.figures.regime === 'association');
  return `${isInterest ? 'Intérêts' : KIND_LABELS[kind]} n° ${id} : ${formatAmount(amountCents, story.invoice.currency)} sur ${invoiceTitle(story)}${how} le ${formatDay(receivedOn)}${ref}.`;
};

/** Paid in full but late: what the law adds stays open, without reminders, until claimed or given up. */
const openPenaltiesLines = ({ invoice, figures }: InvoiceSummary): string[] => {
  const owed = figures.interestCents + figures.indemnityCents;
  if (owed === 0 || invoice.closedAs !== null || remainingCentsOfInvoice(invoice) > 0) return [];
  const number = oneLine(invoice.number);
  const amount = formatAmount(owed, invoice.currency);
  if (figures.isFrozen)
    return [`Réglée en retard : ${amount} restent dus, à déclarer à la procédure collective avec le reste.`];
  if (figures.regime === 'particulier' || figures.regime === 'association')
    return [
      `Réglée en retard : ${amount} d’intérêts au taux légal restent dus, sans relance.`,
      `→ s’ils sont reçus : relance pay ${number} <montant> --penalites ; sinon : relance interets ${number} --renoncer --motif "…"`,
    ];
  return [
    `Réglée en retard : ${amount} d’intérêts et d’indemnité restent dus, sans relance.`,
    `→ relance interets ${number} --reclamer, ou --renoncer --motif "…"`,
  ];
};

/** What was recorded, then what is left on each invoice. */
export const renderPayments = (payments: Payment[], stories: InvoiceSummary[]): string => {
  const lines = payments.flatMap((payment) => {
    const story = stories.find(({ invoice }) => invoice.id === payment.invoiceId);
    return story ? [paymentLine(payment, story)] : [];
  });
  lines.push(...stories.flatMap((story) => [remainderLine(story.invoice), ...openPenaltiesLines(story)]));
  if (payments.some((payment) => payment.kind === 'overpayment'))
    lines.push('→ relance pay <facture> --trop-percu, pour l’imputer sur une autre facture du client');
  const open = stories.find(({ invoice }) => remainingCentsOfInvoice(invoice) > 0);
  if (open) lines.push(`→ relance why ${oneLine(open.invoice.number)}`);
  return lines.join('\n');
};
