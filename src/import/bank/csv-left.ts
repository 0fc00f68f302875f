import { foldedWords, oneLine, quoted } from '../../domain/typography.ts';
import { CellFault } from '../table/cell-fault.ts';
import { currencyOf } from '../table/currency.ts';
import { nameOrIgnore } from './csv-columns.ts';
import { FIELD_WORDS, type Field } from './csv-names.ts';
import type { Sign } from './csv-sign.ts';
import type { Table } from './csv-cells.ts';
import { standingOf } from './csv-words.ts';

/** How the columns of a table were taken, for who imports it to see. */
export interface ColumnsTaken {
  file: string;
  /** « date = Date », in the words of --colonnes. */
  read: string[];
  left: string[];
  /** Lines of balance or of total. */
  sums: number;
}

const OTHER_WORDS: Partial<Record<Field, string>> = {
  details: 'libelle',
  fee: 'frais',
  net: 'net',
  bankId: 'numero',
};
const WORD_OF = new Map([...FIELD_WORDS].map(([word, field]) => [field, word]));

/** Of a table that splits what comes in and goes out, the single amount is not read; a kind is, when it is the sign. */
const fieldsRead = ({ columns }: Table, sign: Sign): Partial<Record<Field, number[]>> => {
  const isSplit = columns.debit !== undefined || columns.credit !== undefined;
  const { type: _type, name: _name, product: _product, direction: _direction, ...rest } = columns;
  return {
    ...rest,
    ...(isSplit ? { amount: [] } : {}),
    ...(sign.column === null ? {} : { direction: [sign.column] }),
    ...(rest.net === undefined ? { fee: columns.product === undefined ? [] : (columns.fee ?? []) } : {}),
  };
};

const cellsAt = ({ rows }: Table, index: number): string[] =>
  rows.map(({ cells }) => cells[index] ?? '').filter((text) => text !== '');

const STATUS = /\b(?:statut|status|etat|state)\b/;
const CURRENCY = /\b(?:devise|currency|monnaie)\b/;
/** Of the payment before its conversion, of its fee. */
const OTHER_CURRENCY =
  /\b(?:orig|origin|origine|original|etrangere|foreign|local|fee|frais|conversion|facing|contre valeur)\b/;

/** Refuses a column that is not read and that may change what is: a status, a currency. */
const refuseNeglected = (table: Table, index: number): void => {
  const header = table.headers[index] ?? '';
  const name = foldedWords(header);
  const cells = cellsAt(table, index);
  const isStatus = STATUS.test(name) || !table.isNamed || cells.every((text) => standingOf(text) !== null);
  if (table.columns.status === undefined && isStatus) {
    const word = cells.find((text) => (standingOf(text) ?? 'booked') !== 'booked');
    if (word !== undefined)
      throw new CellFault(
        `la colonne ${quoted(header, 30)} dit ${quoted(word, 30)}, et n’est pas lue`,
        nameOrIgnore('statut', header),
      );
  }
  const isCurrency = table.isNamed ? CURRENCY.test(name) : cells.every((text) => currencyOf(text) !== null);
  if (table.columns.currency === undefined && isCurrency && !OTHER_CURRENCY.test(name)) {
    const code = cells.map(currencyOf).find((one) => one !== null && one !== 'EUR');
    if (code !== undefined)
      throw new CellFault(
        `la colonne ${quoted(header, 30)} dit ${code}, et n’est pas lue`,
        nameOrIgnore('devise', header),
      );
  }
};

/** What is said of the columns of a table. */
export const columnsText = ({ file, read, left, sums }: ColumnsTaken): string =>
  [
    `Colonnes de ${oneLine(file)} : ${read.map(oneLine).join(', ') || 'sans titres'}`,
    ...(left.length > 0 ? [`laissées de côté : ${left.map(oneLine).join(', ')}`] : []),
    ...(sums > 0 ? [sums > 1 ? `${sums} lignes de solde ou de total` : '1 ligne de solde ou de total'] : []),
  ].join(' ; ');

/** The columns as they are read, and those that are not. Throws CellFault for one that may not be passed over. */
export const columnsTaken = (table: Table, sign: Sign, file: string): Omit<ColumnsTaken, 'sums'> => {
  const { headers } = table;
  const fields = Object.entries(fieldsRead(table, sign)) as [Field, number[]][];
  const used = new Set(fields.flatMap(([, indexes]) => indexes));
  const left = headers.flatMap((header, index) => (header === '' || used.has(index) ? [] : [index]));
  for (const index of left) refuseNeglected(table, index);
  return {
    file,
    read: headers.flatMap((header, index) => {
      const [field] = fields.find(([, indexes]) => indexes.includes(index)) ?? [];
      return field === undefined || header === ''
        ? []
        : [`${WORD_OF.get(field) ?? OTHER_WORDS[field] ?? field} = ${header}`];
    }),
    left: left.map((index) => headers[index] ?? ''),
  };
};
