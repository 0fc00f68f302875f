import type { LocalDate } from '../../domain/dates.ts';
import { quoted } from '../../domain/typography.ts';
import { dayOf, ibanOrNull, isReversalLabel, labelOf, orNull, unreadable, type Place } from '../values.ts';
import { columnAmountOf, currencyIn, decimalMarkOf } from './amounts.ts';
import { foldedWords } from '../../domain/typography.ts';
import { type Field, type Wanted } from './csv-columns.ts';
import { tableOf, type Row, type Table } from './csv-table.ts';
import { dayFromUtc, spanOf } from './days.ts';
import { accountIn } from './french-account.ts';
import { textOf, unread } from './text.ts';
import type { BankEntry, BankStatement } from './types.ts';

type Cell = (field: Field) => string;

const BOOKED =
  /^(?:|executee?|effectuee?|settled|completed|terminee?|comptabilisee?|booked|validee?|payee?|reglee?|processed|approved|posted|traitee?)$/;
const PENDING =
  /^(?:en attente|en cours|en traitement|pending|processing|a venir|authori[sz]ed|autorisee?|created|scheduled|planifiee?|programmee?|unsettled)$/;
const REFUSED =
  /^(?:declined|reverted|failed|cancell?ed|rejected|expired|deleted|refusee?|annulee?|rejetee?|echouee?|expiree?|supprimee?|renvoyee?)$/;

/** Booked, pending, or neither (it will never be). Throws RelanceError for a word that says none. */
const standingOf = (cell: Cell, place: Place): 'booked' | 'pending' | 'refused' => {
  const status = foldedWords(cell('status'));
  if (BOOKED.test(status)) return 'booked';
  if (PENDING.test(status)) return 'pending';
  if (REFUSED.test(status)) return 'refused';
  throw unreadable(
    place,
    `le statut ${quoted(cell('status'))} ne se comprend pas`,
    'renommez la colonne du statut si elle dit autre chose',
  );
};

/** A line that holds no amount is a note of the bank; one without day, a total. */
const isNote = (cell: Cell): boolean =>
  (cell('amount') === '' && cell('debit') === '' && cell('credit') === '') ||
  (cell('date') === '' && /^(?:$|(?:sous )?total\b|solde\b)/.test(foldedWords(cell('label'))));

interface Reader {
  /** An amount of a column. Throws RelanceError. */
  amount: (cell: Cell, field: Field, currency: string, place: Place) => number;
  day: (text: string) => LocalDate | null;
  /** The fee stands apart from the amount, and is taken with it. */
  hasFeeApart: boolean;
}

/** How this table writes its amounts and days. */
const readerOf = ({ rows, columns, headers }: Table): Reader => {
  const marks = new Map(
    (['amount', 'debit', 'credit', 'fee'] as const).map((field) => {
      const index = columns[field]?.[0] ?? -1;
      return [field, decimalMarkOf(rows.map(({ cells }) => cells[index] ?? ''))];
    }),
  );
  const isUtc = foldedWords(headers[columns.date?.[0] ?? -1] ?? '').endsWith('utc');
  return {
    amount: (cell, field, currency, place) => {
      const text = cell(field);
      const cents = columnAmountOf(text, marks.get(field as 'amount') ?? null, currency);
      if (cents === null) throw unread(place, 'le montant', text, '1234,56');
      return cents;
    },
    day: isUtc ? dayFromUtc : dayOf,
    // Revolut, whose accounts for private persons are called products.
    hasFeeApart: columns.fee !== undefined && columns.product !== undefined && columns.status !== undefined,
  };
};

/** What moved, from two columns: some banks write debits below zero, others above. */
const splitAmount = (reader: Reader, cell: Cell, currency: string, place: Place): number => {
  const [debit, credit] = (['debit', 'credit'] as const).map((field) =>
    cell(field) === '' ? 0 : reader.amount(cell, field, currency, place),
  ) as [number, number];
  if (debit !== 0 && credit !== 0)
    throw unreadable(
      place,
      `un débit ${quoted(cell('debit'))} et un crédit ${quoted(cell('credit'))} à la fois`,
    );
  return credit - Math.abs(debit);
};

