import { addDays, type LocalDate } from '../../../src/domain/dates.ts';
import {
  demandOf,
  paidBy,
  type DrawnClient,
  type DrawnContact,
  type DrawnInvoice,
  type DrawnPlan,
} from './home.ts';

/** What the rules grant of some invoices on a day, computed from what was drawn and from nothing of the program. */
export interface Expected {
  askedCents: number;
  isPlanned: boolean;
  isLate: boolean;
  disputedCents: number;
  receivedCents: number;
  receivedOn: LocalDate | null;
  creditedCents: number;
  creditedOn: LocalDate | null;
  creditCount: number;
  promise: { on: LocalDate; cents: number } | null;
  instalments: { dueOn: LocalDate; leftCents: number }[];
  lapsedOn: LocalDate | null;
  /** Days of the reminders, spoken or not, as a mise en demeure quotes them. */
  remindedOn: LocalDate[];
  /** Days of the reminders in writing, of calls without an answer, of calls with one. */
  writtenOn: LocalDate[];
  attemptsOn: LocalDate[];
  spokenOn: LocalDate[];
  exchange: DrawnContact | null;
  /** Its invoices, when the message has others. */
  exchangeNumbers: string[] | null;
  hasAnswered: boolean;
  /** Numbers of the overdue invoices that are owed besides. */
  besides: string[];
  /** What has left the total since the last reminder by e-mail, unless a message has told it. */
  left: { on: LocalDate; paid: string[]; credited: string[] } | null;
  amounts: Set<number>;
  dates: Set<LocalDate>;
}

const leftOn = (invoice: DrawnInvoice, today: LocalDate): number =>
  invoice.totalCents - paidBy(invoice, today);

const coveredBy = (client: DrawnClient, { invoiceIds }: DrawnPlan): DrawnInvoice[] =>
  client.invoices.filter(({ id }) => invoiceIds.includes(id));

const receivedOn = (client: DrawnClient, plan: DrawnPlan, until: LocalDate): number =>
  coveredBy(client, plan)
    .flatMap(({ payments }) => payments)
    .filter(({ on }) => on > plan.writtenOn && on <= until)
    .reduce((sum, { cents }) => sum + cents, 0);

/** The day after the letter's last one, when what it asked for had not come. */
const lapseOf = (client: DrawnClient, plan: DrawnPlan, today: LocalDate): LocalDate | null => {
  if (plan.demand === null) return null;
  const { writtenOn, presentedOn } = plan.demand;
  const lastOn = addDays(presentedOn ?? addDays(writtenOn, 3), 8);
  if (lastOn >= today) return null;
  const due = plan.instalments
    .filter(({ dueOn }) => dueOn < writtenOn)
    .reduce((sum, { cents }) => sum + cents, 0);
  return receivedOn(client, plan, lastOn) < due ? addDays(lastOn, 1) : null;
};

const instalmentsOf = (client: DrawnClient, plan: DrawnPlan, today: LocalDate): Expected['instalments'] => {
  let paid = receivedOn(client, plan, today);
  const left = plan.instalments.map(({ dueOn, cents }) => {
    const share = Math.min(paid, cents);
    paid -= share;
    return { dueOn, leftCents: cents - share };
  });
  const unpaid = left.filter(({ leftCents }) => leftCents > 0);
  const overdue = unpaid.filter(({ dueOn }) => dueOn < today);
  return overdue.length > 0 ? overdue : unpaid.slice(0, 1);
};

const disputedPart = (invoice: DrawnInvoice, today: LocalDate): number =>
  typeof invoice.dispute === 'number' && invoice.dispute < leftOn(invoice, today) ? invoice.dispute : 0;

const lastOf = (days: LocalDate[]): LocalDate | null => days.toSorted().at(-1) ?? null;

const promiseOf = (invoices: DrawnInvoice[], today: LocalDate): Expected['promise'] => {
  const broken = invoices.flatMap(({ promise }) => (promise !== null && promise.on < today ? [promise] : []));
  const on = lastOf(broken.map((promise) => promise.on));
  if (on === null) return null;
  return {
    on,
    cents: broken.filter((promise) => promise.on === on).reduce((sum, { cents }) => sum + cents, 0),
  };
};

