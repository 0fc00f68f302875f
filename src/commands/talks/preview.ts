import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { composeMessage, type ComposedMessage } from '../../messages/compose-message.ts';
import type { Context } from '../../context.ts';
import { resolveInvoice } from '../../db/invoices.ts';
import { withinAgreements } from '../../domain/schedule/asked.ts';
import { formatDay, type LocalDate } from '../../domain/dates.ts';
import { isMailAction, type Action, type MailAction } from '../../domain/schedule/action.ts';
import { planAlone } from '../../domain/schedule/grouping.ts';
import type { Invoice } from '../../domain/money/invoice.ts';
import { stepTitle } from '../../domain/schedule/payment-plan.ts';
import type { Step } from '../../domain/schedule/scenario.ts';
import { quoted } from '../../domain/typography.ts';
import { RelanceError, usageError } from '../../errors.ts';
import { readDay } from '../../desk/days.ts';
import { readDecision, readDayPlan, scheduleRulesOf } from '../../desk/day-decisions.ts';
import { renderLetterView } from '../../messages/letters/letter-view.ts';
import { renderMessageView } from '../../messages/message-view.ts';

interface PreviewOptions {
  etape?: string;
  html?: boolean;
  open?: boolean;
  date?: string;
}

export const previewCommand = (ctx: Context): Command =>
  new Command('preview')
    .description('Montre le message exact de la prochaine relance d’une facture, sans rien envoyer.')
    .argument('<facture>', 'numéro, ou partie qui suffit à la désigner')
    .option('--etape <étape>', 'une autre étape du scénario')
    .option('--html', 'écrit la page HTML du message')
    .option('--open', 'ouvre le message dans le navigateur')
    .option('--date <date>', 'comme si l’on était un autre jour')
    .addHelpText('after', '\nExemple :\n  relance preview 2026-014 --open\n')
    .action((reference: string, options: PreviewOptions) => preview(ctx, reference, options));

const preview = async (ctx: Context, reference: string, options: PreviewOptions): Promise<void> => {
  const today = await readDay(ctx, options.date);
  const invoice = resolveInvoice(ctx.db(), reference);
  if (await isLetterStep(ctx, invoice, options.etape, today)) return previewLetter(ctx, invoice, options);
  const due = await dueAction(ctx, invoice, today);
  const isDue = due !== undefined && (options.etape === undefined || due.action.step.id === options.etape);
  const { action, on } = isDue
    ? due
    : options.etape === undefined
      ? await nextAction(ctx, invoice, today)
      : await actionForStep(ctx, invoice, options.etape, today);
  const message = composeMessage(ctx, action, on);
  if (ctx.isJson) {
    const { subject, text, html, to, cc, deadlineOn } = message;
    ctx.printJson({
      number: invoice.number,
      invoices: action.invoices.map(({ decision }) => decision.invoice.number),
      step: action.step.id,
      on,
      to: to.map(({ address }) => address),
      cc: cc.map(({ address }) => address),
      subject,
      text,
      html,
      deadlineOn,
    });
  } else if (options.open) {
    const path = writePage(message);
    ctx.openFile(path);
    ctx.print(`Message ouvert dans le navigateur : ${path}`);
  } else if (options.html) ctx.printAsIs(pageOf(message));
  else {
    ctx.print(renderMessageView(message, ctx));
    const title = `« ${stepTitle(action.step.id)} »`;
    ctx.print(
      isDue && on === ctx.today
        ? `${title}, à envoyer aujourd’hui  → relance send`
        : isDue || options.etape === undefined
          ? `${title}, tel qu’il partirait le ${formatDay(on)}.`
          : `${title}, pour cette facture seule : il ne part pas ${on === ctx.today ? 'aujourd’hui' : `le ${formatDay(on)}`}  → relance why ${invoice.number}`,
    );
  }
};

const LETTER_CHANNELS: ReadonlySet<string> = new Set(['mise-en-demeure', 'letter', 'lrar']);

/** The step asked for, or the next one, is a letter. */
const isLetterStep = async (
  ctx: Context,
  invoice: Invoice,
  id: string | undefined,
  today: LocalDate,
): Promise<boolean> => {
  const decision = await readDecision(ctx, { today, invoiceId: invoice.id });
  const step =
    id === undefined ? decision?.step : decision?.scenario.steps.find((candidate) => candidate.id === id);
  if (!step || !decision) return false;
  const channel = id === undefined ? decision.channel : step.channel;
  return channel !== null && LETTER_CHANNELS.has(channel) && (id !== undefined || decision.blocked === null);
};

