import { quoted } from '../../domain/typography.ts';
import { amountOf } from '../values.ts';
import { CellFault } from './cell-fault.ts';
import { splitCurrency } from './currency.ts';

type DecimalMark = '.' | ',';

/** `1.200`: one and a fifth, or one thousand two hundred. A group never begins with zero. */
const GROUP_OR_DECIMALS = /^[1-9]\d{0,2}([.,])\d{3}$/;

interface Told {
  mark: DecimalMark;
  decimals: number;
}

/** What one amount shows of the decimal mark of its column; null: nothing. */
const toldBy = (figures: string): Told | null => {
  const marks = [...figures].filter((sign) => sign === '.' || sign === ',') as DecimalMark[];
  const [first] = marks;
  const last = marks.at(-1);
  if (first === undefined || last === undefined) return null;
  const decimals = figures.length - figures.lastIndexOf(last) - 1;
  if (marks.length === 1) {
    // Another sign already keeps the thousands apart: `1 200.500`.
    return GROUP_OR_DECIMALS.test(figures) ? null : { mark: last, decimals };
  }
  if (first !== last) return { mark: last, decimals };
  return { mark: first === '.' ? ',' : '.', decimals: 0 };
};

const plain = (text: string): string => {
  try {
    return splitCurrency(text).figures.replaceAll(/[()+\-−]/g, '');
  } catch (error) {
    if (!(error instanceof CellFault)) throw error;
    return '';
  }
};

/** How a column writes its amounts: seen cell by cell, then held for all of them. */
export class AmountColumn {
  readonly #marks = new Set<DecimalMark>();
  #hasThreeDecimals = false;
  #hasOtherDecimals = false;

  see(text: string): void {
    // Thousands kept apart by a space or an apostrophe leave no doubt on the mark that remains.
    const isSpaced = /\d[\s\u00a0\u202f'’]\d/.test(text);
    const figures = plain(text).replaceAll(/['’]/g, '');
    const told = toldBy(isSpaced ? `0${figures}` : figures);
    if (told === null) return;
    this.#marks.add(told.mark);
    if (told.decimals === 3) this.#hasThreeDecimals = true;
    else if (told.decimals > 0) this.#hasOtherDecimals = true;
  }

  /** Null: no cell shows it, or two contradict each other. */
  get mark(): DecimalMark | null {
    const [mark, ...others] = this.#marks;
    return mark !== undefined && others.length === 0 ? mark : null;
  }

  /**
   * An amount in minor units, and the currency written beside it; what stands in `currency` otherwise.
   * @param elsewhere the mark that the other columns of the file show, when this one shows none
   * @throws CellFault for what is no amount, or may be two
   */
  read(
    text: string,
    currency: string,
    elsewhere: DecimalMark | null = null,
  ): { cents: number; currency: string | null } {
    const written = splitCurrency(text);
    const mark = this.mark ?? (this.#marks.size === 0 ? elsewhere : null);
    const cents = amountOf(this.#unambiguous(written.figures, text, mark), written.currency ?? currency);
    if (cents === null) throw new CellFault(`${quoted(text, 30)} n’est pas un montant`, 'attendu : 1234,56');
    return { cents, currency: written.currency };
  }

  /** The figures without what keeps thousands apart. */
  #unambiguous(figures: string, text: string, mark: DecimalMark | null): string {
    const sign = GROUP_OR_DECIMALS.exec(figures.replaceAll(/[()+\-−]/g, ''))?.[1];
    if (sign === undefined || /\d[\s\u00a0\u202f'’]\d/.test(text)) return figures;
    if (mark === sign && this.#hasThreeDecimals && !this.#hasOtherDecimals) return figures;
    if (mark === null || mark === sign)
      throw new CellFault(
        `${quoted(text, 30)} peut se lire de deux façons`,
        'écrivez les montants avec leurs décimales : 1200,00',
      );
    return figures.replace(sign, '');
  }
}

/** The one decimal mark that the columns of a file show; null when they show none, or two. */
export const commonMark = (columns: Iterable<AmountColumn>): DecimalMark | null => {
  const marks = new Set([...columns].map(({ mark }) => mark).filter((mark) => mark !== null));
  const [mark, ...others] = marks;
  return mark !== undefined && others.length === 0 ? mark : null;
};
