import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { letterOptions, readLetterLife, type LetterFlags } from './letter-flags.ts';
import { composeReminderLetter } from '../../messages/letters/reminder-letter.ts';
import { followLetter, writeLetter } from './write-letter.ts';

export const lettreCommand = (ctx: Context): Command =>
  letterOptions(
    new Command('lettre')
      .description('Écrit une lettre de relance (PDF), puis suit ce qu’elle devient.')
      .argument('<facture...>', 'numéros, ou parties qui suffisent à les désigner')
      .option('--recommandee', 'en recommandé avec avis de réception (par défaut : lettre simple)'),
  )
    .addHelpText(
      'after',
      '\nExemples :\n  relance lettre 2026-014 --recommandee --sortie ~/courriers\n  relance lettre 2026-014 --postee 24/11\n',
    )
    .action((references: string[], flags: LetterFlags & { recommandee?: boolean }) =>
      lettre(ctx, references, flags),
    );

const lettre = async (
  ctx: Context,
  references: string[],
  flags: LetterFlags & { recommandee?: boolean },
): Promise<void> => {
  const life = await readLetterLife(ctx, flags);
  if (await followLetter(ctx, references, 'reminder', flags, life)) return;
  const letter = await composeReminderLetter(ctx, references, {
    sending: life.sending ?? (flags.recommandee ? 'lrar' : 'simple'),
    tracking: life.tracking ?? null,
  });
  await writeLetter(ctx, letter, flags);
};
