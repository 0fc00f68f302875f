import { usageError } from '../errors.ts';

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
        `--colonnes ne comprend pas «\u00a0${pair}\u00a0»`,
        'écrivez champ=colonne, séparés par des virgules\u00a0: date=Date,montant=Montant',
        'invalid-columns',
      );
    columns[field] = column;
  }
  return columns;
};
