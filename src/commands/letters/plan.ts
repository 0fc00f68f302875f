import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { readDay, readFactDay } from '../../desk/days.ts';
import { refuseTogether, requireFlag } from '../../desk/flags.ts';
import { endHold, insertHold, listOpenHolds } from '../../db/hold-rows.ts';
import { findInvoice } from '../../db/invoices.ts';
import { insertInstalments, listInstalments, signLetter } from '../../db/letters.ts';
import { insertInterruption } from '../../db/interruptions.ts';
import { formatDay, type LocalDate } from '../../domain/dates.ts';
import { planInstalments } from '../../domain/schedule/instalments.ts';
import { parseCount } from '../../domain/count.ts';
import { formatAmount, parseAmount } from '../../domain/money/money.ts';
import { PLAN_KEPT } from '../../domain/schedule/payment-plan.ts';
import { RelanceError, usageError } from '../../errors.ts';
import { composeAgreement } from '../../messages/letters/agreement-letter.ts';
import { lastLetter, numbersOf, requireLetter } from '../../messages/letters/standing-letter.ts';
import { tellCopy, writeLetter } from './write-letter.ts';
import { readPlanOf } from '../../desk/payment-plans.ts';
import { letterJson } from '../../desk/letter-status.ts';
import { typedWord } from '../../domain/typography.ts';
import { instalmentsJson, renderInstalments } from '../../desk/payment-plan-view.ts';

interface PlanFlags {
  mensualites?: string;
  premiere?: string;
  montants?: string;
  abandonPenalites?: boolean;
  signe?: string;
  fin?: boolean;
  copie?: boolean;
  sortie?: string;
  yes?: boolean;
  dryRun?: boolean;
}

export const planCommand = (ctx: Context): Command =>
  new Command('plan')
    .description(
      'Écrit le protocole d’accord avec un client (PDF) : dette reconnue, échéancier, déchéance du terme. Signé, il suspend les relances. relance applique les textes, il ne donne pas de conseil juridique.',
    )
    .argument('<facture...>', 'numéros, ou parties qui suffisent à les désigner')
    .option('--mensualites <nombre>', 'nombre d’échéances, une par mois')
    .option('--premiere <date>', 'jour de la première échéance')
    .option(
      '--montants <a;b;c>',
      'les montants, séparés par des points-virgules, plutôt que des parts égales',
    )
    .option('--abandon-penalites', 'renonce aux pénalités et à l’indemnité si l’échéancier est tenu')
    .option('--signe <date>', 'le client a signé ce jour-là : les relances sont suspendues')
    .option('--fin', 'l’échéancier n’est plus tenu, ou tout est réglé : les relances reprennent')
    .option('--sortie <dossier>', 'où écrire le PDF (par défaut : le dossier courant)')
    .option('--copie', 'écrit de nouveau le PDF du protocole enregistré')
    .option('--yes', 'écrit sans demander')
    .option('--dry-run', 'montre le protocole, rien n’est enregistré')
    .addHelpText(
      'after',
      '\nExemples :\n  relance plan 2026-014 --mensualites 3 --premiere 15/12/2026\n  relance plan 2026-014 --signe 30/11/2026\n',
    )
    .action((references: string[], flags: PlanFlags) => runPlan(ctx, references, flags));

const runPlan = async (ctx: Context, references: string[], flags: PlanFlags): Promise<void> => {
  if (flags.signe !== undefined) return sign(ctx, references, flags.signe);
  if (flags.fin) return end(ctx, references);
  if (flags.copie) return copy(ctx, references, flags.sortie ?? '.');
  if (!isNew(flags) && show(ctx, references)) return;
  const example = `relance plan ${references.map(typedWord).join(' ')} --mensualites 3 --premiere +15j`;
  const first = await requireFlag(ctx, flags.premiere, {
    flag: '--premiere',
    question: 'Jour de la première échéance ?',
    example,
    parse: (text) => text,
  });
  const firstOn = await readDay(ctx, first);
  const count =
    flags.montants === undefined
      ? await requireFlag(ctx, flags.mensualites, {
          flag: '--mensualites',
          question: 'En combien de mensualités ?',
          example,
          parse: (text) => parseCount(text, '--mensualites'),
        })
      : 0;
  refuseTogether(flags, 'montants', ['mensualites'], 'relance plan --help');
  const letter = await composeAgreement(
    ctx,
    references,
    (totalCents, currency) =>
      planInstalments(
        totalCents,
        {
          count,
          amounts: readAmounts(flags.montants, currency),
          firstOn,
          today: ctx.today,
        },
        (cents) => formatAmount(cents, currency),
      ),
    flags.abandonPenalites === true,
  );
  await writeLetter(ctx, letter, flags, (id) => {
    insertInstalments(ctx.db(), id, letter.instalments);
  });
  if (!flags.dryRun)
    ctx.print(`→ une fois signé : relance plan ${letter.claimed[0]?.invoice.number ?? ''} --signe <date>`);
};

const isNew = ({ mensualites, premiere, montants }: PlanFlags): boolean =>
  mensualites !== undefined || premiere !== undefined || montants !== undefined;

