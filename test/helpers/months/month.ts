import { randomFrom, type Random } from '../mutations.ts';
import type { SmtpSink } from '../smtp-sink.ts';
import { World, type Result } from '../world.ts';
import { Bank, seenLater, type Noted } from './bank.ts';
import { beginBusiness } from './beginning.ts';
import type { Books, Row } from './books.ts';
import { chance, isWorkingDay, pick, plusDays, type Invoice, type Movement, type Share } from './facts.ts';
import { Ledger, Violation } from './ledger.ts';
import { Mails } from './mails.ts';
import { Morning } from './morning.ts';
import { Statements } from './statements.ts';
import type { StartChild } from './statements.ts';

const DAYS = 22;

const euros = (cents: number): string => `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, '0')}`;

/** One freelancer's month, drawn from a seed: what the bank does, what they do, and each morning's `send --yes`. */
export class Month {
  readonly journal: string[] = [];
  readonly #random: Random;
  readonly #world: World;
  readonly #bank: Bank;
  readonly #ledger: Ledger;
  readonly #statements: Statements;
  readonly #morning: Morning;
  readonly #toBeSeen: { noted: Noted; on: string }[] = [];

  private constructor(
    random: Random,
    world: World,
    bank: Bank,
    ledger: Ledger,
    mails: Mails,
    start: StartChild | null,
  ) {
    this.#random = random;
    this.#world = world;
    this.#bank = bank;
    this.#ledger = ledger;
    const tell = (text: string): void => void this.journal.push(`${world.today}  ${text}`);
    this.#statements = new Statements(random, world, bank, ledger, { tell, start });
    this.#morning = new Morning(world, bank, ledger, mails, tell);
  }

  static async begin(seed: number, sink: SmtpSink, start: StartChild | null): Promise<Month> {
    const random = randomFrom(seed);
    const world = new World(plusDays('2026-01-05', random(320)));
    const { clients, invoices, known } = await beginBusiness(world, random, {
      port: sink.port,
      domain: `m${seed}.example`,
    });
    const bank = new Bank(random, clients, invoices);
    const ledger = new Ledger(world, bank);
    for (const [client, who] of known) ledger.known.set(client, who);
    const isKilled = start !== null && chance(random, 3);
    const month = new Month(
      random,
      world,
      bank,
      ledger,
      new Mails(sink, `m${seed}.example`),
      isKilled ? start : null,
    );
    for (const { number, client, dueOn, totalCents } of invoices)
      month.#tell(`${number} of ${client.name} (paid by ${client.payer}): ${totalCents}, due ${dueOn}`);
    return month;
  }

