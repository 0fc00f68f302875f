import type { World } from '../world.ts';
import type { Bank } from './bank.ts';
import { daysFrom, isWorkingDay, plusDays, type Client, type Invoice } from './facts.ts';
import { Violation, type Ledger } from './ledger.ts';
import type { Mails } from './mails.ts';

const FIRST_REMINDER = 3;
const SECOND_REMINDER = 10;
/** Between two messages to a client, and after a payment. */
const SPACING = 3;
/** What is less is not reminded at all. */
const MINIMUM_CENTS = 500;
/** The same words do not come back to a client before: one voice. */
const SAME_WORDS = 7;
/** Longer than a bridge of days off and both delays: whoever owes and is free of any hold was reminded by then. */
const PATIENCE = 13;

interface DueAnswer {
  actions: { channel: string; invoices: { number: string }[] }[];
  waiting: { number: string; reason: { code: string } }[];
  bank: {
    waiting?: {
      entry: number;
      date: string;
      amountCents: number;
      currency: string;
      label: string;
      invoices: string[];
      reason: string;
    }[];
  } | null;
}

type Standing = ReturnType<Ledger['stand']>;

/** The run of each morning and what may be read on the screen, held against the test's own account. */
export class Morning {
  /** Days on which each invoice was in a message. */
  readonly #told = new Map<Invoice, string[]>();
  readonly #lastTo = new Map<Client, string>();
  /** Since when nothing stands between an invoice and its reminder. */
  readonly #freeSince = new Map<Invoice, string>();
  #lastRun = '';

  constructor(
    readonly world: World,
    readonly bank: Bank,
    readonly ledger: Ledger,
    readonly mails: Mails,
    readonly tell: (text: string) => void,
  ) {}

  async send(): Promise<void> {
    const { today } = this.world;
    const standing = this.ledger.stand();
    this.#follow(standing);
    const isLeft = standing.open.some(
      ({ invoice }) => standing.mustHold.has(invoice) && this.#isFirstReminderDue(invoice, standing),
    );
    const { exitCode, stdout, stderr } = await this.world.relance(['send', '--yes', '--sans-releve']);
    const numbers = await this.mails.fresh();
    this.tell(`$ relance send --yes → ${exitCode}${numbers.length > 0 ? `, ${numbers.join(' ')}` : ''}`);
    for (const number of numbers) this.#note(number, standing);
    if (exitCode !== 0 && exitCode !== 3) throw new Violation(`send --yes: ${exitCode} ${stdout}${stderr}`);
    if (isLeft && exitCode !== 3)
      throw new Violation('send --yes left a reminder for a line that waits, and ended with 0');
    if (exitCode === 3 && standing.mayHold.size === 0)
      throw new Violation(`send --yes ended with 3: ${stdout}${stderr}`);
    for (const { invoice } of standing.open) this.#checkForgotten(invoice);
    this.#lastRun = today;
  }

