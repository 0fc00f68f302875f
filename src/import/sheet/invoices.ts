import type { ClientKind } from '../../domain/facts.ts';
import type { IncomingInvoice } from '../../domain/incoming.ts';
import type { LocalDate } from '../../domain/dates.ts';
import { foldedWords, oneLine } from '../../domain/typography.ts';
import { RelanceError } from '../../errors.ts';
import { amountOf, dayOf } from '../values.ts';
import {
  FIELD_WORDS,
  guessColumns,
  isByArticle,
  missingFields,
  namedColumns,
  type Columns,
  type Field,
} from './columns.ts';
import type { SheetRow } from './csv-rows.ts';

/** What one row of a spreadsheet is. */
export type SheetItem =
  | { kind: 'invoice'; invoice: IncomingInvoice }
  | { kind: 'skipped'; source: string; reason: string }
  | { kind: 'error'; source: string; line: number; field: string | null; message: string };

const KINDS: Record<string, ClientKind> = {
  entreprise: 'entreprise',
  professionnel: 'entreprise',
  societe: 'entreprise',
  association: 'association',
  particulier: 'particulier',
  public: 'public',
};

const DRAFT = /^(?:brouillon|draft|a valider|provisoire)/;
const CANCELLED = /^(?:annule|abandonne|cancel|void|refuse)/;
const PAID = /^(?:paye|paid|regle|encaisse|solde|acquitte)/;
const YES = /^(?:oui|yes|o|x|vrai|true|1)$/;
/** Dolibarr writes its statuses in figures. */
const STATUS_FIGURES: Record<string, string> = { 0: 'brouillon', 2: 'payee', 3: 'abandonnee' };
const PARTLY = /partiel|commence/;
const CREDIT_NOTE = /avoir|credit/;
const OTHER_DOCUMENT = /devis|proforma|pro forma|acompte demande|bon de commande|quote|estimate/;

const EXCEL_EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/** A day as people and tools write it; a whole number of five figures is one of Excel's. */
const sheetDay = (text: string): LocalDate | null => {
  if (/^[34]\d{4}(?:\.0+)?$|^5\d{4}(?:\.0+)?$/.test(text.trim()))
    return new Date(EXCEL_EPOCH + Number.parseInt(text, 10) * DAY_MS).toISOString().slice(0, 10);
  return dayOf(text);
};

class RowFault extends Error {
  override readonly name = 'RowFault';
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

type Cell = (field: Field) => string;

const dayIn = (cell: Cell, field: Field, word: string): LocalDate | null => {
  const value = cell(field);
  if (value === '') return null;
  const day = sheetDay(value);
  if (day === null) throw new RowFault(word, `«\u00a0${value}\u00a0» n’est pas une date`);
  return day;
};

const centsIn = (cell: Cell, field: Field, word: string, currency: string): number | null => {
  const value = cell(field);
  if (value === '') return null;
  const cents = amountOf(value, currency);
  if (cents === null) throw new RowFault(word, `«\u00a0${value}\u00a0» n’est pas un montant`);
  return cents;
};

const orNull = (value: string, most = 200): string | null => (value === '' ? null : value.slice(0, most));

const digits = (value: string, length: number): string | null => {
  const bare = value.replaceAll(/\D/g, '');
  return bare.length === length ? bare : null;
};

const totalIn = (cell: Cell, currency: string): number => {
  const total = centsIn(cell, 'total', 'montant', currency);
  if (total !== null) return total;
  const net = centsIn(cell, 'net', 'ht', currency);
  const vat = centsIn(cell, 'vat', 'tva', currency);
  if (net === null) throw new RowFault('montant', 'le montant manque');
  return net + (vat ?? 0);
};

const statusIn = (cell: Cell): string => {
  const status = foldedWords(cell('status'));
  return STATUS_FIGURES[status] ?? status;
};

/** What the row says was paid: the sum, what is left, or a word. */
const paidIn = (cell: Cell, total: number, currency: string): number => {
  const remaining = centsIn(cell, 'remaining', 'reste', currency);
  if (remaining !== null) return total - remaining;
  const paid = cell('paid');
  if (/\d/.test(paid)) return centsIn(cell, 'paid', 'paye', currency) ?? 0;
  const status = statusIn(cell);
  if (PARTLY.test(status)) throw new RowFault('paye', 'réglée en partie, sans dire combien');
  const isPaid = PAID.test(status) || YES.test(foldedWords(cell('isPaid'))) || YES.test(foldedWords(paid));
  return isPaid || PAID.test(foldedWords(paid)) ? total : 0;
};

const skipReason = (cell: Cell): string | null => {
  const status = statusIn(cell);
  const type = foldedWords(cell('type'));
  if (DRAFT.test(status)) return 'brouillon';
  if (CANCELLED.test(status)) return 'annulée d’après le fichier';
  if (OTHER_DOCUMENT.test(type)) return 'ce n’est pas une facture';
  return CREDIT_NOTE.test(type) ? 'avoir\u00a0: relance pay <facture> --avoir le note sur sa facture' : null;
};

const invoiceOf = (cell: Cell, source: string, line: number): SheetItem => {
  const reason = skipReason(cell);
  const number = oneLine(cell('number'));
  const where = `${source}, ligne ${line}${number === '' ? '' : `\u00a0: ${number}`}`;
  if (reason !== null) return { kind: 'skipped', source: where, reason };
  const currency = /^[A-Za-z]{3}$/.test(cell('currency')) ? cell('currency').toUpperCase() : 'EUR';
  if (number === '') throw new RowFault('numero', 'le numéro manque');
  if (cell('client') === '') throw new RowFault('client', 'le client manque');
  const issuedOn = dayIn(cell, 'issued', 'emise');
  if (issuedOn === null) throw new RowFault('emise', 'la date manque');
  const total = totalIn(cell, currency);
  if (total < 0)
    return {
      kind: 'skipped',
      source: where,
      reason: 'montant négatif\u00a0: un avoir se note par relance pay <facture> --avoir',
    };
  if (total === 0) return { kind: 'skipped', source: where, reason: 'montant nul' };
  const siret = digits(cell('siret'), 14);
  return {
    kind: 'invoice',
    invoice: {
      source,
      line,
      number: number.slice(0, 100),
      client: {
        name: oneLine(cell('client')).slice(0, 200),
        kind: KINDS[foldedWords(cell('kind'))] ?? null,
        email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell('email')) ? cell('email') : null,
        phone: orNull(cell('phone'), 40),
        siren: digits(cell('siren'), 9) ?? siret?.slice(0, 9) ?? null,
        siret,
        vatNumber: orNull(cell('vatNumber').replaceAll(/\s/g, '').toUpperCase(), 20),
        address: orNull(cell('address')),
        postalCode: orNull(cell('postalCode'), 20),
        city: orNull(cell('city')),
        country: null,
        contactName: null,
      },
      issuedOn,
      dueOn: dayIn(cell, 'due', 'echeance'),
      performedOn: dayIn(cell, 'performed', 'realisee'),
      currency,
      totalCents: total,
      paidCents: Math.min(total, Math.max(0, paidIn(cell, total, currency))),
      subject: orNull(oneLine(cell('subject'))),
      filePath: null,
    },
  };
};