/** How the agreement stands; false when none is being carried out. */
const show = (ctx: Context, references: string[]): boolean => {
  if (!references.some((reference) => lastLetter(ctx, reference, 'agreement').letter)) return false;
  const { letter, invoice } = requireLetter(ctx, references, 'agreement', 'plan');
  const plan = readPlanOf(ctx, letter);
  if (plan === null) return false;
  const numbers = numbersOf(ctx, letter);
  const json = { documents: [], letter: letterJson(letter, numbers, ctx.today) };
  ctx.show({ ...json, instalments: instalmentsJson(plan) }, () => [
    `Échéancier de ${numbers.join(', ')}, signé le ${formatDay(letter.signedOn ?? letter.writtenOn)} :`,
    ...renderInstalments(plan, letter.currency),
    plan.next === null
      ? `Tout est payé.\n→ relance plan ${invoice.number} --fin`
      : plan.isKept
        ? `→ à chaque versement : relance pay ${numbers.join(' ')} <montant>`
        : plan.lapsedOn === null
          ? `Une échéance est manquée : les relances ont repris, et ne demandent que ce qui est échu.\n→ relance decheance ${invoice.number}`
          : `Déchéance du terme depuis le ${formatDay(plan.lapsedOn)} : tout le solde est exigible.\n→ relance why ${invoice.number}`,
  ]);
  return true;
};

/** `100,200,300`, or `100,50;200;300,25`. */
const readAmounts = (input: string | undefined, currency: string): number[] | null =>
  input?.split(input.includes(';') ? ';' : ',').map((text) => parseAmount(text, currency)) ?? null;

/** Signed, it suspends the reminders, takes the place of what was promised before and starts the prescription again (C. civ. 2240). */
const sign = async (ctx: Context, references: string[], day: string): Promise<void> => {
  const { letter } = requireLetter(ctx, references, 'agreement', 'plan');
  const on = await readFactDay(ctx, day, '--signe');
  if (on < letter.writtenOn)
    throw usageError(
      `Le protocole a été écrit le ${formatDay(letter.writtenOn)} : il n’a pas pu être signé avant`,
      'vérifiez --signe',
      'letter-order',
    );
  const db = ctx.db();
  const instalments = listInstalments(db, letter.id);
  const lastOn = instalments.at(-1)?.dueOn ?? null;
  const replacedOn = new Set<LocalDate>();
  db.transaction(() => {
    signLetter(db, letter.id, on);
    for (const invoiceId of letter.invoiceIds) {
      const open = listOpenHolds(db, { invoiceId });
      if (open.some(({ kind }) => kind === 'plan'))
        throw new RelanceError(`Un échéancier est déjà en cours pour ${findInvoice(db, invoiceId).number}`, {
          code: 'plan',
          hint: `relance plan ${numbersOf(ctx, letter)[0] ?? ''} --fin y met fin`,
        });
      for (const hold of open)
        if (hold.kind === 'promise' && hold.fromOn <= on) {
          endHold(db, hold.id, on, 'remplacée par le protocole');
          if (hold.untilOn !== null) replacedOn.add(hold.untilOn);
        }
      insertHold(
        db,
        {
          kind: 'plan',
          invoiceId,
          fromOn: on,
          untilOn: lastOn,
          reason: `protocole du ${formatDay(letter.writtenOn)}`,
          letterId: letter.id,
        },
        ctx.now,
      );
      insertInterruption(
        db,
        { invoiceId, kind: 'acknowledgement', on, note: 'protocole d’accord signé' },
        ctx.now,
      );
    }
  }).immediate();
  const numbers = numbersOf(ctx, letter);
  ctx.show({ documents: [], letter: letterJson(letter, numbers, ctx.today), instalments }, () => [
    `Protocole signé le ${formatDay(on)} : les relances de ${numbers.join(', ')} sont suspendues.`,
    ...[...replacedOn].map((promised) => `Il remplace le règlement promis pour le ${formatDay(promised)}.`),
    ...instalments.map(
      ({ dueOn, amountCents }) => `  ${formatDay(dueOn)}  ${formatAmount(amountCents, letter.currency)}`,
    ),
    `→ à chaque versement : relance pay ${numbers[0] ?? ''} <montant> ; où il en est : relance plan ${numbers[0] ?? ''}`,
  ]);
};

const end = (ctx: Context, references: string[]): void => {
  const db = ctx.db();
  const { letter, invoice } = requireLetter(ctx, references, 'agreement', 'plan');
  const holds = letter.invoiceIds.flatMap((invoiceId) =>
    listOpenHolds(db, { invoiceId }).filter(({ kind }) => kind === 'plan'),
  );
  if (holds.length === 0)
    throw new RelanceError(`Aucun échéancier n’est en cours pour ${invoice.number}`, {
      code: 'no-plan',
      hint: `relance show ${invoice.number}`,
    });
  const isDone = readPlanOf(ctx, letter)?.next === null;
  db.transaction(() => {
    for (const { id } of holds) endHold(db, id, ctx.today, isDone ? PLAN_KEPT : 'échéancier interrompu');
  }).immediate();
  const numbers = numbersOf(ctx, letter);
  const json = { documents: [], letter: letterJson(letter, numbers, ctx.today) };
  ctx.show(
    { ...json, instalments: listInstalments(db, letter.id) },
    () =>
      `Échéancier terminé : ${numbers.join(', ')} ${numbers.length > 1 ? 'suivent de nouveau leur' : 'suit de nouveau son'} scénario.\n→ relance why ${numbers[0] ?? ''}`,
  );
};

const copy = (ctx: Context, references: string[], folder: string): void => {
  const { letter } = requireLetter(ctx, references, 'agreement', 'plan');
  tellCopy(ctx, letter, folder, { instalments: listInstalments(ctx.db(), letter.id) });
};