/** The letter as it would be written today. */
const previewLetter = async (ctx: Context, invoice: Invoice, options: PreviewOptions): Promise<void> => {
  if (options.html || options.date !== undefined)
    throw usageError(
      'Une lettre se montre telle qu’elle s’écrirait aujourd’hui, en texte ou en PDF (--open)',
      `relance preview ${invoice.number} --open`,
      'not-a-message',
    );
  const decision = await readDecision(ctx, { today: ctx.today, invoiceId: invoice.id });
  const step =
    options.etape === undefined
      ? decision?.step
      : decision?.scenario.steps.find((candidate) => candidate.id === options.etape);
  const { composeStepLetter } = await import('../../messages/letters/reminder-letter.ts');
  // The next step goes by the channel that reaches this client.
  const channel = (options.etape === undefined ? decision?.channel : null) ?? step?.channel;
  const letter = await composeStepLetter(ctx, invoice, step && channel ? { ...step, channel } : null);
  const { printLetter } = await import('../../messages/letters/compose-letter.ts');
  const printed = ctx.isJson || options.open ? await printLetter(ctx, letter) : null;
  if (ctx.isJson)
    ctx.printJson({
      number: invoice.number,
      step: step?.id ?? null,
      kind: letter.kind,
      on: letter.on,
      subject: letter.subject,
      text: renderLetterView(letter, { columns: 78, style: ctx.style }),
      totalCents: letter.totalCents,
      delayDays: letter.delayDays,
      pages: printed?.pages ?? null,
      warnings: letter.warnings,
    });
  else if (printed) {
    const path = join(mkdtempSync(join(tmpdir(), 'relance-')), 'lettre.pdf');
    writeFileSync(path, printed.bytes, { mode: 0o600 });
    ctx.openFile(path);
    ctx.print(`Lettre ouverte : ${path}`);
  } else ctx.print(renderLetterView(letter, ctx));
};

/** A browser has no attachments: the images of the message are put in the page itself. */
const pageOf = ({ html, inlineImages }: ComposedMessage): string =>
  inlineImages.reduce(
    (page, image) =>
      page.replaceAll(
        `cid:${image.cid}`,
        `data:${image.contentType};base64,${image.content.toString('base64')}`,
      ),
    html,
  );

const writePage = (message: ComposedMessage): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'relance-')), 'message.html');
  writeFileSync(path, pageOf(message), { mode: 0o600 });
  return path;
};

const contains = (invoice: Invoice) => (action: Action) =>
  action.invoices.some(({ decision, advances }) => advances && decision.invoice.id === invoice.id);

/** The message that holds this invoice today. */
const dueAction = async (
  ctx: Context,
  invoice: Invoice,
  today: LocalDate,
): Promise<{ action: MailAction; on: LocalDate } | undefined> => {
  const { plan } = await readDayPlan(ctx, { today, clientId: invoice.clientId });
  const action = plan.actions.filter(isMailAction).find(contains(invoice));
  return action && { action, on: today };
};

/** The message of the day of its next step. */
const nextAction = async (
  ctx: Context,
  invoice: Invoice,
  today: LocalDate,
): Promise<{ action: MailAction; on: LocalDate }> => {
  const decision = await readDecision(ctx, { today, invoiceId: invoice.id });
  const on = decision?.on ?? null;
  if (!decision || on === null || !decision.step)
    throw new RelanceError(
      `Aucun message n’est prévu pour la facture ${invoice.number} : ${decision ? decision.reason.text() : 'elle n’est pas encore émise'}`,
      {
        code: 'nothing-planned',
        hint: `relance why ${invoice.number}, ou choisissez une étape avec --etape`,
      },
    );
  if (decision.channel !== 'email' || decision.blocked !== null)
    throw new RelanceError(
      `La prochaine étape de la facture ${invoice.number}, « ${stepTitle(decision.step.id)} », n’est pas un e-mail`,
      {
        code: 'not-a-message',
        hint: `relance preview ${invoice.number} --etape <étape> montre un autre message`,
      },
    );
  return (await dueAction(ctx, invoice, on)) ?? actionForStep(ctx, invoice, decision.step.id, on);
};

/** A message for this invoice alone, at a step of its scenario, as if the step were due that day. */
const actionForStep = async (
  ctx: Context,
  invoice: Invoice,
  id: string,
  today: LocalDate,
): Promise<{ action: MailAction; on: LocalDate }> => {
  const decision = await readDecision(ctx, { today, invoiceId: invoice.id });
  const steps: Step[] = decision?.scenario.steps ?? [];
  const step = steps.find((candidate) => candidate.id === id);
  if (!decision || !step)
    throw usageError(
      `L’étape ${quoted(id)} n’est pas dans le scénario de la facture ${invoice.number}`,
      `choisissez parmi : ${steps.map((candidate) => candidate.id).join(', ')}`,
      'unknown-step',
    );
  if (step.channel !== 'email')
    throw new RelanceError(`L’étape ${quoted(id)} n’est pas un e-mail`, {
      code: 'not-a-message',
      hint: `relance why ${invoice.number}`,
    });
  const [limited = decision] = withinAgreements([decision], today);
  return {
    action: planAlone(limited, step, today, scheduleRulesOf(ctx.db()).zone) as MailAction,
    on: today,
  };
};
