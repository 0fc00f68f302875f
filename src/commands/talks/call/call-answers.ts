import type { Context } from '../../../context.ts';
import {
  CALL_OUTCOMES,
  consequenceOf,
  isUnreached,
  type CallOutcome,
} from '../../../domain/schedule/call-outcome.ts';
import { formatDay, type LocalDate } from '../../../domain/dates.ts';
import { formatAmount, parseAmount } from '../../../domain/money/money.ts';
import { parseDay } from '../../../domain/date-input.ts';
import { alreadyPaidReason, approvalReason } from '../../../domain/schedule/pause-reason.ts';
import { parseChoice, parseLine, parseParagraphs } from '../../../domain/text-input.ts';
import { usageError } from '../../../errors.ts';
import { scheduleRulesOf } from '../../../desk/day-decisions.ts';
import { unreachedCalls, type Talk } from './read-talk.ts';
import type { CallAnswer } from '../../../db/contacts.ts';
import type { CallEntry } from './record-call.ts';
import { DISPUTE_CATEGORY_WORDS, PAYMENT_METHOD_LABELS, PAYMENT_METHOD_WORDS } from '../../../ui/labels.ts';
import { conflictingFlags, flagName, requireFlag, requireReason } from '../../../desk/flags.ts';

export interface CallFlags {
  issue?: string | undefined;
  promesse?: string | undefined;
  montant?: string | undefined;
  motif?: string | undefined;
  categorie?: string | undefined;
  qui?: string | undefined;
  quand?: string | undefined;
  payeLe?: string | undefined;
  mode?: string | undefined;
  note?: string | undefined;
  le?: string | undefined;
}

/** Flags that only one outcome takes. */
const OUTCOME_OF: Partial<Record<keyof CallFlags, CallOutcome[]>> = {
  promesse: ['promesse'],
  montant: ['promesse', 'litige'],
  motif: ['litige'],
  categorie: ['litige'],
  qui: ['attente-validation'],
  quand: ['attente-validation'],
  payeLe: ['deja-paye'],
  mode: ['deja-paye'],
};

const refuseStray = (flags: CallFlags, outcome: CallOutcome): void => {
  const stray = (Object.keys(OUTCOME_OF) as (keyof CallFlags)[]).find(
    (flag) => flags[flag] !== undefined && OUTCOME_OF[flag]?.includes(outcome) === false,
  );
  if (stray !== undefined)
    throw conflictingFlags(`${flagName(stray)} ne va pas avec l’issue « ${outcome} »`, 'relance call --help');
};

const wordsOf = <T extends string>(words: Readonly<Record<T, unknown>>): T[] => Object.keys(words) as T[];

const readPromise = async (
  ctx: Context,
  flags: CallFlags,
  { action, decisions }: Talk,
): Promise<NonNullable<CallEntry['promise']>> => {
  const number = decisions[0]?.invoice.number ?? '';
  const on = await requireFlag(ctx, flags.promesse, {
    flag: '--promesse',
    question: 'Pour quel jour le règlement est-il promis ?',
    example: `relance call ${number} --issue promesse --promesse +8j`,
    parse: (text) => parseDay(text, ctx.today),
  });
  if (on < ctx.today)
    throw usageError(
      `Une promesse porte sur aujourd’hui ou plus tard, pas sur le ${formatDay(on)}`,
      `relance call ${number} --issue promesse --promesse +8j`,
      'past-date',
    );
  const cents = flags.montant === undefined ? null : parseAmount(flags.montant, action.currency);
  const owed = decisions.reduce((sum, { remainingCents }) => sum + remainingCents, 0);
  if (cents !== null && cents > owed)
    throw usageError(
      `La promesse dépasse le reste dû de ${formatAmount(owed, action.currency)}`,
      'corrigez --montant',
      'promise-exceeds',
    );
  return { on, cents };
};

const readDispute = async (
  ctx: Context,
  flags: CallFlags,
  { action, decisions, named }: Talk,
): Promise<NonNullable<CallEntry['dispute']>> => {
  const category =
    flags.categorie === undefined
      ? null
      : DISPUTE_CATEGORY_WORDS[parseChoice(flags.categorie, wordsOf(DISPUTE_CATEGORY_WORDS), '--categorie')];
  if (flags.montant !== undefined && named.size > 1)
    throw conflictingFlags(
      'Avec plusieurs factures, la part contestée se note sur chacune',
      'relance dispute <facture> --montant …',
    );
  return {
    reason: await requireReason(ctx, flags.motif, {
      question: 'Que conteste le client ?',
      example: `relance call ${decisions[0]?.invoice.number ?? ''} --issue litige --motif "prestation contestée"`,
    }),
    category,
    invoiceIds: named,
    cents: flags.montant === undefined ? null : parseAmount(flags.montant, action.currency),
  };
};

/** The day for which somebody must approve the invoice: to come. */
const readApprovalDay = (ctx: Context, text: string): LocalDate => {
  const on = parseDay(text, ctx.today);
  if (on >= ctx.today) return on;
  throw usageError(
    `Une validation s’attend pour aujourd’hui ou plus tard, pas pour le ${formatDay(on)}`,
    'corrigez --quand',
    'past-date',
  );
};

