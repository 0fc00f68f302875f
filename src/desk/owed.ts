import { waitingLineCommands, waitingLineText } from '../domain/bank/bank-waiting.ts';
import type { InvoiceFacts } from '../domain/schedule/facts.ts';
import { type Invoice, remainingCentsOfInvoice } from '../domain/money/invoice.ts';
import { RelanceError } from '../errors.ts';

export const nothingOwed = (number: string): RelanceError =>
  new RelanceError(`Plus rien n’est dû sur ${number}`, {
    code: 'nothing-owed',
    hint: `relance show ${number}`,
  });

/** The reste dû of an invoice that is still claimed. Throws RelanceError `nothing-owed` when there is none. */
export const requireOwed = (invoice: Invoice): number => {
  const remaining = remainingCentsOfInvoice(invoice);
  if (remaining > 0) return remaining;
  throw nothingOwed(invoice.number);
};

/** Nothing is demanded, nor handed over, while a credit of the bank may have paid it. */
export const requireNoWaitingLine = ({ number, bankLines }: InvoiceFacts): void => {
  const [line] = bankLines;
  if (line)
    throw new RelanceError(`${number} : ${waitingLineText(line)}`, {
      code: 'bank',
      hint: waitingLineCommands(line, number),
    });
};
