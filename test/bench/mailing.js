import { execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const HERE = import.meta.dirname;
const BUNDLE = join(HERE, '..', '..', 'dist', 'main.cjs');
/** A working day, whatever the day of the bench. */
const MONDAY = '2026-11-23';
const MESSAGES = 200;
const SEND = `require(process.argv[1]).run(['send', '--yes'], { now: new Date(process.argv[2]) }).then((code) => (process.exitCode = code))`;

/** `relance send --yes` in a process of its own; its last words when it fails. */
const send = async (env) => {
  const child = spawn(process.execPath, ['-e', SEND, BUNDLE, `${MONDAY}T10:00:00Z`], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`send: ${code} ${errors.slice(0, 300)}`);
};

/**
 * Messages per second that one `send` hands to a server of this machine, from the first received to the last: decided
 * again, recorded and read back one by one. The server waits 100 ms at each connection, and there are two.
 */
export const mailingRate = async (folder, env) => {
  const database = join(folder, `mailing-${performance.now()}.db`);
  execFileSync(process.execPath, [join(HERE, 'generate.js'), 'mailing', database, String(MESSAGES), MONDAY]);
  const receiver = fork(join(HERE, 'receiver.js'));
  try {
    const instants = [];
    const [{ port }] = await once(receiver, 'message');
    receiver.on('message', (message) => instants.push(message.receivedAt));
    await send({
      ...env,
      RELANCE_DB: database,
      RELANCE_SMTP_URL: `smtp://127.0.0.1:${port}`,
      RELANCE_FROM: 'Jeanne Martin <facturation@atelier.example>',
    });
    if (instants.length !== MESSAGES)
      throw new Error(`${instants.length} messages received, not ${MESSAGES}`);
    return ((MESSAGES - 1) * 1000) / (instants.at(-1) - instants[0]);
  } finally {
    receiver.disconnect();
  }
};
