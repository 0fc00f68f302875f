import type { Context } from '../../context.ts';
import { RelanceError } from '../../errors.ts';
import type { MailServer } from '../../mail/mail-server.ts';

/** @throws RelanceError `no-mailbox` when none is set */
export const requireMailbox = async (ctx: Context): Promise<{ account: string; settings: MailServer }> => {
  const account = ctx.config.mailbox;
  const settings = await ctx.config.imap();
  if (account === null || settings === null)
    throw new RelanceError('Aucune boîte aux lettres n’est réglée', {
      code: 'no-mailbox',
      hint: 'relance mail <votre adresse> la règle',
    });
  return { account, settings };
};
