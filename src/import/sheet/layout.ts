import { RelanceError } from '../../errors.ts';
import { foldedWords } from '../../domain/typography.ts';
import { AmountColumn, commonMark } from '../table/amount-column.ts';
import { CellFault } from '../table/cell-fault.ts';
import { currencyInHeader, currencyOf, splitCurrency } from '../table/currency.ts';
import { commonOrder, DayColumn, usualOrder, type DayOrder } from '../table/day-column.ts';
import {
  FIELD_WORDS,
  IGNORED,
  isByArticle,
  isTotalVague,
  missingFields,
  nameColumns,
  speaksOfPayment,
  type Columns,
  type Field,
  type NamedColumns,
  type Wanted,
} from './sheet-columns.ts';
import type { SheetRow } from './sheet-rows.ts';
import { VatColumn } from './vat-column.ts';

export const AMOUNT_FIELDS = ['total', 'net', 'vat', 'paid', 'remaining', 'amountDue'] as const;
export const DAY_FIELDS = ['issued', 'due', 'performed', 'paidOn'] as const;
export type AmountField = (typeof AMOUNT_FIELDS)[number];
export type DayField = (typeof DAY_FIELDS)[number];

/** How a spreadsheet of invoices is written, once all of it was seen. */
export interface SheetLayout {
  /** Rows above the first invoice, the one that names the columns included. */
  skippedRows: number;
  columns: Columns;
  amounts: ReadonlyMap<AmountField, AmountColumn>;
  days: ReadonlyMap<DayField, DayColumn>;
  decimalMark: ReturnType<typeof commonMark>;
  dayOrder: DayOrder | null;
  usualOrder: DayOrder | null;
  /** Fields whose column writes moments of Greenwich. */
  utc: ReadonlySet<Field>;
  /** What the name of the column of the total says. */
  currency: string | null;
  /** A row names another currency than the euro: one that names none is then no longer in euros for sure. */
  isForeign: boolean;
  isVatRate: boolean;
  /** Its statuses are the figures of Dolibarr. */
  isDolibarr: boolean;
  /** The column of what is paid says 1 or 0 for yes or no. */
  isPaidFlag: boolean;
  /** Columns recognised, by the word of `--colonnes` and their name. */
  recognised: [word: string, header: string][];
  passedOver: string[];
}

const MOST_PREAMBLE = 15;
const MOST_NAMED = 15;

const refuse = (message: string, hint: string, code = 'unknown-columns'): RelanceError =>
  new RelanceError(message, { code, hint });

const trimmed = (cells: readonly string[]): string[] => cells.map((cell) => cell.trim());

const shown = (headers: readonly string[]): string =>
  headers
    .filter((name) => name !== '')
    .slice(0, MOST_NAMED)
    .join(', ') || 'aucune colonne';

/** The column of currencies, or the cell of the amount, names one that is not the euro. */
const saysForeign = (currency: string, amount: string): boolean => {
  try {
    const named = currency === '' ? splitCurrency(amount).currency : currencyOf(currency);
    return named !== null && named !== 'EUR';
  } catch (error) {
    if (!(error instanceof CellFault)) throw error;
    return false;
  }
};

/** The first reading of a spreadsheet: the line that names the columns, then how each column writes what it holds. */
export class SheetSurvey {
  #headers: string[] | null = null;
  #named: NamedColumns | null = null;
  #widest: string[] = [];
  #rows = 0;
  readonly #amounts = new Map<AmountField, AmountColumn>();
  readonly #days = new Map<DayField, DayColumn>();
  readonly #vat = new VatColumn();
  readonly #filled = new Set<number>();
  #isForeign = false;
  /** Every cell of the column « Payé » so far. */
  readonly #paid = new Set<string>();

  constructor(
    readonly source: string,
    readonly wanted: Wanted | undefined,
    /** Said by the user; else shown by the columns. */
    readonly dayOrder: DayOrder | null = null,
  ) {}

