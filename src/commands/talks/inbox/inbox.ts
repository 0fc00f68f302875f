import { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { updateContactAnswered } from '../../../db/contacts.ts';
import { findClient } from '../../../db/clients.ts';
import { EXIT } from '../../../errors.ts';
import { readMailbox } from '../../../messages/mailbox/read-mailbox.ts';
import type { NewReply } from '../../../messages/mailbox/record-mail.ts';
import { inboxJson, renderInbox } from './inbox-view.ts';

export const inboxCommand = (ctx: Context): Command =>
  new Command('inbox')
    .description(
      'Lit votre boîte aux lettres depuis la dernière fois, sans rien changer à vos messages : les réponses de vos clients retiennent leurs relances, une adresse refusée est notée, une absence est dite.',
    )
    .addHelpText('after', '\nExemple :\n  relance inbox\n\nLa boîte se règle par relance mail.\n')
    .action(() => inbox(ctx));

const inbox = async (ctx: Context): Promise<void> => {
  const reading = await readMailbox(ctx);
  ctx.show(inboxJson(ctx, reading), () => renderInbox(ctx, reading));
  await askUnsure(ctx, reading.replies);
  for (const fault of reading.faults) ctx.warn(`${fault.message}${fault.hint ? `\n→ ${fault.hint}` : ''}`);
  if (reading.faults.length > 0) ctx.setExitCode(EXIT.partial);
};

/** A mail that may be about something else holds until a person says so. */
const askUnsure = async (ctx: Context, replies: readonly NewReply[]): Promise<void> => {
  if (!ctx.isInteractive) return;
  const db = ctx.db();
  for (const { contact, clientId, sender } of replies.filter((reply) => !reply.isSure)) {
    const { name } = findClient(db, clientId);
    const prompts = await ctx.prompts();
    const isOurs = await prompts.confirm(
      `Le message de ${sender} (n° ${contact}) concerne-t-il les factures de ${name} ?`,
    );
    if (isOurs) continue;
    db.transaction(() => updateContactAnswered(db, contact, ctx.today)).immediate();
    ctx.print(`Mis de côté : les relances de ${name} reprennent.`);
  }
};
