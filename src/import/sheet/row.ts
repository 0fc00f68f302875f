import type { LocalDate } from '../../domain/dates.ts';
import { quoted } from '../../domain/typography.ts';
import { dayFromUtc } from '../bank/written-days.ts';
import { CellFault } from '../table/cell-fault.ts';
import { FIELD_WORDS, type Field } from './sheet-columns.ts';
import type { AmountField, DayField, SheetLayout } from './layout.ts';

/** The word of `--colonnes` for a field. */
export const WORDS = new Map(Object.entries(FIELD_WORDS).map(([word, field]) => [field, word]));

/** What a row says of one field, and that is not understood. */
export class RowFault extends Error {
  override readonly name = 'RowFault';
  constructor(
    readonly field: string | null,
    message: string,
  ) {
    super(message);
  }
}

/** One row, read as the whole file is written. */
export class Row {
  constructor(
    readonly cells: readonly string[],
    readonly layout: SheetLayout,
    readonly today: LocalDate,
  ) {}

  cell(field: Field): string {
    return (this.cells[this.layout.columns[field] ?? -1] ?? '').trim();
  }

  /** What `read` makes of a cell that is filled; what it does not understand is a fault of that field. */
  as<T>(field: Field, read: (text: string) => T): T | null {
    const text = this.cell(field);
    if (text === '') return null;
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof CellFault)) throw error;
      throw new RowFault(WORDS.get(field) ?? null, said(error));
    }
  }

  amount(field: AmountField, currency: string): { cents: number; currency: string | null } | null {
    if (field === 'paid' && this.isPaidInWords) return null;
    if (field === 'vat' && this.layout.isVatRate) return null;
    const { amounts, decimalMark } = this.layout;
    return this.as(field, (text) => amounts.get(field)?.read(text, currency, decimalMark) ?? null);
  }

  get isPaidInWords(): boolean {
    return this.layout.isPaidFlag || !/\d/.test(this.cell('paid'));
  }

  cents(field: AmountField, currency: string): number | null {
    return this.amount(field, currency)?.cents ?? null;
  }

  day(field: DayField): LocalDate | null {
    const { days, dayOrder, usualOrder, utc } = this.layout;
    return this.as(field, (text) => {
      const moment = utc.has(field) && /\d:\d/.test(text) ? dayFromUtc(text) : null;
      return moment ?? days.get(field)?.read(text, { elsewhere: dayOrder, usual: usualOrder }) ?? null;
    });
  }

  digits(field: 'siren' | 'siret', length: number): string | null {
    return this.as(field, (text) => {
      const bare = text.replaceAll(/[\s\u00a0\u202f.-]/g, '');
      if (!new RegExp(`^\\d{${length}}$`).test(bare))
        throw new CellFault(`${quoted(text, 30)} n’a pas ${length}\u00a0chiffres`);
      return bare;
    });
  }
}

/** A fault and what to do, in one sentence. */
export const said = ({ message, hint }: CellFault): string =>
  hint === undefined ? message : `${message} (${hint})`;
