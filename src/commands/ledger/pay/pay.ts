import { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { findClient } from '../../../db/clients.ts';
import { findInvoice, listInvoices, resolveInvoice } from '../../../db/invoices.ts';
import { allocate, oldestFirst, sumOfRemaining } from '../../../domain/money/allocation.ts';
import { parseCount } from '../../../domain/count.ts';
import { addDays, formatDay, type LocalDate } from '../../../domain/dates.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import type { Payment } from '../../../domain/money/payment.ts';
import { parseLine } from '../../../domain/text-input.ts';
import { oneLine } from '../../../domain/typography.ts';
import { abandoned, missingYes, settleDoubts } from '../../../desk/doubts.ts';
import { RelanceError, usageError } from '../../../errors.ts';
import {
  readPaymentRequest,
  refuseConflicts,
  type PaymentRequest,
  type PayOptions,
} from './payment-request.ts';
import {
  payable,
  recordFromOverpayment,
  recordPayment,
  recordReversal,
  refuseSettled,
  type PayableOf,
  type PenaltyShare,
  type Place,
} from './record-payment.ts';
import { readFigures } from '../../../desk/figures.ts';
import { readStory } from '../../../desk/story.ts';
import { invoiceJson, paymentJson } from '../../../desk/invoice-json.ts';
import { againDueLine, renderPayments } from '../../../desk/payment-view.ts';

export const payCommand = (ctx: Context): Command =>
  new Command('pay')
    .description(
      'Enregistre un règlement reçu. Sans montant, le reste dû de chaque facture ; un montant pour plusieurs factures règle la plus ancienne d’abord.',
    )
    .argument('<facture...>', 'une ou plusieurs factures, puis le montant s’il n’est pas le reste dû')
    .option('--le <date>', 'jour du règlement (par défaut : aujourd’hui)')
    .option('--mode <mode>', 'virement, cheque, cb, especes, prelevement ou autre (par défaut : virement)')
    .option('--ref <référence>', 'référence du virement, numéro du chèque ou de l’avoir')
    .option('--avoir', 'c’est un avoir : il baisse le reste dû')
    .option('--penalites', 'reçu pour les pénalités et l’indemnité : ne baisse pas le reste dû')
    .option('--trop-percu', 'impute le trop-perçu du client')
    .option('--annuler <id>', 'annule le règlement de ce numéro, noté par erreur')
    .option('--motif <texte>', 'avec --annuler : pourquoi')
    .option('--yes', 'sans demander : plusieurs restes dus, ou un excédent gardé en trop-perçu')
    .addHelpText(
      'after',
      '\nExemples :\n  relance pay 2026-014\n  relance pay 2026-014 500,00 --le hier --mode cheque\n  relance pay 2026-014 --annuler 3\n',
    )
    .action((words: string[], options: PayOptions) => pay(ctx, words, options));

const pay = async (ctx: Context, words: string[], options: PayOptions): Promise<void> => {
  refuseConflicts(options);
  if (options.annuler !== undefined) return reverse(ctx, words, options.annuler, options.motif);
  const request = await readPaymentRequest(ctx, words, options);
  if (request.amountCents === null && request.invoices.length > 1 && !options.yes)
    await confirmWhole(ctx, request);
  if (options.tropPercu) return report(ctx, recordFromOverpayment(ctx.db(), request, ctx.now));
  const place =
    request.kind === 'penalties'
      ? await placePenalties(ctx, request, options.yes === true)
      : await placeExcess(ctx, request, options.yes === true);
  return report(ctx, recordPayment(ctx.db(), request, place, ctx.now));
};

const owedBy = ({ remainingCents, currency }: PayableOf): string => formatAmount(remainingCents, currency);

/** A number typed too many would settle an invoice that nobody paid: what each one owes is shown first. */
const confirmWhole = async (ctx: Context, request: PaymentRequest): Promise<void> => {
  const targets = oldestFirst(request.invoices.map(payable));
  refuseSettled(targets, request);
  if (!ctx.isInteractive)
    throw missingYes(
      `pour régler ${targets.map((target) => `${oneLine(target.number)} de ${owedBy(target)}`).join(' et ')}`,
    );
  for (const target of targets) {
    const { name } = findClient(ctx.db(), target.clientId);
    ctx.print(`${oneLine(target.number)}, ${oneLine(name)} : ${owedBy(target)}`);
  }
  const prompts = await ctx.prompts();
  if (!(await prompts.confirm(`Noter ces ${targets.length} règlements ?`, false))) throw abandoned();
};

/** More than the law grants is more often a slip of the finger; accepted, what exceeds it is a trop-perçu. */
const placePenalties = async (ctx: Context, request: PaymentRequest, isYes: boolean): Promise<Place> => {
  const targets = request.invoices.map(payable);
  const owed = penaltiesOwed(ctx, targets, request.receivedOn).reduce((sum, of) => sum + of.amountCents, 0);
  const amount = request.amountCents ?? 0;
  const place: Place = { invoiceIds: targets.map(({ id }) => id), excess: null };
  if (amount <= owed) return place;
  const currency = currencyOf(targets);
  const doubt = `${formatAmount(amount, currency)}, c’est plus que les pénalités et l’indemnité dues (${formatAmount(owed, currency)})`;
  await settleDoubts(ctx, [`${doubt} : le reste sera gardé en trop-perçu`], isYes);
  return { ...place, excess: { kind: 'overpayment' }, penaltyCents: owed };
};

/** Where every cent goes: asked of a person when the amount exceeds what is due. */
const placeExcess = async (ctx: Context, request: PaymentRequest, isYes: boolean): Promise<Place> => {
  const targets = oldestFirst(request.invoices.map(payable));
  refuseSettled(targets, request);
  for (;;) {
    const { excessCents } = allocate(targets, request.amountCents ?? sumOfRemaining(targets));
    const place: Place = { invoiceIds: targets.map(({ id }) => id), excess: null };
    if (excessCents === 0) return place;
    if (request.kind === 'credit-note') throw creditNoteExceeds(targets);
    const owed = penaltiesOwed(ctx, targets, request.receivedOn, excessCents);
    const asPenalties: Place = {
      ...place,
      excess: { kind: 'penalties', shares: shareOut(owed, excessCents) },
    };
    const owedCents = sumOf(owed);
    // To the cent what the law adds: that is what the client has paid.
    if (excessCents === owedCents) return asPenalties;
    if (isYes) return { ...place, excess: { kind: 'overpayment' } };
    if (!ctx.isInteractive) throw excessRefused(request, targets, { excessCents, owedCents });
    const answer = await askForExcess(ctx, targets, { excessCents, owedCents });
    if (answer === 'overpayment') return { ...place, excess: { kind: 'overpayment' } };
    if (answer === 'penalties') return asPenalties;
    targets.push(answer);
  }
};

/** A transfer follows the sum that a message stated, some days before. */
const STATED_DAYS = 45;

/**
 * Penalties and indemnity of each invoice on the day of a payment, or on the day before it when they made just that sum:
 * what the client was told then is what they have paid.
 */
const penaltiesOwed = (
  ctx: Context,
  targets: PayableOf[],
  on: LocalDate,
  paidCents?: number,
): PenaltyShare[] => {
  const owed = owedOn(ctx, targets, on);
  if (paidCents === undefined || paidCents >= sumOf(owed)) return owed;
  for (let back = 1; back <= STATED_DAYS; back += 1) {
    const stated = owedOn(ctx, targets, addDays(on, -back));
    if (sumOf(stated) === paidCents) return stated;
    if (sumOf(stated) < paidCents) return owed;
  }
  return owed;
};

const sumOf = (shares: readonly PenaltyShare[]): number =>
  shares.reduce((sum, { amountCents }) => sum + amountCents, 0);

const owedOn = (ctx: Context, targets: PayableOf[], on: LocalDate): PenaltyShare[] => {
  const figures = readFigures(
    ctx.db(),
    targets.map(({ id }) => id),
    on,
  );
  return targets.map(({ id }) => {
    const of = figures.get(id);
    return { invoiceId: id, amountCents: (of?.interestCents ?? 0) + (of?.indemnityCents ?? 0) };
  });
};

/** The sum among the invoices, in their order, none above what it owes. */
const shareOut = (owed: PenaltyShare[], amountCents: number): PenaltyShare[] => {
  let left = amountCents;
  return owed.map(({ invoiceId, amountCents: most }) => {
    const share = Math.min(left, most);
    left -= share;
    return { invoiceId, amountCents: share };
  });
};

const currencyOf = (targets: PayableOf[]): string => targets[0]?.currency ?? 'EUR';

const creditNoteExceeds = (targets: PayableOf[]): RelanceError =>
  new RelanceError(
    `Un avoir ne dépasse pas le reste dû de ${formatAmount(sumOfRemaining(targets), currencyOf(targets))}`,
    { code: 'credit-note-exceeds', hint: `relance show ${targets[0]?.number}` },
  );

const excessRefused = (
  request: PaymentRequest,
  targets: PayableOf[],
  { excessCents, owedCents }: { excessCents: number; owedCents: number },
): RelanceError => {
  const currency = currencyOf(targets);
  const due = sumOfRemaining(targets);
  const numbers = request.invoices.map(({ number }) => number).join(' ');
  const [only] = request.invoices;
  const asPenalties =
    owedCents > 0 && only && request.invoices.length === 1
      ? ` ; ${formatAmount(Math.min(excessCents, owedCents), currency)} de pénalités se notent avec --penalites`
      : '';
  const keep = `--yes garde ${formatAmount(excessCents, currency)} en trop-perçu${asPenalties}`;
  return new RelanceError(
    `${formatAmount(request.amountCents ?? due, currency)}, c’est plus que le reste dû de ${formatAmount(due, currency)}`,
    {
      code: 'payment-exceeds',
      hint:
        due > 0
          ? `relance pay ${numbers} pour ${formatAmount(due, currency)} seulement, ou ${keep}`
          : `indiquez une autre facture du client, ou ${keep}`,
    },
  );
};

/** Penalties when some are owed, another open invoice of the client, the oldest first, or an overpayment kept for later. */
const askForExcess = async (
  ctx: Context,
  targets: PayableOf[],
  { excessCents, owedCents }: { excessCents: number; owedCents: number },
): Promise<PayableOf | 'overpayment' | 'penalties'> => {
  const currency = currencyOf(targets);
  const others = oldestFirst(
    listInvoices(ctx.db(), { today: ctx.today, clientId: targets[0]?.clientId })
      .map(payable)
      .filter((invoice) => invoice.remainingCents > 0 && invoice.currency === currency)
      .filter((invoice) => !targets.some(({ id }) => id === invoice.id)),
  );
  const prompts = await ctx.prompts();
  const answer = await prompts.choose<PayableOf | 'overpayment' | 'penalties' | 'cancel'>(
    `${formatAmount(excessCents, currency)} de plus que le reste dû : qu’en faire ?`,
    [
      ...(excessCents <= owedCents
        ? [
            {
              name: `le compter en pénalités et indemnité de retard (${formatAmount(owedCents, currency)} sont dus)`,
              value: 'penalties' as const,
            },
          ]
        : []),
      ...others.map((invoice) => ({
        name: `régler aussi ${oneLine(invoice.number)}, échéance le ${formatDay(invoice.dueOn)}, reste dû ${formatAmount(invoice.remainingCents, currency)}`,
        value: invoice,
      })),
      { name: 'garder en trop-perçu', value: 'overpayment' },
      { name: 'ne rien enregistrer', value: 'cancel' },
    ],
  );
  if (answer !== 'cancel') return answer;
  throw abandoned();
};

const report = async (ctx: Context, payments: Payment[]): Promise<void> => {
  const ids = [...new Set(payments.map((payment) => payment.invoiceId))];
  const stories = await Promise.all(ids.map((id) => readStory(ctx, id)));
  if (ctx.isJson)
    ctx.printJson({
      payments: payments.map(paymentJson),
      invoices: stories.map((story) => invoiceJson(story, ctx.today)),
    });
  else ctx.print(renderPayments(payments, stories));
};

const reverse = async (ctx: Context, words: string[], id: string, motif?: string): Promise<void> => {
  const [reference, ...others] = words;
  if (reference === undefined || others.length > 0)
    throw usageError(
      '--annuler va avec une seule facture, sans montant',
      'relance pay <facture> --annuler <id>',
    );
  const db = ctx.db();
  const invoice = resolveInvoice(db, reference);
  const payment = recordReversal(db, {
    invoice,
    paymentId: parseCount(id, '--annuler'),
    on: ctx.today,
    reason: motif === undefined ? null : parseLine(motif, '--motif'),
  });
  if (ctx.isJson) return report(ctx, [payment]);
  ctx.print(`Règlement n° ${payment.id} de ${formatAmount(payment.amountCents, invoice.currency)} annulé.`);
  ctx.print(againDueLine(payment, findInvoice(db, invoice.id)));
};
