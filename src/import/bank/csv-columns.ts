import { oneLine, quoted, foldedWords } from '../../domain/typography.ts';
import { RelanceError } from '../../errors.ts';
import { unreadable, type Place } from '../values.ts';
import { columnName, FIELD_WORDS, NAMES, SEVERAL, type Field } from './csv-names.ts';

export type Columns = Partial<Record<Field, number[]>>;

/** What a line says of a field: its first column that is filled. */
export type Cell = (field: Field) => string;

const isWhole = (columns: Columns): boolean =>
  columns.date !== undefined &&
  columns.label !== undefined &&
  (columns.amount !== undefined || columns.debit !== undefined || columns.credit !== undefined);

/** The columns of a field, the most telling name first; of two that bear the same name, both. */
const columnsNamed = (folded: readonly string[], field: Field): number[] => {
  const found = NAMES[field]
    .map((name) => folded.flatMap((header, index) => (header === name ? [index] : [])))
    .filter(({ length }) => length > 0);
  return SEVERAL.has(field) ? found.flat() : (found[0] ?? []);
};

/** Of a table that tells what was kept of each payment (PayPal, Stripe), the sum after it; else none. */
const netOf = (folded: readonly string[], { amount, fee, net }: Columns): number[] | undefined => {
  const name = folded[net?.[0] ?? -1] ?? '';
  const isGross = /^(?:gross|avant commission|brut|montant brut)$/.test(folded[amount?.[0] ?? -1] ?? '');
  return fee !== undefined || (isGross && name !== 'total') ? net : undefined;
};

/** What the columns are, by their names. */
const guess = (headers: readonly string[]): Columns => {
  const folded = headers.map(columnName);
  const columns: Columns = {};
  for (const field of Object.keys(NAMES) as Field[]) {
    const found = columnsNamed(folded, field);
    if (found.length > 0)
      columns[field] = SEVERAL.has(field) || field === 'amount' ? found : found.slice(0, 1);
  }
  // BoursoBank calls « Solde » both the amount, first, and the balance.
  if (columns.amount === undefined && folded.filter((name) => name === 'solde').length === 2)
    columns.amount = [folded.indexOf('solde')];
  const net = netOf(folded, columns);
  if (net === undefined) delete columns.net;
  // N26: the account of the one who pays or is paid, not of the holder.
  if (columns.account !== undefined && folded.some((name) => name === 'beneficiaire' || name === 'payee')) {
    columns.iban = [...(columns.iban ?? []), ...columns.account];
    delete columns.account;
  }
  if (net !== undefined) columns.counterparty ??= columns.name ?? [];
  const named = [...(columns.counterparty ?? columns.details ?? []), ...(net ? (columns.type ?? []) : [])];
  if (columns.label === undefined && named.length > 0) {
    columns.label = named;
    columns.details = [...(columns.reference ?? []), ...(columns.details ?? [])];
  }
  return columns;
};

export type Wanted = Readonly<Record<string, string>>;

/** A field, and the name or the rank of the column that `--colonnes` gives it. */
interface Target {
  field: Field;
  column: string;
}

const IGNORED = 'ignorer';

/** The names of a line without those to be passed over. */
export const withoutIgnored = (headers: readonly string[], wanted: Wanted | undefined): string[] => {
  const ignored = new Set((wanted?.[IGNORED] ?? '').split('\n').map(foldedWords));
  return headers.map((header) => (ignored.has(foldedWords(header)) ? '' : header));
};

/** `date=Jour`, `date=1`, or `1=date`. */
const targetsOf = (wanted: Wanted, place: Place): Target[] =>
  Object.entries(wanted).flatMap(([word, name]) => {
    if (word === IGNORED) return [];
    const isReversed = /^\d+$/.test(word) && FIELD_WORDS.has(foldedWords(name));
    const [said, column] = isReversed ? [name, word] : [word, name];
    const field = FIELD_WORDS.get(foldedWords(said));
    if (field === undefined)
      throw unreadable(
        place,
        `le champ ${quoted(said)} n’existe pas`,
        `champs : ${[...FIELD_WORDS.keys(), IGNORED].join(', ')}`,
      );
    return [{ field, column }];
  });

const indexOf = (headers: readonly string[], column: string): number =>
  headers.findIndex((header) => foldedWords(header) === foldedWords(column));

const isRank = (column: string): boolean => /^[1-9]\d{0,2}$/.test(column);

