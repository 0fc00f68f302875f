import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { findClient } from '../db/clients.ts';
import { countReminders, findReusableMessageId, listThread } from '../db/contacts.ts';
import { findCreditor } from '../db/creditor.ts';
import { findInvoicePdf } from '../db/documents.ts';
import { findInvoice } from '../db/invoices.ts';
import type { Client } from '../domain/client.ts';
import { isSoleTrader, legalNameOf, signatureLinesOf } from '../domain/creditor-identity.ts';
import type { Creditor } from '../domain/creditor.ts';
import { daysBetween, formatDay, formatLongDay, type LocalDate } from '../domain/dates.ts';
import type { Action } from '../domain/grouping.ts';
import { formatAmount } from '../domain/money.ts';
import { salutationFor } from '../domain/salutation.ts';
import { isPrescribed } from '../domain/prescription.ts';
import { isThreat, type Step } from '../domain/scenario.ts';
import { RelanceError } from '../errors.ts';
import type { BlocksData } from '../mail/blocks.ts';
import { MESSAGE_VOCABULARY, type MessageContext } from '../mail/message-context.ts';
import type { Attachment, Mailbox } from '../mail/mime.ts';
import { layOutMessage, writeMessage, type MessageSource, type RenderedMessage } from '../mail/render.ts';
import type { TemplateFolders } from '../templates/files.ts';
import { loadTemplate, type Template } from '../templates/load.ts';
import { penaltiesOf, type MessagePenalties } from './penalties.ts';

/** A message ready to be shown, and sent as shown. */
export interface ComposedMessage extends RenderedMessage {
  action: Action & { step: Step };
  from: Mailbox;
  to: Mailbox[];
  cc: Mailbox[];
  bcc: Mailbox[];
  attachments: (Attachment & { sha256: string })[];
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

const ADDRESS = /^\s*(?:"?([^"<]*)"?\s*)<([^<>\s]+@[^<>\s]+)>\s*$/;

/** « Jeanne Martin <jeanne@exemple.fr> », or an address alone. */
const parseMailbox = (text: string): Mailbox | null => {
  const named = ADDRESS.exec(text);
  if (named?.[2]) return { name: named[1]?.trim() || null, address: named[2] };
  const address = text.trim();
  return /^[^\s<>@]+@[^\s<>@]+$/.test(address) ? { name: null, address } : null;
};

/** Who the messages come from: RELANCE_FROM, else the profile's sender, else its e-mail address. */
export const senderOf = (ctx: Context, creditor: Creditor): Mailbox => {
  const text = ctx.config.from ?? creditor.sender ?? creditor.email;
  const mailbox = text === null ? null : parseMailbox(text);
  if (!mailbox)
    throw new RelanceError(
      text === null
        ? 'Votre adresse d’expéditeur manque'
        : `L’expéditeur «\u00a0${text}\u00a0» n’est pas une adresse e-mail`,
      { code: 'no-sender', hint: 'relance profil --email vous@exemple.fr' },
    );
  return { name: mailbox.name ?? creditor.name, address: mailbox.address };
};

/** @throws RelanceError when nobody has said who the creditor is. */
export const requireCreditor = (ctx: Context): Creditor => {
  const creditor = findCreditor(ctx.db());
  if (creditor) return creditor;
  throw new RelanceError('Dites d’abord qui vous êtes\u00a0: vos messages doivent être signés', {
    code: 'no-creditor',
    hint: 'relance init',
  });
};

const splitAddresses = (list: string | null): Mailbox[] =>
  (list ?? '')
    .split(',')
    .map((part) => parseMailbox(part))
    .filter((mailbox) => mailbox !== null);

const SUITES: Partial<Record<string, MessageContext['suite']>> = {
  'mise-en-demeure': 'mise-en-demeure',
  call: 'appel',
  handover: 'remise',
};

