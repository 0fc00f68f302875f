import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { findCreditor } from '../db/creditor-row.ts';
import type { Creditor } from '../domain/people/creditor.ts';
import { isMailAction, type Plan } from '../domain/schedule/action.ts';
import { RelanceError } from '../errors.ts';
import { replyToOf, senderOf } from './sender.ts';

/** What keeps the messages of a day from leaving, or from doing what they are for. */
export interface SendingWarning {
  code: string;
  number: null;
  text: string;
  command: string;
}

const warning = (code: string, text: string, command: string): SendingWarning => ({
  code,
  number: null,
  text,
  command,
});

const ofError = ({ code, message, hint }: RelanceError): SendingWarning =>
  warning(code, `vos relances ne peuvent pas partir : ${message}`, hint ?? 'relance send --dry-run');

const senderWarnings = (ctx: Context, creditor: Creditor): SendingWarning[] => {
  try {
    senderOf(ctx, creditor);
    replyToOf(ctx);
    return [];
  } catch (error) {
    if (error instanceof RelanceError) return [ofError(error)];
    throw error;
  }
};

/** A reminder that does not say how to pay is still a reminder: told, not refused. */
export const NO_WAY_TO_PAY = warning(
  'no-iban',
  'votre profil n’a pas d’IBAN : vos messages ne disent pas comment vous régler',
  'relance profil --iban <iban>',
);

/** Those who have it lose SMTP with a password at the end of that month, unless an administrator gives it back (Exchange team, 27 January 2026). */
export const LAST_DAY_OF_PASSWORDS = '2026-12-31';
export const MICROSOFT_PASSWORD = warning(
  'microsoft-password',
  'à la fin de décembre 2026, Microsoft n’acceptera plus de mot de passe pour l’envoi, sauf si votre administrateur le permet de nouveau : prévoyez un jeton d’accès (docs/messagerie.md)',
  'relance mail --jeton <commande>',
);
/** Where it is worth loading who is whose. */
const MAY_BE_MICROSOFT = /(?:^|\.)(?:office365|outlook|office)\.com$/i;

/** What will keep messages from leaving, some day. */
export const readComingWarnings = async ({ config, today }: Context): Promise<SendingWarning[]> => {
  const server = config.passwordServer;
  if (server === null || today > LAST_DAY_OF_PASSWORDS || !MAY_BE_MICROSOFT.test(server.host)) return [];
  const { providerOfServer } = await import('../mail/providers.ts');
  return providerOfServer(server)?.secret === 'token' ? [MICROSOFT_PASSWORD] : [];
};

/** Whether it changes anything to the messages of today: otherwise nobody is asked about it. */
export const isOfToday = (given: SendingWarning): boolean => given.code !== MICROSOFT_PASSWORD.code;

/** Said on stderr, before anything leaves. */
export const tellWarning = (ctx: Context, { text, command }: SendingWarning): void =>
  ctx.warn(`Attention, ${text}.\n→ ${command}`);

/**
 * What is wrong with the messages of a day, for all those that show or send them. Packaged templates are known to be
 * right: only a user's own are read and checked, for that takes as long as all the rest.
 */
export const readSendingWarnings = async (ctx: Context, plan: Plan): Promise<SendingWarning[]> => {
  const mails = plan.actions.filter(isMailAction);
  const coming = await readComingWarnings(ctx);
  if (mails.length === 0) return coming;
  const creditor = findCreditor(ctx.db());
  if (creditor === null)
    return [
      warning(
        'no-creditor',
        'vos relances ne peuvent pas partir : dites d’abord qui vous êtes',
        'relance init',
      ),
      ...coming,
    ];
  const faults = existsSync(join(ctx.config.userTemplates, 'emails'))
    ? (await import('./compose-message.ts')).templateFaults(ctx, mails)
    : [];
  return [
    ...senderWarnings(ctx, creditor),
    ...faults.map(ofError),
    ...(creditor.iban === null ? [NO_WAY_TO_PAY] : []),
    ...coming,
  ];
};
