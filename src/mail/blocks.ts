import { formatDay, type LocalDate } from '../domain/dates.ts';
import { formatIban } from '../domain/people/identifiers.ts';
import type { AskedReason } from '../domain/schedule/message-account.ts';
import { formatAmount } from '../domain/money/money.ts';
import { NBSP, oneLine } from '../domain/typography.ts';
import type { CommonContent, Image, MailContent, TableColumn } from '../document/content.ts';
import { renderEpcQr } from './epc-qr.ts';
import type { MessageBlockName } from './message-context.ts';

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

/** What the blocks of a message show. */
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
  signature: { lines: string[] };
}

const formatDelay = (days: number): string => {
  if (days <= 0) return '–';
  return `${days}${NBSP}${days === 1 ? 'jour' : 'jours'}`;
};

// A message sent before the due date says nothing of lateness, one without part payment repeats no amount.
const INVOICE_COLUMNS: {
  column: TableColumn;
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

const table = (
  columns: TableColumn[],
  rows: string[][],
  totalCents: number,
  currency: string,
): CommonContent => ({
  kind: 'table',
  table: {
    columns,
    rows,
    totals: [['Total', ...columns.slice(2).map(() => ''), formatAmount(totalCents, currency)]],
  },
});

const invoiceTable = ({ invoices: lines, asked }: BlocksData): CommonContent => {
  const shown = INVOICE_COLUMNS.filter(({ isShown }) => isShown(lines));
  return table(
    [...shown.map(({ column }) => column), { header: ASKED_HEADERS[asked], align: 'right' }],
    lines.map((line) => [
      ...shown.map(({ cell }) => cell(line)),
      formatAmount(line.remainingCents, line.currency),
    ]),
    lines.reduce((sum, line) => sum + line.remainingCents, 0),
    lines[0]?.currency ?? 'EUR',
  );
};

const sumsTable = (header: string, lines: readonly SumLine[]): CommonContent =>
  table(
    [
      { header, align: 'left' },
      { header: 'Montant', align: 'right' },
    ],
    lines.map((line) => [oneLine(line.label), formatAmount(line.amountCents, line.currency)]),
    lines.reduce((sum, line) => sum + line.amountCents, 0),
    lines[0]?.currency ?? 'EUR',
  );

const sumTable = ({ sum, invoices }: BlocksData): CommonContent =>
  sumsTable(
    'Somme',
    sum ??
      invoices.map((line) => ({
        label: `Facture ${line.number}${NBSP}: reste dû`,
        amountCents: line.remainingCents,
        currency: line.currency,
      })),
  );

/** How to pay, in a mail as in a letter. */
export const paymentDetails = (payment: PaymentDetails): CommonContent => ({
  kind: 'details',
  title: 'Règlement par virement',
  lines: [
    { label: 'Titulaire', value: oneLine(payment.holder) },
    // Ordinary spaces: when pasted, bank forms drop these and choke on others.
    { label: 'IBAN', value: formatIban(payment.iban) },
    { label: 'BIC', value: oneLine(payment.bic ?? '') },
    { label: 'Référence', value: oneLine(payment.reference) },
  ].filter((line) => line.value !== ''),
});

const QR_CID = 'qr-virement@relance';

const qrImage = ({ payment, invoices, askedCents: amountCents }: BlocksData): Image[] => {
  const currency = invoices[0]?.currency ?? '';
  const qr = payment && renderEpcQr({ ...payment, amountCents, currency });
  if (!qr) return [];
  return [
    {
      kind: 'image',
      cid: QR_CID,
      filename: 'virement.png',
      content: qr.png,
      alt: `QR code pour régler ${formatAmount(amountCents, currency)} par virement, référence ${oneLine(payment.reference)}`,
      size: qr.cssSize,
      caption: 'QR code de virement SEPA, pour les applications bancaires qui le lisent.',
    },
  ];
};

/** What the program puts in the place of each block; an empty list says nothing. */
export const placedIn = (
  data: BlocksData,
  { withQrCode }: { withQrCode: boolean },
): Record<MessageBlockName, MailContent[]> => {
  const { penalties, payment } = data;
  const signature = data.signature.lines.map((line) => oneLine(line)).filter((line) => line !== '');
  return {
    invoices: data.invoices.length === 0 ? [] : [invoiceTable(data)],
    sum: [sumTable(data)],
    // Line by line, so that the reader can check each.
    penalties:
      penalties === null
        ? []
        : [sumsTable(`Pénalités et indemnité au ${formatDay(penalties.on)}`, penalties.lines)],
    payment: payment === null ? [] : [paymentDetails(payment), ...(withQrCode ? qrImage(data) : [])],
    signature: signature.length === 0 ? [] : [{ kind: 'signature', lines: signature }],
  };
};
