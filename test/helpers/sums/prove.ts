import { copyFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { addDays, type LocalDate } from '../../../src/domain/dates.ts';
import { connect } from '../../../src/db/engine.ts';
import { renderEpcQr } from '../../../src/mail/epc-qr.ts';
import { World } from '../world.ts';
import { check, euros, flat } from './check.ts';
import { expectedOf, type Expected } from './expected.ts';
import { drawClient, paidBy, type DrawnClient, type DrawnInvoice } from './home.ts';
import { Lot } from './lot.ts';
import { amountsIn, daysIn } from './printed.ts';
import { rowsOf } from './rows.ts';

const LETTERS_EVERY = Number(process.env['RELANCE_LETTERS_EVERY'] ?? '5');

interface Ref {
  number: string;
  remainingCents: number;
}

interface Planned {
  client: { id: number };
  refs: Ref[];
  subject: string;
  text: string;
}

interface Refused {
  error?: { code: string };
}

const sumOf = (refs: readonly Ref[]): number =>
  refs.reduce((sum, { remainingCents }) => sum + remainingCents, 0);

/** One home, drawn by its seed, and everything that leaves of it on one day. */
export class Home {
  readonly #world: World;
  readonly #today: LocalDate;
  readonly #clients: DrawnClient[];
  readonly #seed: number;

  constructor(seed: number, base: string) {
    const lot = new Lot(seed);
    this.#seed = seed;
    this.#today = addDays('2026-09-14', lot.int(0, 100));
    this.#clients = [1, 2].map((id) => drawClient(lot, id, this.#today));
    this.#world = new World(this.#today);
    copyFileSync(base, this.#world.databasePath);
    const db = connect(this.#world.databasePath);
    try {
      db.transaction(() => {
        for (const client of this.#clients)
          for (const [sql, values] of rowsOf(client)) db.prepare(sql).run(...values);
      })();
    } finally {
      db.close();
    }
  }

  async prove(): Promise<void> {
    await this.#proveMails();
    for (const client of this.#clients) {
      const owed = client.invoices.filter((invoice) => paidBy(invoice, this.#today) < invoice.totalCents);
      const invoice = new Lot(this.#seed + client.id).pick([...owed, ...client.invoices]);
      await this.#proveReceipt(client, invoice);
      if (!owed.includes(invoice)) continue;
      await this.#proveTalk(client, invoice);
      await this.#proveMessage(client, invoice);
      // A page takes longer to draw than the rest together.
      if (this.#seed % LETTERS_EVERY === 0) await this.#proveLetters(client, invoice);
      await this.#provePromise(client);
    }
  }

  #expected(client: DrawnClient, numbers: readonly string[]): Expected {
    const ids = client.invoices.filter(({ number }) => numbers.includes(number)).map(({ id }) => id);
    return expectedOf(client, ids, this.#today);
  }

  #say(what: string, client: DrawnClient, numbers: readonly string[], text: string): string {
    return `RELANCE_SEED=${this.#seed} ${this.#today} ${what} ${client.name} ${numbers.join(' ')}\n${text}\n${JSON.stringify(client)}`;
  }

  async #proveMails(): Promise<void> {
    const { planned } = await this.#world.json<{ planned: Planned[] }>('send --dry-run');
    for (const { client: ref, refs, subject, text } of planned) {
      const client = this.#clients.find(({ id }) => id === ref.id);
      if (!client) throw new Error('a message to nobody');
      const numbers = refs.map(({ number }) => number);
      const expected = this.#expected(client, numbers);
      const why = this.#say('mail', client, numbers, `${subject}\n${text}`);
      assert.deepEqual(sumOf(refs), expected.askedCents, why);
      check(this.#today, `${subject}\n${text}`, expected, why);
      if (expected.besides.length > 0 && !subject.startsWith('Échéancier'))
        assert.ok(text.includes('ne comprend pas'), why);
    }
  }

  /** A reminder forced: its words, its HTML, and the QR code that its HTML holds. */
  async #proveMessage(client: DrawnClient, { number }: DrawnInvoice): Promise<void> {
    const step = new Lot(this.#seed).pick(['relance-1', 'relance-2', 'relance-3']);
    const { invoices } = await this.#world.json<{ invoices: string[] }>(`preview ${number} --etape ${step}`);
    const expected = this.#expected(client, invoices);
    const html = await this.#world.ok(`preview ${number} --etape ${step} --html`);
    const words = html.replaceAll(/<[^>]*>/g, ' ');
    const why = this.#say(`preview ${step}`, client, invoices, flat(words));
    check(this.#today, words, expected, why);
    const image =
      /data:image\/png;base64,([^"]+)"[^>]*?alt="([^"]*)"|alt="([^"]*)"[^>]*?data:image\/png;base64,([^"]+)"/u.exec(
        html,
      );
    const drawn = renderEpcQr({
      holder: 'Jeanne Martin EI',
      iban: 'FR7630006000011234567890189',
      bic: null,
      reference: invoices.join(' '),
      amountCents: expected.askedCents,
      currency: 'EUR',
    });
    assert.deepEqual(image?.[1] ?? image?.[4], drawn?.png.toString('base64'), why);
    assert.match(image?.[2] ?? image?.[3] ?? '', euros(expected.askedCents), why);
  }

  async #proveTalk(client: DrawnClient, { number }: DrawnInvoice): Promise<void> {
    const sms = await this.#world.json<{ text: string; invoices: string[] }>(`sms ${number}`);
    const told = this.#expected(client, sms.invoices);
    check(this.#today, sms.text.replaceAll("'", '’'), told, this.#say('sms', client, sms.invoices, sms.text));
    const call = await this.#world.json<{
      totalCents: number;
      script: string;
      invoices: { number: string; remainingCents: number; askedCents: number }[];
    }>(`call ${number}`);
    const numbers = call.invoices.map((invoice) => invoice.number);
    const expected = this.#expected(client, numbers);
    const why = this.#say('call', client, numbers, call.script);
    assert.deepEqual(call.totalCents, expected.askedCents, why);
    assert.deepEqual(
      call.invoices.reduce((sum, { askedCents }) => sum + askedCents, 0),
      expected.askedCents,
      why,
    );
    for (const { number: of, remainingCents } of call.invoices) {
      const invoice = client.invoices.find((candidate) => candidate.number === of);
      assert.deepEqual(remainingCents, invoice && invoice.totalCents - paidBy(invoice, this.#today), why);
    }
    check(this.#today, call.script, expected, why, { isTotalSaid: expected.isPlanned });
  }

  async #proveLetters(client: DrawnClient, invoice: DrawnInvoice): Promise<void> {
    const { number } = invoice;
    const expected = this.#expected(client, [number]);
    for (const command of ['lettre', 'mise-en-demeure']) {
      const { stdout, exitCode } = await this.#world.relance(`${command} ${number} --dry-run`);
      const why = this.#say(command, client, [number], stdout);
      const isPlanned = expected.instalments.length > 0;
      const isLate = isPlanned ? command === 'lettre' && expected.isLate : invoice.dueOn < this.#today;
      assert.deepEqual(
        exitCode === 0,
        isLate && invoice.dispute !== 'whole' && !this.#isWholeDispute(invoice),
        why,
      );
      // What the program tells its user comes after the letter.
      const [, letter = ''] = stdout.split(/^─+$/mu);
      if (exitCode === 0) check(this.#today, letter, expected, why, { mayDate: [this.#today] });
    }
  }

  /** What is left is less than what is disputed. */
  #isWholeDispute(invoice: DrawnInvoice): boolean {
    return (
      typeof invoice.dispute === 'number' &&
      invoice.dispute >= invoice.totalCents - paidBy(invoice, this.#today)
    );
  }

  async #proveReceipt(client: DrawnClient, { number }: DrawnInvoice): Promise<void> {
    const expected = this.#expected(client, [number]);
    const result = await this.#world.json<{ planned?: Planned[] } & Refused>(
      `send ${number} --modele recu --dry-run`,
    );
    const why = this.#say('recu', client, [number], JSON.stringify(result));
    if (expected.receivedCents === 0) {
      assert.deepEqual(result.error?.code, 'no-payment', why);
      return;
    }
    const [message] = result.planned ?? [];
    assert.deepEqual(sumOf(message?.refs ?? []), expected.askedCents, why);
    const text = `${message?.subject}\n${message?.text}`;
    check(this.#today, text, expected, why, { isTotalSaid: expected.askedCents > 0 });
    if (expected.instalments.length > 0) assert.doesNotMatch(text, /solde/, why);
  }

  async #provePromise(client: DrawnClient): Promise<void> {
    const promised = client.invoices.find(({ promise }) => promise !== null && promise.on >= this.#today);
    if (!promised?.promise) return;
    const { cents, on } = promised.promise;
    const result = await this.#world.json<{ planned: Planned[] }>(
      `send ${promised.number} --modele promesse --dry-run`,
    );
    const why = this.#say('promesse', client, [promised.number], JSON.stringify(result));
    const [message] = result.planned;
    assert.deepEqual(sumOf(message?.refs ?? []), cents, why);
    assert.deepEqual(amountsIn(message?.text ?? ''), [cents], why);
    assert.deepEqual(daysIn(message?.text ?? '', this.#today), [on], why);
  }
}
