import { isLocalDate, type LocalDate } from '../../domain/dates.ts';
import { foldedWords, quoted, withoutAccents } from '../../domain/typography.ts';
import { dayOf } from '../values.ts';
import { CellFault } from './cell-fault.ts';

export type DayOrder = 'day-first' | 'month-first';

const MONTHS =
  'janvier janv jan january|fevrier fevr fev feb february|mars mar march|avril avr apr april|mai may|juin jun june|juillet juil jul july|aout aou aug august|septembre sept sep september|octobre oct october|novembre nov november|decembre dec december'
    .split('|')
    .map((names) => names.split(' '));
const MONTH_OF = new Map(MONTHS.flatMap((names, index) => names.map((name) => [name, index + 1] as const)));

const EXCEL_EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;
/** 1982 to 2064: what else has five figures is no day. */
const SERIAL = /^([345]\d{4})(?:[.,]\d+)?$/;
const FIGURES = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[T ,].*)?$/;
const TIME = '(?: a| at)?(?: \\d{1,2}(?: \\d{2}){1,2}(?: [ap] ?m)?)?';
const DAY_THEN_MONTH = new RegExp(
  `^(?:[a-z]{3,9} )?(\\d{1,2})(?:er|st|nd|rd|th)? ([a-z]{3,9}) (\\d{4}|\\d{2})${TIME}$`,
);
const MONTH_THEN_DAY = new RegExp(
  `^(?:[a-z]{3,9} )?([a-z]{3,9}) (\\d{1,2})(?:st|nd|rd|th)? (\\d{4})${TIME}$`,
);

const local = (year: string, month: number, day: string): LocalDate | null => {
  const full = year.length === 2 ? `${Number(year) >= 70 ? '19' : '20'}${year}` : year;
  const date = `${full}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isLocalDate(date) ? date : null;
};

/** `3 oct. 2026`, `1er octobre 2026`, `01/Sep/2026`, `03-oct-26`, `October 3, 2026`; null for any other text. */
const dayInWords = (text: string): LocalDate | null => {
  const words = foldedWords(text);
  const [, day = '', month = '', year = ''] = DAY_THEN_MONTH.exec(words) ?? [];
  const found = MONTH_OF.get(month);
  if (found !== undefined) return local(year, found, day);
  const [, name = '', on = '', of = ''] = MONTH_THEN_DAY.exec(words) ?? [];
  const named = MONTH_OF.get(name);
  return named === undefined ? null : local(of, named, on);
};

const dayOfSerial = (text: string): LocalDate | null => {
  const serial = SERIAL.exec(text)?.[1];
  return serial === undefined
    ? null
    : new Date(EXCEL_EPOCH + Number(serial) * DAY_MS).toISOString().slice(0, 10);
};

const unread = (text: string): CellFault =>
  new CellFault(`${quoted(text, 30)} n’est pas une date`, 'attendu : JJ/MM/AAAA');

/** How a column writes its days: seen cell by cell, then held for all of them. */
export class DayColumn {
  readonly #orders = new Set<DayOrder>();
  #isSlashed = false;

  see(text: string): void {
    const [, first, sign, second] = FIGURES.exec(text.trim()) ?? [];
    if (first === undefined) return;
    if (sign === '/') this.#isSlashed = true;
    if (Number(first) > 12) this.#orders.add('day-first');
    if (Number(second) > 12) this.#orders.add('month-first');
  }

  /** Null: no cell shows it, or two contradict each other. */
  get order(): DayOrder | null {
    const [order, ...others] = this.#orders;
    return order !== undefined && others.length === 0 ? order : null;
  }

  /**
   * @param elsewhere the order that the other columns of the file show, when this one shows none
   * @param usual what is meant when nothing shows it; null: by a table in English, either
   * @throws CellFault for what is no day, or may be two
   */
  read(
    text: string,
    { elsewhere, usual }: { elsewhere: DayOrder | null; usual: DayOrder | null },
  ): LocalDate {
    const bare = text.trim();
    const [, first = '', sign, second = '', year = ''] = FIGURES.exec(bare) ?? [];
    if (first === '') {
      const day = dayOfSerial(bare) ?? dayInWords(bare) ?? dayOf(bare);
      if (day === null) throw unread(text);
      return day;
    }
    if (this.#orders.size > 1)
      throw new CellFault(
        `${quoted(text, 30)} ne se lit pas : la colonne écrit tantôt le jour d’abord, tantôt le mois`,
        'écrivez toute la colonne de la même façon : JJ/MM/AAAA',
      );
    // Who writes hyphens or dots writes the day first, unless the column says otherwise.
    const order = this.order ?? elsewhere ?? (this.#isSlashed || sign === '/' ? usual : 'day-first');
    if (order === null && first !== second)
      throw new CellFault(
        `${quoted(text, 30)} peut être le jour ou le mois d’abord`,
        '--dates jour (JJ/MM/AAAA) ou --dates mois (MM/JJ/AAAA) le dit',
      );
    const day =
      order === 'month-first' ? local(year, Number(first), second) : local(year, Number(second), first);
    if (day === null) throw unread(text);
    return day;
  }
}

/** The one order that the columns of a file show; null when they show none, or two. */
export const commonOrder = (columns: Iterable<DayColumn>): DayOrder | null => {
  const orders = new Set([...columns].map(({ order }) => order).filter((order) => order !== null));
  const [order, ...others] = orders;
  return order !== undefined && others.length === 0 ? order : null;
};

const ENGLISH =
  /\b(?:invoice|customer|due|amount|paid|issued|issue|currency|balance|booking|completed|started|payee|status|number|name|description|details|debit|credit)\b/;
const FRENCH =
  /\b(?:facture|montant|echeance|libelle|numero|devise|emission|emise|reglement|paiement|ttc|ht|tva|solde|statut|etat|valeur|operation|objet|nom|tiers|destinataire|societe|payee?|reste)\b/;

/** The order that a reader in France expects; none for a table whose columns are named in English alone. */
export const usualOrder = (headers: readonly string[]): DayOrder | null => {
  const words = headers.map(foldedWords).join(' ');
  const isAccented = headers.some((header) => withoutAccents(header) !== header.normalize('NFD'));
  return ENGLISH.test(words) && !FRENCH.test(words) && !isAccented ? null : 'day-first';
};
