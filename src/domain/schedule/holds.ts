import { waitingLineCommands, waitingLineText } from '../bank/bank-waiting.ts';
import { formatDay, isLocalDate, type LocalDate } from '../dates.ts';
import { type HoldFact, type HoldKind, type InvoiceFacts, type PaymentFact, HOLD_KINDS } from './facts.ts';
import { planHoldText, readPaymentPlan, type PlanReading } from './payment-plan.ts';
import { addWorkingDays, type HolidayZone } from '../working-days.ts';

/** Working days left to a promised transfer to arrive before the promise counts as broken. */
const PROMISE_GRACE_DAYS = 2;
/** Working days during which an inbound contact without answer holds the client's reminders. */
const REPLY_HOLD_DAYS = 5;

export interface StandingHold {
  kind: HoldKind | 'unreadable';
  reason: string | null;
  /** Last day on which it holds, or null: until somebody ends it. */
  until: LocalDate | null;
  text: string;
  /** What a person types to end it, when that is not « relance resume ». */
  command?: string;
}

export interface BrokenPromise {
  on: LocalDate;
  amountCents: number;
  /** Something of it came in. */
  isBegun: boolean;
}

export interface HoldsReading {
  /** Strongest first. */
  standing: StandingHold[];
  brokenPromise: BrokenPromise | null;
  /** Part of the reste dû that is disputed and leaves the reminders. */
  disputedCents: number;
  /** An inbound contact still without answer although it no longer holds. */
  staleReplyOn: LocalDate | null;
  /** The agreement being carried out, kept or not. */
  plan: PlanReading | null;
}

const because = (reason: string | null): string => (reason ? ` (${reason})` : '');

/** Day on which the claim is born: the end of the performance, else the invoice's date. */
const bornOn = (invoice: InvoiceFacts): LocalDate => invoice.performedOn ?? invoice.issuedOn;

/** What a promise is measured against. */
type Received = Pick<InvoiceFacts, 'payments' | 'totalCents'>;

const receivedCents = (invoice: Received, isCounted: (payment: PaymentFact) => boolean): number =>
  invoice.payments
    .filter((payment) => isCounted(payment))
    .reduce((sum, payment) => sum + payment.amountCents, 0);

/** Received since the promise; on its own day, what was recorded before it does not keep it. */
export const isSince = (
  payment: Pick<PaymentFact, 'receivedOn' | 'recordedAt'>,
  promise: HoldFact,
): boolean =>
  payment.receivedOn === promise.fromOn &&
  payment.recordedAt !== undefined &&
  promise.recordedAt !== undefined
    ? payment.recordedAt >= promise.recordedAt
    : payment.receivedOn >= promise.fromOn;

/** What was promised: a promise without a sum is for all that was owed on its day. */
const promisedCents = (promise: HoldFact, invoice: Received): number =>
  promise.amountCents ?? invoice.totalCents - receivedCents(invoice, (payment) => !isSince(payment, promise));

const keptCents = (promise: HoldFact, invoice: Received): number =>
  receivedCents(invoice, (payment) => isSince(payment, promise));

/** A promise is kept when what came in since reaches its amount. */
export const isKept = (promise: HoldFact, invoice: Received): boolean =>
  keptCents(promise, invoice) >= promisedCents(promise, invoice);

/** The first message after a broken promise says so; those that follow do not repeat it. */
const isSaid = (invoice: InvoiceFacts, until: LocalDate): boolean =>
  invoice.steps.some((fact) => fact.kind === 'made' && fact.channel === 'email' && fact.on > until);

/** Last day on which a promise holds the reminders: a transfer takes a while to arrive. */
export const promiseHoldsUntil = (promisedOn: LocalDate, zone: HolidayZone): LocalDate =>
  addWorkingDays(promisedOn, PROMISE_GRACE_DAYS, zone);

const readPromises = (
  promises: HoldFact[],
  invoice: InvoiceFacts,
  today: LocalDate,
  zone: HolidayZone,
): Pick<HoldsReading, 'standing' | 'brokenPromise'> => {
  const standing: StandingHold[] = [];
  const broken: BrokenPromise[] = [];
  for (const promise of promises) {
    if (promise.untilOn === null || isKept(promise, invoice)) continue;
    const until = promiseHoldsUntil(promise.untilOn, zone);
    if (today <= until) {
      const text = `règlement promis pour le ${formatDay(promise.untilOn)}, attendu jusqu’au ${formatDay(until)}`;
      standing.push({ kind: 'promise', reason: promise.reason, until, text });
    } else if (!isSaid(invoice, until)) {
      broken.push({
        on: promise.untilOn,
        amountCents: promisedCents(promise, invoice),
        isBegun: keptCents(promise, invoice) > 0,
      });
    }
  }
  // A promise given anew is not reproached with the former one; of several, the last one is told.
  const [last] = broken.toSorted((a, b) =>
    a.on === b.on ? b.amountCents - a.amountCents : a.on < b.on ? 1 : -1,
  );
  return { standing, brokenPromise: standing.length > 0 ? null : (last ?? null) };
};

