import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { loadClaims } from '../../db/claims.ts';
import { findClient } from '../../db/clients.ts';
import { resolveInvoice } from '../../db/invoices.ts';
import { loadRateTable } from '../../db/rates.ts';
import { cancelWaiver, insertWaiver } from '../../db/waivers.ts';
import type { Claim } from '../../domain/law/claim.ts';
import { IMPUTATIONS } from '../../domain/law/interest-accrual.ts';
import { computeFigures } from '../../domain/law/interest.ts';
import type { Invoice } from '../../domain/money/invoice.ts';
import { formatAmount } from '../../domain/money/money.ts';
import { parsePenaltyRate } from '../../domain/law/penalty-rate.ts';
import { parseChoice } from '../../domain/text-input.ts';
import { EXIT, RelanceError, usageError } from '../../errors.ts';
import { notIssuedYet, readDay } from '../../desk/days.ts';
import { conflictingFlags, requireReason } from '../../desk/flags.ts';
import type { ComposedMessage } from '../../messages/compose-message.ts';
import type { Dispatch } from '../../messages/outbox.ts';
import { interestJson, renderInterest } from './interest-view.ts';
import { renderMessageView } from '../../messages/message-view.ts';
import { isPartial, sendJson } from '../../messages/send-report.ts';

interface InteretsOptions {
  au?: string;
  imputation?: string;
  taux?: string;
  reclamer?: boolean;
  renoncer?: boolean;
  motif?: string;
  reprendre?: boolean;
  yes?: boolean;
  dryRun?: boolean;
}

export const interetsCommand = (ctx: Context): Command =>
  new Command('interets')
    .description(
      'Calcule ligne par ligne les pénalités de retard d’une facture, et l’indemnité forfaitaire. relance applique les textes, il ne donne pas de conseil juridique.',
    )
    .argument('<facture>', 'numéro, ou partie qui suffit à la désigner')
    .option('--au <date>', 'jour du calcul, compris (par défaut : aujourd’hui)')
    .option(
      '--imputation <ordre>',
      'ce que les règlements partiels éteignent d’abord : capital ou interets (par défaut : capital)',
    )
    .option('--taux <taux>', 'pour voir avec un autre taux : bce, 3x, ou un pourcentage par an')
    .option('--reclamer', 'réclame par e-mail les pénalités d’une facture réglée en retard')
    .option('--yes', 'avec --reclamer : envoie sans demander')
    .option('--dry-run', 'avec --reclamer : montre le message, rien ne part')
    .option('--renoncer', 'renonce aux pénalités et à l’indemnité de cette facture')
    .option('--motif <texte>', 'avec --renoncer : pourquoi')
    .option('--reprendre', 'annule une renonciation notée par erreur')
    .addHelpText(
      'after',
      '\nExemples :\n  relance interets 2026-014 --au 31/12/2026\n  relance interets 2026-014 --renoncer --motif "geste commercial"\n',
    )
    .action((reference: string, options: InteretsOptions) => interets(ctx, reference, options));

const interets = async (ctx: Context, reference: string, options: InteretsOptions): Promise<void> => {
  refuseConflicts(options);
  const db = ctx.db();
  const invoice = resolveInvoice(db, reference);
  if (options.reclamer) return claimPenalties(ctx, invoice, options);
  if (options.renoncer) await waive(ctx, invoice, options.motif);
  if (options.reprendre) takeBack(ctx, invoice);
  const to = await readDay(ctx, options.au);
  if (to < invoice.issuedOn) throw notIssuedYet(invoice.number, to);
  const imputation =
    options.imputation === undefined
      ? 'capital'
      : parseChoice(options.imputation, IMPUTATIONS, '--imputation');
  const claim = withRate(readClaim(ctx, invoice), options.taux);
  const figures = computeFigures(claim, loadRateTable(db), to, imputation);
  if (ctx.isJson) {
    ctx.printJson(interestJson(invoice.number, invoice.currency, figures));
    return;
  }
  ctx.print(await renderInterest({ invoice, client: findClient(db, invoice.clientId), figures }, ctx));
};

const readClaim = (ctx: Context, { id, number }: Invoice): Claim => {
  const claim = loadClaims(ctx.db(), [id], ctx.today).get(id);
  if (!claim) throw new Error(`no claim for invoice ${number}`);
  return claim;
};