const latestPayment = (action: Action): LocalDate | null =>
  action.invoices
    .flatMap(({ decision }) => decision.invoice.payments.map((payment) => payment.receivedOn))
    .reduce<LocalDate | null>((last, day) => (last === null || day > last ? day : last), null);

interface Sources {
  creditor: Creditor;
  client: Client;
  today: LocalDate;
  attachments: number;
  reminders: { count: number; lastOn: LocalDate | null };
  subject: string | null;
  penalties: MessagePenalties;
}

const longDayOrNull = (day: LocalDate | null | undefined): string | null => (day ? formatLongDay(day) : null);

const contextOf = (action: Action, sources: Sources): MessageContext => {
  const { creditor, client, today, attachments, reminders, penalties } = sources;
  const facts = action.invoices.map(({ decision }) => decision);
  const oldest = facts.reduce((a, b) => (b.invoice.dueOn < a.invoice.dueOn ? b : a));
  const amount = (cents: number): string => formatAmount(cents, action.currency);
  const paidCents = facts.reduce(
    (sum, { invoice, remainingCents }) => sum + invoice.totalCents - remainingCents,
    0,
  );
  const broken = facts.find(({ brokenPromise }) => brokenPromise !== null)?.brokenPromise ?? null;
  const isSeveral = facts.length > 1;
  const following = action.following;
  return {
    tu: client.tutoiement,
    nous: !isSoleTrader(creditor),
    plusieurs: isSeveral,
    nombre: facts.length,
    salutation: salutationFor(client.contactName, client.tutoiement),
    numero: oldest.invoice.number,
    numeros: facts.map(({ invoice }) => invoice.number).join(', '),
    objet_facture: isSeveral ? null : sources.subject,
    echeance: formatLongDay(oldest.invoice.dueOn),
    emise: formatLongDay(oldest.invoice.issuedOn),
    retard: oldest.daysLate,
    duree_retard: `${oldest.daysLate}\u00a0${oldest.daysLate > 1 ? 'jours' : 'jour'}`,
    jours_avant: action.daysLate > 0 ? null : daysBetween(today, oldest.invoice.dueOn),
    total: amount(action.totalCents),
    montant_facture: isSeveral ? null : amount(oldest.invoice.totalCents),
    deja_regle: paidCents > 0 ? amount(paidCents) : null,
    paye_le: longDayOrNull(latestPayment(action)),
    date_limite: longDayOrNull(following?.deadlineOn),
    suite: following ? (SUITES[following.step.channel] ?? null) : null,
    nombre_rappels: reminders.count,
    dernier_rappel: longDayOrNull(reminders.lastOn),
    promesse_date: longDayOrNull(broken?.on),
    promesse_montant: broken ? amount(broken.amountCents) : null,
    plan_echeance: longDayOrNull(action.instalment?.dueOn),
    plan_numero: action.instalment?.number ?? null,
    plan_nombre: facts.find(({ plan }) => plan !== null)?.plan?.instalments.length ?? null,
    autres_echanges: action.hasOtherExchanges,
    piece_jointe: attachments > 0,
    pieces: attachments,
    professionnel: client.kind === 'entreprise',
    consommateur: client.kind === 'particulier',
    public: client.kind === 'public',
    association: client.kind === 'association',
    penalites: penalties.isMentioned,
    penalites_montant: penalties.amounts ? amount(penalties.amounts.totalCents) : null,
    penalites_au: longDayOrNull(penalties.amounts?.on),
    penalites_provisoires: penalties.amounts?.isProvisional ?? false,
    indemnite: action.currency === 'EUR',
    createur: { nom: creditor.name, email: creditor.email, tel: creditor.phone },
    client: { nom: client.name, contact: client.contactName },
    engagement: null,
    code_service: null,
  };
};

const REFERENCE_LENGTH = 140;

