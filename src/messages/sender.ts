import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { Creditor } from '../domain/people/creditor.ts';
import { quoted } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';
import type { Mailbox } from '../mail/mime.ts';

const ADDRESS = /^\s*(?:"?([^"<]*)"?\s*)<([^<>\s]+@[^<>\s]+)>\s*$/;

/** « Jeanne Martin <jeanne@exemple.fr> », or an address alone. */
export const parseMailbox = (text: string): Mailbox | null => {
  const named = ADDRESS.exec(text);
  if (named?.[2]) return { name: named[1]?.trim() || null, address: named[2] };
  const address = text.trim();
  return /^[^\s<>@]+@[^\s<>@]+$/.test(address) ? { name: null, address } : null;
};

/** Where the answers go: RELANCE_REPLY_TO; null: to the sender. */
export const replyToOf = (ctx: Context): Mailbox | null => {
  const text = ctx.config.replyTo;
  const mailbox = text === null ? null : parseMailbox(text);
  if (text !== null && mailbox === null)
    throw new RelanceError(`L’adresse de réponse ${quoted(text)} n’est pas une adresse e-mail`, {
      code: 'no-reply-to',
      hint: `corrigez RELANCE_REPLY_TO dans ${join(ctx.config.home, '.env')}`,
    });
  return mailbox;
};

/** Who the messages come from: RELANCE_FROM, else the profile's sender, else its e-mail address. */
export const senderOf = (ctx: Context, creditor: Creditor): Mailbox => {
  const text = ctx.config.from ?? creditor.sender ?? creditor.email;
  const mailbox = text === null ? null : parseMailbox(text);
  if (!mailbox)
    throw new RelanceError(
      text === null
        ? 'Votre adresse d’expéditeur manque'
        : `L’expéditeur « ${text} » n’est pas une adresse e-mail`,
      { code: 'no-sender', hint: 'relance profil --email vous@exemple.fr' },
    );
  return { name: mailbox.name ?? creditor.name, address: mailbox.address };
};
