import { CellFault } from '../table/cell-fault.ts';

/** Rates of VAT in France, in basis points (CGI, art. 278 to 281, 294 to 297). */
const RATES = [0, 90, 105, 175, 210, 550, 850, 1000, 1300, 2000];

/** Hundredths of a figure without thousands; null for any other text. */
const hundredths = (text: string): number | null => {
  const bare = text.replaceAll(/[\s\u00a0\u202f€'’]|EUR/g, '');
  const match = /^(\d{1,12})(?:[.,](\d{1,2}))?%?$/.exec(bare);
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0') || '0') : null;
};

const vatOf = (baseCents: number, rateBps: number): number => Math.round((baseCents * rateBps) / 10_000);

/** A rate as it is written, in basis points: `20`, `5,5 %`. @throws CellFault */
export const readRate = (text: string): number => {
  const rate = hundredths(text);
  if (rate === null || !RATES.includes(rate))
    throw new CellFault(`« ${text} » n’est pas un taux de TVA`, 'attendu : 20, 10, 5,5 ou 2,1');
  return rate;
};

interface VatRow {
  /** Cents before tax; null when they are not read. */
  base: number | null;
  value: number;
}

/** As an amount, it is no rate of that base, to the cent. */
const isNoShare = ({ base, value }: VatRow): boolean =>
  base !== null && RATES.every((rate) => Math.abs(vatOf(base, rate) - value) > 1);

const MOST_ROWS = 500;

/** A column called « TVA »: amounts, or rates. Seen row by row, then held for all. */
export class VatColumn {
  #areAllRates = true;
  #hasPercent = false;
  /** The first rows: what is before tax, as it is written, and the figure beside it. */
  readonly #rows: { net: string; value: number }[] = [];

  see(net: string, vat: string): void {
    if (vat === '') return;
    if (vat.includes('%')) this.#hasPercent = true;
    const value = hundredths(vat);
    if (value === null || !RATES.includes(value)) this.#areAllRates = false;
    else if (this.#rows.length < MOST_ROWS) this.#rows.push({ net, value });
  }

  /**
   * Whether its figures are rates.
   * @param readNet an amount before tax, in cents; null when it is not read
   * @throws CellFault when they may be either
   */
  isRate(readNet: (text: string) => number | null): boolean {
    if (this.#hasPercent) return true;
    if (!this.#areAllRates) return false;
    const rows = this.#rows.map(({ net, value }) => ({ base: readNet(net), value }));
    // As a rate or as an amount, some rows make the same total.
    const telling = rows.filter(({ base, value }) => base === null || vatOf(base, value) !== value);
    if (telling.length === 0) return false;
    if (telling.some(isNoShare)) return true;
    throw new CellFault(
      'la colonne de TVA donne-t-elle des taux ou des montants ?',
      '--colonnes taux=TVA ou --colonnes tva=TVA le dit',
    );
  }
}
