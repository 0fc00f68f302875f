import type { Context } from '../context.ts';
import { parseLine } from '../domain/text-input.ts';
import { usageError } from '../errors.ts';

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
  if (!ctx.isInteractive) throw usageError(`Il manque ${flag}`, example, 'missing-option');
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
