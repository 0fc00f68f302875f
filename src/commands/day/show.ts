import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { listStepMarks } from '../../db/contacts.ts';
import { resolveInvoice } from '../../db/invoices.ts';
import { settleOrphans } from '../../db/send-lock.ts';
import { notIssuedYet, readDay } from '../../desk/days.ts';
import { readStory } from '../../desk/story.ts';
import { remainingCentsOfInvoice } from '../../domain/money/invoice.ts';
import { storyJson } from '../../desk/invoice-json.ts';
import { renderStory } from './show-view.ts';

export const showCommand = (ctx: Context): Command =>
  new Command('show')
    .description('Raconte une facture : montants, échanges, règlements, documents, et ce qui vient.')
    .argument('<facture>', 'numéro, ou partie qui suffit à la désigner')
    .option('--date <date>', 'voir un autre jour')
    .addHelpText('after', '\nExemple :\n  relance show 2026-014\n')
    .action((reference: string, options: { date?: string }) => show(ctx, reference, options));

const show = async (ctx: Context, reference: string, options: { date?: string }): Promise<void> => {
  const today = await readDay(ctx, options.date);
  const db = ctx.db();
  settleOrphans(db);
  const { id, number, issuedOn } = resolveInvoice(db, reference);
  if (today < issuedOn) throw notIssuedYet(number, today);
  const story = await readStory(ctx, id, today);
  const marks = listStepMarks(db, id, today);
  if (ctx.isJson) {
    ctx.printJson({
      ...storyJson(story, today),
      stepMarks: marks.map(({ kind, step, onDay, reason }) => ({ kind, step, on: onDay, reason })),
    });
    return;
  }
  ctx.print(renderStory({ story, marks, today }, ctx));
  if (remainingCentsOfInvoice(story.invoice) > 0) ctx.print(`\n→ relance why ${number}`);
};
