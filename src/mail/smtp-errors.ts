import { NBSP, oneLine, truncate } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';
import { isCertificateFault } from './tls.ts';

/** What nodemailer's errors carry, each field possibly absent. */
export interface SmtpFailure {
  code: string;
  /** The system's or OpenSSL's own code, under nodemailer's. */
  originalCode: string;
  command: string;
  /** 4xx or 5xx of the reply that ended the attempt, else null. */
  refusalCode: number | null;
  response: string;
  message: string;
  /** Why no access token was to be had. */
  tokenError: RelanceError | null;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Null for what is not an error of the mail library: a defect, to be rethrown. */
export const readFailure = (error: unknown): SmtpFailure | null => {
  if (!(error instanceof Error)) return null;
  const raw = error as Error & Record<string, unknown>;
  const code = textOf(raw['code']);
  if (code === '' && !/^Connection (?:pool was )?closed/.test(error.message)) return null;
  const reply = raw['responseCode'];
  return {
    code,
    originalCode: textOf(raw['originalCode']),
    command: textOf(raw['command']),
    refusalCode: typeof reply === 'number' && reply >= 400 && reply < 600 ? reply : null,
    response: textOf(raw['response']),
    message: error.message,
    tokenError: error.cause instanceof RelanceError ? error.cause : null,
  };
};

/** A server's reply, short and harmless. Never shown for AUTH: a server may echo what it was given. */
export const quoteReply = (reply: string): string =>
  truncate(oneLine(reply.replaceAll(/\r?\n\d{3}[- ]/g, ' ')), 160);

const isTlsFault = (failure: SmtpFailure): boolean =>
  failure.code === 'ETLS' ||
  /^(?:ERR_SSL|ERR_TLS|EPROTO)/.test(failure.originalCode) ||
  isCertificateFault(failure.originalCode, failure.message);

interface Explanation {
  code: string;
  message: string;
  hint: string;
}

const CHECK_URL = 'Vérifiez RELANCE_SMTP_URL (serveur, port, smtp:// ou smtps://)';
const CHECK_PASSWORD =
  'Vérifiez l’identifiant dans RELANCE_SMTP_URL et RELANCE_SMTP_PASSWORD (ou RELANCE_SMTP_PASSWORD_COMMAND)';

/** What a provider wants instead of the password that it refuses, by the enhanced code of its reply (RFC 3463). */
const WANTED: Readonly<Record<string, { what: string; hint: string }>> = {
  '5.7.8': {
    what: 'refuse l’identifiant ou le mot de passe',
    hint: 'Chez Google, Yahoo ou iCloud, il faut un mot de passe d’application, créé dans votre compte',
  },
  '5.7.9': {
    what: 'demande un mot de passe d’application',
    hint: 'Créez-le dans votre compte, puis écrivez-le dans RELANCE_SMTP_PASSWORD',
  },
  '5.7.14': {
    what: 'demande un mot de passe d’application',
    hint: 'Créez-le dans votre compte, puis écrivez-le dans RELANCE_SMTP_PASSWORD',
  },
  '5.7.30': {
    what: 'n’accepte plus de mot de passe',
    hint: 'Il veut un jeton : RELANCE_SMTP_TOKEN_COMMAND ; ou votre administrateur rétablit « SMTP AUTH »',
  },
  '5.7.139': {
    what: 'n’accepte pas ce mot de passe',
    hint: 'Microsoft veut un jeton : RELANCE_SMTP_TOKEN_COMMAND ; ou votre administrateur rétablit « SMTP AUTH »',
  },
};

const wantedBy = ({ response }: SmtpFailure): { code: string; what: string; hint: string } | null => {
  const code = /^\d{3}[ -](5\.7\.\d{1,3})\b/.exec(response)?.[1] ?? '';
  const wanted = WANTED[code];
  return wanted === undefined ? null : { code, ...wanted };
};

const explainAuth = (failure: SmtpFailure, server: string): Explanation => {
  if (failure.tokenError !== null) {
    const { code, message, hint } = failure.tokenError;
    return { code, message, hint: hint ?? CHECK_PASSWORD };
  }
  if (failure.command === 'AUTH XOAUTH2' && (failure.refusalCode ?? 0) >= 500)
    return {
      code: 'smtp-auth',
      message: `Le serveur ${server} refuse le jeton d’accès (réponse ${failure.refusalCode})`,
      hint: 'Essayez RELANCE_SMTP_TOKEN_COMMAND seule : il faut peut-être vous y connecter de nouveau',
    };
  const wanted = wantedBy(failure);
  if (wanted !== null)
    return {
      code: 'smtp-auth',
      message: `Le serveur ${server} ${wanted.what} (réponse ${failure.refusalCode} ${wanted.code})`,
      hint: wanted.hint,
    };
  if (failure.command === 'API') {
    const hint = 'Indiquez RELANCE_SMTP_PASSWORD ou RELANCE_SMTP_PASSWORD_COMMAND';
    return { code: 'smtp-auth', message: `Le mot de passe pour ${server} manque`, hint };
  }
  const reply = failure.refusalCode === null ? '' : ` (réponse ${failure.refusalCode})`;
  const isTemporary = failure.refusalCode !== null && failure.refusalCode < 500;
  return isTemporary
    ? {
        code: 'smtp-unavailable',
        message: `Le serveur ${server} ne peut pas vérifier le mot de passe pour l’instant${reply}`,
        hint: 'Réessayez dans quelques minutes',
      }
    : {
        code: 'smtp-auth',
        message: `Le serveur ${server} refuse l’identifiant ou le mot de passe${reply}`,
        hint: CHECK_PASSWORD,
      };
};

const explainTls = (failure: SmtpFailure, server: string): Explanation =>
  isCertificateFault(failure.originalCode, failure.message)
    ? {
        code: 'smtp-tls',
        message: `Le certificat du serveur ${server} n’est pas valable`,
        hint: 'Écrivez le nom du serveur tel que le donne votre fournisseur de messagerie',
      }
    : {
        code: 'smtp-tls',
        message: `Le serveur ${server} n’accepte pas de connexion chiffrée (TLS)`,
        hint: 'Essayez smtps:// et le port 465, ou smtp:// et le port 587, dans RELANCE_SMTP_URL',
      };

const explainConnection = ({ code, originalCode }: SmtpFailure, server: string): Explanation => {
  if (code === 'EDNS')
    return { code: 'smtp-unknown-host', message: `Le serveur ${server} est introuvable`, hint: CHECK_URL };
  if (originalCode === 'ECONNREFUSED') {
    return { code: 'smtp-refused', message: `Le serveur ${server} refuse la connexion`, hint: CHECK_URL };
  }
  // EABORT: our own deadline for the whole message.
  if (code === 'ETIMEDOUT' || code === 'EABORT' || originalCode === 'ETIMEDOUT') {
    return {
      code: 'smtp-timeout',
      message: `Le serveur ${server} ne répond pas`,
      hint: `${CHECK_URL}, puis votre connexion à Internet`,
    };
  }
  return {
    code: 'smtp-unavailable',
    message: `La connexion avec le serveur ${server} a été coupée`,
    hint: 'Réessayez dans quelques minutes',
  };
};

/** It is the way of logging in that is refused; some servers only say so of the message. */
export const isLoginRefused = (failure: SmtpFailure): boolean =>
  failure.code === 'EAUTH' || wantedBy(failure)?.code === '5.7.30';

/** One French sentence and a remedy, with neither password nor dialogue. */
export const explainFailure = (failure: SmtpFailure, server: string): Explanation => {
  if (isLoginRefused(failure)) return explainAuth(failure, server);
  if (failure.refusalCode === 530) {
    const message = `Le serveur ${server} demande un identifiant et un mot de passe`;
    return { code: 'smtp-auth', message, hint: CHECK_PASSWORD };
  }
  if (isTlsFault(failure)) return explainTls(failure, server);
  if (failure.refusalCode === null) return explainConnection(failure, server);
  const message = `Le serveur ${server} a répondu${NBSP}: ${quoteReply(failure.response)}`;
  return { code: 'smtp-unavailable', message, hint: 'Réessayez dans quelques minutes' };
};

export const verificationError = (failure: SmtpFailure, server: string): RelanceError => {
  const { code, message, hint } = explainFailure(failure, server);
  return new RelanceError(message, { code, hint });
};

export const authNotOfferedError = (server: string): RelanceError =>
  new RelanceError(`Le serveur ${server} ne propose pas d’identification`, {
    code: 'smtp-auth-not-offered',
    hint: 'Retirez l’identifiant de RELANCE_SMTP_URL, ou changez de port (587 ou 465)',
  });

// Enhanced codes that speak of the mailbox: 5.1.x but those about the sender (5.1.7, 5.1.8), and 5.2.1, closed.
const ADDRESS_CODE = /^5\.(?:1\.(?!7$|8$)\d+|2\.1)$/;
// Said with a bare 550 by servers that refuse the sender, not the address.
const POLICY_WORDS = /relay|spam|spf|dkim|dmarc|block|blacklist|policy|reputation|denied|authenti|sender/i;

/** Whether a reply to RCPT TO says for good that the address does not exist. When in doubt, it does not. */
export const isAddressRefusal = (reply: string): boolean => {
  const [, code = '', enhanced] = /^(\d{3})[ -](?:([245]\.\d{1,3}\.\d{1,3})\b)?/.exec(reply) ?? [];
  if (!code.startsWith('5')) return false;
  if (enhanced !== undefined) return ADDRESS_CODE.test(enhanced);
  return ['550', '551', '553'].includes(code) && !POLICY_WORDS.test(reply);
};
