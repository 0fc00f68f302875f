import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { listContacts, listStepMarks } from '../../db/contacts.ts';
import { resolveInvoice } from '../../db/invoices.ts';
import { settleOrphans } from '../../db/send-lock.ts';
import { parseCount } from '../../domain/count.ts';
import { notIssuedYet, readDay } from '../../desk/days.ts';
import { missingFlag, refuseTogether } from '../../desk/flags.ts';
import { readStory } from '../../desk/story.ts';
import { remainingCentsOfInvoice } from '../../domain/money/invoice.ts';
import { storyJson } from '../../desk/invoice-json.ts';
import { showMessage, writeDocument } from './show-message.ts';
import { renderStory } from './show-view.ts';

interface ShowOptions {
  message?: string;
  document?: string;
  sortie?: string;
  date?: string;
}

/** As the screens show it: 12, n° 12. */
const idOf = (text: string, flag: string): number => parseCount(text.replace(/^n°\s*/u, ''), flag);

export const showCommand = (ctx: Context): Command =>
  new Command('show')
    .description('Raconte une facture : montants, échanges, règlements, documents, et ce qui vient.')
    .argument('<facture>', 'numéro, ou partie qui suffit à la désigner')
    .option('--message <n°>', 'un échange entier : ce qui a été écrit, ses pièces jointes')
    .option('--document <n°>', 'écrit ce document dans un fichier')
    .option('--sortie <dossier>', 'avec --document : où l’écrire (par défaut : le dossier courant)')
    .option('--date <date>', 'voir un autre jour')
    .addHelpText(
      'after',
      '\nExemples :\n  relance show 2026-014\n  relance show 2026-014 --message 12\n  relance show 2026-014 --document 3 --sortie ~/pieces\n',
    )
    .action((reference: string, options: ShowOptions) => show(ctx, reference, options));

const show = async (ctx: Context, reference: string, options: ShowOptions): Promise<void> => {
  refuseTogether(options, 'message', ['document', 'sortie'], 'l’un, puis l’autre');
  if (options.sortie !== undefined && options.document === undefined)
    throw missingFlag('--document', 'relance show 2026-014 --document 3 --sortie ~/pieces');
  const today = await readDay(ctx, options.date);
  const db = ctx.db();
  settleOrphans(db);
  const { id, number, issuedOn } = resolveInvoice(db, reference);
  if (today < issuedOn) throw notIssuedYet(number, today);
  if (options.message !== undefined) {
    showMessage(ctx, { id, number }, listContacts(db, id, today), idOf(options.message, '--message'));
    return;
  }
  if (options.document !== undefined) {
    writeDocument(ctx, { id, number }, idOf(options.document, '--document'), options.sortie ?? '.');
    return;
  }
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
