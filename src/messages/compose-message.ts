import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { findClient } from '../db/clients.ts';
import { findReusableMessageId, listThread } from '../db/messages.ts';
import { findCreditor } from '../db/creditor-row.ts';
import { findInvoice } from '../db/invoices.ts';
import { isStorageFault } from '../db/open.ts';
import type { Creditor } from '../domain/people/creditor.ts';
import { formatLongDay, type LocalDate } from '../domain/dates.ts';
import type { Action, MailAction } from '../domain/schedule/action.ts';
import { isOfScenario, type MessageAccount } from '../domain/schedule/message-account.ts';
import { isPrescribed } from '../domain/law/prescription-period.ts';
import { isThreat } from '../domain/schedule/scenario.ts';
import { RelanceError } from '../errors.ts';
import type { BlocksData } from '../mail/blocks.ts';
import { MESSAGE_VOCABULARY, type MessageContext } from '../mail/message-context.ts';
import type { Mailbox } from '../mail/mime.ts';
import { layOutMessage, writeMessage, type MessageSource, type RenderedMessage } from '../mail/render.ts';
import { readMessageFacts } from './message-facts.ts';
import type { TemplateFolders } from '../document/template-files.ts';
import { loadTemplate, type Template } from '../document/load.ts';
import { announcesFile, attachmentsOf, missingCopy, type MessageAttachment } from './attachments.ts';
import { faultOf } from './send-faults.ts';
import { blocksOf, contextOf } from './message-data.ts';
import { parseMailbox, replyToOf, senderOf } from './sender.ts';
import { penaltiesOf, type MessagePenalties } from './message-penalties.ts';

/** A message ready to be shown, and sent as shown. */
export interface ComposedMessage extends RenderedMessage {
  action: MailAction;
  from: Mailbox;
  replyTo: Mailbox | null;
  to: Mailbox[];
  cc: Mailbox[];
  bcc: Mailbox[];
  /** What leaves with it: what its words announce. */
  attachments: MessageAttachment[];
  /** The invoices that it may carry. */
  files: MessageAttachment[];
  messageId: string;
  inReplyTo: string | null;
  references: string[];
  /** Penalties and indemnity that its words state, or null. */
  penaltiesCents: number | null;
  /** The deadline that its words announce, or null. */
  deadlineOn: LocalDate | null;
  /** What a person may rewrite before it leaves. */
  source: MessageSource;
  blocks: BlocksData;
}

export const templateFolders = (ctx: Context): TemplateFolders => ({
  user: join(ctx.config.userTemplates, 'emails'),
  packaged: join(ctx.packageRoot, 'templates', 'emails'),
  vocabulary: MESSAGE_VOCABULARY,
});

/** @throws RelanceError when nobody has said who the creditor is. */
export const requireCreditor = (ctx: Context): Creditor => {
  const creditor = findCreditor(ctx.db());
  if (creditor) return creditor;
  throw new RelanceError('Dites d’abord qui vous êtes : vos messages doivent être signés', {
    code: 'no-creditor',
    hint: 'relance init',
  });
};

const splitAddresses = (list: string | null): Mailbox[] =>
  (list ?? '')
    .split(',')
    .map((part) => parseMailbox(part))
    .filter((mailbox) => mailbox !== null);

const squeezed = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** The deadline counts as announced when the words carry its date. */
const announcedIn = (text: string, action: Action): LocalDate | null => {
  const deadlineOn = action.following?.deadlineOn ?? null;
  return deadlineOn !== null && squeezed(text).includes(squeezed(formatLongDay(deadlineOn)))
    ? deadlineOn
    : null;
};

const lay = (source: MessageSource, blocks: BlocksData, action: Action) => {
  const rendered = layOutMessage(source, blocks, { withQrCode: true });
  return { ...rendered, source, deadlineOn: announcedIn(rendered.text, action) };
};

/** A file that nobody announces does not leave: who has paid, and receives the invoice again, may pay twice. */
const carried = (
  { body }: MessageSource,
  files: MessageAttachment[],
): Pick<ComposedMessage, 'files' | 'attachments'> => ({
  files,
  attachments: announcesFile(body) ? files : [],
});

/** The words of an action as its message would have them, for what is said or copied rather than sent. */
export const spokenContext = (ctx: Context, action: Action, today: LocalDate): MessageContext => {
  const db = ctx.db();
  const creditor = requireCreditor(ctx);
  const ids = action.invoices.map(({ decision }) => decision.invoice.id);
  return contextOf(action, {
    creditor,
    client: findClient(db, action.client.id),
    today,
    attachments: 0,
    facts: readMessageFacts(db, action, today),
    subject: ids[0] === undefined ? null : findInvoice(db, ids[0]).subject,
    penalties: { isMentioned: false, amounts: null },
  });
};

const templates = new WeakMap<Context, Map<string, Template>>();

/** A template is read, checked and compiled once per run. */
const templateOf = (ctx: Context, name: string): Template => {
  const known = templates.get(ctx) ?? new Map<string, Template>();
  templates.set(ctx, known);
  const template = known.get(name) ?? loadTemplate(name, templateFolders(ctx));
  known.set(name, template);
  return template;
};

/** No threat on a claim that can no longer be sued for (C. conso. L121-7); the schedule plans none, a preview may ask for one. */
const refuseThreat = ({ step, invoices }: MailAction, today: LocalDate): void => {
  const prescribed = invoices.find(({ decision }) => isPrescribed(decision.invoice, today))?.decision.invoice;
  if (!prescribed || !isThreat(step)) return;
  throw new RelanceError(`La créance ${prescribed.number} est prescrite : aucun dernier rappel ne s’écrit`, {
    code: 'prescribed',
    hint: `relance prescription ${prescribed.number}`,
  });
};

