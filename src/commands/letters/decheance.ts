import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { letterOptions, readLetterLife, type LetterFlags } from './letter-flags.ts';
import { composeDecheance } from '../../messages/letters/decheance-letter.ts';
import { followLetter, writeLetter } from './write-letter.ts';

export const decheanceCommand = (ctx: Context): Command =>
  letterOptions(
    new Command('decheance')
      .description(
        'Écrit la lettre (PDF) qui met en demeure de payer une échéance manquée d’un échéancier : sans règlement sous huit jours, tout le solde devient exigible. Puis suit ce qu’elle devient.',
      )
      .argument('<facture>', 'l’une des factures de l’échéancier'),
  )
    .addHelpText(
      'after',
      '\nExemples :\n  relance decheance 2026-014 --sortie ~/courriers\n  relance decheance 2026-014 --postee 24/11 --lrar "1A 123 456 7890 1"\n',
    )
    .action((reference: string, flags: LetterFlags) => decheance(ctx, reference, flags));

const decheance = async (ctx: Context, reference: string, flags: LetterFlags): Promise<void> => {
  const life = await readLetterLife(ctx, flags);
  if (await followLetter(ctx, [reference], 'decheance-du-terme', flags, life)) return;
  const letter = await composeDecheance(ctx, reference, {
    sending: life.sending ?? 'lrar',
    tracking: life.tracking ?? null,
  });
  await writeLetter(ctx, letter, flags);
};
