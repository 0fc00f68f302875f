import { RelanceError } from '../../src/errors.ts';
import { readStatements } from '../../src/import/bank/read-statement.ts';
import type { DayOrder } from '../../src/import/table/day-column.ts';
import type { BankEntry, BankStatement } from '../../src/import/bank/statement-types.ts';
import { plain } from './refused.ts';

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : content;

/** The statements of a file that must be read. */
export const statementsOf = (
  content: string | Uint8Array,
  columns?: Record<string, string>,
  dates?: DayOrder,
): BankStatement[] => readStatements(bytesOf(content), 'releve.txt', { columns, dates });

/** The entries of a file that holds one account. */
export const entriesOf = (content: string | Uint8Array, columns?: Record<string, string>): BankEntry[] =>
  statementsOf(content, columns).flatMap(({ entries }) => entries);

/** How the reading of a file ends; an error that is no refusal is thrown. */
export const outcomeOf = (content: string | Uint8Array): 'read' | 'refused' => {
  try {
    statementsOf(content);
    return 'read';
  } catch (error) {
    if (!(error instanceof RelanceError)) throw error;
    return 'refused';
  }
};

/** Why a file is refused, and the hint; fails when it is read, or when the error is a defect. */
export const refusalOf = (
  content: string | Uint8Array,
  columns?: Record<string, string>,
): { message: string; hint: string } => {
  try {
    statementsOf(content, columns);
  } catch (error) {
    if (!(error instanceof RelanceError)) throw error;
    return { message: plain(error.message), hint: plain(error.hint ?? '') };
  }
  throw new Error('the file was read');
};
