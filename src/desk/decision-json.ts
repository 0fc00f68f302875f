import { askedDueOn, askedInstalments } from '../domain/schedule/asked.ts';
import type { WaitingLine } from '../domain/bank/bank-waiting.ts';
import type { OpenContact } from '../domain/schedule/contact.ts';
import type { LocalDate } from '../domain/dates.ts';
import type { Overpayment } from '../domain/money/payment.ts';
import type { Action, Plan } from '../domain/schedule/action.ts';
import type { Figures } from '../domain/law/interest.ts';
import type { ClientFacts } from '../domain/schedule/facts.ts';
import type { Letter } from '../domain/law/letter.ts';
import type { InstalmentReading } from '../domain/schedule/payment-plan.ts';

export interface DueView {
  plan: Plan;
  limit: number | undefined;
  uncertain: OpenContact[];
  drafts: OpenContact[];
  replies: OpenContact[];
  overpayments: Overpayment[];
  /** What the law grants at that day, by invoice, for the actions shown. */
  figures: ReadonlyMap<number, Figures>;
  warnings: { code: string; number: string | null; text: string; command: string }[];
  /** Letters to post, numbers to note, delays that are over. */
  letters: {
    letter: Pick<Letter, 'id' | 'kind'>;
    client: ClientFacts;
    numbers: string[];
    state: string;
    text: string;
    command: string;
  }[];
  /** Until when the mailbox is known; null when none is set. */
  mailbox: { readUntil: string | null } | null;
  /** Up to which day the bank is known, and its lines to confirm; null without any statement. */
  bank: {
    knownUntil: LocalDate;
    isStale: boolean;
    waiting: WaitingLine[];
    unexplained: { credits: number; returns: number };
  } | null;
  /** Whom to call again, outside any step. */
  callsAgain: { client: ClientFacts; numbers: string[]; on: LocalDate }[];
  /** Instalments of plans: those of the week, late, or missed. */
  instalments: (InstalmentReading & {
    client: ClientFacts;
    currency: string;
    numbers: string[];
    count: number;
  })[];
}

export const clientJson = ({ id, name, kind }: Pick<ClientFacts, 'id' | 'name' | 'kind'>) => ({
  id,
  name,
  kind,
});

/** An invoice as an action or a message names it. */
export const invoiceRefsJson = (action: Action) =>
  action.invoices.map(({ decision, advances }) => ({
    number: decision.invoice.number,
    step: advances ? (decision.step?.id ?? null) : null,
    advances,
    dueOn: askedDueOn(decision),
    daysLate: decision.daysLate,
    remainingCents: decision.claimedCents,
  }));

const waitingLinesJson = (lines: readonly WaitingLine[]) =>
  lines.map(({ entry, on, amountCents, currency, label, invoices, reason }) => ({
    entry,
    date: on,
    amountCents,
    currency,
    label,
    invoices: invoices.map(({ number }) => number),
    reason,
  }));

export const uncertainJson = (contacts: OpenContact[]) =>
  contacts.map(({ contact, client, step, invoices, at }) => ({ contact, client, step, invoices, at }));

export const dueJson = ({
  plan,
  limit,
  uncertain,
  drafts,
  replies,
  overpayments,
  figures,
  warnings,
  letters,
  instalments,
  callsAgain,
  bank,
  mailbox,
}: DueView) => ({
  date: plan.date,
  actions: plan.actions.slice(0, limit).map((action) => ({
    channel: action.channel,
    step: action.step?.id ?? null,
    client: clientJson(action.client),
    currency: action.currency,
    totalCents: action.totalCents,
    daysLate: action.daysLate,
    invoices: invoiceRefsJson(action).map((ref, index) => {
      const decision = action.invoices[index]?.decision;
      const isPlanned = decision !== undefined && askedInstalments(decision.plan) !== null;
      const of = isPlanned ? null : figures.get(decision?.invoice.id ?? 0);
      return { ...ref, interestCents: of?.interestCents ?? 0, indemnityCents: of?.indemnityCents ?? 0 };
    }),
    reason: { code: action.reason.code, text: action.reason.text() },
    blocked: action.blocked,
  })),
  uncertain: uncertainJson(uncertain),
  drafts: uncertainJson(drafts),
  replies: replies.map(({ contact, client, invoices, at, note }) => ({
    contact,
    client,
    invoices,
    at,
    note,
  })),
  overpayments: overpayments.map(({ id, client, currency, availableCents, invoiceNumber }) => ({
    payment: id,
    client,
    currency,
    availableCents,
    invoice: invoiceNumber,
  })),
  waiting: plan.waiting.map(({ decision, reason, nextOn }) => ({
    number: decision.invoice.number,
    reason: { code: reason.code, text: reason.text() },
    nextOn,
  })),
  warnings,
  letters: letters.map(({ letter, client, numbers, state, text, command }) => ({
    id: letter.id,
    kind: letter.kind,
    client: clientJson(client),
    invoices: numbers,
    state,
    text,
    command,
  })),
  mailbox,
  bank: bank && {
    knownUntil: bank.knownUntil,
    stale: bank.isStale,
    waiting: waitingLinesJson(bank.waiting),
    unexplained: bank.unexplained,
  },
  callsAgain: callsAgain.map(({ client, numbers, on }) => ({
    client: clientJson(client),
    invoices: numbers,
    on,
  })),
  instalments: instalments.map(
    ({ client, currency, numbers, number, count, dueOn, amountCents, remainingCents, state }) => ({
      client: clientJson(client),
      invoices: numbers,
      currency,
      number,
      count,
      dueOn,
      amountCents,
      remainingCents,
      state,
    }),
  ),
});
