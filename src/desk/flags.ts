import type { Context } from '../context.ts';
import { parseLine } from '../domain/text-input.ts';
import { usageError, type RelanceError } from '../errors.ts';

/** `tvaIntra` → `--tva-intra`, as a person types it. */
export const flagName = (key: string): string =>
  `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** What cannot be done without an option. */
export const missingFlag = (flag: string, hint: string): RelanceError =>
  usageError(`Il manque ${flag}`, hint, 'missing-option');

export const conflictingFlags = (message: string, hint: string): RelanceError =>
  usageError(message, hint, 'conflicting-options');

/** Refuses an option beside any of those that mean something else. */
export const refuseTogether = <Flags extends object>(
  flags: Flags,
  one: keyof Flags & string,
  others: readonly (keyof Flags & string)[],
  hint: string,
): void => {
  const other = others.find((name) => flags[name] !== undefined);
  if (flags[one] !== undefined && other !== undefined)
    throw conflictingFlags(`${flagName(one)} et ${flagName(other)} ne vont pas ensemble`, hint);
};

interface RequiredFlag<T> {
  /** As typed: `--motif`. */
  flag: string;
  question: string;
  /** A command that gives it. */
  example: string;
  /** Throws a RelanceError when the value is not acceptable. */
  parse: (value: string) => T;
}

/** What only the user can say: the flag, else the answer of a person at the terminal, else a refusal that names it. */
export const requireFlag = async <T>(
  ctx: Context,
  value: string | undefined,
  { flag, question, example, parse }: RequiredFlag<T>,
): Promise<T> => {
  if (value !== undefined) return parse(value);
  if (!ctx.isInteractive) throw missingFlag(flag, example);
  const prompts = await ctx.prompts();
  return parse(await prompts.text({ message: question, check: parse }));
};

/** Why a hold or a waiver: always said, kept with it. */
export const requireReason = (
  ctx: Context,
  value: string | undefined,
  { question, example }: { question: string; example: string },
): Promise<string> =>
  requireFlag(ctx, value, {
    flag: '--motif',
    question,
    example,
    parse: (text) => parseLine(text, 'Le motif'),
  });
