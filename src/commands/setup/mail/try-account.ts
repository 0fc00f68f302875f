import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../../context.ts';
import { RelanceError } from '../../../errors.ts';
import { openMailbox, type Mailbox } from '../../../mail/imap.ts';
import type { MailServer } from '../../../mail/mail-server.ts';
import { sendTestMessage } from '../../../mail/test-message.ts';
import { openMailer } from '../../../mail/smtp.ts';
import { STEP } from './find-servers.ts';

/** One thing that was tried, or could not be. */
export interface Check {
  name: 'smtp' | 'imap' | 'message' | 'arrival';
  state: 'ok' | 'fault' | 'absent';
  text: string;
  hint: string | null;
  /** Of the refusal. */
  code?: string;
  /** Of an arrival: the message is among the sent mails too, where nobody but the provider has put it. */
  isFiled?: boolean;
}

const NO_MAILBOX: Check = {
  name: 'imap',
  state: 'absent',
  text: 'aucune boîte n’est réglée : les réponses de vos clients ne sont pas lues',
  hint: 'relance mail <votre adresse>',
};
/** Milliseconds between two looks at the inbox. */
const PAUSE = 1000;
const INBOX = 'INBOX';

const fault = (name: Check['name'], error: unknown): Check => {
  if (!(error instanceof RelanceError)) throw error;
  return { name, state: 'fault', text: error.message, hint: error.hint, code: error.code };
};

const loggedIn = (name: 'smtp' | 'imap', { host, port, user }: MailServer): Check => ({
  ...{ name, state: 'ok', hint: null },
  text: `${host}:${port}, ${user === null ? 'sans identifiant' : `identifié comme ${user}`}`,
});

/** Connects and logs in to send. `settings` may ask a password manager. */
export const trySmtp = async (settings: () => Promise<MailServer | null>): Promise<Check> => {
  try {
    const server = await settings();
    if (server === null)
      return {
        ...{ name: 'smtp', state: 'fault', text: 'aucun serveur d’envoi n’est réglé' },
        hint: 'relance mail <votre adresse>',
      };
    const mailer = openMailer(server, { timeouts: STEP });
    await mailer.verify().finally(() => mailer.close());
    return loggedIn('smtp', server);
  } catch (error) {
    return fault('smtp', error);
  }
};

/** Connects, logs in and opens the inbox. `settings` may ask a password manager. */
export const tryImap = async (settings: () => Promise<MailServer | null>): Promise<Check> => {
  try {
    const server = await settings();
    if (server === null) return NO_MAILBOX;
    const mailbox = await openMailbox(server, { timeouts: STEP });
    try {
      await mailbox.open(INBOX);
    } finally {
      await mailbox.close();
    }
    return loggedIn('imap', server);
  } catch (error) {
    return fault('imap', error);
  }
};

/** Whether the message is in the inbox, waited for as long as a step may last. */
const waitFor = async (mailbox: Mailbox, messageId: string): Promise<boolean> => {
  for (let waited = 0; waited <= STEP.total; waited += PAUSE) {
    if (waited > 0) await sleep(PAUSE);
    await mailbox.open(INBOX);
    if (await mailbox.has(messageId)) return true;
  }
  return false;
};

/** Whether the provider has put among the sent mails what it has sent. */
const isFiled = async (mailbox: Mailbox, messageId: string): Promise<boolean> => {
  const folder = await mailbox.specialFolder('\\Sent');
  if (folder === null) return false;
  await mailbox.open(folder);
  return mailbox.has(messageId);
};

const findMessage = async (server: MailServer, messageId: string): Promise<Check> => {
  try {
    const mailbox = await openMailbox(server, { timeouts: STEP });
    try {
      const isThere = await waitFor(mailbox, messageId);
      return isThere
        ? {
            ...{ name: 'arrival', state: 'ok', text: 'le message d’essai est dans votre boîte', hint: null },
            isFiled: await isFiled(mailbox, messageId),
          }
        : {
            ...{ name: 'arrival', state: 'fault' },
            text: 'le message d’essai n’est pas encore dans votre boîte',
            hint: 'regardez aussi dans les indésirables, puis : relance mail --verifier',
          };
    } finally {
      await mailbox.close();
    }
  } catch (error) {
    return fault('arrival', error);
  }
};

/** Sends a message to oneself, and finds it again in the mailbox where there is one. */
export const tryMessage = async (
  ctx: Context,
  from: { name: string | null; address: string },
  smtp: () => Promise<MailServer | null>,
  imap: () => Promise<MailServer | null>,
): Promise<Check[]> => {
  const server = await smtp();
  if (server === null) return [];
  const mailer = openMailer(server, { timeouts: STEP });
  const { messageId, outcome } = await sendTestMessage(mailer, { from, replyTo: null }, ctx.now).finally(() =>
    mailer.close(),
  );
  if (outcome.kind !== 'sent')
    return [
      {
        ...{ name: 'message', state: 'fault', text: `le message d’essai n’est pas parti : ${outcome.error}` },
        hint: `l’expéditeur est-il bien ${from.address} ?`,
      },
    ];
  const sent: Check = { name: 'message', state: 'ok', text: `parti à ${from.address}`, hint: null };
  const mailbox = await imap();
  return mailbox === null ? [sent] : [sent, await findMessage(mailbox, messageId)];
};
