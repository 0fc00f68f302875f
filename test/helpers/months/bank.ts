import type { Random } from '../mutations.ts';
import {
  chance,
  daysFrom,
  pick,
  sumOf,
  type Client,
  type Invoice,
  type Movement,
  type Share,
} from './facts.ts';
import { said, writtenNumber } from './words.ts';

/** A payment noted by hand, and the movement that is the same money, if there is one. */
export interface Noted {
  paymentId: number;
  invoice: Invoice;
  cents: number;
  on: string;
}

/** What really happens at the bank; days are told in order. */
export class Bank {
  readonly movements: Movement[] = [];
  readonly noted: Noted[] = [];

  constructor(
    readonly random: Random,
    readonly clients: readonly Client[],
    readonly invoices: readonly Invoice[],
  ) {}

  /** What is still owed in truth, whatever anybody knows of it. */
  owed(invoice: Invoice): number {
    const here = (shares: readonly Share[]): number =>
      sumOf(shares.filter((share) => share.invoice === invoice));
    const paid = this.movements
      .filter(({ takenBackBy }) => takenBackBy === null)
      .map(({ pays }) => here(pays));
    return invoice.totalCents - here(this.noted) - sumOf(paid.map((cents) => ({ cents })));
  }

  /** One more movement that day, of a kind drawn by lot; none when nothing of that kind can happen. */
  move(on: string, leftOf: (invoice: Invoice) => number): Movement | null {
    const owing = this.invoices.filter((invoice) => this.owed(invoice) > 0);
    const kind = pick(this.random, KINDS);
    const drawn = DRAW[kind]?.({ bank: this, random: this.random, on, owing, leftOf }) ?? null;
    return drawn && this.add(on, kind, drawn);
  }

  add(on: string, kind: string, drawn: Drawn): Movement | null {
    const movement: Movement = {
      kind,
      token: '',
      on,
      counterparty: '',
      iban: null,
      copies: 1,
      names: [],
      pays: [],
      excessCents: 0,
      sameAs: null,
      takesBack: null,
      takenBackBy: null,
      ...drawn,
    };
    if (this.#isUnfair(movement)) return null;
    movement.token = Array.from({ length: 6 }, () => pick(this.random, [...'BCDFGHJKLMNPQRSTVWXZ'])).join('');
    movement.label = `${movement.label} ${movement.token}`;
    if (movement.takesBack) movement.takesBack.takenBackBy = movement;
    this.movements.push(movement);
    return movement;
  }

  /** What no program and no person could tell from another: the sum noted by hand a few days ago, without another number. */
  #isUnfair({ sameAs, names, cents, on }: Movement): boolean {
    const isTwin = this.movements.some((other) => other.on === on && other.cents === cents);
    const looksNoted = this.noted.some(
      (noted) =>
        noted.paymentId !== sameAs &&
        noted.cents === cents &&
        Math.abs(daysFrom(noted.on, on)) < 8 &&
        (names.length === 0 || names.includes(noted.invoice)),
    );
    return cents === 0 || isTwin || looksNoted;
  }
}

type Drawn = Pick<Movement, 'cents' | 'label'> & Partial<Movement>;

interface Draw {
  bank: Bank;
  random: Random;
  on: string;
  owing: Invoice[];
  leftOf: (invoice: Invoice) => number;
}

const whole = ({ bank }: Draw, invoice: Invoice): Share => ({ invoice, cents: bank.owed(invoice) });

/** Several invoices of one client, two at least; null when nobody owes two. */
const several = ({ random, owing }: Draw): Invoice[] | null => {
  const clients = owing
    .map(({ client }) => client)
    .filter((client, index, all) => all.indexOf(client) !== index);
  if (clients.length === 0) return null;
  const client = pick(random, clients);
  return owing.filter((invoice) => invoice.client === client).slice(0, 2 + random(2));
};

/** Without a number, what else this client might have meant is for a person to tell: kept out, or left open in the books too. */
const canMeanAnother = ({ bank, leftOf }: Draw, invoice: Invoice, cents: number): boolean =>
  leftOf(invoice) !== cents &&
  bank.invoices.some(
    (other) =>
      other !== invoice &&
      other.client === invoice.client &&
      [other.totalCents, bank.owed(other), leftOf(other)].includes(cents),
  );