/** The columns that the user names, and what else is known by its name; an amount named replaces those guessed. */
const asked = (headers: readonly string[], targets: readonly Target[]): Columns => {
  const columns = guess(headers);
  const named: Columns = {};
  for (const { field, column } of targets) {
    const index = indexOf(headers, column);
    named[field] = [index === -1 ? Number(column) - 1 : index];
  }
  if (named.amount ?? named.debit ?? named.credit)
    for (const field of ['amount', 'debit', 'credit', 'fee', 'net'] as const) delete columns[field];
  return { ...columns, ...named };
};

export interface Header {
  /** The line that names the columns, or that stands above the movements; -1 when there is none. */
  at: number;
  /** Otherwise the bank writes about the account there. */
  isNamed: boolean;
  columns: Columns;
}

/** Whether a line holds a day and an amount where the columns say. */
type IsEntry = (cells: readonly string[], columns: Columns) => boolean | 'maybe';

/** A table whose columns are given by their rank: the line above the first movement may name them, or not. */
const findByRank = (
  lines: readonly (readonly string[])[],
  targets: readonly Target[],
  isEntry: IsEntry,
): Header | null => {
  const ranks = asked([], targets);
  const first = lines.findIndex((cells) => isEntry(cells, ranks) !== false);
  if (first === -1 || !isWhole(ranks)) return null;
  // A movement whose day cannot be read is not what stands above the movements.
  if (isEntry(lines[first] ?? [], ranks) === 'maybe') return null;
  const above = lines[first - 1] ?? [];
  const isNamed = above.length === lines[first]?.length && above.every((cell) => !/\d/.test(cell));
  return { at: first - 1, isNamed, columns: isNamed ? asked(above, targets) : ranks };
};

/** The line that names a date, a label and an amount: above it, banks write about the account. */
export const findColumns = (
  lines: readonly (readonly string[])[],
  wanted: Wanted | undefined,
  isEntry: IsEntry,
  place: Place,
): Header | null => {
  const all = targetsOf(wanted ?? {}, place);
  const targets = all.length > 0 ? all : null;
  // Columns may be called 1, 2, 3.
  const areNames = all.every(({ column }) => indexOf(lines[0] ?? [], column) !== -1);
  const names = targets?.filter(({ column }) => areNames || !isRank(column));
  if (targets !== null && names?.length === 0) {
    const at = lines.findIndex((cells) => isWhole(guess(cells)));
    return at === -1
      ? findByRank(lines, targets, isEntry)
      : { at, isNamed: true, columns: asked(withoutIgnored(lines[at] ?? [], wanted), targets) };
  }
  for (const [at, line] of lines.entries()) {
    const cells = withoutIgnored(line, wanted);
    const hasNames = names?.every(({ column }) => indexOf(cells, column) !== -1) ?? false;
    const columns = targets === null ? guess(cells) : hasNames ? asked(cells, targets) : null;
    if (columns !== null && isWhole(columns)) return { at, isNamed: true, columns };
  }
  return null;
};

/** What to type about a column that may count: what it is, or nothing. */
export const nameOrIgnore = (field: string, header: string): string => {
  const name = oneLine(header).slice(0, 40);
  return `--colonnes ${field}="${name}" ou --colonnes ${IGNORED}="${name}"`;
};

const MOST_SHOWN = 12;

export const namesOf = (headers: readonly string[]): string =>
  headers
    .map((cell) => oneLine(cell).slice(0, 40))
    .filter((cell) => cell !== '')
    .slice(0, MOST_SHOWN)
    .join(', ') || 'aucune';

const HINT = '--colonnes date=…,libelle=…,montant=… (ou debit=…,credit=…) les nomme, ou donne leurs rangs';

/** Why no line was found, with the columns that are there. */
export const unknownColumns = (
  lines: readonly (readonly string[])[],
  wanted: Wanted | undefined,
  place: Place,
): RelanceError => {
  const widest = lines.reduce((best, cells) => (cells.length > best.length ? cells : best), []);
  const missing = targetsOf(wanted ?? {}, place).find(
    ({ column }) => !isRank(column) && !lines.some((cells) => indexOf(cells, column) !== -1),
  );
  const what =
    missing === undefined
      ? 'les colonnes ne se reconnaissent pas'
      : `la colonne ${quoted(missing.column)} n’existe pas`;
  return new RelanceError(`${oneLine(place.file)} : ${what} (${namesOf(widest)})`, {
    code: 'unknown-columns',
    hint: HINT,
  });
};
