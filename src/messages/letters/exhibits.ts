import type { Context } from '../../context.ts';
import { listContacts } from '../../db/contacts.ts';
import { findInvoicePdf, listFiles } from '../../db/documents.ts';
import { listPromises } from '../../db/hold-rows.ts';
import { listPayments } from '../../db/payments.ts';
import { isTold, type Contact } from '../../domain/schedule/contact.ts';
import { formatDay } from '../../domain/dates.ts';
import { isLetterOutcome } from '../../domain/law/letter.ts';
import { formatAmount } from '../../domain/money/money.ts';
import { oneLine } from '../../domain/typography.ts';
import { CHANNEL_LABELS, outcomeLabel } from '../../ui/labels.ts';
import type { ClaimedInvoice } from './letter-blocks.ts';

const POSTED: ReadonlySet<Contact['channel']> = new Set(['letter', 'lrar', 'mise-en-demeure']);

/** One contact in a few words, as a fact: « e-mail « Rappel : facture F-1 » ». */
export const contactText = ({ channel, direction, subject, outcome, note }: Contact): string => {
  const words = [
    subject === null ? null : `« ${oneLine(subject)} »`,
    outcome === null ? null : oneLine(outcomeLabel(outcome)),
    note === null ? null : oneLine(note),
  ].filter((text) => text !== null);
  const isPosted = direction === 'out' && outcome === null && POSTED.has(channel);
  const what = `${CHANNEL_LABELS[channel]}${direction === 'in' ? ' reçu du débiteur' : isPosted ? ' postée' : ''}`;
  return [what, ...words].join(', ');
};

/** Every contact about some invoices, each once, oldest first. */
export const contactsOf = (ctx: Context, claimed: readonly ClaimedInvoice[]): Contact[] => {
  const seen = new Map<number, Contact>();
  for (const { invoice } of claimed)
    for (const contact of listContacts(ctx.db(), invoice.id, ctx.today)) seen.set(contact.id, contact);
  return [...seen.values()]
    .filter(isTold)
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id - b.id));
};

/** What happened, in the order of the days: payments, contacts and promises. */
export const factLines = (ctx: Context, claimed: readonly ClaimedInvoice[], currency: string): string[] => {
  const payments = claimed.flatMap(({ invoice }) =>
    listPayments(ctx.db(), invoice.id, ctx.today)
      .filter(({ reversedOn }) => reversedOn === null)
      .map(({ receivedOn, amountCents, kind }) => ({
        on: receivedOn,
        text: `${formatDay(receivedOn)} : ${kind === 'credit-note' ? 'avoir' : 'règlement reçu'} de ${formatAmount(amountCents, currency)} sur la facture ${oneLine(invoice.number)}`,
      })),
  );
  const contacts = contactsOf(ctx, claimed).map((contact) => ({
    on: contact.onDay,
    text: `${formatDay(contact.onDay)} : ${contactText(contact)}`,
  }));
  const promises = claimed.flatMap(({ invoice }) =>
    listPromises(ctx.db(), invoice.id, ctx.today).map(({ madeOn, promisedOn, amountCents }) => ({
      on: madeOn,
      text: `${formatDay(madeOn)} : promesse de régler ${formatAmount(amountCents, currency)} le ${formatDay(promisedOn)} sur la facture ${oneLine(invoice.number)}`,
    })),
  );
  return [...payments, ...contacts, ...promises]
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .map(({ text }) => text);
};

const UNWRITTEN: ReadonlySet<Contact['channel']> = new Set(['call', 'visio', 'handover']);

/** Contacts with something to join: words in writing, or a proof kept of what was noted. */
const joinedContacts = (ctx: Context, claimed: readonly ClaimedInvoice[]): Contact[] => {
  const proven = new Set(
    claimed.flatMap(({ invoice }) => listFiles(ctx.db(), invoice.id).map(({ contactId }) => contactId)),
  );
  return contactsOf(ctx, claimed).filter(
    ({ id, channel, outcome }) => proven.has(id) || (!UNWRITTEN.has(channel) && !isLetterOutcome(outcome)),
  );
};

/** What proves the claim, in the order of the exhibits: invoices, then letters and messages. */
export const exhibitLines = (ctx: Context, claimed: readonly ClaimedInvoice[]): string[] => [
  ...claimed.map(
    ({ invoice }) =>
      `Facture ${oneLine(invoice.number)} du ${formatDay(invoice.issuedOn)}${findInvoicePdf(ctx.db(), invoice.id) === null ? ' (copie à joindre)' : ''}`,
  ),
  ...joinedContacts(ctx, claimed).map((contact) => {
    const text = contactText(contact);
    return `${text.charAt(0).toUpperCase()}${text.slice(1)} (${formatDay(contact.onDay)})`;
  }),
];
