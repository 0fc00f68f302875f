import type { Random } from '../mutations.ts';
import { chance, pick, type Client, type Movement } from './facts.ts';

/** A number as people copy it into a transfer. */
export const writtenNumber = (random: Random, number: string): string =>
  pick(random, [number, number, number.replaceAll('-', ' '), number.replaceAll('-', '')]);

/** What a bank says of a payment by that client: their name in the label, or beside it where the format can. */
export const said = (
  random: Random,
  client: Client,
  what: string,
): Pick<Movement, 'label' | 'counterparty' | 'iban'> => {
  const kind = pick(random, ['VIR SEPA', 'VIR', 'PRLV SEPA']);
  const name = client.payer.toUpperCase();
  return {
    label: [kind, ...(chance(random, 70) ? [name] : []), what].filter((word) => word !== '').join(' '),
    counterparty: name,
    iban: client.iban,
  };
};
