import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { findClient } from '../../db/clients.ts';
import { loadFacts } from '../../db/load-facts.ts';
import { resolveInvoice } from '../../db/invoices.ts';
import { cancelInterruption, insertInterruption, listInterruptions } from '../../db/interruptions.ts';
import { parseCount } from '../../domain/count.ts';
import { formatDay, type LocalDate } from '../../domain/dates.ts';
import type { Invoice } from '../../domain/money/invoice.ts';
import { type InterruptionKind } from '../../domain/law/interruption.ts';
import { computePrescription } from '../../domain/law/prescription-period.ts';
import { parseLine } from '../../domain/text-input.ts';
import { usageError } from '../../errors.ts';
import { notIssuedYet, readDay, readFactDay } from '../../desk/days.ts';
import { prescriptionJson, renderPrescription, type PrescriptionView } from '../../desk/prescription-view.ts';
import { conflictingFlags } from '../../desk/flags.ts';

interface PrescriptionOptions {
  reconnue?: string;
  signifiee?: string;
  assignee?: string;
  declaree?: string;
  demandee?: string;
  note?: string;
  annuler?: string;
  date?: string;
}

const ACTS = {
  reconnue: 'acknowledgement',
  signifiee: 'order-served',
  assignee: 'summons',
  declaree: 'claim-declared',
  demandee: 'written-demand',
} as const satisfies Record<string, InterruptionKind>;
const FLAGS = Object.keys(ACTS) as (keyof typeof ACTS)[];

export const prescriptionCommand = (ctx: Context): Command =>
  new Command('prescription')
    .description(
      'Dit jusqu’à quand une facture peut être réclamée en justice, et note ce qui fait repartir le délai. relance applique les textes, il ne donne pas de conseil juridique.',
    )
    .argument('<facture>', 'numéro, ou partie qui suffit à la désigner')
    .option('--reconnue <date>', 'jour où le client a reconnu par écrit devoir la somme')
    .option('--signifiee <date>', 'jour où l’injonction de payer lui a été signifiée')
    .option('--assignee <date>', 'jour où il a été assigné')
    .option('--declaree <date>', 'jour où la créance a été déclarée à la procédure collective')
    .option('--demandee <date>', 'acheteur public : jour d’une demande écrite de paiement')
    .option('--note <texte>', 'avec l’un des cinq : où se trouve la preuve')
    .option('--annuler <id>', 'annule l’acte de ce numéro, noté par erreur')
    .option('--date <date>', 'voir un autre jour')
    .addHelpText(
      'after',
      '\nExemples :\n  relance prescription 2026-014\n  relance prescription 2026-014 --reconnue 12/11/2026 --note "e-mail du 12"\n',
    )
    .action((reference: string, options: PrescriptionOptions) => prescription(ctx, reference, options));

const prescription = async (ctx: Context, reference: string, options: PrescriptionOptions): Promise<void> => {
  const given = FLAGS.filter((flag) => options[flag] !== undefined);
  refuseConflicts(given, options);
  const db = ctx.db();
  const invoice = resolveInvoice(db, reference);
  const [flag] = given;
  if (flag !== undefined) await record(ctx, invoice, flag, options);
  else if (options.annuler !== undefined)
    cancelInterruption(db, {
      id: parseCount(options.annuler, '--annuler'),
      invoiceId: invoice.id,
      on: ctx.today,
    });
  const view = readView(ctx, invoice, await readDay(ctx, options.date));
  ctx.show(prescriptionJson(view), () => renderPrescription(view, ctx));
};

const refuseConflicts = (given: string[], { annuler, note, date }: PrescriptionOptions): void => {
  const verbs = [...given.map((flag) => `--${flag}`), ...(annuler === undefined ? [] : ['--annuler'])];
  const [first, second] = verbs;
  if (first && second)
    throw conflictingFlags(`${first} et ${second} ne vont pas ensemble`, 'notez un acte à la fois');
  if (note !== undefined && given.length === 0)
    throw conflictingFlags(
      '--note accompagne un acte',
      'relance prescription <facture> --reconnue <date> --note "…"',
    );
  if (first && date !== undefined)
    throw conflictingFlags('--date ne sert qu’à voir un autre jour', `gardez ${first} seul`);
};

const record = async (
  ctx: Context,
  invoice: Invoice,
  flag: keyof typeof ACTS,
  options: PrescriptionOptions,
): Promise<void> => {
  const on = await readFactDay(ctx, options[flag], `--${flag}`);
  if (on < invoice.issuedOn)
    throw usageError(
      `--${flag} : le ${formatDay(on)} précède la facture, émise le ${formatDay(invoice.issuedOn)}`,
      'vérifiez la date',
      'before-issue',
    );
  if (flag === 'demandee' && findClient(ctx.db(), invoice.clientId).kind !== 'public')
    throw usageError(
      'Une demande écrite n’interrompt la prescription que contre une personne publique',
      `relance prescription ${invoice.number} dit ce qui l’interrompt`,
      'not-public',
    );
  const note = options.note === undefined ? null : parseLine(options.note, '--note');
  insertInterruption(ctx.db(), { invoiceId: invoice.id, kind: ACTS[flag], on, note }, ctx.now);
};

const readView = (ctx: Context, invoice: Invoice, today: LocalDate): PrescriptionView => {
  const db = ctx.db();
  const [facts] = loadFacts(db, { today, invoiceId: invoice.id });
  if (!facts) throw notIssuedYet(invoice.number, today);
  return {
    invoice,
    client: findClient(db, invoice.clientId),
    prescription: computePrescription(facts),
    recorded: listInterruptions(db, today, invoice.id),
    today,
  };
};
