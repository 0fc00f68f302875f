import { quoted } from '../../domain/typography.ts';
import { AmountColumn, commonMark } from '../table/amount-column.ts';
import { CellFault } from '../table/cell-fault.ts';
import { currencyInHeader, currencyOf, readCurrency } from '../table/currency.ts';
import { namesOf } from './csv-columns.ts';
import type { Field } from './csv-names.ts';
import { directionIn, signed, signOf } from './csv-sign.ts';
import type { Row, Table } from './csv-cells.ts';

/** What moved on a line, and what was kept of it. */
export interface Moved {
  cents: number;
  /** Below zero: it went out besides. */
  feeCents: number;
  currency: string;
}

const SUMS = ['amount', 'debit', 'credit', 'fee', 'net'] as const;
type Sum = (typeof SUMS)[number];

/** « Devise : EUR », « Compte tenu en ;euros ». */
const currencyAbove = (preamble: readonly string[][]): string | null => {
  for (const row of preamble)
    for (const [index, cell] of row.entries()) {
      const said = /^\s*(?:devise|currency|compte tenu en)\s*:?(.*)$/i.exec(cell)?.[1]?.trim();
      if (said === undefined) continue;
      const value = said === '' ? (row[index + 1] ?? '') : said;
      // A code that is not known is refused; any other word is the name of another column.
      const code = /^[A-Z]{3}$/.test(value) ? readCurrency(value) : currencyOf(value);
      if (code !== null) return code;
    }
  return null;
};

const seen = ({ rows }: Table, index: number): AmountColumn => {
  const column = new AmountColumn();
  if (index !== -1) for (const { cells } of rows) column.see(cells[index] ?? '');
  return column;
};

type ReadSum = (field: Sum, row: Row) => { cents: number; currency: string; text: string };

/** How this table writes its amounts and says their currency. Throws CellFault. */
const sumReader = (table: Table): ReadSum => {
  const { headers, columns } = table;
  const indexOf = (field: Field): number => columns[field]?.[0] ?? -1;
  const written = new Map(SUMS.map((field) => [field, seen(table, indexOf(field))]));
  const inHeader = new Map(SUMS.map((field) => [field, currencyInHeader(headers[indexOf(field)] ?? '')]));
  const mark = commonMark(written.values());
  const above = currencyAbove(table.preamble);
  return (field, { cells }) => {
    const text = cells[indexOf(field)] ?? '';
    const named = cells[indexOf('currency')] ?? '';
    const said = [named === '' ? null : readCurrency(named), inHeader.get(field) ?? null];
    const usual = said.find((code) => code !== null) ?? above ?? 'EUR';
    if (!/\d/.test(text))
      throw new CellFault(`${quoted(text, 30)} n’est pas un montant`, 'attendu : 1234,56');
    const column = written.get(field) ?? new AmountColumn();
    const { cents, currency } = column.read(text, usual, mark);
    const [code = usual, ...others] = new Set([...said, currency].filter((one) => one !== null));
    if (others.length > 0)
      throw new CellFault(`${quoted(text, 30)} est en ${code} ou en ${others.join(', ')}`);
    return { cents, currency: code, text };
  };
};

/** What moved, from two columns: some banks write debits below zero, others above. */
const splitSum = (read: ReadSum, row: Row, isFilled: (field: Sum) => boolean): Moved => {
  const [debit, credit] = (['debit', 'credit'] as const).map((field) =>
    isFilled(field) ? read(field, row) : null,
  );
  if (debit && credit && debit.cents !== 0 && credit.cents !== 0)
    throw new CellFault(`un débit ${quoted(debit.text)} et un crédit ${quoted(credit.text)} à la fois`);
  return {
    cents: (credit?.cents ?? 0) - Math.abs(debit?.cents ?? 0),
    feeCents: 0,
    currency: (debit && debit.cents !== 0 ? debit : (credit ?? debit))?.currency ?? 'EUR',
  };
};

/** What was kept of a payment, from the sum before and after it; both must agree with the fee that is written. */
const keptOf = (gross: number, net: number, fee: number | null): number => {
  if (fee !== null && Math.abs(net - gross) !== Math.abs(fee))
    throw new CellFault('le montant, les frais et le net ne s’accordent pas');
  return net - gross;
};

/**
 * What moves on each line, null when the line does not change the balance.
 * @throws CellFault for a table, then for a line, that may be read in two ways
 */
export const movementReader = (table: Table): ((row: Row) => Moved | null) => {
  const { columns, headers } = table;
  if (columns.debit === undefined && columns.credit === undefined && (columns.amount?.length ?? 0) > 1)
    throw new CellFault(
      `deux colonnes disent le montant (${namesOf((columns.amount ?? []).map((index) => headers[index] ?? ''))})`,
      '--colonnes montant=… dit laquelle, par son nom ou son rang',
    );
  const read = sumReader(table);
  const sign = signOf(table);
  // Revolut, whose accounts for private persons are called products, writes its fee apart from the amount.
  const hasFeeApart =
    columns.fee !== undefined && columns.product !== undefined && columns.status !== undefined;
  return (row) => {
    const isFilled = (field: Sum): boolean => (row.cells[columns[field]?.[0] ?? -1] ?? '') !== '';
    if (isFilled('debit') || isFilled('credit')) return splitSum(read, row, isFilled);
    const { cents, currency, text } = read('amount', row);
    const direction = cents === 0 ? null : directionIn(sign, row.cells);
    if (direction === 'neither') return null;
    const fee = isFilled('fee') ? read('fee', row).cents : null;
    if (columns.net !== undefined && isFilled('net')) {
      if (direction === 'out' && cents > 0)
        throw new CellFault(`${quoted(text, 30)} est positif, et le sens dit débit`);
      const kept = keptOf(cents, read('net', row).cents, fee);
      return { cents: signed(cents, direction, sign, text), feeCents: kept, currency };
    }
    const whole = hasFeeApart ? cents - (fee ?? 0) : cents;
    return { cents: signed(whole, direction, sign, text), feeCents: 0, currency };
  };
};
