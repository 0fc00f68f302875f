import { parse } from 'csv-parse/sync';
import type { LocalDate } from '../../domain/dates.ts';
import { RelanceError } from '../../errors.ts';
import { decodeText } from '../text-encoding.ts';
import type { BankEntry, BankStatement } from './types.ts';
import {
  amountOf,
  dayOf,
  ibanOrNull,
  isReversalLabel,
  labelOf,
  orNull,
  unreadable,
  type Place,
} from './values.ts';

/** What a column is, by its name without accents nor case; the first of a list that is there is taken. */
const NAMES = {
  date: [
    ...['date de comptabilisation', 'date completed utc', 'settlement date utc', 'date de la valeur local'],
    ...[
      'date de la valeur utc',
      'date de la valeur',
      'date de fin',
      'date operation',
      'date de l operation',
      'dateop',
      'date',
    ],
    ...['booking date', 'completed date', 'operation date utc'],
  ],
  label: [
    ...[
      'libelle operation',
      'detail de l ecriture',
      'libelle',
      'libelle de l operation',
      'label',
      'description',
      'libelle court',
    ],
    ...['nom de la contrepartie', 'counterparty name', 'libelle simplifie', 'communication'],
  ],
  amount: [
    ...[
      'total amount',
      'montant total ttc',
      'total amount incl vat',
      'montant de l operation',
      'montant operation en euro',
    ],
    ...['montant euros', 'montant', 'amount', 'montant eur', 'solde mouvement'],
  ],
  debit: ['debit', 'debit euros', 'debit eur', 'montant debit'],
  credit: ['credit', 'credit euros', 'credit eur', 'montant credit'],
  currency: ['devise', 'currency', 'payment currency'],
  status: ['statut', 'status', 'state', 'etat'],
  reference: ['reference', 'reference de paiement'],
  counterparty: ['nom de la contrepartie', 'counterparty name', 'beneficiary name', 'sender name'],
  iban: ['iban de la contrepartie', 'beneficiary iban'],
  bankId: ['identifiant de transaction', 'transaction id', 'id'],
  account: ['iban du compte', 'numero compte', 'accountnum'],
} as const;

type Field = keyof typeof NAMES;

/** The words of `--colonnes`. */
const FIELD_WORDS: Record<string, Field> = {
  date: 'date',
  libelle: 'label',
  montant: 'amount',
  debit: 'debit',
  credit: 'credit',
  devise: 'currency',
  statut: 'status',
  reference: 'reference',
  tiers: 'counterparty',
  iban: 'iban',
};

const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();

type Columns = Partial<Record<Field, number>>;

const guess = (headers: readonly string[]): Columns => {
  const folded = headers.map(fold);
  const columns: Columns = {};
  for (const [field, names] of Object.entries(NAMES) as [Field, readonly string[]][]) {
    const name = names.find((candidate) => folded.includes(candidate));
    if (name !== undefined) columns[field] = folded.indexOf(name);
  }
  // BoursoBank calls « Solde » both the amount, first, and the balance.
  if (columns.amount === undefined && folded.filter((name) => name === 'solde').length === 2)
    columns.amount = folded.indexOf('solde');
  return columns;
};

const asked = (
  headers: readonly string[],
  wanted: Readonly<Record<string, string>>,
  place: Place,
): Columns => {
  const columns: Columns = {};
  for (const [word, name] of Object.entries(wanted)) {
    const field = FIELD_WORDS[fold(word)];
    const index = headers.findIndex((header) => fold(header) === fold(name));
    if (field === undefined)
      throw unreadable(
        place,
        `le champ «\u00a0${word}\u00a0» n’existe pas`,
        `champs\u00a0: ${Object.keys(FIELD_WORDS).join(', ')}`,
      );
    if (index === -1)
      throw unreadable(
        place,
        `la colonne «\u00a0${name}\u00a0» n’existe pas`,
        `colonnes\u00a0: ${headers.filter((header) => header !== '').join(', ')}`,
      );
    columns[field] = index;
  }
  return columns;
};

const isWhole = (columns: Columns): boolean =>
  columns.date !== undefined &&
  columns.label !== undefined &&
  (columns.amount !== undefined || columns.debit !== undefined || columns.credit !== undefined);

const PENDING = /^(?:EN ATTENTE|EN COURS|PENDING|PROCESSING|A VENIR)$/;
const REFUSED =
  /^(?:DECLINED|REVERTED|FAILED|CANCELLED|CANCELED|REFUSE|REFUSEE|ANNULE|ANNULEE|REJETE|REJETEE)$/;

const SEPARATORS = [';', ',', '\t', '|'];
const MOST_PREAMBLE = 15;

const separatorOf = (text: string): string => {
  const lines = text.split(/\r\n|\r|\n/).slice(0, MOST_PREAMBLE);
  const most = (separator: string): number => Math.max(...lines.map((line) => line.split(separator).length));
  return SEPARATORS.reduce((best, separator) => (most(separator) > most(best) ? separator : best));
};