const amountOf = (reader: Reader, cell: Cell, currency: string, place: Place): number => {
  if (cell('debit') !== '' || cell('credit') !== '') return splitAmount(reader, cell, currency, place);
  const signed = reader.amount(cell, 'amount', currency, place);
  const fee = reader.hasFeeApart && cell('fee') !== '' ? reader.amount(cell, 'fee', currency, place) : 0;
  const direction = foldedWords(cell('direction'));
  if (direction === '') return signed - fee;
  if (!/^[cd]/.test(direction))
    throw unreadable(place, `le sens ${quoted(cell('direction'))} n’est ni débit ni crédit`);
  return direction.startsWith('c') ? Math.abs(signed) : -Math.abs(signed);
};

const entryOf = (reader: Reader, cell: Cell, place: Place): BankEntry => {
  const currency = cell('currency') === '' ? 'EUR' : currencyIn(cell('currency'), place);
  const date = reader.day(cell('date'));
  if (date === null) throw unread(place, 'la date', cell('date'), 'JJ/MM/AAAA');
  const counterparty = orNull(cell('counterparty'));
  const label = labelOf(cell('label'), cell('details'));
  return {
    date,
    amountCents: amountOf(reader, cell, currency, place),
    currency,
    label,
    reference: orNull(cell('reference')),
    counterparty,
    iban: ibanOrNull(cell('iban')),
    // A few figures are the rank of the line in one export.
    bankId: /^\d{1,7}$/.test(cell('bankId')) ? null : orNull(cell('bankId')),
    isReversal: isReversalLabel(label),
  };
};

interface Preamble {
  account: string | null;
  from: LocalDate | null;
  to: LocalDate | null;
}

/**
 * The account and the period that stand above the columns. A single day is that of the download: the bank is not known
 * up to there when an older period was asked.
 */
const readPreamble = (preamble: readonly string[][]): Preamble => {
  const cells = preamble.flat();
  const named = cells.findIndex((cell) =>
    /^(?:numero (?:de )?compte|compte\b.* n)\b/.test(foldedWords(cell)),
  );
  const text = named === -1 ? (cells[0] ?? '') : `${cells[named] ?? ''} ${cells[named + 1] ?? ''}`;
  const account = /(?<!\d)\d[\dA-Z]{9,}(?![\dA-Z])/.exec(text)?.[0] ?? null;
  const period = preamble
    .map((row) => row.join(' ').match(/\b\d{2}\/\d{2}\/\d{4}\b/g) ?? [])
    .find(({ length }) => length >= 2);
  const [from = null, to = null] = (period ?? []).map(dayOf);
  return { account, from, to };
};

const cellsOf =
  ({ cells }: Row, { columns }: Table): Cell =>
  (field) =>
    (columns[field] ?? []).map((index) => cells[index] ?? '').find((text) => text !== '') ?? '';

export const readBankCsv = (bytes: Uint8Array, { file }: Place, wanted?: Wanted): BankStatement[] => {
  const table = tableOf(textOf(bytes, { file }), wanted, { file });
  const reader = readerOf(table);
  const above = readPreamble(table.preamble);
  const byAccount = new Map<string | null, { entries: BankEntry[]; pending: number }>();
  let read = 0;
  for (const row of table.rows) {
    const cell = cellsOf(row, table);
    const place = { file, line: row.line };
    if (isNote(cell)) continue;
    read += 1;
    const standing = standingOf(cell, place);
    if (standing === 'refused') continue;
    const account = accountIn(cell('account')) ?? above.account;
    const statement = byAccount.get(account) ?? { entries: [], pending: 0 };
    byAccount.set(account, statement);
    // What has an amount and no day is not booked yet.
    if (standing === 'pending' || cell('date') === '') statement.pending += 1;
    else statement.entries.push(entryOf(reader, cell, place));
  }
  if (read === 0 && table.rows.length > 0) throw unreadable({ file }, 'aucune ligne ne porte de montant');
  if (byAccount.size === 0) byAccount.set(above.account, { entries: [], pending: 0 });
  return [...byAccount].map(([account, { entries, pending }]) => {
    const span = spanOf(entries.map(({ date }) => date));
    return {
      format: 'csv',
      layout: foldedWords(table.headers.join(' | ')),
      account,
      currency: entries[0]?.currency ?? 'EUR',
      from: spanOf([above.from, span.first]).first,
      to: spanOf([above.to, span.last]).last,
      entries,
      pending,
    };
  });
};
