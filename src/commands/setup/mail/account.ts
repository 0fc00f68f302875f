import { isIPv6 } from 'node:net';
import { usageError } from '../../../errors.ts';
import type { MailProvider, ServerAddress } from '../../../mail/providers.ts';
import type { MailServer } from '../../../mail/mail-server.ts';

type Protocol = 'smtp' | 'imap';

/** A server that was named, perhaps without saying how it is spoken to. */
export interface NamedServer {
  host: string;
  /** Null: the usual ones. */
  port: number | null;
  /** TLS from the first byte; null: as the port says. */
  secure: boolean | null;
}

export interface Endpoint {
  host: string;
  port: number;
  secure: boolean;
  /** Null: a server that lets this machine in without a login. */
  user: string | null;
}

/** The password, or the command that prints it, or one that prints an access token. */
export type Secret = { kind: 'password' | 'password-command' | 'token-command'; value: string };

/** A mail account as it would be set. */
export interface Account {
  address: string;
  provider: MailProvider | null;
  smtp: Endpoint;
  /** Null: answers are not read. */
  imap: Endpoint | null;
}

const TLS_PORT: Record<Protocol, number> = { smtp: 465, imap: 993 };
const STARTTLS_PORT: Record<Protocol, number> = { smtp: 587, imap: 143 };
const FLAG: Record<Protocol, string> = { smtp: '--smtp', imap: '--imap' };

/**
 * « smtp.exemple.fr », « smtp.exemple.fr:587 », « smtps://smtp.exemple.fr ».
 * @throws RelanceError `invalid-server`
 */
export const parseServer = (text: string, protocol: Protocol): NamedServer => {
  const refuse = usageError(
    `${FLAG[protocol]} n’est pas un nom de serveur`,
    `écrire par exemple ${protocol}.exemple.fr, ${protocol}.exemple.fr:${STARTTLS_PORT[protocol]} ou ${protocol}s://${protocol}.exemple.fr`,
    'invalid-server',
  );
  const typed = text.trim();
  const hasScheme = typed.includes('://');
  let url: URL;
  try {
    url = new URL(hasScheme ? typed : `${protocol}://${typed}`);
  } catch {
    throw refuse;
  }
  const isOther = ![`${protocol}:`, `${protocol}s:`].includes(url.protocol);
  const hasMore = url.username !== '' || url.password !== '' || !['', '/'].includes(url.pathname);
  if (isOther || hasMore || url.hostname === '' || /[\s,;]/.test(typed)) throw refuse;
  const port = url.port === '' ? null : Number(url.port);
  return {
    host: url.hostname,
    port,
    secure: hasScheme ? url.protocol === `${protocol}s:` : null,
  };
};

/** @throws RelanceError `empty-value`, `invalid-command` */
export const parseCommand = (text: string, what: string): string => {
  const command = text.trim();
  if (command === '') throw usageError(`${what} ne peut pas être vide`, undefined, 'empty-value');
  if (/[\r\n\0]/.test(command))
    throw usageError(
      `${what} tient sur une ligne`,
      'écrivez un script, et donnez son nom',
      'invalid-command',
    );
  return command;
};

/** The ways to try: as the port wants it, else the safest first; what was said stays said. */
export const waysTo = ({ host, port, secure }: NamedServer, protocol: Protocol): Omit<Endpoint, 'user'>[] => {
  const ways = [
    { host, secure: true, port: port ?? TLS_PORT[protocol] },
    { host, secure: false, port: port ?? STARTTLS_PORT[protocol] },
  ];
  if (secure !== null) return ways.filter((way) => way.secure === secure);
  return port === null || port === TLS_PORT[protocol] ? ways : ways.toReversed();
};

export const loginOf = (address: string, login: ServerAddress['login']): string =>
  login === 'address' ? address : address.slice(0, address.lastIndexOf('@'));

/** How the program would speak to it; without a secret, to ask what it can do. */
export const serverOf = ({ host, port, secure }: Omit<Endpoint, 'user'>): MailServer => ({
  ...{ host, port, secure, user: null, password: null, token: null },
});

const urlOf = (protocol: Protocol, { host, port, secure, user }: Endpoint): string =>
  `${protocol}${secure ? 's' : ''}://${user === null ? '' : `${encodeURIComponent(user)}@`}${isIPv6(host) ? `[${host}]` : host}:${port}`;

const SECRET_SETTING: Record<Secret['kind'], string> = {
  password: 'PASSWORD',
  'password-command': 'PASSWORD_COMMAND',
  'token-command': 'TOKEN_COMMAND',
};

/** What `.env` is to hold; null: to be taken away, for one secret hides another. */
export type MailSettings = Record<string, string | null>;

/**
 * A mailbox that is not set anew stays as it is.
 * @param secret null where no login is wanted
 */
export const settingsOf = ({ smtp, imap }: Account, secret: Secret | null): MailSettings => {
  const settings: MailSettings = {};
  const set = (protocol: Protocol, endpoint: Endpoint): void => {
    const name = (end: string): string => `RELANCE_${protocol.toUpperCase()}_${end}`;
    settings[name('URL')] = urlOf(protocol, endpoint);
    for (const [kind, end] of Object.entries(SECRET_SETTING))
      settings[name(end)] = endpoint.user !== null && kind === secret?.kind ? secret.value : null;
  };
  set('smtp', smtp);
  if (imap !== null) set('imap', imap);
  return settings;
};
