import type { Creditor } from '../../domain/people/creditor.ts';
import { legalNameOf } from '../../domain/people/creditor-identity.ts';
import { formatDay, type LocalDate } from '../../domain/dates.ts';
import { unpaidCentsOf, type Invoice } from '../../domain/money/invoice.ts';
import { formatAmount } from '../../domain/money/money.ts';
import { NBSP, oneLine } from '../../domain/typography.ts';
import type { Content, TableContent } from '../../document/content.ts';
import { paymentDetails } from '../../mail/blocks.ts';
import type { PlacedContents } from './letter-words.ts';
import type { MessagePenalties } from '../message-penalties.ts';

/** An invoice as a letter claims it. */
export interface ClaimedInvoice {
  invoice: Invoice;
  /** Reste dû, less what is disputed. */
  claimedCents: number;
  /** Deducted by credit notes: part of what the invoice counts as paid. */
  creditedCents: number;
}

export const claimedCentsOf = (claimed: readonly { claimedCents: number }[]): number =>
  claimed.reduce((sum, { claimedCents }) => sum + claimedCents, 0);

/** Disputed, and left out of what is claimed. */
export const disputedCentsOf = ({ invoice, claimedCents }: ClaimedInvoice): number =>
  Math.max(0, unpaidCentsOf(invoice) - claimedCents);

const paidCentsOf = ({ invoice, creditedCents }: ClaimedInvoice): number => invoice.paidCents - creditedCents;

const table = (content: TableContent): Content => ({ kind: 'table', table: content });

export const invoicesTable = (claimed: readonly ClaimedInvoice[], currency: string): Content => {
  const amount = (cents: number): string => formatAmount(cents, currency);
  const hasPayments = claimed.some((one) => paidCentsOf(one) > 0);
  const hasCredits = claimed.some(({ creditedCents }) => creditedCents > 0);
  const isPartial = claimed.some((one) => disputedCentsOf(one) > 0);
  const deducted = (cents: number): string => (cents > 0 ? amount(cents) : '–');
  const totalCents = claimedCentsOf(claimed);
  const row = (one: ClaimedInvoice): string[] => [
    oneLine(one.invoice.number),
    formatDay(one.invoice.issuedOn),
    formatDay(one.invoice.dueOn),
    amount(one.invoice.totalCents),
    ...(hasPayments ? [deducted(paidCentsOf(one))] : []),
    ...(hasCredits ? [deducted(one.creditedCents)] : []),
    amount(one.claimedCents),
  ];
  const columns: TableContent['columns'] = [
    { header: 'Facture', align: 'left' },
    { header: 'Émise le', align: 'left' },
    { header: 'Échéance', align: 'left' },
    { header: `Montant${NBSP}TTC`, align: 'right' },
    ...(hasPayments ? [{ header: `Déjà${NBSP}réglé`, align: 'right' as const }] : []),
    ...(hasCredits ? [{ header: 'Avoir', align: 'right' as const }] : []),
    { header: isPartial ? `Hors${NBSP}litige` : `Reste${NBSP}dû`, align: 'right' },
  ];
  return table({
    columns,
    rows: claimed.map(row),
    totals: claimed.length > 1 ? [['Total', ...columns.slice(2).map(() => ''), amount(totalCents)]] : [],
  });
};

/** Beyond this many invoices, one table says both what is owed and how it is counted: the letter holds on one page. */
const FEW = 2;

export const isOneTable = (claimed: readonly ClaimedInvoice[]): boolean => claimed.length > FEW;

