import type { Context } from '../../../context.ts';
import { formatDay } from '../../../domain/dates.ts';
import { missingFlag } from '../../../desk/flags.ts';
import { RelanceError } from '../../../errors.ts';
import type { MailProvider, SecretKind } from '../../../mail/providers.ts';
import { isLoopback } from '../../../mail/tls.ts';
import { parseLine } from '../../../domain/text-input.ts';
import { LAST_DAY_OF_PASSWORDS } from '../../../messages/readiness.ts';
import {
  loginOf,
  parseCommand,
  parseServer,
  type Account,
  type NamedServer,
  type Secret,
} from './account.ts';
import { reachImap, reachSmtp, type Entrance, type FoundProvider } from './find-servers.ts';

/** What was said on the command line. */
export interface Given {
  smtp?: NamedServer;
  imap?: NamedServer;
  login?: string;
  secret?: Secret;
  isSendingOnly: boolean;
}

const PROTOCOLS = {
  smtp: { title: 'Envoi', what: 'Serveur d’envoi', connect: reachSmtp },
  imap: { title: 'Réception', what: 'Serveur de réception', connect: reachImap },
} as const;

type Protocol = keyof typeof PROTOCOLS;

const SECRET_WORDS: Record<SecretKind, (name: string) => string> = {
  password: (name) => `${name} accepte le mot de passe de votre boîte.`,
  'app-password': (name) => `${name} veut un mot de passe d’application, pas celui de votre compte.`,
  'device-password': (name) => `${name} veut un mot de passe d’appareil, pas celui de votre compte.`,
  'bridge-password': () => 'Proton passe par son Bridge, qui a son propre mot de passe.',
  token: () =>
    `Microsoft veut un jeton d’accès : une commande l’affiche, relance la lance à chaque connexion. Avec un mot de passe, vous pouvez envoyer jusqu’au ${formatDay(LAST_DAY_OF_PASSWORDS)}, mais pas lire vos réponses.`,
};

const UNKNOWN_PROVIDER =
  'Ce serveur veut le mot de passe de votre boîte, ou un mot de passe d’application si votre fournisseur en donne.';

const secretWords = (provider: MailProvider | null): string =>
  provider === null ? UNKNOWN_PROVIDER : SECRET_WORDS[provider.secret](provider.name);

const whereText = (provider: MailProvider | null): string | null =>
  provider === null || provider.where === null ? null : `Où le trouver : ${provider.where}`;

/** What that provider wants, and where one gets it: two lines. */
const explainSecret = (ctx: Context, provider: MailProvider | null): void => {
  ctx.print(secretWords(provider));
  const where = whereText(provider);
  if (where !== null) ctx.print(ctx.style.dim(where));
};

/** What to do about a refused login. */
export const secretHint = (provider: MailProvider | null): string =>
  [secretWords(provider), whereText(provider)].filter((text) => text !== null).join(' ');

const wayText = ({ at: { host, port, secure }, takesPassword, takesToken }: Entrance): string => {
  const wants =
    takesPassword && takesToken
      ? 'mot de passe ou jeton'
      : takesPassword
        ? 'mot de passe'
        : takesToken
          ? 'jeton'
          : 'sans identifiant';
  const line = secure ? 'TLS' : isLoopback(host) ? 'sur cette machine' : 'STARTTLS';
  return `${host}:${port} répond (${line}, ${wants})`;
};

/** What to do about a server that cannot be reached. */
const unreachedHint = (protocol: Protocol, { host }: NamedServer, provider: MailProvider | null): string =>
  isLoopback(host)
    ? `lancez le programme qui tient ce serveur (${provider?.name ?? 'un relais'}), ou donnez-en un autre : --${protocol}`
    : `vérifiez votre connexion à Internet ; pour un autre serveur : --${protocol}`;

/** Connects, and says what the server wants. Throws RelanceError. */
const reach = async (
  ctx: Context,
  protocol: Protocol,
  server: NamedServer,
  provider: MailProvider | null,
): Promise<Entrance> => {
  const { title, connect } = PROTOCOLS[protocol];
  ctx.progress(`${title} : ${server.host}…`);
  try {
    const entrance = await connect(server);
    ctx.progress('');
    ctx.print(`${title} : ${wayText(entrance)}`);
    return entrance;
  } catch (error) {
    ctx.progress('');
    if (!(error instanceof RelanceError) || error.code.endsWith('-tls')) throw error;
    throw new RelanceError(error.message, {
      code: error.code,
      hint: unreachedHint(protocol, server, provider),
    });
  }
};

/** Asks for a server until one answers; null: none is wanted. */
const askServer = async (ctx: Context, protocol: Protocol): Promise<Entrance | null> => {
  const { what } = PROTOCOLS[protocol];
  const isOptional = protocol === 'imap';
  const prompts = await ctx.prompts();
  for (;;) {
    const typed = await prompts.text({
      message: isOptional ? `${what} (Entrée seule : ne pas lire les réponses)` : what,
      check: (text) => parseServer(text, protocol),
      isOptional,
    });
    if (typed === '') return null;
    try {
      return await reach(ctx, protocol, parseServer(typed, protocol), null);
    } catch (error) {
      if (!(error instanceof RelanceError)) throw error;
      ctx.warn(error.message);
    }
  }
};

