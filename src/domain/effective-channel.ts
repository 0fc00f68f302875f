import type { ClientFacts } from './facts.ts';
import type { Channel, Step } from './scenario.ts';

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

export const BLOCKED_TEXT: Record<Blocked, string> = {
  'no-email': 'aucune adresse e-mail, ni téléphone, ni adresse postale',
  'no-phone': 'numéro de téléphone à compléter',
  'no-postal-address': 'adresse postale à compléter',
};

export const isByMail = (channel: Channel): boolean => channel === 'email' || channel === 'sms';
/** Letters are posted on any day. */
export const isOnWorkingDays = (channel: Channel): boolean => isByMail(channel) || channel === 'call';

/**
 * The channel by which a step can reach this client, and what is missing when none can.
 * An e-mail without address becomes a call, else a letter; a client who only answers the phone is called, or sent an SMS.
 */
export const effectiveChannel = (
  step: Step,
  client: ClientFacts,
): { channel: Channel; blocked: Blocked | null } => {
  const hasEmail = client.email !== null && !client.isEmailRefused;
  switch (step.channel) {
    case 'email':
      if ((client.channel === 'call' || client.channel === 'sms') && client.phone !== null)
        return { channel: client.channel, blocked: null };
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
      return { channel: step.channel, blocked: client.hasPostalAddress ? null : 'no-postal-address' };
    default:
      return { channel: step.channel, blocked: null };
  }
};
