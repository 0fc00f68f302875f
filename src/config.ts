import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { nearestKey, scanEnvFile, type EnvFile } from './env-file.ts';
import { RelanceError } from './errors.ts';
import { mailboxAddress, mailboxName, passwordServer, readAccount } from './mail-account.ts';
import type { MailServer } from './mail/mail-server.ts';

export type Environment = Record<string, string | undefined>;

/** Every setting that the program reads, as `.env.example` explains them. */
export const SETTINGS = [
  'RELANCE_HOME',
  'RELANCE_DB',
  'RELANCE_SMTP_URL',
  'RELANCE_SMTP_PASSWORD',
  'RELANCE_SMTP_PASSWORD_COMMAND',
  'RELANCE_SMTP_TOKEN_COMMAND',
  'RELANCE_IMAP_URL',
  'RELANCE_IMAP_PASSWORD',
  'RELANCE_IMAP_PASSWORD_COMMAND',
  'RELANCE_IMAP_TOKEN_COMMAND',
  'RELANCE_IMAP_FOLDERS',
  'RELANCE_SENT_COPY',
  'RELANCE_FROM',
  'RELANCE_REPLY_TO',
  'RELANCE_BCC',
  'RELANCE_BCE_URL',
  'NO_COLOR',
] as const;

type Settings = Partial<Record<(typeof SETTINGS)[number], string | undefined>>;

export interface Config {
  home: string;
  databasePath: string;
  /** `--db` or RELANCE_DB names the database. */
  isDatabaseNamed: boolean;
  userTemplates: string;
  userScenarios: string;
  /** Public data service of the ECB, asked by `taux maj` alone. */
  ecbUrl: string;
  from: string | null;
  /** Where the answers go, when it is not the sender. */
  replyTo: string | null;
  bcc: string | null;
  /** What was written in `.env` or in the environment and is not read: a line each. */
  ignored: string[];
  /** Settings that the environment gives, whatever `.env` says. */
  fromEnvironment: string[];
  hasColor: boolean;
  hasSmtp: boolean;
  /** Where messages leave with a password; null when they leave without, or not at all. */
  passwordServer: Pick<MailServer, 'host' | 'port'> | null;
  /** Read only when a connection is about to be made: it may ask a password manager. Null: no SMTP settings. */
  smtp: () => Promise<MailServer | null>;
  /** Which mailbox is read; null: none is set. */
  mailbox: string | null;
  /** Folders read beside the inbox. */
  mailboxFolders: string[];
  imap: () => Promise<MailServer | null>;
  /** Where it is; null also when its address is wrong. */
  mailboxAddress: () => Pick<MailServer, 'host' | 'port'> | null;
  /** Whether what leaves is to be copied among the sent mails; null: as its provider has it. Throws RelanceError. */
  sentCopy: () => boolean | null;
}

const ECB_URL = 'https://data-api.ecb.europa.eu/service';

const dataFolder = (env: Environment, platform: NodeJS.Platform): string => {
  if (platform === 'win32') return env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return env['XDG_DATA_HOME'] ?? join(env['HOME'] ?? homedir(), '.local', 'share');
};

interface EnvFileRead {
  values: Environment;
  ignored: string[];
}

const readEnvFile = (path: string, platform: NodeJS.Platform): EnvFileRead => {
  let content: string;
  let mode: number;
  try {
    content = readFileSync(path, 'utf8');
    mode = statSync(path).mode;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return { values: {}, ignored: [] };
    throw new RelanceError(`Le fichier ${path} ne peut pas être lu`, {
      code: 'env-unreadable',
      hint: `vérifiez ses droits : chmod 600 ${path}`,
    });
  }
  // Notepad begins its files with a mark that would be taken for a part of the first name.
  const file = scanEnvFile(content.replace(/^\uFEFF/, ''));
  const values = parseEnv(file.text) as Environment;
  const hasPassword = Object.entries(values).some(
    ([key, value]) =>
      Boolean(value) && (key.endsWith('_PASSWORD') || /^[a-z]+:\/\/[^/@]*:[^/@]+@/.test(value ?? '')),
  );
  if (hasPassword && platform !== 'win32' && (mode & 0o077) !== 0)
    throw new RelanceError(
      `Le fichier ${path} contient un mot de passe et d’autres que vous peuvent le lire`,
      {
        code: 'env-permissions',
        hint: `chmod 600 ${path}`,
      },
    );
  return { values, ignored: ignoredIn(path, file) };
};

