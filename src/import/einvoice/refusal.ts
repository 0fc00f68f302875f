import { oneLine, quoted } from '../../domain/typography.ts';
import { RelanceError } from '../../errors.ts';

const HINT = 'vérifiez que c’est bien une facture, ou saisissez-la avec relance add --numero';

/** A file that is not read: « facture.pdf : … », in one sentence. */
export const refuseFile = (file: string, what: string, hint = HINT): RelanceError =>
  new RelanceError(`${oneLine(file)} : ${what}`, { code: 'unreadable-invoice', hint });

/**
 * A value that is not what its term holds: « la devise « XYZ » (BT-5) n’est pas connue (attendu : …) ».
 * @param term « la devise (BT-5) »
 */
export const refuseValue = (
  file: string,
  term: string,
  value: string,
  isNot: string,
  expected: string,
): RelanceError => refuseFile(file, `${termWith(term, value)} ${isNot} (attendu : ${expected})`);

/** The value between the name of a term and its number. */
export const termWith = (term: string, value: string): string =>
  term.replace(/(?= \(BT-)/, () => ` ${quoted(value)}`);
