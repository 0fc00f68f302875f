import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { readFactDay } from '../../desk/days.ts';
import { findCourtOrder, saveCourtOrder, type CourtOrder } from '../../db/letters.ts';
import { insertInterruption } from '../../db/interruptions.ts';
import { COURTS, oppositionUntil, serveBefore } from '../../domain/law/court.ts';
import { formatDay, type LocalDate } from '../../domain/dates.ts';
import { parseChoice } from '../../domain/text-input.ts';
import { RelanceError, usageError } from '../../errors.ts';
import { composeInjonction, type ComposedInjonction } from '../../messages/letters/injonction-request.ts';
import { numbersOf, requireLetter } from '../../messages/letters/standing-letter.ts';
import { tellCopy, writeLetter } from './write-letter.ts';
import { letterJson } from '../../desk/letter-status.ts';
import { wrap } from '../../ui/text.ts';
import { missingFlag } from '../../desk/flags.ts';

interface InjonctionFlags {
  tribunal?: string;
  malgreLitige?: boolean;
  ordonnance?: string;
  signifiee?: string;
  opposition?: string;
  copie?: boolean;
  sortie?: string;
  yes?: boolean;
  dryRun?: boolean;
}

export const injonctionCommand = (ctx: Context): Command =>
  new Command('injonction')
    .description(
      'Écrit la requête en injonction de payer (PDF), avec sa liste de pièces, puis suit l’ordonnance. relance applique les textes, il ne donne pas de conseil juridique.',
    )
    .argument('<facture...>', 'numéros, ou parties qui suffisent à les désigner')
    .option('--tribunal <tribunal>', 'commerce ou judiciaire, si celui proposé n’est pas le bon')
    .option('--malgre-litige', 'même si un litige est en cours')
    .option('--ordonnance <date>', 'jour de l’ordonnance rendue par le juge')
    .option('--signifiee <date>', 'jour de sa signification par le commissaire de justice')
    .option('--opposition <date>', 'jour de l’opposition du débiteur')
    .option('--sortie <dossier>', 'où écrire le PDF (par défaut : le dossier courant)')
    .option('--copie', 'écrit de nouveau le PDF de la requête enregistrée')
    .option('--yes', 'écrit sans demander')
    .option('--dry-run', 'montre la requête, rien n’est enregistré')
    .addHelpText(
      'after',
      '\nExemples :\n  relance injonction 2026-014\n  relance injonction 2026-014 --ordonnance 12/01/2027\n',
    )
    .action((references: string[], flags: InjonctionFlags) => injonction(ctx, references, flags));

const injonction = async (ctx: Context, references: string[], flags: InjonctionFlags): Promise<void> => {
  if (flags.ordonnance !== undefined || flags.signifiee !== undefined || flags.opposition !== undefined)
    return followOrder(ctx, references, flags);
  if (flags.copie) return copy(ctx, references, flags.sortie ?? '.');
  const request = await composeInjonction(ctx, references, {
    court: flags.tribunal === undefined ? undefined : parseChoice(flags.tribunal, COURTS, '--tribunal'),
    isDespiteDispute: flags.malgreLitige === true,
  });
  await writeLetter(ctx, request, flags);
  ctx.print(checklist(request, ctx.columns));
};

/** What to bring, to whom, and what comes next (CPC 1405 to 1422). */
const checklist = ({ court, claimed }: ComposedInjonction, columns: number): string => {
  const number = claimed[0]?.invoice.number ?? '';
  const items = [
    `Tribunal proposé : ${court.name} (${court.reason}).`,
    `À déposer ou à envoyer au greffe : la requête signée, une copie de chaque pièce, et l’extrait du registre du débiteur (annuaire-entreprises.data.gouv.fr). Le formulaire Cerfa n° ${court.form} est facultatif.`,
    `Coût : ${court.cost} ; la signification par un commissaire de justice s’y ajoute. Pas d’avocat obligatoire pour la requête (CPC 1407).`,
    `Si le juge rend l’ordonnance, elle doit être signifiée dans les trois mois (CPC 1411) : relance injonction ${number} --ordonnance <date>`,
  ];
  return [
    '',
    ...items.flatMap((item) =>
      wrap(`– ${item}`, columns - 2).map((line, index) => (index === 0 ? line : `  ${line}`)),
    ),
  ].join('\n');
};

