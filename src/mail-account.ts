import { RelanceError } from './errors.ts';
import type { MailServer } from './mail/mail-server.ts';

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

const tokenFrom = (settings: Settings, protocol: Protocol): MailServer['token'] => {
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

interface AccountUrl {
  url: URL;
  user: string;
  password: string;
}

const parseAccountUrl = (settings: Settings, protocol: Protocol): AccountUrl | null => {
  const value = settings[settingName(protocol, 'URL')];
  if (!value) return null;
  try {
    const url = new URL(value);
    if (![`${protocol}:`, `${protocol}s:`].includes(url.protocol) || url.hostname === '')
      throw refuseUrl(protocol);
    return {
      url,
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    };
  } catch {
    // The text itself is not repeated: it may hold a password.
    throw refuseUrl(protocol);
  }
};

/** The mailbox whose reading is remembered, « jeanne@exemple.fr, imap.exemple.fr »; null when none is set. */
export const mailboxName = (settings: Settings): string | null => {
  if (!settings[settingName('imap', 'URL')]) return null;
  try {
    const account = parseAccountUrl(settings, 'imap');
    return account && `${account.user}, ${account.url.hostname}`;
  } catch (error) {
    // Every command asks for the name; only those that read the mailbox refuse its address.
    if (error instanceof RelanceError) return '';
    throw error;
  }
};

type Address = Pick<MailServer, 'host' | 'port' | 'secure'>;

const addressOf = (url: URL, protocol: Protocol): Address => {
  const ports = PORTS[protocol];
  const secure = url.protocol === `${protocol}s:` || url.port === String(ports.tls);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? ports.tls : ports.plain) : Number(url.port),
    secure,
  };
};

/** Where messages leave with a password, which is not read; null when they leave otherwise, or the address is none. */
export const passwordServer = (settings: Settings): Pick<MailServer, 'host' | 'port'> | null => {
  if (!settings[settingName('smtp', 'URL')] || settings[settingName('smtp', 'TOKEN_COMMAND')]) return null;
  try {
    const account = parseAccountUrl(settings, 'smtp');
    return account === null || account.user === '' ? null : addressOf(account.url, 'smtp');
  } catch (error) {
    // Refused by those that send.
    if (error instanceof RelanceError) return null;
    throw error;
  }
};

/** Where the mailbox is; null when none is set, or its address is wrong, which is told by what reads it. */
export const mailboxAddress = (settings: Settings): Address | null => {
  if (!mailboxName(settings)) return null;
  const account = parseAccountUrl(settings, 'imap');
  return account && addressOf(account.url, 'imap');
};

/** Null when the account is not set. It may ask a password manager: only called when a connection is about to be made. */
export const readAccount = async (settings: Settings, protocol: Protocol): Promise<MailServer | null> => {
  const account = parseAccountUrl(settings, protocol);
  if (account === null) return null;
  const { url, user, password } = account;
  const token = tokenFrom(settings, protocol);
  return {
    ...addressOf(url, protocol),
    user: user === '' ? null : user,
    password: token !== null ? null : password || (await passwordFrom(settings, protocol)),
    token,
  };
};
