import type { LocalDate } from '../../domain/dates.ts';
import type { IncomingInvoice } from '../../domain/money/incoming-invoice.ts';
import { formatAmount } from '../../domain/money/money.ts';
import { oneLine, foldedWords } from '../../domain/typography.ts';
import { amountOf, dayOf } from '../values.ts';
import type { SheetRow } from './sheet-rows.ts';
import type { SheetItem } from './sheet-invoices.ts';

const CUSTOMERS = '411';

interface Piece {
  client: string;
  number: string;
  on: LocalDate | null;
  debitCents: number;
  creditCents: number;
  subject: string;
}

/** The headers of a « fichier des écritures comptables » (LPF A47 A-1). */
export const isFec = (cells: readonly string[]): boolean => {
  const folded = new Set(cells.map(foldedWords));
  return ['journalcode', 'comptenum', 'pieceref'].every((name) => folded.has(name));
};

const remainingOf = ({ debitCents, creditCents }: Piece): number => debitCents - creditCents;

const isInvoice = (piece: Piece): piece is Piece & { on: LocalDate } =>
  piece.debitCents > 0 && piece.number !== '' && piece.on !== null && piece.client !== '';

/**
 * Gives a credit to the invoice that owes its very sum, else to the oldest ones (C. civ. 1342-10): what a client is asked is
 * then the balance of its account, with a tool that never letters as well.
 * @returns the invoices that took it, and what none could take
 */
const allot = (credit: Piece, invoices: readonly Piece[]): { taken: Piece[]; leftCents: number } => {
  let leftCents = -remainingOf(credit);
  const open = invoices.filter((invoice) => remainingOf(invoice) > 0);
  const exact = open.find((invoice) => remainingOf(invoice) === leftCents);
  const taken: Piece[] = [];
  for (const invoice of exact ? [exact] : open) {
    if (leftCents === 0) break;
    const cents = Math.min(leftCents, remainingOf(invoice));
    invoice.creditCents += cents;
    leftCents -= cents;
    taken.push(invoice);
  }
  return { taken, leftCents };
};

/** Open customer entries: on accounts 411, not lettered. A piece is an invoice, and what its debits exceed its credits by is due. */
export class FecReader {
  readonly #at: Map<string, number>;
  /** Pieces by customer account, then by reference. */
  readonly #accounts = new Map<string, Map<string, Piece>>();

  constructor(
    readonly source: string,
    headers: readonly string[],
  ) {
    this.#at = new Map(headers.map((header, index) => [foldedWords(header), index]));
  }

  read({ cells }: SheetRow): void {
    const cell = (name: string): string => (cells[this.#at.get(name) ?? -1] ?? '').trim();
    if (!cell('comptenum').startsWith(CUSTOMERS) || cell('ecriturelet') !== '') return;
    const [debitCents, creditCents] = this.#sums(cell);
    const number = oneLine(cell('pieceref'));
    const client = oneLine(cell('compauxlib') || cell('comptelib'));
    const account = cell('compauxnum') || client;
    const pieces = this.#accounts.get(account) ?? new Map<string, Piece>();
    const piece = pieces.get(number) ?? {
      client,
      number,
      on: null,
      debitCents: 0,
      creditCents: 0,
      subject: cell('ecriturelib'),
    };
    piece.debitCents += debitCents;
    piece.creditCents += creditCents;
    if (debitCents > 0) piece.on ??= dayOf(cell('piecedate')) ?? dayOf(cell('ecrituredate'));
    pieces.set(number, piece);
    this.#accounts.set(account, pieces);
  }

  /** Debit and credit columns, or an amount and its side. */
  #sums(cell: (name: string) => string): [number, number] {
    const side = cell('sens').toUpperCase();
    if (side !== '') {
      const cents = amountOf(cell('montant'), 'EUR') ?? 0;
      return side === 'D' || side === '+1' ? [cents, 0] : [0, cents];
    }
    return [amountOf(cell('debit') || '0', 'EUR') ?? 0, amountOf(cell('credit') || '0', 'EUR') ?? 0];
  }

  *items(): Generator<SheetItem> {
    for (const pieces of this.#accounts.values()) {
      const invoices = [...pieces.values()]
        .filter(isInvoice)
        .toSorted((one, other) => one.on.localeCompare(other.on));
      for (const piece of pieces.values())
        if (remainingOf(piece) < 0) yield this.#credit(piece, allot(piece, invoices));
      for (const piece of pieces.values())
        if (piece.debitCents > 0 && !isInvoice(piece))
          yield this.#skipped(piece, 'pièce sans numéro, sans date ou sans client');
      for (const invoice of invoices)
        if (remainingOf(invoice) > 0) yield { kind: 'invoice', invoice: this.#invoice(invoice) };
    }
  }

  #skipped({ number, client }: Piece, reason: string): SheetItem {
    return { kind: 'skipped', source: `${this.source} : ${number || client}`, reason };
  }

  #credit(piece: Piece, { taken, leftCents }: ReturnType<typeof allot>): SheetItem {
    const sum = `${formatAmount(-remainingOf(piece), 'EUR')} au crédit de ${piece.client}, non lettrés`;
    const numbers = taken.map(({ number }) => number).join(', ');
    const left =
      leftCents === 0 ? '' : ` (${formatAmount(leftCents, 'EUR')} de trop, à noter avec relance pay)`;
    return this.#skipped(
      piece,
      numbers === ''
        ? `${sum} : aucune facture à payer ici, à noter avec relance pay`
        : `${sum} : déduits de ${numbers}${left}`,
    );
  }

  #invoice({
    client,
    number,
    on,
    debitCents,
    creditCents,
    subject,
  }: Piece & { on: LocalDate }): IncomingInvoice {
    const nobody = {
      email: null,
      phone: null,
      siren: null,
      siret: null,
      vatNumber: null,
      address: null,
      postalCode: null,
    };
    return {
      source: this.source,
      line: null,
      number: number.slice(0, 100),
      client: {
        ...nobody,
        name: client.slice(0, 200),
        kind: null,
        city: null,
        country: null,
        contactName: null,
      },
      issuedOn: on,
      dueOn: null,
      performedOn: null,
      currency: 'EUR',
      totalCents: debitCents,
      paidCents: creditCents,
      subject: oneLine(subject).slice(0, 200) || null,
      filePath: null,
    };
  }
}
