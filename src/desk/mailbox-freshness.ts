import type { Context } from '../context.ts';
import { mailboxReadUntil } from '../db/mailbox.ts';
import { formatInstant } from '../domain/dates.ts';

/** Until when the mailbox that is set is known; null when none is set. */
export const readMailboxFreshness = (ctx: Context): { readUntil: string | null } | null =>
  ctx.config.mailbox === null ? null : { readUntil: mailboxReadUntil(ctx.db(), ctx.config.mailbox) };

/** « Boîte aux lettres lue jusqu’au 27/11/2026 à 09:12. » */
export const mailboxText = ({ readUntil }: { readUntil: string | null }): string =>
  readUntil === null
    ? 'Boîte aux lettres jamais lue  → relance inbox'
    : `Boîte aux lettres lue jusqu’au ${formatInstant(readUntil)}.`;
