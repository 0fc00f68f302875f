import type { Context } from '../../../context.ts';
import { settleDoubts } from '../../../desk/doubts.ts';
import { listOpenEntries } from '../../../db/bank-entries.ts';
import { resolveInvoices } from '../../../db/invoices.ts';
import type { BankLine } from '../../../domain/bank/bank-line.ts';
import { assign } from '../../../domain/bank/bank-matching.ts';
import { parseCount } from '../../../domain/count.ts';
import { formatDay } from '../../../domain/dates.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import { oneLine } from '../../../domain/typography.ts';
import { RelanceError } from '../../../errors.ts';
import { findReturned, openBook, type BankBook } from './read-bank.ts';
import { recordItem, recordProposal } from './record-bank.ts';
import { lineText } from './bank-view.ts';

export const openLine = (ctx: Context, text: string): BankLine => {
  const id = parseCount(text, 'Le numéro de ligne');
  const [line] = listOpenEntries(ctx.db(), [id]);
  if (line) return line;
  throw new RelanceError(`La ligne n° ${id} n’est pas à rapprocher`, {
    code: 'unknown-entry',
    hint: 'relance bank liste',
  });
};

export const match = async (
  ctx: Context,
  text: string,
  references: string[],
  isYes: boolean,
): Promise<void> => {
  const line = openLine(ctx, text);
  const ids = new Set(resolveInvoices(ctx.db(), references).map(({ id }) => id));
  const book = openBook(ctx.db(), ctx.today, [line]);
  await (line.totalCents > 0 ? matchCredit(ctx, line, ids, book, isYes) : matchReturn(ctx, line, [...ids]));
};

const matchCredit = async (
  ctx: Context,
  line: BankLine,
  ids: ReadonlySet<number>,
  { payables, claims }: BankBook,
  isYes: boolean,
): Promise<void> => {
  const db = ctx.db();
  const invoices = payables.filter(({ id, currency }) => ids.has(id) && currency === line.currency);
  if (invoices.length === 0)
    throw new RelanceError('Rien n’est dû sur ces factures', { code: 'nothing-owed', hint: 'relance list' });
  const proposal = assign(line, invoices, claims);
  await settleDoubts(
    ctx,
    proposal.excessCents > 0
      ? [
          `${formatAmount(proposal.excessCents, line.currency)} de trop seront gardés en trop-perçu de ${proposal.last.number}`,
        ]
      : [],
    isYes,
  );
  const payments = recordProposal(db, line, proposal, { isFeeGivenUp: false }, ctx.now);
  ctx.show(
    {
      entry: line.id,
      payments: payments.map(({ id, invoiceId, amountCents, kind }) => ({
        id,
        invoiceId,
        amountCents,
        kind,
      })),
    },
    () =>
      `${[
        ...proposal.shares.map(
          ({ number, amountCents }) => `${number} : ${formatAmount(amountCents, line.currency)}`,
        ),
        ...(proposal.excessCents > 0
          ? [`trop-perçu : ${formatAmount(proposal.excessCents, line.currency)}`]
          : []),
      ].join(', ')}, reçus le ${lineText({ kind: 'unknown', line }, ctx.columns)}.`,
  );
};

/** Money that the bank took back, said by a person: the payments of these invoices that make its sum. */
const matchReturn = async (ctx: Context, line: BankLine, invoiceIds: number[]): Promise<void> => {
  const db = ctx.db();
  const receipt = findReturned(db, line, invoiceIds);
  if (receipt === null)
    throw new RelanceError(
      `Aucun règlement de ${formatAmount(line.amountCents, line.currency)} à annuler sur ces factures`,
      { code: 'no-payment', hint: 'relance show <facture> donne les règlements reçus' },
    );
  recordItem(
    db,
    { kind: 'takes-back', line, receipt, isCertain: true },
    { isFeeGivenUp: false, now: ctx.now },
  );
  ctx.show(
    { entry: line.id, reversed: receipt.paymentIds },
    () =>
      `Règlement du ${formatDay(receipt.on)} repris par la banque : ${receipt.invoiceNumbers.map(oneLine).join(', ')} à nouveau due${receipt.invoiceNumbers.length > 1 ? 's' : ''}.`,
  );
};
