import type { LocalDate } from '../../domain/dates.ts';
import { foldedWords, quoted } from '../../domain/typography.ts';
import { CellFault } from '../table/cell-fault.ts';
import type { DayOrder } from '../table/day-column.ts';
import { ibanOrNull, isReversalLabel, labelOf, orNull, unreadable, type Place } from '../values.ts';
import { movementReader, type Moved } from './csv-amounts.ts';
import { dayReader } from './csv-days.ts';
import { columnsTaken } from './csv-left.ts';
import { signOf } from './csv-sign.ts';
import type { Row, Table } from './csv-cells.ts';
import { tableOf } from './csv-table.ts';
import { isConversion, isDatedSum, isSum, standingOf, type Standing } from './csv-words.ts';
import type { Cell, Wanted } from './csv-columns.ts';
import { spanOf } from './written-days.ts';
import { accountIn } from './french-account.ts';
import { placed, textOf } from './statement-text.ts';
import type { BankEntry, BankStatement } from './statement-types.ts';

export interface CsvOptions {
  columns?: Wanted | undefined;
  /** Whether the day or the month comes first, when the file does not show it. */
  dates?: DayOrder | undefined;
}

const statusOf = (cell: Cell): Standing => {
  const standing = standingOf(cell('status'));
  if (standing !== null) return standing;
  throw new CellFault(
    `le statut ${quoted(cell('status'))} ne se comprend pas`,
    'renommez la colonne du statut si elle dit autre chose',
  );
};

/** A line that holds no amount is a note of the bank. */
const isBlank = (cell: Cell): boolean =>
  cell('amount') === '' && cell('debit') === '' && cell('credit') === '';

/** A total or a balance without day: its words may stand where the day does. */
const isUndatedSum = (cell: Cell): boolean => {
  const date = cell('date');
  if (date !== '') return !/^\W*\d/.test(date) && isSum(date);
  return cell('label') === '' || isSum(cell('label'));
};

const OF_A_SUM = ['date', 'label', 'amount', 'debit', 'credit', 'currency'] as const;

/** A balance of a day: its label says no more, and nothing stands beside it. */
const isBalance = ({ columns }: Table, { cells }: Row): boolean => {
  const own = new Set(OF_A_SUM.flatMap((field) => columns[field] ?? []));
  return (
    isDatedSum(cells[columns.label?.[0] ?? -1] ?? '') &&
    cells.every((text, index) => text === '' || own.has(index))
  );
};

/** The lines between the balances that stand at either end. */
const withoutBalances = (table: Table, rows: readonly Row[]): Row[] => {
  const isEntry = (row: Row): boolean => !isBalance(table, row);
  const first = rows.findIndex(isEntry);
  return first === -1 ? [] : rows.slice(first, rows.findLastIndex(isEntry) + 1);
};

interface Reader {
  movement: (row: Row) => Moved | null;
  day: (text: string) => LocalDate;
}

/** Most cells are empty. */
const said = (text: string): string | null => (text === '' ? null : orNull(text));

/** A few figures are the rank of the line in one export. */
const lasting = (id: string): string | null => (/^\d{1,7}$/.test(id) ? null : said(id));

/** The movement of a line, and what was kept of it; nothing when the balance does not change. */
const entriesOf = ({ movement, day }: Reader, row: Row, cell: Cell): BankEntry[] => {
  const date = day(cell('date'));
  const moved = movement(row);
  if (moved === null) return [];
  const counterparty = said(cell('counterparty'));
  const label = labelOf(said(cell('label')) ?? counterparty, said(cell('details')));
  const bankId = lasting(cell('bankId'));
  const iban = cell('iban');
  const entry = {
    date,
    amountCents: moved.cents,
    currency: moved.currency,
    label,
    reference: said(cell('reference')),
    counterparty,
    iban: iban === '' ? null : ibanOrNull(iban),
    bankId,
    isReversal: isReversalLabel(label),
  };
  if (moved.feeCents === 0) return [entry];
  const fee = {
    ...entry,
    amountCents: moved.feeCents,
    label: labelOf('Frais', label),
    reference: null,
    counterparty: null,
    iban: null,
    bankId: bankId && `${bankId} frais`,
    isReversal: false,
  };
  return [entry, fee];
};

