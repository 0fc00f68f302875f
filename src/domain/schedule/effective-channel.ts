import { formatDay } from '../dates.ts';
import type { ClientFacts } from './facts.ts';
import type { Channel, Step } from './scenario.ts';
import { oneLine } from '../typography.ts';

/** What is missing for a step to reach the client. */
export type Blocked = 'no-email' | 'no-phone' | 'no-postal-address';

/** What a person has to do, by channel. */
export const PERSON_TEXT: Partial<Record<Channel, string>> = {
  call: 'un appel à passer',
  sms: 'un SMS à envoyer',
  letter: 'une lettre à poster',
  lrar: 'une lettre recommandée à poster',
  'mise-en-demeure': 'une mise en demeure à poster',
  handover: 'le dossier à remettre',
};

/** The channels that may be a client's own: those that can carry a reminder. */
export const PREFERRED_CHANNELS = ['email', 'call', 'sms', 'letter', 'lrar'] as const satisfies Channel[];

const emailTrouble = ({ email, emailRefusedOn }: ClientFacts): string =>
  email !== null && emailRefusedOn !== null
    ? `adresse refusée le ${formatDay(emailRefusedOn)} : ${oneLine(email)}`
    : 'aucune adresse e-mail';

/** What is missing, in words. */
export const blockedText = (blocked: Blocked, client: ClientFacts): string => {
  if (blocked === 'no-phone') return 'numéro de téléphone à compléter';
  if (blocked === 'no-postal-address') return 'adresse postale à compléter';
  return `${emailTrouble(client)}, ni téléphone, ni adresse postale`;
};

/** Why a step that was to be an e-mail is done otherwise for this client. */
export const fallbackText = (channel: Channel, client: ClientFacts): string =>
  client.channel === channel ? 'c’est ainsi que ce client est joint' : emailTrouble(client);

export const isByMail = (channel: Channel): boolean => channel === 'email' || channel === 'sms';
/** Letters are posted on any day. */
export const isOnWorkingDays = (channel: Channel): boolean => isByMail(channel) || channel === 'call';

/**
 * The channel by which a step can reach this client, and what is missing when none can.
 * An e-mail without address becomes a call, else a letter; a client who only answers the phone is called, or sent an SMS,
 * and one who only reads paper is written to.
 */
export const effectiveChannel = (
  step: Step,
  client: ClientFacts,
): { channel: Channel; blocked: Blocked | null } => {
  const hasEmail = client.email !== null && client.emailRefusedOn === null;
  const letters = client.hasPostalAddress ? null : 'no-postal-address';
  switch (step.channel) {
    case 'email':
      if ((client.channel === 'call' || client.channel === 'sms') && client.phone !== null)
        return { channel: client.channel, blocked: null };
      if (client.channel === 'letter' || client.channel === 'lrar')
        return { channel: client.channel, blocked: letters };
      if (hasEmail) return { channel: 'email', blocked: null };
      if (client.phone !== null) return { channel: 'call', blocked: null };
      if (client.hasPostalAddress) return { channel: 'letter', blocked: null };
      return { channel: 'email', blocked: 'no-email' };
    case 'call':
    case 'sms':
      return { channel: step.channel, blocked: client.phone === null ? 'no-phone' : null };
    case 'letter':
    case 'lrar':
    case 'mise-en-demeure':
      return { channel: step.channel, blocked: letters };
    default:
      return { channel: step.channel, blocked: null };
  }
};
