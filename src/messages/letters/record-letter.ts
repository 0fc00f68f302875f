import type { Context } from '../../context.ts';
import { insertContact } from '../../db/contacts.ts';
import { sha256Of } from '../../db/documents.ts';
import { loadFacts } from '../../db/load-facts.ts';
import { findInvoice } from '../../db/invoices.ts';
import {
  cancelLetter,
  findLetter,
  insertFile,
  insertLetter,
  insertLetterEvent,
  listLettersOf,
} from '../../db/letters.ts';
import { daysLateOn } from '../../domain/money/balance.ts';
import { carriedStep } from '../../domain/schedule/carried.ts';
import { addDays, formatDay, type LocalDate } from '../../domain/dates.ts';
import { effectiveChannel } from '../../domain/schedule/effective-channel.ts';
import { LETTER_OUTCOMES, type Letter, type LetterEvent } from '../../domain/law/letter.ts';
import { PRESENTATION_DAYS, toneRank, type Channel, type Step } from '../../domain/schedule/scenario.ts';
import type { Decision } from '../../domain/schedule/decision.ts';
import { RelanceError, usageError } from '../../errors.ts';
import type { ComposedLetter, PrintedLetter } from './compose-letter.ts';
import { documentName, freePath, requireFolder, writeAside } from './letter-files.ts';
import { instantOf } from '../../desk/days.ts';
import { decideInvoice, scheduleRulesOf } from '../../desk/day-decisions.ts';
import type { Scenarios } from '../../desk/scenarios.ts';
import { remainingCentsOfInvoice } from '../../domain/money/invoice.ts';

export interface StoredLetter {
  id: number;
  path: string;
  sha256: string;
  pages: number;
  /** A letter not yet posted that this one replaces. */
  replacedOn: LocalDate | null;
}

/** What was shown must still be owed: a payment recorded meanwhile stops the letter. */
const refuseStale = (ctx: Context, letter: ComposedLetter): void => {
  const changed = letter.claimed.find(({ invoice }) => {
    const now = findInvoice(ctx.db(), invoice.id);
    return now.paidCents !== invoice.paidCents || now.closedOn !== invoice.closedOn;
  });
  if (changed)
    throw new RelanceError(`${changed.invoice.number} a changé entre-temps : rien n’a été écrit`, {
      code: 'stale',
      hint: `relance show ${changed.invoice.number}`,
    });
};

const replaceDrafts = (ctx: Context, { kind, claimed }: ComposedLetter): LocalDate | null => {
  const db = ctx.db();
  const drafts = claimed
    .flatMap(({ invoice }) => listLettersOf(db, invoice.id, ctx.today))
    .filter((letter) => letter.kind === kind && letter.postedOn === null && kind !== 'agreement');
  for (const { id } of drafts) cancelLetter(db, id, ctx.today);
  return drafts.at(-1)?.writtenOn ?? null;
};

/** Records a letter with its PDF, and writes that PDF into a folder. */
export const storeLetter = (
  ctx: Context,
  letter: ComposedLetter,
  { bytes, pages }: PrintedLetter,
  folder: string,
  alsoRecord: (letterId: number) => void = () => undefined,
): StoredLetter => {
  const db = ctx.db();
  const name = documentName(
    letter.kind,
    letter.claimed.map(({ invoice }) => invoice.number),
  );
  const path = freePath(requireFolder(folder), name, 'pdf');
  const publish = writeAside(path, bytes);
  const stored = db
    .transaction(() => {
      refuseStale(ctx, letter);
      const replacedOn = replaceDrafts(ctx, letter);
      const id = insertLetter(
        db,
        {
          clientId: letter.client.id,
          kind: letter.kind,
          writtenOn: letter.on,
          currency: letter.currency,
          totalCents: letter.totalCents,
          delayDays: letter.delayDays,
          sending: letter.sending,
          tracking: letter.tracking,
          isWaiving: letter.isWaiving ?? false,
          invoices: letter.claimed.map(({ invoice, claimedCents }) => ({
            invoiceId: invoice.id,
            remainingCents: claimedCents,
          })),
        },
        { name: `${name}.pdf`, content: bytes },
        ctx.now,
      );
      alsoRecord(id);
      return { id, replacedOn };
    })
    .immediate();
  publish();
  return { ...stored, path, sha256: sha256Of(Buffer.from(bytes)), pages };
};

const channelOf = ({ kind, sending }: Letter): Channel =>
  kind === 'mise-en-demeure' ? kind : sending === 'lrar' || sending === 'lre' ? 'lrar' : 'letter';

const earliestOf = (letter: Letter, event: LetterEvent): LocalDate => {
  const { writtenOn, postedOn, presentedOn } = letter;
  if (event === 'posted') return writtenOn;
  if (event === 'received') return presentedOn ?? postedOn ?? writtenOn;
  return postedOn ?? writtenOn;
};

const refuseEarlier = (letter: Letter, event: LetterEvent, on: LocalDate): void => {
  const earliest = earliestOf(letter, event);
  if (on >= earliest) return;
  throw usageError(
    `Le ${formatDay(on)} précède le ${formatDay(earliest)} : une lettre est écrite, postée, présentée, puis reçue`,
    'vérifiez la date',
    'letter-order',
  );
};

