import type { Context } from '../context.ts';
import { findInvoice, findInvoiceByNumber } from '../db/invoices.ts';
import { listOwedIds } from '../db/mailbox.ts';
import { formatDay, parisDay } from '../domain/dates.ts';
import { remainingCentsOfInvoice, type Invoice } from '../domain/money/invoice.ts';
import { oneLine } from '../domain/typography.ts';
import { hintOf, sentencesAbout, type ReplyHint } from '../import/mail/reply-hint.ts';
import { namesSeveral, writtenSums } from '../import/mail/written-sum.ts';

/** A client's words that wait for an answer. */
export interface WaitingReply {
  clientId: number;
  /** Numbers of the invoices that it is about. */
  invoices: readonly string[];
  text: string;
  receivedAt: string;
  sender: string | null;
  isSure: boolean;
}

/** What its words call for is only offered: a text on which that fails is shown without. */
export const proposedFor = ({ text, receivedAt }: Pick<WaitingReply, 'text' | 'receivedAt'>): ReplyHint => {
  try {
    return hintOf(text, parisDay(new Date(receivedAt)));
  } catch {
    return { kind: 'none' };
  }
};

const MOST_LINES = 3;

/** The invoices that a promise or a payment is about: what is still owed of them, unless nothing is. */
const concerned = (ctx: Context, { clientId, invoices, text }: WaitingReply): Invoice[] => {
  const db = ctx.db();
  const named = invoices.map((number) => findInvoiceByNumber(db, number)).filter((found) => found !== null);
  const owed = named.filter((invoice) => remainingCentsOfInvoice(invoice) > 0);
  const about = owed.length > 0 ? owed : named;
  if (about.length > 1 || !namesSeveral(text)) return about;
  const others = listOwedIds(db, clientId).filter((id) => !about.some((invoice) => invoice.id === id));
  return [...about, ...others.map((id) => findInvoice(db, id))];
};

/** ` 260` from 26000: as it is typed after a command. */
const typedEuros = (cents: number): string =>
  ` ${Math.trunc(cents / 100)}${cents % 100 === 0 ? '' : `,${String(cents % 100).padStart(2, '0')}`}`;

/** The sum to type: none for all that is owed, a placeholder where the text does not tell it for sure. */
const sumFor = (
  kind: 'promise' | 'already-paid',
  { text }: WaitingReply,
  invoices: readonly Invoice[],
): string => {
  const { sums, isPart } = writtenSums(text);
  const owedCents = invoices.reduce((sum, invoice) => sum + remainingCentsOfInvoice(invoice), 0);
  const isEuros = invoices.every(({ currency }) => currency === 'EUR');
  if (!isPart && sums.every((cents) => isEuros && cents === owedCents)) return '';
  if (kind === 'already-paid') return ' <montant reçu>';
  const [cents = null] = sums;
  const isTold = writtenSums(sentencesAbout(text, kind).join('\n')).sums.length === 1;
  return invoices.length === 1 &&
    isEuros &&
    isTold &&
    sums.length === 1 &&
    cents !== null &&
    cents < owedCents
    ? typedEuros(cents)
    : ' <montant>';
};

const answeredLine = (number: string): string =>
  `→ puis, une fois répondu : relance log ${number} --canal email`;

/** One command, or one per invoice. */
const eachLines = (
  words: string,
  invoices: readonly Invoice[],
  command: (number: string) => string,
): string[] => {
  const commands = invoices.map(({ number }) => command(oneLine(number)));
  if (commands.length <= 1) return commands.map((line) => `→ ${words} ${line}`);
  return [
    `→ ${words}`,
    ...commands.slice(0, MOST_LINES).map((line) => `→ ${line}`),
    ...(commands.length > MOST_LINES ? ['…'] : []),
  ];
};

const promiseLines = (ctx: Context, reply: WaitingReply, on: string | null, number: string): string[] => {
  if (on !== null && on < ctx.today)
    return [
      `→ promis pour le ${formatDay(on)}, passé : vérifiez votre banque ; une fois répondu : relance log ${number} --canal email`,
    ];
  const invoices = concerned(ctx, reply);
  const sum = sumFor('promise', reply, invoices);
  const [words, day] =
    on === null ? ['une date est promise :', '<date>'] : [`promis pour le ${formatDay(on)} :`, formatDay(on)];
  return [
    ...eachLines(words, invoices, (one) => `relance promise ${one} ${day}${sum}`),
    answeredLine(number),
  ];
};

const offeredLines = (ctx: Context, reply: WaitingReply, number: string): string[] => {
  const hint = proposedFor(reply);
  switch (hint.kind) {
    case 'promise':
      return promiseLines(ctx, reply, hint.on, number);
    case 'already-paid': {
      const invoices = concerned(ctx, reply);
      const sum = sumFor('already-paid', reply, invoices);
      return [
        ...eachLines(
          'dit avoir payé : vérifiez votre banque, puis',
          invoices,
          (one) => `relance pay ${one}${sum}`,
        ),
        answeredLine(number),
      ];
    }
    case 'dispute':
      return [`→ conteste : relance dispute ${number} --motif "…"`];
    case 'missing-order':
      return [`→ demande un bon de commande : envoyez-le, puis relance log ${number} --canal email`];
    case 'missing-invoice':
      return [`→ n’a pas reçu la facture : relance send ${number} --modele facture`];
    case 'none':
      return [`→ une fois répondu : relance log ${number} --canal email`];
  }
};

/** The next command that a client's words call for: offered, never done; and how to set them aside when they may not be theirs. */
export const replyCommandLines = (ctx: Context, reply: WaitingReply): string[] => {
  const number = oneLine(reply.invoices[0] ?? '');
  return [
    ...offeredLines(ctx, reply, number),
    ...(reply.isSure
      ? []
      : [
          ctx.style.yellow(
            `Écrit par ${oneLine(reply.sender ?? '')} : est-ce bien votre client, au sujet de ses factures ?`,
          ),
          `→ sinon, pour que les relances reprennent : relance resume ${number}`,
        ]),
  ];
};
