import { Command } from 'commander';
import { composeMessages, requireCreditor, type ComposedMessage } from '../../messages/compose-message.ts';
import type { Context } from '../../context.ts';
import { resolveClient } from '../../db/clients.ts';
import { listUnanswered } from '../../db/contacts.ts';
import { resolveInvoices } from '../../db/invoices.ts';
import { listOverpayments } from '../../db/payments.ts';
import type { SendJournal } from '../../db/send-journal.ts';
import { waitingLinesOf, type WaitingLine } from '../../domain/bank/bank-waiting.ts';
import { parseCount } from '../../domain/count.ts';
import { formatDay, type LocalDate } from '../../domain/dates.ts';
import { isMailAction, type MailAction } from '../../domain/schedule/action.ts';
import { formatAmount } from '../../domain/money/money.ts';
import type { Overpayment } from '../../domain/money/payment.ts';
import { oneLine } from '../../domain/typography.ts';
import { parseChoice } from '../../domain/text-input.ts';
import { EXIT, RelanceError, usageError } from '../../errors.ts';
import { readDay } from '../../desk/days.ts';
import { abandoned, missingYes } from '../../desk/doubts.ts';
import { buildFault } from '../../messages/outbox.ts';
import { newRun } from '../../messages/still-due.ts';
import { readBankFreshness } from '../../desk/statement-freshness.ts';
import { readDayPlan, withoutBankHold } from '../../desk/day-decisions.ts';
import { openSending } from '../../messages/opening.ts';
import {
  isOfToday,
  readSendingWarnings,
  tellWarning,
  type SendingWarning,
} from '../../messages/readiness.ts';
import { readUncertain, sendMessages } from '../../messages/sending.ts';
import { draftsIn, openWayOut } from '../../messages/way-out.ts';
import { plural } from '../../ui/labels.ts';
import { renderMessageView } from '../../messages/message-view.ts';
import { waitingLinesView } from '../../desk/waiting-lines-view.ts';
import {
  isPartial,
  renderRefused,
  renderSendSummary,
  sendJson,
  type SendReport,
} from '../../messages/send-report.ts';
import { conflictingFlags } from '../../desk/flags.ts';

interface SendOptions {
  yes?: boolean;
  dryRun?: boolean;
  client?: string;
  limite?: string;
  parFacture?: boolean;
  brouillons?: string;
  date?: string;
  modele?: string;
  sansReleve?: boolean;
  sansBoite?: boolean;
  horlogeJuste?: boolean;
}

export const sendCommand = (ctx: Context): Command =>
  new Command('send')
    .description('Envoie les relances du jour par e-mail : chacune est montrée, puis confirmée.')
    .argument('[facture...]', 'se limiter à ces factures (sans rien forcer)')
    .option('--yes', 'envoie sans demander (pour une tâche planifiée)')
    .option('--dry-run', 'montre les messages sans rien envoyer')
    .option('--client <client>', 'un seul client')
    .option('--limite <nombre>', 'nombre de messages au plus')
    .option('--par-facture', 'un message par facture')
    .option(
      '--brouillons <dossier>',
      'écrit des brouillons au lieu d’envoyer : des fichiers .eml dans ce dossier, ou, avec le mot imap, dans votre boîte aux lettres',
    )
    .option(
      '--modele <modèle>',
      'un message hors scénario sur ces factures : facture (la renvoyer), promesse (confirmer la date convenue), recu (remercier d’un règlement)',
    )
    .option('--sans-releve', 'envoie même si le dernier relevé bancaire est ancien')
    .option('--sans-boite', 'envoie sans lire d’abord votre boîte aux lettres')
    .option('--horloge-juste', 'envoie même si la base connaît des faits plus récents que l’horloge')
    .option('--date <date>', 'jour à jouer, avec --dry-run ou --brouillons')
    .addHelpText(
      'after',
      '\nExemples :\n  relance send\n  relance send --yes\n  relance send --dry-run --date demain\n  relance send --brouillons imap\n',
    )
    .action((references: string[], options: SendOptions) => send(ctx, references, options));

const send = async (ctx: Context, references: string[], options: SendOptions): Promise<void> => {
  if (options.modele !== undefined) return sendModel(ctx, references, options.modele, options);
  if (options.date !== undefined && !options.dryRun && options.brouillons === undefined)
    throw usageError('--date ne va qu’avec --dry-run ou --brouillons', 'un envoi se fait aujourd’hui');
  const today = await readDay(ctx, options.date);
  // Also when nothing is due: a base without a profile is not the one that was meant.
  requireCreditor(ctx);
  if (options.dryRun) {
    const prepared = await prepare(ctx, references, options, today);
    sayWaitingLines(ctx, prepared.waiting);
    await showPlanned(ctx, prepared, today);
    return;
  }
  const inbox = await readAnswers(ctx, options.sansBoite === true);
  const { journal, close } = await openSending(ctx, { isClockRight: options.horlogeJuste === true });
  try {
    await sendLocked(ctx, references, options, { today, journal, inbox });
  } finally {
    close();
  }
};

