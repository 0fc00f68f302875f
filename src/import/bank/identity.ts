import { createHash } from 'node:crypto';
import type { BankEntry } from './statement-types.ts';

const KEY_LENGTH = 32;

/** Spaces, case, accents and signs change from one export to the next. */
const plain = (label: string): string =>
  label
    .normalize('NFD')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/**
 * What each line is known by on its account: the bank's own number, else its day, sum and words, with its rank among those
 * of the day that are the same: two identical lines are two payments, and an overlapping statement says them again.
 */
export const entryKeys = (account: string, entries: readonly BankEntry[]): string[] => {
  const seen = new Map<string, number>();
  return entries.map(({ bankId, date, amountCents, currency, label }) => {
    const said =
      bankId === null ? [date, amountCents, currency, plain(label)] : ['id', bankId, date, amountCents];
    const tuple = JSON.stringify([account, ...said]);
    const rank = seen.get(tuple) ?? 0;
    seen.set(tuple, rank + 1);
    return createHash('sha256').update(`${tuple}#${rank}`).digest('hex').slice(0, KEY_LENGTH);
  });
};
