import { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { instantOf, readFactDay } from '../../../desk/days.ts';
import { insertContact } from '../../../db/contacts.ts';
import { insertHold, listOpenHolds } from '../../../db/hold-rows.ts';
import { daysLateOn } from '../../../domain/money/balance.ts';
import { formatDay } from '../../../domain/dates.ts';
import { parseLine } from '../../../domain/text-input.ts';
import { oneLine, typedWord } from '../../../domain/typography.ts';
import { RelanceError } from '../../../errors.ts';
import { invoicesOfOneClient } from '../../../messages/letters/compose-letter.ts';
import { readDossier, writeDossier, type WrittenDossier } from './assemble-dossier.ts';
import { readDecision } from '../../../desk/day-decisions.ts';
import { requireOwed } from '../../../desk/owed.ts';
import type { Step } from '../../../domain/schedule/scenario.ts';
import { conflictingFlags, missingFlag } from '../../../desk/flags.ts';

interface DossierFlags {
  sortie?: string;
  remise?: string;
  a?: string;
}

export const dossierCommand = (ctx: Context): Command =>
  new Command('dossier')
    .description(
      'Réunit tout d’une créance : un PDF numéroté (parties, décompte, chronologie, pièces) et une archive des originaux, pour un commissaire de justice, un avocat ou une société de recouvrement.',
    )
    .argument('<facture...>', 'numéros, ou parties qui suffisent à les désigner')
    .option('--sortie <dossier>', 'où écrire le PDF et l’archive (par défaut : le dossier courant)')
    .option('--remise <date>', 'le dossier a été remis ce jour-là : les relances sont gelées')
    .option('--a <nom>', 'avec --remise : à qui')
    .addHelpText(
      'after',
      '\nExemples :\n  relance dossier 2026-014 --sortie ~/dossiers\n  relance dossier 2026-014 --remise 02/12/2026 --a "Étude Martin"\n',
    )
    .action((references: string[], flags: DossierFlags) => dossier(ctx, references, flags));

const dossier = async (ctx: Context, references: string[], flags: DossierFlags): Promise<void> => {
  if (flags.remise !== undefined) return handOver(ctx, references, flags);
  if (flags.a !== undefined) throw conflictingFlags('--a accompagne --remise', 'relance dossier --help');
  const written = await writeDossier(ctx, await readDossier(ctx, references), flags.sortie ?? '.');
  ctx.show(written, () => summary(written, references[0] ?? ''));
};

const summary = ({ documents, exhibits }: WrittenDossier, reference: string): string => {
  const missing = exhibits.filter((exhibit) => exhibit.missing !== null);
  return [
    ...documents.map(({ path, pages }) => `${path}${pages === null ? '' : ` (${pages}\u00a0pages)`}`),
    `${exhibits.length - missing.length} pièce${exhibits.length - missing.length > 1 ? 's' : ''} jointe${exhibits.length - missing.length > 1 ? 's' : ''}.`,
    ...missing.map(
      ({ number, title, missing: why }) => `Non jointe : n° ${number}, ${oneLine(title)} (${why ?? ''}).`,
    ),
    `→ une fois remis : relance dossier ${typedWord(reference)} --remise <date> --a "<nom>"`,
  ].join('\n');
};

/** The step of its scenario that a hand-over makes, if it has one to come. */
const handoverStep = async (ctx: Context, invoiceId: number): Promise<Step | null> => {
  const decision = await readDecision(ctx, { today: ctx.today, invoiceId });
  const made = new Set((decision?.invoice.steps ?? []).map(({ step }) => step));
  return decision?.scenario.steps.find(({ channel, id }) => channel === 'handover' && !made.has(id)) ?? null;
};

/** Records to whom the file went, and freezes the reminders until it comes back. */
const handOver = async (ctx: Context, references: string[], flags: DossierFlags): Promise<void> => {
  const on = await readFactDay(ctx, flags.remise, '--remise');
  if (flags.a === undefined)
    throw missingFlag('--a', 'à qui le dossier est remis, par exemple --a "Étude Martin"');
  const to = parseLine(flags.a, '--a');
  const { client, invoices } = invoicesOfOneClient(ctx, references);
  const db = ctx.db();
  const steps = new Map<number, Step | null>();
  for (const invoice of invoices) {
    requireOwed(invoice);
    if (listOpenHolds(db, { invoiceId: invoice.id }).some(({ kind }) => kind === 'handover'))
      throw new RelanceError(`Le dossier de ${invoice.number} est déjà remis`, {
        code: 'handover',
        hint: `relance log ${invoice.number} --issue dossier-rendu`,
      });
    steps.set(invoice.id, await handoverStep(ctx, invoice.id));
  }
  const contact = db
    .transaction(() => {
      const id = insertContact(
        db,
        {
          clientId: client.id,
          at: instantOf(ctx, on),
          onDay: on,
          channel: 'handover',
          direction: 'out',
          status: 'logged',
          note: `dossier remis à ${to}`,
          invoices: invoices.map((invoice) => {
            const step = steps.get(invoice.id) ?? null;
            return {
              invoiceId: invoice.id,
              step: step?.id ?? null,
              stepDay: step?.day ?? null,
              tone: step?.tone ?? null,
              remainingCents: requireOwed(invoice),
              daysLate: daysLateOn(invoice.dueOn, on),
            };
          }),
        },
        ctx.now,
      );
      for (const { id: invoiceId } of invoices)
        insertHold(db, { kind: 'handover', invoiceId, fromOn: on, reason: to }, ctx.now);
      return id;
    })
    .immediate();
  const numbers = invoices.map(({ number }) => number);
  ctx.show(
    { documents: [], handover: { contact, on, to, invoices: numbers } },
    () =>
      `Dossier remis à ${to} le ${formatDay(on)} : ${numbers.join(', ')} ${numbers.length > 1 ? 'ne sont' : 'n’est'} plus relancée${numbers.length > 1 ? 's' : ''}.\n→ s’il revient : relance log ${numbers[0] ?? ''} --issue dossier-rendu`,
  );
};
