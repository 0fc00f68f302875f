import { oneLine } from '../../domain/typography.ts';
import { RelanceError } from '../../errors.ts';
import { unreadable, type Place } from '../values.ts';
import { isZip, unzip, ZipFault, type ZippedFile } from '../zip.ts';
import type { CsvOptions } from './csv.ts';
import { columnsText } from './csv-left.ts';
import { MOST_BYTES, readStatements } from './read-statement.ts';
import { isNotStatement, notStatement } from './statement-text.ts';
import type { BankStatement } from './statement-types.ts';

export interface StatementFile {
  statements: BankStatement[];
  /** Files of the archive that are no statement. */
  others: string[];
}

const MOST_FILES = 1000;
const ANEW = 'décompressez-la, ou téléchargez-la de nouveau';

/** Excel, Calc and Numbers also write archives. */
const WORKBOOK = /\.(?:xls[xmb]|od[st]|numbers)$/i;
const isOfficeFile = ({ name }: ZippedFile): boolean =>
  name === '[Content_Types].xml' || name === 'mimetype' || name.endsWith('.iwa');

const openArchive = (bytes: Uint8Array, place: Place): ZippedFile[] => {
  const workbook = notStatement(place, 'c’est un classeur', 'enregistrez-le en CSV');
  if (WORKBOOK.test(place.file)) throw workbook;
  try {
    const files = unzip(Buffer.from(bytes), { files: MOST_FILES, bytes: MOST_BYTES });
    if (files.some(isOfficeFile)) throw workbook;
    return files;
  } catch (error) {
    if (error instanceof ZipFault) throw unreadable(place, error.message, ANEW);
    throw error;
  }
};

/** A text whose columns are not those of a bank, unless its name says that it is a table. */
const isAnotherText = ({ code }: RelanceError, name: string): boolean =>
  code === 'unknown-columns' && !/\.(?:csv|tsv)$/i.test(name);

const MOST_NAMED = 5;

/** The first names, and how many there are more. */
const namesOf = (names: readonly string[]): string => {
  const shown = names.slice(0, MOST_NAMED).map((name) => oneLine(name).slice(0, 60));
  return [...shown, ...(names.length > MOST_NAMED ? [`${names.length - MOST_NAMED} autres`] : [])].join(', ');
};

/**
 * The statements of a file, or of the files of an archive, each as if it had been given alone.
 * @throws RelanceError for an archive that holds none, or one statement that cannot be read
 */
export const readStatementFile = (
  bytes: Uint8Array,
  fileName: string,
  options: CsvOptions = {},
): StatementFile => {
  if (!isZip(bytes) || bytes.length > MOST_BYTES)
    return { statements: readStatements(bytes, fileName, options), others: [] };
  const place = { file: fileName };
  const files = openArchive(bytes, place);
  const statements: BankStatement[] = [];
  const others: string[] = [];
  for (const file of files) {
    try {
      statements.push(...readStatements(file.bytes, `${fileName}, ${file.name}`, options));
    } catch (error) {
      if (!(error instanceof RelanceError) || files.length === 1) throw error;
      if (!isNotStatement(error) && !isAnotherText(error, file.name)) throw error;
      others.push(file.name);
    }
  }
  if (statements.length === 0)
    throw unreadable(place, `aucun relevé dans l’archive (${namesOf(others) || 'elle est vide'})`);
  return { statements, others };
};

const othersText = (others: readonly string[]): string =>
  `${others.length === 1 ? 'Ce fichier de l’archive n’est pas un relevé' : 'Ces fichiers de l’archive ne sont pas des relevés'} : ${namesOf(others)}.`;

/** How a file was read, for who imports it to see: its columns, and what is no statement in an archive. */
export const readingTexts = ({ statements, others }: StatementFile): string[] => [
  ...new Set(statements.flatMap(({ columns }) => (columns === undefined ? [] : [columnsText(columns)]))),
  ...(others.length > 0 ? [othersText(others)] : []),
];
