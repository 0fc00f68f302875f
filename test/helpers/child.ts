import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { Result, World } from './world.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const BUNDLER = join(ROOT, 'node_modules', 'rolldown', 'bin', 'cli.mjs');
const CACHE = join(ROOT, 'node_modules', '.cache');

/** The documented override of the clock; all the rest is the process's own. */
const SCRIPT = `
const [bundle, packageRoot, now, ...argv] = process.argv.slice(1);
require(bundle).run(argv, { now: new Date(now), packageRoot }).then((code) => (process.exitCode = code));
`;

interface Child {
  process: ChildProcess;
  ended: Promise<Result & { signal: NodeJS.Signals | null }>;
  /** Ends it at once, as a power cut would; nothing of ours runs in it any more. */
  kill: () => void;
}

interface Setting {
  /** Other migrations than the program's own. */
  packageRoot?: string;
  env?: Record<string, string>;
  /** No file may grow beyond it: what a full disk answers, for one process. */
  mostKilobytes?: number;
}

/** Builds the program once for the tests of a file, beside `dist` so that nobody else's build disturbs it. */
export const useBuiltProgram = (): ((world: World, argv: string[], setting?: Setting) => Child) => {
  let folder = '';
  beforeAll(() => {
    mkdirSync(CACHE, { recursive: true });
    folder = mkdtempSync(join(CACHE, 'relance-e2e-'));
    execFileSync(process.execPath, [BUNDLER, '-c', '-d', folder], { cwd: ROOT, stdio: 'pipe' });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (world, argv, setting = {}) => start(world, join(folder, 'main.cjs'), argv, setting);
};

const start = (
  world: World,
  bundle: string,
  argv: string[],
  { packageRoot = ROOT, env, mostKilobytes }: Setting,
): Child => {
  const limited =
    mostKilobytes === undefined
      ? []
      : ['bash', '--norc', '-c', `trap '' XFSZ; ulimit -f ${mostKilobytes}; exec "$0" "$@"`];
  const [program, ...before] = [...limited, process.execPath];
  const child = spawn(
    program,
    [...before, '-e', SCRIPT, '--', bundle, packageRoot, `${world.today}T11:00:00Z`, ...argv],
    {
      env: {
        PATH: process.env['PATH'],
        TZ: 'Asia/Tokyo',
        RELANCE_HOME: world.home,
        NO_COLOR: '1',
        ...world.env,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const kill = (): void => void child.kill('SIGKILL');
  onTestFinished(kill);
  return {
    process: child,
    kill,
    ended: new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve({ exitCode: code ?? -1, signal, stdout, stderr }));
    }),
  };
};
