import { addDays, addMonths, type LocalDate } from '../../../src/domain/dates.ts';
import type { Lot } from './lot.ts';

export interface DrawnPayment {
  on: LocalDate;
  cents: number;
  kind: 'payment' | 'credit-note';
}

export interface DrawnInvoice {
  id: number;
  number: string;
  issuedOn: LocalDate;
  dueOn: LocalDate;
  totalCents: number;
  payments: DrawnPayment[];
  /** Disputed part; `whole`: nothing of it is claimed by itself. */
  dispute: number | 'whole' | null;
  promise: { madeOn: LocalDate; on: LocalDate; cents: number } | null;
}

export interface DrawnPlan {
  id: number;
  writtenOn: LocalDate;
  invoiceIds: number[];
  instalments: { dueOn: LocalDate; cents: number }[];
  /** The letter of its déchéance. */
  demand: { writtenOn: LocalDate; presentedOn: LocalDate | null } | null;
}

export interface DrawnContact {
  id: number;
  on: LocalDate;
  kind: 'reminder' | 'noted' | 'receipt' | 'call' | 'attempt' | 'reply' | 'demand';
  step: string | null;
  outcome: string | null;
  invoiceIds: number[];
}

export interface DrawnClient {
  id: number;
  name: string;
  isTu: boolean;
  invoices: DrawnInvoice[];
  plan: DrawnPlan | null;
  contacts: DrawnContact[];
}

export const paidBy = ({ payments }: DrawnInvoice, on: LocalDate): number =>
  payments.filter((payment) => payment.on <= on).reduce((sum, { cents }) => sum + cents, 0);

const drawPayments = (
  lot: Lot,
  issuedOn: LocalDate,
  totalCents: number,
  today: LocalDate,
): DrawnPayment[] => {
  if (lot.chance(0.06))
    return [
      {
        on: lot.day(addDays(issuedOn, 1), today),
        cents: totalCents,
        kind: lot.pick(['payment', 'credit-note']),
      },
    ];
  return Array.from({ length: lot.chance(0.5) ? 0 : lot.int(1, 2) }, () => ({
    on: lot.day(addDays(issuedOn, 1), today),
    cents: lot.int(100, Math.floor(totalCents * 0.3)),
    kind: lot.chance(0.4) ? ('credit-note' as const) : ('payment' as const),
  }));
};

const drawInvoice = (lot: Lot, id: number, today: LocalDate): DrawnInvoice => {
  const dueOn = addDays(today, -lot.int(-8, 75));
  const issuedOn = addDays(dueOn, -30);
  const totalCents = lot.int(10_000, 600_000);
  const payments = drawPayments(lot, issuedOn, totalCents, today);
  return { id, number: `F-${id}`, issuedOn, dueOn, totalCents, payments, dispute: null, promise: null };
};

/** An agreement on the oldest invoices, with what was paid on its own day left out of doubt. */
const drawPlan = (lot: Lot, id: number, invoices: DrawnInvoice[], today: LocalDate): DrawnPlan | null => {
  const writtenOn = addDays(today, -lot.int(3, 70));
  const late = invoices.filter(
    (invoice) => invoice.dueOn < writtenOn && paidBy(invoice, writtenOn) < invoice.totalCents,
  );
  const covered = late.slice(0, lot.int(1, 3));
  if (covered.length === 0) return null;
  for (const { payments } of covered)
    for (const payment of payments) if (payment.on === writtenOn) payment.on = addDays(writtenOn, -1);
  const owed = covered.reduce((sum, invoice) => sum + invoice.totalCents - paidBy(invoice, writtenOn), 0);
  const total = owed + (lot.chance(0.5) ? lot.int(100, 8_000) : 0);
  const count = lot.int(2, 4);
  const part = Math.floor(total / count);
  const firstOn = addDays(writtenOn, lot.int(2, 25));
  const instalments = Array.from({ length: count }, (_, index) => ({
    dueOn: addMonths(firstOn, index),
    cents: index === count - 1 ? total - part * (count - 1) : part,
  }));
  const demandOn = addDays(firstOn, 11);
  const isDemanded = demandOn <= today && lot.chance(0.5);
  const presentedOn = addDays(demandOn, 2);
  const isPresented = presentedOn <= today && lot.chance(0.7);
  return {
    id,
    writtenOn,
    invoiceIds: covered.map((invoice) => invoice.id),
    instalments,
    demand: isDemanded ? { writtenOn: demandOn, presentedOn: isPresented ? presentedOn : null } : null,
  };
};

