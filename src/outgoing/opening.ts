import { abandoned } from '../asking/doubts.ts';
import type { Context } from '../context.ts';
import { markOrphansUncertain } from '../db/contacts.ts';
import { latestRecordedAt } from '../db/latest-fact.ts';
import { lockSending } from '../db/send-lock.ts';
import { formatDay, parisDay } from '../domain/dates.ts';
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
    throw new RelanceError(`${text}\u00a0: rien n’est envoyé`, {
      code: 'clock-back',
      hint: 'réglez la date de l’ordinateur\u00a0; si elle est juste\u00a0: relance send --horloge-juste',
    });
  const prompts = await ctx.prompts();
  if (!(await prompts.confirm(`${text}. La date de l’ordinateur est-elle juste\u202f?`, false)))
    throw abandoned();
};

/**
 * Makes ready to send: alone, on the right day, with what a former run left in doubt brought to light.
 * @returns what gives the place back
 */
export const openSending = async (
  ctx: Context,
  { isClockRight = false }: { isClockRight?: boolean } = {},
): Promise<() => void> => {
  const free = lockSending(ctx.db());
  try {
    await requireClock(ctx, isClockRight);
    const orphans = markOrphansUncertain(ctx.db());
    if (orphans > 0)
      ctx.warn(
        `Un envoi précédent s’est interrompu\u00a0: ${plural(orphans, 'message', 'messages')} à éclaircir.`,
      );
    return free;
  } catch (error) {
    free();
    throw error;
  }
};
