import { askedDueOn, askedInstalments, type AskedInstalments } from './asked.ts';
import type { LocalDate } from '../dates.ts';
import type { PaymentFact } from './facts.ts';
import type { Action } from './action.ts';
import type { BrokenPromise } from './holds.ts';
import type { Decision } from './decision.ts';

/**
 * Why a message asks the sum that it asks: all that is owed on its invoices; that less what is disputed; the instalments of an
 * agreement, alone or beside other invoices; what was promised.
 */
export type AskedReason = 'remaining' | 'undisputed' | 'instalments' | 'with-instalments' | 'promise';

interface Receipts {
  cents: number;
  count: number;
  lastOn: LocalDate | null;
  /** What came in on that last day. */
  lastCents: number;
}

/** A déchéance: since that day the balance of an agreement is due at once, and these penalties are part of it. */
export interface Lapse {
  signedOn: LocalDate;
  lapsedOn: LocalDate;
  penaltiesCents: number;
}

/** An agreement that a message asks for, and its invoices that the message names. */
export interface AskedAgreement extends AskedInstalments {
  numbers: string[];
}

/** The sums of a message, and what they are made of: the one place that every channel prints from. */
export interface MessageAccount {
  askedCents: number;
  reason: AskedReason;
  /** The oldest date of what is asked, with its decision. */
  oldest: Decision;
  dueOn: LocalDate;
  agreements: AskedAgreement[];
  /** Money that came in: a credit note is none. */
  received: Receipts;
  credited: Receipts;
  /** Left out of what is asked, on the invoices named. */
  disputedCents: number;
  /** What was promised and did not come: the last day promised, and all that was promised for that day. */
  brokenPromise: BrokenPromise | null;
  /** An agreement whose whole balance has fallen due. */
  lapse: Lapse | null;
}

/** An overdue invoice that a message does not name. */
export interface OwedInvoice {
  number: string;
  remainingCents: number;
}

/** An invoice of the last reminder on which nothing is asked any more, and why. */
export interface LeftInvoice {
  number: string;
  cause: 'paid' | 'credited' | 'cancelled' | 'written-off';
}

/** It makes a step of the scenario of its invoices: it reminds, and does not only thank or confirm. */
export const isOfScenario = ({ step, invoices }: Action): boolean =>
  invoices.some(({ decision: { scenario } }) => scenario.steps.some(({ id }) => id === step?.id));

const sumOf = (payments: readonly PaymentFact[]): number =>
  payments.reduce((sum, { amountCents }) => sum + amountCents, 0);

const receiptsOf = (decisions: readonly Decision[], kind: PaymentFact['kind']): Receipts => {
  const found = decisions
    .flatMap(({ invoice }) => invoice.payments)
    .filter((payment) => payment.kind === kind);
  const lastOn =
    found
      .map(({ receivedOn }) => receivedOn)
      .toSorted()
      .at(-1) ?? null;
  return {
    cents: sumOf(found),
    count: found.length,
    lastOn,
    lastCents: sumOf(found.filter(({ receivedOn }) => receivedOn === lastOn)),
  };
};

const agreementsOf = (decisions: readonly Decision[]): AskedAgreement[] => {
  const found = new Map<number, AskedAgreement>();
  for (const { plan, invoice } of decisions) {
    const asked = askedInstalments(plan);
    if (asked === null) continue;
    const known = found.get(asked.plan.letterId);
    if (known) known.numbers.push(invoice.number);
    else found.set(asked.plan.letterId, { ...asked, numbers: [invoice.number] });
  }
  return [...found.values()];
};

export const brokenPromiseOf = (decisions: readonly Decision[]): BrokenPromise | null => {
  const broken = decisions.map(({ brokenPromise }) => brokenPromise).filter((promise) => promise !== null);
  const on = broken
    .map((promise) => promise.on)
    .toSorted()
    .at(-1);
  if (on === undefined) return null;
  const amountCents = broken
    .filter((promise) => promise.on === on)
    .reduce((sum, promise) => sum + promise.amountCents, 0);
  return { on, amountCents, isBegun: broken.some(({ isBegun }) => isBegun) };
};

export const lapseOf = (decisions: readonly Decision[]): Lapse | null => {
  const lapsed = decisions.find(({ plan }) => plan !== null && plan.lapsedOn !== null)?.plan;
  return lapsed?.lapsedOn
    ? { signedOn: lapsed.signedOn, lapsedOn: lapsed.lapsedOn, penaltiesCents: lapsed.penaltiesCents }
    : null;
};

const isOfAgreement = ({ plan }: Decision): boolean => askedInstalments(plan) !== null;

const reasonOf = (decisions: readonly Decision[], disputedCents: number): AskedReason => {
  if (decisions.every(isOfAgreement)) return 'instalments';
  if (decisions.some(isOfAgreement)) return 'with-instalments';
  return disputedCents > 0 ? 'undisputed' : 'remaining';
};

/**
 * The account of one message.
 * @param isPromise it confirms a promise: the sums of the action are what was promised
 */
export const accountOf = (action: Action, isPromise = false): MessageAccount => {
  const decisions = action.invoices.map(({ decision }) => decision);
  const [first] = decisions;
  if (!first) throw new Error('a message is about one invoice at least');
  const oldest = decisions.reduce((a, b) => (askedDueOn(b) < askedDueOn(a) ? b : a), first);
  const disputedCents = isPromise
    ? 0
    : decisions
        .filter((decision) => !isOfAgreement(decision))
        .reduce((sum, { remainingCents, claimedCents }) => sum + remainingCents - claimedCents, 0);
  return {
    askedCents: action.totalCents,
    reason: isPromise ? 'promise' : reasonOf(decisions, disputedCents),
    oldest,
    dueOn: askedDueOn(oldest),
    agreements: agreementsOf(decisions),
    received: receiptsOf(decisions, 'payment'),
    credited: receiptsOf(decisions, 'credit-note'),
    disputedCents,
    brokenPromise: brokenPromiseOf(decisions),
    lapse: lapseOf(decisions),
  };
};
