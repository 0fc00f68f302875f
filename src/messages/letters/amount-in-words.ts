import { toCardinal, toCurrency } from 'n2words/fr-FR';
import { minorUnits } from '../../domain/money/money.ts';

/**
 * « mille deux cents euros et cinquante centimes »: a sum as its debtor writes it by hand (C. civ. 1376).
 * @param cents in minor units of the currency
 */
export const amountInWords = (cents: number, currency: string): string => {
  const digits = minorUnits(currency);
  const unit = 10 ** digits;
  const whole = Math.floor(cents / unit);
  const part = cents % unit;
  if (currency === 'EUR')
    return toCurrency(`${whole}.${String(part).padStart(2, '0')}`).replace(
      /(millions?|milliards?) (euros?)/,
      '$1 d’$2',
    );
  return `${toCardinal(whole)} ${currency}${part === 0 ? '' : ` et ${toCardinal(part)} centièmes`}`;
};