/** The day on which the client says that they paid: one that is to come is a promise. */
const readPaidDay = (ctx: Context, text: string): LocalDate => {
  const on = parseDay(text, ctx.today);
  if (on <= ctx.today) return on;
  throw usageError(
    `Un règlement déjà fait ne peut pas dater du ${formatDay(on)}`,
    'un règlement à venir se note avec --issue promesse --promesse <date>',
    'future-date',
  );
};

const methodOf = (word: string): string =>
  PAYMENT_METHOD_LABELS[PAYMENT_METHOD_WORDS[parseChoice(word, wordsOf(PAYMENT_METHOD_WORDS), '--mode')]];

const readAnswer = (ctx: Context, flags: CallFlags, approvalOn: LocalDate | null): CallAnswer => ({
  approvalBy: flags.qui === undefined ? null : parseLine(flags.qui, '--qui'),
  approvalOn,
  paidOn: flags.payeLe === undefined ? null : readPaidDay(ctx, flags.payeLe),
});

const reasonOf = (
  outcome: CallOutcome,
  answer: CallAnswer,
  { until, method }: { until: LocalDate; method: string | null },
): string => {
  if (outcome === 'attente-validation') return approvalReason(answer, until);
  if (outcome === 'deja-paye') return alreadyPaidReason(answer.paidOn, method);
  return 'facture envoyée de nouveau';
};

const OUTCOME_CHOICES: { name: string; value: CallOutcome }[] = [
  { name: 'il ou elle paiera tel jour', value: 'promesse' },
  { name: 'message laissé', value: 'message' },
  { name: 'personne au bout du fil', value: 'injoignable' },
  { name: 'dit avoir déjà payé', value: 'deja-paye' },
  { name: 'n’a pas reçu la facture', value: 'facture-non-recue' },
  { name: 'attend une validation', value: 'attente-validation' },
  { name: 'conteste tout ou partie', value: 'litige' },
  { name: 'ce n’est pas la bonne personne', value: 'mauvais-contact' },
  { name: 'refuse de payer', value: 'refus' },
];

const given = (text: string): string | undefined => (text === '' ? undefined : text);

/** At a terminal, the details that make the outcome useful are asked. */
const askDetails = async (ctx: Context, flags: CallFlags, outcome: CallOutcome): Promise<CallFlags> => {
  if (!ctx.isInteractive) return flags;
  const prompts = await ctx.prompts();
  const ask = (message: string, check?: (text: string) => unknown): Promise<string> =>
    prompts.text({ message, isOptional: true, ...(check && { check }) });
  const details: CallFlags = { ...flags };
  if (outcome === 'attente-validation') {
    details.qui ??= given(await ask('Qui doit valider ?'));
    details.quand ??= given(await ask('Pour quand ?', (text) => readApprovalDay(ctx, text)));
  }
  if (outcome === 'deja-paye')
    details.payeLe ??= given(await ask('Payé quel jour ?', (text) => readPaidDay(ctx, text)));
  details.note ??= given(await ask('Ce qui a été dit, en quelques faits :'));
  return details;
};

/** What came out of the call: the flags, else the answers of a person. Null: nothing is to be recorded. */
export const readCallEntry = async (
  ctx: Context,
  typed: CallFlags,
  talk: Talk,
  on: LocalDate,
): Promise<CallEntry | null> => {
  if (typed.issue === undefined && !ctx.isInteractive) return null;
  const outcome =
    typed.issue === undefined
      ? await (
          await ctx.prompts()
        ).choose<CallOutcome | null>('Et alors ?', [
          ...OUTCOME_CHOICES,
          { name: 'je n’ai pas encore appelé', value: null },
        ])
      : parseChoice(typed.issue, CALL_OUTCOMES, '--issue');
  if (outcome === null) return null;
  refuseStray(typed, outcome);
  const flags = typed.issue === undefined ? await askDetails(ctx, typed, outcome) : typed;
  const approvalOn = flags.quand === undefined ? null : readApprovalDay(ctx, flags.quand);
  const consequence = consequenceOf(outcome, {
    on,
    attempts: isUnreached(outcome) ? unreachedCalls(talk.history) + 1 : 0,
    approvalOn,
    zone: scheduleRulesOf(ctx.db()).zone,
  });
  const answer = readAnswer(ctx, flags, approvalOn);
  return {
    outcome,
    on,
    note: flags.note === undefined ? null : parseParagraphs(flags.note, '--note'),
    consequence,
    promise: outcome === 'promesse' ? await readPromise(ctx, flags, talk) : null,
    dispute: outcome === 'litige' ? await readDispute(ctx, flags, talk) : null,
    answer,
    pauseReason: reasonOf(outcome, answer, {
      until: consequence.pauseUntil ?? ctx.today,
      method: flags.mode === undefined ? null : methodOf(flags.mode),
    }),
  };
};
