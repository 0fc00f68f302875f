import { parse } from 'csv-parse/sync';
import { RelanceError } from '../../errors.ts';
import { unreadable, type Place } from '../values.ts';
import { linesOf } from './text.ts';
import { findColumns, unknownColumns, type Columns, type Wanted } from './csv-columns.ts';

const UNREADABLE = 'le tableau ne se lit pas (guillemets non fermés, ou ligne trop longue)';

export interface Row {
  cells: string[];
  line: number;
}

export interface Table {
  /** What stands above the names of the columns. */
  preamble: string[][];
  headers: string[];
  columns: Columns;
  rows: Row[];
}

const SEPARATORS = [';', ',', '\t', '|'];
const MOST_PREAMBLE = 30;
const MOST_ROWS = 100_000;
const MOST_ROW_LENGTH = 20_000;

/** `="0123"`: how Excel is told that a number is a text. */
const bare = (cell: string): string => cell.trim().replace(/^="(.*)"$/, '$1');

const rowsOf = (text: string, delimiter: string, most: number, place: Place): Row[] => {
  try {
    const records = parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
      to: most,
      max_record_size: MOST_ROW_LENGTH,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ cells: record.map(bare), line: info.lines }));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_'))) throw error;
    throw unreadable(place, UNREADABLE);
  }
};

interface Head {
  separator: string;
  lines: string[][];
  fault: RelanceError | null;
}

/** The first lines as each separator cuts them; under a wrong one, quotes may not close. */
const headsOf = (text: string, place: Place): Head[] =>
  SEPARATORS.map((separator) => {
    try {
      const rows = rowsOf(text, separator, MOST_PREAMBLE, place);
      return { separator, lines: rows.map(({ cells }) => cells), fault: null };
    } catch (error) {
      if (!(error instanceof RelanceError)) throw error;
      return { separator, lines: [], fault: error };
    }
  });

const widthOf = (lines: readonly string[][]): number => Math.max(0, ...lines.map(({ length }) => length));

/** Why no line names the columns. */
const refusalOf = (heads: readonly Head[], wanted: Wanted | undefined, place: Place): RelanceError => {
  const [widest] = heads.map(({ lines }) => lines).toSorted((a, b) => widthOf(b) - widthOf(a));
  const fault = heads.map((head) => head.fault).find((one) => one !== null);
  return fault && widthOf(widest ?? []) < 3 ? fault : unknownColumns(widest ?? [], wanted, place);
};

/** A file whose last line has no end, and fewer cells than the one before. */
const isCut = (text: string, rows: readonly Row[]): boolean => {
  const [before, last] = rows.slice(-2);
  return !/[\r\n]$/.test(text) && last !== undefined && before !== undefined
    ? last.cells.length < before.cells.length
    : false;
};

/**
 * The rows under the line that names the columns, with the separator under which that line is found.
 * @throws RelanceError when there is none, when the table is cut or cannot be split
 */
export const tableOf = (text: string, wanted: Wanted | undefined, place: Place): Table => {
  // Empty cells have no length: the parser would let them go on.
  if (linesOf(text).some(({ length }) => length > MOST_ROW_LENGTH)) throw unreadable(place, UNREADABLE);
  const heads = headsOf(text, place);
  const found = heads
    .map(({ separator, lines }) => ({ separator, lines, header: findColumns(lines, wanted, place) }))
    .find(({ header }) => header !== null);
  if (!found?.header) throw refusalOf(heads, wanted, place);
  const { at, columns } = found.header;
  const rows = rowsOf(text, found.separator, MOST_ROWS + 1, place);
  if (rows.length > MOST_ROWS) throw unreadable(place, 'le tableau a plus de 100\u202f000 lignes');
  if (isCut(text, rows.slice(at)))
    throw unreadable(
      { ...place, line: rows.at(-1)?.line },
      'le fichier est coupé\u00a0: la dernière ligne est incomplète',
    );
  return {
    preamble: rows.slice(0, at).map(({ cells }) => cells),
    headers: rows[at]?.cells ?? [],
    columns,
    rows: rows.slice(at + 1),
  };
};