const byNumber = (draw: Draw, invoice: Invoice, cents: number, shares: Share[]): Drawn => ({
  ...said(draw.random, invoice.client, `FACT ${writtenNumber(draw.random, invoice.number)}`),
  cents,
  names: [invoice],
  pays: shares,
  excessCents: Math.max(0, cents - sumOf(shares)),
});

const right = (draw: Draw): Drawn | null => {
  if (draw.owing.length === 0) return null;
  const share = whole(draw, pick(draw.random, draw.owing));
  return byNumber(draw, share.invoice, share.cents, [share]);
};

/** « 2026-001/002 »: the first number whole, of the others the end alone; null when that would be read otherwise, as « 1/2 ». */
const shortened = (invoices: readonly Invoice[]): string | null => {
  const ends = invoices.map(({ number }) => number.slice(number.lastIndexOf('-') + 1));
  const [first] = ends;
  const isClear = ends.every(({ length }) => length >= 2 && length === first?.length);
  return isClear ? [invoices[0]?.number, ...ends.slice(1)].join('/') : null;
};

const numbers = (draw: Draw): Drawn | null => {
  const invoices = several(draw);
  const [first] = invoices ?? [];
  if (!invoices || !first) return null;
  const shares = invoices.map((invoice) => whole(draw, invoice));
  const short = chance(draw.random, 50) ? shortened(invoices) : null;
  const all = short ?? invoices.map(({ number }) => writtenNumber(draw.random, number)).join(' ET ');
  return {
    ...said(draw.random, first.client, `FACT ${all}`),
    cents: sumOf(shares),
    names: invoices,
    pays: shares,
  };
};

const part = (draw: Draw): Drawn | null => {
  if (draw.owing.length === 0) return null;
  const { invoice, cents: owed } = whole(draw, pick(draw.random, draw.owing));
  const cents = pick(draw.random, [Math.floor(owed / 2), Math.floor(owed / 3), owed - 450]);
  return cents <= 0 ? null : byNumber(draw, invoice, cents, [{ invoice, cents }]);
};

const tooMuch = (draw: Draw): Drawn | null => {
  if (draw.owing.length === 0) return null;
  const share = whole(draw, pick(draw.random, draw.owing));
  if (draw.leftOf(share.invoice) !== share.cents) return null;
  return byNumber(draw, share.invoice, share.cents + 1000 + draw.random(9000), [share]);
};

const sumAlone = (draw: Draw): Drawn | null => {
  if (draw.owing.length === 0) return null;
  const share = whole(draw, pick(draw.random, draw.owing));
  return { label: 'VIR SEPA RECU', counterparty: 'DIVERS', cents: share.cents, pays: [share] };
};

const nameAlone = (draw: Draw): Drawn | null => {
  if (draw.owing.length === 0) return null;
  const share = whole(draw, pick(draw.random, draw.owing));
  if (canMeanAnother(draw, share.invoice, share.cents)) return null;
  return { ...said(draw.random, share.invoice.client, ''), cents: share.cents, pays: [share] };
};

/** On account: the payer is told by their name, or known from before. */
const oddSum = (draw: Draw): Drawn | null => {
  if (draw.owing.length === 0) return null;
  const { invoice, cents: owed } = whole(draw, pick(draw.random, draw.owing));
  const cents = Math.floor((owed * (20 + draw.random(60))) / 100) + 1;
  if (canMeanAnother(draw, invoice, cents) || cents >= owed) return null;
  return { ...said(draw.random, invoice.client, 'ACOMPTE'), cents, pays: [{ invoice, cents }] };
};

const sumOfSeveral = (draw: Draw): Drawn | null => {
  const invoices = several(draw);
  const [first] = invoices ?? [];
  if (!invoices || !first) return null;
  const pays = invoices.map((invoice) => whole(draw, invoice));
  const cents = sumOf(pays);
  if (canMeanAnother(draw, first, cents)) return null;
  const words = chance(draw.random, 60) ? said(draw.random, first.client, '') : { label: 'VIR SEPA RECU' };
  return { ...words, cents, pays };
};

