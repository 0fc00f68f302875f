import { isLoopback } from './tls.ts';

/** How a provider lets a program in. */
export type SecretKind = 'password' | 'app-password' | 'device-password' | 'bridge-password' | 'token';

export interface ServerAddress {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS. */
  secure: boolean;
  /** The login is the address, or what comes before its @. */
  login: 'address' | 'local-part';
}

export interface MailProvider {
  name: string;
  /** Domains of its own addresses. */
  domains: readonly string[];
  /** Ends of the names of the servers (MX) that take the mail of its customers' own domains. */
  mxSuffixes: readonly string[];
  smtp: ServerAddress;
  imap: ServerAddress;
  secret: SecretKind;
  /** Where a person gets that secret, where it is not the password of the mailbox. */
  where: string | null;
  /** What is sent through it appears by itself in its Sent folder. */
  filesSentItself: boolean;
}

const tls = (host: string, port: number, login: ServerAddress['login'] = 'address'): ServerAddress => ({
  ...{ host, port, secure: true, login },
});
const startTls = (host: string, port: number, login: ServerAddress['login'] = 'address'): ServerAddress => ({
  ...{ host, port, secure: false, login },
});

const MICROSOFT_IMAP = tls('outlook.office365.com', 993);
const MICROSOFT_TOKEN = 'la commande qui affiche un jeton d’accès (OAuth2) : voir docs/messagerie.md';

/**
 * Providers of French freelancers. Hosts, ports and logins: Thunderbird's autoconfiguration (ISPDB, 12 March 2026), and the
 * providers' own guides for Infomaniak and Proton; MX names and where a secret is found: public guides, not tried.
 */
export const MAIL_PROVIDERS: readonly MailProvider[] = [
  {
    name: 'Gmail / Google Workspace',
    domains: ['gmail.com', 'googlemail.com'],
    mxSuffixes: ['google.com', 'googlemail.com'],
    imap: tls('imap.gmail.com', 993),
    smtp: tls('smtp.gmail.com', 465),
    secret: 'app-password',
    where: 'Compte Google > Sécurité > Validation en deux étapes > Mots de passe des applications',
    filesSentItself: true,
  },
  {
    name: 'Outlook.com / Hotmail',
    domains: ['outlook.com', 'outlook.fr', 'hotmail.com', 'hotmail.fr', 'live.com', 'live.fr', 'msn.com'],
    mxSuffixes: [],
    imap: MICROSOFT_IMAP,
    smtp: startTls('smtp-mail.outlook.com', 587),
    secret: 'token',
    where: MICROSOFT_TOKEN,
    filesSentItself: true,
  },
  {
    name: 'Microsoft 365',
    domains: [],
    mxSuffixes: ['protection.outlook.com'],
    imap: MICROSOFT_IMAP,
    smtp: startTls('smtp.office365.com', 587),
    secret: 'token',
    where: MICROSOFT_TOKEN,
    filesSentItself: true,
  },
  {
    name: 'Orange / Wanadoo',
    domains: ['orange.fr', 'wanadoo.fr'],
    mxSuffixes: [],
    imap: tls('imap.orange.fr', 993),
    smtp: tls('smtp.orange.fr', 465),
    secret: 'password',
    where: null,
    filesSentItself: false,
  },
  {
    name: 'Free',
    domains: ['free.fr', 'aliceadsl.fr'],
    mxSuffixes: [],
    imap: tls('imap.free.fr', 993, 'local-part'),
    smtp: tls('smtp.free.fr', 465, 'local-part'),
    secret: 'password',
    where: null,
    filesSentItself: false,
  },
  {
    name: 'SFR',
    domains: ['sfr.fr', 'neuf.fr', 'club-internet.fr'],
    mxSuffixes: [],
    imap: tls('imap.sfr.fr', 993),
    smtp: tls('smtp.sfr.fr', 465),
    secret: 'password',
    where: null,
    filesSentItself: false,
  },
  {
    name: 'La Poste',
    domains: ['laposte.net'],
    mxSuffixes: [],
    imap: tls('imap.laposte.net', 993, 'local-part'),
    smtp: tls('smtp.laposte.net', 465, 'local-part'),
    secret: 'password',
    where: null,
    filesSentItself: false,
  },
  {
    name: 'OVH (MX Plan)',
    domains: [],
    mxSuffixes: ['ovh.net'],
    imap: tls('ssl0.ovh.net', 993),
    smtp: tls('ssl0.ovh.net', 465),
    secret: 'password',
    where: null,
    filesSentItself: false,
  },
  {
    name: 'Gandi',
    domains: [],
    mxSuffixes: ['gandi.net'],
    imap: tls('mail.gandi.net', 993),
    smtp: tls('mail.gandi.net', 465),
    secret: 'password',
    where: null,
    filesSentItself: false,
  },
  {
    name: 'iCloud',
    domains: ['icloud.com', 'me.com', 'mac.com'],
    mxSuffixes: ['icloud.com'],
    imap: tls('imap.mail.me.com', 993, 'local-part'),
    smtp: startTls('smtp.mail.me.com', 587),
    secret: 'app-password',
    where: 'Compte Apple > Connexion et sécurité > Mots de passe pour applications',
    filesSentItself: false,
  },
  {
    name: 'Yahoo',
    domains: ['yahoo.fr', 'yahoo.com'],
    mxSuffixes: [],
    imap: tls('imap.mail.yahoo.com', 993),
    smtp: tls('smtp.mail.yahoo.com', 465),
    secret: 'app-password',
    where: 'Compte Yahoo > Sécurité > Mots de passe d’application',
    filesSentItself: false,
  },
  {
    name: 'Zoho (Europe)',
    domains: ['zoho.eu', 'zohomail.eu'],
    mxSuffixes: ['zoho.eu'],
    imap: tls('imap.zoho.eu', 993),
    smtp: tls('smtp.zoho.eu', 465),
    secret: 'app-password',
    where: 'Compte Zoho > Sécurité > Mots de passe d’application',
    filesSentItself: true,
  },
  {
    name: 'GMX',
    domains: ['gmx.fr', 'gmx.com'],
    mxSuffixes: [],
    imap: tls('imap.gmx.com', 993),
    smtp: tls('mail.gmx.com', 465),
    secret: 'password',
    where: null,
    filesSentItself: false,
  },
  {
    name: 'Fastmail',
    domains: ['fastmail.com', 'fastmail.fm'],
    mxSuffixes: ['messagingengine.com'],
    imap: tls('imap.fastmail.com', 993),
    smtp: tls('smtp.fastmail.com', 465),
    secret: 'app-password',
    where: 'Fastmail > Réglages > Confidentialité et sécurité > Mots de passe d’application',
    filesSentItself: false,
  },
  {
    name: 'Infomaniak',
    domains: ['ik.me', 'ikmail.com', 'etik.com'],
    mxSuffixes: ['infomaniak.ch'],
    imap: tls('mail.infomaniak.com', 993),
    smtp: tls('mail.infomaniak.com', 465),
    secret: 'device-password',
    where: 'Infomaniak > votre adresse > Appareils > Ajouter un appareil',
    filesSentItself: false,
  },
  {
    name: 'Proton (Bridge)',
    domains: ['proton.me', 'protonmail.com', 'pm.me'],
    mxSuffixes: ['protonmail.ch'],
    imap: startTls('127.0.0.1', 1143),
    smtp: startTls('127.0.0.1', 1025),
    secret: 'bridge-password',
    where: 'Proton Mail Bridge, ouvert sur cet ordinateur > votre compte > Détails de la boîte aux lettres',
    filesSentItself: true,
  },
];

