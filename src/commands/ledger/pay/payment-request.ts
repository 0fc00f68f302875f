import type { Context } from '../../../context.ts';
import type { Database } from '../../../db/open.ts';
import { findInvoiceByNumber, resolveInvoice, resolveInvoices } from '../../../db/invoices.ts';
import { formatDay, type LocalDate } from '../../../domain/dates.ts';
import type { Invoice } from '../../../domain/money/invoice.ts';
import { CURRENCIES, isCurrency, isNegative, parseAmount } from '../../../domain/money/money.ts';
import type { PaymentKind, PaymentMethod } from '../../../domain/money/payment.ts';
import { parseChoice, parseLine } from '../../../domain/text-input.ts';
import { quoted } from '../../../domain/typography.ts';
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
  /^\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?: ?(?:€|[a-z]{3}|euros?))?$|^\d[\d.,]* (?:€|[a-z]{3}|euros?)$/i;

const tryAmount = (text: string, currency: string): number | RelanceError => {
  try {
    return parseAmount(text, currency);
  } catch (error) {
    if (error instanceof RelanceError) return error;
    throw error;
  }
};

const ambiguousAmount = (word: string, hint: string): RelanceError =>
  usageError(
    `${quoted(word)} est le numéro d’une facture, et peut aussi être le montant`,
    hint,
    'ambiguous-amount',
  );

/** `500,00` for 500 €: what cannot be taken for an invoice number. */
const unmistakable = (word: string, currency: string): string => {
  const exponent = isCurrency(currency) ? CURRENCIES[currency].exponent : 2;
  return exponent === 0 ? `${word}${currency}` : `${word},${'0'.repeat(exponent)}`;
};

const looksLikeAmount = (word: string): boolean => /^\d[\d\s.,'’\u00a0\u202f]*\D{0,5}$/u.test(word);

/** The last words, when they are an amount and not another invoice. */
const splitAmount = (
  db: Database,
  words: string[],
  currency: string,
): { references: string[]; amountCents: number | null } => {
  const isNumber = (word: string): boolean => findInvoiceByNumber(db, word) !== null;
  const negative = words.slice(1).find(isNegative);
  if (negative !== undefined) parseAmount(negative, currency);
  for (let start = 1; start < words.length - 1; start += 1) {
    const tail = words.slice(start);
    const amount = SPACED_AMOUNT.test(tail.join(' ')) ? tryAmount(tail.join(' '), currency) : null;
    if (typeof amount !== 'number') continue;
    const number = tail.find(isNumber);
    if (number !== undefined)
      throw ambiguousAmount(number, 'payez les factures l’une après l’autre, le montant entre guillemets');
    return { references: words.slice(0, start), amountCents: amount };
  }
  const last = words.at(-1) ?? '';
  if (words.length < 2) return { references: words, amountCents: null };
  const amount = tryAmount(last, currency);
  if (typeof amount === 'number') {
    if (isNumber(last))
      throw ambiguousAmount(last, `pour le montant, écrivez ${unmistakable(last, currency)}`);
    return { references: words.slice(0, -1), amountCents: amount };
  }
  try {
    resolveInvoice(db, last);
  } catch (error) {
    const isUnknown = error instanceof RelanceError && error.code === 'unknown-invoice';
    throw isUnknown && looksLikeAmount(last) ? amount : error;
  }
  return { references: words, amountCents: null };
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
  const { references, amountCents } = splitAmount(db, words, currency);
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
