import { stepTitle } from '../../domain/schedule/payment-plan.ts';
import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { insertStepMark } from '../../db/contacts.ts';
import { loadFacts } from '../../db/load-facts.ts';
import { resolveInvoice } from '../../db/invoices.ts';
import { type Decision } from '../../domain/schedule/decision.ts';
import { DECIDE } from '../../domain/schedule/scenario.ts';
import { RelanceError } from '../../errors.ts';
import { decideInvoice, scheduleRulesOf } from '../../desk/day-decisions.ts';
import { requireReason } from '../../desk/flags.ts';
import { loadScenarios, type Scenarios } from '../../desk/scenarios.ts';
import { readStory } from '../../desk/story.ts';
import { storyJson } from '../../desk/invoice-json.ts';
import { nextStepLine } from '../../desk/next-step-line.ts';
import { invoiceTitle } from '../../desk/payment-view.ts';

export const skipCommand = (ctx: Context): Command =>
  new Command('skip')
    .description('Passe la prochaine étape d’une facture, sans la faire, avec un motif qui est gardé.')
    .argument('<facture>', 'numéro, ou partie qui suffit à la désigner')
    .option('--motif <texte>', 'pourquoi')
    .addHelpText('after', '\nExemple :\n  relance skip 2026-014 --motif "déjà vu avec lui au téléphone"\n')
    .action((reference: string, options: { motif?: string }) => skip(ctx, reference, options));

const skip = async (ctx: Context, reference: string, options: { motif?: string }): Promise<void> => {
  const invoice = resolveInvoice(ctx.db(), reference);
  const scenarios = await loadScenarios(ctx);
  const shown = nextStepOf(ctx, invoice.id, scenarios);
  const reason = await requireReason(ctx, options.motif, {
    question: `Pourquoi passer « ${stepTitle(shown.step)} » ?`,
    example: `relance skip ${invoice.number} --motif "déjà vu au téléphone"`,
  });
  record(ctx, { invoiceId: invoice.id, shown, reason }, scenarios);
  const story = await readStory(ctx, invoice.id);
  const what =
    shown.step === DECIDE ? 'Décision remise à plus tard' : `Étape « ${stepTitle(shown.step)} » passée`;
  ctx.show(storyJson(story, ctx.today), () => [
    `${what} pour ${invoiceTitle(story)} : ${reason}.`,
    nextStepLine(story.decision),
  ]);
};

interface NextStep {
  step: string;
  stepDay: number;
}

const refuseNothing = ({ invoice, reason }: Decision): RelanceError =>
  new RelanceError(`Il n’y a pas d’étape à passer pour ${invoice.number} (${reason.text()})`, {
    code: 'nothing-to-skip',
    hint: `relance why ${invoice.number}`,
  });

const nextStepOf = (ctx: Context, invoiceId: number, scenarios: Scenarios): NextStep => {
  const db = ctx.db();
  const [facts] = loadFacts(db, { today: ctx.today, invoiceId });
  if (!facts) throw new RelanceError('Cette facture n’est pas encore émise', { code: 'not-issued-yet' });
  const decision = decideInvoice(facts, scenarios, ctx.today, scheduleRulesOf(db));
  const pending = facts.steps.find(({ kind }) => kind === 'pending');
  if (pending)
    throw new RelanceError(
      `L’étape « ${stepTitle(pending.step)} » de ${facts.number} est peut-être déjà partie`,
      { code: 'step-pending', hint: `dites-le d’abord : relance resolve ${pending.contact}` },
    );
  if (decision.step) return { step: decision.step.id, stepDay: decision.step.day };
  if (decision.channel === 'decide' && decision.act) return { step: DECIDE, stepDay: 0 };
  throw refuseNothing(decision);
};

/** The step skipped is the one that was shown, whatever happened meanwhile. */
const record = (
  ctx: Context,
  { invoiceId, shown, reason }: { invoiceId: number; shown: NextStep; reason: string },
  scenarios: Scenarios,
): void => {
  const db = ctx.db();
  db.transaction(() => {
    const next = nextStepOf(ctx, invoiceId, scenarios);
    if (next.step !== shown.step)
      throw new RelanceError(`L’étape à passer est maintenant « ${stepTitle(next.step)} »`, {
        code: 'step-changed',
        hint: 'recommencez la commande',
      });
    insertStepMark(db, { ...next, invoiceId, kind: 'skipped', onDay: ctx.today, reason }, ctx.now);
  }).immediate();
};
