import type { Context } from '../../../context.ts';
import type { Database } from '../../../db/open.ts';
import {
  findInvoiceByNumber,
  resolveInvoice,
  resolveInvoices,
  searchInvoices,
} from '../../../db/invoices.ts';
import { formatDay, type LocalDate } from '../../../domain/dates.ts';
import { type Invoice, remainingCentsOfInvoice } from '../../../domain/money/invoice.ts';
import {
  CURRENCIES,
  formatAmount,
  isCurrency,
  isNegative,
  parseAmount,
} from '../../../domain/money/money.ts';
import type { PaymentKind, PaymentMethod } from '../../../domain/money/payment.ts';
import { parseChoice, parseLine } from '../../../domain/text-input.ts';
import { oneLine, quoted } from '../../../domain/typography.ts';
import { settleDoubts } from '../../../desk/doubts.ts';
import { RelanceError, usageError } from '../../../errors.ts';
import { readFactDay } from '../../../desk/days.ts';
import { PAYMENT_METHOD_WORDS } from '../../../ui/labels.ts';
import { conflictingFlags } from '../../../desk/flags.ts';

export interface PayOptions {
  le?: string;
  mode?: string;
  ref?: string;
  motif?: string;
  annuler?: string;
  avoir?: boolean;
  penalites?: boolean;
  tropPercu?: boolean;
  yes?: boolean;
}

export interface PaymentRequest {
  invoices: Invoice[];
  /** Null: the reste dû of each. */
  amountCents: number | null;
  receivedOn: LocalDate;
  kind: Exclude<PaymentKind, 'overpayment'>;
  method: PaymentMethod;
  reference: string | null;
  /** Day from which a credit note counts, when `--le` said it. */
  effectiveOn: LocalDate | null;
}

