import type { Context } from '../../../context.ts';
import { insertCallAnswer, insertContact, insertStepMark, type CallAnswer } from '../../../db/contacts.ts';
import { insertHold } from '../../../db/hold-rows.ts';
import { findInvoice } from '../../../db/invoices.ts';
import { allocate } from '../../../domain/money/allocation.ts';
import { askedInstalments } from '../../../domain/schedule/asked.ts';
import type { CallConsequence, CallOutcome } from '../../../domain/schedule/call-outcome.ts';
import type { LocalDate } from '../../../domain/dates.ts';
import { promiseHoldsUntil } from '../../../domain/schedule/holds.ts';
import type { DisputeCategory } from '../../../domain/schedule/recorded-hold.ts';
import { isThreat } from '../../../domain/schedule/scenario.ts';
import type { Action } from '../../../domain/schedule/action.ts';
import type { Decision } from '../../../domain/schedule/decision.ts';
import { instantOf } from '../../../desk/days.ts';
import { scheduleRulesOf } from '../../../desk/day-decisions.ts';
import { recordDispute } from '../record-dispute.ts';
import { recordPromise } from '../record-promise.ts';
import { remainingCentsOfInvoice } from '../../../domain/money/invoice.ts';

export interface CallEntry {
  outcome: CallOutcome;
  on: LocalDate;
  note: string | null;
  consequence: CallConsequence;
  promise: { on: LocalDate; cents: number | null } | null;
  dispute: {
    invoiceIds: ReadonlySet<number>;
    reason: string;
    category: DisputeCategory | null;
    cents: number | null;
  } | null;
  answer: CallAnswer;
  /** Why reminders wait, when they do. */
  pauseReason: string;
}

interface RecordedCall {
  contact: number;
  /** Steps that the call makes, by invoice number. */
  steps: { number: string; step: string }[];
  skipped: { number: string; step: string }[];
  /** Numbers of the invoices now in dispute. */
  disputed: string[];
  holdsUntil: LocalDate | null;
}

export interface RecordedEntry extends CallEntry {
  recorded: RecordedCall;
}

/** A promise for several invoices pays the oldest first. */
const promiseShares = (
  decisions: readonly Decision[],
  cents: number | null,
): { invoiceId: number; cents: number | null }[] => {
  if (cents === null)
    return decisions.flatMap((decision) => {
      const isPlanned = askedInstalments(decision.plan) !== null;
      const share = isPlanned ? Math.min(decision.claimedCents, decision.remainingCents) : null;
      return share === 0 ? [] : [{ invoiceId: decision.invoice.id, cents: share }];
    });
  const owed = decisions.map(({ invoice, remainingCents }) => ({
    id: invoice.id,
    number: invoice.number,
    dueOn: invoice.dueOn,
    remainingCents,
  }));
  return allocate(owed, cents).shares.map(({ invoice, amountCents }) => ({
    invoiceId: invoice.id,
    cents: amountCents,
  }));
};

/** The client has said no: what is left before the formal step says nothing more. */
const skipToFormal = (ctx: Context, { invoice, scenario, step }: Decision, on: LocalDate): string[] => {
  const formal = scenario.steps.find((candidate) => candidate.channel === 'mise-en-demeure');
  if (!formal) return [];
  const behind = new Set(invoice.steps.map((fact) => fact.step));
  const left = scenario.steps.filter(
    (candidate) =>
      candidate.day > (step?.day ?? 0) &&
      candidate.day < formal.day &&
      !behind.has(candidate.id) &&
      !isThreat({ tone: null, channel: candidate.channel }),
  );
  for (const { id, day } of left)
    insertStepMark(
      ctx.db(),
      { invoiceId: invoice.id, kind: 'skipped', step: id, stepDay: day, onDay: on, reason: 'refus de payer' },
      ctx.now,
    );
  return left.map(({ id }) => id);
};

const holdAfter = (
  ctx: Context,
  decisions: readonly Decision[],
  { on, promise, dispute, consequence, pauseReason }: CallEntry,
): LocalDate | null => {
  const db = ctx.db();
  if (promise) {
    for (const { invoiceId, cents } of promiseShares(decisions, promise.cents))
      recordPromise(db, invoiceId, { on: promise.on, cents, madeOn: on }, ctx.now);
    return promiseHoldsUntil(promise.on, scheduleRulesOf(db).zone);
  }
  if (dispute)
    for (const { invoice } of decisions)
      if (dispute.invoiceIds.has(invoice.id)) recordDispute(db, invoice.id, { ...dispute, on }, ctx.now);
  const until = consequence.pauseUntil;
  if (until !== null)
    for (const { invoice } of decisions)
      insertHold(
        db,
        { kind: 'pause', invoiceId: invoice.id, fromOn: on, untilOn: until, reason: pauseReason },
        ctx.now,
      );
  return until;
};

/** Writes a call in the log with all that follows from it, at once or not at all. */
export const recordCall = (ctx: Context, { invoices }: Action, entry: CallEntry): RecordedCall => {
  const decisions = invoices.map(({ decision }) => decision);
  const { outcome, on, note, consequence } = entry;
  const db = ctx.db();
  return db
    .transaction(() => {
      const made = invoices.flatMap(({ advances, decision: { invoice, step } }) =>
        consequence.isStepMade && advances && step !== null
          ? [{ number: invoice.number, id: invoice.id, step }]
          : [],
      );
      const contact = insertContact(
        db,
        {
          clientId: decisions[0]?.invoice.client.id ?? 0,
          at: instantOf(ctx, on),
          onDay: on,
          channel: 'call',
          direction: 'out',
          status: 'logged',
          outcome,
          note,
          followUpOn: consequence.followUpOn,
          invoices: decisions.map(({ invoice, daysLate }) => {
            const step = made.find(({ id }) => id === invoice.id)?.step;
            return {
              invoiceId: invoice.id,
              step: step?.id ?? null,
              stepDay: step?.day ?? null,
              tone: step?.tone ?? null,
              remainingCents: remainingCentsOfInvoice(findInvoice(db, invoice.id)),
              daysLate,
            };
          }),
        },
        ctx.now,
      );
      insertCallAnswer(db, contact, entry.answer);
      const skipped = consequence.isFormalNext
        ? decisions.flatMap((decision) =>
            skipToFormal(ctx, decision, on).map((step) => ({ number: decision.invoice.number, step })),
          )
        : [];
      const holdsUntil = holdAfter(ctx, decisions, entry);
      return {
        contact,
        steps: made.map(({ number, step }) => ({ number, step: step.id })),
        skipped,
        disputed: decisions.flatMap(({ invoice }) =>
          entry.dispute?.invoiceIds.has(invoice.id) ? [invoice.number] : [],
        ),
        holdsUntil,
      };
    })
    .immediate();
};
