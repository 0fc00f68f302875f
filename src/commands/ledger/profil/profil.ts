import { Command } from 'commander';
import { requireCreditor } from '../../../messages/compose-message.ts';
import type { Context } from '../../../context.ts';
import { creditorOptions, parseCreditorFlags, type CreditorFlags } from './creditor-flags.ts';
import { findCreditor, saveCreditor } from '../../../db/creditor-row.ts';
import { missingFlag } from '../../../desk/flags.ts';
import { sendTestEmail } from './test-email.ts';
import { missingLines, renderCreditor } from './creditor-view.ts';

export const profilCommand = (ctx: Context): Command =>
  creditorOptions(
    new Command('profil').description(
      'Montre votre profil, ou change ce que les options indiquent ; une valeur vide ("") efface.',
    ),
  )
    .option('--test-email', 'vous envoie un message d’essai')
    .addHelpText('after', '\nExemple :\n  relance profil --iban "FR14 2004 1010 0505 0001 3M02 606"\n')
    .action(({ testEmail, ...flags }: CreditorFlags & { testEmail?: boolean }) =>
      profil(ctx, flags, testEmail === true),
    );

const profil = async (ctx: Context, flags: CreditorFlags, wantsTest: boolean): Promise<void> => {
  const known = findCreditor(ctx.db());
  const changes = await parseCreditorFlags(flags, known?.country);
  const isChange = Object.keys(changes).length > 0;
  if (isChange && !known && changes.name === undefined)
    throw missingFlag('--nom', 'relance profil --nom "Jeanne Petit" …, ou relance init');
  const creditor = isChange ? saveCreditor(ctx.db(), changes) : known;
  const testEmail = wantsTest ? await sendTestEmail(ctx, creditor ?? requireCreditor(ctx)) : null;
  ctx.show({ creditor, testEmail }, () =>
    creditor
      ? [
          ...(isChange ? ['Profil enregistré.'] : []),
          ...renderCreditor(creditor, ctx),
          ...missingLines(creditor, ctx),
          ...(testEmail === null ? [] : [`Message d’essai envoyé à ${testEmail}.`]),
        ]
      : 'Votre profil est vide.\n→ relance init',
  );
};
