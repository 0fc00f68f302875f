import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { endHold, insertHold, listOpenHolds } from '../../db/hold-rows.ts';
import { findInvoice } from '../../db/invoices.ts';
import { parseDay } from '../../domain/date-input.ts';
import { addDays, formatDay, type LocalDate } from '../../domain/dates.ts';
import { usageError } from '../../errors.ts';
import { resolveInvoiceOrClient, type InvoiceOrClient, targetTitle } from '../../desk/invoice-or-client.ts';
import { requireOwed } from '../../desk/owed.ts';
import { requireFlag, requireReason } from '../../desk/flags.ts';
import { readStory } from '../../desk/story.ts';
import { typedWord } from '../../domain/typography.ts';
import { storyJson } from '../../desk/invoice-json.ts';

interface PauseOptions {
  jusquAu?: string;
  motif?: string;
}

export const pauseCommand = (ctx: Context): Command =>
  new Command('pause')
    .description(
      'Suspend les relances d’une facture, ou de toutes celles d’un client, jusqu’à une date incluse. Une nouvelle pause remplace la précédente.',
    )
    .argument('<facture|client>', 'numéro de facture ou nom de client')
    .option('--jusqu-au <date>', 'dernier jour de la pause, inclus')
    .option('--motif <texte>', 'pourquoi')
    .addHelpText(
      'after',
      '\nExemple :\n  relance pause 2026-014 --jusqu-au +15j --motif "congés du client"\n',
    )
    .action((reference: string, options: PauseOptions) => pause(ctx, reference, options));

const parseEnd = (text: string, today: LocalDate): LocalDate => {
  const until = parseDay(text, today);
  if (until >= today) return until;
  throw usageError(
    `Une pause va jusqu’à aujourd’hui ou plus tard, pas jusqu’au ${formatDay(until)}`,
    '--jusqu-au +15j',
    'past-date',
  );
};

const pause = async (ctx: Context, reference: string, options: PauseOptions): Promise<void> => {
  const target = resolveInvoiceOrClient(ctx.db(), reference);
  const example = `relance pause ${typedWord(reference)} --jusqu-au +15j --motif "congés du client"`;
  const until = await requireFlag(ctx, options.jusquAu, {
    flag: '--jusqu-au',
    question: 'En pause jusqu’à quel jour, inclus ?',
    example,
    parse: (text) => parseEnd(text, ctx.today),
  });
  const reason = await requireReason(ctx, options.motif, { question: 'Pour quelle raison ?', example });
  const isReplacing = record(ctx, target, until, reason);
  if (ctx.isJson)
    ctx.printJson(
      target.invoice
        ? storyJson(await readStory(ctx, target.invoice.id), ctx.today)
        : { client: target.client },
    );
  ctx.print(
    `${targetTitle(target)} : en pause jusqu’au ${formatDay(until)} inclus (${reason})${isReplacing ? ', à la place de la pause précédente' : ''}.`,
  );
  ctx.print(`Les relances reprennent le ${formatDay(addDays(until, 1))}.`);
  ctx.print(`→ pour reprendre plus tôt : relance resume ${typedWord(reference)}`);
};

/** Returns whether a pause stood already. */
const record = (ctx: Context, target: InvoiceOrClient, untilOn: LocalDate, reason: string): boolean => {
  const db = ctx.db();
  const of = target.invoice ? { invoiceId: target.invoice.id } : { clientId: target.client.id };
  return db
    .transaction(() => {
      if (target.invoice) requireOwed(findInvoice(db, target.invoice.id));
      const former = listOpenHolds(db, of).filter(({ kind }) => kind === 'pause');
      for (const { id } of former) endHold(db, id, ctx.today, 'nouvelle pause');
      insertHold(db, { kind: 'pause', ...of, fromOn: ctx.today, untilOn, reason }, ctx.now);
      return former.some((hold) => hold.untilOn !== null && hold.untilOn >= ctx.today);
    })
    .immediate();
};
