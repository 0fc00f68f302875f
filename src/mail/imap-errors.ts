import { oneLine, truncate } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';

const CHECK_URL = 'Vérifiez RELANCE_IMAP_URL (serveur, port, imap:// ou imaps://)';

const textOf = (error: Error, field: string): string => {
  const value = (error as Error & Record<string, unknown>)[field];
  return typeof value === 'string' ? value : '';
};

const isCertificateFault = (code: string, message: string): boolean =>
  /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ALTNAME/.test(code) || /certificate|altnames/i.test(message);

const explain = (
  error: Error,
  server: string,
  isToken: boolean,
): { code: string; message: string; hint: string } => {
  const code = textOf(error, 'code');
  if ('authenticationFailed' in error && error.authenticationFailed === true)
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
  if (isCertificateFault(code, error.message))
    return {
      code: 'imap-tls',
      message: `Le certificat du serveur ${server} n’est pas valable`,
      hint: 'Écrivez le nom du serveur tel que le donne votre fournisseur de messagerie',
    };
  if (/TLS|SSL|EPROTO/i.test(code + error.message))
    return {
      code: 'imap-tls',
      message: `Le serveur ${server} n’accepte pas de connexion chiffrée (TLS)`,
      hint: 'Essayez imaps:// et le port 993, ou imap:// et le port 143, dans RELANCE_IMAP_URL',
    };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return { code: 'imap-unknown-host', message: `Le serveur ${server} est introuvable`, hint: CHECK_URL };
  if (code === 'ECONNREFUSED')
    return { code: 'imap-refused', message: `Le serveur ${server} refuse la connexion`, hint: CHECK_URL };
  if (/TIMEOUT|ETIMEDOUT/i.test(code))
    return {
      code: 'imap-timeout',
      message: `Le serveur ${server} ne répond pas`,
      hint: `${CHECK_URL}, puis votre connexion à Internet`,
    };
  const said = textOf(error, 'responseText');
  if (said !== '')
    return {
      code: 'imap-unavailable',
      message: `Le serveur ${server} a répondu : ${truncate(oneLine(said), 160)}`,
      hint: 'Réessayez dans quelques minutes',
    };
  return {
    code: 'imap-unavailable',
    message: `La connexion avec le serveur ${server} a été coupée`,
    hint: 'Réessayez dans quelques minutes',
  };
};

/** One French sentence and a remedy, with neither password nor dialogue; what is no fault of the line is rethrown as it is. */
export const imapError = (error: unknown, server: string, isToken: boolean): unknown => {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) return error;
  const { code, message, hint } = explain(error, server, isToken);
  return new RelanceError(message, { code, hint });
};