  #note(number: string, { open, mustHold }: Standing): void {
    const { today } = this.world;
    const invoice = this.bank.invoices.find((each) => each.number === number);
    if (!invoice) throw new Violation(`a reminder of ${number}, which nobody owes`);
    if (!open.some((each) => each.invoice === invoice))
      throw new Violation(`a reminder of ${number}, which is paid`);
    if (mustHold.has(invoice))
      throw new Violation(`a reminder of ${number}, which a line of the bank pays or may pay`);
    this.#told.set(invoice, [...(this.#told.get(invoice) ?? []), today]);
    this.#lastTo.set(invoice.client, today);
  }

  /** What was paid too much is offered first: nothing leaves to that client. */
  #hasExcess(client: Client, { books }: Standing): boolean {
    const ids = new Set(
      this.bank.invoices.filter((invoice) => invoice.client === client).map(({ id }) => id),
    );
    return books.payments.some(
      ({ kind, isReversed, invoiceId }) => kind === 'overpayment' && isReversed === 0 && ids.has(invoiceId),
    );
  }

  #lastPayment({ id }: Invoice, { books }: Standing): string {
    return books.payments
      .filter(({ invoiceId }) => invoiceId === id)
      .reduce((last, { on }) => (on > last ? on : last), '');
  }

  /** J+3 on an ordinary working day, and nothing said or paid of late: without the bank it would leave. */
  #isFirstReminderDue(invoice: Invoice, standing: Standing): boolean {
    const { today } = this.world;
    const recent = plusDays(today, -SPACING);
    return (
      isWorkingDay(today) &&
      today >= plusDays(invoice.dueOn, FIRST_REMINDER) &&
      (this.#told.get(invoice) ?? []).every((day) => day <= invoice.dueOn) &&
      (this.#lastTo.get(invoice.client) ?? '') < plusDays(today, -SAME_WORDS) &&
      this.#lastPayment(invoice, standing) < recent &&
      !this.#hasExcess(invoice.client, standing)
    );
  }

  #follow(standing: Standing): void {
    const { today } = this.world;
    const isOpen = new Set(standing.open.map(({ invoice }) => invoice));
    for (const invoice of this.bank.invoices) {
      const last = this.#lastPayment(invoice, standing);
      const isFree =
        isOpen.has(invoice) && !standing.mayHold.has(invoice) && !this.#hasExcess(invoice.client, standing);
      if (!isFree) this.#freeSince.delete(invoice);
      else if (!this.#freeSince.has(invoice) || (this.#freeSince.get(invoice) ?? '') < last)
        this.#freeSince.set(invoice, last > this.#lastRun ? last : today);
    }
  }

  #checkForgotten(invoice: Invoice): void {
    const { today } = this.world;
    const since = this.#freeSince.get(invoice);
    const told = (this.#told.get(invoice) ?? []).filter((day) => day > invoice.dueOn);
    const [first] = told;
    if (since === undefined || told.length > 1 || !isWorkingDay(today)) return;
    const gap = SECOND_REMINDER - FIRST_REMINDER;
    const days =
      first === undefined
        ? [plusDays(invoice.dueOn, FIRST_REMINDER)]
        : [plusDays(first, gap), plusDays(invoice.dueOn, SECOND_REMINDER)];
    const start = [...days, since].toSorted().at(-1) ?? since;
    if (daysFrom(start, today) >= PATIENCE)
      throw new Violation(`${invoice.number} is forgotten: nothing stands in its way since ${start}`);
  }

  /** What the screen says of what waits. */
  async look(): Promise<void> {
    const standing = this.ledger.stand();
    const { actions, waiting, bank } = await this.world.json<DueAnswer>('due');
    const lines = bank?.waiting ?? [];
    this.#checkLines(standing, lines);
    const codes = new Map(waiting.map(({ number, reason }) => [number, reason.code]));
    const mailed = new Set(
      actions
        .filter(({ channel }) => channel === 'email')
        .flatMap(({ invoices }) => invoices.map(({ number }) => number)),
    );
    const acted = new Set(actions.flatMap(({ invoices }) => invoices.map(({ number }) => number)));
    for (const { invoice, leftCents } of standing.open) {
      const { number } = invoice;
      if (!acted.has(number) && !codes.has(number)) throw new Violation(`due says nothing of ${number}`);
      if (standing.mustHold.has(invoice) && mailed.has(number))
        throw new Violation(`due would remind of ${number}, which a line may pay`);
      const isTooSmall = codes.get(number) === 'below-minimum' && leftCents < MINIMUM_CENTS;
      if (standing.mustHold.has(invoice) && codes.get(number) !== 'hold-bank' && !isTooSmall)
        throw new Violation(
          `due holds ${number} for ${codes.get(number) ?? 'nothing'}, not for its line of the bank`,
        );
      if (!standing.mayHold.has(invoice) && codes.get(number) === 'hold-bank')
        throw new Violation(`due holds ${number} for a line that has nothing to do with it`);
    }
  }

  #checkLines(
    { credits, books, open }: Standing,
    lines: NonNullable<NonNullable<DueAnswer['bank']>['waiting']>,
  ): void {
    for (const { row, movement, must, may } of credits) {
      if (must.length === 0) continue;
      // Told twice, in two formats: one of the two lines is enough.
      const ids = new Set(books.rows.filter(({ token }) => token === row.token).map(({ id }) => id));
      const line = lines.find(({ entry }) => ids.has(entry));
      const what = `« ${movement.label} » of ${row.leftCents}`;
      if (!line)
        throw new Violation(
          `due does not show ${what}, which may pay ${must.map(({ invoice }) => invoice.number).join(', ')}`,
        );
      if (
        line.amountCents !== row.leftCents ||
        line.date !== row.on ||
        line.currency !== 'EUR' ||
        line.reason === '' ||
        !line.label.includes(row.token)
      )
        throw new Violation(`due shows ${what} as ${JSON.stringify(line)}`);
      const isMissing = must.some(({ invoice }) => !line.invoices.includes(invoice.number));
      const isExtra = line.invoices.some(
        (number) =>
          open.some(({ invoice }) => invoice.number === number) &&
          !may.some(({ invoice }) => invoice.number === number),
      );
      if (isMissing || isExtra)
        throw new Violation(
          `due says that ${what} may pay ${line.invoices.join(', ')}, not ${must.map(({ invoice }) => invoice.number).join(', ')}`,
        );
    }
    for (const { entry, label } of lines) {
      const row = books.rows.find(({ id }) => id === entry);
      if (!row || this.ledger.isSettled(row)) throw new Violation(`due shows « ${label} », which is settled`);
    }
  }
}
