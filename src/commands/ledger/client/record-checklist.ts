import { askAnswers, parseAnswers, type ChecklistFlags } from './checklist-flags.ts';
import { readDay, readFactDay } from '../../../desk/days.ts';
import type { Context } from '../../../context.ts';
import { insertCheck, listChecks } from '../../../db/client-checks.ts';
import { resolveClient } from '../../../db/clients.ts';
import { checklistOf, type CheckAnswer, type CheckItem } from '../../../domain/people/checklist.ts';
import type { Client } from '../../../domain/people/client.ts';
import type { LocalDate } from '../../../domain/dates.ts';
import { parseLine } from '../../../domain/text-input.ts';
import { usageError } from '../../../errors.ts';
import { checklistJson, renderChecklist } from './checklist-view.ts';
import { plural } from '../../../ui/labels.ts';
import { conflictingFlags } from '../../../desk/flags.ts';

/** What to verify before signing: noted by flags, asked at a terminal, else shown. */
export const runChecklist = async (ctx: Context, reference: string, flags: ChecklistFlags): Promise<void> => {
  const client = resolveClient(ctx.db(), reference);
  const answers = parseAnswers(flags, client);
  const { note, on } = await readDetails(ctx, client, flags, answers.size > 0);
  const save = (of: Map<CheckItem, CheckAnswer>): void => saveAnswers(ctx, client, of, { note, on });
  save(answers);
  const today = await readDay(ctx, flags.date);
  const checks = listChecks(ctx.db(), client.id, today);
  if (ctx.isJson) {
    ctx.printJson({ client, checklist: checklistJson(client, checks) });
    return;
  }
  ctx.print(renderChecklist(client, checks, ctx).join('\n'));
  const left = checklistOf(client).filter(({ item }) => !checks.has(item));
  const [first] = left;
  if (!first) return;
  ctx.print();
  if (answers.size > 0 || !ctx.isInteractive || flags.date !== undefined) {
    ctx.print(`→ relance client checklist ${client.id} --fait ${first.word}`);
    return;
  }
  const asked = await askAnswers(await ctx.prompts(), left);
  save(asked);
  ctx.print(`${plural(asked.size, 'réponse notée', 'réponses notées')}.`);
};

/** `--note` and `--le` are about answers: alone, they say nothing. */
const readDetails = async (
  ctx: Context,
  client: Client,
  flags: ChecklistFlags,
  hasAnswers: boolean,
): Promise<{ note: string | null; on: LocalDate }> => {
  const alone = (['note', 'le'] as const).find((flag) => flags[flag] !== undefined);
  if (alone && !hasAnswers)
    throw usageError(
      `--${alone} demande une réponse : --fait, --non ou --sans-objet`,
      `relance client checklist ${client.id} --fait identite,existence`,
      'missing-option',
    );
  if (flags.date !== undefined && hasAnswers)
    throw conflictingFlags(
      '--date montre un autre jour, sans rien noter',
      'le jour de la vérification se donne avec --le',
    );
  return {
    note: flags.note === undefined ? null : parseLine(flags.note, '--note'),
    on: await readFactDay(ctx, flags.le),
  };
};

const saveAnswers = (
  ctx: Context,
  client: Client,
  answers: Map<CheckItem, CheckAnswer>,
  { note, on }: { note: string | null; on: LocalDate },
): void => {
  const db = ctx.db();
  db.transaction(() => {
    for (const [item, answer] of answers) insertCheck(db, client.id, { item, answer, note, on }, ctx.now);
  }).immediate();
};
