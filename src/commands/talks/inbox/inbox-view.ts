import type { Context } from '../../../context.ts';
import { findClient } from '../../../db/clients.ts';
import type { Client } from '../../../domain/people/client.ts';
import { formatDay, formatInstant } from '../../../domain/dates.ts';
import { oneLine, truncate, typedWord } from '../../../domain/typography.ts';
import { isSameAddress } from '../../../messages/mailbox/address-key.ts';
import type { MailboxReading } from '../../../messages/mailbox/read-mailbox.ts';
import type { NewAbsence, NewBounce, NewReply } from '../../../messages/mailbox/record-mail.ts';
import { mailboxText } from '../../../desk/mailbox-freshness.ts';
import { proposedFor, replyCommandLines } from '../../../desk/reply-command.ts';
import { plural } from '../../../ui/labels.ts';
import { wrap } from '../../../ui/text.ts';

const EXCERPT_LINES = 2;
/** Indent, quotes, and what a fold between two words leaves empty. */
const EXCERPT_MARGIN = 16;

const excerptOf = ({ text, subject }: NewReply): string => oneLine(text === '' ? subject : text);

/** Where the rest is, when there is more than what is shown. */
const wholeLines = (reply: NewReply, excerpt: string): string[] => {
  const { contact, attachments, invoices } = reply;
  if (attachments === 0 && excerpt === excerptOf(reply)) return [];
  const files = attachments === 0 ? '' : `, avec ${plural(attachments, 'pièce jointe', 'pièces jointes')}`;
  return [`    → en entier${files} : relance show ${invoices[0] ?? ''} --message ${contact}`];
};

const replyLines = (ctx: Context, reply: NewReply): string[] => {
  const { columns } = ctx;
  const { name } = findClient(ctx.db(), reply.clientId);
  const title = [name, ...reply.invoices].map(oneLine).join(', ');
  const excerpt = truncate(excerptOf(reply), EXCERPT_LINES * (columns - EXCERPT_MARGIN));
  return [
    truncate(`  n° ${reply.contact}  ${title}, le ${formatInstant(reply.receivedAt)}`, columns),
    ...wrap(`    « ${excerpt} »`, columns),
    ...wholeLines(reply, excerpt),
    ...replyCommandLines(ctx, reply).map((line) => `    ${line}`),
  ];
};

/** What an address that is refused for good asks for. */
const refusalWords = (refused: NewBounce['refused'], client: Client): [said: string, command: string] => {
  switch (refused) {
    case 'copy':
      return ['(en copie) refuse les messages', `relance client edit ${client.id} --cc <adresses>`];
    case 'former':
      return ['(ancienne adresse) refuse les messages, l’étape est à refaire', 'relance due'];
    case 'other':
      return ['(autre adresse) refuse les messages', `relance client show ${client.id}`];
    default:
      return [
        'refuse les messages, l’étape est à refaire',
        `relance client edit ${client.id} --email <adresse>`,
      ];
  }
};

const bounceLines = (
  ctx: Context,
  { clientId, address, isPermanent, refused, diagnostic, delays }: NewBounce,
): string[] => {
  const { columns, style } = ctx;
  const client = findClient(ctx.db(), clientId);
  const who = `  ${oneLine(client.name)} : ${oneLine(address)}`;
  const said = diagnostic === null ? [] : [style.dim(truncate(`    ${oneLine(diagnostic)}`, columns))];
  if (isPermanent) {
    const [words, command] = refusalWords(refused, client);
    return [...wrap(`${who} ${words}`, columns), ...said, `    → ${command}`];
  }
  const often =
    delays > 1
      ? `n’a pas pu être jointe ${delays} fois : à vérifier`
      : 'n’a pas pu être jointe pour l’instant';
  return [...wrap(`${who} ${often}`, columns), ...said];
};

/** Those who have a copy already keep it. */
const copiesWith = ({ cc }: Client, substitute: string): string =>
  cc === null ? typedWord(substitute) : typedWord(`${cc}, ${substitute}`);

/** Who has no copy yet. */
const isProposed = ({ email, cc }: Client, substitute: string): boolean =>
  ![email ?? '', ...(cc ?? '').split(',')].some((address) => isSameAddress(address.trim(), substitute));

const absenceLines = (ctx: Context, { clientId, returnsOn, substitute }: NewAbsence): string[] => {
  const client = findClient(ctx.db(), clientId);
  return [
    truncate(
      `  ${oneLine(client.name)}${returnsOn === null ? ' : réponse automatique' : ` : de retour le ${formatDay(returnsOn)}`}`,
      ctx.columns,
    ),
    ...(returnsOn === null
      ? []
      : [
          `    → attendre son retour : relance pause ${typedWord(client.name)} --jusqu-au ${formatDay(returnsOn)} --motif "absence"`,
        ]),
    ...(substitute === null || !isProposed(client, substitute)
      ? []
      : [
          `    → pour les urgences : relance client edit ${client.id} --cc ${copiesWith(client, substitute)}`,
        ]),
  ];
};

const section = (title: string, lines: string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines];

/** What came since the last time, the words of clients first. */
export const renderInbox = (
  ctx: Context,
  { read, replies, bounces, absences, settled, readUntil }: MailboxReading,
): string => {
  const { style } = ctx;
  return [
    replies.length === 0
      ? read === 0
        ? 'Aucun nouveau message.'
        : `${plural(read, 'nouveau message', 'nouveaux messages')}, aucune réponse de client.`
      : style.bold(`${plural(replies.length, 'réponse', 'réponses')} : les relances attendent la vôtre.`),
    ...section(
      style.bold('Réponses'),
      replies.flatMap((reply) => replyLines(ctx, reply)),
    ),
    ...section(
      style.red('Messages non remis'),
      bounces.flatMap((bounce) => bounceLines(ctx, bounce)),
    ),
    ...section(
      style.bold('Absences'),
      absences.flatMap((absence) => absenceLines(ctx, absence)),
    ),
    ...(settled.length === 0
      ? []
      : [
          '',
          `Retrouvés parmi vos messages envoyés, donc partis : ${settled.map((id) => `n° ${id}`).join(', ')}.`,
        ]),
    ...(readUntil === null ? [] : ['', style.dim(mailboxText({ readUntil }))]),
  ].join('\n');
};

const EXCERPT = 200;

export const inboxJson = (
  ctx: Context,
  { readUntil, read, replies, bounces, absences, settled }: MailboxReading,
) => {
  const clientOf = (id: number) => {
    const { name, kind } = findClient(ctx.db(), id);
    return { id, name, kind };
  };
  const replyJson = (reply: NewReply) => ({
    contact: reply.contact,
    client: clientOf(reply.clientId),
    invoices: reply.invoices,
    at: reply.receivedAt,
    sender: reply.sender,
    excerpt: truncate(excerptOf(reply), EXCERPT),
    hint: proposedFor(reply),
  });
  return {
    readUntil,
    read,
    replies: replies.filter(({ isSure }) => isSure).map(replyJson),
    bounces: bounces.map(({ clientId, address, isPermanent, receivedAt, diagnostic }) => ({
      client: clientOf(clientId),
      address,
      permanent: isPermanent,
      at: receivedAt,
      diagnostic,
    })),
    automatic: absences.map(({ clientId, returnsOn, substitute }) => ({
      client: clientOf(clientId),
      backOn: returnsOn,
      substitute,
    })),
    settled,
    unknown: replies.filter(({ isSure }) => !isSure).map(replyJson),
  };
};
