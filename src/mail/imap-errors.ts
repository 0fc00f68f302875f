import { oneLine, truncate } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';
import { isCertificateFault } from './tls.ts';

export interface ImapContext {
  /** Host and port. */
  server: string;
  isToken: boolean;
  /** Never shown, even when the server repeats them. */
  secrets: readonly string[];
}

interface Explanation {
  code: string;
  message: string;
  hint: string;
}

const CHECK_URL = 'Vérifiez RELANCE_IMAP_URL (serveur, port, imap:// ou imaps://)';
/** A login refused for now, whatever the password (RFC 5530). */
const NOT_NOW = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CONTACTADMIN']);

const textOf = (error: Error, field: string): string => {
  const value = (error as Error & Record<string, unknown>)[field];
  return typeof value === 'string' ? value : '';
};

const isSet = (error: Error, field: string): boolean =>
  (error as Error & Record<string, unknown>)[field] === true;

/** The words of the server that go with the failure, short and harmless. */
const quoteReply = (error: Error, secrets: readonly string[]): string => {
  const said = textOf(error, 'responseText') || textOf(error, 'reason');
  return secrets.some((secret) => secret !== '' && said.includes(secret)) ? '' : truncate(oneLine(said), 160);
};

/** Why no login was had, when the library or the server refused it. */
const explainAuth = (error: Error, { server, isToken }: ImapContext): Explanation | null => {
  if (error.message === 'No password configured')
    return {
      code: 'imap-auth',
      message: `Le mot de passe pour ${server} manque`,
      hint: 'Indiquez RELANCE_IMAP_PASSWORD ou RELANCE_IMAP_PASSWORD_COMMAND',
    };
  if (error.message === 'Unsupported authentication mechanism' || error.message === 'Login is disabled')
    return isToken
      ? {
          code: 'imap-auth-not-offered',
          message: `Le serveur ${server} n’accepte pas de jeton d’accès`,
          hint: 'Retirez RELANCE_IMAP_TOKEN_COMMAND, et indiquez RELANCE_IMAP_PASSWORD',
        }
      : {
          code: 'imap-auth-not-offered',
          message: `Le serveur ${server} n’accepte pas de mot de passe`,
          hint: 'Il veut une connexion chiffrée (imaps://) ou un jeton (RELANCE_IMAP_TOKEN_COMMAND)',
        };
  if (!isSet(error, 'authenticationFailed') || NOT_NOW.has(textOf(error, 'serverResponseCode'))) return null;
  return isToken
    ? {
        code: 'imap-auth',
        message: `Le serveur ${server} refuse le jeton d’accès`,
        hint: 'Essayez RELANCE_IMAP_TOKEN_COMMAND seule : il faut peut-être vous y connecter de nouveau',
      }
    : {
        code: 'imap-auth',
        message: `Le serveur ${server} refuse l’identifiant ou le mot de passe`,
        hint: 'Vérifiez RELANCE_IMAP_URL et RELANCE_IMAP_PASSWORD ; bien des fournisseurs veulent un mot de passe d’application, Microsoft un jeton (RELANCE_IMAP_TOKEN_COMMAND)',
      };
};

const explain = (error: Error, context: ImapContext): Explanation => {
  const { server, secrets } = context;
  const code = textOf(error, 'code');
  const refusal = explainAuth(error, context);
  if (refusal !== null) return refusal;
  if (isCertificateFault(code, error.message))
    return {
      code: 'imap-tls',
      message: `Le certificat du serveur ${server} n’est pas valable`,
      hint: 'Écrivez le nom du serveur tel que le donne votre fournisseur de messagerie',
    };
  if (/TIMEOUT|TIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN/.test(code))
    return {
      code: 'imap-timeout',
      message: `Le serveur ${server} ne répond pas`,
      hint: `${CHECK_URL}, puis votre connexion à Internet`,
    };
  if (isSet(error, 'tlsFailed') || /^(?:ERR_SSL|ERR_TLS|EPROTO)/.test(code))
    return {
      code: 'imap-tls',
      message: `Le serveur ${server} n’accepte pas de connexion chiffrée (TLS)`,
      hint: 'Essayez imaps:// et le port 993, ou imap:// et le port 143, dans RELANCE_IMAP_URL',
    };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return { code: 'imap-unknown-host', message: `Le serveur ${server} est introuvable`, hint: CHECK_URL };
  if (code === 'ECONNREFUSED')
    return { code: 'imap-refused', message: `Le serveur ${server} refuse la connexion`, hint: CHECK_URL };
  const said = quoteReply(error, secrets);
  const isRefused =
    textOf(error, 'responseStatus') !== '' || textOf(error, 'serverResponseCode') === 'APPENDLIMIT';
  if (isSet(error, 'isAppend') && isRefused)
    return {
      code: 'imap-append-refused',
      message:
        said === '' ? `Le serveur ${server} refuse ce message` : `Le serveur ${server} a répondu : ${said}`,
      hint: 'Vérifiez la place qui reste dans votre boîte aux lettres',
    };
  const what =
    said !== ''
      ? `Le serveur ${server} a répondu : ${said}`
      : textOf(error, 'responseStatus') === ''
        ? `La connexion avec le serveur ${server} a été coupée`
        : `Le serveur ${server} refuse de répondre`;
  return { code: 'imap-unavailable', message: what, hint: 'Réessayez dans quelques minutes' };
};

/** One French sentence and a remedy, with neither password nor dialogue; what is no fault of the line is rethrown as it is. */
export const imapError = (error: unknown, context: ImapContext): unknown => {
  if (error instanceof RelanceError || !(error instanceof Error)) return error;
  if (error instanceof TypeError || error instanceof RangeError) return error;
  const { code, message, hint } = explain(error, context);
  return new RelanceError(message, { code, hint });
};
