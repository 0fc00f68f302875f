import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, closeSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fiftyLettersTime } from './letters.js';
import { mailingRate } from './mailing.js';
import { peerCases } from './peers.js';

/*
 * `npm run bench [-- --skip-million]`: speed and size beside their targets, and beside other programs. It refuses nothing:
 * a machine has its moods. Each case alternates with an empty Node, and only the ratio of the medians means something.
 */

const ROOT = join(import.meta.dirname, '..', '..');
const RELANCE = join(ROOT, 'bin', 'relance.js');
const ROUNDS = 31;
const FEW_ROUNDS = 7;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Where NODE_EXTRA_CA_CERTS is set, Node 20 takes three times as long to start and flattens every ratio. */
const bareEnvironment = (folder) => {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  return { ...env, HOME: folder, RELANCE_HOME: join(folder, 'home'), NO_COLOR: '1' };
};

/** Milliseconds of one whole process, its output written to a file. */
const time = ({ command: [program, ...args], env }, folder) => {
  const output = openSync(join(folder, 'output'), 'w');
  const start = performance.now();
  const { status, stderr } = spawnSync(program, args, { env, stdio: ['ignore', output, 'pipe'] });
  const elapsed = performance.now() - start;
  closeSync(output);
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')}: ${status} ${String(stderr).slice(0, 300)}`);
  return elapsed;
};

/** Adds to each case its median time and the ratio to an empty Node measured in turn with it. */
const measure = (cases, rounds, folder, env) => {
  const all = [{ command: [process.execPath, '-e', '0'], env }, ...cases];
  const times = all.map(() => []);
  for (let round = -1; round < rounds; round += 1)
    for (const [index, one] of all.entries()) {
      const elapsed = time(one, folder);
      // The first round only warms the disk's cache up.
      if (round >= 0) times[index].push(elapsed);
    }
  const [empty, ...medians] = times.map(median);
  return cases.map((one, index) => ({
    name: one.name,
    figure: medians[index] / empty,
    unit: `× node (${medians[index].toFixed(0)} / ${empty.toFixed(0)} ms)`,
    atMost: one.atMost,
  }));
};

const PEAK = `
const { readFileSync } = require('node:fs');
require(process.argv[1]).run(['due'], { stdout: () => undefined }).then((code) => {
  const peak = existsStatus() ? /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1] * 1024 : process.memoryUsage.rss();
  process.stdout.write(String(peak));
  process.exitCode = code;
});
const existsStatus = () => require('node:fs').existsSync('/proc/self/status');
`;

/** Megabytes of a whole `due`, at its highest where the system tells. */
const memory = (name, env) => ({
  name,
  figure:
    Number(execFileSync(process.execPath, ['-e', PEAK, join(ROOT, 'dist', 'main.cjs')], { env })) / 1_000_000,
  unit: 'Mo',
  atMost: 60,
});

const generate = (folder, count, env, what = 'history') => {
  const path = join(folder, `${what}-${count}.db`);
  const today = new Date().toISOString().slice(0, 10);
  const script = join(import.meta.dirname, 'generate.js');
  execFileSync(process.execPath, [script, what, path, String(count), today]);
  return { ...env, RELANCE_DB: path };
};

const relance = (name, args, env, atMost) => ({
  name: `relance ${name}`,
  command: [process.execPath, RELANCE, ...args],
  env,
  atMost,
});

const row = ({ name, figure, unit, atMost, atLeast }) => {
  const target = atMost === undefined ? (atLeast === undefined ? '' : `≥ ${atLeast}`) : `≤ ${atMost}`;
  const isMet = atMost === undefined ? figure >= (atLeast ?? 0) : figure <= atMost;
  const verdict = target === '' ? '' : isMet ? 'tenu' : 'MANQUÉ';
  const value = figure.toFixed(figure < 100 ? 2 : 0);
  return `${name.padEnd(44)}${value.padStart(8)} ${unit.padEnd(26)}${target.padStart(6)}  ${verdict}\n`;
};

const print = (rows) => process.stdout.write(rows.map(row).join(''));

/** One letter as its user writes it, then fifty in one process. */
const printLetters = (folder, env) => {
  const clients = generate(folder, 50, env, 'mailing');
  const letters = join(folder, 'letters');
  const one = relance(
    'mise-en-demeure, PDF écrit',
    ['mise-en-demeure', 'F-1', '--yes', '--sortie', letters],
    clients,
    20,
  );
  print(measure([one], FEW_ROUNDS, folder, env));
  const times = [1, 2, 3].map(() => fiftyLettersTime(letters, clients));
  print([{ name: '50 mises en demeure, un processus', figure: median(times), unit: 's', atMost: 3 }]);
};

const bench = async (folder, withMillion) => {
  const env = bareEnvironment(folder);
  const small = generate(folder, 10_000, env);
  const large = generate(folder, 100_000, env);
  const starts = [
    relance('--help', ['--help'], small, 1.6),
    relance('due, 10 000 factures', ['due'], small, 1.7),
    relance('due --limite 30, 100 000 factures', ['due', '--limite', '30'], large, 2),
    relance('stats, 100 000 factures', ['stats'], large, 10),
  ];
  print(measure(starts, ROUNDS, folder, env));
  print([memory('mémoire de due, 10 000 factures', small)]);
  const instalments = generate(folder, 200, env, 'instalments');
  const [interets, show] = measure(
    [relance('interets', ['interets', 'F-1'], instalments), relance('show', ['show', 'F-1'], instalments)],
    ROUNDS,
    folder,
    env,
  );
  print([
    interets,
    show,
    {
      name: 'interets / show, 200 règlements en dix ans',
      figure: interets.figure / show.figure,
      unit: '×',
      atMost: 2,
    },
  ]);
  if (withMillion) {
    const million = generate(folder, 1_000_000, env);
    print(measure([relance('due, 1 000 000 factures', ['due'], million, 8)], FEW_ROUNDS, folder, env));
    print([memory('mémoire de due, 1 000 000 factures', million)]);
  }
  printLetters(folder, env);
  const rates = [];
  for (let round = 0; round < 3; round += 1) rates.push(await mailingRate(folder, env));
  print([{ name: 'send, 200 messages', figure: median(rates), unit: 'messages par seconde', atLeast: 150 }]);
  print(measure(peerCases(folder, small.RELANCE_DB, env), FEW_ROUNDS, folder, env));
};

if (!existsSync(join(ROOT, 'dist', 'main.cjs'))) throw new Error('npm run build, then npm run bench');
const folder = mkdtempSync(join(tmpdir(), 'relance-bench-'));
try {
  await bench(folder, !process.argv.includes('--skip-million'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
