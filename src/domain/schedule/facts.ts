import type { WaitingLine } from '../bank/bank-waiting.ts';
import type { ClientKind } from '../people/client-kind.ts';
import type { LocalDate } from '../dates.ts';
import type { PlanFact } from './payment-plan.ts';
import type { Interruption } from '../law/interruption.ts';
import type { Channel, Tone } from './scenario.ts';

export const HOLD_KINDS = [
  'insolvency',
  'handover',
  'dispute',
  'bank',
  'plan',
  'reply',
  'pause',
  'promise',
] as const;
export type HoldKind = (typeof HOLD_KINDS)[number];

/** Any reason not to remind now. `kind` stays open: a hold that cannot be read still holds. */
export interface HoldFact {
  kind: string;
  fromOn: LocalDate;
  /** Last day included (pause), day promised (promise), or null: without end. */
  untilOn: LocalDate | null;
  /** Disputed part, or promised sum; null: the whole. */
  amountCents: number | null;
  reason: string | null;
  /** Instant of the recording: what came in earlier the same day does not keep a promise. */
  recordedAt?: string;
  /** The agreement that a plan carries out; none when it was only noted. */
  plan?: PlanFact | undefined;
}

export interface PaymentFact {
  receivedOn: LocalDate;
  amountCents: number;
  kind: 'payment' | 'credit-note';
  recordedAt?: string;
}

/** A step behind us for one invoice. */
export interface StepFact {
  step: string;
  /** `jour` of the step on the day it was made. */
  day: number;
  tone: Tone | null;
  channel: Channel;
  on: LocalDate;
  /** made: really said to the client; pending: reserved, and nobody knows yet whether it left. */
  kind: 'made' | 'pending' | 'skipped' | 'declared';
  contact: number | null;
  /** Another invoice of the same message, call or letter, if there was one. */
  with?: string | null;
  status: 'sent' | 'logged' | 'sending' | 'uncertain' | 'draft' | null;
}

/** A step said to a client these last days, about an invoice that may be paid since. */
export interface SaidStep {
  contact: number;
  invoiceId: number;
  currency: string;
  /** Name of the scenario that knows the step. */
  scenario: string;
  step: string;
  channel: Channel;
  on: LocalDate;
}

export interface ClientFacts {
  id: number;
  name: string;
  kind: ClientKind;
  email: string | null;
  /** Day on which a server refused the address for good. */
  emailRefusedOn: LocalDate | null;
  phone: string | null;
  hasPostalAddress: boolean;
  scenario: string | null;
  /** Preferred channel, when the client only answers to one. */
  channel: Channel | null;
  isPerInvoice: boolean;
  /** Day of the last outbound contact about an overdue invoice, by any channel. */
  lastOutboundOn: LocalDate | null;
  /** What was said in the days during which it is not said again. */
  lately: readonly SaidStep[];
  /** The delay of a mise en demeure that still runs, and an invoice of it. */
  formalNotice: { number: string; until: LocalDate } | null;
  /** Latest inbound contact that nobody has answered: what a client says anew holds anew. */
  unansweredReplyOn: LocalDate | null;
  /** The latest day on which one of those was read in the mailbox: nobody could answer before. Null: none came that way. */
  replyReadOn: LocalDate | null;
  /** Opening judgment of a collective proceeding still open. */
  insolvencyJudgedOn: LocalDate | null;
}

/** Everything that decides about one unpaid invoice, as known on the day of the run. */
export interface InvoiceFacts {
  id: number;
  number: string;
  client: ClientFacts;
  issuedOn: LocalDate;
  dueOn: LocalDate;
  performedOn: LocalDate | null;
  currency: string;
  totalCents: number;
  scenario: string | null;
  isClosed: boolean;
  payments: PaymentFact[];
  holds: HoldFact[];
  steps: StepFact[];
  /** Acts that started the time to sue again. */
  interruptions: Interruption[];
  /** Last day on which a reminder about another invoice listed this one, overdue, without making a step of it. */
  listedOn: LocalDate | null;
  /** Last deadline that a message gave the client for this invoice, that day included. */
  deadlineOn: LocalDate | null;
  /** Day on which the user means to call again, when nobody could be spoken to. */
  callAgainOn: LocalDate | null;
  /** Lines of the bank that may pay it, and that nobody has confirmed. */
  bankLines: readonly WaitingLine[];
}
