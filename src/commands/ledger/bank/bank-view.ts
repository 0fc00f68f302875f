import type { Receipt } from '../../../domain/bank/bank-line.ts';
import type { BankItem } from '../../../domain/bank/bank-receipts.ts';
import { formatDay } from '../../../domain/dates.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import { oneLine, padLeft, truncate } from '../../../domain/typography.ts';
import type { Style } from '../../../ui/style.ts';
import { wrap } from '../../../ui/text.ts';

interface Screen {
  /** The lines are recorded, and can be named. */
  areNumbered?: boolean;
  style: Style;
  columns: number;
}

const AMOUNT_WIDTH = 14;

/** « 12/11/2026  1 200,00 €  VIR SEPA DUPONT ». */
export const lineText = ({ line }: BankItem, columns: number): string =>
  truncate(
    `${formatDay(line.on)}${padLeft(formatAmount(line.totalCents, line.currency), AMOUNT_WIDTH)}  ${oneLine(line.counterparty === null ? line.label : `${line.counterparty}, ${line.label}`)}`,
    columns,
  );

const numbersOf = ({ invoiceNumbers }: Receipt): string => invoiceNumbers.map(oneLine).join(', ');

/** What the line is taken for, in one sentence. */
export const itemText = (item: BankItem): string => {
  switch (item.kind) {
    case 'pays': {
      const { shares, reason } = item.proposal;
      const numbers = shares.length > 0 ? shares.map(({ number }) => number) : [item.proposal.last.number];
      return `${numbers.map(oneLine).join(', ')} : ${reason}`;
    }
    case 'recorded':
      return `déjà noté à la main : ${numbersOf(item.receipt)} (${oneLine(item.receipt.clientName)}), le ${formatDay(item.receipt.on)}`;
    case 'takes-back':
      return `${item.isCertain ? 'rejet' : 'peut-être le rejet'} du règlement de ${numbersOf(item.receipt)} (${oneLine(item.receipt.clientName)}) du ${formatDay(item.receipt.on)}${item.isCertain ? ' : elle redevient due' : ''}`;
    case 'unknown':
      return 'aucune facture reconnue';
  }
};

/** A line that waits, with the number to type to settle it. */
export const numberedLine = (item: BankItem, columns: number): string => {
  const number = `n° ${item.line.id}  `;
  return `${number}${lineText(item, columns - number.length)}`;
};

const itemLines = (item: BankItem, { style, columns, areNumbered }: Screen): string[] => [
  areNumbered ? numberedLine(item, columns) : lineText(item, columns),
  ...wrap(`    ${itemText(item)}`, columns).map((text) => style.dim(text)),
];

const section = (title: string, items: readonly BankItem[], screen: Screen): string[] =>
  items.length === 0
    ? []
    : ['', screen.style.bold(title), ...items.flatMap((item) => itemLines(item, screen))];

/** What a statement says, sorted by what is sure. */
export const renderItems = (
  { certain, doubtful, unknown }: { certain: BankItem[]; doubtful: BankItem[]; unknown: BankItem[] },
  screen: Screen,
): string =>
  [
    ...section('Certains', certain, { ...screen, areNumbered: false }),
    ...section('À confirmer', doubtful, screen),
    ...section('Sans facture reconnue', unknown, screen),
  ]
    .join('\n')
    .replace(/^\n/, '');
