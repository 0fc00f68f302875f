import { WRITERS } from '../bank-writers.ts';
import type { useBuiltProgram } from '../child.ts';
import type { Random } from '../mutations.ts';
import { fileOf } from '../statements.ts';
import type { World } from '../world.ts';
import type { Bank } from './bank.ts';
import type { Books } from './books.ts';
import { chance, pick, plusDays, type Movement } from './facts.ts';
import { Violation, type Ledger } from './ledger.ts';
import { mayHold } from './rule.ts';

export type StartChild = ReturnType<typeof useBuiltProgram>;

const FORMATS = ['OFX 1', 'OFX 2', 'CAMT.053', 'CSV, one column', 'CSV, debit and credit', 'QIF'];
const CTRL_C = '\u0003';

interface File {
  path: string;
  movements: Movement[];
  to: string;
}

/** Statements as a person downloads them, days that overlap included, and the ways to bring one in. */
export class Statements {
  readonly #format: string;
  #to: string;
  #count = 0;
  /** The same days in another format, brought in another day only. */
  #late: File | null = null;

  constructor(
    readonly random: Random,
    readonly world: World,
    readonly bank: Bank,
    readonly ledger: Ledger,
    readonly tools: { tell: (text: string) => void; start: StartChild | null },
  ) {
    this.#format = pick(random, FORMATS);
    this.#to = plusDays(world.today, -1);
  }

  /** Up to yesterday, as banks do; none when nothing has moved. */
  async bring(): Promise<void> {
    await this.#bringUpTo(plusDays(this.world.today, -1));
  }

  async bringAll(): Promise<void> {
    await this.#bringUpTo(this.world.today);
  }

  async #bringUpTo(to: string): Promise<void> {
    const from = plusDays(this.#to, 1 - this.random(4));
    const file = this.#write(from, to, this.#format);
    if (file === null) return;
    if (chance(this.random, 20)) await this.#rehearse(file);
    if (chance(this.random, 15)) await this.#giveUp(file);
    if (this.tools.start !== null && chance(this.random, 50)) await this.#kill(this.tools.start, file);
    await this.#import(file);
    this.#to = to;
    if (chance(this.random, 15)) await this.#import(file);
    const late = this.#late;
    this.#late = null;
    if (late) await this.#import(late);
    const other = chance(this.random, 25) ? this.#write(from, to, pick(this.random, FORMATS)) : null;
    if (other && chance(this.random, 50)) await this.#import(other);
    else this.#late = other;
  }

