import type { Context } from '../context.ts';
import { oneLine, truncate } from '../domain/typography.ts';
import { EXIT, RelanceError, usageError } from '../errors.ts';
import { wrap } from '../ui/text.ts';

/** What the person refused to write; the door of the program says whether anything was recorded before. */
export const abandoned = (): RelanceError =>
  new RelanceError('Abandonné', { code: 'cancelled', exitCode: EXIT.cancelled });

/**
 * What looks wrong without being impossible, such as a client's SIREN with a false key: asked at the terminal,
 * accepted with `--yes`, refused otherwise.
 */
export const settleDoubts = async (ctx: Context, doubts: string[], isYes: boolean): Promise<void> => {
  const prompts = ctx.isInteractive && !isYes && doubts.length > 0 ? await ctx.prompts() : null;
  for (const doubt of doubts) {
    if (isYes) ctx.warn(`Attention : ${doubt}`);
    else if (prompts === null)
      throw usageError(
        doubt,
        'vérifiez la valeur, ou ajoutez --yes pour l’enregistrer telle quelle',
        'doubtful-value',
      );
    else if (!(await prompts.confirm(`${doubt}. L’enregistrer quand même ?`, false))) throw abandoned();
  }
};

interface Warned {
  text: string;
  isAsked: boolean;
}

/** What must be confirmed, when nobody can be asked. */
export const missingYes = (hint: string): RelanceError =>
  usageError('Sans terminal, rien n’est demandé : il manque --yes', hint, 'missing-yes');

/** Facts about a client, said; those that make one think twice are asked at the terminal, once for all. */
export const settleWarnings = async (
  ctx: Context,
  client: string,
  warnings: Warned[],
  isYes: boolean,
): Promise<void> => {
  if (warnings.length === 0) return;
  const lines = warnings.flatMap(({ text }) =>
    wrap(text, ctx.columns - 4).map((line, index) => (index === 0 ? `  – ${line}` : `    ${line}`)),
  );
  ctx.warn([`À savoir sur ${truncate(oneLine(client), ctx.columns - 16)} :`, ...lines].join('\n'));
  if (!ctx.isInteractive || isYes || !warnings.some(({ isAsked }) => isAsked)) return;
  const prompts = await ctx.prompts();
  if (!(await prompts.confirm('Enregistrer tout de même ?', false))) throw abandoned();
};