const readSentCopy = (value = ''): boolean | null => {
  const said = value.trim().toLowerCase();
  if (said === '') return null;
  if (said === 'oui' || said === 'non') return said === 'oui';
  throw new RelanceError('RELANCE_SENT_COPY ne peut être que « oui » ou « non »', {
    code: 'sent-copy-setting',
    hint: 'laissez-le vide pour suivre ce que fait votre fournisseur',
  });
};

const isKnown = (key: string): boolean => (SETTINGS as readonly string[]).includes(key);

const unknown = (key: string): string => {
  const nearest = nearestKey(key, SETTINGS);
  return `${key} n’est pas un réglage de relance${nearest ? ` : ${nearest} ?` : ''}`;
};

/** A file may hold what is not for this program: only what looks like a setting of it is said. */
const ignoredIn = (path: string, { settings, broken }: EnvFile): string[] =>
  [
    ...broken.map((line) => ({ line, said: 'ni un réglage (NOM=valeur) ni un commentaire (#)' })),
    ...settings
      .filter(
        ({ key }) => !isKnown(key) && (key.startsWith('RELANCE_') || nearestKey(key, SETTINGS) !== null),
      )
      .map(({ line, key }) => ({ line, said: unknown(key) })),
    ...settings
      .filter(({ key }) => key === 'RELANCE_HOME')
      .map(({ line, key }) => ({ line, said: `${key} se règle dans l’environnement, pas ici` })),
  ]
    .toSorted((a, b) => a.line - b.line)
    .map(({ line, said }) => `${path}, ligne ${line} : ${said}`);

const ignoredInEnvironment = (env: Environment): string[] =>
  Object.keys(env)
    .filter((key) => key.startsWith('RELANCE_') && !isKnown(key))
    .map((key) => `dans l’environnement, ${unknown(key)}`);

/** The settings of this run. `RELANCE_HOME/.env` is read, never the one of the current folder; the environment wins. */
export const readConfig = (env: Environment, platform: NodeJS.Platform, databaseFlag?: string): Config => {
  const home = resolve(env['RELANCE_HOME'] || join(dataFolder(env, platform), 'relance'));
  const file = readEnvFile(join(home, '.env'), platform);
  const values: Settings = { ...file.values, ...env };
  const colorOff = values['NO_COLOR'];
  const named = databaseFlag ?? (values['RELANCE_DB'] || undefined);
  return {
    home,
    databasePath: resolve(named ?? join(home, 'relance.db')),
    isDatabaseNamed: named !== undefined,
    userTemplates: join(home, 'templates'),
    userScenarios: join(home, 'scenarios'),
    ecbUrl: values['RELANCE_BCE_URL'] || ECB_URL,
    from: values['RELANCE_FROM'] || null,
    replyTo: values['RELANCE_REPLY_TO'] || null,
    bcc: values['RELANCE_BCC'] || null,
    ignored: [...file.ignored, ...ignoredInEnvironment(env)],
    fromEnvironment: SETTINGS.filter((name) => Boolean(env[name])),
    hasColor: colorOff === undefined || colorOff === '',
    hasSmtp: Boolean(values['RELANCE_SMTP_URL']),
    passwordServer: passwordServer(values),
    smtp: () => readAccount(values, 'smtp'),
    mailbox: mailboxName(values),
    mailboxFolders: (values['RELANCE_IMAP_FOLDERS'] ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    imap: () => readAccount(values, 'imap'),
    mailboxAddress: () => mailboxAddress(values),
    sentCopy: () => readSentCopy(values['RELANCE_SENT_COPY']),
  };
};
