import { oneLine } from '../../domain/typography.ts';
import { chosenStatus, isWrongAddress } from './bounce-status.ts';
import { fieldOf, fieldsIn, type HeaderField } from './header-fields.ts';
import { cutLine, messageIdOf } from './mail-header.ts';
import { everyPart, type MailPart } from './mime-tree.ts';
import { headersWithin, textOf } from './part-content.ts';
import type { BounceReport, DeliveryAction } from './received-mail.ts';

const MOST_REPORT_BYTES = 512 * 1024;
const MOST_RECIPIENTS = 100;
export const MOST_DIAGNOSTIC = 300;
const RETURNED = /^(?:message\/(?:rfc822|global|rfc822-headers|global-headers)|text\/rfc822-headers)$/;
const ACTIONS: readonly DeliveryAction[] = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'];

const STATUS_PART = /^message\/(?:global-)?delivery-status$/;

/** What a report says is said in few words: the beginning is enough, and no line of it is trusted. */
const lineOrNull = (text: string | null, most: number): string | null => cutLine(text ?? '', most) || null;

/** `rfc822; <jeanne@client.fr>`; null for what is no address, such as a program or a local name. */
const addressIn = (field: string | null): string | null => {
  const bare = (field ?? '').replace(/^[^;@]{0,30};/, '').trim();
  const address = /^<?([^\s<>@;,]{1,64}@[^\s<>@;,]{1,255})>?/.exec(bare)?.[1];
  return address === undefined ? null : oneLine(address);
};

const actionOf = (field: string | null, status: string | null): DeliveryAction => {
  const word = /[a-z]+/i.exec(field ?? '')?.[0].toLowerCase();
  const known = ACTIONS.find((action) => action === word);
  if (known !== undefined) return known;
  return status?.startsWith('4') ? 'delayed' : status?.startsWith('2') ? 'delivered' : 'failed';
};

export const messageIdReturned = (mail: MailPart): string | null => {
  const returned = everyPart(mail).find(({ type }) => RETURNED.test(type.value));
  if (returned === undefined) return null;
  const id = messageIdOf(headersWithin(returned));
  // Headers alone may be written after an empty line, as a body would be.
  return id ?? messageIdOf(fieldsIn(textOf(returned, MOST_REPORT_BYTES).trimStart()));
};

/** Blocks of fields between empty lines: that of the message, then one for each recipient. */
const blocksOf = (text: string): HeaderField[][] =>
  text
    .split(/(?:\r?\n){2,}/)
    .map(fieldsIn)
    .filter((fields) => fields.length > 0);

const isOfRecipient = (fields: HeaderField[]): boolean =>
  fields.some(({ name }) => name === 'final-recipient' || name === 'original-recipient' || name === 'action');

/**
 * The recipients of a text that is written as RFC 3464 asks; `notice` is what is said to people beside it.
 * `Original-Recipient` is the address that the sender wrote to, before any forwarding: it comes first.
 */
export const reportsIn = (text: string, notice: string, originalMessageId: string | null): BounceReport[] => {
  const blocks = blocksOf(text);
  const recipients = blocks.filter(isOfRecipient).slice(0, MOST_RECIPIENTS);
  const ofMessage = blocks.find((fields) => fieldOf(fields, 'original-envelope-id') !== null) ?? [];
  const envelopeId = lineOrNull(fieldOf(ofMessage, 'original-envelope-id'), MOST_DIAGNOSTIC);
  return recipients.map((fields) => {
    const said = fieldOf(fields, 'diagnostic-code')?.replace(/^[a-z][a-z0-9-]{0,20}\s*;\s*/i, '') ?? null;
    const status = chosenStatus(fieldOf(fields, 'status'), said);
    const action = actionOf(fieldOf(fields, 'action'), status);
    const isPermanent = action === 'failed' && status?.startsWith('5.') === true;
    const words = said ?? (recipients.length === 1 ? notice : '');
    return {
      recipient:
        addressIn(fieldOf(fields, 'original-recipient')) ?? addressIn(fieldOf(fields, 'final-recipient')),
      action,
      status,
      isPermanent,
      isAddressWrong: isPermanent && isWrongAddress(status, words),
      diagnostic: lineOrNull(said, MOST_DIAGNOSTIC),
      originalMessageId,
      envelopeId,
    };
  });
};

/** The part of a report that is written for machines. */
export const statusPartOf = (mail: MailPart): MailPart | null =>
  everyPart(mail).find(({ type }) => STATUS_PART.test(type.value)) ?? null;

/** The recipients of the report that a mail is; none when it holds nothing that can be read. */
export const deliveryReportsOf = (mail: MailPart, notice: string): BounceReport[] => {
  const part = statusPartOf(mail);
  return part === null ? [] : reportsIn(textOf(part, MOST_REPORT_BYTES), notice, messageIdReturned(mail));
};
