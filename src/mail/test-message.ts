import { randomUUID } from 'node:crypto';
import { buildMessage, type Mailbox } from './mime.ts';
import type { Outcome } from './smtp-outcome.ts';
import type { Mailer } from './smtp.ts';

const TEXT = [
  'Bonjour,',
  '',
  'Ce message vient de relance : vos réglages d’envoi fonctionnent.',
  'Vos clients recevront vos relances de cette adresse.',
].join('\n');

const HTML = `<!doctype html><html lang="fr"><body>${TEXT.split('\n\n')
  .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`)
  .join('')}</body></html>`;

/** Sends a message to oneself, to try the settings: no client sees it, nothing is logged. */
export const sendTestMessage = async (
  mailer: Mailer,
  { from, replyTo }: { from: Mailbox; replyTo: Mailbox | null },
  date: Date,
): Promise<{ messageId: string; outcome: Outcome }> => {
  const messageId = `<${randomUUID()}@${from.address.split('@')[1] ?? 'relance.invalid'}>`;
  const raw = await buildMessage({
    ...{ from, replyTo, to: [from], cc: [], bcc: [], date, messageId, inReplyTo: null, references: [] },
    ...{ subject: 'Essai d’envoi de relance', text: TEXT, html: HTML, inlineImages: [], attachments: [] },
  });
  const outcome = await mailer.deliver({
    ...{ raw, messageId, from: from.address, to: [from.address], cc: [], bcc: [] },
  });
  return { messageId, outcome };
};