/** A client who answered yesterday is not reminded: the mailbox that is set is read first. */
const readAnswers = async (ctx: Context, isPassedOver: boolean): Promise<object | null> => {
  if (ctx.config.mailbox === null || isPassedOver) return null;
  const { readFirst } = await import('./inbox/read-first.ts');
  const { inboxJson } = await import('./inbox/inbox-view.ts');
  const reading = await readFirst(ctx);
  return reading && inboxJson(ctx, reading);
};

/** A client who has paid is not reminded because the statement was not read. */
const requireFreshBank = async (ctx: Context, { sansReleve }: SendOptions): Promise<void> => {
  const bank = readBankFreshness(ctx.db(), ctx.today);
  if (bank === null || !bank.isStale || sansReleve) return;
  const text = `La banque n’est connue que jusqu’au ${formatDay(bank.knownUntil)}`;
  if (!ctx.isInteractive)
    throw new RelanceError(`${text} : rien n’est envoyé`, {
      code: 'stale-bank',
      hint: 'relance bank import <relevé>, ou --sans-releve',
    });
  const prompts = await ctx.prompts();
  if (!(await prompts.confirm(`${text}. Relancer tout de même ?`, false))) throw abandoned();
};

/** What is missing from the messages is said before the first one leaves; nobody is asked twice in a cron. */
const tellWarnings = async (ctx: Context, warnings: SendingWarning[], isAsking: boolean): Promise<void> => {
  for (const warning of warnings) tellWarning(ctx, warning);
  if (!isAsking || !warnings.some(isOfToday)) return;
  const prompts = await ctx.prompts();
  if (!(await prompts.confirm('Envoyer tout de même ?', false))) throw abandoned();
};

const sendModel = async (
  ctx: Context,
  references: string[],
  name: string,
  { yes, dryRun, horlogeJuste, ...others }: SendOptions,
): Promise<void> => {
  const { date, brouillons, client, limite, parFacture, sansReleve, sansBoite } = others;
  if (
    [date, brouillons, client, limite, parFacture, sansReleve, sansBoite].some((value) => value !== undefined)
  )
    throw conflictingFlags(
      '--modele ne va qu’avec --yes ou --dry-run : il envoie un seul message, aujourd’hui',
      'relance send --help',
    );
  const { ASIDE_MODELS, sendAside } = await import('./send-model.ts');
  const model = parseChoice(name, ASIDE_MODELS, '--modele');
  const invoiceIds = resolveInvoices(ctx.db(), references).map(({ id }) => id);
  await sendAside(ctx, {
    invoiceIds,
    model,
    isYes: yes === true,
    isDryRun: dryRun === true,
    isClockRight: horlogeJuste === true,
  });
};

/** A reply holds for so many days only: whoever is then reminded without an answer is named first. */
const unansweredWarnings = (
  ctx: Context,
  ready: readonly MailAction[],
  today: LocalDate,
): SendingWarning[] => {
  const clients = new Set(ready.map(({ client }) => client.id));
  return listUnanswered(ctx.db(), today)
    .filter(({ client }) => clients.has(client.id))
    .map(({ contact, client, invoices, onDay, channel }) => ({
      code: 'unanswered-reply',
      number: null,
      text: `${oneLine(client.name)} vous a ${channel === 'email' ? 'écrit' : 'contacté'} le ${formatDay(onDay)}, sans réponse de votre part`,
      command: `relance show ${invoices[0] ?? ''} --message ${contact}`,
    }));
};

/** The messages of the day, all rendered before the first one leaves. */
const prepare = async (ctx: Context, references: string[], options: SendOptions, today: LocalDate) => {
  const db = ctx.db();
  const clientId = options.client === undefined ? undefined : resolveClient(db, options.client).id;
  const limit = options.limite === undefined ? undefined : parseCount(options.limite, '--limite');
  const named = new Set(resolveInvoices(db, references).map((invoice) => invoice.id));
  const isPerInvoice = options.parFacture === true;
  const { plan, decisions, scenarios } = await readDayPlan(ctx, { today, clientId, isPerInvoice });
  const isNamed = (action: MailAction): boolean =>
    named.size === 0 ||
    action.invoices.some(({ decision, advances }) => advances && named.has(decision.invoice.id));
  const overpayments = listOverpayments(db, today, clientId);
  const due = plan.actions.filter(isMailAction).filter(isNamed);
  const held = due.flatMap((action) => {
    const overpayment = overpayments.find(
      (candidate) => candidate.client.id === action.client.id && candidate.currency === action.currency,
    );
    return overpayment ? [{ action, overpayment }] : [];
  });
  const ready = due.filter((action) => !held.some((entry) => entry.action === action)).slice(0, limit);
  // A line of the bank may have paid them: they would be reminded otherwise.
  const unconfirmed = withoutBankHold(db, scenarios, decisions, today).filter(isMailAction).filter(isNamed);
  return {
    plan,
    waiting: waitingLinesOf(decisions),
    unconfirmed,
    run: newRun(today, scenarios, isPerInvoice),
    ...composeMessages(ctx, ready, today, isPerInvoice),
    held,
    warnings: [...(await readSendingWarnings(ctx, plan)), ...unansweredWarnings(ctx, ready, today)],
  };
};

