import type { Client } from '../../domain/people/client.ts';
import type { Contact } from '../../domain/schedule/contact.ts';
import { formatDay } from '../../domain/dates.ts';
import type { ClientKind } from '../../domain/people/client-kind.ts';
import { stepTitle } from '../../domain/schedule/payment-plan.ts';
import { oneLine } from '../../domain/typography.ts';
import { CHANNEL_LABELS, STATUS_LABELS } from '../../ui/labels.ts';

interface ResolvedContact extends Contact {
  clientId: Client['id'];
  clientName: string;
  clientKind: ClientKind;
  invoices: string[];
}

/** `Contact n° 12 : e-mail « relance-1 » du 23/11/2026 à Atelier Petit (2026-014)`. */
export const contactTitle = (contact: ResolvedContact): string => {
  const step = contact.step === null ? '' : ` « ${stepTitle(contact.step)} »`;
  return `Contact n° ${contact.id} : ${CHANNEL_LABELS[contact.channel]}${step} du ${formatDay(contact.onDay)}, ${oneLine(contact.clientName)} (${contact.invoices.map(oneLine).join(', ')})`;
};

export const renderResolved = (contact: ResolvedContact): string => {
  const title = `${contactTitle(contact)} : ${STATUS_LABELS[contact.status]}.`;
  if (contact.step === null) return title;
  const outcome =
    contact.status === 'sent'
      ? 'L’étape est faite.'
      : 'L’étape reste à faire : elle revient dans « relance due ».';
  return `${title}\n${outcome}`;
};

export const contactJson = (contact: ResolvedContact) => ({
  id: contact.id,
  status: contact.status,
  client: { id: contact.clientId, name: contact.clientName, kind: contact.clientKind },
  invoices: contact.invoices,
  step: contact.step,
  channel: contact.channel,
  direction: contact.direction,
  at: contact.at,
  subject: contact.subject,
  messageId: contact.messageId,
});
