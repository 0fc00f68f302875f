import { mkdirSync } from 'node:fs';
import type { Context } from '../context.ts';
import { RelanceError } from '../errors.ts';
import type { Mailer } from '../mail/smtp.ts';

/**
 * The creditor's mail server, once it has said yes to us.
 * @param otherwise what to do without one, after « relance mail … le règle »
 * @throws RelanceError `no-smtp` without settings, or what the server refuses
 */
export const openServer = async (ctx: Context, otherwise = ''): Promise<Mailer> => {
  const settings = await ctx.config.smtp();
  if (!settings)
    throw new RelanceError('Aucun serveur d’envoi n’est réglé', {
      code: 'no-smtp',
      hint: `relance mail <votre adresse> le règle${otherwise}`,
    });
  const { openMailer } = await import('../mail/smtp.ts');
  const mailer = openMailer(settings);
  try {
    await mailer.verify();
  } catch (error) {
    mailer.close();
    throw error;
  }
  return mailer;
};

/** The folder of the drafts, made when missing. */
export const openFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new RelanceError(`Le dossier ${folder} ne peut pas être créé`, {
      code: 'drafts-folder',
      hint: error instanceof Error ? error.message : 'choisissez un autre dossier',
    });
  }
};