const sumOf = (of: { cents: number }[]): number => of.reduce((total, { cents }) => total + cents, 0);

const daysOf = (contacts: DrawnContact[]): LocalDate[] => [...new Set(contacts.map(({ on }) => on))];
const isExchange = ({ kind }: DrawnContact): boolean => kind === 'call' || kind === 'reply';
const isWritten = ({ kind }: DrawnContact): boolean =>
  kind === 'reminder' || kind === 'noted' || kind === 'demand';
/** A call that ended on a claim upheld. */
const isReminder = (contact: DrawnContact): boolean =>
  isWritten(contact) ||
  (contact.kind === 'call' && (contact.outcome === 'attente-validation' || contact.outcome === 'refus'));
const TOLD = new Set(['attente-validation', 'deja-paye', 'facture-non-recue']);

const leftSince = (client: DrawnClient, ids: readonly number[], today: LocalDate): Expected['left'] => {
  const previous = client.contacts.findLast(({ kind }) => kind === 'reminder');
  if (!previous) return null;
  const isTold = (id: number): boolean =>
    client.contacts.some(
      (later) =>
        later.id > previous.id &&
        (later.kind === 'reminder' || later.kind === 'receipt') &&
        later.invoiceIds.includes(id),
    );
  const settled = client.invoices.filter(
    (invoice) =>
      previous.invoiceIds.includes(invoice.id) &&
      !ids.includes(invoice.id) &&
      leftOn(invoice, today) === 0 &&
      !isTold(invoice.id),
  );
  const isPaid = ({ payments }: DrawnInvoice): boolean =>
    payments.some(({ kind, on }) => kind === 'payment' && on >= previous.on);
  const numbers = (isWanted: boolean): string[] =>
    settled.filter((invoice) => isPaid(invoice) === isWanted).map(({ number }) => number);
  return settled.length === 0 ? null : { on: previous.on, paid: numbers(true), credited: numbers(false) };
};

export const expectedOf = (client: DrawnClient, ids: readonly number[], today: LocalDate): Expected => {
  const { plan } = client;
  const named = client.invoices.filter(({ id }) => ids.includes(id));
  const lapsedOn = plan === null ? null : lapseOf(client, plan, today);
  const isOfPlan = ({ id }: DrawnInvoice): boolean => plan?.invoiceIds.includes(id) === true;
  const instalments =
    plan !== null && lapsedOn === null && named.some(isOfPlan) ? instalmentsOf(client, plan, today) : [];
  const ordinary = instalments.length > 0 ? named.filter((invoice) => !isOfPlan(invoice)) : named;
  const disputedCents = ordinary.reduce((sum, invoice) => sum + disputedPart(invoice, today), 0);
  const payments = named.flatMap((invoice) => invoice.payments).filter(({ on }) => on <= today);
  const money = payments.filter(({ kind }) => kind === 'payment');
  const credits = payments.filter(({ kind }) => kind === 'credit-note');
  const planned = instalments.reduce((total, { leftCents }) => total + leftCents, 0);
  const ordinaryCents = ordinary.reduce(
    (total, invoice) => total + leftOn(invoice, today) - disputedPart(invoice, today),
    0,
  );
  const contacts = [...client.contacts, ...demandOf(client)]
    .filter((contact) => contact.invoiceIds.some((id) => ids.includes(id)))
    .toSorted((a, b) => (a.on === b.on ? a.id - b.id : a.on < b.on ? -1 : 1));
  const lastWritten = contacts.findLastIndex(isWritten);
  const exchangeAt = contacts.findLastIndex(isExchange);
  const exchange = exchangeAt > lastWritten ? (contacts[exchangeAt] ?? null) : null;
  const discussed = named.filter(({ id }) => exchange?.invoiceIds.includes(id));
  const promise = promiseOf(named, today);
  const partial = {
    askedCents: planned + ordinaryCents,
    isPlanned: instalments.length > 0 && ordinary.length === 0,
    isLate:
      instalments.length > 0
        ? (instalments[0]?.dueOn ?? today) < today
        : ordinary.some(({ dueOn }) => dueOn < today),
    disputedCents,
    receivedCents: sumOf(money),
    receivedOn: lastOf(money.map(({ on }) => on)),
    creditedCents: sumOf(credits),
    creditedOn: lastOf(credits.map(({ on }) => on)),
    creditCount: credits.length,
    promise,
    instalments,
    lapsedOn: named.some(isOfPlan) ? lapsedOn : null,
    writtenOn: daysOf(contacts.filter(isWritten)),
    attemptsOn: daysOf(contacts.filter(({ kind }) => kind === 'attempt')),
    spokenOn: daysOf(contacts.filter(({ kind }) => kind === 'call')).filter(
      (day) => day !== exchange?.on || !TOLD.has(exchange.outcome ?? ''),
    ),
    remindedOn: daysOf(contacts.filter(isReminder)),
    exchange,
    exchangeNumbers: discussed.length < named.length ? discussed.map(({ number }) => number) : null,
    hasAnswered: exchangeAt >= 0,
    left: leftSince(client, ids, today),
    besides: client.invoices
      .filter(
        (invoice) => invoice.dueOn < today && leftOn(invoice, today) >= 100 && !ids.includes(invoice.id),
      )
      .filter((invoice) => instalments.length === 0 || !isOfPlan(invoice))
      .map(({ number }) => number),
  };
  return { ...partial, ...printable(client, partial, { named, ordinary, planned, contacts }, today) };
};

