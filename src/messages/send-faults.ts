import type { Context } from '../context.ts';
import { isStorageFault, translateFileError } from '../db/open.ts';
import { RelanceError } from '../errors.ts';

/** Why a message is refused, or a run ended, in the middle of a sending. */
export interface Fault {
  code: string;
  message: string;
  hint: string | null;
}

/** What went wrong, as it is said beside the messages that left. */
export const faultOf = (ctx: Context, error: unknown): Fault => {
  const known =
    error instanceof RelanceError
      ? error
      : isStorageFault(error)
        ? translateFileError(error, ctx.config.databasePath)
        : null;
  if (known === null)
    return {
      code: 'defect',
      message: `défaut de relance : ${error instanceof Error ? error.message : String(error)}`,
      hint: null,
    };
  const { code, message, hint } = known;
  // Elsewhere it adds that nothing was recorded, which is no longer so.
  return { code, message: code === 'disk-full' ? 'Le disque est plein ou ne répond plus' : message, hint };
};