const complete = async (
  ctx: Context,
  known: CourtOrder | null,
  letterId: number,
  flags: InjonctionFlags,
): Promise<CourtOrder> => {
  const day = async (
    typed: string | undefined,
    flag: string,
    former: LocalDate | null,
  ): Promise<LocalDate | null> => (typed === undefined ? former : readFactDay(ctx, typed, flag));
  const orderedOn = await day(flags.ordonnance, '--ordonnance', known?.orderedOn ?? null);
  const servedOn = await day(flags.signifiee, '--signifiee', known?.servedOn ?? null);
  const opposedOn = await day(flags.opposition, '--opposition', known?.opposedOn ?? null);
  if (orderedOn === null)
    throw missingFlag('--ordonnance', 'relance injonction <facture> --ordonnance <date>');
  if (opposedOn !== null && servedOn === null)
    throw missingFlag('--signifiee', 'une opposition suit la signification');
  if (
    (servedOn !== null && servedOn < orderedOn) ||
    (opposedOn !== null && servedOn !== null && opposedOn < servedOn)
  )
    throw usageError(
      'Une ordonnance est rendue, puis signifiée, puis contestée',
      'vérifiez les dates',
      'order-of-dates',
    );
  if (servedOn !== null && servedOn > serveBefore(orderedOn))
    throw new RelanceError(
      `L’ordonnance du ${formatDay(orderedOn)} devait être signifiée au plus tard le ${formatDay(serveBefore(orderedOn))} : elle est non avenue (CPC 1411)`,
      { code: 'void-order', hint: 'une nouvelle requête est possible : relance injonction <facture>' },
    );
  return { letterId, orderedOn, servedOn, opposedOn };
};

const followOrder = async (ctx: Context, references: string[], flags: InjonctionFlags): Promise<void> => {
  const { letter } = requireLetter(ctx, references, 'injonction', 'injonction');
  const db = ctx.db();
  const known = findCourtOrder(db, letter.id);
  const order = await complete(ctx, known, letter.id, flags);
  if (order.orderedOn < letter.writtenOn)
    throw usageError(
      `La requête a été écrite le ${formatDay(letter.writtenOn)}`,
      'l’ordonnance ne peut pas la précéder',
      'order-of-dates',
    );
  db.transaction(() => {
    saveCourtOrder(db, order, ctx.now);
    if (order.servedOn !== null && known?.servedOn !== order.servedOn)
      for (const invoiceId of letter.invoiceIds)
        insertInterruption(db, { invoiceId, kind: 'order-served', on: order.servedOn, note: null }, ctx.now);
  }).immediate();
  const numbers = numbersOf(ctx, letter);
  if (ctx.isJson)
    ctx.printJson({
      documents: [],
      letter: letterJson(letter, numbers, ctx.today),
      order: {
        orderedOn: order.orderedOn,
        serveBefore: serveBefore(order.orderedOn),
        servedOn: order.servedOn,
        oppositionUntil: order.servedOn === null ? null : oppositionUntil(order.servedOn),
        opposedOn: order.opposedOn,
      },
    });
  else ctx.print(orderText(order, numbers[0] ?? ''));
};

const orderText = ({ orderedOn, servedOn, opposedOn }: CourtOrder, number: string): string => {
  if (servedOn === null)
    return [
      `Ordonnance du ${formatDay(orderedOn)} : à faire signifier au plus tard le ${formatDay(serveBefore(orderedOn))}, sans quoi elle est non avenue (CPC 1411).`,
      `→ une fois signifiée : relance injonction ${number} --signifiee <date>`,
    ].join('\n');
  if (opposedOn === null)
    return [
      `Ordonnance du ${formatDay(orderedOn)}, signifiée le ${formatDay(servedOn)} : le débiteur peut s’y opposer jusqu’au ${formatDay(oppositionUntil(servedOn))}, plus tard si elle ne lui a pas été remise en personne (CPC 1416).`,
      'Sans opposition, demandez au greffe qu’elle devienne exécutoire (CPC 1422). La prescription repart du jour de la signification.',
    ].join('\n');
  return `Opposition du ${formatDay(opposedOn)} : l’affaire est jugée par le tribunal, qui convoque les parties (CPC 1417). Apportez l’acte de signification à l’audience (CPC 1418). Au-delà de 10 000 €, un avocat est obligatoire.`;
};

const copy = (ctx: Context, references: string[], folder: string): void => {
  const { letter } = requireLetter(ctx, references, 'injonction', 'injonction');
  tellCopy(ctx, letter, folder);
};