interface Row {
  cells: string[];
  line: number;
}

const rowsOf = (text: string, place: Place): Row[] => {
  try {
    const records = parse(text, {
      delimiter: separatorOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
      max_record_size: 1_000_000,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({
      cells: record.map((cell) => cell.trim()),
      line: info.lines,
    }));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_'))) throw error;
    throw unreadable(place, 'le tableau ne se lit pas (guillemets ou séparateurs)');
  }
};

/** The first line that names a date, a label and an amount: above it, banks write about the account. */
const findHeader = (
  rows: readonly Row[],
  wanted: Readonly<Record<string, string>> | undefined,
  place: Place,
): { at: number; columns: Columns } => {
  for (const [index, { cells }] of rows.slice(0, MOST_PREAMBLE).entries()) {
    if (wanted === undefined) {
      const columns = guess(cells);
      if (isWhole(columns)) return { at: index, columns };
    } else if (Object.values(wanted).every((name) => cells.some((cell) => fold(cell) === fold(name)))) {
      const columns = { ...guess(cells), ...asked(cells, wanted, place) };
      if (isWhole(columns)) return { at: index, columns };
    }
  }
  const widest = rows
    .slice(0, MOST_PREAMBLE)
    .reduce<string[]>((best, { cells }) => (cells.length > best.length ? cells : best), []);
  throw new RelanceError(
    `${place.file}\u00a0: les colonnes ne se reconnaissent pas (${
      widest
        .filter((cell) => cell !== '')
        .slice(0, 12)
        .join(', ') || 'aucune'
    })`,
    {
      code: 'unknown-columns',
      hint: '--colonnes date=…,libelle=…,montant=… (ou debit=…,credit=…) les nomme',
    },
  );
};

const amountIn = (cell: (field: Field) => string, currency: string): number | null => {
  const signed = cell('amount');
  if (signed !== '') return amountOf(signed, currency);
  const debit = cell('debit') === '' ? 0 : amountOf(cell('debit'), currency);
  const credit = cell('credit') === '' ? 0 : amountOf(cell('credit'), currency);
  // Some banks write debits below zero, others above.
  return debit === null || credit === null ? null : Math.abs(credit) - Math.abs(debit);
};

const entryOf = (cell: (field: Field) => string, place: Place): BankEntry | null => {
  const currency = /^[A-Z]{3}$/.test(cell('currency')) ? cell('currency') : 'EUR';
  const date: LocalDate | null = dayOf(cell('date'));
  const cents = amountIn(cell, currency);
  if (date === null) throw unreadable(place, `la date «\u00a0${cell('date')}\u00a0» ne se lit pas`);
  if (cents === null)
    throw unreadable(
      place,
      `le montant «\u00a0${cell('amount') || cell('debit') || cell('credit')}\u00a0» ne se lit pas`,
    );
  if (cents === 0) return null;
  const label = labelOf(cell('label'));
  return {
    date,
    amountCents: cents,
    currency,
    label,
    reference: orNull(cell('reference')),
    counterparty: orNull(cell('counterparty')),
    iban: ibanOrNull(cell('iban')),
    bankId: orNull(cell('bankId')),
    isReversal: isReversalLabel(label),
  };
};

/** What has an empty date and no amount is a total, or a note of the bank. */
const isNote = (cell: (field: Field) => string): boolean =>
  cell('date') === '' || (cell('amount') === '' && cell('debit') === '' && cell('credit') === '');

export const readBankCsv = (
  bytes: Uint8Array,
  { file }: Place,
  wanted?: Readonly<Record<string, string>>,
): BankStatement[] => {
  const rows = rowsOf(decodeText(bytes), { file });
  const { at, columns } = findHeader(rows, wanted, { file });
  const entries: BankEntry[] = [];
  let pending = 0;
  let account: string | null = null;
  for (const { cells, line } of rows.slice(at + 1)) {
    const cell = (field: Field): string => {
      const index = columns[field];
      return index === undefined ? '' : (cells[index] ?? '');
    };
    const status = fold(cell('status')).toUpperCase();
    if (PENDING.test(status)) pending += 1;
    if (PENDING.test(status) || REFUSED.test(status) || isNote(cell)) continue;
    const entry = entryOf(cell, { file, line });
    if (entry !== null) entries.push(entry);
    account ??= orNull(cell('account'));
  }
  const days = entries.map(({ date }) => date).toSorted();
  return [
    {
      format: 'csv',
      account: account?.replaceAll(/\s/g, '') ?? null,
      currency: entries[0]?.currency ?? 'EUR',
      from: days[0] ?? null,
      to: days.at(-1) ?? null,
      entries,
      pending,
    },
  ];
};
