import { CURRENCIES } from '../../domain/money/money.ts';
import { foldedWords, quoted } from '../../domain/typography.ts';
import { CellFault } from './cell-fault.ts';

/** What stands for one currency only; `¥` and `kr` do not. `$` alone is the dollar of whoever does not say another. */
const SYMBOLS: Record<string, string> = {
  '€': 'EUR',
  $: 'USD',
  US$: 'USD',
  $US: 'USD',
  '£': 'GBP',
  '£GB': 'GBP',
  C$: 'CAD',
  CA$: 'CAD',
  $CA: 'CAD',
  $CAD: 'CAD',
  A$: 'AUD',
  AU$: 'AUD',
  $AU: 'AUD',
  '₹': 'INR',
  '₩': 'KRW',
  '₫': 'VND',
  'FR.': 'CHF',
  SFR: 'CHF',
};
const WORDS: Record<string, string> = {
  euro: 'EUR',
  euros: 'EUR',
  'us dollar': 'USD',
  'us dollars': 'USD',
  'dollar us': 'USD',
  'dollars us': 'USD',
  'dollar americain': 'USD',
  'dollars americains': 'USD',
  'pound sterling': 'GBP',
  'british pound': 'GBP',
  'livre sterling': 'GBP',
  'livres sterling': 'GBP',
  'swiss franc': 'CHF',
  'swiss francs': 'CHF',
  'franc suisse': 'CHF',
  'francs suisses': 'CHF',
  'canadian dollar': 'CAD',
  'dollar canadien': 'CAD',
  'dollars canadiens': 'CAD',
};

/** The code of a currency written as a code, a symbol or a name; null when it says none that is known. */
export const currencyOf = (text: string): string | null => {
  const written = text.replaceAll(/[\s\u00a0\u202f]/g, '').toUpperCase();
  if (Object.hasOwn(CURRENCIES, written)) return written;
  if (Object.hasOwn(SYMBOLS, written)) return SYMBOLS[written] ?? null;
  const words = foldedWords(text);
  return Object.hasOwn(WORDS, words) ? (WORDS[words] ?? null) : null;
};

/** @throws CellFault for a currency that is not known: none is ever taken for another */
export const readCurrency = (text: string): string => {
  const code = currencyOf(text);
  if (code === null)
    throw new CellFault(
      `la devise ${quoted(text, 20)} n’est pas connue`,
      'écrivez son code : EUR, USD, GBP, CHF…',
    );
  return code;
};

/** The currency that a column says of its amounts in its name: « Montant (EUR) », « Total € ». */
export const currencyInHeader = (header: string): string | null => {
  const symbol = /[€£₹₩₫]/.exec(header)?.[0];
  if (symbol !== undefined) return currencyOf(symbol);
  const code = header
    .toUpperCase()
    .split(/[^A-Z]+/)
    .findLast((word) => Object.hasOwn(CURRENCIES, word) && word !== 'ALL' && word !== 'TRY');
  return code ?? (/\beuros?\b/i.test(header) ? 'EUR' : null);
};

const MOST_AMOUNT = 40;

/** An amount and the currency that stands beside it in the cell, if one does. */
export const splitCurrency = (text: string): { figures: string; currency: string | null } => {
  const bare = text.replaceAll(/[\s\u00a0\u202f]/g, '');
  if (bare.length > MOST_AMOUNT) return { figures: bare, currency: null };
  const match = /^([(+\-−]?)([^\d(+\-−.,]*)([+\-−(]?[\d.,'’)+\-−]*?)([^\d)+\-−.,'’]*)(\)?)$/u.exec(bare);
  if (!match) return { figures: bare, currency: null };
  const [, opening = '', before = '', figures = '', after = '', closing = ''] = match;
  const named = [before, after].filter((word) => word !== '');
  if (named.length === 0) return { figures: bare, currency: null };
  const codes = new Set(named.map(readCurrency));
  const [code, ...others] = codes;
  if (code === undefined || others.length > 0)
    throw new CellFault(`${quoted(text, 30)} porte deux devises`, 'écrivez-en une seule');
  return { figures: `${opening}${figures}${closing}`, currency: code };
};
