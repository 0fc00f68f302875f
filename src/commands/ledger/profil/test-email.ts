import type { Context } from '../../../context.ts';
import type { Creditor } from '../../../domain/people/creditor.ts';
import { RelanceError } from '../../../errors.ts';
import { replyToOf, senderOf } from '../../../messages/sender.ts';
import { openServer } from '../../../messages/way-out.ts';

/**
 * Sends a message to the creditor's own address, to try the settings.
 * @returns the address
 * @throws RelanceError with what to mend
 */
export const sendTestEmail = async (ctx: Context, creditor: Creditor): Promise<string> => {
  const from = senderOf(ctx, creditor);
  const mailer = await openServer(ctx);
  try {
    const { sendTestMessage } = await import('../../../mail/test-message.ts');
    const { outcome } = await sendTestMessage(mailer, { from, replyTo: replyToOf(ctx) }, ctx.now);
    if (outcome.kind !== 'sent')
      throw new RelanceError(`Le message d’essai n’est pas parti : ${outcome.error}`, {
        code: 'test-email',
        hint: 'vérifiez les réglages d’envoi, puis recommencez',
      });
  } finally {
    mailer.close();
  }
  return from.address;
};
