import type { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { SIGN_LABELS, type SignKind } from '../../../domain/people/client-sign.ts';
import { parseChoice, parseLine } from '../../../domain/text-input.ts';
import { missingFlag, requireFlag } from '../../../desk/flags.ts';

export interface SignFlags {
  signe?: string;
  note?: string;
  le?: string;
  annuler?: string;
}

const SIGN_WORDS = {
  'autre-societe': 'other-company',
  tresorerie: 'cash-trouble',
  existence: 'unknown-existence',
  marchandage: 'haggling',
  autre: 'other',
} as const satisfies Record<string, SignKind>;

const WORDS = Object.keys(SIGN_WORDS) as (keyof typeof SIGN_WORDS)[];

export const signOptions = (command: Command): Command =>
  command
    .option('--signe <signe>', `ce qui alerte : ${WORDS.join(', ')}`)
    .option('--note <texte>', 'ce qui s’est passé : des faits, que le client peut demander à lire')
    .option('--le <date>', 'jour du fait (par défaut : aujourd’hui)')
    .option('--annuler <id>', 'retire un signe, par son numéro');

const parseKind = (word: string): SignKind => SIGN_WORDS[parseChoice(word, WORDS, '--signe')];

const parseNote = (text: string): string => parseLine(text, '--note');

const askKind = async (ctx: Context, clientId: number): Promise<SignKind> => {
  if (!ctx.isInteractive)
    throw missingFlag('--signe', `relance client signal ${clientId} --signe tresorerie`);
  const prompts = await ctx.prompts();
  return prompts.choose<SignKind>(
    'Quel signe ?',
    WORDS.map((word) => ({ name: SIGN_LABELS[SIGN_WORDS[word]], value: SIGN_WORDS[word] })),
  );
};

/** The sign to note; « autre » says nothing without a note. */
export const readSign = async (
  ctx: Context,
  { signe, note }: SignFlags,
  clientId: number,
): Promise<{ kind: SignKind; note: string | null }> => {
  const kind = signe === undefined ? await askKind(ctx, clientId) : parseKind(signe);
  if (kind !== 'other') return { kind, note: note === undefined ? null : parseNote(note) };
  const told = await requireFlag(ctx, note, {
    flag: '--note',
    question: 'Lequel ?',
    example: `relance client signal ${clientId} --signe autre --note "a changé trois fois d’interlocuteur"`,
    parse: parseNote,
  });
  return { kind, note: told };
};
