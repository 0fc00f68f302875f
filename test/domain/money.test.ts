import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CURRENCIES, formatAmount, isCurrency, parseAmount } from '../../src/domain/money/money.ts';
import { EXIT, RelanceError } from '../../src/errors.ts';

const refusal = (input: string, currency = 'EUR'): RelanceError => {
  try {
    parseAmount(input, currency);
  } catch (error) {
    if (error instanceof RelanceError) return error;
    throw error;
  }
  throw new Error(`${input} was accepted`);
};

describe('currencies', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['XOF', 0],
    ['XPF', 0],
    ['TND', 3],
    ['KWD', 3],
    ['HUF', 2],
  ] as const)('%s has %i decimals', (currency, exponent) => {
    expect(CURRENCIES[currency].exponent).toBe(exponent);
  });

  it.each(['eur', 'BGN', 'XYZ', '', 'toString'])('%j is not one', (code) => {
    expect(isCurrency(code)).toBe(false);
    expect(() => formatAmount(100, code)).toThrow(RangeError);
  });
});

describe('writing an amount', () => {
  it.each([
    [123456, 'EUR', '1\u202f234,56\u00a0€'],
    [0, 'EUR', '0,00\u00a0€'],
    [5, 'EUR', '0,05\u00a0€'],
    [99999, 'EUR', '999,99\u00a0€'],
    [100000, 'EUR', '1\u202f000,00\u00a0€'],
    [-123456789, 'EUR', '-1\u202f234\u202f567,89\u00a0€'],
    [1234, 'JPY', '1\u202f234\u00a0JPY'],
    [1234, 'TND', '1,234\u00a0TND'],
    [123456, 'USD', '1\u202f234,56\u00a0$US'],
  ])('%i minor units of %s', (cents, currency, expected) => {
    expect(formatAmount(cents, currency)).toBe(expected);
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%d is not an amount', (cents) => {
    expect(() => formatAmount(cents, 'EUR')).toThrow(RangeError);
  });

  it.each(['EUR', 'USD', 'GBP', 'CHF', 'JPY'] as const)('is what Intl prints for %s', (currency) => {
    const intl = new Intl.NumberFormat('fr-FR', { style: 'currency', currency });
    const unit = 10 ** CURRENCIES[currency].exponent;
    const around = [
      0, 1, 9, 10, 99, 100, 999, 1000, 99_999, 100_000, 99_999_999, 100_000_000, 123_456_789_012,
    ];
    for (const cents of around.flatMap((value) => (value === 0 ? [value] : [value, -value]))) {
      expect(formatAmount(cents, currency)).toBe(intl.format(cents / unit));
    }
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), (cents) => {
        expect(formatAmount(cents, currency)).toBe(intl.format(cents === 0 ? 0 : cents / unit));
      }),
    );
  });
});

describe('reading an amount', () => {
  it.each([
    ['1 234,56', 123456],
    ['1\u00a0234,56', 123456],
    ['1\u202f234,56\u00a0€', 123456],
    ['1234.56', 123456],
    ['1234,5', 123450],
    ['1234', 123400],
    ['1 234,56 €', 123456],
    ['€1,234.56', 123456],
    ['1234 EUR', 123400],
    ['12 euros', 1200],
    ['1.234,56', 123456],
    ['1,234.56', 123456],
    ['1.234.567', 123456700],
    ['1,234,567.89', 123456789],
    ['1 234 567', 123456700],
    ["1'234.50", 123450],
    ['0,01', 1],
    ['007', 700],
    [' 600,50 ', 60050],
    ['10 000 000 000', 1_000_000_000_000],
  ])('%s is %i cents', (input, expected) => {
    expect(parseAmount(input)).toBe(expected);
  });

  it.each([
    ['1,234', 'TND', 1234],
    ['1 234,5', 'KWD', 1234500],
    ['1 234', 'JPY', 1234],
    ['1 200 $', 'USD', 120000],
    ['1 200,00 $US', 'USD', 120000],
    ['£99.90', 'GBP', 9990],
    ['5 000 F CFA', 'XOF', 5000],
    ['1 200 chf', 'CHF', 120000],
  ])('%s in %s is %i minor units', (input, currency, expected) => {
    expect(parseAmount(input, currency)).toBe(expected);
  });

  it.each([
    '1.234',
    '1,234',
    '1 234,567',
    '1 23,45',
    '12 34,56',
    '1.234.56',
    '1,234,56',
    '1 234.567,00',
    '1.234 567,00',
    '1e3',
    '0x10',
    'abc',
    '12 34',
    '',
    '€',
    ',50',
    '12,',
    '-5',
    '\u22125 €',
    '0',
    '0,00',
    '10 000 000 000,01',
    '99999999999999999999',
    '12 $',
    '12 CHF',
    'Infinity',
  ])('%j is refused, with an example', (input) => {
    const error = refusal(input);
    expect(error.code).toBe('invalid-amount');
    expect(error.exitCode).toBe(EXIT.usage);
    expect(error.hint).toContain('1234,00');
  });

  it('three decimals are never taken for thousands', () => {
    expect(refusal('1.234').message).toBe(
      'Le montant « 1.234 » a trop de décimales : 2 décimales au plus en EUR',
    );
    expect(refusal('1,234', 'JPY').message).toContain('aucune décimale');
    expect(refusal('1,234', 'JPY').hint).toBe('Écrire par exemple 1234');
  });

  it('zero passes only where the caller allows it; a negative amount never does', () => {
    expect(parseAmount('0', 'EUR', { allowZero: true })).toBe(0);
    expect(parseAmount('0,00 €', 'EUR', { allowZero: true })).toBe(0);
    expect(() => parseAmount('-1', 'EUR', { allowZero: true })).toThrow('négatif');
  });

  it('what is printed can be typed back, in every currency', () => {
    const currencies = Object.keys(CURRENCIES);
    fc.assert(
      fc.property(
        fc.constantFrom(...currencies),
        fc.integer({ min: 1, max: 10 ** 12 }),
        (currency, cents) => {
          expect(parseAmount(formatAmount(cents, currency), currency)).toBe(cents);
        },
      ),
    );
  });
});