/** Whose addresses are of that domain; null: nobody's that is known, or a customer's own. */
export const providerOfDomain = (domain: string): MailProvider | null =>
  MAIL_PROVIDERS.find(({ domains }) => domains.includes(domain.toLowerCase())) ?? null;

const isUnder = (host: string, suffix: string): boolean => host === suffix || host.endsWith(`.${suffix}`);

/** Who takes the mail of a domain, by the names of its servers (MX), the preferred first. */
export const providerOfMx = (hosts: readonly string[]): MailProvider | null => {
  for (const host of hosts) {
    const name = host.toLowerCase().replace(/\.$/, '');
    const provider = MAIL_PROVIDERS.find(({ mxSuffixes }) =>
      mxSuffixes.some((suffix) => isUnder(name, suffix)),
    );
    if (provider) return provider;
  }
  return null;
};

/** Names under which the servers of a provider also answer. */
const OTHER_HOSTS: Readonly<Record<string, string>> = {
  'googlemail.com': 'Gmail / Google Workspace',
  'gmail.com': 'Gmail / Google Workspace',
  'office365.com': 'Microsoft 365',
  'outlook.com': 'Microsoft 365',
  'office.com': 'Microsoft 365',
};

/** Whose server that is. On this machine a server is one's own, but for the ports of a provider's bridge. */
export const providerOfServer = ({
  host,
  port,
}: Pick<ServerAddress, 'host' | 'port'>): MailProvider | null => {
  const name = host.toLowerCase();
  const exact = MAIL_PROVIDERS.find(({ smtp, imap }) =>
    [smtp, imap].some((server) => server.host === name && (!isLoopback(name) || server.port === port)),
  );
  if (exact) return exact;
  const other = Object.entries(OTHER_HOSTS).find(([suffix]) => isUnder(name, suffix))?.[1];
  return MAIL_PROVIDERS.find((provider) => provider.name === other) ?? null;
};
