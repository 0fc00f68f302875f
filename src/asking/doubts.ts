import type { Context } from '../context.ts';
import { EXIT, RelanceError, usageError } from '../errors.ts';

/** What the person refused to write. */
export const abandoned = (): RelanceError =>
  new RelanceError('Abandonné\u00a0: rien n’a été enregistré', {
    code: 'cancelled',
    exitCode: EXIT.cancelled,
  });

/**
 * What looks wrong without being impossible, such as a client's SIREN with a false key: asked at the terminal,
 * accepted with `--yes`, refused otherwise.
 */
export const settleDoubts = async (ctx: Context, doubts: string[], isYes: boolean): Promise<void> => {
  const prompts = ctx.isInteractive && !isYes && doubts.length > 0 ? await ctx.prompts() : null;
  for (const doubt of doubts) {
    if (isYes) ctx.warn(`Attention\u00a0: ${doubt}`);
    else if (prompts === null)
      throw usageError(
        doubt,
        'vérifiez la valeur, ou ajoutez --yes pour l’enregistrer telle quelle',
        'doubtful-value',
      );
    else if (!(await prompts.confirm(`${doubt}. L’enregistrer quand même\u202f?`, false))) throw abandoned();
  }
};