const receivedThen = (invoices: DrawnInvoice[], day: LocalDate): number =>
  sumOf(
    invoices.flatMap(({ payments }) => payments).filter(({ kind, on }) => kind === 'payment' && on === day),
  );

/** What an agreement counted above its invoices, as far as its balance still holds it. */
const penaltiesLeft = (client: DrawnClient, plan: DrawnPlan, today: LocalDate): number => {
  const total = sumOf(plan.instalments);
  const principal = coveredBy(client, plan).reduce(
    (sum, invoice) => sum + leftOn(invoice, plan.writtenOn),
    0,
  );
  return Math.max(0, Math.min(total - principal, total - receivedOn(client, plan, today)));
};

/** Every sum and every day that a message about these invoices may print. */
const printable = (
  client: DrawnClient,
  expected: Omit<Expected, 'amounts' | 'dates'>,
  {
    named,
    ordinary,
    planned,
    contacts,
  }: { named: DrawnInvoice[]; ordinary: DrawnInvoice[]; planned: number; contacts: DrawnContact[] },
  today: LocalDate,
): Pick<Expected, 'amounts' | 'dates'> => {
  const { plan } = client;
  const { askedCents, receivedCents, creditedCents, disputedCents, promise, instalments } = expected;
  const amounts = new Set([
    askedCents,
    receivedCents,
    creditedCents,
    disputedCents,
    planned,
    ...(promise ? [promise.cents] : []),
    ...(expected.receivedOn === null ? [] : [receivedThen(named, expected.receivedOn)]),
    ...(plan === null || expected.lapsedOn === null ? [] : [penaltiesLeft(client, plan, today)]),
    ...instalments.map(({ leftCents }) => leftCents),
    // A table tells the whole of an invoice of which a part is asked.
    ...(expected.isPlanned ? [] : named.map(({ totalCents }) => totalCents)),
    ...ordinary.map((invoice) => leftOn(invoice, today) - disputedPart(invoice, today)),
  ]);
  const days = [
    ...(expected.isPlanned ? [] : named.flatMap(({ dueOn, issuedOn }) => [dueOn, issuedOn])),
    ...instalments.map(({ dueOn }) => dueOn),
    expected.receivedOn,
    expected.creditedOn,
    promise?.on,
    plan?.writtenOn,
    expected.lapsedOn,
    expected.left?.on,
    ...contacts.filter(({ kind }) => kind !== 'receipt').map(({ on }) => on),
    ...contacts.filter(({ outcome }) => outcome === 'attente-validation').map(({ on }) => addDays(on, 4)),
  ];
  return { amounts, dates: new Set(days.filter((day) => day !== null && day !== undefined)) };
};
