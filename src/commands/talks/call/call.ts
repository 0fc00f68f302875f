import { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { readCallEntry, type CallFlags } from './call-answers.ts';
import { readFactDay } from '../../../desk/days.ts';
import { isAsideWanted, sendAside } from '../send-model.ts';
import { withoutCopy } from '../../../messages/attachments.ts';
import { composeScript } from '../../../messages/spoken.ts';
import { readTalk, type Talk } from './read-talk.ts';
import { recordCall, type CallEntry } from './record-call.ts';
import { callJson, callSheetJson } from './call-json.ts';
import { renderCallRecorded, renderCallSheet } from './call-view.ts';

export const callCommand = (ctx: Context): Command =>
  new Command('call')
    .description(
      'Montre la fiche d’appel (qui, numéro, montants, ce qui a été dit, quoi dire), puis note ce qu’il en est sorti et ce qui s’ensuit. La note reste dans votre base : des faits, rien de plus.',
    )
    .argument('<facture...>', 'numéros, ou parties qui suffisent à les désigner')
    .option(
      '--issue <issue>',
      'injoignable, message, promesse, litige, deja-paye, mauvais-contact, facture-non-recue, attente-validation ou refus',
    )
    .option('--promesse <date>', 'avec promesse : jour du règlement promis')
    .option('--montant <montant>', 'avec promesse ou litige : somme promise ou contestée (par défaut : tout)')
    .option('--motif <texte>', 'avec litige : ce qui est contesté')
    .option(
      '--categorie <catégorie>',
      'avec litige : prestation, montant, livraison, commande, facture ou autre',
    )
    .option('--qui <nom>', 'avec attente-validation : qui doit valider')
    .option('--quand <date>', 'avec attente-validation : pour quand (par défaut : cinq jours ouvrés)')
    .option('--paye-le <date>', 'avec deja-paye : jour du règlement annoncé')
    .option('--mode <mode>', 'avec deja-paye : virement, cheque, cb, especes, prelevement ou autre')
    .option('--note <texte>', 'ce qui a été dit')
    .option('--le <date>', 'jour de l’appel (par défaut : aujourd’hui)')
    .addHelpText(
      'after',
      '\nExemples :\n  relance call 2026-014\n  relance call 2026-014 --issue promesse --promesse 05/12 --note "accord reçu"\n  relance call 2026-014 --issue message\n',
    )
    .action((references: string[], flags: CallFlags) => call(ctx, references, flags));

const call = async (ctx: Context, references: string[], flags: CallFlags): Promise<void> => {
  const on = await readFactDay(ctx, flags.le);
  const talk = await readTalk(ctx, references, 'call', on);
  if (flags.issue === undefined) showSheet(ctx, talk);
  const entry = await readCallEntry(ctx, flags, talk, on);
  if (entry === null) return;
  const recorded = recordCall(ctx, talk.action, entry);
  ctx.show(
    callJson(talk, { ...entry, recorded }),
    () =>
      `${flags.issue === undefined ? '\n' : ''}${renderCallRecorded(talk, { ...entry, recorded }, uncopiedNumbers(ctx, talk, entry))}`,
  );
  await offerMessage(ctx, talk, entry);
};

const showSheet = (ctx: Context, talk: Talk): void => {
  const script = composeScript(ctx, talk.action, ctx.today);
  ctx.show(callSheetJson(talk, script), () => renderCallSheet(talk, script, ctx));
};

/** What is to be sent again must be stored first. */
const uncopiedNumbers = (ctx: Context, { decisions }: Talk, { outcome }: CallEntry): string[] =>
  outcome === 'facture-non-recue' || outcome === 'mauvais-contact'
    ? withoutCopy(
        ctx.db(),
        decisions.map(({ invoice }) => invoice),
      ).map(({ number }) => number)
    : [];

/** What is agreed on the telephone is confirmed in writing at once, if the person wants it. */
const offerMessage = async (ctx: Context, { decisions }: Talk, { outcome }: CallEntry): Promise<void> => {
  if (!ctx.isInteractive || (outcome !== 'promesse' && outcome !== 'facture-non-recue')) return;
  const model = outcome === 'promesse' ? 'promesse' : 'facture';
  if (!(await isAsideWanted(ctx, decisions, model))) return;
  await sendAside(ctx, {
    invoiceIds: decisions.map(({ invoice }) => invoice.id),
    model,
    isYes: false,
  });
};
