import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

const SMTPD = '/usr/sbin/smtpd';
const NOBODY = 65_534;
const WAIT_MS = 15_000;
/** Domain whose addresses this server refuses for good. */
export const REFUSED_DOMAIN = 'inconnu.example';

interface Mta {
  port: number;
  /** Waits for so many messages to lie in the mailbox, then a little for one too many. */
  delivered: (count: number) => Promise<string[]>;
}

/** Why no real mail server can be started here; null when one can. */
export const missingMta = (): string | null => {
  if (!existsSync(SMTPD) || !spawnSync(SMTPD, ['-h']).stderr.toString().includes('OpenSMTPD'))
    return 'OpenSMTPD is not installed (apt install opensmtpd)';
  if (process.getuid?.() !== 0) return 'OpenSMTPD only starts as root';
  if (existsSync('/run/smtpd.sock')) return 'an OpenSMTPD of this machine is already running';
  return null;
};

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

export const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1')
      .on('connect', () => {
        socket.destroy();
        resolve(true);
      })
      .on('error', () => resolve(false));
  });

export const until = async (what: string, isDone: () => boolean | Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(20)) if (await isDone()) return;
  throw new Error(`${what}: not after ${WAIT_MS} ms`);
};

/** OpenSMTPD in the foreground on a port of this machine, which keeps everything in one mailbox: its own, or another server's. */
export const startMta = async (given?: string): Promise<Mta> => {
  const folder = mkdtempSync(join(tmpdir(), 'relance-mta-'));
  const mailbox = given ?? join(folder, 'mail');
  if (given === undefined) {
    mkdirSync(mailbox);
    chownSync(mailbox, NOBODY, NOBODY);
  }
  chmodSync(folder, 0o755);
  const port = await freePort();
  const config = join(folder, 'smtpd.conf');
  writeFileSync(
    config,
    `table everyone { "@" = "nobody" }
listen on 127.0.0.1 port ${port}
action "keep" maildir "${mailbox}" virtual <everyone>
match from any for domain "${REFUSED_DOMAIN}" reject
match from any for any action "keep"
`,
  );
  const daemon = spawn(SMTPD, ['-d', '-f', config], { stdio: 'ignore' });
  const ended = new Promise((resolve) => {
    daemon.on('exit', resolve);
  });
  onTestFinished(async () => {
    daemon.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  await until('OpenSMTPD listens', () => isListening(port));
  const list = (): string[] => {
    const inbox = join(mailbox, 'new');
    return existsSync(inbox) ? readdirSync(inbox).map((name) => join(inbox, name)) : [];
  };
  return {
    port,
    delivered: async (count) => {
      await until(`${count} messages in the mailbox`, () => list().length >= count);
      await sleep(200);
      return list().map((path) => readFileSync(path, 'latin1'));
    },
  };
};
