import { randomUUID } from 'node:crypto';
import type { Context } from '../../../context.ts';
import type { Creditor } from '../../../domain/people/creditor.ts';
import { RelanceError } from '../../../errors.ts';
import { buildMessage } from '../../../mail/mime.ts';
import { replyToOf, senderOf } from '../../../messages/sender.ts';
import { openServer } from '../../../messages/way-out.ts';

const TEXT = [
  'Bonjour,',
  '',
  'Ce message vient de relance : vos réglages d’envoi fonctionnent.',
  'Vos clients recevront vos relances de cette adresse.',
].join('\n');

/**
 * Sends a message to the creditor's own address, to try the settings: no client sees it, nothing is logged.
 * @returns the address
 * @throws RelanceError with what to mend
 */
export const sendTestEmail = async (ctx: Context, creditor: Creditor): Promise<string> => {
  const from = senderOf(ctx, creditor);
  const messageId = `<${randomUUID()}@${from.address.split('@')[1] ?? 'relance.invalid'}>`;
  const raw = await buildMessage({
    from,
    replyTo: replyToOf(ctx),
    to: [from],
    cc: [],
    bcc: [],
    date: ctx.now,
    messageId,
    inReplyTo: null,
    references: [],
    subject: 'Essai d’envoi de relance',
    text: TEXT,
    html: `<!doctype html><html lang="fr"><body>${TEXT.split('\n\n')
      .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`)
      .join('')}</body></html>`,
    inlineImages: [],
    attachments: [],
  });
  const mailer = await openServer(ctx, ' (voir .env.example)');
  try {
    const outcome = await mailer.deliver({
      raw,
      from: from.address,
      to: [from.address],
      cc: [],
      bcc: [],
      messageId,
    });
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
