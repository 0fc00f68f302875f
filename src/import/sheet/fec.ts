import type { LocalDate } from '../../domain/dates.ts';
import type { IncomingInvoice } from '../../domain/incoming.ts';
import { formatAmount } from '../../domain/money.ts';
import { oneLine } from '../../domain/typography.ts';
import { amountOf, dayOf } from '../values.ts';
import { fold } from './columns.ts';
import type { SheetRow } from './csv-rows.ts';
import type { SheetItem } from './invoices.ts';

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
  const folded = new Set(cells.map(fold));
  return ['journalcode', 'comptenum', 'pieceref'].every((name) => folded.has(name));
};

/**
 * Open customer entries: on accounts 411, not lettered. A piece is an invoice when its debits exceed what was credited on it; a
 * credit on a piece of its own cannot be given to an invoice, and is said.
 */
export class FecReader {
  readonly #at: Map<string, number>;
  readonly #pieces = new Map<string, Piece>();

  constructor(
    readonly source: string,
    headers: readonly string[],
  ) {
    this.#at = new Map(headers.map((header, index) => [fold(header), index]));
  }

  read({ cells }: SheetRow): void {
    const cell = (name: string): string => (cells[this.#at.get(name) ?? -1] ?? '').trim();
    if (!cell('comptenum').startsWith(CUSTOMERS) || cell('ecriturelet') !== '') return;
    const [debitCents, creditCents] = this.#sums(cell);
    const number = oneLine(cell('pieceref'));
    const client = oneLine(cell('compauxlib') || cell('comptelib'));
    const key = `${cell('compauxnum') || client}\n${number}`;
    const piece = this.#pieces.get(key) ?? {
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
    this.#pieces.set(key, piece);
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
    for (const { client, number, on, debitCents, creditCents, subject } of this.#pieces.values()) {
      if (debitCents - creditCents === 0) continue;
      const source = `${this.source}\u00a0: ${number || client}`;
      if (debitCents === 0) {
        yield {
          kind: 'skipped',
          source,
          reason: `${formatAmount(creditCents, 'EUR')} au crédit de ${client}, non lettrés\u00a0: à noter avec relance pay`,
        };
        continue;
      }
      if (debitCents < creditCents) {
        yield { kind: 'skipped', source, reason: 'solde créditeur' };
        continue;
      }
      if (number === '' || on === null || client === '') {
        yield { kind: 'skipped', source, reason: 'pièce sans numéro, sans date ou sans client' };
        continue;
      }
      yield {
        kind: 'invoice',
        invoice: this.#invoice({ client, number, on, debitCents, creditCents, subject }),
      };
    }
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