  see({ cells }: SheetRow): void {
    if (this.#named === null) this.#findHeaders(trimmed(cells));
    else this.#seeRow(trimmed(cells), this.#named.columns);
  }

  #seeRow(cells: readonly string[], columns: Columns): void {
    for (const [index, cell] of cells.entries()) if (cell !== '') this.#filled.add(index);
    const cell = (field: Field): string => cells[columns[field] ?? -1] ?? '';
    if (cell('number') === '' && cell('client') === '') return;
    for (const [field, column] of this.#amounts) column.see(cell(field));
    for (const [field, column] of this.#days) column.see(cell(field));
    this.#vat.see(cell('net'), cell('vat'));
    this.#isForeign ||= saysForeign(cell('currency'), cell('total') || cell('net'));
    if (this.#paid.size < 4) this.#paid.add(cell('paid'));
  }

  /** @throws RelanceError when no line named what an invoice needs */
  #refuseHeaders(): never {
    const { columns } = nameColumns(this.#widest, this.wanted);
    throw refuse(
      `${this.source} : colonnes introuvables : ${missingFields(columns).join(', ')} (le fichier a ${shown(this.#widest)})`,
      '--colonnes numero=…,client=…,emise=…,montant=… les nomme',
    );
  }

  #findHeaders(cells: string[]): void {
    this.#rows += 1;
    if (cells.length > this.#widest.length) this.#widest = cells;
    if (this.#rows > MOST_PREAMBLE) this.#refuseHeaders();
    const named = nameColumns(cells, this.wanted);
    if (named.unknownField !== null)
      throw refuse(
        `--colonnes : le champ « ${named.unknownField} » n’existe pas`,
        `champs : ${[...Object.keys(FIELD_WORDS), IGNORED].join(', ')}`,
      );
    if (named.unknownColumn !== null || missingFields(named.columns).length > 0) return;
    if (isByArticle(cells))
      throw refuse(
        `${this.source} : une ligne par article, pas par facture`,
        'exportez la liste des factures, sans le détail',
        'not-one-row-per-invoice',
      );
    this.#headers = cells;
    this.#named = named;
    for (const field of AMOUNT_FIELDS)
      if (named.columns[field] !== undefined) this.#amounts.set(field, new AmountColumn());
    for (const field of DAY_FIELDS)
      if (named.columns[field] !== undefined) this.#days.set(field, new DayColumn());
  }

  /**
   * What the whole file showed.
   * @throws RelanceError when its columns were not found, or when one that counts would be passed over
   */
  end(): SheetLayout {
    const [headers, named] = [this.#headers, this.#named];
    if (headers === null || named === null) return this.#refuseHeaders();
    const { columns } = named;
    const used = new Set(Object.values(columns));
    const left = headers.flatMap((name, index) =>
      name !== '' && !used.has(index) && this.#filled.has(index) ? [{ name, index }] : [],
    );
    this.#refuseTwins(
      headers,
      columns,
      left.filter(({ index }) => !named.ignored.has(index)),
    );
    this.#refusePassingOver(left.filter(({ index }) => !named.ignored.has(index)).map(({ name }) => name));
    this.#refuseVagueTotal(headers, columns);
    const headerOf = (field: Field): string => headers[columns[field] ?? -1] ?? '';
    return {
      skippedRows: this.#rows,
      columns,
      amounts: this.#amounts,
      days: this.#days,
      decimalMark: commonMark(this.#amounts.values()),
      dayOrder: this.dayOrder ?? commonOrder(this.#days.values()),
      usualOrder: usualOrder(headers),
      utc: new Set(DAY_FIELDS.filter((field) => foldedWords(headerOf(field)).endsWith('utc'))),
      currency: currencyInHeader(headerOf(columns.total === undefined ? 'net' : 'total')),
      isForeign: this.#isForeign,
      isVatRate: this.#isVatRate(columns),
      isDolibarr: /^(?:statut facture|fk statut)$/.test(foldedWords(headerOf('status'))),
      isPaidFlag: this.#paid.has('1') && [...this.#paid].every((cell) => ['', '0', '1'].includes(cell)),
      recognised: Object.entries(FIELD_WORDS).flatMap(([word, field]) =>
        columns[field] === undefined ? [] : [[word, headerOf(field)] as [string, string]],
      ),
      passedOver: left.map(({ name }) => name),
    };
  }

  /** Of no use beside a total that includes it. */
  #isVatRate({ total, net, vat }: Columns): boolean {
    if (total !== undefined || net === undefined || vat === undefined || this.#hasNamed('tva')) return false;
    try {
      return this.#vat.isRate((text) => this.#netCents(text));
    } catch (error) {
      if (!(error instanceof CellFault)) throw error;
      throw refuse(`${this.source} : ${error.message}`, error.hint ?? '');
    }
  }

  #netCents(text: string): number | null {
    try {
      return this.#amounts.get('net')?.read(text, 'EUR', commonMark(this.#amounts.values())).cents ?? null;
    } catch (error) {
      if (!(error instanceof CellFault)) throw error;
      return null;
    }
  }

  #hasNamed(field: string): boolean {
    return Object.keys(this.wanted ?? {}).some((word) => foldedWords(word) === field);
  }

  /** Two columns of one name, of which one would be taken for what both may be. */
  #refuseTwins(headers: readonly string[], columns: Columns, left: readonly { name: string }[]): void {
    const names = new Set(Object.values(columns).map((index) => foldedWords(headers[index] ?? '')));
    const twin = left.find(({ name }) => names.has(foldedWords(name)));
    if (twin !== undefined)
      throw refuse(
        `${this.source} : deux colonnes s’appellent « ${twin.name} »`,
        'renommez l’une des deux dans le fichier, ou ôtez-la',
      );
  }

  #refusePassingOver(left: readonly string[]): void {
    const telling = left.filter(speaksOfPayment);
    const [first] = telling;
    if (first === undefined) return;
    throw refuse(
      `${this.source} : ${telling.length > 1 ? 'les colonnes' : 'la colonne'} ${telling.map((name) => `« ${name} »`).join(', ')} ${telling.length > 1 ? 'parlent' : 'parle'} de règlement, et ${telling.length > 1 ? 'ne se comprennent' : 'ne se comprend'} pas`,
      `--colonnes reste="${first}" (ou paye=, statut=, payeele=), ou --colonnes ${IGNORED}="${first}"`,
    );
  }

  #refuseVagueTotal(headers: readonly string[], columns: Columns): void {
    const name = headers[columns.total ?? -1] ?? '';
    if (this.#hasNamed('montant') || !isTotalVague(headers, columns)) return;
    throw refuse(
      `${this.source} : la colonne « ${name} » est-elle hors taxes ou TTC ?`,
      `--colonnes ht="${name}" ou --colonnes montant="${name}" (TTC)`,
    );
  }
}
