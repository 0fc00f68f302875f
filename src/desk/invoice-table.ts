import { stepTitle } from '../domain/schedule/payment-plan.ts';
import { formatDay, type LocalDate } from '../domain/dates.ts';
import type { Figures } from '../domain/law/interest.ts';
import { invoiceStateOn } from '../domain/money/invoice-state.ts';
import { type InvoiceTotals, remainingCentsOfInvoice } from '../domain/money/invoice.ts';
import { formatAmount } from '../domain/money/money.ts';
import { type Decision } from '../domain/schedule/decision.ts';
import { daysLateOn } from '../domain/money/balance.ts';
import { type InvoiceSummary } from './invoice-json.ts';
import { CHANNEL_LABELS, plural } from '../ui/labels.ts';
import type { Screen } from '../ui/style.ts';
import { renderTable, type TableColumn } from '../ui/table.ts';
import { wrap } from '../ui/text.ts';

const COLUMNS: TableColumn[] = [
  { title: 'Facture', least: 10 },
  { title: 'Client', least: 12 },
  { title: 'Échéance' },
  { title: 'État', rank: 1 },
  { title: 'Total', align: 'right', rank: 3 },
  { title: 'Reste dû', align: 'right' },
  // Interest and indemnity to date.
  { title: 'Pénalités', align: 'right', rank: 4 },
  { title: 'Ensuite', least: 12, rank: 2 },
];

const stateText = (summary: Pick<InvoiceSummary, 'invoice'>, today: LocalDate): string => {
  const late = daysLateOn(summary.invoice.dueOn, today);
  switch (invoiceStateOn(summary.invoice, today)) {
    case 'paid':
      return 'réglée';
    case 'cancelled':
      return 'annulée';
    case 'written-off':
      return 'en perte';
    case 'overdue':
      return `retard ${late} j`;
    default:
      return 'à échoir';
  }
};

/** « 27/11 relance-2 »: the next act in a cell; it is never far away. */
const nextText = (decision: Decision | null, today: LocalDate): string => {
  if (!decision?.channel) return '';
  const what = decision.step ? stepTitle(decision.step.id) : CHANNEL_LABELS[decision.channel];
  if (decision.on === null) return decision.holds.length > 0 ? 'suspendue' : `à éclaircir, ${what}`;
  return `${decision.on <= today ? 'ce jour' : formatDay(decision.on).slice(0, 5)} ${what}`;
};

const penaltiesText = ({ interestCents, indemnityCents }: Figures, currency: string): string =>
  interestCents + indemnityCents === 0 ? '' : formatAmount(interestCents + indemnityCents, currency);

const totalLine = ({
  currency,
  count,
  remainingCents,
  overdueCents,
  penaltiesCents,
}: InvoiceTotals): string => {
  const invoices = plural(count, 'facture', 'factures');
  if (remainingCents === 0) return `${invoices}, rien à recevoir en ${currency}`;
  const late = overdueCents > 0 ? `, dont ${formatAmount(overdueCents, currency)} en retard` : '';
  const penalties =
    penaltiesCents > 0
      ? `, et ${formatAmount(penaltiesCents, currency)} de pénalités et d’indemnités à ce jour`
      : '';
  return `${invoices}, ${formatAmount(remainingCents, currency)} à recevoir${late}${penalties}`;
};

/** The invoices as a table, the totals of each currency below. */
export const renderInvoices = async (
  invoices: InvoiceSummary[],
  totals: InvoiceTotals[],
  today: LocalDate,
  screen: Screen,
): Promise<string[]> => {
  const rows = invoices.map(({ invoice, client, decision, figures }) => [
    invoice.number,
    client.name,
    formatDay(invoice.dueOn),
    stateText({ invoice }, today),
    formatAmount(invoice.totalCents, invoice.currency),
    formatAmount(remainingCentsOfInvoice(invoice), invoice.currency),
    penaltiesText(figures, invoice.currency),
    nextText(decision, today),
  ]);
  return [
    ...(await renderTable(COLUMNS, rows, screen)),
    '',
    ...totals.flatMap((total) => wrap(totalLine(total), screen.columns)),
  ];
};
