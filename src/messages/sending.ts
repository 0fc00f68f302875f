import { announcesFile } from './attachments.ts';
import { rewriteMessage, type ComposedMessage } from './compose-message.ts';
import type { Context } from '../context.ts';
import { insertStepMark, listUncertain } from '../db/contacts.ts';
import { isStorageFault } from '../db/open.ts';
import type { OpenContact } from '../domain/schedule/contact.ts';
import type { LocalDate } from '../domain/dates.ts';
import { usageError } from '../errors.ts';
import { faultOf } from './send-faults.ts';
import { type Dispatch } from './outbox.ts';
import { composeAgain, factDayOf, type Run } from './still-due.ts';
import { renderMessageView } from './message-view.ts';
import type { SendReport } from './send-report.ts';

export type Deliver = (message: ComposedMessage, run: Run) => Promise<Dispatch>;

interface Sending {
  run: Run;
  report: SendReport;
  deliver: Deliver;
  /** A person confirms each message. */
  isAsking: boolean;
}

/** After so many messages in a row without a server, the others wait for the next run. */
const MAX_LOST_CONNECTIONS = 3;
/** As many in doubt in a row, and the server is one that takes without answering: each more would be a doubt more. */
const MAX_DOUBTS = 2;
/** A message that keeps changing under our hands waits for the next run. */
const MAX_ATTEMPTS = 3;

type Answer = 'send' | 'edit' | 'skip' | 'later' | 'all' | 'quit';

const CHOICES: { name: string; value: Answer }[] = [
  { name: 'envoyer', value: 'send' },
  { name: 'modifier le texte', value: 'edit' },
  { name: 'passer cette étape (avec un motif)', value: 'skip' },
  { name: 'plus tard', value: 'later' },
  { name: 'envoyer tous les suivants sans demander', value: 'all' },
  { name: 'arrêter là', value: 'quit' },
];

/** The text to rewrite: the subject on its first line, as in a template. */
const editableText = ({ source }: ComposedMessage): string =>
  `Objet : ${source.reveal(source.subject)}\n\n${source.reveal(source.body)}`;

/** @throws RelanceError when the subject has gone. */
const parseEdited = (text: string): { subject: string; body: string; reveal: (value: string) => string } => {
  const [first = '', ...rest] = text.trimStart().split(/\r?\n/);
  const subject = /^Objet\s*:\s*(.+)$/u.exec(first)?.[1];
  if (!subject) throw usageError('La première ligne doit rester « Objet : … »');
  return { subject, body: rest.join('\n').trim(), reveal: (value) => value };
};

const edit = async (ctx: Context, message: ComposedMessage): Promise<ComposedMessage> => {
  const prompts = await ctx.prompts();
  const text = await prompts.edit('Modifier le message', editableText(message));
  try {
    const rewritten = rewriteMessage(message, parseEdited(text));
    if (announcesFile(rewritten.source.body) && rewritten.attachments.length === 0)
      ctx.warn('Attention, ce message annonce une pièce jointe, et aucune facture n’est enregistrée.');
    return rewritten;
  } catch (error) {
    ctx.warn(error instanceof Error ? error.message : String(error));
    return message;
  }
};

interface Asked {
  answer: Answer;
  message: ComposedMessage;
  /** Why its step is skipped; '' otherwise. */
  reason: string;
}

/** Shows one message and asks; `null` when it does not leave now. */
const ask = async (ctx: Context, message: ComposedMessage, position: string): Promise<Asked> => {
  const prompts = await ctx.prompts();
  let shown = message;
  for (;;) {
    ctx.print(`\n${renderMessageView(shown, ctx)}`);
    const answer = await prompts.choose(`Message ${position} pour ${message.action.client.name}`, CHOICES);
    const reason = answer === 'skip' ? await prompts.text({ message: 'Motif :' }) : '';
    if (answer !== 'edit') return { answer, message: shown, reason };
    shown = await edit(ctx, shown);
  }
};

/** Records that the steps of a message are waived; what was only carried along keeps its own next step. */
const skipSteps = (ctx: Context, message: ComposedMessage, run: Run, reason: string): string => {
  const db = ctx.db();
  db.transaction(() => {
    for (const { decision, ownStep } of message.action.invoices)
      if (ownStep)
        insertStepMark(
          db,
          {
            invoiceId: decision.invoice.id,
            kind: 'skipped',
            step: ownStep.id,
            stepDay: ownStep.day,
            onDay: factDayOf(ctx, run),
            reason,
          },
          ctx.now,
        );
  }).immediate();
  return `étape passée : ${reason}`;
};

/** One attempt, again with what is now due when the message no longer holds; null when nothing is due any more. */
const attempt = async (
  ctx: Context,
  message: ComposedMessage,
  { run, deliver, isAsking }: Sending,
): Promise<{ message: ComposedMessage; dispatch: Dispatch } | null> => {
  let current = message;
  for (let count = 0; count < MAX_ATTEMPTS; count += 1) {
    const dispatch = await deliver(current, run);
    if (dispatch.kind !== 'stale') return { message: current, dispatch };
    const again = composeAgain(ctx, current, run);
    // A person has confirmed these words and no others.
    if (again === null || isAsking) return null;
    current = again;
  }
  return null;
};

