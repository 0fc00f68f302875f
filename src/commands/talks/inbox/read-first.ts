import type { Context } from '../../../context.ts';
import { abandoned } from '../../../desk/doubts.ts';
import { RelanceError } from '../../../errors.ts';
import { readMailbox, type MailboxReading } from '../../../messages/mailbox/read-mailbox.ts';
import { renderInbox } from './inbox-view.ts';

/** The one fault that keeps the answers from being known; null when all was read. */
const tryReading = async (
  ctx: Context,
): Promise<{ reading: MailboxReading | null; fault: RelanceError | null }> => {
  try {
    const reading = await readMailbox(ctx);
    return { reading, fault: reading.faults[0] ?? null };
  } catch (error) {
    if (!(error instanceof RelanceError)) throw error;
    return { reading: null, fault: error };
  }
};

/**
 * Reads the mailbox before anything leaves. Not to know is not to know that nobody answered: a person is asked.
 * @throws RelanceError `mailbox-unknown` without a terminal
 */
export const readFirst = async (ctx: Context): Promise<void> => {
  const { reading, fault } = await tryReading(ctx);
  if (reading && reading.replies.length + reading.bounces.length + reading.absences.length > 0)
    ctx.print(`${renderInbox(ctx, reading)}\n`);
  if (fault === null) return;
  const text = `Votre boîte aux lettres n’a pas pu être lue : ${fault.message}`;
  if (!ctx.isInteractive)
    throw new RelanceError(`${text}. Rien n’est envoyé`, {
      code: 'mailbox-unknown',
      hint: `${fault.hint ?? 'relance inbox'} ; sans la lire : --sans-boite`,
    });
  const prompts = await ctx.prompts();
  if (!(await prompts.confirm(`${text}. Relancer tout de même ?`, false))) throw abandoned();
};