/** As many equal transfers as the client has equal invoices. */
const equals = (draw: Draw): Drawn | null => {
  const sets = draw.owing
    .map((invoice) =>
      draw.owing.filter(
        (other) => other.client === invoice.client && draw.bank.owed(other) === draw.bank.owed(invoice),
      ),
    )
    .filter((set) => set.length > 1);
  if (sets.length === 0) return null;
  const set = pick(draw.random, sets);
  const [first] = set;
  if (!first) return null;
  const pays = set.map((invoice) => whole(draw, invoice));
  return { ...said(draw.random, first.client, ''), cents: draw.bank.owed(first), copies: set.length, pays };
};

const again = (draw: Draw): Drawn | null => {
  const paid = draw.bank.invoices.filter(
    (invoice) => draw.bank.owed(invoice) === 0 && draw.leftOf(invoice) === 0,
  );
  if (paid.length === 0) return null;
  const invoice = pick(draw.random, paid);
  return byNumber(draw, invoice, invoice.totalCents, []);
};

/** What names its invoice and pays it alone is given back, the same day or later. */
const takenBack = (draw: Draw): Drawn | null => {
  const able = draw.bank.movements.filter(
    ({ pays, names, copies, takenBackBy, sameAs, excessCents, cents }) =>
      cents > 0 &&
      pays.length === 1 &&
      names.length === 1 &&
      copies === 1 &&
      takenBackBy === null &&
      sameAs === null &&
      excessCents === 0,
  );
  if (able.length === 0) return null;
  const movement = pick(draw.random, able);
  // What settled an invoice whole, with others or with too much, was for what was then left: it stays so.
  const isClosed = draw.bank.movements.some(
    (other) =>
      (other.pays.length > 1 || (other.excessCents > 0 && other.pays.length > 0)) &&
      other.pays.some(({ invoice }) => invoice === movement.pays[0]?.invoice),
  );
  // The same sum of the same invoice twice: which of them comes back, nobody can tell.
  const isTwice = draw.bank.movements.some(
    (other) => other !== movement && other.cents === movement.cents && other.names[0] === movement.names[0],
  );
  if (isTwice || isClosed) return null;
  const label = `REJET PRLV ${movement.label.slice(0, -7)}`;
  const { counterparty, iban, names } = movement;
  return { label, counterparty, iban, names, cents: -movement.cents, takesBack: movement };
};

const stranger = ({ random, owing, bank }: Draw): Drawn | null => {
  const [label, cents] = pick<[string, number]>(random, [
    ['PRLV SEPA EDF', -5420 - random(3000)],
    ['VIR SALAIRE', -150_000 - random(50_000)],
    ['VIR INTERNE LIVRET', 10_000 * (1 + random(20))],
    ['REMBOURSEMENT ASSURANCE MAIF', 1000 + random(40_000)],
    ['VIR SEPA CPAM', 500 + random(9000)],
    // By chance the sum that somebody owes.
    ['VIR SEPA VINTED', owing.length > 0 ? bank.owed(pick(random, owing)) : 4200],
  ]);
  return { label, counterparty: label.replace(/^\S+ /, ''), cents };
};

const DRAW: Record<string, (draw: Draw) => Drawn | null> = {
  right,
  numbers,
  part,
  'too much': tooMuch,
  'sum alone': sumAlone,
  'name alone': nameAlone,
  'odd sum': oddSum,
  'sum of several': sumOfSeveral,
  equals,
  again,
  'taken back': takenBack,
  stranger,
};
const KINDS = [
  ...Object.keys(DRAW),
  'right',
  'right',
  'taken back',
  'taken back',
  'stranger',
  'numbers',
  'part',
  'equals',
  'equals',
  'name alone',
];

/** A payment that a person has noted by hand comes in later. */
export const seenLater = (bank: Bank, { paymentId, invoice, cents }: Noted, on: string): Movement | null => {
  const isNumbered = chance(bank.random, 60);
  return bank.add(on, 'noted by hand', {
    ...said(bank.random, invoice.client, isNumbered ? `FACT ${invoice.number}` : ''),
    cents,
    names: isNumbered ? [invoice] : [],
    sameAs: paymentId,
  });
};
