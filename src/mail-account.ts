import { RelanceError } from './errors.ts';

/** An account of a mail server, as its settings describe it. */
export interface MailAccount {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS is required, unless the host is loopback. */
  secure: boolean;
  user: string | null;
  password: string | null;
  /** Asks for an access token (OAuth2), anew at each call; null when a password is used. Throws RelanceError. */
  token: (() => Promise<string>) | null;
}

type Protocol = 'smtp' | 'imap';

type Settings = Readonly<Record<string, string | undefined>>;

const COMMAND_TIMEOUT_MS = 30_000;
const PORTS = { smtp: { plain: 587, tls: 465 }, imap: { plain: 143, tls: 993 } };
const WHAT = { smtp: 'serveur d’envoi', imap: 'serveur de réception' };

const settingName = (protocol: Protocol, end: string): string => `RELANCE_${protocol.toUpperCase()}_${end}`;

/** The first line that a command of the user prints: a secret, which is never shown. */
const firstLineOf = async (command: string): Promise<string | null> => {
  const { execSync } = await import('node:child_process');
  try {
    const output = execSync(command, {
      encoding: 'utf8',
      timeout: COMMAND_TIMEOUT_MS,
      // Its prompt goes to the terminal; its answer and its errors are never shown.
      stdio: ['inherit', 'pipe', 'ignore'],
    });
    return output.split(/\r?\n/)[0] || null;
  } catch {
    // Said by the caller without the command's own words, which may hold the secret.
    return null;
  }
};

const passwordFrom = async (settings: Settings, protocol: Protocol): Promise<string | null> => {
  const given = settings[settingName(protocol, 'PASSWORD')];
  if (given) return given;
  const name = settingName(protocol, 'PASSWORD_COMMAND');
  const command = settings[name];
  if (!command) return null;
  const password = await firstLineOf(command);
  if (password !== null) return password;
  throw new RelanceError(`La commande ${name} n’a pas donné de mot de passe`, {
    code: `${protocol}-password-command`,
    hint: 'essayez-la seule dans un terminal : sa première ligne doit être le mot de passe',
  });
};

const tokenFrom = (settings: Settings, protocol: Protocol): MailAccount['token'] => {
  const name = settingName(protocol, 'TOKEN_COMMAND');
  const command = settings[name];
  if (!command) return null;
  return async () => {
    const token = await firstLineOf(command);
    if (token !== null) return token;
    throw new RelanceError(`La commande ${name} n’a pas donné de jeton`, {
      code: `${protocol}-token-command`,
      hint: 'essayez-la seule dans un terminal : sa première ligne doit être le jeton d’accès',
    });
  };
};

const refuseUrl = (protocol: Protocol): RelanceError => {
  const name = settingName(protocol, 'URL');
  return new RelanceError(
    `${name} n’est pas une adresse de ${WHAT[protocol]} (${protocol}:// ou ${protocol}s://)`,
    {
      code: `${protocol}-settings`,
      hint: `écrivez par exemple ${name}=${protocol}s://jeanne%40exemple.fr@${protocol}.exemple.fr:${PORTS[protocol].tls}`,
    },
  );
};

const parseAccountUrl = (settings: Settings, protocol: Protocol): URL | null => {
  const value = settings[settingName(protocol, 'URL')];
  if (!value) return null;
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw refuseUrl(protocol);
  }
  if (!url.protocol.startsWith(protocol) || !['smtp:', 'smtps:', 'imap:', 'imaps:'].includes(url.protocol))
    throw refuseUrl(protocol);
  if (url.hostname === '') throw refuseUrl(protocol);
  return url;
};

/** `jeanne@exemple.fr, imap.exemple.fr`: what is known of a mailbox is known of this one. Null when none is set. */
export const accountName = (settings: Settings, protocol: Protocol): string | null => {
  const url = parseAccountUrl(settings, protocol);
  return url === null ? null : `${decodeURIComponent(url.username)}, ${url.hostname}`;
};

/** Null when the account is not set. It may ask a password manager: only called when a connection is about to be made. */
export const readAccount = async (settings: Settings, protocol: Protocol): Promise<MailAccount | null> => {
  const url = parseAccountUrl(settings, protocol);
  if (url === null) return null;
  const ports = PORTS[protocol];
  const secure = url.protocol === `${protocol}s:` || url.port === String(ports.tls);
  const token = tokenFrom(settings, protocol);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? ports.tls : ports.plain) : Number(url.port),
    secure,
    user: url.username === '' ? null : decodeURIComponent(url.username),
    password:
      token !== null
        ? null
        : url.password === ''
          ? await passwordFrom(settings, protocol)
          : decodeURIComponent(url.password),
    token,
  };
};