const blocksOf = (action: Action, creditor: Creditor, penalties: MessagePenalties): BlocksData => ({
  penalties: penalties.amounts,
  invoices: action.invoices.map(({ decision: { invoice, daysLate, claimedCents } }) => ({
    number: invoice.number,
    issuedOn: invoice.issuedOn,
    dueOn: invoice.dueOn,
    daysLate,
    totalCents: invoice.totalCents,
    remainingCents: claimedCents,
    currency: invoice.currency,
  })),
  sum: action.invoices.map(({ decision: { invoice, daysLate, claimedCents } }) => ({
    label: `Facture ${invoice.number}, échue le ${formatDay(invoice.dueOn)} (${daysLate}\u00a0j)`,
    amountCents: claimedCents,
    currency: invoice.currency,
  })),
  payment:
    creditor.iban === null
      ? null
      : {
          holder: legalNameOf(creditor),
          iban: creditor.iban,
          bic: creditor.bic,
          reference: action.invoices
            .map(({ decision }) => decision.invoice.number)
            .join(' ')
            .slice(0, REFERENCE_LENGTH),
        },
  signature: { lines: signatureLinesOf(creditor) },
});

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
const refuseThreat = ({ step, invoices }: Action & { step: Step }, today: LocalDate): void => {
  const prescribed = invoices.find(({ decision }) => isPrescribed(decision.invoice, today))?.decision.invoice;
  if (!prescribed || !isThreat(step)) return;
  throw new RelanceError(
    `La créance ${prescribed.number} est prescrite\u00a0: aucun dernier rappel ne s’écrit`,
    {
      code: 'prescribed',
      hint: `relance prescription ${prescribed.number}`,
    },
  );
};

/**
 * Renders the message of an action as it would leave on that day. A template at fault throws.
 * @param claim the penalties claimed for themselves, instead of what a reminder says of them
 */
export const composeMessage = (
  ctx: Context,
  action: Action & { step: Step },
  today: LocalDate,
  claim?: MessagePenalties,
): ComposedMessage => {
  refuseThreat(action, today);
  const db = ctx.db();
  const creditor = requireCreditor(ctx);
  const client = findClient(db, action.client.id);
  const ids = action.invoices.map(({ decision }) => decision.invoice.id);
  const attachments = ids
    .map((id) => findInvoicePdf(db, id))
    .filter((pdf) => pdf !== null)
    .map(({ name, content, sha256 }) => ({
      filename: name,
      contentType: 'application/pdf',
      content,
      sha256,
    }));
  const lead = action.invoices.find(({ advances }) => advances)?.decision ?? action.invoices[0]?.decision;
  const penalties = claim ?? penaltiesOf(db, action, { creditor, client, today });
  const context = contextOf(action, {
    creditor,
    client,
    today,
    attachments: attachments.length,
    reminders: countReminders(db, ids, today),
    subject: lead ? findInvoice(db, lead.invoice.id).subject : null,
    penalties,
  });
  const source = writeMessage(templateOf(ctx, action.step.template), context);
  const blocks = blocksOf(action, creditor, penalties);
  const from = senderOf(ctx, creditor);
  const thread = listThread(db, ids);
  const reused =
    action.invoices
      .filter(({ advances }) => advances)
      .map(({ decision }) => findReusableMessageId(db, decision.invoice.id, decision.step?.id ?? ''))
      .find((id) => id !== null) ?? null;
  return {
    ...lay(source, blocks, action),
    blocks,
    penaltiesCents: penalties.amounts?.totalCents ?? null,
    action,
    from,
    to: client.email === null ? [] : [{ name: client.contactName ?? client.name, address: client.email }],
    cc: splitAddresses(client.cc),
    bcc: splitAddresses(ctx.config.bcc),
    attachments,
    messageId: reused ?? `<${randomUUID()}@${from.address.split('@')[1] ?? 'relance.invalid'}>`,
    inReplyTo: thread.findLast((id) => id !== reused) ?? null,
    references: thread.filter((id) => id !== reused),
  };
};

/** The same message with the words that a person has rewritten. */
export const rewriteMessage = (message: ComposedMessage, source: MessageSource): ComposedMessage => ({
  ...message,
  ...lay(source, message.blocks, message.action),
});
