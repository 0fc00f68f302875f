import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { letterOptions, readLetterLife, type LetterFlags } from './letter-flags.ts';
import { parseCount } from '../../domain/count.ts';
import { usageError } from '../../errors.ts';
import { invoicesOrAllOf, withOtherOverdue } from './companions.ts';
import { composeMiseEnDemeure } from '../../messages/letters/formal-notice.ts';
import { followLetter, writeLetter } from './write-letter.ts';

interface MiseEnDemeureFlags extends LetterFlags {
  delai?: string;
  malgreLitige?: boolean;
}

export const miseEnDemeureCommand = (ctx: Context): Command =>
  letterOptions(
    new Command('mise-en-demeure')
      .description(
        'Écrit la mise en demeure d’une ou de plusieurs factures d’un client (PDF), puis suit ce qu’elle devient. relance applique les textes, il ne donne pas de conseil juridique.',
      )
      .argument(
        '<facture...>',
        'numéros, ou parties qui suffisent à les désigner ; un client : toutes ses factures échues',
      )
      .option('--delai <jours>', 'délai laissé pour payer (par défaut : 8 jours, 15 pour un particulier)')
      .option('--malgre-litige', 'même si un litige est en cours'),
  )
    .addHelpText(
      'after',
      '\nExemples :\n  relance mise-en-demeure 2026-014 --sortie ~/courriers\n  relance mise-en-demeure Durand\n  relance mise-en-demeure 2026-014 --postee 24/11 --lrar "1A 123 456 7890 1"\n  relance mise-en-demeure 2026-014 --presentee 26/11\n',
    )
    .action((references: string[], flags: MiseEnDemeureFlags) => miseEnDemeure(ctx, references, flags));

const LONGEST_DELAY = 90;

const readDelay = (input: string | undefined): number | undefined => {
  if (input === undefined) return undefined;
  const days = parseCount(input, '--delai');
  if (days <= LONGEST_DELAY) return days;
  throw usageError(
    `--delai : ${days} jours, c’est plus que ${LONGEST_DELAY}`,
    'par exemple --delai 8',
    'invalid-delay',
  );
};

const miseEnDemeure = async (
  ctx: Context,
  references: string[],
  flags: MiseEnDemeureFlags,
): Promise<void> => {
  const delayDays = readDelay(flags.delai);
  const life = await readLetterLife(ctx, flags);
  if (await followLetter(ctx, references, 'mise-en-demeure', flags, life)) return;
  const isAsking = ctx.isInteractive && flags.yes !== true && flags.dryRun !== true;
  const asked = await withOtherOverdue(ctx, await invoicesOrAllOf(ctx, references), isAsking);
  const letter = await composeMiseEnDemeure(ctx, asked.references, {
    delayDays,
    isDespiteDispute: flags.malgreLitige === true,
    sending: life.sending ?? 'lrar',
    tracking: life.tracking ?? null,
  });
  await writeLetter(ctx, { ...letter, warnings: [...letter.warnings, ...asked.left] }, flags);
};
