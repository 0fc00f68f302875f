import { BooksReader, type Books, type Row } from './books.ts';
import type { Bank } from './bank.ts';
import { sumOf, type Client, type Invoice, type Movement } from './facts.ts';
import { mayHold, mustHold, type Credit, type Open } from './rule.ts';
import type { World } from '../world.ts';

/** What no program may do; the message says what it did. */
export class Violation extends Error {}

/** What is still to be settled, as the test judges it from the truth. */
interface Standing {
  books: Books;
  open: Open[];
  /** Credits of which nothing was made, with the line that the program keeps of each. */
  credits: (Credit & { row: Row; must: Open[]; may: Open[] })[];
  mustHold: Set<Invoice>;
  mayHold: Set<Invoice>;
}

/** The test's own account of a month: the truth against what the program has recorded. */
export class Ledger {
  readonly known = new Map<Client, Set<string>>();

  readonly #reader: BooksReader;

  constructor(
    world: World,
    readonly bank: Bank,
  ) {
    this.#reader = new BooksReader(world);
  }

  read(): Books {
    return this.#reader.read();
  }

  end(): void {
    this.#reader.close();
  }

  leftOf(books: Books, invoice: Invoice): number {
    return books.leftOf.get(invoice.id) ?? 0;
  }

  movementOf({ token }: Row): Movement {
    const movement = this.bank.movements.find((each) => each.token === token);
    if (!movement) throw new Violation(`a line that no bank wrote: ${token}`);
    return movement;
  }

  /** Lines of which the program, or the person, has made something. */
  isSettled({ isIgnored, leftCents }: Row): boolean {
    return isIgnored === 1 || leftCents <= 0;
  }

  /** Lines still to be settled; a line told twice, in two formats, is settled by either. */
  waitingRows(books: Books): Row[] {
    return this.bank.movements.flatMap((movement) => {
      const rows = books.rows.filter(({ token }) => token === movement.token);
      const settled = rows.filter((row) => this.isSettled(row)).length;
      return rows.filter((row) => !this.isSettled(row)).slice(0, Math.max(0, movement.copies - settled));
    });
  }