  #write(from: string, to: string, format: string): File | null {
    const movements = this.bank.movements.filter(({ on }) => on >= from && on <= to);
    if (movements.length === 0) return null;
    const lines = movements.flatMap(({ on, cents, label, token, counterparty, iban, copies }) =>
      Array.from({ length: copies }, (_, copy) => ({
        date: on,
        cents,
        label,
        id: `${token}${'ABCDEFGH'.charAt(copy)}`,
        counterparty,
        iban,
      })),
    );
    // Some banks write the last day first.
    if (chance(this.random, 40)) lines.reverse();
    this.#count += 1;
    const name = `releve-${this.#count}.${format.startsWith('CSV') ? 'csv' : format === 'CAMT.053' ? 'xml' : format === 'QIF' ? 'qif' : 'ofx'}`;
    const path = fileOf(this.world, name, WRITERS[format]?.write(lines) ?? '');
    this.tools.tell(
      `${name} (${format}), ${from} to ${to}: ${movements.map(({ token }) => token).join(' ')}`,
    );
    return { path, movements, to };
  }

  /** Shown, and nothing written. */
  async #rehearse({ path }: File): Promise<void> {
    const before = JSON.stringify(this.ledger.read());
    const { exitCode, stderr } = await this.world.relance(['bank', 'import', path, '--dry-run']);
    if (exitCode !== 0) throw new Violation(`bank import --dry-run: ${exitCode} ${stderr}`);
    if (JSON.stringify(this.ledger.read()) !== before) throw new Violation('a dry run has written');
  }

  /** At the terminal, Ctrl-C at the first question, or at the second. */
  async #giveUp({ path }: File): Promise<void> {
    const line = ['bank', 'import', path];
    const { matches } = await this.world.json<{ matches: { confidence: string }[] }>([...line, '--dry-run']);
    if (matches.length === 0) return;
    const isCertain = matches.some(({ confidence }) => confidence === 'certain');
    const isSecond =
      isCertain && matches.some(({ confidence }) => confidence !== 'certain') && chance(this.random, 50);
    const question = /Noter|Est-ce bien/;
    const { exitCode } = await this.world.atTerminal(line, [
      ...(isSecond ? [[question, 'o\r'] as [RegExp, string]] : []),
      [question, CTRL_C],
    ]);
    this.tools.tell(`$ relance bank import, Ctrl-C at question ${isSecond ? 2 : 1} → ${exitCode}`);
    if (exitCode !== 130) throw new Violation(`Ctrl-C at a question: exit ${exitCode}`);
    this.ledger.audit();
  }

  async #kill(start: StartChild, { path }: File): Promise<void> {
    const child = start(this.world, ['bank', 'import', path, '--yes']);
    const delay = 40 + this.random(260);
    const timer = setTimeout(child.kill, delay);
    const { signal } = await child.ended;
    clearTimeout(timer);
    this.tools.tell(`$ relance bank import --yes, killed after ${delay} ms: ${signal ?? 'too late'}`);
    this.ledger.audit();
  }

  async #import(file: File): Promise<void> {
    const before = this.ledger.read();
    const sure = file.movements.filter((movement) => this.#isSure(movement, before));
    const { exitCode, stdout, stderr } = await this.world.relance([
      'bank',
      'import',
      file.path,
      '--yes',
      '--json',
    ]);
    const { recorded = 0 } = exitCode === 0 ? (JSON.parse(stdout) as { recorded?: number }) : {};
    this.tools.tell(
      `$ relance bank import ${file.path.split('/').at(-1)} --yes → ${exitCode}, ${recorded} recorded`,
    );
    if (exitCode !== 0) throw new Violation(`bank import --yes: ${exitCode} ${stderr}`);
    this.ledger.audit();
    const after = this.ledger.read();
    for (const movement of file.movements) {
      const lines = after.rows.filter(({ token }) => token === movement.token).length;
      if (lines < movement.copies)
        throw new Violation(`« ${movement.label} » was not kept: ${lines} of ${movement.copies}`);
      this.#checkReturn(movement, after);
    }
    for (const movement of sure)
      if (
        after.payments.every(
          ({ entry }) => !after.rows.some(({ id, token }) => id === entry && token === movement.token),
        )
      )
        throw new Violation(
          `« ${movement.label} » names its invoice and pays it to the cent: nothing was recorded`,
        );
  }

  /** The number, the exact reste dû, and nothing else in sight that could be meant. */
  #isSure({ kind, pays, token, on, cents, takenBackBy }: Movement, books: Books): boolean {
    const [share] = pays;
    if (kind !== 'right' || !share || takenBackBy) return false;
    const { invoice } = share;
    const rows = books.rows.filter((row) => row.token === token);
    if (this.ledger.leftOf(books, invoice) !== cents || rows.some((row) => this.ledger.isSettled(row)))
      return false;
    const others = this.bank.movements.filter(
      (other) => other.token !== token && other.takesBack === null && other.cents > 0,
    );
    const isClaimed = others.some(
      (movement) =>
        movement.on <= this.world.today &&
        !this.#isSettled(movement, books) &&
        mayHold(
          { movement, leftCents: movement.cents, counterparty: movement.counterparty, iban: movement.iban },
          [{ invoice, leftCents: cents }],
          this.ledger.known,
        ).length > 0,
    );
    const isLikeAnother = [...others, ...this.bank.noted].some((other) => other.cents === cents);
    return !isClaimed && !isLikeAnother && on <= this.world.today;
  }

  #isSettled({ token }: Movement, books: Books): boolean {
    const rows = books.rows.filter((row) => row.token === token);
    return rows.length > 0 && rows.every((row) => this.ledger.isSettled(row));
  }

  /** What came back is owed again, whichever line the bank wrote first. */
  #checkReturn({ takesBack, label }: Movement, books: Books): void {
    if (takesBack === null) return;
    const stands = books.payments.some(
      ({ entry, isReversed }) =>
        isReversed === 0 && books.rows.some(({ id, token }) => id === entry && token === takesBack.token),
    );
    const isAlone = this.bank.movements.every(
      (other) =>
        other === takesBack ||
        other.cents !== takesBack.cents ||
        other.pays.every(({ invoice }) => invoice.client !== takesBack.pays[0]?.invoice.client),
    );
    if (stands && isAlone) throw new Violation(`« ${label} »: the invoice stays paid`);
  }
}
