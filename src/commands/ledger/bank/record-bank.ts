import { insertMatch, learnPayer } from '../../../db/bank-entries.ts';
import type { Database } from '../../../db/open.ts';
import { findPayment, insertPayment, reversePayment } from '../../../db/payments.ts';
import type { BankLine } from '../../../domain/bank/bank-line.ts';
import { isCertain, type BankItem } from '../../../domain/bank/bank-receipts.ts';
import { type Proposal } from '../../../domain/bank/bank-matching.ts';
import type { LocalDate } from '../../../domain/dates.ts';
import { openBook, supposeItems } from './read-bank.ts';
import { isIntermediary, payerName } from '../../../domain/bank/payer-name.ts';
import type { Payment, PaymentKind, PaymentMethod } from '../../../domain/money/payment.ts';

const METHODS: [RegExp, PaymentMethod][] = [
  [/\bCH(?:E|È)QUES?\b|\bREM(?:ISE)? CHQ|\bCHQ\b/i, 'cheque'],
  [/\bPR(?:E|É)L(?:E|È)VEMENT|\bPRLV\b/i, 'direct-debit'],
  [/\bCARTE\b|\bCB\b/i, 'card'],
];

const methodOf = ({ label }: BankLine): PaymentMethod =>
  METHODS.find(([pattern]) => pattern.test(label))?.[1] ?? 'transfer';

const REFERENCE_LENGTH = 140;

const referenceOf = ({ reference, label }: BankLine): string =>
  (reference ?? label).slice(0, REFERENCE_LENGTH).trim();

/** The payments that a line makes, as it was proposed, and who made it: known next time. */
export const recordProposal = (
  db: Database,
  line: BankLine,
  { shares, penaltiesCents, excessCents, feeCents, clientId, last }: Proposal,
  { isFeeGivenUp }: { isFeeGivenUp: boolean },
  now: Date,
): Payment[] =>
  db
    .transaction(() => {
      const row = (invoiceId: number, amountCents: number, kind: PaymentKind): Payment => {
        const payment = insertPayment(
          db,
          {
            invoiceId,
            receivedOn: line.on,
            amountCents,
            kind,
            method: methodOf(line),
            reference: referenceOf(line),
            effectiveOn: null,
          },
          now,
        );
        insertMatch(db, { entryId: line.id, paymentId: payment.id, kind: 'pays' });
        return payment;
      };
      const payments = shares.map(({ invoiceId, amountCents }) => row(invoiceId, amountCents, 'payment'));
      if (penaltiesCents > 0) payments.push(row(last.invoiceId, penaltiesCents, 'penalties'));
      if (excessCents > 0) payments.push(row(last.invoiceId, excessCents, 'overpayment'));
      if (isFeeGivenUp && feeCents > 0)
        insertPayment(
          db,
          {
            invoiceId: last.invoiceId,
            receivedOn: line.on,
            amountCents: feeCents,
            kind: 'credit-note',
            method: 'credit-note',
            reference: 'frais bancaires',
            effectiveOn: line.on,
          },
          now,
        );
      learn(db, clientId, line, now);
      return payments;
    })
    .immediate();

const learn = (db: Database, clientId: number, { iban, counterparty, label }: BankLine, now: Date): void => {
  // What an intermediary pays, it pays for anybody.
  if (isIntermediary(`${counterparty ?? ''} ${label}`)) return;
  if (iban !== null) learnPayer(db, { clientId, kind: 'iban', value: iban }, now);
  const name = counterparty === null ? '' : payerName(counterparty);
  if (name !== '') learnPayer(db, { clientId, kind: 'name', value: name }, now);
};

/** The line is money already noted by hand. */
const recordSame = (db: Database, line: BankLine, paymentIds: readonly number[]): void => {
  for (const paymentId of paymentIds) insertMatch(db, { entryId: line.id, paymentId, kind: 'pays' });
};

/** The bank took the money back: the invoices are owed again. */
const recordTakenBack = (db: Database, line: BankLine, paymentIds: readonly number[]): void => {
  for (const paymentId of paymentIds) {
    reversePayment(db, findPayment(db, paymentId), line.on, line.label.slice(0, REFERENCE_LENGTH));
    insertMatch(db, { entryId: line.id, paymentId, kind: 'takes-back' });
  }
};

/** Records what a line is taken for, whole or not at all. */
export const recordItem = (
  db: Database,
  item: BankItem,
  { isFeeGivenUp, now }: { isFeeGivenUp: boolean; now: Date },
): void => {
  db.transaction(() => {
    if (item.kind === 'pays') recordProposal(db, item.line, item.proposal, { isFeeGivenUp }, now);
    if (item.kind === 'recorded') recordSame(db, item.line, item.receipt.paymentIds);
    if (item.kind === 'takes-back') recordTakenBack(db, item.line, item.receipt.paymentIds);
  }).immediate();
};

export interface PlayedLines {
  /** What was sure, in the order in which it was recorded. */
  recorded: BankItem[];
  /** What the others most likely are. */
  left: BankItem[];
}

/** In the order of their days; within a day, what came in before what went back. */
const inOrder = (a: BankLine, b: BankLine): number =>
  a.on === b.on ? Number(a.totalCents < 0) - Number(b.totalCents < 0) || a.id - b.id : a.on < b.on ? -1 : 1;

/** What was recorded changes more than what the next lines may pay: money went back, or may do so further down. */
const isUpsetting = ({ kind, line }: BankItem, lines: readonly BankLine[]): boolean =>
  kind === 'takes-back' || lines.some(({ totalCents }) => totalCents === -line.totalCents);

/**
 * Records what is sure of these lines, each seeing what the one before recorded: a payment, its return, the payment that
 * follows. A line that nothing made sure is looked at again once another one is recorded. Call it inside a transaction.
 * @param isWanted false: what is sure stays as it is
 */
export const playLines = (
  db: Database,
  lines: readonly BankLine[],
  {
    today,
    now,
    isWanted = () => true,
  }: { today: LocalDate; now: Date; isWanted?: (item: BankItem) => boolean },
): PlayedLines => {
  const recorded: BankItem[] = [];
  let left = lines.toSorted(inOrder);
  let book = openBook(db, today, left);
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const line of left) {
      const item = book.read(line);
      if (!isCertain(item) || !isWanted(item)) continue;
      recordItem(db, item, { isFeeGivenUp: false, now });
      recorded.push(item);
      book.settle(item);
      isChanged = true;
      if (isUpsetting(item, left)) break;
    }
    left = left.filter(({ id }) => !recorded.some((item) => item.line.id === id));
    if (isChanged) book = openBook(db, today, left);
  }
  return { recorded, left: supposeItems(left, book) };
};