type Prepared = Awaited<ReturnType<typeof prepare>>;

const overpaymentReason = (overpayment: Overpayment): string =>
  `trop-perçu de ${formatAmount(overpayment.availableCents, overpayment.currency)} à imputer d’abord (relance pay <facture> --trop-percu)`;

const sayWaitingLines = (ctx: Context, waiting: readonly WaitingLine[]): void => {
  if (waiting.length > 0) ctx.print(`${waitingLinesView(waiting, ctx).slice(1).join('\n')}\n`);
};

const unconfirmedReason = ({ invoices }: MailAction): string => {
  const entries = [
    ...new Set(invoices.flatMap(({ decision }) => decision.invoice.bankLines.map(({ entry }) => entry))),
  ];
  return `un crédit du relevé l’a peut-être réglée : non envoyée (relance bank rapprocher ou ignorer ${entries.join(', ')})`;
};

const showPlanned = async (
  ctx: Context,
  { messages: composed, refused, warnings }: Prepared,
  today: LocalDate,
): Promise<void> => {
  const messages: ComposedMessage[] = [];
  const faulty = [...refused];
  for (const message of composed) {
    const error = await buildFault(ctx, message);
    if (error === null) messages.push(message);
    else faulty.push({ action: message.action, error });
  }
  if (faulty.length > 0) ctx.setExitCode(EXIT.partial);
  if (ctx.isJson) {
    ctx.printJson({ ...sendJson.planned(messages, faulty), warnings });
    return;
  }
  if (messages.length > 0) await tellWarnings(ctx, warnings, false);
  for (const message of messages) ctx.print(`${renderMessageView(message, ctx)}\n`);
  for (const text of renderRefused(faulty, ctx)) ctx.print(text);
  ctx.print(
    messages.length === 0
      ? 'Aucune relance à envoyer.'
      : `${plural(messages.length, 'message', 'messages')} à envoyer${today === ctx.today ? '' : ' ce jour-là'} ; rien n’est parti.`,
  );
};

const sendLocked = async (
  ctx: Context,
  references: string[],
  options: SendOptions,
  { today, journal, inbox }: { today: LocalDate; journal: SendJournal; inbox: object | null },
): Promise<void> => {
  const { plan, run, messages, refused, held, warnings, waiting, unconfirmed } = await prepare(
    ctx,
    references,
    options,
    today,
  );
  sayWaitingLines(ctx, waiting);
  const report: SendReport = {
    sent: [],
    failed: refused,
    skipped: [
      ...unconfirmed.map((action) => ({ action, reason: unconfirmedReason(action) })),
      ...held.map(({ action, overpayment }) => ({ action, reason: overpaymentReason(overpayment) })),
    ],
    uncertain: [],
    draftsIn: draftsIn(options.brouillons),
    isCancelled: false,
    stopped: null,
  };
  if (messages.length > 0) {
    await requireFreshBank(ctx, options);
    const isAsking = !options.yes && ctx.isInteractive;
    if (!options.yes && !isAsking) throw missingYes('relance send --yes, ou --dry-run pour voir');
    const wayOut = await openWayOut(ctx, options.brouillons, journal);
    try {
      await tellWarnings(ctx, warnings, isAsking);
      await sendMessages(ctx, messages, { run, report, deliver: wayOut.deliver, isAsking });
    } finally {
      await wayOut.close();
    }
  }
  report.uncertain = readUncertain(ctx, report.uncertain, today);
  if (ctx.isJson) ctx.printJson({ ...sendJson.report(report), warnings, ...(inbox && { inbox }) });
  else ctx.print(renderSendSummary(report, plan, ctx));
  if (isPartial(report) || unconfirmed.length > 0) ctx.setExitCode(EXIT.partial);
  else if (report.isCancelled || ctx.isInterrupted()) ctx.setExitCode(EXIT.cancelled);
};
