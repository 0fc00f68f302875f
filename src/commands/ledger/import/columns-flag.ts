import { usageError } from '../../../errors.ts';
import { parseChoice } from '../../../domain/text-input.ts';
import type { DayOrder } from '../../../import/table/day-column.ts';
import { IGNORED } from '../../../import/sheet/sheet-columns.ts';

/** `--colonnes numero=Facture,client=Nom`: the columns of a spreadsheet, by the word of each field. */
export const readColumns = (text: string | undefined): Record<string, string> | undefined => {
  if (text === undefined) return undefined;
  const columns: Record<string, string> = {};
  for (const pair of text.split(',')) {
    const at = pair.indexOf('=');
    const field = pair.slice(0, at).trim();
    const column = pair.slice(at + 1).trim();
    if (at < 1 || field === '' || column === '')
      throw usageError(
        `--colonnes ne comprend pas « ${pair} »`,
        'écrivez champ=colonne, séparés par des virgules : date=Date,montant=Montant',
        'invalid-columns',
      );
    // Several columns may be passed over: `ignorer=A,ignorer=B`.
    columns[field] =
      field === IGNORED && columns[field] !== undefined ? `${columns[field]}\n${column}` : column;
  }
  return columns;
};

const DAY_ORDERS = { jour: 'day-first', mois: 'month-first' } as const;

/** `--dates jour` or `--dates mois`: which comes first in `10/02/2026`. */
export const readDayOrder = (text: string): DayOrder =>
  DAY_ORDERS[parseChoice(text, Object.keys(DAY_ORDERS) as (keyof typeof DAY_ORDERS)[], '--dates')];