interface Known {
  account: string | null;
  from: LocalDate | null;
  to: LocalDate | null;
}

/**
 * The account and the period that stand above the columns. A single day is that of the download: the bank is not known
 * up to there when an older period was asked.
 */
const readPreamble = ({ preamble, balances }: Table, day: Reader['day']): Known => {
  const dayIn = (text: string | null | undefined): LocalDate | null => (text ? day(text) : null);
  if (balances)
    return { account: accountIn(balances.account ?? ''), from: dayIn(balances.from), to: dayIn(balances.to) };
  const cells = preamble.flat();
  const named = cells.findIndex((cell) =>
    /^(?:numero (?:de )?compte|compte\b.* n)\b/.test(foldedWords(cell)),
  );
  const text = named === -1 ? (cells[0] ?? '') : `${cells[named] ?? ''} ${cells[named + 1] ?? ''}`;
  const account = /(?<!\d)\d[\dA-Z]{9,}(?![\dA-Z])/.exec(text)?.[0] ?? null;
  const period = preamble
    .map((row) => row.join(' ').match(/\b\d{2}\/\d{2}\/\d{4}\b/g) ?? [])
    .find(({ length }) => length >= 2);
  return { account, from: dayIn(period?.[0]), to: dayIn(period?.[1]) };
};

const cellOf =
  ({ columns }: Table) =>
  ({ cells }: Row): Cell =>
  (field) => {
    for (const index of columns[field] ?? []) {
      const text = cells[index];
      // N26 writes a hyphen for nothing.
      if (text !== undefined && text !== '' && text !== '-') return text;
    }
    return '';
  };

interface Account {
  entries: BankEntry[];
  pending: number;
}

export const readBankCsv = (
  bytes: Uint8Array,
  { file }: Place,
  { columns, dates }: CsvOptions = {},
): BankStatement[] => {
  const table = tableOf(textOf(bytes, { file }), columns, { file });
  const reader = placed({ file }, () => ({
    movement: movementReader(table),
    day: dayReader(table, dates ?? null),
  }));
  const taken = placed({ file }, () => columnsTaken(table, signOf(table), file));
  const known = placed({ file }, () => readPreamble(table, reader.day));
  const cells = cellOf(table);
  const lines = table.rows.filter((row) => !isBlank(cells(row)));
  const movements = withoutBalances(
    table,
    lines.filter((row) => !isUndatedSum(cells(row))),
  );
  if (lines.length === 0 && table.rows.length > 0)
    throw unreadable({ file }, 'aucune ligne ne porte de montant');
  const byAccount = new Map<string | null, Account>();
  for (const row of movements) {
    const cell = cells(row);
    const place = { file, line: row.line };
    const standing = placed(place, () => statusOf(cell));
    if (standing === 'refused' || isConversion(cell('type'))) continue;
    const account = accountIn(cell('account')) ?? known.account;
    const statement = byAccount.get(account) ?? { entries: [], pending: 0 };
    byAccount.set(account, statement);
    // What has an amount and no day is not booked yet.
    if (standing === 'pending' || cell('date') === '') statement.pending += 1;
    else statement.entries.push(...placed(place, () => entriesOf(reader, row, cell)));
  }
  if (byAccount.size === 0) byAccount.set(known.account, { entries: [], pending: 0 });
  const told = { ...taken, sums: lines.length - movements.length };
  return [...byAccount].map(([account, { entries, pending }]) => {
    const span = spanOf(entries.map(({ date }) => date));
    return {
      format: 'csv',
      // What the file calls the columns that are read: another export of the same bank is told from it.
      layout: foldedWords(told.read.join(' | ')),
      columns: told,
      account,
      currency: entries[0]?.currency ?? 'EUR',
      from: spanOf([known.from, span.first]).first,
      to: spanOf([known.to, span.last]).last,
      entries,
      pending,
    };
  });
};
