import { formatDay, type LocalDate } from '../domain/dates.ts';
import { formatIban } from '../domain/people/identifiers.ts';
import type { AskedReason } from '../domain/schedule/message-account.ts';
import { formatAmount } from '../domain/money/money.ts';
import { NBSP, oneLine } from '../domain/typography.ts';

export interface InvoiceLine {
  number: string;
  issuedOn: LocalDate;
  dueOn: LocalDate;
  /** 0 up to the due date. */
  daysLate: number;
  totalCents: number;
  remainingCents: number;
  currency: string;
}

export interface SumLine {
  label: string;
  amountCents: number;
  currency: string;
}

export interface PaymentDetails {
  holder: string;
  iban: string;
  bic: string | null;
  reference: string;
}

export interface Signature {
  lines: string[];
}

/** What the blocks of a message show: the same for text, HTML and, later, letters. */
export interface BlocksData {
  /** One currency only. */
  invoices: InvoiceLine[];
  /** What the message asks for, in all: what the bank's QR code holds. */
  askedCents: number;
  /** Whether that is all that is owed on these invoices. */
  asked: AskedReason;
  /** Null: the reste dû of each invoice. */
  sum: SumLine[] | null;
  /** Penalties and indemnity at a day; null: nothing is said of their amount. */
  penalties: { on: LocalDate; lines: SumLine[] } | null;
  payment: PaymentDetails | null;
  signature: Signature;
}

interface Column {
  header: string;
  align: 'left' | 'right';
}

/** Cells are ready to print; the total row spans every column but the last. */
export interface Table {
  columns: Column[];
  rows: string[][];
  total: { label: string; amount: string };
}

export interface LabelledLine {
  label: string;
  value: string;
}

export const PAYMENT_TITLE = 'Règlement par virement';

const remainingTotal = (lines: readonly InvoiceLine[]): number =>
  lines.reduce((sum, line) => sum + line.remainingCents, 0);

const formatDelay = (days: number): string => {
  if (days <= 0) return '–';
  return `${days}${NBSP}${days === 1 ? 'jour' : 'jours'}`;
};

// A message sent before the due date says nothing of lateness, one without part payment repeats no amount.
const INVOICE_COLUMNS: {
  column: Column;
  isShown: (lines: readonly InvoiceLine[]) => boolean;
  cell: (line: InvoiceLine) => string;
}[] = [
  { column: { header: 'Facture', align: 'left' }, isShown: () => true, cell: (line) => oneLine(line.number) },
  {
    column: { header: 'Émise le', align: 'left' },
    isShown: () => true,
    cell: (line) => formatDay(line.issuedOn),
  },
  {
    column: { header: 'Échéance', align: 'left' },
    isShown: () => true,
    cell: (line) => formatDay(line.dueOn),
  },
  {
    column: { header: 'Retard', align: 'right' },
    isShown: (lines) => lines.some((line) => line.daysLate > 0),
    cell: (line) => formatDelay(line.daysLate),
  },
  {
    column: { header: `Montant${NBSP}TTC`, align: 'right' },
    isShown: (lines) => lines.some((line) => line.totalCents !== line.remainingCents),
    cell: (line) => formatAmount(line.totalCents, line.currency),
  },
];

const ASKED_HEADERS: Record<AskedReason, string> = {
  remaining: `Reste${NBSP}dû`,
  undisputed: `Hors${NBSP}litige`,
  instalments: `À${NBSP}régler`,
  'with-instalments': `À${NBSP}régler`,
  promise: `Convenu`,
};

export const invoiceTable = ({ invoices: lines, asked }: Pick<BlocksData, 'invoices' | 'asked'>): Table => {
  const shown = INVOICE_COLUMNS.filter(({ isShown }) => isShown(lines));
  return {
    columns: [...shown.map(({ column }) => column), { header: ASKED_HEADERS[asked], align: 'right' }],
    rows: lines.map((line) => [
      ...shown.map(({ cell }) => cell(line)),
      formatAmount(line.remainingCents, line.currency),
    ]),
    total: { label: 'Total', amount: formatAmount(remainingTotal(lines), lines[0]?.currency ?? 'EUR') },
  };
};

const sumsTable = (header: string, lines: readonly SumLine[]): Table => ({
  columns: [
    { header, align: 'left' },
    { header: 'Montant', align: 'right' },
  ],
  rows: lines.map((line) => [oneLine(line.label), formatAmount(line.amountCents, line.currency)]),
  total: { label: 'Total', amount: formatAmount(sumOf(lines), lines[0]?.currency ?? 'EUR') },
});

const sumOf = (lines: readonly SumLine[]): number => lines.reduce((sum, line) => sum + line.amountCents, 0);

export const sumTable = (data: BlocksData): Table => {
  const lines =
    data.sum ??
    data.invoices.map((line) => ({
      label: `Facture ${line.number}${NBSP}: reste dû`,
      amountCents: line.remainingCents,
      currency: line.currency,
    }));
  return sumsTable('Somme', lines);
};

/** How the penalties are counted, line by line, so that the reader can check each. */
export const penaltiesTable = ({ on, lines }: NonNullable<BlocksData['penalties']>): Table =>
  sumsTable(`Pénalités et indemnité au ${formatDay(on)}`, lines);

export const paymentLines = (payment: PaymentDetails): LabelledLine[] =>
  [
    { label: 'Titulaire', value: oneLine(payment.holder) },
    // Ordinary spaces: when pasted, bank forms drop these and choke on others.
    { label: 'IBAN', value: formatIban(payment.iban) },
    { label: 'BIC', value: oneLine(payment.bic ?? '') },
    { label: 'Référence', value: oneLine(payment.reference) },
  ].filter((line) => line.value !== '');

export const signatureLines = (signature: Signature): string[] =>
  signature.lines.map((line) => oneLine(line)).filter((line) => line !== '');