/** What a reminder of a scenario becomes when its invoices are under an agreement: only the instalments may be asked. */
const AGREEMENT_TEMPLATES = {
  coming: 'echeance-plan',
  late: 'echeance-plan-rappel',
  missed: 'echeance-manquee',
} as const;

const templateNameOf = (action: MailAction, { reason, agreements }: MessageAccount): string => {
  if (reason !== 'instalments' || !isOfScenario(action)) return action.step.template;
  const isMissed = agreements.some(({ state }) => state === 'missed');
  return AGREEMENT_TEMPLATES[isMissed ? 'missed' : (agreements[0]?.state ?? 'coming')];
};

/** What a message outside the scenario says besides. */
interface SpecialMessage {
  /** Penalties claimed for themselves, instead of what a reminder says of them. */
  penalties?: MessagePenalties;
  /** The day agreed for the sum of the action. */
  agreedOn?: LocalDate;
  isAllSettled?: boolean;
  /** The run writes about each invoice by itself. */
  isPerInvoice?: boolean;
}

/**
 * Renders the message of an action as it would leave on that day. A template at fault throws.
 */
export const composeMessage = (
  ctx: Context,
  action: MailAction,
  today: LocalDate,
  special: SpecialMessage = {},
): ComposedMessage => {
  refuseThreat(action, today);
  const db = ctx.db();
  const creditor = requireCreditor(ctx);
  const client = findClient(db, action.client.id);
  const ids = action.invoices.map(({ decision }) => decision.invoice.id);
  const files = attachmentsOf(
    db,
    action.invoices.map(({ decision }) => decision.invoice),
  );
  const lead = action.invoices.find(({ advances }) => advances)?.decision ?? action.invoices[0]?.decision;
  const penalties = special.penalties ?? penaltiesOf(db, action, { creditor, client, today });
  const facts = readMessageFacts(db, action, today, {
    isPromise: special.agreedOn !== undefined,
    isPerInvoice: special.isPerInvoice === true || action.client.isPerInvoice,
  });
  const { account } = facts;
  const context = contextOf(action, {
    creditor,
    client,
    facts,
    today,
    attachments: files.length,
    subject: lead ? findInvoice(db, lead.invoice.id).subject : null,
    penalties,
    agreedOn: special.agreedOn,
    isAllSettled: special.isAllSettled,
  });
  const source = writeMessage(templateOf(ctx, templateNameOf(action, account)), context);
  if (files.length === 0 && announcesFile(source.body))
    throw missingCopy(context.numero, 'le message l’annonce');
  const blocks = blocksOf(action, account, creditor, penalties);
  const from = senderOf(ctx, creditor);
  const thread = listThread(db, ids);
  const reused =
    action.invoices
      .filter(({ advances }) => advances)
      .map(({ decision }) => findReusableMessageId(db, decision.invoice.id, decision.step?.id ?? ''))
      .find((id) => id !== null) ?? null;
  return {
    ...lay(source, blocks, action),
    ...carried(source, files),
    blocks,
    penaltiesCents: penalties.amounts?.totalCents ?? null,
    action,
    from,
    replyTo: replyToOf(ctx),
    to: client.email === null ? [] : [{ name: client.contactName ?? client.name, address: client.email }],
    cc: splitAddresses(client.cc),
    bcc: splitAddresses(ctx.config.bcc),
    messageId: reused ?? `<${randomUUID()}@${from.address.split('@')[1] ?? 'relance.invalid'}>`,
    inReplyTo: thread.findLast((id) => id !== reused) ?? null,
    references: thread.filter((id) => id !== reused),
  };
};

/** The same message with the words that a person has rewritten. */
export const rewriteMessage = (message: ComposedMessage, source: MessageSource): ComposedMessage => ({
  ...message,
  ...lay(source, message.blocks, message.action),
  ...carried(source, message.files),
});

/** Faults of the settings or of a template: they would come back with the next message, so that none leaves. */
const OF_THE_RUN: ReadonlySet<string> = new Set([
  'no-creditor',
  'no-sender',
  'no-reply-to',
  'unknown-template',
  'invalid-template',
]);

/**
 * Every message of a run, before the first one leaves. One that cannot be written for a reason of its own is refused
 * alone.
 * @throws RelanceError what is at fault in the settings, a template or the database
 */
export const composeMessages = (
  ctx: Context,
  actions: readonly MailAction[],
  today: LocalDate,
  isPerInvoice = false,
): { messages: ComposedMessage[]; refused: { action: Action; error: string }[] } => {
  const messages: ComposedMessage[] = [];
  const refused: { action: Action; error: string }[] = [];
  for (const action of actions)
    try {
      messages.push(composeMessage(ctx, action, today, { isPerInvoice }));
    } catch (error) {
      if (isStorageFault(error) || (error instanceof RelanceError && OF_THE_RUN.has(error.code))) throw error;
      refused.push({ action, error: faultOf(ctx, error).message });
    }
  return { messages, refused };
};

/** Templates of the day that are at fault, each with its reason: none of its messages could leave. */
export const templateFaults = (ctx: Context, actions: readonly MailAction[]): RelanceError[] =>
  [...new Set(actions.map(({ step }) => step.template))].flatMap((name) => {
    try {
      templateOf(ctx, name);
      return [];
    } catch (error) {
      if (error instanceof RelanceError) return [error];
      throw error;
    }
  });
