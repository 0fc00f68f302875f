import { parseLine } from './text-input.ts';

type Draft<T> = { [K in keyof T]?: T[K] | undefined };

/** Only the fields that have a value: what is not given is left alone, `null` erases. */
export const givenFields = <T extends object>(draft: Draft<T>): Partial<T> =>
  Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) as Partial<T>;

/** Parses a flag that may be left out, or given empty in order to erase. */
export const parseOptional = <T>(
  input: string | undefined,
  parse: (input: string) => T,
): T | null | undefined => {
  if (input === undefined) return undefined;
  return input.trim() === '' ? null : parse(input);
};

/** One line of text that may be left out, or given empty in order to erase. */
export const parseOptionalLine = (input: string | undefined, flag: string): string | null | undefined =>
  parseOptional(input, (text) => parseLine(text, flag));
