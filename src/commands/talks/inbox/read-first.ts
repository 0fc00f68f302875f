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

const hasNews = ({ replies, bounces, absences, settled }: MailboxReading): boolean =>
  [replies, bounces, absences, settled].some((news) => news.length > 0);

/**
 * Reads the mailbox before anything leaves. Not to know is not to know that nobody answered: a person is asked.
 * @returns what came, to be told with what left
 * @throws RelanceError `mailbox-unknown` without a terminal
 */
export const readFirst = async (ctx: Context): Promise<MailboxReading | null> => {
  const { reading, fault } = await tryReading(ctx);
  if (reading !== null && hasNews(reading)) ctx.print(`${renderInbox(ctx, reading)}\n`);
  if (fault === null) return reading;
  const text = `Votre boîte aux lettres n’a pas pu être lue : ${fault.message}`;
  if (!ctx.isInteractive)
    throw new RelanceError(`${text}. Rien n’est envoyé`, {
      code: 'mailbox-unknown',
      hint: `${fault.hint ?? 'relance inbox'} ; sans la lire : --sans-boite`,
    });
  const prompts = await ctx.prompts();
  if (!(await prompts.confirm(`${text}. Relancer tout de même ?`, false))) throw abandoned();
  return reading;
};