  #learn(books: Books): void {
    // What was noted by hand says nothing of who paid.
    const made = books.payments.filter(
      ({ id }) => !this.bank.noted.some(({ paymentId }) => paymentId === id),
    );
    for (const { entry, invoiceId } of made) {
      const row = books.rows.find(({ id }) => id === entry);
      const client = this.bank.invoices.find(({ id }) => id === invoiceId)?.client;
      if (!row || !client) continue;
      const known = this.known.get(client) ?? new Set();
      for (const who of [row.counterparty, row.iban]) if (who !== null) known.add(who);
      this.known.set(client, known);
    }
  }

  stand(): Standing {
    const books = this.read();
    this.#learn(books);
    const open = this.bank.invoices
      .map((invoice) => ({ invoice, leftCents: this.leftOf(books, invoice) }))
      .filter(({ leftCents }) => leftCents > 0);
    const credit = (row: Row): Credit & { row: Row } => ({
      row,
      movement: this.movementOf(row),
      leftCents: row.leftCents,
      counterparty: row.counterparty,
      iban: row.iban,
    });
    const credits = this.waitingRows(books)
      .filter(({ cents }) => cents > 0)
      .map(credit)
      .map((each) => ({
        ...each,
        must: mustHold(each, open, this.known),
        may: mayHold(each, open, this.known),
      }));
    // A line told twice may be held for as well, as long as nobody said that it is the same.
    const also = books.rows.filter((row) => row.cents > 0 && !this.isSettled(row)).map(credit);
    return {
      books,
      open,
      credits,
      mustHold: new Set(credits.flatMap(({ must }) => must.map(({ invoice }) => invoice))),
      mayHold: new Set(also.flatMap((each) => mayHold(each, open, this.known).map(({ invoice }) => invoice))),
    };
  }

  /** What is recorded is what happened, and nothing twice. */
  audit(): void {
    const books = this.read();
    this.#agree(books);
    for (const movement of this.bank.movements) this.#auditMovement(movement, books);
    for (const payment of books.payments)
      if (payment.entry === null && !this.bank.noted.some(({ paymentId }) => paymentId === payment.id))
        throw new Violation(`payment ${payment.id} of ${payment.cents} comes from nowhere`);
  }

  #auditMovement(movement: Movement, books: Books): void {
    const rows = new Set(books.rows.filter(({ token }) => token === movement.token).map(({ id }) => id));
    const made = books.payments.filter(({ entry }) => entry !== null && rows.has(entry));
    const what = `${movement.kind} « ${movement.label} » of ${movement.cents}`;
    const standing = made.filter(({ isReversed }) => isReversed === 0);
    if (sumOf(standing) > movement.cents * movement.copies && standing.length > 0)
      throw new Violation(`${what}: ${sumOf(standing)} recorded`);
    for (const payment of made) {
      const invoice = this.bank.invoices.find(({ id }) => id === payment.invoiceId);
      const said = `${what}: ${payment.cents} recorded as ${payment.kind} of ${invoice?.number}`;
      const noted = this.bank.noted.find(({ paymentId }) => paymentId === payment.id);
      if (noted) {
        const same = this.bank.noted.find(({ paymentId }) => paymentId === movement.sameAs);
        if (same?.invoice !== noted.invoice || same.cents !== noted.cents)
          throw new Violation(`${said}, noted by hand for other money`);
        continue;
      }
      if (payment.isReversed === 1 && !this.#isReturned(movement, invoice, books))
        throw new Violation(`${said}, then taken back by nobody`);
      if (payment.isReversed === 1) continue;
      const truth =
        payment.kind === 'payment'
          ? sumOf(movement.pays.filter((share) => share.invoice === invoice))
          : movement.excessCents;
      const alike = standing.filter(
        ({ kind, invoiceId }) => kind === payment.kind && invoiceId === payment.invoiceId,
      );
      if (sumOf(alike) > truth) throw new Violation(`${said}, which it does not pay (${truth})`);
    }
  }

  /** Where two truths are worth the same to everybody, the program's choice becomes the truth. */
  #agree(books: Books): void {
    const isRead = ({ token }: Movement): boolean => books.rows.some((row) => row.token === token);
    for (const { entry, invoiceId, cents, isReversed, kind } of books.payments) {
      const row = books.rows.find(({ id }) => id === entry);
      const invoice = this.bank.invoices.find(({ id }) => id === invoiceId);
      if (!row || !invoice || kind !== 'payment') continue;
      const movement = this.movementOf(row);
      if (isReversed === 1) this.#agreeOnReturn(movement, invoice, isRead);
      else if (movement.pays.every((share) => share.invoice !== invoice))
        this.#agreeOnInvoice(movement, invoice, cents, isRead);
    }
  }

  /** Of two equal payments of an invoice, either may be said to have come back. */
  #agreeOnReturn(movement: Movement, invoice: Invoice, isRead: (movement: Movement) => boolean): void {
    // Of several copies one alone came back: which payment stands for it changes no sum.
    if (movement.takenBackBy !== null || movement.copies > 1) return;
    const other = this.bank.movements.find(
      ({ takenBackBy, cents, pays }) =>
        takenBackBy !== null &&
        isRead(takenBackBy) &&
        cents === movement.cents &&
        pays[0]?.invoice === invoice,
    );
    if (!other?.takenBackBy) return;
    movement.takenBackBy = other.takenBackBy;
    movement.takenBackBy.takesBack = movement;
    other.takenBackBy = null;
  }

  /** Of two equal payments of one client, both known, either may pay either invoice. */
  #agreeOnInvoice(
    movement: Movement,
    invoice: Invoice,
    cents: number,
    isRead: (movement: Movement) => boolean,
  ): void {
    const other = this.bank.movements
      .filter((each) => each !== movement && isRead(each))
      .flatMap(({ pays }) => pays)
      .find((share) => share.invoice === invoice && share.cents === cents);
    const mine = movement.pays.find(
      (share) => share.cents === cents && share.invoice.client === invoice.client,
    );
    if (!other || !mine) return;
    [other.invoice, mine.invoice] = [mine.invoice, other.invoice];
  }

  /** Whether a return that was read takes back that sum of that invoice. */
  #isReturned({ cents }: Movement, invoice: Invoice | undefined, books: Books): boolean {
    return this.bank.movements.some(
      ({ takesBack, token }) =>
        takesBack !== null &&
        takesBack.cents === cents &&
        takesBack.pays.some((share) => share.invoice === invoice) &&
        books.rows.some((row) => row.token === token),
    );
  }

  /** In the end nothing is left to settle, and each invoice is paid by what really paid it. */
  close(): void {
    const books = this.read();
    const found = this.#reader.damages();
    if (found.length > 0) throw new Violation(`the file is damaged: ${JSON.stringify(found)}`);
    for (const invoice of this.bank.invoices) {
      const byBank = this.bank.movements
        .filter((movement) => movement.takenBackBy === null)
        .flatMap(({ pays }) => pays);
      const truth = sumOf([...byBank, ...this.bank.noted].filter((share) => share.invoice === invoice));
      const left = this.leftOf(books, invoice);
      if (left !== invoice.totalCents - truth)
        throw new Violation(`${invoice.number}: ${left} left, ${invoice.totalCents - truth} in truth`);
    }
  }
}