const serversOf = (provider: MailProvider | null, given: Given): Pick<Given, 'smtp' | 'imap'> => ({
  ...(provider && { smtp: provider.smtp, imap: provider.imap }),
  ...(given.smtp && { smtp: given.smtp }),
  ...(given.imap && { imap: given.imap }),
});

export interface Reached {
  account: Account;
  smtp: Entrance;
  imap: Entrance | null;
}

/** The servers of an account, each of which has answered. Throws RelanceError. */
export const reachAccount = async (
  ctx: Context,
  address: string,
  { provider, takesMail }: FoundProvider,
  given: Given,
): Promise<Reached> => {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const { smtp: smtpAt, imap: imapAt } = serversOf(provider, given);
  if (!takesMail)
    ctx.warn(
      `Attention, aucun serveur ne reçoit le courrier de ${domain} : l’adresse est-elle bien écrite ?`,
    );
  if (smtpAt === undefined) {
    const example = `relance mail ${address} --smtp <serveur> --imap <serveur>, avec les noms que donne l’aide de votre fournisseur`;
    if (!ctx.isInteractive) throw missingFlag('--smtp', example);
    ctx.print(
      `Le fournisseur de ${domain} n’est pas connu de relance. Le nom de ses serveurs est dans son aide en ligne.`,
    );
  }
  if (imapAt === undefined && !given.isSendingOnly && !ctx.isInteractive)
    throw missingFlag('--imap, ou --sans-boite', 'sans boîte, les réponses de vos clients ne sont pas lues');
  const smtp = smtpAt ? await reach(ctx, 'smtp', smtpAt, provider) : await askServer(ctx, 'smtp');
  if (smtp === null) throw missingFlag('--smtp', 'relance mail --help');
  const imap = given.isSendingOnly
    ? null
    : imapAt
      ? await reach(ctx, 'imap', imapAt, provider)
      : await askServer(ctx, 'imap');
  const own = (protocol: Protocol): string =>
    given.login ?? (provider ? loginOf(address, provider[protocol].login) : address);
  const account: Account = {
    ...{ address, provider },
    smtp: { ...smtp.at, user: smtp.takesPassword || smtp.takesToken ? own('smtp') : null },
    imap: imap && { ...imap.at, user: own('imap') },
  };
  const isAsked = given.login === undefined && provider === null && ctx.isInteractive;
  return { smtp, imap, account: isAsked ? await askLogin(ctx, account) : account };
};

const parseLogin = (text: string): string => parseLine(text, 'L’identifiant');

/** Asks for the login, the same for sending and for reading. */
export const askLogin = async (ctx: Context, account: Account): Promise<Account> => {
  const { smtp, imap } = account;
  const known = smtp.user ?? imap?.user;
  if (known === undefined || known === null) return account;
  const prompts = await ctx.prompts();
  const user = parseLogin(await prompts.text({ message: 'Identifiant', default: known, check: parseLogin }));
  if (user === known) return account;
  return { ...account, smtp: { ...smtp, user: smtp.user && user }, imap: imap && { ...imap, user } };
};

const SECRET_CHOICES: Record<Secret['kind'], string> = {
  password: 'le saisir : il est écrit dans .env, que vous seul pouvez lire',
  'password-command': 'une commande l’affiche (pass, trousseau, Bitwarden…)',
  'token-command': 'une commande affiche un jeton d’accès',
};

/** What the servers that want a login say they take. */
const choicesFor = ({ account: { provider }, smtp, imap }: Reached): Secret['kind'][] => {
  if (provider?.secret === 'token') return ['token-command', 'password'];
  const doors = [smtp, ...(imap ? [imap] : [])];
  const isPasswordTaken = doors.some(({ takesPassword }) => takesPassword);
  const isTokenTaken = doors.some(({ takesToken }) => takesToken);
  return [
    ...(isPasswordTaken ? (['password', 'password-command'] as const) : []),
    ...(isTokenTaken || !isPasswordTaken ? (['token-command'] as const) : []),
  ];
};

/** The secret that lets one in. Throws RelanceError without a terminal, when it was not given. */
export const askSecret = async (ctx: Context, reached: Reached, { secret }: Given): Promise<Secret> => {
  const { provider } = reached.account;
  if (secret !== undefined) return secret;
  if (!ctx.isInteractive)
    throw missingFlag(
      provider?.secret === 'token' ? '--jeton' : '--commande, ou --jeton',
      'une commande dont la première ligne est le mot de passe (--commande) ou le jeton d’accès (--jeton)',
    );
  explainSecret(ctx, provider);
  const prompts = await ctx.prompts();
  const kinds = choicesFor(reached);
  const [only] = kinds;
  const kind =
    kinds.length === 1 && only !== undefined
      ? only
      : await prompts.choose(
          provider?.secret === 'token' ? 'Comment entrer ?' : 'Ce mot de passe',
          kinds.map((value) => ({ name: SECRET_CHOICES[value], value })),
        );
  const value =
    kind === 'password'
      ? await prompts.secret('Mot de passe')
      : await prompts.text({
          message: kind === 'token-command' ? 'Commande qui affiche le jeton' : 'Commande qui l’affiche',
          check: (text) => parseCommand(text, 'La commande'),
        });
  // What Google shows in groups of four letters is one word.
  const isGrouped = kind === 'password' && /^(?:[a-z]{4} ){3}[a-z]{4}$/.test(value.trim());
  return { kind, value: isGrouped ? value.replaceAll(/\s/g, '') : value };
};
