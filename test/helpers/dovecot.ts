import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freePort, isListening, until } from './mta.ts';
import { selfSigned } from './self-signed-certificate.ts';

const NOBODY = 65_534;
export const DOVECOT_PASSWORD = 'S3cret-très-long';

interface Dovecot {
  host: string;
  port: number;
  /** Where its mails lie (Maildir). */
  mailbox: string;
  /** Puts a mail into a folder: `''` is the inbox, `.Sent` another one; flags as Maildir writes them. */
  put: (folder: string, raw: string, at: Date, flags?: string) => void;
  /** Flags of each mail of a folder, by its name, as they lie on the disk. */
  flags: (folder: string) => Record<string, string>;
  /** The mails of a folder, in the order of their names. */
  mails: (folder: string) => Buffer[];
  /** Moves all of a folder into another one, as a mail program does. */
  move: (from: string, to: string) => void;
  /** At once, its children with it. */
  kill: () => void;
}

/** Why no dovecot can be started here; null when one can. */
export const missingDovecot = (): string | null => {
  const { error, stdout } = spawnSync('dovecot', ['--version'], { encoding: 'utf8' });
  if (error) return 'dovecot is not installed (apt install dovecot-imapd)';
  return stdout.startsWith('2.3.') ? null : `dovecot 2.3 is wanted, not ${stdout.trim()}`;
};

const idOf = (what: string, user: string): string =>
  spawnSync('id', [what, user], { encoding: 'utf8' }).stdout.trim();

/** Folders that a server marks, made when they are first asked for. */
const MARKED = `
  mailbox "Messages partis" {
    special_use = \\Sent
    auto = create
  }
  mailbox "À envoyer" {
    special_use = \\Drafts
    auto = create
  }`;

interface DovecotOptions {
  hasTls?: boolean;
  prefix?: string;
  hasMarks?: boolean;
}

const configOf = (
  folder: string,
  port: number,
  user: string,
  { hasTls = false, prefix = '', hasMarks = false }: DovecotOptions,
): string => `
protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
default_internal_user = ${user}
default_login_user = ${user}
default_internal_group = ${idOf('-gn', user)}
first_valid_uid = 1
disable_plaintext_auth = no
auth_failure_delay = 0
ssl = ${hasTls ? 'yes' : 'no'}
${hasTls ? `ssl_cert = <${folder}/cert.pem\nssl_key = <${folder}/key.pem\nprotocol imap {\n  mail_plugins = imap_zlib\n}` : ''}
mail_location = maildir:${folder}/mail
namespace inbox {
  inbox = yes
  prefix = ${prefix}
  separator = .
  ${hasMarks ? MARKED : ''}
}
passdb {
  driver = static
  args = password=${DOVECOT_PASSWORD}
}
userdb {
  driver = static
  args = uid=${idOf('-u', user)} gid=${idOf('-g', user)} home=${folder}/home
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;

/** A dovecot of one's own, without privileges, on a port of this machine. */
export const startDovecot = async (options: DovecotOptions = {}): Promise<Dovecot> => {
  const isRoot = process.getuid?.() === 0;
  const folder = mkdtempSync(join(tmpdir(), 'relance-dovecot-'));
  const own = (path: string): void => {
    if (isRoot) chownSync(path, NOBODY, NOBODY);
  };
  const write = (path: string, text: string): void => {
    writeFileSync(path, text);
    own(path);
  };
  own(folder);
  const makeFolder = (path: string): void => {
    mkdirSync(path, { recursive: true });
    own(path);
  };
  for (const name of ['run', 'state', 'home', 'mail']) makeFolder(join(folder, name));
  write(join(folder, 'cert.pem'), selfSigned.cert);
  write(join(folder, 'key.pem'), selfSigned.key);
  const port = await freePort();
  const config = join(folder, 'dovecot.conf');
  write(config, configOf(folder, port, isRoot ? 'nobody' : userInfo().username, options));

  const daemon = spawn('dovecot', ['-F', '-c', config], {
    stdio: 'ignore',
    detached: true,
    ...(isRoot && { uid: NOBODY, gid: NOBODY }),
  });
  const ended = new Promise((resolve) => {
    daemon.on('exit', resolve);
  });
  const kill = (): void => {
    if (daemon.exitCode === null && daemon.signalCode === null) process.kill(-(daemon.pid ?? 0), 'SIGKILL');
  };
  onTestFinished(async () => {
    kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  await until('dovecot listens', () => isListening(port));

  const filesOf = (name: string): string[] =>
    ['cur', 'new']
      .map((part) => join(folder, 'mail', name, part))
      .filter((path) => existsSync(path))
      .flatMap((path) => readdirSync(path).map((file) => join(path, file)))
      .toSorted();

  let count = 0;
  return {
    host: '127.0.0.1',
    port,
    mailbox: join(folder, 'mail'),
    put: (name, raw, at, flags = '') => {
      const box = join(folder, 'mail', name);
      for (const part of ['', 'cur', 'new', 'tmp']) makeFolder(join(box, part));
      count += 1;
      const path = join(box, 'cur', `${1_700_000_000 + count}.M1P1.test:2,${flags}`);
      write(path, raw);
      utimesSync(path, at, at);
    },
    flags: (name) =>
      Object.fromEntries(
        ['cur', 'new'].flatMap((part) =>
          readdirSync(join(folder, 'mail', name, part)).map((file) => file.split(':2,')),
        ),
      ) as Record<string, string>,
    mails: (name) => filesOf(name).map((path) => readFileSync(path)),
    move: (from, to) => {
      for (const path of filesOf(from))
        renameSync(path, join(folder, 'mail', to, 'cur', path.split('/').at(-1) ?? ''));
    },
    kill,
  };
};