const isReadable = (hold: HoldFact): boolean =>
  (HOLD_KINDS as readonly string[]).includes(hold.kind) &&
  isLocalDate(hold.fromOn) &&
  (hold.amountCents === null || hold.amountCents > 0) &&
  (hold.untilOn === null ? hold.kind !== 'pause' && hold.kind !== 'promise' : isLocalDate(hold.untilOn));

const readOne = (
  hold: HoldFact,
  invoiceId: number,
  today: LocalDate,
  remainingCents: number,
): StandingHold | { disputedCents: number } | null => {
  switch (hold.kind) {
    case 'handover':
      return {
        kind: 'handover',
        reason: hold.reason,
        until: null,
        text: `dossier remis le ${formatDay(hold.fromOn)}${because(hold.reason)}`,
      };
    case 'dispute':
      if (hold.amountCents !== null && hold.amountCents < remainingCents)
        return { disputedCents: hold.amountCents };
      return {
        kind: 'dispute',
        reason: hold.reason,
        until: null,
        text: `litige depuis le ${formatDay(hold.fromOn)}${because(hold.reason)}`,
      };
    case 'plan': {
      const plan = hold.plan && readPaymentPlan(hold.plan, today);
      if (plan && (plan.next === null || plan.lapsedOn !== null)) return null;
      // Missed, it is reminded of on one invoice, and asks for what of it is overdue: the others still wait.
      if (plan && !plan.isKept && hold.plan?.owedInvoiceIds[0] === invoiceId) return null;
      return {
        kind: 'plan',
        reason: hold.reason,
        until: hold.untilOn,
        text: plan ? planHoldText(plan) : `échéancier en cours${because(hold.reason)}`,
      };
    }
    case 'pause': {
      const until = hold.untilOn ?? hold.fromOn;
      if (today > until) return null;
      return {
        kind: 'pause',
        reason: hold.reason,
        until,
        text: `en pause jusqu’au ${formatDay(until)} inclus${because(hold.reason)}`,
      };
    }
    default:
      return {
        kind: hold.kind as HoldKind,
        reason: hold.reason,
        until: hold.untilOn,
        text: `suspendue depuis le ${formatDay(hold.fromOn)}${because(hold.reason)}`,
      };
  }
};

/** Which holds stand today, strongest first, and what broken promises and partial disputes leave behind. */
export const readHolds = (
  invoice: InvoiceFacts,
  remainingCents: number,
  today: LocalDate,
  zone: HolidayZone,
): HoldsReading => {
  const { client } = invoice;
  const standing: StandingHold[] = [];
  let disputedCents = 0;
  if (client.insolvencyJudgedOn !== null && bornOn(invoice) < client.insolvencyJudgedOn)
    standing.push({
      kind: 'insolvency',
      reason: null,
      until: null,
      text: `procédure collective ouverte le ${formatDay(client.insolvencyJudgedOn)} : la créance se déclare, elle ne se relance pas`,
    });
  for (const line of invoice.bankLines)
    standing.push({
      kind: 'bank',
      reason: line.reason,
      until: null,
      text: waitingLineText(line),
      command: waitingLineCommands(line, invoice.number),
    });
  const promises: HoldFact[] = [];
  for (const hold of invoice.holds) {
    if (!isReadable(hold)) {
      standing.push({
        kind: 'unreadable',
        reason: hold.reason,
        until: null,
        text: `suspension illisible (${hold.kind})`,
      });
      continue;
    }
    if (hold.kind === 'promise') {
      promises.push(hold);
      continue;
    }
    const reading = readOne(hold, invoice.id, today, remainingCents);
    if (reading === null) continue;
    if ('disputedCents' in reading) disputedCents += reading.disputedCents;
    else standing.push(reading);
  }
  let staleReplyOn: LocalDate | null = null;
  if (client.unansweredReplyOn !== null) {
    const { unansweredReplyOn, replyReadOn } = client;
    const isReadLater = replyReadOn !== null && replyReadOn > unansweredReplyOn;
    const until = addWorkingDays(isReadLater ? replyReadOn : unansweredReplyOn, REPLY_HOLD_DAYS, zone);
    if (today <= until)
      standing.push({
        kind: 'reply',
        reason: null,
        until,
        text: `le client a répondu le ${formatDay(client.unansweredReplyOn)} : à vous de lui répondre`,
      });
    else staleReplyOn = client.unansweredReplyOn;
  }
  const promise = readPromises(promises, invoice, today, zone);
  standing.push(...promise.standing);
  if (disputedCents >= remainingCents && disputedCents > 0)
    standing.push({
      kind: 'dispute',
      reason: null,
      until: null,
      text: 'litiges sur la totalité du reste dû',
    });
  standing.sort(
    (a, b) =>
      strength(a.kind) - strength(b.kind) ||
      compareText(b.until ?? '9', a.until ?? '9') ||
      compareText(a.text, b.text),
  );
  const fact = invoice.holds.findLast(({ kind, plan: of }) => kind === 'plan' && of !== undefined)?.plan;
  const plan = fact ? readPaymentPlan(fact, today) : null;
  return {
    standing,
    brokenPromise: promise.brokenPromise,
    disputedCents,
    staleReplyOn,
    plan,
  };
};

// `localeCompare` would load the languages' data: 8 ms.
const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

const strength = (kind: StandingHold['kind']): number =>
  kind === 'unreadable' ? -1 : HOLD_KINDS.indexOf(kind);
