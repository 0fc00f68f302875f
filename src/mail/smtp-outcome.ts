import { domainToASCII } from 'node:url';
import { NBSP } from '../domain/typography.ts';
import {
  explainFailure,
  isAddressRefusal,
  isLoginRefused,
  quoteReply,
  type SmtpFailure,
} from './smtp-errors.ts';
import type { SmtpTranscript } from './smtp-transcript.ts';

export interface Delivery {
  raw: Buffer;
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  messageId: string;
}

export type Outcome =
  | { kind: 'sent'; response: string; refused: string[] }
  | { kind: 'failed'; error: string; addressRefused: boolean; connectionLost: boolean }
  /** Accepted for Cc or Bcc only. */
  | { kind: 'undelivered'; error: string; addressRefused: boolean }
  | { kind: 'uncertain'; error: string };

/** As it goes on the wire: nodemailer writes the domain in ASCII. */
export const wireAddress = (address: string): string => {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1)) || address.slice(at + 1)}`.toLowerCase();
};

const toRefusals = (delivery: Delivery, transcript: SmtpTranscript) =>
  delivery.to.flatMap((address) => {
    const reply = transcript.recipientReply(wireAddress(address));
    return reply === null || reply.startsWith('2') ? [] : [{ address, reply }];
  });

const isEveryToRefused = (delivery: Delivery, transcript: SmtpTranscript): boolean =>
  !transcript.isSenderRefused &&
  toRefusals(delivery, transcript).filter(({ reply }) => isAddressRefusal(reply)).length ===
    delivery.to.length;

const sayRefusals = (refusals: readonly { address: string; reply: string }[]): string =>
  refusals
    .map(({ address, reply }) => `L’adresse ${address} est refusée${NBSP}: ${quoteReply(reply)}`)
    .join('. ');

const sayFailure = (
  failure: SmtpFailure,
  delivery: Delivery,
  transcript: SmtpTranscript,
  server: string,
): string => {
  const refusals = transcript.isSenderRefused ? [] : toRefusals(delivery, transcript);
  if (failure.command === 'RCPT TO' && refusals.length > 0) return sayRefusals(refusals);
  if (failure.refusalCode === null || failure.refusalCode === 530)
    return explainFailure(failure, server).message;
  if (isLoginRefused(failure)) {
    const { message, hint } = explainFailure(failure, server);
    return `${message}. ${hint}`;
  }
  const verb = failure.refusalCode < 500 ? 'demande de réessayer plus tard' : 'refuse le message';
  return `Le serveur ${server} ${verb}${NBSP}: ${quoteReply(failure.response)}`;
};

/** A refusal is certain wherever it comes; without one, all depends on whether the text had been asked for. */
export const classifyFailure = (
  failure: SmtpFailure,
  delivery: Delivery,
  transcript: SmtpTranscript,
  server: string,
): Outcome => {
  if (failure.refusalCode === null && transcript.mayHaveLeft) {
    const { message } = explainFailure(failure, server);
    return { kind: 'uncertain', error: `${message} pendant l’envoi${NBSP}: le message est peut-être parti` };
  }
  return {
    kind: 'failed',
    error: sayFailure(failure, delivery, transcript, server),
    addressRefused: isEveryToRefused(delivery, transcript),
    connectionLost:
      failure.refusalCode === 421 || (failure.refusalCode === null && failure.command !== 'API'),
  };
};

/** The mail library itself broke down: what matters is only how far it had got. */
export const classifyDefect = (error: unknown, transcript: SmtpTranscript): Outcome => {
  const reason = `défaut à l’envoi${NBSP}: ${error instanceof Error ? error.message : String(error)}`;
  return transcript.mayHaveLeft
    ? { kind: 'uncertain', error: `${reason}${NBSP}; le message est peut-être parti` }
    : { kind: 'failed', error: reason, addressRefused: false, connectionLost: false };
};

/** The server took the message, for some recipients at least. */
export const classifyAcceptance = (
  response: string,
  delivery: Delivery,
  recipients: readonly string[],
  transcript: SmtpTranscript,
): Outcome => {
  const refusals = toRefusals(delivery, transcript);
  if (refusals.length === delivery.to.length) {
    const addressRefused = isEveryToRefused(delivery, transcript);
    return { kind: 'undelivered', error: sayRefusals(refusals), addressRefused };
  }
  const isRefused = (address: string) => !transcript.recipientReply(address)?.startsWith('2');
  return { kind: 'sent', response: quoteReply(response), refused: recipients.filter(isRefused) };
};