const isByPost = (channel: Channel): boolean => channel === 'letter' || channel === 'lrar';

type MadeStep = Pick<Step, 'id' | 'day' | 'channel'> & { tone: Step['tone'] | null };

/**
 * The step of its scenario that a posted letter makes for an invoice: for a client without e-mail, the next one may be an
 * e-mail that a letter stands for. A mise en demeure outside its scenario stands after
 * every step: nothing milder follows it.
 */
const stepMade = ({ kind }: Letter, { invoice: facts, scenario, step: next }: Decision): MadeStep | null => {
  if (kind === 'decheance-du-terme') return null;
  const isReminder = kind !== 'mise-en-demeure';
  if (isReminder && next !== null && isByPost(effectiveChannel(next, facts.client).channel)) return next;
  const made = new Set(facts.steps.filter((fact) => fact.kind !== 'skipped').map(({ step }) => step));
  const isOfLetter = ({ channel }: Step): boolean =>
    isReminder ? isByPost(channel) : channel === 'mise-en-demeure';
  const step = scenario.steps.find((candidate) => isOfLetter(candidate) && !made.has(candidate.id));
  if (step) return step;
  if (isReminder || made.has('mise-en-demeure')) return null;
  return {
    id: 'mise-en-demeure',
    day: Math.max(...scenario.steps.map(({ day }) => day)),
    channel: 'mise-en-demeure',
    tone: null,
  };
};

/** The steps that a posted letter makes, by invoice: the firmest leads, the others go along with it as in a message. */
const stepsMade = (ctx: Context, letter: Letter, scenarios: Scenarios): Map<number, MadeStep> => {
  const db = ctx.db();
  const rules = scheduleRulesOf(db);
  const decisions = letter.invoiceIds
    .flatMap((invoiceId) => loadFacts(db, { today: ctx.today, invoiceId }))
    .map((facts) => decideInvoice(facts, scenarios, ctx.today, rules));
  const steps = new Map<number, MadeStep>();
  for (const decision of decisions) {
    const step = stepMade(letter, decision);
    if (step) steps.set(decision.invoice.id, step);
  }
  const [lead] = decisions
    .flatMap((decision) => (decision.act && decision.step ? [{ ...decision, step: decision.step }] : []))
    .toSorted((a, b) => toneRank(b.step) - toneRank(a.step));
  if (!lead || letter.kind !== 'reminder') return steps;
  for (const decision of decisions.filter(({ invoice }) => invoice.id !== lead.invoice.id)) {
    const step = carriedStep(decision, { lead, channel: channelOf(letter) }, ctx.today);
    if (step) steps.set(decision.invoice.id, step);
  }
  return steps;
};

export interface LetterFact {
  event: LetterEvent;
  on: LocalDate;
  note?: string | null;
  /** Proof of deposit or of receipt. */
  proof?: { name: string; content: Buffer } | null;
}

const deadlineAfter = (letter: Letter, event: LetterEvent, on: LocalDate): LocalDate | null => {
  const { delayDays, presentedOn } = letter;
  if (delayDays === null) return null;
  if (event === 'posted') return addDays(on, PRESENTATION_DAYS + delayDays);
  return event === 'presented' || (event === 'received' && presentedOn === null)
    ? addDays(on, delayDays)
    : null;
};

/** Writes one fact of a letter's life in the log, inside a transaction. @returns the letter as it now is */
export const recordLetterFact = (
  ctx: Context,
  letterId: number,
  { event, on, note = null, proof = null }: LetterFact,
  scenarios: Scenarios,
): Letter => {
  const db = ctx.db();
  const letter = findLetter(db, letterId, ctx.today);
  refuseEarlier(letter, event, on);
  const isPosted = event === 'posted';
  const made = isPosted ? stepsMade(ctx, letter, scenarios) : new Map<number, MadeStep>();
  const invoices = letter.invoiceIds.map((invoiceId) => {
    const [facts] = loadFacts(db, { today: on, invoiceId });
    const step = made.get(invoiceId);
    const invoice = findInvoice(db, invoiceId);
    return {
      invoiceId,
      step: step?.id ?? null,
      stepDay: step?.day ?? null,
      tone: step?.tone ?? null,
      remainingCents: remainingCentsOfInvoice(invoice),
      daysLate: facts ? daysLateOn(facts.dueOn, on) : 0,
    };
  });
  const contactId = insertContact(
    db,
    {
      clientId: letter.clientId,
      at: instantOf(ctx, on),
      onDay: on,
      channel: channelOf(letter),
      direction: 'out',
      status: 'logged',
      outcome: isPosted ? null : LETTER_OUTCOMES[event],
      note,
      deadlineOn: deadlineAfter(letter, event, on),
      invoices,
    },
    ctx.now,
  );
  insertLetterEvent(db, letterId, contactId, event);
  if (proof) insertFile(db, { contactId, kind: 'proof', ...proof }, ctx.now);
  return findLetter(db, letterId, ctx.today);
};
