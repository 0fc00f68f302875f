import dns from 'node:dns/promises';
import type { RelanceError } from '../../../errors.ts';
import { readImapCapabilities } from '../../../mail/imap-client.ts';
import { providerOfDomain, providerOfMx, type MailProvider } from '../../../mail/providers.ts';
import { readSmtpMethods } from '../../../mail/smtp.ts';
import { serverOf, waysTo, type Endpoint, type NamedServer } from './account.ts';

const STEP_MS = 10_000;
/** Nobody waits longer for one step of a conversation with a server. */
export const STEP = { connection: STEP_MS, greeting: STEP_MS, silence: STEP_MS, total: STEP_MS };

/** A server that answers, and how it lets a program in. */
export interface Entrance {
  at: Omit<Endpoint, 'user'>;
  takesPassword: boolean;
  takesToken: boolean;
}

/** Names of the servers that take the mail of a domain, the preferred first; none: the domain takes no mail; null: nobody could say. */
const readMx = async (domain: string): Promise<string[] | null> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), STEP_MS);
  });
  const asked = dns.resolveMx(domain).then(
    (found) => found.toSorted((a, b) => a.priority - b.priority).map(({ exchange }) => exchange),
    (error: NodeJS.ErrnoException) => (['ENODATA', 'ENOTFOUND'].includes(error.code ?? '') ? [] : null),
  );
  return Promise.race([asked, tooLate]).finally(() => clearTimeout(timer));
};

export interface FoundProvider {
  /** Null: it must be asked. */
  provider: MailProvider | null;
  by: 'domain' | 'mx';
  /** False: no server takes mail for that domain, which may be a slip. */
  takesMail: boolean;
}

/** Whose mailbox an address is: by its domain, else by who takes the mail of that domain. */
export const findProvider = async (address: string): Promise<FoundProvider> => {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const owner = providerOfDomain(domain);
  if (owner) return { provider: owner, by: 'domain', takesMail: true };
  const hosts = await readMx(domain);
  return { provider: providerOfMx(hosts ?? []), by: 'mx', takesMail: hosts === null || hosts.length > 0 };
};

/**
 * The first way that works; when none does, what was wrong with the one that was meant. Two ways by the same door are tried at once:
 * what speaks TLS at once says nothing to one who waits to be greeted.
 */
const firstOf = async (
  ways: readonly Omit<Endpoint, 'user'>[],
  greet: (at: Omit<Endpoint, 'user'>) => Promise<Entrance>,
): Promise<Entrance> => {
  const isOneDoor = new Set(ways.map(({ port }) => port)).size === 1;
  const greeted = isOneDoor ? ways.map(greet) : [];
  for (const other of greeted) other.catch(() => undefined);
  let fault: unknown;
  for (const [index, at] of ways.entries()) {
    try {
      return await (greeted[index] ?? greet(at));
    } catch (error) {
      fault ??= error;
      // A name that leads nowhere leads nowhere by another port either.
      if ((error as RelanceError).code.endsWith('unknown-host')) break;
    }
  }
  throw fault;
};

/** Connects, and reads how one may log in. Throws RelanceError. */
export const reachSmtp = (server: NamedServer): Promise<Entrance> =>
  firstOf(waysTo(server, 'smtp'), async (at) => {
    const methods = await readSmtpMethods(serverOf(at), { timeouts: STEP });
    return {
      at,
      takesPassword: methods.some((method) => ['PLAIN', 'LOGIN', 'CRAM-MD5'].includes(method)),
      takesToken: methods.includes('XOAUTH2'),
    };
  });

/** Connects, and reads how one may log in. Throws RelanceError. */
export const reachImap = (server: NamedServer): Promise<Entrance> =>
  firstOf(waysTo(server, 'imap'), async (at) => {
    const capabilities = await readImapCapabilities(serverOf(at), { timeouts: STEP });
    const has = (...names: string[]): boolean => names.some((name) => capabilities.includes(name));
    return {
      at,
      takesPassword: has('AUTH=PLAIN', 'AUTH=LOGIN') || !has('LOGINDISABLED'),
      takesToken: has('AUTH=XOAUTH2', 'AUTH=OAUTHBEARER'),
    };
  });
