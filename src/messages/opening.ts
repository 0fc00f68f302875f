import { abandoned } from '../desk/doubts.ts';
import type { Context } from '../context.ts';
import { markOrphansUncertain } from '../db/contacts.ts';
import { latestRecordedAt } from '../db/latest-fact.ts';
import { listPendingEntries, recoverSendings } from '../db/recovery.ts';
import { openJournal, type SendJournal } from '../db/send-journal.ts';
import { lockSending } from '../db/send-lock.ts';
import { formatDay, parisDay } from '../domain/dates.ts';
import { oneLine } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';
import { plural } from '../ui/labels.ts';

/** What a clock may be set back by without anybody having noticed. */
const CLOCK_TOLERANCE_MS = 10 * 60_000;

/** Facts of tomorrow: the clock went back, and what is due today, and what was said since, cannot be trusted. */
const requireClock = async (ctx: Context, isClockRight: boolean): Promise<void> => {
  const latest = latestRecordedAt(ctx.db());
  if (isClockRight || latest === null || Date.parse(latest) <= ctx.now.getTime() + CLOCK_TOLERANCE_MS) return;
  const text = `La base connaît des faits du ${formatDay(parisDay(new Date(latest)))}, et cet ordinateur se croit le ${formatDay(ctx.today)}`;
  if (!ctx.isInteractive)
    throw new RelanceError(`${text} : rien n’est envoyé`, {
      code: 'clock-back',
      hint: 'réglez la date de l’ordinateur ; si elle est juste : relance send --horloge-juste',
    });
  const prompts = await ctx.prompts();
  if (!(await prompts.confirm(`${text}. La date de l’ordinateur est-elle juste ?`, false))) throw abandoned();
};

/** What the journal knows and the base does not: held again, and said. */
const recall = (ctx: Context, journal: SendJournal): void => {
  const { held, unknown } = recoverSendings(ctx.db(), journal.entries);
  if (held > 0)
    ctx.warn(
      `Le journal des envois connaît ${plural(held, 'message parti que cette base ignore', 'messages partis que cette base ignore')} : une base plus ancienne a été reprise. Dites ce qu’il en est : relance due`,
    );
  if (unknown.length > 0)
    ctx.warn(
      `Le journal des envois nomme des factures que cette base ne connaît pas : ${unknown.map(oneLine).join(', ')}. Enregistrées de nouveau, elles attendront votre réponse.`,
    );
  const written = new Set(journal.entries.map(({ messageId, sha256 }) => `${messageId} ${sha256}`));
  for (const entry of listPendingEntries(ctx.db()))
    if (!written.has(`${entry.messageId} ${entry.sha256}`)) journal.append(entry);
};

/** The place of the one who sends, until it is given back. */
export interface Opening {
  journal: SendJournal;
  close: () => void;
}

/** Makes ready to send: alone, on the right day, with what a former run or a restored base left in doubt brought to light. */
export const openSending = async (
  ctx: Context,
  { isClockRight = false }: { isClockRight?: boolean } = {},
): Promise<Opening> => {
  // A setting that means nothing is told before anything leaves.
  ctx.config.sentCopy();
  const free = lockSending(ctx.db());
  try {
    await requireClock(ctx, isClockRight);
    const orphans = markOrphansUncertain(ctx.db());
    if (orphans > 0)
      ctx.warn(
        `Un envoi précédent s’est interrompu : ${plural(orphans, 'message', 'messages')} à éclaircir.`,
      );
    const journal = openJournal(ctx.db());
    try {
      recall(ctx, journal);
    } catch (error) {
      journal.close();
      throw error;
    }
    return {
      journal,
      close: () => {
        journal.close();
        free();
      },
    };
  } catch (error) {
    free();
    throw error;
  }
};