/** The posting of the letter of a déchéance, as the history has it. */
export const demandOf = ({ id, plan }: Pick<DrawnClient, 'id' | 'plan'>): DrawnContact[] =>
  plan?.demand
    ? [
        {
          id: id * 100 + 90,
          on: plan.demand.writtenOn,
          kind: 'demand',
          step: null,
          outcome: null,
          invoiceIds: plan.invoiceIds,
        },
      ]
    : [];

/** Some of it disputed, or promised: a day well past, or to come, so that no patience is in doubt. */
const drawHolds = (lot: Lot, invoice: DrawnInvoice, today: LocalDate): void => {
  const left = invoice.totalCents - paidBy(invoice, today);
  if (left < 2_000) return;
  if (lot.chance(0.22)) invoice.dispute = lot.chance(0.25) ? 'whole' : lot.int(200, Math.floor(left * 0.6));
  else if (lot.chance(0.3)) {
    const on = lot.chance(0.6) ? addDays(today, -lot.int(9, 30)) : addDays(today, lot.int(0, 20));
    const madeOn = addDays(on < today ? on : today, -lot.int(2, 8));
    if (invoice.payments.some((payment) => payment.on >= madeOn) || madeOn < invoice.issuedOn) return;
    invoice.promise = { madeOn, on, cents: lot.chance(0.5) ? left : lot.int(100, left) };
  }
};

/** Those of the scenario `doux`, in their order. */
export const STEPS = ['relance-1', 'relance-2', 'relance-3'];
const OUTCOMES = ['attente-validation', 'deja-paye', 'facture-non-recue', 'litige', 'refus'];

/** What was said: reminders end before a promise or an agreement, so that each is still to be told. */
const drawContacts = (lot: Lot, client: DrawnClient, firstId: number, today: LocalDate): DrawnContact[] => {
  const { invoices, plan } = client;
  const first = invoices[0];
  if (!first) return [];
  const stops = invoices.flatMap(({ promise }) => (promise ? [promise.madeOn] : []));
  const until = [addDays(today, -5), ...(plan ? [plan.writtenOn] : []), ...stops].toSorted()[0] ?? today;
  let on = addDays(first.dueOn, 1);
  let step = 0;
  const contacts: DrawnContact[] = [];
  for (let count = lot.int(0, 5); count > 0; count -= 1) {
    on = addDays(on, lot.int(1, 9));
    if (on > addDays(today, -5)) break;
    const late = invoices.filter((invoice) => invoice.dueOn < on && paidBy(invoice, on) < invoice.totalCents);
    const kind = lot.pick(['reminder', 'reminder', 'noted', 'receipt', 'call', 'attempt', 'reply'] as const);
    if (late.length === 0 || ((kind === 'reminder' || kind === 'noted') && on >= until)) continue;
    const named = late.slice(0, lot.int(1, late.length)).map(({ id }) => id);
    const isStep = kind === 'reminder' && step < STEPS.length;
    if (kind === 'reminder' && !isStep) continue;
    contacts.push({
      id: firstId + contacts.length,
      on,
      kind,
      step: isStep ? (STEPS[step++] ?? null) : null,
      outcome:
        kind === 'call'
          ? lot.pick(OUTCOMES)
          : kind === 'attempt'
            ? lot.pick(['message', 'injoignable', 'mauvais-contact'])
            : null,
      invoiceIds: named,
    });
  }
  return contacts;
};

export const drawClient = (lot: Lot, id: number, today: LocalDate): DrawnClient => {
  const invoices = Array.from({ length: lot.int(1, 4) }, (_, index) =>
    drawInvoice(lot, id * 10 + index, today),
  ).toSorted((a, b) => (a.dueOn === b.dueOn ? a.id - b.id : a.dueOn < b.dueOn ? -1 : 1));
  const plan = lot.chance(0.4) ? drawPlan(lot, id * 10, invoices, today) : null;
  for (const invoice of invoices) if (!plan?.invoiceIds.includes(invoice.id)) drawHolds(lot, invoice, today);
  const client: DrawnClient = {
    id,
    name: `Client ${id}`,
    isTu: lot.chance(0.3),
    invoices,
    plan,
    contacts: [],
  };
  return { ...client, contacts: drawContacts(lot, client, id * 100, today) };
};