const MOST_PREAMBLE = 15;

/** Reads rows one by one, once the line of the headers is found. */
export class InvoiceSheet {
  #columns: Columns | null = null;
  #widest: string[] = [];
  #rows = 0;
  readonly #totals = new Map<string, number>();
  /** Columns recognised, by the word of `--colonnes` and their name. */
  readonly recognised: [word: string, header: string][] = [];

  constructor(
    readonly source: string,
    readonly wanted: Readonly<Record<string, string>> | undefined,
  ) {}

  /** What the row is; null for a line above the headers, or a total below. */
  read({ cells, line }: SheetRow): SheetItem | null {
    if (this.#columns === null) {
      this.#findHeaders(cells);
      return null;
    }
    const columns = this.#columns;
    const cell: Cell = (field) => {
      const index = columns[field];
      return index === undefined ? '' : (cells[index] ?? '').trim();
    };
    if (cell('number') === '' && cell('client') === '') return null;
    try {
      const item = invoiceOf(cell, this.source, line);
      if (item.kind === 'invoice') this.#refuseTwoTotals(item.invoice);
      return item;
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      return { kind: 'error', source: this.source, line, field: error.field, message: error.message };
    }
  }

  /** One number, two sums: rows are not invoices, and any total would be wrong. */
  #refuseTwoTotals({ number, totalCents, line }: IncomingInvoice): void {
    const total = this.#totals.get(number);
    if (total !== undefined && total !== totalCents)
      throw new RelanceError(
        `${this.source}, ligne ${line}\u00a0: la facture ${number} revient avec un autre montant`,
        { code: 'not-one-row-per-invoice', hint: 'exportez une ligne par facture, puis recommencez' },
      );
    this.#totals.set(number, totalCents);
  }

  /** @throws RelanceError when no line named what an invoice needs */
  end(): void {
    if (this.#columns !== null) return;
    const columns = this.wanted
      ? namedColumns(this.#widest, this.wanted).columns
      : guessColumns(this.#widest);
    throw new RelanceError(
      `${this.source}\u00a0: colonnes introuvables\u00a0: ${missingFields(columns).join(', ')} (le fichier a ${
        this.#widest
          .filter((name) => name !== '')
          .slice(0, 15)
          .join(', ') || 'aucune colonne'
      })`,
      { code: 'unknown-columns', hint: '--colonnes numero=…,client=…,emise=…,montant=… les nomme' },
    );
  }

  #findHeaders(cells: string[]): void {
    this.#rows += 1;
    if (cells.length > this.#widest.length) this.#widest = cells.map((cell) => cell.trim());
    if (this.#rows > MOST_PREAMBLE) this.end();
    const { columns, unknownField, unknownColumn } = this.wanted
      ? namedColumns(cells, this.wanted)
      : { columns: guessColumns(cells), unknownField: null, unknownColumn: null };
    if (unknownField !== null)
      throw new RelanceError(`--colonnes\u00a0: le champ «\u00a0${unknownField}\u00a0» n’existe pas`, {
        code: 'unknown-columns',
        hint: `champs\u00a0: ${Object.keys(FIELD_WORDS).join(', ')}`,
      });
    if (unknownColumn !== null || missingFields(columns).length > 0) return;
    if (isByArticle(cells))
      throw new RelanceError(`${this.source}\u00a0: une ligne par article, pas par facture`, {
        code: 'not-one-row-per-invoice',
        hint: 'exportez la liste des factures, sans le détail',
      });
    this.#columns = columns;
    for (const [word, field] of Object.entries(FIELD_WORDS)) {
      const index = columns[field];
      if (index !== undefined) this.recognised.push([word, cells[index]?.trim() ?? '']);
    }
  }
}
