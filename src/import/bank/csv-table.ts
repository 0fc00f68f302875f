import { parse } from 'csv-parse/sync';
import { RelanceError } from '../../errors.ts';
import { unreadable, type Place } from '../values.ts';
import { linesOf } from './statement-text.ts';
import { findColumns, unknownColumns, withoutIgnored, type Header, type Wanted } from './csv-columns.ts';
import type { Row, Table } from './csv-cells.ts';
import { findLcl, isEntry, lclTable } from './csv-shapes.ts';

const UNREADABLE = 'le tableau ne se lit pas (guillemets non fermés, ou ligne trop longue)';

const SEPARATORS = [';', ',', '\t', '|'];
const MOST_PREAMBLE = 30;
const MOST_ROWS = 100_000;
const MOST_ROW_LENGTH = 20_000;

/** `="0123"`: how Excel is told that a number is a text. */
const bare = (cell: string): string =>
  cell.startsWith('="') ? cell.trim().replace(/^="(.*)"$/, '$1') : cell.trim();

const rowsOf = (text: string, delimiter: string, most: number, place: Place): Row[] => {
  try {
    const rows: Row[] = [];
    parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: most,
      max_record_size: MOST_ROW_LENGTH,
      // The parser would keep far more of each line.
      on_record: (record: string[], { lines }) => {
        rows.push({ cells: record.map(bare), line: lines });
        return null;
      },
    });
    return rows;
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

const widthOf = (lines: readonly string[][]): number =>
  lines.reduce((widest, { length }) => Math.max(widest, length), 0);

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

interface Found extends Header {
  separator: string;
  isLcl: boolean;
}

const ranksOf = (rows: readonly Row[]): string[] =>
  Array.from({ length: widthOf(rows.map(({ cells }) => cells)) }, (_, index) => String(index + 1));

/** The line that names the columns, under the separator that shows it; else the shape of a bank that names none. */
const headerOf = (heads: readonly Head[], wanted: Wanted | undefined, place: Place): Found | null => {
  for (const { separator, lines } of heads) {
    const header = findColumns(lines, wanted, isEntry, place);
    if (header !== null) return { ...header, separator, isLcl: false };
  }
  const [semicolons] = heads;
  const columns = wanted === undefined ? findLcl(semicolons?.lines ?? []) : null;
  return columns && { at: -1, columns, isNamed: false, separator: SEPARATORS[0] ?? ';', isLcl: true };
};

/**
 * The rows under the line that names the columns, with the separator under which that line is found.
 * @throws RelanceError when there is none, when the table is cut or cannot be split
 */
export const tableOf = (text: string, wanted: Wanted | undefined, place: Place): Table => {
  // Empty cells have no length: the parser would let them go on.
  if (linesOf(text).some(({ length }) => length > MOST_ROW_LENGTH)) throw unreadable(place, UNREADABLE);
  const heads = headsOf(text, place);
  const found = headerOf(heads, wanted, place);
  if (found === null) throw refusalOf(heads, wanted, place);
  const { at, columns, isNamed, isLcl } = found;
  const rows = rowsOf(text, found.separator, MOST_ROWS + 1, place);
  if (rows.length > MOST_ROWS) throw unreadable(place, 'le tableau a plus de 100\u202f000 lignes');
  if (!isLcl && isCut(text, rows.slice(Math.max(0, at))))
    throw unreadable(
      { ...place, line: rows.at(-1)?.line },
      'le fichier est coupé : la dernière ligne est incomplète',
    );
  const table = {
    preamble: rows.slice(0, isNamed ? at : at + 1).map(({ cells }) => cells),
    headers: withoutIgnored(isNamed ? (rows[at]?.cells ?? []) : ranksOf(rows), wanted),
    isNamed,
    isDayFirst: isLcl,
    columns,
    rows: rows.slice(at + 1),
  };
  return isLcl ? lclTable(table) : table;
};