const withRate = (claim: Claim, typed: string | undefined): Claim => {
  if (typed === undefined) return claim;
  if (claim.debtor.kind !== 'entreprise')
    throw usageError(
      '--taux ne vaut qu’entre professionnels : la loi fixe elle-même le taux dû par ce client',
      `relance interets ${claim.number}`,
      'rate-fixed-by-law',
    );
  return { ...claim, penaltyRate: parsePenaltyRate(typed) };
};

/** One thing at a time: to look, to claim, to give up. */
const refuseConflicts = (options: InteretsOptions): void => {
  const [first, second] = (['reclamer', 'renoncer', 'reprendre'] as const).filter((flag) => options[flag]);
  const strays: [unknown, string, boolean][] = [
    [options.motif, '--motif', options.renoncer === true],
    [options.yes, '--yes', options.reclamer === true],
    [options.dryRun, '--dry-run', options.reclamer === true],
    [options.au, '--au', first === undefined],
    [options.imputation, '--imputation', first === undefined],
    [options.taux, '--taux', first === undefined],
  ];
  const stray = strays.find(([value, , isAtHome]) => value !== undefined && !isAtHome)?.[1];
  const other = second === undefined ? stray : `--${second}`;
  if (other !== undefined)
    throw conflictingFlags(
      first === undefined ? `${other} ne s’emploie pas seul` : `--${first} et ${other} ne vont pas ensemble`,
      'relance interets --help',
    );
};

const waive = async (ctx: Context, invoice: Invoice, motif: string | undefined): Promise<void> => {
  const reason = await requireReason(ctx, motif, {
    question: 'Pourquoi y renoncer ?',
    example: `relance interets ${invoice.number} --renoncer --motif "geste commercial"`,
  });
  const db = ctx.db();
  db.transaction(() => {
    if (readClaim(ctx, invoice).waiver)
      throw new RelanceError(`Vous avez déjà renoncé aux pénalités de ${invoice.number}`, {
        code: 'waived',
        hint: `relance interets ${invoice.number} --reprendre`,
      });
    insertWaiver(db, { invoiceId: invoice.id, on: ctx.today, reason }, ctx.now);
  }).immediate();
};

const takeBack = (ctx: Context, invoice: Invoice): void => {
  if (!cancelWaiver(ctx.db(), invoice.id, ctx.today))
    throw new RelanceError(`Vous n’avez pas renoncé aux pénalités de ${invoice.number}`, {
      code: 'not-waived',
      hint: `relance interets ${invoice.number}`,
    });
};

const claimPenalties = async (ctx: Context, invoice: Invoice, options: InteretsOptions): Promise<void> => {
  const claim = readClaim(ctx, invoice);
  const figures = computeFigures(claim, loadRateTable(ctx.db()), ctx.today);
  const { composePenaltyClaim, sendPenaltyClaim } = await import('./penalty-claim.ts');
  const { confirmMessage, singleReport } = await import('../../messages/send-alone.ts');
  const message = await composePenaltyClaim(ctx, invoice, claim, figures);
  if (options.dryRun) {
    ctx.show(sendJson.planned([message], []), () => `${renderMessageView(message, ctx)}\nRien n’est parti.`);
    return;
  }
  await confirmMessage(ctx, message, options.yes === true);
  const result = await sendPenaltyClaim(ctx, invoice, message);
  const report = singleReport(ctx, message, result, STALE_CLAIM);
  ctx.show(sendJson.report(report), () => claimLine(invoice, message, result));
  if (isPartial(report)) ctx.setExitCode(EXIT.partial);
};

const STALE_CLAIM = 'ce qui est dû a changé entre-temps';

const claimLine = (invoice: Invoice, { to, penaltiesCents }: ComposedMessage, result: Dispatch): string => {
  const target = to.map(({ address }) => address).join(', ');
  if (result.kind === 'sent')
    return `Réclamation envoyée à ${target} : ${formatAmount(penaltiesCents ?? 0, invoice.currency)}.${result.note === null ? '' : `\n${result.note}`}\n→ une fois reçus : relance pay ${invoice.number} <montant> --penalites`;
  if (result.kind === 'uncertain')
    return `Envoi incertain : ${result.error}\n→ relance resolve ${result.contact} --parti | --pas-parti`;
  return result.kind === 'failed'
    ? `Non parti : ${result.error}`
    : `Non parti : ${STALE_CLAIM}\n→ relance interets ${invoice.number}`;
};