const principalRows = (claimed: readonly ClaimedInvoice[], amount: (cents: number) => string): string[][] => {
  if (!isOneTable(claimed)) {
    const [only] = claimed;
    const cents = claimedCentsOf(claimed);
    const what = claimed.some((one) => disputedCentsOf(one) > 0) ? 'Reste dû, hors litige,' : 'Reste dû';
    return [
      [
        claimed.length === 1
          ? `${what} sur la facture ${oneLine(only?.invoice.number ?? '')}`
          : `${what} sur les ${claimed.length}${NBSP}factures`,
        amount(cents),
      ],
    ];
  }
  return claimed.map((one) => {
    const { invoice, claimedCents } = one;
    const left = `, ${amount(invoice.totalCents)} TTC, reste dû${disputedCentsOf(one) > 0 ? ' hors litige' : ''}`;
    return [
      `Facture ${oneLine(invoice.number)} du ${formatDay(invoice.issuedOn)}, échue le ${formatDay(invoice.dueOn)}${claimedCents === invoice.totalCents ? '' : left}`,
      amount(claimedCents),
    ];
  });
};

/** Principal, each period of penalties, the indemnity, and their sum: what a reader can count again. */
export const accountTable = (
  claimed: readonly ClaimedInvoice[],
  amounts: MessagePenalties['amounts'],
  { currency, on }: { currency: string; on: LocalDate },
): Content => {
  const amount = (cents: number): string => formatAmount(cents, currency);
  const principalCents = claimedCentsOf(claimed);
  return table({
    columns: [
      { header: `Décompte au ${formatDay(on)}`, align: 'left' },
      { header: 'Montant', align: 'right' },
    ],
    rows: [
      ...principalRows(claimed, amount),
      ...(amounts?.lines ?? []).map((line) => [
        line.isInterest ? `${amounts?.interestName ?? ''} ${line.label.replace(/^Du /, 'du ')}` : line.label,
        amount(line.amountCents),
      ]),
    ],
    totals: [['Total', amount(principalCents + (amounts?.totalCents ?? 0))]],
  });
};

/** What a bank keeps of a reference (SEPA). */
const REFERENCE_LENGTH = 140;

const paymentReference = (numbers: readonly string[]): string => {
  const whole = numbers.join(' ');
  return whole.length <= REFERENCE_LENGTH ? whole : `${numbers[0]} et ${numbers.length - 1} autres factures`;
};

export const paymentBlock = (creditor: Creditor, numbers: readonly string[]): Content[] =>
  creditor.iban === null
    ? []
    : [
        paymentDetails({
          holder: legalNameOf(creditor),
          iban: creditor.iban,
          bic: creditor.bic,
          reference: paymentReference(numbers),
        }),
      ];

export const signatureBlock = (creditor: Creditor): Content => {
  const own = (creditor.signature ?? '')
    .split('\n')
    .map((line) => oneLine(line))
    .filter((line) => line !== '');
  return { kind: 'signature', lines: own.length > 0 ? own : [legalNameOf(creditor)] };
};

/** The copies to put in the envelope: only those that are stored. */
export const enclosuresBlock = (names: readonly string[]): Content[] =>
  names.length === 0
    ? []
    : [
        {
          kind: 'small',
          lines: [`${names.length > 1 ? 'Pièces jointes' : 'Pièce jointe'} : ${names.join(', ')}.`],
        },
      ];

export const copiesBlock = (invoices: readonly Invoice[]): Content[] =>
  enclosuresBlock(invoices.map(({ number }) => `copie de la facture ${number}`));

export const instalmentsTable = (
  instalments: readonly { number?: number; dueOn: LocalDate; amountCents: number }[],
  currency: string,
): Content =>
  table({
    columns: [
      { header: 'Échéance', align: 'left' },
      { header: 'Date', align: 'left' },
      { header: 'Montant', align: 'right' },
    ],
    rows: instalments.map(({ number, dueOn, amountCents }, index) => [
      String(number ?? index + 1),
      formatDay(dueOn),
      formatAmount(amountCents, currency),
    ]),
    totals: [
      [
        'Total',
        '',
        formatAmount(
          instalments.reduce((sum, { amountCents }) => sum + amountCents, 0),
          currency,
        ),
      ],
    ],
  });

/** Nothing in any place: what a letter starts from. */
export const EMPTY_PLACES: PlacedContents = {
  invoices: [],
  account: [],
  payment: [],
  schedule: [],
  facts: [],
  enclosures: [],
  parties: [],
  signature: [],
};
