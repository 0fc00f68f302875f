import { wireAddress } from '../../mail/smtp-outcome.ts';

/** One address however it is spelt: small letters, and the domain as servers write it (`xn--…`). */
export const addressKey = wireAddress;

export const isSameAddress = (one: string, other: string): boolean => addressKey(one) === addressKey(other);

/** « compta+factures@… » writes from « compta@… », and the other way round. */
export const withoutTag = (key: string): string => key.replace(/^([^+@]+)\+[^@]*@/, '$1@');

export const domainOf = (address: string): string => {
  const key = addressKey(address);
  return key.slice(key.lastIndexOf('@') + 1);
};
