import { decodeText } from '../text-encoding.ts';
import { NNBSP, quoted } from '../../domain/typography.ts';
import { RelanceError } from '../../errors.ts';
import { CellFault } from '../table/cell-fault.ts';
import { unreadable, type Place } from '../values.ts';

export const DAMAGED = 'le fichier est abîmé ou chiffré (octets nuls)';

/** What DOS ends a file with. */
const END_OF_FILE = '\u001a';

/** The text of a file. A NUL byte stands in none: the file is damaged, encrypted, or of another kind. */
export const textOf = (bytes: Uint8Array, place: Place, declared?: string): string => {
  const text = decodeText(bytes, declared).replaceAll(END_OF_FILE, '');
  if (text.includes('\0')) throw unreadable(place, DAMAGED);
  return text;
};

const NOT_STATEMENT = 'not-a-statement';

/** The file is something else: beside a statement, in an archive, it is only named. */
export const notStatement = (place: Place, what: string, hint: string): RelanceError => {
  const { message } = unreadable(place, what);
  return new RelanceError(message, { code: NOT_STATEMENT, hint });
};

export const isNotStatement = ({ code }: RelanceError): boolean => code === NOT_STATEMENT;

/** What a field holds cannot be read: the value, and what was expected. */
export const unread = (place: Place, field: string, value: string, expected: string): RelanceError =>
  unreadable(
    place,
    value.trim() === '' ? `${field} manque` : `${field} ${quoted(value)} ne se lit pas (${expected} attendu)`,
  );

/** Reads what a table holds: a cell that is not understood is told with the place where it stands. */
export const placed = <T>(place: Place, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof CellFault) throw unreadable(place, error.message, error.hint);
    throw error;
  }
};

const MOST_ENTRIES = 100_000;

/** Refuses what is no statement of a person any more, before the work that it would ask for. */
export const bounded = <T>(entries: readonly T[], place: Place): readonly T[] => {
  if (entries.length > MOST_ENTRIES)
    throw unreadable(place, `il y a plus de 100${NNBSP}000 opérations ou relevés`);
  return entries;
};

export const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/);