  async live(): Promise<void> {
    const first = this.#world.today;
    for (let day = first; day < plusDays(first, DAYS); day = plusDays(day, 1)) {
      this.#world.today = day;
      this.#move(day);
      // Away that day: the machine is off, the bank goes on.
      if (chance(this.#random, 12)) continue;
      if (chance(this.#random, 45)) await this.#statements.bring();
      if (chance(this.#random, 12)) await this.#note(day);
      if (chance(this.#random, 35)) await this.#settle(1 + this.#random(3));
      if (isWorkingDay(day) || chance(this.#random, 20)) await this.#morning.send();
      if (chance(this.#random, 25)) await this.#morning.look();
    }
    await this.#close();
  }

  end(): void {
    this.#ledger.end();
  }

  async #close(): Promise<void> {
    await this.#statements.bringAll();
    while ((await this.#settle(100)) > 0);
    const left = await this.#listed();
    if (left.length > 0) throw new Violation(`bank liste still shows ${left.length} lines`);
    await this.#morning.look();
    this.#ledger.close();
  }

  #tell(text: string): void {
    this.journal.push(`${this.#world.today}  ${text}`);
  }

  #move(day: string): void {
    for (const seen of this.#toBeSeen.filter(({ on }) => on === day))
      this.#told(seenLater(this.#bank, seen.noted, day));
    const books = this.#ledger.read();
    const count = pick(this.#random, [0, 0, 1, 1, 2]);
    for (let index = 0; index < count; index += 1)
      this.#told(this.#bank.move(day, (invoice) => this.#ledger.leftOf(books, invoice)));
  }

  #told(movement: Movement | null): void {
    if (movement === null) return;
    const { kind, label, cents, copies, pays, counterparty } = movement;
    const truth = pays.map((share) => `${share.invoice.number} ${share.cents}`).join(' + ');
    this.#tell(
      `bank: ${kind}, ${copies > 1 ? `${copies} × ` : ''}${cents} « ${label} » from ${counterparty}${truth ? ` → ${truth}` : ''}`,
    );
  }

  async #run(line: string[]): Promise<Result> {
    const result = await this.#world.relance(line);
    this.#tell(
      `$ relance ${line.join(' ')} → ${result.exitCode} ${result.exitCode === 0 ? '' : result.stderr.trim()}`,
    );
    return result;
  }

  /** Cash; or a transfer that the bank will tell later; or what a line already tells, unseen. */
  async #note(day: string): Promise<void> {
    const invoices = this.#bank.invoices.filter((invoice) => this.#bank.owed(invoice) > 0);
    const books = this.#ledger.read();
    const waiting = this.#ledger
      .waitingRows(books)
      .map((row) => this.#ledger.movementOf(row))
      .filter(
        ({ pays, copies, takenBackBy, excessCents }) =>
          pays.length === 1 &&
          copies === 1 &&
          takenBackBy === null &&
          excessCents === 0 &&
          pays.every(({ invoice, cents }) => this.#ledger.leftOf(books, invoice) >= cents),
      );
    const told = waiting.length > 0 && chance(this.#random, 50) ? pick(this.#random, waiting) : null;
    const share = told?.pays[0] ?? this.#drawShare(invoices, books);
    if (!share) return;
    const noted = await this.#pay(share, day);
    if (told) {
      told.pays = [];
      told.sameAs = noted.paymentId;
    } else if (chance(this.#random, 60))
      this.#toBeSeen.push({ noted, on: plusDays(day, 1 + this.#random(3)) });
    this.#ledger.audit();
  }

  async #pay({ invoice, cents }: Share, on: string): Promise<Noted> {
    const known = new Set(this.#ledger.read().payments.map(({ id }) => id));
    await this.#must(['pay', invoice.number, euros(cents), '--yes']);
    const paymentId = this.#ledger.read().payments.find(({ id }) => !known.has(id))?.id ?? 0;
    const noted = { paymentId, invoice, cents, on };
    this.#bank.noted.push(noted);
    return noted;
  }

  #drawShare(invoices: readonly Invoice[], books: Books): { invoice: Invoice; cents: number } | null {
    if (invoices.length === 0) return null;
    const invoice = pick(this.#random, invoices);
    const owed = this.#bank.owed(invoice);
    const cents = chance(this.#random, 50) ? owed : Math.ceil(owed / 2);
    // What a line of the last days already tells without a number would be this money as well.
    const isTold = this.#bank.movements.some(
      (movement) => movement.cents === cents && movement.sameAs === null,
    );
    return isTold || this.#ledger.leftOf(books, invoice) < cents ? null : { invoice, cents };
  }

  async #listed(): Promise<{ entry: number }[]> {
    return (await this.#world.json<{ entries: { entry: number }[] }>('bank liste')).entries;
  }

  /** A person settles some of the lines that wait, knowing what each one is. @returns how many */
  async #settle(most: number): Promise<number> {
    const entries = await this.#listed();
    let settled = 0;
    const before = this.#ledger.read();
    for (const { entry } of entries) {
      const row = before.rows.find(({ id }) => id === entry);
      if (!row || this.#ledger.isSettled(row))
        throw new Violation(`bank liste shows line ${entry}, which is settled`);
    }
    for (const { entry } of entries.slice(0, most)) {
      const books = this.#ledger.read();
      const row = books.rows.find(({ id }) => id === entry);
      // Settled meanwhile, by what was said of another.
      if (!row || this.#ledger.isSettled(row)) continue;
      if (!(await this.#settleRow(row))) continue;
      settled += 1;
      this.#ledger.audit();
    }
    return settled;
  }

  async #settleRow(row: Row): Promise<boolean> {
    const books = this.#ledger.read();
    const movement = this.#ledger.movementOf(row);
    const isTwin = !this.#ledger.waitingRows(books).some(({ token }) => token === row.token);
    const target = isTwin ? [] : this.#whatItPays(movement, row, books);
    // First what makes room for it: a return that waits as well.
    if (target === null) return false;
    if (target.length === 0) await this.#must(['bank', 'ignorer', String(row.id)]);
    else
      await this.#must([
        'bank',
        'rapprocher',
        String(row.id),
        ...target.map(({ number }) => number),
        '--yes',
      ]);
    return true;
  }

  /** The invoices to say of a line; none for one that is to be set aside; null when that cannot be said yet. */
  #whatItPays(movement: Movement, { leftCents }: Row, books: Books): Invoice[] | null {
    const { pays, copies, takesBack, takenBackBy } = movement;
    const leftOf = (invoice: Invoice): number => this.#ledger.leftOf(books, invoice);
    if (takesBack) return this.#made(takesBack);
    // It came back before anybody said what it was: one way is to leave both aside.
    if (takenBackBy && books.rows.some(({ token }) => token === takenBackBy.token)) return [];
    const invoices = pays.map(({ invoice }) => invoice);
    if (copies > 1) return invoices.filter((invoice) => leftOf(invoice) === leftCents).slice(0, 1);
    // A line of several, or of too much, fills what is left: once what came before it is said.
    const isWhole = pays.length > 1 || movement.excessCents > 0;
    const hasRoom = pays.every(({ invoice, cents }) =>
      isWhole ? leftOf(invoice) === cents : leftOf(invoice) >= cents,
    );
    return hasRoom ? invoices : null;
  }

  /** What the program says that a movement has paid. */
  #made({ token }: Movement): Invoice[] {
    const { rows, payments } = this.#ledger.read();
    const standing = payments.filter(
      ({ entry, isReversed }) =>
        isReversed === 0 && rows.some((row) => row.id === entry && row.token === token),
    );
    return this.#bank.invoices.filter(({ id }) => standing.some(({ invoiceId }) => invoiceId === id));
  }

  async #must(line: string[]): Promise<void> {
    const { exitCode, stderr } = await this.#run(line);
    if (exitCode !== 0) throw new Violation(`${line.join(' ')} is refused: ${stderr}`);
  }
}
