import type { Context } from '../context.ts';
import type { SendJournal } from '../db/send-journal.ts';
import { RelanceError } from '../errors.ts';
import type { Mailer } from '../mail/smtp.ts';
import { openFolder, writeDraft } from './drafts.ts';
import { dispatch } from './outbox.ts';
import type { Deliver } from './sending.ts';
import type { DraftsIn } from './send-report.ts';

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

/** What `--brouillons` names: the word `imap` alone is the mailbox, anything else a folder. */
export const draftsIn = (wanted: string | undefined): DraftsIn | null =>
  wanted === undefined ? null : wanted === 'imap' ? 'mailbox' : 'folder';

/** A way out for the messages of a run: the SMTP server, once it has said yes, or a place for drafts. */
export const openWayOut = async (
  ctx: Context,
  drafts: string | undefined,
  journal: SendJournal,
): Promise<{ deliver: Deliver; close: () => Promise<void> | void }> => {
  if (drafts === undefined) {
    const mailer = await openServer(
      ctx,
      ', ou préparez des brouillons : relance send --brouillons <dossier>',
    );
    return {
      deliver: (message, run) => dispatch(ctx, { mailer, journal }, message, run),
      close: mailer.close,
    };
  }
  const place =
    draftsIn(drafts) === 'folder'
      ? openFolder(drafts)
      : await (await import('./mailbox/draft-box.ts')).openDraftBox(ctx);
  return {
    deliver: (message, run) => writeDraft(ctx, { place, journal }, message, run),
    close: place.close,
  };
};
