import { oldestFirst, type BankIndex } from './bank-index.ts';
import type { BankLine, Payable } from './bank-line.ts';
import { formatDay, type LocalDate } from '../dates.ts';
import { formatAmount } from '../money/money.ts';
import { oneLine, quoted } from '../typography.ts';

/** A line of the bank that nobody has confirmed, and that may pay these invoices: they are not reminded meanwhile. */
export interface WaitingLine {
  entry: number;
  on: LocalDate;
  amountCents: number;
  currency: string;
  label: string;
  /** What it is most likely about, the oldest first: numbers that still owe something. */
  invoices: { id: number; number: string }[];
  reason: string;
}

/** Sums of several invoices are looked for among so many of a client’s, the oldest. */
const MOST_PAIRED = 12;
const MOST_TRIPLED = 6;

/** Of one client’s invoices, those that together, or alone, make a sum that a line brings. */
const addSums = (
  invoices: readonly Payable[],
  wanted: ReadonlySet<number>,
  note: (amountCents: number, set: readonly Payable[]) => void,
): void => {
  const see = (set: readonly Payable[]): void => {
    let sum = 0;
    for (const { remainingCents } of set) sum += remainingCents;
    if (wanted.has(sum)) note(sum, set);
  };
  let running = 0;
  for (const [index, invoice] of invoices.entries()) {
    see([invoice]);
    running += invoice.remainingCents;
    if (index > 0 && wanted.has(running)) note(running, invoices.slice(0, index + 1));
  }
  const few = invoices.slice(0, MOST_PAIRED);
  for (const [i, first] of few.entries())
    for (let j = i + 1; j < few.length; j += 1) {
      const second = few[j];
      if (!second) continue;
      see([first, second]);
      for (let k = j + 1; k < Math.min(few.length, MOST_TRIPLED); k += 1) {
        const third = few[k];
        if (third) see([first, second, third]);
      }
    }
};

/** Invoices by each sum, in a currency, that the lines bring. */
const indexSums = (lines: readonly BankLine[], open: readonly Payable[]): Map<string, Payable[]> => {
  const wanted = new Map<string, Set<number>>();
  for (const { currency, amountCents } of lines) {
    const sums = wanted.get(currency);
    if (sums) sums.add(amountCents);
    else wanted.set(currency, new Set([amountCents]));
  }
  const groups = new Map<string, Payable[]>();
  for (const invoice of open) {
    const key = `${invoice.clientId} ${invoice.currency}`;
    const group = groups.get(key);
    if (group) group.push(invoice);
    else groups.set(key, [invoice]);
  }
  const bySum = new Map<string, Payable[]>();
  for (const group of groups.values()) {
    const currency = group[0]?.currency ?? '';
    addSums(oldestFirst(group), wanted.get(currency) ?? new Set(), (sum, set) => {
      const key = `${sum} ${currency}`;
      bySum.set(key, [...(bySum.get(key) ?? []), ...set]);
    });
  }
  return bySum;
};

/**
 * The credits that pay nothing yet and may pay an unpaid invoice: those that name it, that are its exact reste dû or that of
 * several, or that come from a known or named payer of its client. When in doubt, an invoice is held.
 * @param index of all the payables, those already paid included: a second payment is the client’s money
 */
export const findWaiting = (
  lines: readonly BankLine[],
  payables: readonly Payable[],
  index: BankIndex,
): WaitingLine[] => {
  const credits = lines.filter(({ totalCents }) => totalCents > 0);
  const open = payables.filter(({ remainingCents }) => remainingCents > 0);
  const bySum = indexSums(credits, open);
  return credits.flatMap((line) => {
    const { referenced, knownClients, namedClients } = index.signsOf(line);
    const openOf = (clientIds: readonly number[]): Payable[] =>
      clientIds.flatMap((clientId) =>
        index
          .ofClient(clientId, line.currency)
          .filter(({ remainingCents, issuedOn }) => remainingCents > 0 && issuedOn <= line.on),
      );
    const paid = referenced.filter(({ remainingCents }) => remainingCents <= 0);
    const exact = (bySum.get(`${line.amountCents} ${line.currency}`) ?? []).filter(
      ({ issuedOn }) => issuedOn <= line.on,
    );
    const signs: [Payable[], string][] = [
      [referenced, 'numéro dans le libellé'],
      [openOf(knownClients), 'payeur déjà connu'],
      [openOf(namedClients), 'nom du client'],
      [exact, 'montant exact'],
      [openOf(paid.map(({ clientId }) => clientId)), 'numéro d’une facture déjà réglée'],
    ];
    const told = signs.filter(([invoices]) => invoices.length > 0);
    const [first] = told;
    if (!first) return [];
    const invoices = new Map(told.flatMap(([of]) => of.map(({ id, number }) => [id, { id, number }])));
    const { id, on, amountCents, currency, label, counterparty } = line;
    return [
      {
        entry: id,
        on,
        amountCents,
        currency,
        label: counterparty === null ? label : `${counterparty}, ${label}`,
        invoices: [...invoices.values()],
        reason: [...new Set(told.map(([, reason]) => reason))].join(', '),
      },
    ];
  });
};

/** The lines that wait, each once, by the decisions that they hold. */
export const waitingLinesOf = (
  decisions: readonly { invoice: { bankLines: readonly WaitingLine[] } }[],
): WaitingLine[] => {
  const lines = new Map(
    decisions.flatMap(({ invoice }) => invoice.bankLines.map((line) => [line.entry, line] as const)),
  );
  return [...lines.values()].toSorted((a, b) => a.entry - b.entry);
};

/** A credit that nobody has confirmed may have paid the invoice: nobody who has paid is reminded. */
export const waitingLineText = ({ entry, on, amountCents, currency, label, reason }: WaitingLine): string =>
  `le relevé porte un crédit à confirmer, n° ${entry} du ${formatDay(on)}, ${formatAmount(amountCents, currency)}, ${quoted(label)} (${reason})`;

/** What settles it. */
export const waitingLineCommands = ({ entry }: WaitingLine, number: string): string =>
  `relance bank rapprocher ${entry} ${oneLine(number)}, ou relance bank ignorer ${entry}`;