/** An amount that the shell cut at its spaces: `1 234,56 €`. */
const SPACED_AMOUNT =
  /^[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?(?: ?(?:€|[a-z]{3}|euros?))?$|^\d[\d.,]* (?:€|[a-z]{3}|euros?)$/i;

const tryAmount = (text: string, currency: string): number | RelanceError => {
  try {
    return parseAmount(text, currency);
  } catch (error) {
    if (error instanceof RelanceError) return error;
    throw error;
  }
};

/** `500,00` for 500 €: what cannot be taken for an invoice number. */
const unmistakable = (amountCents: number, currency: string): string => {
  const exponent = isCurrency(currency) ? CURRENCIES[currency].exponent : 2;
  return exponent === 0
    ? `${amountCents}${currency}`
    : (amountCents / 10 ** exponent).toFixed(exponent).replace('.', ',');
};

const looksLikeAmount = (word: string): boolean => /^\d[\d\s.,'’\u00a0\u202f]*\D{0,5}$/u.test(word);

/** Digits alone: an amount written as money has a decimal mark, or its currency. */
const BARE = /^[\d ]+$/;

/** The invoice that an amount, or its first figures, may mean: by its whole number, or an open one by a part of it. */
const namedBy = (
  db: Database,
  [first = '', ...others]: readonly string[],
  before: readonly string[],
): Invoice | null => {
  const exact = findInvoiceByNumber(db, first);
  if (exact !== null) return exact;
  const number = others.find((word) => findInvoiceByNumber(db, word) !== null);
  if (number !== undefined)
    throw usageError(
      `${quoted(number)} est le numéro d’une facture, et peut aussi être le montant`,
      'payez les factures l’une après l’autre, le montant entre guillemets',
      'ambiguous-amount',
    );
  const [found, ...more] = BARE.test([first, ...others].join(' ')) ? searchInvoices(db, first) : [];
  if (!found || more.length > 0 || remainingCentsOfInvoice(found) <= 0) return null;
  // Named already: a second time, it is a sum.
  return before.some((reference) => resolveInvoice(db, reference).id === found.id) ? null : found;
};

/** Which of both a person meant. Without one, refused with the two ways to write it: no option chooses. */
const isInvoiceMeant = async (
  ctx: Context,
  { word, amountCents, currency }: { word: string; amountCents: number; currency: string },
  { id, number }: Invoice,
): Promise<boolean> => {
  const amount = `un montant de ${formatAmount(amountCents, currency)}`;
  const invoice = `la facture ${oneLine(number)}`;
  const doubt = `${quoted(word)} peut être ${amount}, ou ${invoice}`;
  if (ctx.isInteractive)
    return (await ctx.prompts()).choose(`${quoted(word)} : un montant, ou une facture ?`, [
      { name: amount, value: false },
      { name: invoice, value: true },
    ]);
  const whole = BARE.test(number) ? `#${id}` : oneLine(number);
  throw usageError(
    doubt,
    `écrivez ${unmistakable(amountCents, currency)} pour le montant, ${whole} pour la facture`,
    'ambiguous-amount',
  );
};

interface SplitWords {
  references: string[];
  amountCents: number | null;
}

/** The last words, when they are an amount and not another invoice. */
const splitAmount = async (ctx: Context, words: string[], currency: string): Promise<SplitWords> => {
  const db = ctx.db();
  const negative = words.slice(1).find(isNegative);
  if (negative !== undefined) parseAmount(negative, currency);
  for (let start = 1; start < words.length; start += 1) {
    const before = words.slice(0, start);
    const [first = '', ...others] = words.slice(start);
    const word = [first, ...others].join(' ');
    const amountCents =
      others.length === 0 || SPACED_AMOUNT.test(word) ? tryAmount(word, currency) : undefined;
    if (typeof amountCents !== 'number') continue;
    const named = namedBy(db, [first, ...others], before);
    if (named === null || !(await isInvoiceMeant(ctx, { word, amountCents, currency }, named)))
      return { references: before, amountCents };
    return splitAmount(ctx, [...before, `#${named.id}`, ...others], currency);
  }
  if (words.length > 1) refuseMistyped(db, words.at(-1) ?? '', currency);
  return { references: words, amountCents: null };
};

/** What was to be an amount, and is no invoice either. */
const refuseMistyped = (db: Database, last: string, currency: string): void => {
  try {
    resolveInvoice(db, last);
  } catch (error) {
    const isUnknown = error instanceof RelanceError && error.code === 'unknown-invoice';
    throw isUnknown && looksLikeAmount(last) ? tryAmount(last, currency) : error;
  }
};

/** Flags that contradict one another. */
export const refuseConflicts = (options: PayOptions): void => {
  const kinds = [
    options.avoir && '--avoir',
    options.penalites && '--penalites',
    options.tropPercu && '--trop-percu',
    options.annuler !== undefined && '--annuler',
  ].filter((flag) => typeof flag === 'string');
  const [first] = kinds;
  const others = [
    ...kinds.slice(1),
    ...(options.mode !== undefined && first && first !== '--penalites' ? ['--mode'] : []),
    ...(options.annuler !== undefined && options.le !== undefined ? ['--le'] : []),
    ...(options.annuler !== undefined && options.ref !== undefined ? ['--ref'] : []),
  ];
  if (first && others[0])
    throw conflictingFlags(`${first} et ${others[0]} ne vont pas ensemble`, 'relance pay --help');
  if (options.motif !== undefined && options.annuler === undefined)
    throw conflictingFlags('--motif ne va qu’avec --annuler', 'pour noter une référence : --ref');
};

const refuseMixed = (invoices: Invoice[]): void => {
  const [first, ...others] = invoices;
  const stranger = others.find((invoice) => invoice.clientId !== first?.clientId);
  if (stranger)
    throw new RelanceError(
      `Un seul montant ne peut pas régler ${first?.number} et ${stranger.number} : ce sont deux clients`,
      { code: 'several-clients', hint: `relance pay ${first?.number} <montant>` },
    );
  const foreign = others.find((invoice) => invoice.currency !== first?.currency);
  if (foreign)
    throw new RelanceError(
      `Un seul montant ne peut pas régler ${first?.number} et ${foreign.number} : leurs devises diffèrent`,
      { code: 'several-currencies', hint: `relance pay ${first?.number} <montant>` },
    );
};

/** A deposit may come before the invoice, a slip of the finger more often. */
const doubtsOf = ({ invoices, receivedOn }: PaymentRequest): string[] =>
  invoices
    .filter(({ issuedOn }) => receivedOn < issuedOn)
    .map(
      ({ number, issuedOn }) =>
        `Le ${formatDay(receivedOn)} précède l’émission de ${number}, le ${formatDay(issuedOn)}`,
    );

const methodOf = (mode: string | undefined): PaymentMethod => {
  const words = Object.keys(PAYMENT_METHOD_WORDS) as (keyof typeof PAYMENT_METHOD_WORDS)[];
  return mode === undefined ? 'transfer' : PAYMENT_METHOD_WORDS[parseChoice(mode, words, '--mode')];
};

const kindOf = (options: PayOptions): Pick<PaymentRequest, 'kind' | 'method'> => {
  if (options.avoir) return { kind: 'credit-note', method: 'credit-note' };
  const method = methodOf(options.mode);
  if (options.penalites) return { kind: 'penalties', method };
  return { kind: 'payment', method: options.tropPercu ? 'overpayment' : method };
};

/** The words and flags of `pay`, read whole before anything is written. */
export const readPaymentRequest = async (
  ctx: Context,
  words: string[],
  options: PayOptions,
): Promise<PaymentRequest> => {
  const db = ctx.db();
  const { currency } = resolveInvoice(db, words[0] ?? '');
  const { references, amountCents } = await splitAmount(ctx, words, currency);
  const invoices = resolveInvoices(db, references);
  if (invoices.length > 1 && (amountCents !== null || options.tropPercu)) refuseMixed(invoices);
  if (options.penalites && (amountCents === null || invoices.length > 1))
    throw usageError(
      invoices.length > 1
        ? '--penalites se note facture par facture'
        : 'Il manque le montant reçu en pénalités',
      `relance pay ${invoices[0]?.number} 40,00 --penalites`,
      'missing-amount',
    );
  const receivedOn = await readFactDay(ctx, options.le);
  const request = {
    invoices,
    amountCents,
    receivedOn,
    effectiveOn: options.avoir && options.le !== undefined ? receivedOn : null,
    reference: options.ref === undefined ? null : parseLine(options.ref, '--ref'),
    ...kindOf(options),
  };
  await settleDoubts(ctx, doubtsOf(request), options.yes === true);
  return request;
};