/** As the base shows it, for a summary that cannot read the base any more. */
export const uncertainOf = (
  ctx: Context,
  { action }: ComposedMessage,
  contact: number,
  onDay: LocalDate,
): OpenContact => ({
  contact,
  client: action.client,
  step: action.step.id,
  status: 'uncertain',
  direction: 'out',
  channel: 'email',
  invoices: action.invoices.map(({ decision }) => decision.invoice.number),
  at: ctx.now.toISOString(),
  onDay,
  note: null,
});

const note = (ctx: Context, { report, run }: Sending, message: ComposedMessage, dispatch: Dispatch): void => {
  if (dispatch.kind === 'sent')
    report.sent.push({ message, contact: dispatch.contact, path: null, note: dispatch.note });
  if (dispatch.kind === 'draft')
    report.sent.push({ message, contact: dispatch.contact, path: dispatch.path, note: dispatch.note });
  if (dispatch.kind === 'failed') report.failed.push({ action: message.action, error: dispatch.error });
  if (dispatch.kind === 'uncertain')
    report.uncertain.push(uncertainOf(ctx, message, dispatch.contact, factDayOf(ctx, run)));
};

const STALE = 'réglée, suspendue ou modifiée depuis : non envoyée';

/**
 * Shows, asks, sends, one message after the other; one refusal does not stop the others. Whatever happens once something
 * has left, or was refused, is in the report.
 * @throws what ends the run before that
 */
export const sendMessages = async (
  ctx: Context,
  messages: ComposedMessage[],
  sending: Sending,
): Promise<void> => {
  const { report, run } = sending;
  let isAsking = sending.isAsking;
  let lostConnections = 0;
  let doubts = 0;
  const skip = (message: ComposedMessage, reason: string): void => {
    report.skipped.push({ action: message.action, reason });
  };
  const held = report.skipped.length;
  const isUntouched = (): boolean =>
    report.sent.length + report.failed.length + report.uncertain.length + report.skipped.length === held;
  const stop = (rest: ComposedMessage[], error: unknown): void => {
    report.stopped = faultOf(ctx, error);
    rest.forEach((message) => skip(message, 'envoi arrêté'));
  };
  for (const [index, prepared] of messages.entries()) {
    const rest = messages.slice(index);
    if (ctx.isInterrupted()) return rest.forEach((message) => skip(message, 'envoi interrompu'));
    if (lostConnections >= MAX_LOST_CONNECTIONS)
      return rest.forEach((message) => skip(message, 'serveur injoignable : à la prochaine exécution'));
    if (doubts >= MAX_DOUBTS)
      return rest.forEach((message) =>
        skip(message, 'deux envois incertains de suite : à la prochaine exécution'),
      );
    let message = prepared;
    if (isAsking) {
      const asked = await ask(ctx, prepared, `${index + 1}/${messages.length}`).catch((error: unknown) => {
        // Ctrl-C once something is done: the summary must still tell what.
        if (error instanceof Error && error.name === 'ExitPromptError' && !isUntouched()) return null;
        throw error;
      });
      if (asked === null) {
        report.isCancelled = true;
        return rest.forEach((left) => skip(left, 'arrêté à votre demande'));
      }
      message = asked.message;
      if (asked.answer === 'quit') return rest.forEach((left) => skip(left, 'arrêté à votre demande'));
      if (asked.answer === 'later') {
        skip(message, 'plus tard');
        continue;
      }
      if (asked.answer === 'skip') {
        skip(message, skipSteps(ctx, message, run, asked.reason));
        continue;
      }
      if (asked.answer === 'all') isAsking = false;
    }
    ctx.progress(`Envoi ${index + 1}/${messages.length}…`);
    let result: Awaited<ReturnType<typeof attempt>>;
    try {
      result = await attempt(ctx, message, { ...sending, isAsking });
    } catch (error) {
      if (!isStorageFault(error)) {
        // Of this message alone: nothing of it was handed over.
        report.failed.push({ action: message.action, error: faultOf(ctx, error).message });
        continue;
      }
      if (isUntouched()) throw error;
      return stop(rest, error);
    } finally {
      ctx.progress('');
    }
    if (result === null) skip(message, STALE);
    else note(ctx, sending, result.message, result.dispatch);
    if (result?.dispatch.stop !== undefined) return stop(messages.slice(index + 1), result.dispatch.stop);
    doubts = result?.dispatch.kind === 'uncertain' ? doubts + 1 : 0;
    lostConnections =
      result?.dispatch.kind === 'failed' && result.dispatch.connectionLost ? lostConnections + 1 : 0;
  }
};

/** Every uncertain sending still open; those of this run alone when the base can no longer be read. */
export const readUncertain = (ctx: Context, known: OpenContact[], today: LocalDate): OpenContact[] => {
  try {
    return listUncertain(ctx.db(), today);
  } catch (error) {
    if (!isStorageFault(error)) throw error;
    return known;
  }
};
