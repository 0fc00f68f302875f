import { abandoned, missingYes } from '../desk/doubts.ts';
import type { Context } from '../context.ts';
import { loadScenarios } from '../desk/scenarios.ts';
import { renderMessageView } from './message-view.ts';
import type { SendReport } from './send-report.ts';
import type { ComposedMessage } from './compose-message.ts';
import { faultOf } from './send-faults.ts';
import { dispatch, type Dispatch } from './outbox.ts';
import { newRun } from './still-due.ts';
import { openSending } from './opening.ts';
import { NO_WAY_TO_PAY, tellWarning } from './readiness.ts';
import { readUncertain, uncertainOf } from './sending.ts';
import { openServer } from './way-out.ts';

/** Shows a message that leaves alone, and asks. Throws `missing-yes` when nobody can be asked. */
export const confirmMessage = async (
  ctx: Context,
  message: ComposedMessage,
  isYes: boolean,
): Promise<void> => {
  const asksForMoney = message.action.totalCents > 0 || message.penaltiesCents !== null;
  if (message.blocks.payment === null && asksForMoney) tellWarning(ctx, NO_WAY_TO_PAY);
  if (isYes) return;
  if (!ctx.isInteractive) throw missingYes('ou --dry-run pour voir le message');
  ctx.print(renderMessageView(message, ctx));
  const prompts = await ctx.prompts();
  if (!(await prompts.confirm('Envoyer ce message ?'))) throw abandoned();
};

/** Sends it, once: reserved before the connection, and only if what it says still stands. */
export const sendSingle = async (
  ctx: Context,
  message: ComposedMessage,
  stands: () => boolean,
  opening: { isClockRight?: boolean } = {},
): Promise<Dispatch> => {
  const { journal, close } = await openSending(ctx, opening);
  try {
    const mailer = await openServer(ctx);
    try {
      const run = newRun(ctx.today, await loadScenarios(ctx), true);
      return await dispatch(ctx, { mailer, journal }, message, run, stands);
    } finally {
      mailer.close();
    }
  } finally {
    close();
  }
};

/** @param stale why it did not leave, when what it says no longer stood */
export const singleReport = (
  ctx: Context,
  message: ComposedMessage,
  result: Dispatch,
  stale: string,
): SendReport => ({
  sent: result.kind === 'sent' ? [{ message, contact: result.contact, path: null, note: result.note }] : [],
  failed: result.kind === 'failed' ? [{ action: message.action, error: result.error }] : [],
  skipped: result.kind === 'stale' ? [{ action: message.action, reason: stale }] : [],
  uncertain: readUncertain(
    ctx,
    result.kind === 'uncertain' ? [uncertainOf(ctx, message, result.contact, ctx.today)] : [],
    ctx.today,
  ),
  draftsIn: null,
  isCancelled: false,
  stopped: result.stop === undefined ? null : faultOf(ctx, result.stop),
});
