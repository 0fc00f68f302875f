import { insertMatch, learnPayer } from '../db/bank.ts';
import type { Database } from '../db/open.ts';
import { findPayment, insertPayment, reversePayment } from '../db/payments.ts';
import { type BankLine, type Proposal } from '../domain/bank-matching.ts';
import { isIntermediary, payerName } from '../domain/payer-name.ts';
import type { Payment, PaymentKind, PaymentMethod } from '../domain/payment.ts';

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
  { shares, penaltiesCents, excessCents, feeCents, clientId }: Proposal,
  { isFeeGivenUp }: { isFeeGivenUp: boolean },
  now: Date,
): Payment[] =>
  db
    .transaction(() => {
      const last = shares.at(-1);
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
      if (last && penaltiesCents > 0) payments.push(row(last.invoiceId, penaltiesCents, 'penalties'));
      if (last && excessCents > 0) payments.push(row(last.invoiceId, excessCents, 'overpayment'));
      if (last && isFeeGivenUp && feeCents > 0)
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

/** The line is a payment already noted by hand. */
export const recordSame = (db: Database, line: BankLine, paymentId: number): void => {
  insertMatch(db, { entryId: line.id, paymentId, kind: 'pays' });
};

/** The bank took the money back: the invoice is owed again. */
export const recordTakenBack = (db: Database, line: BankLine, paymentId: number): void => {
  db.transaction(() => {
    reversePayment(db, findPayment(db, paymentId), line.on, line.label.slice(0, REFERENCE_LENGTH));
    insertMatch(db, { entryId: line.id, paymentId, kind: 'takes-back' });
  }).immediate();
};
