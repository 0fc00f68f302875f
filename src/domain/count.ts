import { usageError } from '../errors.ts';
import { quoted } from './typography.ts';

/** A whole number from 1, as typed after a flag. */
export const parseCount = (input: string, flag: string): number => {
  const count = Number(input);
  if (/^\d+$/.test(input.trim()) && count >= 1 && Number.isSafeInteger(count)) return count;
  throw usageError(
    `${flag} attend un nombre entier à partir de 1, pas ${quoted(input)}`,
    undefined,
    'invalid-count',
  );
};
