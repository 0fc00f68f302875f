import { addMonths, daysBetween, type LocalDate } from '../dates.ts';
import { computeMark, type MarkReading } from './payer-mark.ts';
import { countPromises, type PayerPayment, type PayerPromise } from './payer-promise.ts';
import type { ScheduleRules } from '../schedule/decision.ts';

/** One invoice of a client, as known on the day of the reading. */
export interface PayerInvoice {
  dueOn: LocalDate;
  currency: string;
  totalCents: number;
  closedOn: LocalDate | null;
  closedAs: 'cancelled' | 'written-off' | null;
  /** By the day from which each counts. */
  payments: PayerPayment[];
  /** A dispute was opened one day, whatever became of it. */
  isDisputed: boolean;
  promises: PayerPromise[];
}

export interface PayerHistory {
  invoices: PayerInvoice[];
  /** Warning signs that stand. */
  signs: number;
}

export interface PayerBalance {
  currency: string;
  /** Everything still owed, what is overdue included. */
  openCents: number;
  overdueCents: number;
}

export interface PayerProfile extends MarkReading {
  /** Neither cancelled nor wholly credited. */
  invoices: number;
  settled: number;
  onTime: number;
  late: number;
  /** Unpaid after the due date. */
  overdue: number;
  writtenOff: number;
  /** Over the invoices settled, overdue or written off; an unpaid one is counted up to the day of the reading. */
  meanDelayDays: number | null;
  worstDelayDays: number | null;
  disputed: number;
  disputedShareBps: number | null;
  promisesKept: number;
  promisesBroken: number;
  /** By currency, the most used first. */
  balances: PayerBalance[];
  trend: { recentMeanDelayDays: number | null; previousMeanDelayDays: number | null };
}

type Fate = 'settled' | 'overdue' | 'written-off' | 'open' | 'void';

interface Judged {
  invoice: PayerInvoice;
  fate: Fate;
  /** 0 up to the due date. */
  delayDays: number;
}

/** Day on which what was left fell under the least sum that is claimed; null while more is owed. */
const settlementDay = (invoice: PayerInvoice, minimumCents: number): LocalDate | null => {
  let rest = invoice.totalCents;
  for (const payment of invoice.payments) {
    rest -= payment.amountCents;
    if (rest <= 0 || rest < minimumCents) return payment.countsOn;
  }
  return null;
};

/** An invoice that only credit notes settled says nothing of how the client pays. */
const isVoid = ({ closedAs, payments, totalCents }: PayerInvoice): boolean =>
  closedAs === 'cancelled' ||
  (payments.every(({ kind }) => kind === 'credit-note') &&
    payments.reduce((sum, { amountCents }) => sum + amountCents, 0) >= totalCents);

const judge = (invoice: PayerInvoice, today: LocalDate, minimumCents: number): Judged => {
  const { dueOn, closedAs, closedOn } = invoice;
  const until = (fate: Fate, day: LocalDate): Judged => ({
    invoice,
    fate,
    delayDays: Math.max(0, daysBetween(dueOn, day)),
  });
  if (isVoid(invoice)) return until('void', dueOn);
  if (closedAs === 'written-off') return until('written-off', closedOn ?? today);
  const settledOn = settlementDay(invoice, minimumCents);
  if (settledOn !== null) return until('settled', settledOn);
  return until(dueOn < today ? 'overdue' : 'open', today);
};

/** In whole days, halves up; null when there is nothing to average. */
const meanDelay = (judged: Judged[]): number | null =>
  judged.length === 0
    ? null
    : Math.round(judged.reduce((sum, { delayDays }) => sum + delayDays, 0) / judged.length);

/** The invoices due in the last twelve months, and in the twelve before. */
const computeTrend = (judged: Judged[], today: LocalDate): PayerProfile['trend'] => {
  const [oneYear, twoYears] = [addMonths(today, -12), addMonths(today, -24)];
  const recent = judged.filter(({ invoice }) => invoice.dueOn > oneYear);
  const previous = judged.filter(({ invoice }) => invoice.dueOn > twoYears && invoice.dueOn <= oneYear);
  return { recentMeanDelayDays: meanDelay(recent), previousMeanDelayDays: meanDelay(previous) };
};

const remainingCents = ({ totalCents, payments, closedAs }: PayerInvoice): number =>
  closedAs === null ? payments.reduce((rest, { amountCents }) => rest - amountCents, totalCents) : 0;

const computeBalances = (invoices: PayerInvoice[], today: LocalDate): PayerBalance[] => {
  const balances = new Map<string, PayerBalance & { count: number }>();
  for (const invoice of invoices) {
    const { currency } = invoice;
    const { count, openCents, overdueCents } = balances.get(currency) ?? {
      count: 0,
      openCents: 0,
      overdueCents: 0,
    };
    const rest = remainingCents(invoice);
    balances.set(currency, {
      currency,
      count: count + 1,
      openCents: openCents + rest,
      overdueCents: overdueCents + (invoice.dueOn < today ? rest : 0),
    });
  }
  return [...balances.values()]
    .toSorted((a, b) => b.count - a.count || (a.currency < b.currency ? -1 : 1))
    .map(({ currency, openCents, overdueCents }) => ({ currency, openCents, overdueCents }));
};

const longestDelay = (judged: Judged[]): number => Math.max(0, ...judged.map(({ delayDays }) => delayDays));

/** How a client pays, from everything known on that day. */
export const computeProfile = (
  { invoices, signs }: PayerHistory,
  today: LocalDate,
  rules: ScheduleRules,
): PayerProfile => {
  const all = invoices
    .map((invoice) => judge(invoice, today, rules.minimumCents))
    .filter(({ fate }) => fate !== 'void');
  const judged = all.filter(({ fate }) => fate !== 'open');
  const of = (fate: Fate): Judged[] => judged.filter((one) => one.fate === fate);
  const settled = of('settled').length;
  const onTime = of('settled').filter(({ delayDays }) => delayDays === 0).length;
  const disputed = all.filter(({ invoice }) => invoice.isDisputed).length;
  const figures = {
    invoices: all.length,
    settled,
    onTime,
    late: settled - onTime,
    overdue: of('overdue').length,
    writtenOff: of('written-off').length,
    meanDelayDays: meanDelay(judged),
    worstDelayDays: judged.length === 0 ? null : longestDelay(judged),
    disputed,
    disputedShareBps: all.length === 0 ? null : Math.round((disputed * 10_000) / all.length),
    ...countPromises(
      all.map(({ invoice }) => invoice),
      today,
      rules.zone,
    ),
    balances: computeBalances(invoices, today),
    trend: computeTrend(judged, today),
  };
  const facts = { judged: judged.length, oldestUnpaidDays: longestDelay(of('overdue')), signs };
  return { ...figures, ...computeMark({ ...figures, ...facts }) };
};
